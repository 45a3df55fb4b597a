"""How rows of the table are painted: column by column, from rows at hand.

A frame sets a font and a colour once a column, not once a cell, and paints small marks from pixmaps made once a
theme. What is measured least is painted fastest: short words are not measured at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.leads.columns import Column, Wording, is_late, text_of
from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look, Tone
from leadqual_gui.ui.theme.shapes import paint_check_box
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.scores import TierScale, grade_width, paint_grade, paint_tier_mark

RIGHT_PADDING = 12
SCORE_NUMBER_END = 39
SCORE_BAR_START = 47


@dataclass(frozen=True, slots=True)
class Cell:
    """One row on the screen: where it begins, how high it is, whose it is and how it is marked."""

    top: int
    row: LeadRow
    ticked: bool = False
    current: bool = False
    hovered: bool = False


@dataclass(frozen=True, slots=True)
class Stripe:
    """One column on the screen: where it begins and how wide it is."""

    column: Column
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What all cells of a frame share."""

    look: Look
    scale: TierScale
    wording: Wording
    height: int
    sought: str = ""
    rtl: bool = False


class Marks:
    """Check boxes, tier marks and grades as pixmaps, made when first needed; a new look makes new ones."""

    def __init__(self, look: Look, ratio: float) -> None:
        self.look, self.ratio = look, ratio
        self._made: dict[object, QPixmap] = {}

    def tone(self, tone: Tone) -> QPixmap:
        """The circle of a tier."""
        size = self.look.s.tier_mark
        return self._get(("tone", tone), size, size, lambda p, r: paint_tier_mark(p, self.look, r, tone))

    def grade(self, grade: str) -> QPixmap:
        """Letter and digit in their boxes."""
        s = self.look.s
        paint = lambda p, r: paint_grade(p, self.look, r, grade)  # noqa: E731
        return self._get(("grade", grade), grade_width(s) + 2, s.grade_height, paint)

    def check_box(self, on: bool) -> QPixmap:
        """A check box."""
        size = self.look.s.check_box
        return self._get(("check", on), size, size, lambda p, r: self._paint_check_box(p, r, on))

    def _paint_check_box(self, painter: QPainter, rect: QRect, on: bool) -> None:
        c = self.look.c
        if not on:
            draw.rounded(painter, QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, c.base)
        paint_check_box(painter, (c.accent, c.control, c.on_accent), rect, on, False)

    def _get(self, key: object, width: int, height: int, paint: Callable[[QPainter, QRect], None]) -> QPixmap:
        pixmap = self._made.get(key)
        if pixmap is None:
            pixmap = QPixmap(round(width * self.ratio), round(height * self.ratio))
            pixmap.setDevicePixelRatio(self.ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter, QRect(0, 0, width, height))
            painter.end()
            self._made[key] = pixmap
        return pixmap


def row_surface(look: Look, cell: Cell) -> QColor:
    """What a row is painted on."""
    if cell.ticked or cell.current:
        return look.c.selected
    return look.c.hover if cell.hovered else look.c.base


def paint_ground(painter: QPainter, frame: Frame, cells: Sequence[Cell], width: int) -> None:
    """Surfaces, the bar of the chosen row, and the lines between rows."""
    look, height = frame.look, frame.height
    bar = look.s.current_bar
    for cell in cells:
        if cell.ticked or cell.current or cell.hovered:
            painter.fillRect(0, cell.top, width, height, row_surface(look, cell))
        painter.fillRect(0, cell.top + height - 1, width, 1, look.c.line)
        if cell.current:
            painter.fillRect(width - bar if frame.rtl else 0, cell.top, bar, height - 1, look.c.accent)


def paint_stripe(painter: QPainter, frame: Frame, marks: Marks, stripe: Stripe, cells: Sequence[Cell]) -> None:
    """One column of all rows."""
    match stripe.column.key:
        case "check":
            _paint_checks(painter, frame, marks, stripe, cells)
        case "score":
            _paint_scores(painter, frame, marks, stripe, cells)
        case "grade":
            _paint_grades(painter, frame, marks, stripe, cells)
        case "last_sign":
            _paint_last_signs(painter, frame, stripe, cells)
        case "name" | "company" as key:
            strong = key == "name"
            face = frame.look.f.body_medium if strong else frame.look.f.body
            _paint_words(painter, frame, stripe, cells, face, frame.look.c.text1 if strong else frame.look.c.text2)
        case "stage":
            _paint_words(painter, frame, stripe, cells, frame.look.f.body, frame.look.c.text1)
        case _:
            _paint_words(painter, frame, stripe, cells, frame.look.f.body, frame.look.c.text2)


def fits(face: Face, words: str, width: int) -> bool:
    """Whether words surely fit: short ones of plain letters are not measured."""
    if words.isascii() and len(words) * face.metrics.averageCharWidth() * 1.3 <= width:
        return True
    return face.metrics.horizontalAdvance(words) <= width


def baseline(face: Face, height: int) -> int:
    """How far below a row's top its words stand."""
    metrics = face.metrics
    return (height - 1 + metrics.ascent() - metrics.descent()) // 2 + 1


def _paint_words(
    painter: QPainter, frame: Frame, stripe: Stripe, cells: Sequence[Cell], face: Face, colour: QColor
) -> None:
    say, wording, width = text_of(stripe.column.key), frame.wording, stripe.width - RIGHT_PADDING
    sought = frame.sought if stripe.column.key in ("name", "company") else ""
    down = baseline(face, frame.height)
    painter.setFont(face.font)
    painter.setPen(colour)
    for cell in cells:
        words = say(cell.row, wording)
        if not words:
            continue
        if sought:
            _paint_hits(painter, frame, stripe, cell, face, words)
            painter.setPen(colour)
        if cell.row.disqualified and stripe.column.key == "name":
            painter.setPen(frame.look.c.text3)
        if not fits(face, words, width):
            words = face.metrics.elidedText(words, draw.ELIDE, width)
        x = stripe.left if not frame.rtl else stripe.left + stripe.width - face.width(words)
        painter.drawText(x, cell.top + down, words)
        if cell.row.disqualified and stripe.column.key == "name":
            painter.setPen(colour)


def _paint_hits(painter: QPainter, frame: Frame, stripe: Stripe, cell: Cell, face: Face, words: str) -> None:
    from leadqual_gui.ui.widgets.marks import paint_highlights  # only a search needs it

    left = stripe.left if not frame.rtl else stripe.left + RIGHT_PADDING
    rect = QRect(left, cell.top, stripe.width - RIGHT_PADDING, frame.height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_highlights(painter, frame.look, rect, words, frame.sought, face, frame.rtl)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_last_signs(painter: QPainter, frame: Frame, stripe: Stripe, cells: Sequence[Cell]) -> None:
    look, now = frame.look, frame.wording.now
    late = [cell for cell in cells if is_late(cell.row, now)]
    in_time = [cell for cell in cells if not is_late(cell.row, now)]
    _paint_words(painter, frame, stripe, in_time, look.f.body, look.c.text2)
    _paint_words(painter, frame, stripe, late, look.f.body_strong, look.c.warm.text)


def _paint_checks(painter: QPainter, frame: Frame, marks: Marks, stripe: Stripe, cells: Sequence[Cell]) -> None:
    size = frame.look.s.check_box
    left = stripe.left + (stripe.width - size) // 2
    down = (frame.height - 1 - size) // 2
    for cell in cells:
        painter.drawPixmap(left, cell.top + down, marks.check_box(cell.ticked))


def _paint_grades(painter: QPainter, frame: Frame, marks: Marks, stripe: Stripe, cells: Sequence[Cell]) -> None:
    s = frame.look.s
    left = stripe.left if not frame.rtl else stripe.left + stripe.width - grade_width(s)
    down = (frame.height - 1 - s.grade_height) // 2
    for cell in cells:
        if cell.row.grade and cell.row.shown is not None:
            painter.drawPixmap(left, cell.top + down, marks.grade(cell.row.grade))


def _paint_scores(painter: QPainter, frame: Frame, marks: Marks, stripe: Stripe, cells: Sequence[Cell]) -> None:
    look, zoom = frame.look, frame.look.s.tier_mark / 10
    face, scale = look.f.body_strong, frame.scale
    down, mark_down = baseline(face, frame.height), (frame.height - 1 - look.s.tier_mark) // 2
    painter.setFont(face.font)
    painter.setPen(look.c.text1)
    end, bar = round(SCORE_NUMBER_END * zoom), round(SCORE_BAR_START * zoom)

    def x(left: int, width: int) -> int:
        return stripe.left + left if not frame.rtl else stripe.left + stripe.width - left - width

    for cell in cells:
        row = cell.row
        if row.shown is None:
            continue
        painter.drawPixmap(x(0, look.s.tier_mark), cell.top + mark_down, marks.tone(scale.tone(row.tier)))
        words = str(row.shown)
        width = face.width(words)
        painter.drawText(x(end - width, width), cell.top + down, words)
    for cell in cells:
        if cell.row.shown is not None:
            left = x(bar, look.s.range_bar_cell)
            paint_bar(painter, frame, cell, left, cell.top + (frame.height - 1) // 2)


def paint_bar(painter: QPainter, frame: Frame, cell: Cell, left: int, middle: int) -> None:
    """The small range bar in whole pixels: quicker than the rounded one, and the same at this size."""
    look, scale, row = frame.look, frame.scale, cell.row
    width, thick = look.s.range_bar_cell, look.s.range_track
    top = middle - thick // 2
    surface = row_surface(look, cell)
    chosen = cell.ticked or cell.current
    mark = look.tone(scale.tone(row.tier)).mark

    def x(value: float) -> int:
        along = round(scale.share(value) * width)
        return left + (width - along if frame.rtl else along)

    painter.fillRect(left, top, width, thick, look.c.line_strong if chosen else look.c.sunken)
    ends = sorted((x(row.least), x(row.greatest)))
    if ends[1] > ends[0]:
        painter.fillRect(ends[0], top, ends[1] - ends[0], thick, surface)
        painter.fillRect(ends[0], top, ends[1] - ends[0], thick, faint(mark))
    for threshold in scale.thresholds:
        painter.fillRect(x(threshold), top, 1, thick, surface)
    pin_width, pin_height = look.s.range_pin_width, look.s.range_pin_height
    pin = min(max(x(row.shown or 0) - pin_width // 2, left), left + width - pin_width)
    painter.fillRect(pin - 1, middle - pin_height // 2, pin_width + 2, pin_height, surface)
    painter.fillRect(pin, middle - pin_height // 2, pin_width, pin_height, mark)


_faint: dict[int, QColor] = {}


def faint(colour: QColor) -> QColor:
    """A colour at the strength of a range."""
    key = colour.rgba()
    found = _faint.get(key)
    if found is None:
        found = _faint[key] = QColor(colour)
        found.setAlphaF(tokens.RANGE_OPACITY)
    return found
