"""What tables a rule file has: stages and gates, plays and weights, personas and disqualifiers, kinds, elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadqual_gui.domain.activities import ActivityKind, Sign
from leadqual_gui.domain.conditions import Condition, Operator, Test
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework, Objection
from leadqual_gui.domain.funnel import Funnel, Gate, Stage
from leadqual_gui.domain.playbook import Play, Playbook
from leadqual_gui.domain.profiles import Disqualifier, Profile, Profiles
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.matrix.other.columns import Column, Form, Section
from leadqual_gui.ui.matrix.wording import tr

_NEVER_WRITTEN = Test("company", Operator.KNOWN, True)


def sections_of(name: str, value: Any, language: str, element: str = "") -> tuple[Section, ...]:
    """The tables of a file; of an interview, the levels are those of one element."""
    match value:
        case Funnel():
            return (_stages(), _gates(value, language))
        case Playbook():
            return (_plays(), _weights())
        case Profiles():
            return (_personas(), _disqualifiers())
        case Framework():
            return (_elements(), _levels(value, element, language), _objections())
    return (_kinds(),)


def fresh_id(base: str, taken: Sequence[str]) -> str:
    """A name that no item has yet."""
    number = 1
    while (found := f"{base}_{number}") in taken:
        number += 1
    return found


def _choices(*pairs: tuple[object, str]) -> tuple[tuple[object, str], ...]:
    return pairs


def _funnel_levels(none: bool = False) -> tuple[tuple[object, str], ...]:
    levels = _choices(("tofu", tr("top")), ("mofu", tr("middle")), ("bofu", tr("bottom")))
    return (("", tr("none")), *levels) if none else levels


def _new_label(words: str) -> Text:
    return Text(words)


# -- funnel -----------------------------------------------------------------------------------------------------------


def _stages() -> Section:
    modes = _choices(("by_hand", tr("by hand")), ("suggested", tr("suggested")), ("automatic", tr("by itself")))
    exits = _choices(
        ("", tr("no")), ("won", tr("won")), ("lost", tr("lost")), ("nurture", tr("nurture")),
        ("disqualified", tr("disqualified")),
    )  # fmt: skip
    called = _choices(("", tr("none")), ("mql", "MQL"), ("sql", "SQL"), ("pql", "PQL"))
    return Section(
        "stages",
        tr("Stages"),
        (
            Column("label", tr("Stage"), Form.LABEL, wide=3),
            Column("level", tr("Funnel"), Form.CHOICE, _funnel_levels()),
            Column("qualification", tr("Called"), Form.CHOICE, called),
            Column("mode", tr("Leads come here"), Form.CHOICE, modes),
            Column("entry", tr("When"), Form.CONDITION, optional=True, wide=5),
            Column("overdue_after", tr("Late after, days"), Form.NUMBER, optional=True, least=0.1, most=3650),
            Column("probability", tr("Will buy, 0 to 1"), Form.NUMBER, optional=True, most=1),
            Column("exit", tr("Way out"), Form.CHOICE, exits),
            Column("reasons", tr("Reasons"), Form.LABELS, optional=True, wide=3),
        ),
        lambda funnel: funnel.stages,
        lambda funnel, items: replace(funnel, stages=items),
        lambda funnel: Stage(fresh_id("stage", [s.id for s in funnel.stages]), _new_label(tr("New stage"))),
    )


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate, and the stage before which it stands."""

    stage: str
    when: Condition
    message: Text


def _gates(funnel: Funnel, language: str) -> Section:
    stages = tuple((stage.id, stage.label.of(language) or stage.id) for stage in funnel.stages)
    return Section(
        "gates",
        tr("Gates: what a lead needs before it may enter a stage"),
        (
            Column("stage", tr("Stage"), Form.CHOICE, stages),
            Column("when", tr("Needed"), Form.CONDITION, wide=5),
            Column("message", tr("What to tell people if it is not there"), Form.LABEL, wide=5),
        ),
        _gate_rows,
        _with_gates,
        lambda funnel: GateRow(funnel.first, _NEVER_WRITTEN, _new_label(tr("Say what is missing, and what to ask."))),
        lambda row: row.message,
    )


def _gate_rows(funnel: Funnel) -> tuple[GateRow, ...]:
    return tuple(GateRow(stage.id, gate.when, gate.message) for stage in funnel.stages for gate in stage.gates)


def _with_gates(funnel: Funnel, rows: tuple[GateRow, ...]) -> Funnel:
    def gates(stage: Stage) -> tuple[Gate, ...]:
        return tuple(Gate(row.when, row.message) for row in rows if row.stage == stage.id)

    return replace(funnel, stages=tuple(replace(stage, gates=gates(stage)) for stage in funnel.stages))


# -- playbook ---------------------------------------------------------------------------------------------------------


def _plays() -> Section:
    actions = _choices(
        ("call", tr("call")), ("email", tr("e-mail")), ("nurture", tr("nurture")), ("ask", tr("ask")),
        ("verify", tr("verify")), ("disqualify", tr("disqualify")), ("wait", tr("wait")),
    )  # fmt: skip
    by = _choices(("", tr("anybody")), ("sales", tr("sales")), ("marketing", tr("marketing")))
    return Section(
        "plays",
        tr("What to do next: the first that holds decides"),
        (
            Column("when", tr("When"), Form.CONDITION, wide=6),
            Column("action", tr("Do"), Form.CHOICE, actions),
            Column("label", tr("Say"), Form.LABEL, wide=3),
            Column("reason", tr("Because"), Form.LABEL, wide=5),
            Column("due_in", tr("In days"), Form.NUMBER, most=3650, wide=1),
            Column("priority", tr("Priority"), Form.NUMBER, least=-100, most=100, wide=1),
            Column("follow_up_by", tr("Who"), Form.CHOICE, by),
        ),
        lambda playbook: playbook.plays,
        lambda playbook, items: replace(playbook, plays=items),
        lambda playbook: Play(
            fresh_id("play", [p.id for p in playbook.plays]), _NEVER_WRITTEN, "call",
            _new_label(tr("New rule")), _new_label(tr("Say why.")),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A part of the formula by which the list of the day is ordered."""

    name: str
    points: float


def _weights() -> Section:
    return Section(
        "weights",
        tr("How the list of the day is ordered"),
        (
            Column("name", tr("Part"), Form.TEXT, wide=4),
            Column("points", tr("Points"), Form.NUMBER, least=-1000, most=1000),
        ),
        lambda playbook: tuple(WeightRow(*pair) for pair in playbook.ranking.weights),
        lambda playbook, rows: replace(
            playbook, ranking=replace(playbook.ranking, weights=tuple((row.name, row.points) for row in rows))
        ),
        None,
        lambda row: row.name.replace("_", " "),
    )


# -- profiles ---------------------------------------------------------------------------------------------------------


def _personas() -> Section:
    return Section(
        "personas",
        tr("Ideal customer and personas: the first that holds is shown"),
        (
            Column("label", tr("Who"), Form.LABEL, wide=3),
            Column("when", tr("When"), Form.CONDITION, wide=5),
            Column("cares_about", tr("Cares about"), Form.LABELS, optional=True, wide=4),
            Column("approach", tr("How to talk with them"), Form.LABEL, optional=True, wide=5),
        ),
        lambda profiles: (*((profiles.ideal,) if profiles.ideal else ()), *profiles.personas),
        _with_profiles,
        lambda profiles: Profile(
            fresh_id("persona", [p.id for p in profiles.personas]), _new_label(tr("New persona")), _NEVER_WRITTEN
        ),
    )


def _with_profiles(profiles: Profiles, items: tuple[Profile, ...]) -> Profiles:
    known = profiles.ideal.id if profiles.ideal else None
    ideal = next((one for one in items if one.id == known), None)
    return replace(profiles, ideal=ideal, personas=tuple(one for one in items if one is not ideal))


def _disqualifiers() -> Section:
    return Section(
        "disqualifiers",
        tr("Disqualified at once"),
        (
            Column("when", tr("When"), Form.CONDITION, wide=5),
            Column("reason", tr("Reason"), Form.LABEL, wide=5),
        ),
        lambda profiles: profiles.disqualifiers,
        lambda profiles, items: replace(profiles, disqualifiers=items),
        lambda profiles: Disqualifier(
            fresh_id("reason", [d.id for d in profiles.disqualifiers]), _NEVER_WRITTEN, _new_label(tr("Say why"))
        ),
        lambda item: item.reason,
    )


# -- activities -------------------------------------------------------------------------------------------------------


def _kinds() -> Section:
    signs = _choices((Sign.NONE, tr("neither")), (Sign.INTEREST, tr("interest")), (Sign.INTENT, tr("intent")))
    channels = _choices(
        ("web", tr("web")), ("email", tr("e-mail")), ("call", tr("call")), ("event", tr("event")),
        ("form", tr("form")), ("social", tr("social")), ("product", tr("product")), ("other", tr("other")),
    )  # fmt: skip
    return Section(
        "kinds",
        tr("Kinds of activity"),
        (
            Column("label", tr("Activity"), Form.LABEL, wide=5),
            Column("sign", tr("Shows"), Form.CHOICE, signs),
            Column("level", tr("Funnel"), Form.CHOICE, _funnel_levels(none=True)),
            Column("channel", tr("Channel"), Form.CHOICE, channels),
            Column("by_lead", tr("Done by the lead"), Form.YES_NO),
        ),
        lambda kinds: kinds,
        lambda _kinds, items: items,
        lambda kinds: ActivityKind(fresh_id("activity", [k.id for k in kinds]), _new_label(tr("New activity"))),
    )


# -- interviews -------------------------------------------------------------------------------------------------------


def _elements() -> Section:
    return Section(
        "elements",
        tr("What to find out, in this order"),
        (
            Column("letter", tr("Letter"), Form.TEXT, wide=1),
            Column("label", tr("Element"), Form.LABEL, wide=2),
            Column("weight", tr("Weight"), Form.NUMBER, most=100, wide=1),
            Column("valid_for", tr("Valid, days"), Form.NUMBER, optional=True, least=0.1, most=36500, wide=2),
            Column("goal", tr("Goal"), Form.LABEL, wide=4),
            Column("questions", tr("Questions"), Form.LABELS, wide=5),
            Column("why", tr("Why we ask"), Form.LABEL, optional=True, wide=4),
            Column("ask_if", tr("Asked only if"), Form.CONDITION, optional=True, wide=3),
        ),
        lambda framework: framework.elements,
        lambda framework, items: replace(framework, elements=items),
        _new_element,
    )


def _new_element(framework: Framework) -> Element:
    words = tr("No; Perhaps; Probably; Certainly").split(";")
    levels = tuple(AnswerLevel(at, Text(word.strip()), Text(word.strip())) for at, word in enumerate(words))
    name = fresh_id("element", [e.id for e in framework.elements])
    return Element(
        name, "X", _new_label(tr("New element")), _new_label(tr("Say what to find out.")),
        (_new_label(tr("What would you like to ask?")),), levels,
    )  # fmt: skip


def _levels(interview: Framework, element_id: str, language: str) -> Section:
    chosen = interview.element(element_id)
    name = "" if chosen is None else chosen.label.of(language)

    def read(framework: Framework) -> tuple[AnswerLevel, ...]:
        element = framework.element(element_id)
        return element.levels if element is not None else ()

    def write(framework: Framework, items: tuple[AnswerLevel, ...]) -> Framework:
        return replace(
            framework,
            elements=tuple(replace(e, levels=items) if e.id == element_id else e for e in framework.elements),
        )

    return Section(
        "levels",
        tr("Levels of {element}").format(element=name),
        (
            Column("short", tr("Word"), Form.LABEL, optional=True),
            Column("sentence", tr("What it means, as a sentence"), Form.LABEL, wide=6),
            Column("disqualifies", tr("Disqualifies, because"), Form.LABEL, optional=True, wide=4),
        ),
        read,
        write,
        None,
        lambda level: level.short or level.sentence,
    )


def _objections() -> Section:
    return Section(
        "objections",
        tr("What customers say against it"),
        (
            Column("label", tr("They say"), Form.LABEL, wide=4),
            Column("reply", tr("We answer"), Form.LABEL, wide=6),
        ),
        lambda framework: framework.objections,
        lambda framework, items: replace(framework, objections=items),
        lambda _framework: Objection(_new_label(tr("Too expensive")), _new_label(tr("Compared with what?"))),
    )


Blank = Callable[[Any], Any]
