"""Answers without a call: a questionnaire goes out as one file, and what comes back is filed as said by the lead.

What comes back is untrusted: every answer is checked again against the rules, and what has no place in them is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.framework import Element, Framework
from leadqual_gui.services.commands import AddActivity, AddNote, RecordAnswer
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.workspace import Workspace

FORMAT = 1
QUIZ = "quiz_completed"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CalculatorField:
    """A number that the customer fills in; `factor` is what one of it is worth in the calculator's sum."""

    id: str
    label: str
    unit: str = ""
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Calculator:
    """Numbers that multiply to a result, such as hours a week times weeks times the cost of an hour."""

    title: str
    result: str
    fields: tuple[CalculatorField, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class QuestionnaireWords:
    """What the page says around the questions, in the customer's language."""

    language: str = "en"
    title: str = "A few questions"
    intro: str = "It takes about three minutes. Nothing is sent anywhere: at the end you get a text to send back to us."
    not_sure: str = "I am not sure yet"
    remark: str = "Anything to add? (optional)"
    name: str = "Your name"
    finish: str = "Finish"
    copy: str = "Copy the answers"
    save: str = "Save as a file"
    copied: str = "Copied. Paste it into an e-mail to us."
    done: str = "Thank you. Send us the text below, or the file."
    privacy: str = "This page works without the internet and sends nothing."
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What goes out: the questions of a framework to one lead. `key` names the lead as exports do ("": to anybody)."""

    framework: Framework
    key: str = ""
    calculator: Calculator | None = None
    words: QuestionnaireWords = field(default_factory=QuestionnaireWords)

    @property
    def fingerprint(self) -> str:
        """Names the questions and levels that were asked, so that answers to other ones are noticed."""
        return fingerprint_of(self.framework)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it came back: a level, or None for "not sure yet"."""

    element: str
    level: int | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A questionnaire that came back, checked in form only."""

    framework: str
    fingerprint: str
    key: str
    name: str
    filled_at: datetime
    answers: tuple[GivenAnswer, ...]
    numbers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with what came back: a code with parameters (`services.questionnaire.PROBLEMS` has words)."""

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def words(self) -> str:
        """In plain English."""
        return PROBLEMS[self.code].format(**dict(self.params))


PROBLEMS = {
    "empty": "there is nothing here; paste the whole text from the questionnaire, or choose its file",
    "too_large": "this is larger than a filled-in questionnaire can be ({most} characters)",
    "no_block": "there are no questionnaire answers in this text; look for the lines between BEGIN and END",
    "not_json": "the answers cannot be read; ask for the file, or for the text once more",
    "checksum": "the answers were changed or cut off on the way; ask for them once more",
    "not_answers": "this file holds something else than questionnaire answers",
    "format": "the answers are of a newer version ({format}) than this program knows",
    "key_unknown": "the answers hold “{key}”, which a questionnaire does not",
    "wrong": "“{key}” is not as a questionnaire writes it",
    "too_many": "there are more answers than questions",
    "twice": "the question “{element}” is answered twice",
    "no_framework": "there is no interview framework “{framework}” in the rules any more",
    "no_element": "the question “{element}” is not among the rules any more; it was kept as a note",
    "no_level": "the answer to “{element}” is not among the rules any more; it was kept as a note",
    "changed": "the questions were changed since this questionnaire was made; look before you rely on the answers",
    "other_lead": "the answers are from {key}, and not from this lead",
    "in_future": "the answers say that they were given in the future; they count as given now",
}
"""Plain words for each problem."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed, as steps that can be undone, and what has to be said about it."""

    lead_id: int
    answers: int
    operations: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def fingerprint_of(framework: Framework) -> str:
    """The same for the same questions and levels, whatever language they are in."""
    told = [[e.id, [level.level for level in e.levels], str(e.customer or e.questions[0])] for e in framework.elements]
    return hashlib.sha256(json.dumps([framework.id, told], ensure_ascii=True).encode()).hexdigest()[:16]


def asked_in_quiz(framework: Framework) -> tuple[Element, ...]:
    """The questions that a customer can be asked: those that say how, in the customer's words; if none does, all."""
    worded = tuple(element for element in framework.elements if element.customer)
    return worded or framework.elements


def review(filled: FilledIn, workspace: Workspace, lead_id: int) -> tuple[Problem, ...]:
    """What to say before the answers are filed."""
    framework = workspace.rules.framework(filled.framework)
    if framework is None:
        return (Problem("no_framework", (("framework", filled.framework),)),)
    found = []
    if filled.fingerprint != fingerprint_of(framework):
        found.append(Problem("changed"))
    lead = workspace.store.lead(lead_id)
    if filled.key and lead is not None and filled.key not in (lead.key, str(lead.id)):
        found.append(Problem("other_lead", (("key", filled.key),)))
    if filled.filled_at > workspace.now + timedelta(minutes=5):
        found.append(Problem("in_future"))
    for given in filled.answers:
        element = framework.element(given.element)
        if element is None:
            found.append(Problem("no_element", (("element", given.element),)))
        elif given.level is not None and all(level.level != given.level for level in element.levels):
            found.append(Problem("no_level", (("element", given.element),)))
    return tuple(found)


def lead_of(filled: FilledIn, workspace: Workspace) -> int | None:
    """Whose answers these are, by the key that went out with the questions."""
    return workspace.find(filled.key) if filled.key else None


def file_answers(filled: FilledIn, workspace: Workspace, lead_id: int) -> Filed | Refusal:
    """File what came back as said by the lead, each answer a step. Answers without a place are kept as a note.

    Refused: `lead_gone`, `framework_gone`. Raises LeadQualError if the store does not take it; what was filed stays.
    """
    lead, framework = workspace.store.lead(lead_id), workspace.rules.framework(filled.framework)
    if lead is None:
        return refusal("lead_gone", missing=1)
    if framework is None:
        return refusal("framework_gone", framework=filled.framework)
    at = min(filled.filled_at, workspace.now)
    problems = review(filled, workspace, lead_id)
    homeless = {dict(p.params)["element"] for p in problems if p.code in ("no_element", "no_level")}
    operations: list[int] = []
    said_by = filled.name or lead.name
    for given in filled.answers:
        if given.element not in homeless:
            state = AnswerState.UNKNOWN if given.level is None else AnswerState.LEVEL
            answer = RecordAnswer(
                lead_id, framework.id, given.element, state, given.level, at, said_by, given.remark or None
            )
            operations += _done(workspace, answer)
    rest = [_told(given) for given in filled.answers if given.element in homeless]
    rest += [f"{key}: {number:g}" for key, number in filled.numbers]
    if rest:
        operations += _done(workspace, AddNote(lead_id, f"{framework.name}\n" + "\n".join(rest), at))
    kind = QUIZ if workspace.rules.kind(QUIZ) else "note"
    operations += _done(workspace, AddActivity(lead_id, kind, at, f"{framework.name}"))
    return Filed(lead_id, len(filled.answers) - len(homeless), tuple(operations), problems)


def _told(given: GivenAnswer) -> str:
    level = "not sure yet" if given.level is None else f"level {given.level}"
    return f"{given.element}: {level}{f', {given.remark}' if given.remark else ''}"


def _done(workspace: Workspace, command: RecordAnswer | AddNote | AddActivity) -> Sequence[int]:
    done = workspace.execute(command)
    if isinstance(done, Outcome):
        return (done.operation,)
    raise LeadQualError(f"The answers cannot be filed: {done.reason.code}", "Open the lead and try once more")
