"""A comparison as rows to show, to say and to copy: pure functions from what the workspace answers.

Differences of all rows add up to the difference of the scores, so that nothing is left unexplained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from leadqual_gui.domain.ledger import Evidence, LineKind, ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.comparing import Compared, Comparison
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.leads.panel.account import evidence_words, score_value
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.scores import ScoreValue

UNKNOWN = "?"
TOLD = 3
"""So many reasons are named in the sentence; the others are counted."""


@dataclass(frozen=True, slots=True)
class ComparedLead:
    """A lead at the head of its column. `note` says what its score alone does not (disqualified)."""

    lead_id: int
    name: str
    company: str
    score: ScoreValue
    exact: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line across the leads: points of each in tenths and what they rest on.

    None are the points of a cap or correction that a lead does not have, and of a criterion that is `unknown`: neither
    is a criterion that is known and gives nothing.
    """

    label: str
    group: str
    kind: LineKind
    tenths: tuple[int | None, ...]
    evidence: tuple[str, ...]
    place: int
    unknown: tuple[bool, ...] = ()

    @property
    def counted(self) -> tuple[int, ...]:
        """The points that are added up."""
        return tuple(points or 0 for points in self.tenths)

    def is_unknown(self, column: int) -> bool:
        """Whether what decides this line is not known of a lead."""
        return bool(self.unknown) and self.unknown[column]

    @property
    def spread(self) -> int:
        """By how much the leads differ here."""
        return max(self.counted) - min(self.counted)

    def is_best(self, column: int) -> bool:
        """Whether this lead has the most points here, and not all have as many."""
        return bool(self.spread) and self.counted[column] == max(self.counted)


def words(text: str, n: int = -1) -> str:
    """A text of the comparison in the user's language."""
    return QCoreApplication.translate("Compare", text, None, n)


def lead_of(card: ScoreCard, row: LeadRow | None) -> ComparedLead:
    """What stands at the head of a column."""
    note = words("disqualified: {reason}").format(reason=card.disqualified) if card.disqualified else ""
    name = row.name if row is not None else str(card.lead_id)
    return ComparedLead(card.lead_id, name, (row.company if row else "") or "", score_value(card), card.exact, note)


def rows_of(comparison: Comparison, rules: Rules, language: str) -> tuple[CompareRow, ...]:
    """All lines that give or take points anywhere, in the order of the matrix."""
    found = [line for line in comparison.lines if any(line.tenths)]
    return tuple(_row(line, comparison.cards, rules, language, place) for place, line in enumerate(found))


def _row(line: Compared, cards: Sequence[ScoreCard], rules: Rules, language: str, place: int) -> CompareRow:
    criterion = next((c for c in rules.matrix.criteria if c.id == line.criterion), None)
    plain = line.kind is LineKind.CRITERION and criterion is not None
    label = criterion.label.of(language) if plain and criterion is not None else line.label
    group = next((g.label.of(language) for g in rules.matrix.groups if g.id == line.group), "")
    counts = line.kind is LineKind.CRITERION
    tenths = tuple(
        points if known is not None or (counts and not unknown) else None
        for points, known, unknown in zip(line.tenths, line.evidence, line.unknown, strict=True)
    )
    said = tuple(_said(*cell) for cell in zip(line.evidence, line.unknown, cards, strict=True))
    return CompareRow(label or line.criterion, group, line.kind, tenths, said, place, line.unknown)


def _said(known: Evidence | None, unknown: bool, card: ScoreCard) -> str:
    if unknown:
        return words("not known")
    return evidence_words(known, card.as_of) if known is not None else ""


def points_words(row: CompareRow, column: int) -> str:
    """The points of a lead on a line: +5.0, 0.0 for nothing, ? for not known, a dash where there is no such line."""
    tenths = row.tenths[column]
    if tenths is not None:
        return numerals.tenths(tenths)
    return UNKNOWN if row.is_unknown(column) else numerals.EN_DASH


def by_difference(rows: Sequence[CompareRow]) -> tuple[CompareRow, ...]:
    """The largest differences first; equal ones in the order of the matrix."""
    return tuple(sorted(rows, key=lambda row: (-row.spread, row.place)))


def reasons(leads: Sequence[ComparedLead], rows: Sequence[CompareRow]) -> tuple[str, ...]:
    """Why each lead stands above the next lower one, a sentence for each pair, the highest first."""
    order = sorted(range(len(leads)), key=lambda at: -leads[at].exact)
    return tuple(reason(leads, rows, above, below) for above, below in pairwise(order))


def reason(leads: Sequence[ComparedLead], rows: Sequence[CompareRow], above: int, below: int) -> str:
    """Why the lead in one column stands above the one in another."""
    first, second = leads[above], leads[below]
    pairs = sorted(((row.counted[above] - row.counted[below], row) for row in rows), key=lambda pair: -abs(pair[0]))
    differing = [(points, row) for points, row in pairs if points]
    if not differing:
        return words("{first} and {second} have the same points on every line.").format(
            first=first.name, second=second.name
        )
    told = [f"{row.label} {_signed(points)}" for points, row in differing[:TOLD]]
    rest = differing[TOLD:]
    if rest:
        told.append(words("%Ln more line(s) {points}", len(rest)).format(points=_signed(sum(p for p, _row in rest))))
    gap = first.exact - second.exact
    head = (
        words("{first} is {points} above {second}:") if gap else words("{first} and {second} have equal scores:")
    ).format(first=first.name, second=second.name, points=numerals.isolated(numerals.bare_tenths(gap)))
    return f"{head} {', '.join(told)}"


def _signed(tenths: int) -> str:
    return numerals.isolated(numerals.tenths(tenths))


def spoken(row: CompareRow, leads: Sequence[ComparedLead]) -> str:
    """A whole row in words."""
    parts = [row.label]
    for column, (lead, said) in enumerate(zip(leads, row.evidence, strict=True)):
        if row.is_unknown(column):
            parts.append(f"{lead.name}: {said}")
            continue
        points = words("no such line") if row.tenths[column] is None else points_words(row, column)
        parts.append(f"{lead.name}: {points}" + (f" ({said})" if said else ""))
    parts.append(words("difference {points}").format(points=numerals.bare_tenths(row.spread)))
    return numerals.plain(", ".join(parts))


def as_text(leads: Sequence[ComparedLead], rows: Sequence[CompareRow]) -> str:
    """The whole comparison for the clipboard: columns apart by tabs, so that a sheet takes it too."""
    table = [[words("Line"), *(_no_formula(lead.name) for lead in leads), words("Difference")]]
    for row in rows:
        cells = [_cell(row, column) for column in range(len(leads))]
        table.append([_no_formula(row.label), *cells, numerals.bare_tenths(row.spread)])
    exact = [lead.exact for lead in leads]
    sums = [numerals.bare_tenths(points) for points in exact]
    table.append([words("Score"), *sums, numerals.bare_tenths(max(exact) - min(exact))])
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in table)
    return numerals.plain("\n".join([text, "", *map(_no_formula, reasons(leads, rows))]))


def _no_formula(text: str) -> str:
    """Words that a sheet does not work out, whatever somebody is called."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text


def _cell(row: CompareRow, column: int) -> str:
    points, said = points_words(row, column), row.evidence[column]
    return f"{points} ({said})" if said else points
