"""The time line of a lead: what happened, when, whether it is interest or intent, and what it is worth today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, marks, numerals
from leadqual_gui.ui.widgets.rows_view import RowsView


@dataclass(frozen=True, slots=True)
class TimeLineRow:
    """One thing that happened. `tenths`: its worth today, None if no rule counts it, and then `worth` says why."""

    label: str
    when: str
    icon: str = "activity"
    tag: str = ""
    strong_tag: bool = False
    tenths: int | None = None
    worth: str = ""
    quiet: bool = False
    key: str = ""

    @property
    def points(self) -> str:
        """What is painted at the end of the row."""
        return self.worth if self.tenths is None else numerals.tenths(self.tenths)

    @property
    def spoken(self) -> str:
        """The row in words for a screen reader."""
        return ", ".join(part for part in (self.label, self.when, self.tag, self.points) if part)


class TimeLinePlaces(NamedTuple):
    """Where the parts of a row lie."""

    dot: QRect
    label: QRect
    when: QRect
    points: QRect


def time_line_places(rect: QRect, s: Sizes, points_width: int, rtl: bool = False) -> TimeLinePlaces:
    """The parts of one row: a dot on the line, two lines of text, the worth at the end."""
    dot = QRect(rect.left(), rect.top() + 1, s.time_line_dot, s.time_line_dot)
    points = QRect(rect.right() + 1 - points_width, rect.top(), points_width, s.leading_body)
    left = dot.right() + 1 + s.m
    label = QRect(left, rect.top(), points.left() - s.s - left, s.leading_body)
    when = QRect(left, rect.top() + s.leading_body - 1, rect.right() + 1 - left, s.leading_secondary)
    flip = lambda r: draw.mirrored(r, rect, rtl)  # noqa: E731
    return TimeLinePlaces(flip(dot), flip(label), flip(when), flip(points))


def paint_time_line_row(
    painter: QPainter, look: Look, rect: QRect, row: TimeLineRow, rtl: bool = False, last: bool = False
) -> None:
    """Paint one thing that happened; the line runs on unless it is the last."""
    number = row.tenths is not None
    face = look.f.body_medium if number else look.f.secondary
    worth = numerals.isolated(row.points) if number else row.points
    places = time_line_places(rect, look.s, face.width(worth) + 2, rtl)
    _paint_dot(painter, look, rect, places.dot, row.icon, rtl, last)
    words = look.c.text2 if row.quiet else look.c.text1
    draw.text(painter, look.f.body, words, places.label, row.label, draw.start(rtl))
    used = draw.text(painter, look.f.secondary, look.c.text2, places.when, row.when, draw.start(rtl))
    if row.tag:
        shift = used + look.s.s
        place = places.when.adjusted(0, 0, -shift, 0) if rtl else places.when.adjusted(shift, 0, 0, 0)
        marks.paint_tag(painter, look, place, row.tag, marks.tag_pill(look, row.strong_tag), rtl)
    colour = look.c.text3 if not number else look.c.negative_text if (row.tenths or 0) < 0 else look.c.text1
    draw.text(painter, face, colour, places.points, worth, draw.end(rtl))


def _paint_dot(painter: QPainter, look: Look, rect: QRect, dot: QRect, name: str, rtl: bool, last: bool) -> None:
    if not last:
        painter.fillRect(QRect(dot.center().x(), dot.bottom() + 1, 1, rect.bottom() - dot.bottom()), look.c.line_strong)
    painter.setPen(QPen(look.c.line_strong, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(dot).adjusted(0.5, 0.5, -0.5, -0.5))
    draw.icon(painter, look, name, look.c.text2, dot, rtl, look.s.icon_small)


class TimeLineView(RowsView[TimeLineRow]):
    """All that happened with a lead, newest first. `opened(TimeLineRow)` when one is opened."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Activities"))

    def row_height(self, row: TimeLineRow, at: int) -> int:
        return self.theme.look.s.row_time_line

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: TimeLineRow, at: int) -> None:
        last = at == len(self.rows) - 1
        paint_time_line_row(painter, self.theme.look, option.rect, row, self.rtl(), last)
