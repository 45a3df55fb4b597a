"""What stands on a lead sheet, in words: everything about one lead that helps in a meeting, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leadqual_gui.services.details import Coverage, ElementState, LeadDetails
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.leads.panel.account import axes_words, ledger_rows, next_change_words, score_value
from leadqual_gui.ui.leads.panel.people_tab import influence_words, role_words, stance_words
from leadqual_gui.ui.today.wording import day_words
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

_CONTEXT = "Sheet"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing with its heading and what is said about it."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet. `ledger` is in the order of the matrix, with heads and the sum."""

    name: str
    about: str
    reach: tuple[str, ...]
    score: ScoreValue
    scale: TierScale
    facts: tuple[str, ...]
    next_steps: tuple[str, ...]
    ledger: tuple[LedgerRow, ...]
    questions: tuple[Told, ...]
    answers: tuple[Told, ...]
    people: tuple[Told, ...]
    foot: str
    warning: str = ""


def words(text: str, n: int = -1) -> str:
    """A text of the sheet in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text, None, n)


def apart(text: str) -> str:
    """A name as it runs by itself, so that an Arabic one does not turn the line around it."""
    return f"\u2068{text}\u2069" if text else ""


def sheet_of(workspace: Workspace, lead_id: int, vocabulary: Vocabulary, language: str) -> Sheet | None:
    """The sheet of a lead; None if it is not there."""
    details = workspace.lead_details(lead_id)
    if details is None:
        return None
    lead, card = details.lead, details.card
    about = ", ".join(apart(text) for text in (lead.job_title, lead.company) if text)
    return Sheet(
        name=lead.name,
        about=about if lead.company != lead.name else "",
        reach=_reach(workspace, details),
        score=score_value(card),
        scale=vocabulary.scale,
        facts=_facts(details, vocabulary),
        next_steps=_next_steps(workspace, details, language),
        ledger=ledger_rows(card, workspace.rules, language),
        questions=_questions(details, language),
        answers=tuple(_answer(state, language) for state in _known(details.coverage)),
        people=_people(details),
        foot=_foot(workspace, vocabulary),
        warning=_warning(details),
    )


def _reach(workspace: Workspace, details: LeadDetails) -> tuple[str, ...]:
    lead = details.lead
    numbers = (workspace.quality.phone(number, lead.country) for number in (lead.phone, lead.mobile) if number)
    place = ", ".join(apart(text) for text in (lead.city, lead.country) if text)
    technical = [numerals.as_typed(text) for text in (lead.email, *numbers) if text]
    return (*technical, *filter(None, (place,)))


def _facts(details: LeadDetails, vocabulary: Vocabulary) -> tuple[str, ...]:
    lead, card = details.lead, details.card
    stage = vocabulary.stages.get(lead.stage or "", lead.stage or "")
    said = [words("Stage: {stage}").format(stage=stage)] if stage else []
    if lead.owner:
        said.append(words("Owner: {owner}").format(owner=lead.owner))
    return (*said, axes_words(card), next_change_words(card, vocabulary.scale))


def _next_steps(workspace: Workspace, details: LeadDetails, language: str) -> tuple[str, ...]:
    """What the playbook says, then what was promised."""
    action = workspace.funnel.next_action(details.lead.id)
    steps = []
    if action is not None:
        label = action.play.label.of(language)
        due = "" if action.due is None else day_words(action.due, workspace.now)
        steps.append(words("{action}, {day}").format(action=label, day=due) if due else label)
    for promise in workspace.store.follow_ups(details.lead.id):
        if promise.done_at is None:
            what = {"call": words("Call"), "email": words("E-mail")}.get(promise.action, promise.action)
            said = words("Promised: {action}, {day}").format(
                action=what.lower(), day=day_words(promise.due_at, workspace.now)
            )
            steps.append(said)
    return tuple(steps)


def _known(coverage: Sequence[Coverage]) -> list[ElementState]:
    return [state for one in coverage for state in one.elements if state.answer is not None]


def _answer(state: ElementState, language: str) -> Told:
    answer, element = state.answer, state.element
    assert answer is not None
    level = next((level for level in element.levels if level.level == answer.level), None)
    said = level.sentence.of(language) if level is not None else words("would not say, or does not know")
    evidence = f" “{answer.evidence}”" if answer.evidence else ""
    when = short_day(answer.heard_at)
    old = words(", too old to rely on") if state.stale else ""
    return Told(element.label.of(language), f"{said}{evidence} ({when}{old})")


def _questions(details: LeadDetails, language: str) -> tuple[Told, ...]:
    """What is not known yet: the question that would tell most first, then the others of interviews that were begun."""
    found: list[Told] = []
    if details.question is not None and details.question.element.questions:
        element = details.question.element
        found.append(Told(element.label.of(language), element.questions[0].of(language)))
    begun = [one for one in details.coverage if one.answered]
    for one in begun:
        for state in one.elements:
            if not state.known and state.element.questions:
                found.append(Told(state.element.label.of(language), state.element.questions[0].of(language)))
    return tuple(dict.fromkeys(found))


def _people(details: LeadDetails) -> tuple[Told, ...]:
    found = []
    for person in sorted(details.stakeholders, key=lambda one: -(one.influence or 0)):
        said = [person.job_title or "", influence_words(person.influence), stance_words(person.stance)]
        if person.cares_about:
            said.append(words("cares about {what}").format(what=", ".join(person.cares_about)))
        label = words("{name}, {role}").format(name=apart(person.name), role=role_words(person.role).lower())
        found.append(Told(label, ", ".join(filter(None, said))))
    return tuple(found)


def _warning(details: LeadDetails) -> str:
    if details.card.disqualified:
        return words("Disqualified: {reason}").format(reason=details.card.disqualified)
    return words("Asked not to be contacted") if details.lead.do_not_contact else ""


def _foot(workspace: Workspace, vocabulary: Vocabulary) -> str:
    day = f"{short_day(workspace.now)} {workspace.now.astimezone().year}"
    rules = words("scored by {matrix}, version {version}").format(matrix=vocabulary.matrix, version=vocabulary.version)
    return words("LeadQual, {day}, {rules}. Confidential: personal data").format(day=day, rules=rules)


# --- cutting ---------------------------------------------------------------------------------------------------------


def cut_ledger(rows: Sequence[LedgerRow], most: int) -> tuple[LedgerRow, ...]:
    """At most so many lines, the weightiest; of each group the rest is one line, so that it still adds up."""
    lines = [row for row in rows if row.counts]
    if len(lines) <= most:
        return tuple(rows)
    kept = {id(row) for row in sorted(lines, key=lambda row: -abs(row.tenths))[:most]}
    found: list[LedgerRow] = []
    for counts, part in groupby(rows, key=lambda row: row.counts):
        told = list(part)
        if not counts:
            found += told
            continue
        found += [row for row in told if id(row) in kept]
        rest = [row for row in told if id(row) not in kept]
        if len(rest) == 1:
            found.append(replace(rest[0], evidence=""))
        elif rest:
            label = words("and %Ln more", len(rest))
            found.append(LedgerRow(label, sum(row.tenths for row in rest), kind=RowKind.CUT))
    return tuple(found)


def cut(told: Sequence[Told], most: int) -> tuple[Told, ...]:
    """At most so many, and how many more there are."""
    if len(told) <= most:
        return tuple(told)
    return (*told[:most], Told(words("and %Ln more", len(told) - most)))
