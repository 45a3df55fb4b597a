"""Where everything in the grid lies: pure functions of widths, sizes and rows, left to right, then mirrored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect

from leadqual_gui.ui.matrix.grid.rows import CellValue
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw

NAME_WISH, NAME_LEAST = 292, 176
CELLS_WISH, CELLS_LEAST = 404, 200
REACH, RATE, RATE_LEAST = 98, 150, 96
NARROW = 930
CELL_GAP = 4
CELL_LEAST = 44


class Stripe(NamedTuple):
    """A column: where it begins and how wide it is; width 0 leaves it out."""

    left: int
    width: int


class Stripes(NamedTuple):
    """The columns of the grid."""

    switch: Stripe
    name: Stripe
    cells: Stripe
    reach: Stripe
    rate: Stripe


def stripes_of(width: int, s: Sizes) -> Stripes:
    """Columns in a view of that width; a narrow one leaves the reach out, a wide one gives names and cells more.

    Where not even names have their least, the close rate draws its scale in, since a name cut away is nobody's row.
    """
    zoom = s.switch_width / 28
    left = s.l + s.switch_width + s.m + 1
    reach = 0 if width < NARROW * zoom else round(REACH * zoom)
    rate = round(RATE * zoom)
    room = max(0, width - left - reach - rate - s.l)
    drawn_in = max(0, min(rate - round(RATE_LEAST * zoom), round((NAME_LEAST + CELLS_LEAST) * zoom) - room))
    rate, room = rate - drawn_in, room + drawn_in
    cells = min(round(CELLS_WISH * zoom), max(round(CELLS_LEAST * zoom), room - round(NAME_LEAST * zoom)))
    name = min(round(NAME_WISH * zoom), max(0, room - cells))
    spare = max(0, room - name - cells)
    name, cells = name + spare // 3, cells + spare - spare // 3
    at_cells = left + name
    at_reach = at_cells + cells
    return Stripes(
        Stripe(s.l, s.switch_width),
        Stripe(left, name),
        Stripe(at_cells, cells),
        Stripe(at_reach, reach),
        Stripe(at_reach + reach, rate),
    )


def cell_widths(cells: Sequence[CellValue], room: int, s: Sizes) -> list[int]:
    """How wide each cell is: as the token says, less if they would not fit, the changed ones last of all."""
    wanted = [s.heat_width_changed if cell.changed else s.heat_width for cell in cells]
    gaps = CELL_GAP * (len(cells) - 1)
    over = sum(wanted) + gaps - room
    if over <= 0 or not cells:
        return wanted
    least, changed = CELL_LEAST * s.heat_width // 94, sum(cell.changed for cell in cells)
    if changed < len(cells):
        each = (room - gaps - changed * s.heat_width_changed) // (len(cells) - changed)
        if each >= least:
            return [width if cell.changed else min(width, each) for cell, width in zip(cells, wanted, strict=True)]
    each = max(least, (room - gaps) // len(cells))
    return [min(width, each) for width in wanted]


class CriterionPlaces(NamedTuple):
    """Where the parts of a criterion's row lie."""

    row: QRect
    switch: QRect
    name: QRect
    mark: QRect
    sentence: QRect
    cells: tuple[QRect, ...]
    tail: QRect
    reach: QRect
    rate: QRect


def criterion_places(
    row: QRect, stripes: Stripes, cells: Sequence[CellValue], s: Sizes, leading: int, rtl: bool = False
) -> CriterionPlaces:
    """The parts of a row; names and sentences stand on two lines."""

    def at(stripe: Stripe, top: int, height: int, shrink: int = 0) -> QRect:
        return QRect(row.left() + stripe.left, row.top() + top, max(0, stripe.width - shrink), height)

    spare = max(0, row.height() - 1 - 2 * leading) // 2
    name = at(stripes.name, spare, leading, s.l)
    sentence = at(stripes.name, spare + leading - 1, leading, s.l)
    top = (row.height() - 1 - s.heat_height) // 2
    left = row.left() + stripes.cells.left
    rects = []
    for width in cell_widths(cells, stripes.cells.width - s.s, s):
        rects.append(QRect(left, row.top() + top, width, s.heat_height))
        left += width + CELL_GAP
    tail_left = left + s.s - CELL_GAP + 2
    tail = QRect(
        tail_left,
        row.top(),
        max(0, row.left() + stripes.cells.left + stripes.cells.width - tail_left - s.s),
        row.height(),
    )
    flip = lambda rect: draw.mirrored(rect, row, rtl)  # noqa: E731
    return CriterionPlaces(
        row,
        flip(at(stripes.switch, 0, row.height() - 1)),
        flip(name),
        flip(QRect(name.right() + 1 - s.icon, name.top(), s.icon, name.height())),
        flip(sentence),
        tuple(map(flip, rects)),
        flip(tail),
        flip(at(stripes.reach, 0, row.height() - 1, s.l)),
        flip(at(stripes.rate, 0, row.height() - 1)),
    )


class GroupPlaces(NamedTuple):
    """Where the parts of a group's head lie."""

    row: QRect
    arrow: QRect
    words: QRect
    cap: QRect


def group_places(row: QRect, s: Sizes, cap_width: int, rtl: bool = False) -> GroupPlaces:
    """The parts of a head; the cap stands at the end."""
    arrow = QRect(row.left() + s.l, row.top(), s.icon, row.height())
    words = QRect(
        row.left() + s.l + s.icon + s.s, row.top(), max(0, row.width() - 2 * s.l - s.icon - s.s), row.height()
    )
    cap = QRect(row.right() + 1 - s.l - cap_width, row.top(), cap_width, row.height())
    flip = lambda rect: draw.mirrored(rect, row, rtl)  # noqa: E731
    return GroupPlaces(row, flip(arrow), flip(words), flip(cap))


def rate_x(share: float, place: QRect, top: float, words: int, rtl: bool) -> float:
    """Where a share lies in the column of close rates; its words stand at the end."""
    width = max(1, place.width() - words)
    along = min(1.0, max(0.0, share / top)) * width
    return place.right() + 1 - along if rtl else place.left() + along
