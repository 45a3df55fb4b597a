"""The tables of an interview: its elements; of the one that is chosen how it is asked, its levels and what answers it
without asking; objections; what the interview is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework, Inference, Objection
from leadqual_gui.domain.text import Text
from leadqual_gui.services.rule_editing.ports import ItemPath
from leadqual_gui.ui.matrix.other.columns import Column, Form, Section, fresh_id
from leadqual_gui.ui.matrix.wording import tr

_NEVER_WRITTEN = Test("company", Operator.KNOWN, True)
_NOTHING = Text("")
OF_ONE_ELEMENT = ("saying", "levels", "infer")
"""The tables that show one element: the one that has the keyboard."""


def interview_sections(interview: Framework, element_id: str, language: str) -> tuple[Section, ...]:
    """All tables; those of one element show `element_id`."""
    chosen = interview.element(element_id)
    name = "" if chosen is None else chosen.label.of(language)
    return (
        _elements(),
        _saying(element_id, name),
        _levels(element_id, name),
        _inferring(element_id, name, chosen),
        _objections(),
        _about(),
    )


def _elements() -> Section:
    return Section(
        "elements",
        tr("What to find out, in this order"),
        (
            Column("letter", tr("Letter"), Form.TEXT, wide=1),
            Column("label", tr("Element"), Form.LABEL, wide=3),
            Column("weight", tr("Weight"), Form.NUMBER, most=100, wide=1),
            Column("valid_for", tr("Valid, days"), Form.NUMBER, optional=True, least=0.1, most=36500, wide=2),
            Column("goal", tr("Goal"), Form.LABEL, wide=7),
            Column("ask_if", tr("Asked only if"), Form.CONDITION, optional=True, wide=4),
        ),
        lambda framework: framework.elements,
        lambda framework, items: replace(framework, elements=items),
        _new_element,
        path=lambda _framework, row: ("elements", row),
    )


def _new_element(framework: Framework) -> Element:
    words = tr("No; Perhaps; Probably; Certainly").split(";")
    levels = tuple(AnswerLevel(at, Text(word.strip()), Text(word.strip())) for at, word in enumerate(words))
    name = fresh_id("element", [e.id for e in framework.elements])
    return Element(
        name, "X", Text(tr("New element")), Text(tr("Say what to find out.")),
        (Text(tr("What would you like to ask?")),), levels,
    )  # fmt: skip


# -- one element ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to be said about an element: a question, a further question, why, or the customer's own wording."""

    use: str
    words: Text


def _saying(element_id: str, name: str) -> Section:
    uses = (
        ("question", tr("Question")), ("follow_up", tr("Further question")), ("why", tr("Why we ask")),
        ("customer", tr("In the customer's words")),
    )  # fmt: skip
    return Section(
        "saying",
        tr("How {element} is asked: the first question is asked first").format(element=name),
        (
            Column("use", tr("As"), Form.CHOICE, uses, wide=2),
            Column("words", tr("Words"), Form.LABEL, wide=8),
        ),
        lambda framework: _sayings(framework.element(element_id)),
        lambda framework, items: _with_element(framework, element_id, partial(_with_sayings, sayings=items)),
        lambda _framework: Saying("follow_up", Text(tr("And what else?"))),
        lambda saying: saying.words,
        partial(_place, element_id),
    )


def _sayings(element: Element | None) -> tuple[Saying, ...]:
    if element is None:
        return ()
    asked = [Saying("question", one) for one in element.questions]
    further = [Saying("follow_up", one) for one in element.follow_ups]
    single = [Saying(use, getattr(element, use)) for use in ("why", "customer")]
    return (*asked, *further, *(one for one in single if one.words))


def _with_sayings(element: Element, sayings: tuple[Saying, ...]) -> Element:
    """There is one "why" and one customer's wording: the last that was given. The last question stays."""

    def used_as(use: str) -> tuple[Text, ...]:
        return tuple(one.words for one in sayings if one.use == use)

    return replace(
        element,
        questions=used_as("question") or element.questions[:1],
        follow_ups=used_as("follow_up"),
        why=(_NOTHING, *used_as("why"))[-1],
        customer=(_NOTHING, *used_as("customer"))[-1],
    )


def _levels(element_id: str, name: str) -> Section:
    def read(framework: Framework) -> tuple[AnswerLevel, ...]:
        element = framework.element(element_id)
        return element.levels if element is not None else ()

    def write(framework: Framework, items: tuple[AnswerLevel, ...]) -> Framework:
        return _with_element(framework, element_id, lambda element: replace(element, levels=items))

    return Section(
        "levels",
        tr("Levels of {element}").format(element=name),
        (
            Column("level", tr("Level"), Form.FIXED, wide=1),
            Column("short", tr("Word"), Form.LABEL, optional=True, wide=2),
            Column("sentence", tr("What it means, as a sentence"), Form.LABEL, wide=6),
            Column("customer", tr("In the customer's words"), Form.LABEL, optional=True, wide=5),
            Column("disqualifies", tr("Disqualifies, because"), Form.LABEL, optional=True, wide=3),
        ),
        read,
        write,
        None,
        lambda level: level.short or level.sentence,
        partial(_place, element_id),
    )


def _inferring(element_id: str, name: str, chosen: Element | None) -> Section:
    levels = tuple((level.level, f"{level.level}") for level in chosen.levels) if chosen is not None else ()

    def read(framework: Framework) -> tuple[Inference, ...]:
        element = framework.element(element_id)
        return element.infer if element is not None else ()

    def write(framework: Framework, items: tuple[Inference, ...]) -> Framework:
        return _with_element(framework, element_id, lambda element: replace(element, infer=items))

    return Section(
        "infer",
        tr("What proposes an answer to {element} before it was asked: the first that holds").format(element=name),
        (
            Column("when", tr("When"), Form.CONDITION, wide=5),
            Column("level", tr("Level"), Form.CHOICE, levels, wide=1),
            Column("because", tr("Because"), Form.LABEL, wide=5),
        ),
        read,
        write,
        lambda _framework: Inference(_NEVER_WRITTEN, 1, Text(tr("Say from what."))),
        lambda one: one.because,
        partial(_place, element_id),
    )


def _with_element(framework: Framework, element_id: str, change: Callable[[Element], Element]) -> Framework:
    return replace(framework, elements=tuple(change(e) if e.id == element_id else e for e in framework.elements))


def _place(element_id: str, framework: Framework, _row: int) -> ItemPath | None:
    """All of an element stands in one place of the file."""
    return next((("elements", at) for at, one in enumerate(framework.elements) if one.id == element_id), None)


# -- the whole interview ----------------------------------------------------------------------------------------------


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
        lambda _framework: Objection(Text(tr("Too expensive")), Text(tr("Compared with what?"))),
        path=lambda _framework, row: ("objections", row),
    )


@dataclass(frozen=True, slots=True)
class About:
    """Something that is told about the interview as a whole; `what` names the field."""

    what: str
    words: Text


def _about() -> Section:
    fields = (
        ("name", tr("Name")), ("summary", tr("Summary")), ("when_to_use", tr("When to use it")),
        ("when_not", tr("When not to")),
    )  # fmt: skip

    def write(framework: Framework, rows: tuple[About, ...]) -> Framework:
        told = {row.what: row.words for row in rows}
        return replace(
            framework,
            name=told.get("name") or framework.name,
            summary=told.get("summary") or framework.summary,
            when_to_use=told.get("when_to_use") or Text(""),
            when_not=told.get("when_not") or Text(""),
        )

    return Section(
        "about",
        tr("About this interview"),
        (
            Column("what", tr("What"), Form.FIXED, fields, wide=2),
            Column("words", tr("Words"), Form.LABEL, optional=True, wide=8),
        ),
        lambda framework: tuple(About(field, getattr(framework, field)) for field, _words in fields),
        write,
        None,
        lambda row: next(words for field, words in fields if field == row.what),
        offers=(),
    )
