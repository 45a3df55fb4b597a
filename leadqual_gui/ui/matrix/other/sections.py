"""What tables a rule file has: stages and gates, plays and weights, personas and disqualifiers, kinds, fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from leadqual_gui.domain.activities import ActivityKind, Sign
from leadqual_gui.domain.conditions import Condition, Operator, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.funnel import Funnel, Gate, Stage
from leadqual_gui.domain.playbook import Play, Playbook
from leadqual_gui.domain.profiles import Disqualifier, Profile, Profiles
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.text import Text
from leadqual_gui.services.rule_editing.ports import ItemPath
from leadqual_gui.ui.matrix.other.columns import Column, Form, Section, fresh_id
from leadqual_gui.ui.matrix.other.interviews import interview_sections
from leadqual_gui.ui.matrix.wording import tr

FIELDS_FILE = "fields.yaml"
_NEVER_WRITTEN = Test("company", Operator.KNOWN, True)


def sections_of(name: str, value: Any, language: str, element: str = "") -> tuple[Section, ...]:
    """The tables of a file; of an interview, the levels are those of one element."""
    match value:
        case Funnel():
            return (_stages(), _gates(value, language))
        case Playbook():
            return (_plays(), _weights(value), _cooling())
        case Profiles():
            return (_personas(), _disqualifiers())
        case Framework():
            return interview_sections(value, element, language)
    return (_fields(),) if name == FIELDS_FILE else (_kinds(),)


def _pairs(*pairs: tuple[object, str]) -> tuple[tuple[object, str], ...]:
    return pairs


def _funnel_levels(none: bool = False) -> tuple[tuple[object, str], ...]:
    levels = _pairs(("tofu", tr("top")), ("mofu", tr("middle")), ("bofu", tr("bottom")))
    return (("", tr("none")), *levels) if none else levels


# -- funnel -----------------------------------------------------------------------------------------------------------


def _stages() -> Section:
    modes = _pairs(("by_hand", tr("by hand")), ("suggested", tr("suggested")), ("automatic", tr("by itself")))
    exits = _pairs(
        ("", tr("no")), ("won", tr("won")), ("lost", tr("lost")), ("nurture", tr("nurture")),
        ("disqualified", tr("disqualified")),
    )  # fmt: skip
    called = _pairs(("", tr("none")), ("mql", "MQL"), ("sql", "SQL"), ("pql", "PQL"))
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
        lambda funnel: Stage(fresh_id("stage", [s.id for s in funnel.stages]), Text(tr("New stage"))),
        path=lambda _funnel, row: ("stages", row),
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
        lambda funnel: GateRow(funnel.first, _NEVER_WRITTEN, Text(tr("Say what is missing, and what to ask."))),
        lambda row: row.message,
        _stage_of_gate,
    )


def _stage_of_gate(funnel: Funnel, row: int) -> ItemPath | None:
    stage = _gate_rows(funnel)[row].stage
    return ("stages", next(at for at, one in enumerate(funnel.stages) if one.id == stage))


def _gate_rows(funnel: Funnel) -> tuple[GateRow, ...]:
    return tuple(GateRow(stage.id, gate.when, gate.message) for stage in funnel.stages for gate in stage.gates)


def _with_gates(funnel: Funnel, rows: tuple[GateRow, ...]) -> Funnel:
    def gates(stage: Stage) -> tuple[Gate, ...]:
        return tuple(Gate(row.when, row.message) for row in rows if row.stage == stage.id)

    return replace(funnel, stages=tuple(replace(stage, gates=gates(stage)) for stage in funnel.stages))


# -- playbook ---------------------------------------------------------------------------------------------------------


def _plays() -> Section:
    actions = _pairs(
        ("call", tr("call")), ("email", tr("e-mail")), ("nurture", tr("nurture")), ("ask", tr("ask")),
        ("verify", tr("verify")), ("disqualify", tr("disqualify")), ("wait", tr("wait")),
    )  # fmt: skip
    by = _pairs(("", tr("anybody")), ("sales", tr("sales")), ("marketing", tr("marketing")))
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
            Text(tr("New rule")), Text(tr("Say why.")),
        ),
        path=lambda _playbook, row: ("plays", row),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A part of the formula by which the list of the day is ordered."""

    name: str
    points: float


def _parts() -> tuple[tuple[object, str], ...]:
    """The parts that the formula knows."""
    return (
        ("score", tr("Score")),
        ("tier", tr("Tier, a step")),
        ("intent_fresh", tr("Fresh intent")),
        ("follow_up_due", tr("A follow-up is due")),
        ("could_become_hot", tr("Could become hot")),
        ("expected_value", tr("Expected value")),
    )


def _new_weight(playbook: Playbook) -> WeightRow | None:
    used = [name for name, _ in playbook.ranking.weights]
    return next((WeightRow(str(part), 0) for part, _ in _parts() if part not in used), None)


def _with_weights(playbook: Playbook, rows: tuple[WeightRow, ...]) -> Playbook:
    """The last of two rows of one part counts, as it was written later."""
    weights = tuple({row.name: row.points for row in rows}.items())
    return replace(playbook, ranking=replace(playbook.ranking, weights=weights))


def _cooling() -> Section:
    return Section(
        "cooling",
        tr("How long intent stays fresh"),
        (Column("cooling_days", tr("Days until half of it is gone"), Form.NUMBER, least=0.1, most=365),),
        lambda playbook: (playbook.ranking,),
        lambda playbook, rows: replace(playbook, ranking=rows[0]),
        name=lambda _ranking: tr("How long intent stays fresh"),
        offers=(),
    )


def _weights(playbook: Playbook) -> Section:
    known = [part for part, _ in _parts()]
    unknown = [name for name, _ in playbook.ranking.weights if name not in known]
    return Section(
        "weights",
        tr("How the list of the day is ordered"),
        (
            Column("name", tr("Part"), Form.CHOICE, (*_parts(), *((one, one) for one in unknown)), wide=4),
            Column("points", tr("Points"), Form.NUMBER, least=-1000, most=1000),
        ),
        lambda playbook: tuple(WeightRow(*pair) for pair in playbook.ranking.weights),
        _with_weights,
        _new_weight,
        lambda row: next((words for part, words in _parts() if part == row.name), row.name),
        offers=("delete", "add"),
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
            fresh_id("persona", [p.id for p in profiles.personas]), Text(tr("New persona")), _NEVER_WRITTEN
        ),
        path=_place_of_profile,
    )


def _place_of_profile(profiles: Profiles, row: int) -> ItemPath | None:
    if profiles.ideal is None:
        return ("personas", row)
    return ("personas", row - 1) if row else ("ideal",)


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
            fresh_id("reason", [d.id for d in profiles.disqualifiers]), _NEVER_WRITTEN, Text(tr("Say why"))
        ),
        lambda item: item.reason,
        lambda _profiles, row: ("disqualifiers", row),
    )


# -- activities -------------------------------------------------------------------------------------------------------


def _kinds() -> Section:
    signs = _pairs((Sign.NONE, tr("neither")), (Sign.INTEREST, tr("interest")), (Sign.INTENT, tr("intent")))
    channels = _pairs(
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
        lambda kinds: ActivityKind(fresh_id("activity", [k.id for k in kinds]), Text(tr("New activity"))),
        path=lambda _kinds, row: ("kinds", row),
    )


# -- fields of one's own ----------------------------------------------------------------------------------------------


def _fields() -> Section:
    types = (
        (FactType.TEXT, tr("text")), (FactType.NUMBER, tr("number")), (FactType.DATE, tr("date")),
        (FactType.CHOICE, tr("choice")), (FactType.YES_NO, tr("yes or no")),
    )  # fmt: skip
    return Section(
        "fields",
        tr("Fields of your own, in the order in which forms show them"),
        (
            Column("label", tr("Field"), Form.LABEL, wide=4),
            Column(
                "key", tr("Key in rules and lists"), Form.TEXT, wide=3, pattern="[a-z][a-z0-9_]*",
                hint=tr("small letters, digits and _, such as contract_ends"),
            ),
            Column("type", tr("Holds"), Form.CHOICE, types),
            Column("choices", tr("Words to choose from; only for a choice"), Form.WORDS, optional=True, wide=6),
        ),
        lambda fields: fields,
        lambda _fields, items: tuple(map(_whole_field, items)),
        lambda fields: CustomField(fresh_id("field", [f.key for f in fields]), Text(tr("New field")), FactType.TEXT),
        path=lambda _fields, row: ("fields", row),
    )  # fmt: skip


def _whole_field(field: CustomField) -> CustomField:
    """Words go with a choice: one without gets some to begin with, and words alone make it a choice."""
    if field.type is not FactType.CHOICE:
        return replace(field, choices=()) if field.choices else field
    return field if field.choices else replace(field, choices=(tr("yes"), tr("no"), tr("perhaps")))
