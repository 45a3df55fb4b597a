"""What each possible answer would do to the score, and so which question tells most.

Only the criteria that look at an answer are judged again, so that all outcomes of all questions are there before a
finger has left its key. `reach` is what the answers left in this interview allow; the range on the card also counts
what no question of it can find out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.conditions import facts_of
from leadqual_gui.domain.framework import Element
from leadqual_gui.domain.interview import Interview
from leadqual_gui.domain.interview_states import ElementState
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.scoring_disqualified import Disqualifications
from leadqual_gui.domain.scoring_rows import Rows, picked_rows

Reach = tuple[int, int]
"""The least and greatest score, in tenths."""


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """What one answer to one element would do. `level` None: does not know, or would not say.

    `change`: by how many tenths the score moves from what it is now. `reach`: what the answers then left allow;
    `decides`: no answer then left can change the tier. `least`, `greatest`: the range as a score card shows it.
    `disqualifies`: the reason why the lead would be disqualified by it, or None.
    """

    level: int | None
    change: int
    exact: int
    shown: int
    tier: str
    least: int
    greatest: int
    reach: Reach
    decides: bool
    disqualifies: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An element worth asking about: how far the score can move on it, from what it is now, in tenths."""

    element: Element
    least: int
    greatest: int
    can_disqualify: bool = False

    @property
    def swing(self) -> int:
        """How far apart the best and the worst answer are."""
        return self.greatest - self.least


@dataclass(frozen=True, slots=True)
class Outlook:
    """The live score of an interview, and what is worth asking.

    `decided`: no answer left can change the tier. `remaining`: the questions left, the one that tells most first.
    """

    exact: int
    shown: int
    tier: str
    least: int
    greatest: int
    reach: Reach
    decided: bool
    disqualified: str | None
    remaining: tuple[Question, ...]

    @property
    def best(self) -> Question | None:
        """The next best question; None if nothing is left to ask."""
        return self.remaining[0] if self.remaining else None


def outlook(interview: Interview) -> Outlook:
    """The live score and the questions left, the one that tells most first."""
    return _Trial(interview).outlook()


def at_the_best(interview: Interview) -> Interview:
    """An interview that has just begun, at the question that tells most of those left."""
    best = outlook(interview).best
    return interview if best is None else replace(interview.jump(best.element.id), trail=interview.trail)


def outcomes(interview: Interview, element_id: str = "") -> tuple[LevelOutcome, ...]:
    """What each level of an element (the one at hand, if none is named) would do, the lowest first."""
    state = interview.of(element_id or interview.at)
    if state is None:
        return ()
    trial = _Trial(interview)
    return tuple(trial.outcome(state.element, level.level) for level in state.element.levels)


def without_answer(interview: Interview, element_id: str = "") -> LevelOutcome | None:
    """What "does not know" or "would not say" would do: a level that counted before no longer does."""
    state = interview.of(element_id or interview.at)
    return None if state is None else _Trial(interview).outcome(state.element, None)


def card_of(interview: Interview) -> ScoreCard:
    """The full account of the lead's score at the moment of the interview."""
    return interview.table.card(0)


class _Trial:
    """Tries answers out on the one lead of an interview, and puts back what was there."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._columns = interview.table.columns
        self._plan = interview.plan
        self._rows: Rows = picked_rows(self._columns, interview.table.as_of, self._plan.ours, [0])
        self._spans = [judge.of_one(self._rows) for judge in self._plan.judges]
        self._open = {self._fact(s.element) for s in interview.open}
        self._disqualifications = Disqualifications(self._plan.rules)
        self._fatal = fatal_facts(interview)
        self._exact = self._sum(self._spans, 0)

    def outlook(self) -> Outlook:
        """Where the score stands, and what is left to ask."""
        exact, spans = self._exact, self._spans
        reach = self._reach(spans, self._open)
        asked = [self._question(state) for state in self._interview.open]
        scale = self._plan.scale
        decided = scale.tier(reach[0]) == scale.tier(reach[1])
        return Outlook(
            exact,
            (exact + 5) // 10,
            self._tier(exact),
            self._sum(spans, 1),
            self._sum(spans, 2),
            reach,
            decided,
            self._reason(),
            tuple(sorted(asked, key=lambda q: (not (decided and q.can_disqualify), -q.swing, not q.can_disqualify))),
        )

    def outcome(self, element: Element, level: int | None) -> LevelOutcome:
        """What this answer would do."""
        fact = self._fact(element)
        spans, reason = self._tried(element, level)
        exact = self._sum(spans, 0)
        reach = self._reach(spans, self._open - {fact})
        scale = self._plan.scale
        return LevelOutcome(
            level,
            exact - self._exact,
            exact,
            (exact + 5) // 10,
            self._tier(exact),
            self._sum(spans, 1),
            self._sum(spans, 2),
            reach,
            scale.tier(reach[0]) == scale.tier(reach[1]),
            reason,
        )

    def _question(self, state: ElementState) -> Question:
        element = state.element
        tried = [self._tried(element, level.level) for level in element.levels]
        moved = [self._sum(spans, 0) - self._exact for spans, _ in tried]
        now = self._reason()
        return Question(
            element,
            min(0, *moved) if moved else 0,
            max(0, *moved) if moved else 0,
            any(reason is not None and reason != now for _, reason in tried),
        )

    def _tried(self, element: Element, level: int | None) -> tuple[list[tuple[int, int, int]], str | None]:
        """What every criterion gives with this answer, and the reason why it disqualifies."""
        fact = self._fact(element)
        self._put(element, level)
        try:
            spans = [
                judge.of_one(self._rows) if fact in judge.facts else span
                for judge, span in zip(self._plan.judges, self._spans, strict=True)
            ]
            return spans, self._reason() if fact in self._fatal else None
        finally:
            self._put_back(element)

    def _reach(self, spans: list[tuple[int, int, int]], open_facts: Iterable[str]) -> Reach:
        """Least and greatest score that these open answers allow, all else staying as it is."""
        asked = frozenset(open_facts)
        stale = [s.element for s in self._interview.open if s.level is not None and self._fact(s.element) in asked]
        for element in stale:
            self._put(element, None)
        try:
            least, greatest = list(spans), list(spans)
            for index, judge in enumerate(self._plan.judges):
                if asked & judge.facts:
                    low_high = judge.of_one(self._rows) if stale else spans[index]
                    given = spans[index][0]
                    low, high = min(given, low_high[1]), max(given, low_high[2])
                    least[index], greatest[index] = (low, low, low), (high, high, high)
            return self._sum(least, 0), self._sum(greatest, 0)
        finally:
            for element in stale:
                self._put_back(element)

    def _sum(self, spans: list[tuple[int, int, int]], side: int) -> int:
        return self._plan.exact_of_one(self._rows, [span[side] for span in spans])

    def _tier(self, exact: int) -> str:
        return self._interview.table.tiers[self._plan.scale.tier(exact)]

    def _reason(self) -> str | None:
        index = int(self._disqualifications.of(self._rows)[0])
        return None if index < 0 else self._disqualifications.reasons[index]

    def _fact(self, element: Element) -> str:
        return f"answer.{self._interview.framework.id}.{element.id}"

    def _put(self, element: Element, level: int | None) -> None:
        framework = self._interview.framework.id
        state = AnswerState.UNKNOWN if level is None else AnswerState.LEVEL
        tried = Answer(0, 0, framework, element.id, state, level, self._interview.as_of)
        self._columns.put_answer(0, tried, framework, element.id)

    def _put_back(self, element: Element) -> None:
        state = self._interview.of(element.id)
        answer = state.answer if state else None
        if answer is not None and answer.heard_at > self._interview.as_of:
            answer = replace(answer, state=AnswerState.UNKNOWN, level=None)
        self._columns.put_answer(0, answer, self._interview.framework.id, element.id)


def fatal_facts(interview: Interview) -> frozenset[str]:
    """The answers that a disqualifier looks at, or that disqualify by themselves."""
    rules = interview.plan.rules
    looked_at = [facts_of(disqualifier.when) for disqualifier in rules.profiles.disqualifiers]
    own = {
        f"answer.{framework.id}.{element.id}"
        for framework in rules.frameworks
        for element in framework.elements
        if any(level.disqualifies for level in element.levels)
    }
    return frozenset(own.union(*looked_at))
