"""What we do not know: each unknown with how far it could still move the score, dashed: it does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals


@dataclass(frozen=True, slots=True)
class GapRow:
    """One unknown: its label and the tenths it could take or give. `key` is handed back when it is opened."""

    label: str
    least: int
    greatest: int
    key: str = ""

    @property
    def swing(self) -> int:
        """How far the score can move on it."""
        return self.greatest - self.least

    @property
    def points(self) -> str:
        """The possible points as painted."""
        return numerals.possible(self.least, self.greatest)

    @property
    def spoken(self) -> str:
        """The row in words for a screen reader."""
        return f"{self.label}, {self.points}"


def by_swing(rows: Sequence[GapRow]) -> tuple[GapRow, ...]:
    """The largest first: the first is the next best question."""
    return tuple(sorted(rows, key=lambda row: -row.swing))


class GapPlaces(NamedTuple):
    """Where the parts of a gap row lie; `zero` is the axis that all rows share."""

    icon: QRect
    label: QRect
    bar: QRect
    zero: int
    points: QRect


def gap_places(rect: QRect, s: Sizes, least: int, greatest: int, rtl: bool = False) -> GapPlaces:
    """The parts of a row whose bars share one scale from `least` to `greatest` tenths over all rows."""
    points = QRect(rect.right() + 1 - s.gap_points, rect.top(), s.gap_points, rect.height())
    width = min(s.gap_bar, max(s.xl, (rect.width() - s.gap_points) // 2))
    bar = QRect(points.left() - s.s - width, rect.top(), width, rect.height())
    icon = QRect(rect.left(), rect.top(), s.icon_small, rect.height())
    label_left = icon.right() + 1 + s.xs + 2
    label = QRect(label_left, rect.top(), bar.left() - s.s - label_left, rect.height())
    reach = (greatest - least) or 1
    zero = bar.left() + round(-least / reach * bar.width())
    flip = lambda r: draw.mirrored(r, rect, rtl)  # noqa: E731
    return GapPlaces(flip(icon), flip(label), flip(bar), round(draw.mirrored_x(zero, rect, rtl)), flip(points))


def gap_bars(
    places: GapPlaces, row: GapRow, reach: int, s: Sizes, rtl: bool = False
) -> tuple[QRectF | None, QRectF | None]:
    """The dashed boxes below and above zero; None where nothing is possible."""
    unit = places.bar.width() / (reach or 1)
    top = places.bar.top() + (places.bar.height() - s.gap_bar_height) // 2

    def box(tenths: int) -> QRectF | None:
        if not tenths:
            return None
        length = max(4.0, round(abs(tenths) * unit))
        to_the_right = (tenths > 0) != rtl
        return QRectF(places.zero if to_the_right else places.zero - length, top, length, s.gap_bar_height)

    return box(min(0, row.least)), box(max(0, row.greatest))


def common_reach(rows: Sequence[GapRow]) -> tuple[int, int]:
    """The scale that all rows share: the least and the greatest of them, zero included."""
    return min([0, *(row.least for row in rows)]), max([0, *(row.greatest for row in rows)])


def paint_gap_row(
    painter: QPainter,
    look: Look,
    rect: QRect,
    row: GapRow,
    reach: tuple[int, int],
    rtl: bool = False,
    number: int | None = None,
) -> None:
    """Paint one unknown; with `number`, its place in the order of asking instead of the question mark."""
    least, greatest = reach
    places = gap_places(rect, look.s, least, greatest, rtl)
    if number is None:
        draw.icon(painter, look, "circle-question-mark", look.c.text3, places.icon, rtl, look.s.icon_small)
    else:
        draw.text(painter, look.f.secondary, look.c.text3, places.icon, numerals.whole(number), draw.start(rtl))
    draw.text(painter, look.f.body, look.c.text1, places.label, row.label, draw.start(rtl))
    painter.fillRect(QRect(places.zero, rect.top(), 1, rect.height()), look.c.line_strong)
    below, above = gap_bars(places, row, greatest - least, look.s, rtl)
    if below is not None:
        draw.outlined(painter, below, 1, look.c.negative_bar, look.c.minus.steps[0], dashed=True)
    if above is not None:
        draw.outlined(painter, above, 1, look.c.positive_bar, look.c.plus.steps[0], dashed=True)
    words = numerals.isolated(row.points)
    draw.text(painter, look.f.secondary, look.c.text2, places.points, words, draw.end(rtl))
