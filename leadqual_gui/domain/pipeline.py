"""Where leads stand in the funnel: what keeps one out of a stage, and what would help.

A gate keeps a lead out unless it is known to hold. What it lacks is told fact by fact, so that the window can offer
to find out the missing answer or to enter the missing field at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.conditions import All, Any, Condition, Not, Test
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.funnel import Funnel, Stage
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_evidence import fact_value, value_text
from leadqual_gui.domain.scoring_rows import Coded, Rows
from leadqual_gui.domain.scoring_status import status_rows
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.truth import TRUE

_INTERVIEW, _ANSWER = "interview.", "answer."


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a gate shut: a fact that is not known (`known` False), or not as it should be.

    `framework` and `element` name the interview question that would tell ("" if none does). `value` is the present
    value as text.
    """

    fact: str
    known: bool
    framework: str = ""
    element: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """How far the interview that comes nearest to opening a gate got: "2 of 4 BANT answers known".

    `letters`: each element's letter and whether it is answered.
    """

    framework: str
    answered: int
    asked: int
    letters: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class UnmetGate:
    """A gate that does not hold for a lead: its message, what would help, and the interview behind it, if there is."""

    stage: str
    index: int
    message: Text
    lacks: tuple[Lack, ...] = ()
    interview: Answered | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """All gates of one stage that do not hold for one lead."""

    lead_id: int
    stage: str
    gates: tuple[UnmetGate, ...]


def index_of(funnel: Funnel, stage_id: str | None) -> int | None:
    """The place of a stage in the funnel; a lead without a stage stands in the first; None if it was removed."""
    if stage_id is None:
        return 0 if funnel.stages else None
    return next((at for at, stage in enumerate(funnel.stages) if stage.id == stage_id), None)


def unmet_gates(
    stage: Stage, table: ScoreTable, positions: Sequence[int], follow_ups: Array | None = None
) -> tuple[Unmet, ...]:
    """The leads that may not enter a stage, each with the gates in its way."""
    if not stage.gates or not positions:
        return ()
    rows = status_rows(table, follow_ups, positions)
    open_gates = [judge(gate.when, rows) == TRUE for gate in stage.gates]
    found = []
    for row, position in enumerate(positions):
        shut = [index for index, held in enumerate(open_gates) if not held[row]]
        if shut:
            one = status_rows(table, follow_ups, [position])
            gates = tuple(_unmet(stage, index, one, table.plan.rules) for index in shut)
            found.append(Unmet(int(table.columns.ids[position]), stage.id, gates))
    return tuple(found)


def _unmet(stage: Stage, index: int, rows: Rows, rules: Rules) -> UnmetGate:
    gate = stage.gates[index]
    tests = list(_shut(gate.when, rows, wanted=True))
    interview = _nearest(tests, rows, rules)
    lacks: dict[tuple[str, str], Lack] = {}
    for test in tests:
        for lack in _lacks(test, rows, rules, interview):
            lacks.setdefault((lack.fact, lack.element), lack)
    return UnmetGate(stage.id, index, gate.message, tuple(lacks.values()), interview)


def _shut(condition: Condition, rows: Rows, wanted: bool) -> Iterator[Test]:
    """The tests that keep a condition from being true (or, under a `not`, false)."""
    match condition:
        case Not(part=part):
            yield from _shut(part, rows, not wanted)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _shut(part, rows, wanted)
        case Test():
            if int(judge(condition, rows)[0]) != (TRUE if wanted else 0):
                yield condition


def _nearest(tests: Sequence[Test], rows: Rows, rules: Rules) -> Answered | None:
    """Of the interviews that a gate asks for, the one of which most is answered."""
    names = [test.fact.removeprefix(_INTERVIEW) for test in tests if test.fact.startswith(_INTERVIEW)]
    frameworks = [framework for name in names if (framework := rules.framework(name)) is not None]
    counted = [_answered(framework, rows) for framework in frameworks]
    return max(counted, key=lambda a: a.answered / max(a.asked, 1), default=None)


def _answered(framework: Framework, rows: Rows) -> Answered:
    letters = tuple((element.letter, _is_answered(framework.id, element.id, rows)) for element in framework.elements)
    return Answered(framework.id, sum(has for _, has in letters), len(letters), letters)


def _is_answered(framework: str, element: str, rows: Rows) -> bool:
    known = rows.fact(f"{_ANSWER}{framework}.{element}")
    return isinstance(known, Coded) and int(known.codes[0]) >= 0


def _lacks(test: Test, rows: Rows, rules: Rules, interview: Answered | None) -> Iterator[Lack]:
    if test.fact.startswith(_INTERVIEW):
        framework = rules.framework(test.fact.removeprefix(_INTERVIEW))
        if framework is None or interview is None or framework.id != interview.framework:
            return
        for element in framework.elements:
            if not _is_answered(framework.id, element.id, rows):
                yield Lack(f"{_ANSWER}{framework.id}.{element.id}", False, framework.id, element.id)
        return
    value = fact_value(rows, test.fact)
    framework_id, _, element_id = test.fact.removeprefix(_ANSWER).partition(".")
    asked = (framework_id, element_id) if test.fact.startswith(_ANSWER) else ("", "")
    yield Lack(test.fact, value is not None, *asked, value_text(value, test.fact))
