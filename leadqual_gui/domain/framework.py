"""Interview frameworks: BANT, CHAMP, GPCTBA/C&I, MEDDIC, or any other that a file describes."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class AnswerLevel:
    """What one level (0 to 3) of an element means, as a full sentence; `short` is a word or two for cells.

    `disqualifies` gives a reason that stands beside the score when this is the answer. `customer`: the same as a
    customer would say it, for a questionnaire.
    """

    level: int
    sentence: Text
    short: Text = field(default_factory=lambda: Text(""))
    disqualifies: Text = field(default_factory=lambda: Text(""))
    customer: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class Inference:
    """Proposes `level` when `when` holds, and says from what (`because`)."""

    when: Condition
    level: int
    because: Text


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to find out (Budget, Authority, ...).

    `questions`: the question first, then other wordings. `why`: why we ask (for the coach). `valid_for`: days after
    which an answer is stale (None: never). `ask_if`: skip the element unless this holds. `customer`: the question in
    the customer's own words for a questionnaire. `weight`: share in the completeness of the interview.
    """

    id: str
    letter: str
    label: Text
    goal: Text
    questions: tuple[Text, ...]
    levels: tuple[AnswerLevel, ...]
    follow_ups: tuple[Text, ...] = ()
    why: Text = field(default_factory=lambda: Text(""))
    infer: tuple[Inference, ...] = ()
    valid_for: float | None = None
    ask_if: Condition | None = None
    customer: Text = field(default_factory=lambda: Text(""))
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Objection:
    """What customers say against it, and what to answer."""

    label: Text
    reply: Text


@dataclass(frozen=True, slots=True)
class Framework:
    """An interview: its elements in the order in which they are usually asked."""

    id: str
    name: Text
    summary: Text
    elements: tuple[Element, ...]
    when_to_use: Text = field(default_factory=lambda: Text(""))
    when_not: Text = field(default_factory=lambda: Text(""))
    objections: tuple[Objection, ...] = ()

    def element(self, element_id: str) -> Element | None:
        """The element of that id, or None."""
        return next((e for e in self.elements if e.id == element_id), None)
