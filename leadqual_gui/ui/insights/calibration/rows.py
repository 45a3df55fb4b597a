"""Lines of the calibration table: levels of the matrix, criteria that it lacks, and every value of every fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from leadqual_gui.domain.calibration.new_criteria import NewCriterion
from leadqual_gui.domain.calibration.rates import ValueRate
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.services.insights.values import InsightsReport, Row, new_change
from leadqual_gui.ui.insights.wording import count, fact_words, interval, of_words, percent, points, tr
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.single_column import RowList

NO_RATE = CloseRate(0, 0)
FEW = 10
"""Of fewer leads no rate is drawn."""


class Part(Enum):
    """Which part of the table a line belongs to."""

    MATRIX = "matrix"
    NEW = "new"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `today` and `proposed` in tenths (None: it has no points). `change` is the id by which it is taken over.
    `few`: no rate is drawn; `kept`: too few leads stand behind it to give it other points.

    `title`: it is a heading; `fold` says whether what follows is folded (None: it cannot be).
    """

    id: int
    part: Part
    label: str
    rate: CloseRate = NO_RATE
    against: int = 0
    lift: float | None = None
    few: bool = False
    kept: bool = False
    today: int | None = None
    proposed: int | None = None
    change: str | None = None
    source: Row | NewCriterion | ValueRate | None = None
    title: bool = False
    fold: bool | None = None


class Order(Enum):
    """What the table is sorted by."""

    POINTS = "points"
    NAME = "name"
    LEADS = "leads"
    CUSTOMERS = "customers"
    RATE = "rate"
    LIFT = "lift"


_KEYS: dict[Order, Callable[[Line], Any]] = {
    Order.POINTS: lambda line: (-(line.proposed or 0), -(line.today or 0)),
    Order.NAME: lambda line: line.label.casefold(),
    Order.LEADS: lambda line: -line.rate.leads,
    Order.CUSTOMERS: lambda line: -line.rate.won,
    Order.RATE: lambda line: -(line.rate.rate or 0.0),
    Order.LIFT: lambda line: -(line.lift or 0.0),
}


def lines_of(report: InsightsReport, rules: Rules, language: str, order: Order, unfolded: bool) -> list[Line]:
    """All lines of an answer; what too few leads reached stands last in each part."""
    matrix = _sorted([_of_row(row, language) for row in report.rows], order)
    new = _sorted([_of_new(one, report.control, language) for one in report.new_criteria], order)
    values = [_of_value(one, report.control, rules, language) for one in report.values]
    lines = list(matrix)
    if new:
        lines.append(Line(0, Part.NEW, tr("Not in the matrix yet"), title=True))
        lines += new
    if values:
        said = tr("All fields and activities")
        lines.append(Line(0, Part.VALUES, f"{said}  {count(len(values))}", title=True, fold=not unfolded))
        lines += _sorted(values, Order.RATE if order is Order.POINTS else order) if unfolded else []
    return [replace(line, id=at) for at, line in enumerate(lines, 1)]


def _sorted(lines: list[Line], order: Order) -> list[Line]:
    return sorted(lines, key=lambda line: (line.few or line.kept, _KEYS[order](line)))


def _of_row(row: Row, language: str) -> Line:
    few = row.rate.leads < FEW
    label = joined(row.label, row.level_label, language)
    return Line(
        0,
        Part.MATRIX,
        label,
        row.rate,
        row.against_control,
        row.lift,
        few,
        row.few,
        row.today,
        row.proposed,
        row.change,
        row,
    )


def _of_new(one: NewCriterion, control: CloseRate, language: str) -> Line:
    """A new criterion by the level to which it gives most."""
    criterion = one.criterion
    gives = [level.tenths for level in criterion.levels] or [criterion.tenths]
    most = max(range(len(gives)), key=lambda at: abs(gives[at]))
    best = one.rates[most] if most < len(one.rates) else NO_RATE
    lift = best.rate / control.rate if best.rate is not None and control.rate else None
    level = criterion.levels[most].label if criterion.levels else Text("")
    label = joined(criterion.label, level, language)
    return Line(
        0,
        Part.NEW,
        label,
        best,
        best.against(control),
        lift,
        best.leads < FEW,
        False,
        None,
        gives[most],
        new_change(criterion.id),
        one,
    )


def _of_value(one: ValueRate, control: CloseRate, rules: Rules, language: str) -> Line:
    label = fact_words(one.fact, rules)
    value = value_words(one)
    return Line(
        0,
        Part.VALUES,
        f"{label}: {value}" if value else label,
        one.rate,
        one.rate.against(control),
        one.lift,
        one.rate.leads < FEW,
        source=one,
    )


def value_words(one: ValueRate) -> str:
    """What value a rate is of: a word, or numbers from one to another."""
    if one.word:
        return one.word
    low, high = (None if edge is None else numerals.isolated(numerals.brief(edge)) for edge in (one.low, one.high))
    if low is None and high is None:
        return ""
    if high is None:
        return tr("from {low}").format(low=low)
    if low is None:
        return tr("below {high}").format(high=high)
    return tr("{low} to below {high}").format(low=low, high=high)


def joined(label: Text, level: Text, language: str) -> str:
    """A criterion and its level."""
    return f"{label.of(language)}: {level.of(language)}" if level else label.of(language)


def lift_words(lift: float | None) -> str:
    """How many times the control rate: "× 2.1"."""
    return "" if lift is None else numerals.isolated(f"× {numerals.decimal(lift, 1)}")


def few_words(rate: CloseRate) -> str:
    """Why no rate is drawn."""
    return tr("too few (n = {leads})").format(leads=count(rate.leads))


def change_words(line: Line) -> str:
    """By how much the points change, in words for the end of the cell."""
    if line.today is None or line.proposed is None:
        return ""
    return points(line.proposed - line.today) if line.proposed != line.today else tr("same")


class Lines(RowList):
    """The lines as rows of the table; `taken` are the ids of the chosen changes."""

    def __init__(self, lines: Sequence[Line], taken: frozenset[str]) -> None:
        super().__init__(lines)
        self.taken = taken

    def label(self, row: Any) -> str:
        return str(row.label)

    def spoken(self, row: Line) -> str:
        return spoken(row, row.change in self.taken)

    def tip(self, row: Line) -> str:
        return "" if row.title else spoken(row, row.change in self.taken)


def spoken(line: Line, taken: bool) -> str:
    """A whole line in words."""
    if line.title:
        if line.fold is None:
            return line.label
        return f"{line.label}, {tr('folded') if line.fold else tr('unfolded')}"
    said = [line.label, tr("{of} became customers").format(of=of_words(line.rate))]
    if line.few:
        said.append(few_words(line.rate))
    else:
        rate = tr("{rate}, interval {interval}").format(rate=percent(line.rate.rate), interval=interval(line.rate))
        said.append(rate)
    if line.today is not None and line.proposed is not None:
        told = tr("{today} points today, {proposed} proposed")
        said.append(told.format(today=points(line.today), proposed=points(line.proposed)))
    elif line.proposed is not None:
        said.append(tr("{proposed} points proposed").format(proposed=points(line.proposed)))
    if line.change is not None:
        said.append(tr("chosen") if taken else tr("not chosen"))
    return numerals.plain(", ".join(said))
