"""Where the parts of a line of the calibration table lie: one pure function for the rows and for their head."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect

from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw


class LinePlaces(NamedTuple):
    """The parts of a line. `change` is empty where there is too little room, `rate` and `lift` where there is least."""

    label: QRect
    leads: QRect
    customers: QRect
    rate: QRect
    lift: QRect
    today: QRect
    arrow: QRect
    proposed: QRect
    change: QRect
    check: QRect

    @property
    def points(self) -> QRect:
        """Today, arrow, proposed and change together."""
        return self.today.united(self.arrow).united(self.proposed).united(self.change)


def line_places(rect: QRect, s: Sizes, rtl: bool = False) -> LinePlaces:
    """The parts of one line; label and rate share what the numbers leave. What is ticked is never out of sight."""
    unit = s.xs
    leads, customers, lift = 13 * unit, 18 * unit, 15 * unit
    today, arrow, proposed, check = 12 * unit, 6 * unit, 12 * unit, 10 * unit
    fixed = leads + customers + lift + today + arrow + proposed + check + 2 * s.l
    if rect.width() - fixed < 40 * unit:
        label, rate = max(16 * unit, rect.width() - fixed + lift), 0
        change = lift = 0
    else:
        change = 11 * unit if rect.width() - fixed > 100 * unit else 0
        free = rect.width() - fixed - change
        label = max(30 * unit, min(80 * unit, round(free * 0.52)))
        rate = free - label
    widths = (label, leads, customers, rate, lift, today, arrow, proposed, change, check)
    found, x = [], rect.left() + s.l
    for width in widths:
        found.append(draw.mirrored(QRect(x, rect.top(), width, rect.height()), rect, rtl))
        x += width
    return LinePlaces(*found)


def rate_room(rect: QRect, s: Sizes) -> QRect:
    """What the bars may take of the column of close rates."""
    return rect.adjusted(s.l, 0, -s.s, 0)
