"""The ledger: every line of points, group by group, that adds up to the score.

`LedgerRow` values in, a list view with one keyboard stop a line out. What is painted is what the model says,
and the model says it as accessible text too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals


class RowKind(Enum):
    """GROUP: head with subtotal. LINE: a criterion. CUT: a cap or limit. MANUAL: by hand. SUM: the score."""

    GROUP = "group"
    LINE = "line"
    CUT = "cut"
    MANUAL = "manual"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: what it is called, what it rests on, its points in tenths. `key` is handed back when it is opened."""

    label: str
    tenths: int
    evidence: str = ""
    kind: RowKind = RowKind.LINE
    key: str = ""

    @property
    def counts(self) -> bool:
        """Whether the row itself is added up (heads and the sum only repeat others)."""
        return self.kind in (RowKind.LINE, RowKind.CUT, RowKind.MANUAL)

    @property
    def points(self) -> str:
        """The points as painted."""
        return numerals.tenths(self.tenths)

    @property
    def spoken(self) -> str:
        """The row in words for a screen reader."""
        parts = [self.label, self.evidence, self.points]
        return ", ".join(part for part in parts if part)


class LedgerPlaces(NamedTuple):
    """Where the parts of a ledger row lie; `zero` is the bar's axis."""

    icon: QRect
    words: QRect
    bar: QRect
    zero: int
    points: QRect


def row_height(row: LedgerRow, s: Sizes, first: bool = False) -> int:
    """How high a row is; group heads after the first stand a little apart."""
    if row.kind is RowKind.GROUP:
        return s.row_ledger_group + (0 if first else s.xs)
    if row.kind is RowKind.SUM:
        return s.row_ledger + s.s
    return s.row_ledger


def ledger_places(rect: QRect, s: Sizes, kind: RowKind, rtl: bool = False) -> LedgerPlaces:
    """The parts of one row; the bar's zero lies at one third."""
    points = QRect(rect.right() + 1 - s.ledger_points, rect.top(), s.ledger_points, rect.height())
    bar_left = points.left() - s.m - s.ledger_bar
    bar = QRect(bar_left, rect.top(), s.ledger_bar, rect.height())
    has_icon = kind in (RowKind.CUT, RowKind.MANUAL)
    icon = QRect(rect.left(), rect.top(), s.icon_small, rect.height())
    words_left = icon.right() + 1 + s.xs if has_icon else rect.left()
    words = QRect(words_left, rect.top(), bar.left() - s.s - words_left, rect.height())
    zero = bar.left() + round(bar.width() / 3)
    flip = lambda r: draw.mirrored(r, rect, rtl)  # noqa: E731
    zero = round(draw.mirrored_x(zero, rect, rtl))
    return LedgerPlaces(flip(icon), flip(words), flip(bar), zero, flip(points))


def bar_rect(places: LedgerPlaces, tenths: int, most: int, s: Sizes, rtl: bool = False) -> QRectF:
    """The diverging bar of a line, two thirds of the width for `most` tenths; losses are cut at the edge."""
    room_up = places.bar.width() * 2 / 3
    length = min(abs(tenths) / (most or 1) * room_up, room_up if tenths > 0 else places.bar.width() / 3)
    length = max(1.0, length) if tenths else 0.0
    top = places.bar.top() + (places.bar.height() - s.ledger_bar_height) / 2
    to_the_right = (tenths > 0) != rtl
    left = places.zero if to_the_right else places.zero - length
    return QRectF(left, top, length, s.ledger_bar_height)


def greatest_line(rows: Sequence[LedgerRow], floor: int = 160) -> int:
    """The scale of the bars: the largest line, but at least `floor` tenths so that small points look small."""
    return max([floor, *(abs(row.tenths) for row in rows if row.counts)])


def paint_ledger_row(painter: QPainter, look: Look, rect: QRect, row: LedgerRow, most: int, rtl: bool = False) -> None:
    """Paint one row of the ledger."""
    if row.kind is RowKind.GROUP:
        _paint_head(painter, look, rect, row, rtl)
    elif row.kind is RowKind.SUM:
        _paint_sum(painter, look, rect, row, rtl)
    else:
        _paint_line(painter, look, rect, row, most, rtl)


def _paint_head(painter: QPainter, look: Look, rect: QRect, row: LedgerRow, rtl: bool) -> None:
    line = QRect(rect.left(), rect.bottom() + 1 - look.s.row_ledger_group, rect.width(), look.s.row_ledger_group)
    places = ledger_places(line, look.s, row.kind, rtl)
    face = look.f.secondary_strong
    draw.text(painter, face, look.c.text1, places.words, row.label, draw.start(rtl))
    draw.text(painter, face, look.c.text1, places.points, numerals.isolated(row.points), draw.end(rtl))


def _paint_line(painter: QPainter, look: Look, rect: QRect, row: LedgerRow, most: int, rtl: bool) -> None:
    places = ledger_places(rect, look.s, row.kind, rtl)
    plain_line = row.kind is RowKind.LINE
    if not plain_line:
        name = "scissors" if row.kind is RowKind.CUT else "pencil"
        draw.icon(painter, look, name, look.c.text3, places.icon, rtl, look.s.icon_small)
    _paint_words(painter, look, places.words, row, rtl)
    painter.fillRect(QRect(places.zero, rect.top(), 1, rect.height()), look.c.line_strong)
    if row.tenths:
        bar = look.c.positive_bar if row.tenths > 0 else look.c.negative_bar
        draw.rounded(painter, bar_rect(places, row.tenths, most, look.s, rtl), 1, bar)
    colour = look.c.negative_text if row.tenths < 0 else look.c.text1
    draw.text(painter, look.f.body, colour, places.points, numerals.isolated(row.points), draw.end(rtl))


def _paint_sum(painter: QPainter, look: Look, rect: QRect, row: LedgerRow, rtl: bool) -> None:
    top = rect.top() + look.s.xs - 1
    painter.fillRect(QRect(rect.left(), top, rect.width(), 1), look.c.line_strong)
    line = QRect(rect.left(), top + look.s.xs, rect.width(), look.s.row_ledger)
    places = ledger_places(line, look.s, row.kind, rtl)
    label = draw.text(painter, look.f.body_strong, look.c.text1, places.words, row.label, draw.start(rtl))
    rest = _after(places.words, label + look.s.s, rtl)
    draw.text(painter, look.f.secondary, look.c.text3, rest, row.evidence, draw.start(rtl))
    words = numerals.isolated(row.points)
    draw.text(painter, look.f.body_strong, look.c.text1, places.points, words, draw.end(rtl))


def _paint_words(painter: QPainter, look: Look, rect: QRect, row: LedgerRow, rtl: bool) -> None:
    """Label, then evidence; where both do not fit, the evidence is elided first."""
    colour = look.c.text1 if row.kind is RowKind.LINE else look.c.text2
    used = draw.text(painter, look.f.body, colour, rect, row.label, draw.start(rtl))
    rest = _after(rect, used + look.s.xs + 2, rtl)
    if row.evidence and rest.width() > look.s.xl:
        draw.text(painter, look.f.secondary, look.c.text3, rest, row.evidence, draw.start(rtl))


def _after(rect: QRect, used: int, rtl: bool) -> QRect:
    return rect.adjusted(0, 0, -used, 0) if rtl else rect.adjusted(used, 0, 0, 0)
