"""A lead sheet as one page of PDF: painted with the program's own tools, always light, A4 or Letter.

A page is laid out at 96 dots an inch, so that sizes of the tokens are sizes on paper. What does not fit is cut where it
hurts least: how much of each part is shown is lowered step by step until all of it stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QRect, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter

from leadqual_gui.ui.sheet.contents import Sheet, Told, cut, cut_ledger, words
from leadqual_gui.ui.theme.fonts import Face, load_fallback_fonts, make_font
from leadqual_gui.ui.theme.icons import Icons
from leadqual_gui.ui.theme.look import Look, make_look
from leadqual_gui.ui.theme.tokens import LIGHT, SEMIBOLD
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind

DOTS = 96
MARGIN = 52
GAP = 36
SCORE_PIXELS = 44
LEFT_SHARE = 0.54
RIGHT_TO_LEFT, ISOLATES = "\u200f", ("\u2066", "\u2068")
_WRAP = Qt.TextFlag.TextWordWrap.value


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of each part is shown."""

    ledger: int
    questions: int
    answers: int
    people: int


def caps_to_try(sheet: Sheet) -> Iterator[Caps]:
    """All of it first, then less and less."""
    lines = sum(row.counts for row in sheet.ledger)
    for step in range(40):
        yield Caps(max(4, min(lines, 26) - step), max(1, 6 - step // 3), max(1, 10 - step // 2), max(1, 7 - step // 3))


def usual_page() -> QPageSize.PageSizeId:
    """Letter where paper is measured in inches, else A4."""
    inches = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if inches else QPageSize.PageSizeId.A4


def pdf_of(sheet: Sheet, page: QPageSize.PageSizeId | None = None, rtl: bool = False) -> bytes:
    """The page as a PDF file."""
    load_fallback_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(page if page is not None else usual_page()))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(numerals.plain(sheet.name))
    writer.setCreator("LeadQual")
    painter = QPainter(writer)
    look = make_look(LIGHT, 1.0, Icons(), dark=False)
    SheetPainter(painter, look, QRect(0, 0, writer.width(), writer.height()), rtl).paint(sheet)
    painter.end()
    return bytes(buffer.data().data())


class SheetPainter:
    """Paints one sheet into a page."""

    def __init__(self, painter: QPainter, look: Look, page: QRect, rtl: bool) -> None:
        self._painter, self._look, self._rtl = painter, look, rtl
        self._page = page
        self._inner = page.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        self._big = Face(make_font(SCORE_PIXELS, SEMIBOLD), SCORE_PIXELS)
        self._heading = look.f.body_strong

    def paint(self, sheet: Sheet) -> Caps:
        """Paint all of it; how much of each part there was room for."""
        with draw.painting(self._painter):
            top = self._paint_head(sheet)
            top = self._paint_next(sheet, top)
            room = self._inner.bottom() - self._look.f.secondary.leading - self._look.s.l
            caps = next((caps for caps in caps_to_try(sheet) if self._columns(sheet, caps, top, False) <= room), None)
            caps = caps or Caps(4, 1, 1, 1)
            foot = self._columns(sheet, caps, top, True)
            self._paint_notes(foot + self._look.s.xl, room)
            self._paint_foot(sheet)
        return caps

    # --- tools -------------------------------------------------------------------------------------------------------
    def _line(self, face: Face, colour: QColor, rect: QRect, text: str, at_end: bool = False) -> int:
        """One line; gives back how far it reaches down."""
        place = QRect(rect.left(), rect.top(), rect.width(), face.leading)
        text = self._directed(text)
        align = draw.end(self._rtl) if at_end else draw.start(self._rtl)
        draw.text(self._painter, face, colour, place, text, align)
        return place.bottom() + 1

    def _wrapped(self, face: Face, colour: QColor, rect: QRect, text: str, paint: bool) -> int:
        """Text over as many lines as it needs."""
        align = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = _WRAP | Qt.AlignmentFlag.AlignAbsolute.value | align.value
        room = QRect(rect.left(), rect.top(), rect.width(), 10_000)
        text = self._directed(text)
        self._painter.setFont(face.font)
        self._painter.setPen(colour)
        bounds: QRect = self._painter.boundingRect(room, flags, text)
        if paint:
            self._painter.drawText(QRect(room.left(), room.top(), room.width(), bounds.height()), flags, text)
        return rect.top() + bounds.height()

    def _directed(self, text: str) -> str:
        """A line that begins with something isolated runs as the page does."""
        return f"{RIGHT_TO_LEFT}{text}" if self._rtl and text[:1] in ISOLATES else text

    def _part(self, rect: QRect, left: int, width: int) -> QRect:
        """A part of a row, counted from its start."""
        return draw.mirrored(QRect(rect.left() + left, rect.top(), width, rect.height()), rect, self._rtl)

    # --- head --------------------------------------------------------------------------------------------------------
    def _paint_head(self, sheet: Sheet) -> int:
        look, f, c, inner = self._look, self._look.f, self._look.c, self._inner
        side = 230
        left = self._part(inner, 0, inner.width() - side - GAP)
        right = self._part(inner, inner.width() - side, side)
        y = self._line(f.display, c.text1, left, sheet.name)
        y = self._line(f.body_medium, c.text2, QRect(left.left(), y + 2, left.width(), 1), sheet.about)
        y = self._line(f.body, c.text2, QRect(left.left(), y + 2, left.width(), 1), "  ·  ".join(sheet.reach))
        facts = QRect(left.left(), y + 2, left.width(), 1)
        y = self._wrapped(f.secondary, c.text3, facts, "  ·  ".join(sheet.facts), True)
        if sheet.warning:
            y = self._line(f.body_strong, c.hot.text, QRect(left.left(), y + 4, left.width(), 1), sheet.warning)
        return max(y, self._paint_score(sheet, right)) + look.s.l

    def _paint_score(self, sheet: Sheet, rect: QRect) -> int:
        look, s, score = self._look, self._look.s, sheet.score
        number = QRect(rect.left(), rect.top() - s.xs, rect.width(), self._big.leading)
        said = numerals.isolated(numerals.whole(score.score))
        align = draw.start(self._rtl)
        used = draw.text(self._painter, self._big, look.c.text1, number, said, align) + s.m
        label = sheet.scale.label(score.tier)
        width = scores.tier_chip_width(look, label)
        chip = self._part(number, used, width)
        scores.paint_tier_chip(self._painter, look, chip, sheet.scale.tone(score.tier), label, self._rtl)
        if score.grade:
            box = self._part(number, used + width + s.s, scores.grade_width(s))
            scores.paint_grade(self._painter, look, box, score.grade)
        bar = QRect(rect.left(), number.bottom() + s.s, rect.width(), s.range_large_pin_height + 2)
        scores.paint_range_bar_large(self._painter, look, bar, score, sheet.scale, look.c.base, self._rtl)
        span = numerals.isolated(numerals.span(score.least, score.greatest))
        could = words("decided") if score.decided else words("could be {span}").format(span=span)
        below = QRect(rect.left(), bar.bottom() + s.xs, rect.width(), 1)
        return self._line(look.f.secondary, look.c.text2, below, could)

    def _paint_next(self, sheet: Sheet, top: int) -> int:
        look, s, c = self._look, self._look.s, self._look.c
        steps = sheet.next_steps or (words("Nothing is due"),)
        height = 2 * s.m + look.f.secondary.leading + len(steps[:3]) * look.f.body_medium.leading
        box = QRect(self._inner.left(), top, self._inner.width(), height)
        draw.rounded(self._painter, box.toRectF(), s.radius, c.selected)
        inside = box.adjusted(s.l, s.m, -s.l, 0)
        y = self._line(look.f.secondary_strong, c.accent_text, inside, words("Next step"))
        for step in steps[:3]:
            y = self._line(look.f.body_medium, c.text1, QRect(inside.left(), y, inside.width(), 1), step)
        return box.bottom() + 1 + s.xl

    # --- columns -----------------------------------------------------------------------------------------------------
    def _columns(self, sheet: Sheet, caps: Caps, top: int, paint: bool) -> int:
        """Both columns; how far the longer one reaches down."""
        width = round((self._inner.width() - GAP) * LEFT_SHARE)
        whole = QRect(self._inner.left(), top, self._inner.width(), 1)
        left = self._part(whole, 0, width)
        right = self._part(whole, width + GAP, self._inner.width() - width - GAP)
        first = self._ledger(cut_ledger(sheet.ledger, caps.ledger), left, paint)
        y = right.top()
        for title, told, none in (
            (words("Open questions"), cut(sheet.questions, caps.questions), words("None that would move the score")),
            (words("Answers"), cut(sheet.answers, caps.answers), words("Nothing was asked yet")),
            (words("Who decides"), cut(sheet.people, caps.people), words("Nobody else is known yet")),
        ):
            y = self._told(title, told, none, QRect(right.left(), y, right.width(), 1), paint) + self._look.s.l
        return max(first, y)

    def _title(self, title: str, rect: QRect, paint: bool) -> int:
        if paint:
            self._line(self._heading, self._look.c.text1, rect, title)
            rule = QRect(rect.left(), rect.top() + self._heading.leading + 2, rect.width(), 1)
            self._painter.fillRect(rule, self._look.c.line_strong)
        return rect.top() + self._heading.leading + self._look.s.s

    def _told(self, title: str, told: Sequence[Told], none: str, rect: QRect, paint: bool) -> int:
        f, c = self._look.f, self._look.c
        y = self._title(title, rect, paint)
        if not told:
            return self._wrapped(f.secondary, c.text3, QRect(rect.left(), y, rect.width(), 1), none, paint)
        for one in told:
            place = QRect(rect.left(), y, rect.width(), 1)
            y = self._wrapped(f.secondary_strong, c.text1 if one.text else c.text3, place, one.label, paint)
            if one.text:
                below = QRect(rect.left(), y, rect.width(), 1)
                y = self._wrapped(f.secondary, c.text2, below, one.text, paint)
            y += self._look.s.xs
        return y

    def _ledger(self, rows: Sequence[LedgerRow], rect: QRect, paint: bool) -> int:
        y = self._title(words("Why this score"), rect, paint)
        for row in rows:
            gap = self._look.s.xs if row.kind in (RowKind.GROUP, RowKind.SUM) else 0
            height = self._look.f.secondary.leading + 3
            if paint:
                self._ledger_row(row, QRect(rect.left(), y + gap, rect.width(), height))
            y += gap + height
        return y

    def _ledger_row(self, row: LedgerRow, rect: QRect) -> None:
        f, c, s = self._look.f, self._look.c, self._look.s
        strong = row.kind in (RowKind.GROUP, RowKind.SUM)
        face = f.secondary_strong if strong else f.secondary
        points = self._part(rect, rect.width() - s.ledger_points, s.ledger_points)
        room = rect.width() - s.ledger_points - s.s
        if row.kind is RowKind.SUM:
            self._painter.fillRect(QRect(rect.left(), rect.top() - 1, rect.width(), 1), c.line_strong)
        colour = c.text1 if strong or row.kind is RowKind.LINE else c.text2
        label = self._part(rect, 0, min(room, face.width(row.label) + 1))
        used = draw.text(self._painter, face, colour, label, row.label, draw.start(self._rtl)) + s.s
        if row.evidence and room - used > s.xl:
            rest = self._part(rect, used, room - used)
            draw.text(self._painter, f.secondary, c.text3, rest, row.evidence, draw.start(self._rtl))
        tint: Callable[[int], QColor] = lambda n: c.positive_text if n > 0 else c.negative_text if n else c.text3  # noqa: E731
        said = numerals.isolated(row.points)
        draw.text(self._painter, face, c.text1 if strong else tint(row.tenths), points, said, draw.end(self._rtl))

    # --- foot --------------------------------------------------------------------------------------------------------
    def _paint_notes(self, top: int, bottom: int) -> None:
        """What room is left is for the pen."""
        apart = self._look.s.xl + self._look.s.xs
        if bottom - top < 3 * apart:
            return
        y = self._title(words("Notes"), QRect(self._inner.left(), top, self._inner.width(), 1), True) + apart - 8
        while y <= bottom:
            self._painter.fillRect(QRect(self._inner.left(), y, self._inner.width(), 1), self._look.c.line)
            y += apart

    def _paint_foot(self, sheet: Sheet) -> None:
        f, c = self._look.f, self._look.c
        foot = QRect(self._inner.left(), self._inner.bottom() - f.secondary.leading, self._inner.width(), 1)
        self._line(f.secondary, c.text3, foot, sheet.foot)
