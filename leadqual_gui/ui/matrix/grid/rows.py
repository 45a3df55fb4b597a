"""The rows of the grid as values: groups with their caps, criteria with their cells, reach, close rate and warnings."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from leadqual_gui.domain.matrix import Criterion, Group, Matrix
from leadqual_gui.domain.matrix_edits import MatrixEdit
from leadqual_gui.domain.whatif_limits import span_of
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.wording import (
    AXES,
    KINDS,
    Sentence,
    Terms,
    cap_words,
    cell_label,
    criterion_sentence,
    plain,
    points_words,
    side_note,
    signed_words,
    tr,
)

ORDER = ("explicit", "implicit", "negative")


@dataclass(frozen=True, slots=True)
class Reached:
    """For how many leads a criterion holds, of how many, and of how many that is not known."""

    leads: int
    total: int
    unknown: int = 0

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return round(100 * self.leads / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Rate:
    """Won leads among the closed ones that a criterion holds for, as shares with their interval, beside the control."""

    share: float
    low: float
    high: float
    leads: int
    control: float
    enough: bool = True

    @property
    def side(self) -> int:
        """1 if the whole interval lies above the control rate, -1 if below, else 0."""
        return 1 if self.low > self.control else -1 if self.high < self.control else 0


@dataclass(frozen=True, slots=True)
class Pill:
    """A warning in a row: few words, all of it for those who ask, and the edits that mend it if that is safe.

    A `quiet` one is good to know, but is not painted.
    """

    words: str
    about: str = ""
    grave: bool = False
    quiet: bool = False
    fix: tuple[MatrixEdit, ...] | None = None


@dataclass(frozen=True, slots=True)
class Insight:
    """What is known of a criterion besides its definition."""

    reach: Reached | None = None
    rate: Rate | None = None
    pills: tuple[Pill, ...] = ()

    @property
    def loud(self) -> tuple[Pill, ...]:
        """The warnings that are painted."""
        return tuple(pill for pill in self.pills if not pill.quiet)


@dataclass(frozen=True, slots=True)
class CellValue:
    """One cell with points; `level` is None for a criterion without levels. `typed`: what is being typed over it."""

    label: str
    tenths: int
    level: int | None = None
    before: int | None = None
    on: bool = True
    typed: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the draft differs from what is live."""
        return self.before is not None and self.before != self.tenths

    @property
    def spoken(self) -> str:
        """All of a cell."""
        words = f"{self.label}: {signed_words(self.tenths)}"
        if self.changed:
            words += ", " + tr("live is {points}").format(points=signed_words(self.before or 0))
        return words if self.on else words + ", " + tr("switched off")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group: `key` is kind and group."""

    key: tuple[str, str]
    kind: str
    label: str
    axis: str
    reach: str
    cap: str
    folded: bool
    count: int

    @property
    def spoken(self) -> str:
        """All of a head."""
        parts = [f"{self.kind} {self.label}", self.axis, self.reach, self.cap]
        if self.folded:
            parts.append(tr("%n criterion hidden", self.count))
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion."""

    id: str
    section: tuple[str, str]
    label: str
    sentence: Sentence
    cells: tuple[CellValue, ...]
    note: str
    on: bool
    insight: Insight
    changed: bool = False
    kind: str = "explicit"

    @property
    def key(self) -> str:
        """What the row is known by."""
        return self.id

    @property
    def spoken(self) -> str:
        """Name and condition."""
        words = f"{self.label}, {plain(self.sentence)}"
        return words if self.on else words + ", " + tr("switched off")


GridRow = GroupRow | CriterionRow


def sections(matrix: Matrix) -> list[tuple[tuple[str, str], list[Criterion]]]:
    """Criteria by kind and group, in the order of the grid; within a section in that of the matrix."""
    places = {group.id: at for at, group in enumerate(matrix.groups)}
    found: dict[tuple[str, str], list[Criterion]] = {}
    for criterion in matrix.criteria:
        found.setdefault((criterion.kind, criterion.group), []).append(criterion)
    return sorted(found.items(), key=lambda one: (ORDER.index(one[0][0]), places.get(one[0][1], len(places))))


@dataclass(frozen=True, slots=True)
class View:
    """How the grid is looked at: folded sections, what is sought, what is being typed (criterion, level, text)."""

    folded: frozenset[tuple[str, str]] = frozenset()
    sought: str = ""
    typed: tuple[str, int | None, str] | None = None


class RowCache:
    """Rows as they were made last: what a criterion says is put into words again only if something of it changed."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[object, ...], CriterionRow]] = {}

    def row(self, key: str, said: tuple[object, ...], make: Callable[[], CriterionRow]) -> CriterionRow:
        """The row made of just these things, or a new one."""
        known = self._made.get(key)
        if known is not None and all(a is b for a, b in zip(known[0], said, strict=True)):
            return known[1]
        made = make()
        self._made[key] = (said, made)
        return made


def rows_of(
    matrix: Matrix,
    live: Matrix,
    insights: Mapping[str, Insight],
    terms: Terms,
    view: View,
    cache: RowCache | None = None,
) -> tuple[GridRow, ...]:
    """All rows of the grid, from top to bottom."""
    before = {criterion.id: criterion for criterion in live.criteria}
    cache = cache or RowCache()

    def row_of(c: Criterion) -> CriterionRow:
        typed = view.typed if view.typed is not None and view.typed[0] == c.id else None
        said = (c, before.get(c.id), insights.get(c.id), matrix.group(c.group), terms, typed)
        return cache.row(c.id, said, lambda: _criterion_row(c, before.get(c.id), matrix, insights, terms, view))

    rows: list[GridRow] = []
    for key, criteria in sections(matrix):
        shown = [c for c in criteria if _matches(c, terms, view.sought)]
        if view.sought and not shown:
            continue
        folded = key in view.folded and not view.sought
        rows.append(_group_row(key, matrix.group(key[1]), criteria, terms, folded))
        if not folded:
            rows += map(row_of, shown)
    return tuple(rows)


def _matches(criterion: Criterion, terms: Terms, sought: str) -> bool:
    if not sought.strip():
        return True
    labels = " ".join(terms.text(level.label) for level in criterion.levels)
    text = f"{terms.text(criterion.label)} {criterion.id} {labels} {plain(criterion_sentence(criterion, terms))}"
    return all(word in text.casefold() for word in sought.casefold().split())


def _group_row(
    key: tuple[str, str], group: Group | None, criteria: Sequence[Criterion], terms: Terms, folded: bool
) -> GroupRow:
    label = terms.text(group.label) or group.id if group else tr("Without a group")
    own = group.axis if group else ("fit" if key[0] == "explicit" else "engagement")
    return GroupRow(
        key, tr(KINDS[key[0]]), label, tr(AXES.get(own, own)), _reach_words(criteria, key[0]), cap_words(group), folded,
        len(criteria),
    )  # fmt: skip


def _reach_words(criteria: Collection[Criterion], kind: str) -> str:
    spans = [span_of(criterion) for criterion in criteria if criterion.enabled]
    total = sum(low for low, _ in spans) if kind == "negative" else sum(high for _, high in spans)
    if math.isinf(total):
        return tr("rules reach any number")
    return tr("rules reach {points}").format(points=points_words(int(total)))


def _criterion_row(
    criterion: Criterion,
    before: Criterion | None,
    matrix: Matrix,
    insights: Mapping[str, Insight],
    terms: Terms,
    view: View,
) -> CriterionRow:
    return CriterionRow(
        criterion.id,
        (criterion.kind, criterion.group),
        terms.text(criterion.label) or criterion.id,
        criterion_sentence(criterion, terms),
        cells_of(criterion, before, terms, view.typed),
        side_note(criterion, matrix),
        criterion.enabled,
        insights.get(criterion.id, Insight()),
        before is not criterion and before != criterion,
        criterion.kind,
    )


def cells_of(
    criterion: Criterion, before: Criterion | None, terms: Terms, typed: tuple[str, int | None, str] | None = None
) -> tuple[CellValue, ...]:
    """The cells of a criterion; a level is known again by its label, else by its place."""

    def writing(level: int | None) -> str | None:
        return typed[2] if typed is not None and typed[:2] == (criterion.id, level) else None

    on = criterion.enabled
    if not criterion.levels:
        was = before.tenths if before is not None and not before.levels else None
        return (CellValue(cell_label(criterion), criterion.tenths, None, was, on, writing(None)),)
    known = {str(level.label): level.tenths for level in before.levels} if before is not None else {}
    cells = []
    for at, level in enumerate(criterion.levels):
        same_place = before.levels[at].tenths if before is not None and at < len(before.levels) else None
        was = known.get(str(level.label), same_place)
        cells.append(CellValue(terms.text(level.label), level.tenths, at, was, on, writing(at)))
    return tuple(cells)


def reach_words(reach: Reached) -> str:
    """Reach in words, the unknown included."""
    words = tr("{leads} of {total} leads, {percent} %").format(
        leads=number(reach.leads), total=number(reach.total), percent=number(reach.percent)
    )
    if reach.unknown:
        words += ", " + tr("not known of {count}").format(count=number(reach.unknown))
    return words


def rate_words(rate: Rate) -> str:
    """A close rate in words, with its interval and what stands behind it."""
    if not rate.enough:
        return tr("too few (n = {count})").format(count=number(rate.leads))
    return tr("{share} % of {count} closed leads became customers, {low} to {high} %; all: {control} %").format(
        share=number(round(100 * rate.share)),
        count=number(rate.leads),
        low=number(round(100 * rate.low)),
        high=number(round(100 * rate.high)),
        control=number(round(100 * rate.control)),
    )
