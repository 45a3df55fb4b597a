"""How the grid's rows are painted: heads of groups, criteria with their cells, reach and close rates."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.grid.layout import CriterionPlaces, GroupPlaces, rate_x
from leadqual_gui.ui.matrix.grid.rows import CellValue, CriterionRow, GroupRow, Pill, Rate, Reached, rate_words
from leadqual_gui.ui.matrix.wording import Sentence, signed_words
from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.widgets import draw, marks, numerals

RATE_WORDS = 46


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row is looked at now."""

    hovered: bool = False
    current: bool = False
    chosen_cells: frozenset[int] = frozenset()
    ring: int | None = None
    grabbed: bool = False


# -- groups -----------------------------------------------------------------------------------------------------------


def cap_width(look: Look, row: GroupRow) -> int:
    """How wide the tag with the cap is."""
    return look.f.secondary.width(row.cap) + look.s.icon_small + 3 * look.s.xs + 6


def paint_group(painter: QPainter, look: Look, places: GroupPlaces, row: GroupRow, state: RowState, rtl: bool) -> None:
    """A head: arrow, kind, name, axis, what its rules reach, and the cap."""
    c, s, f = look.c, look.s, look.f
    painter.fillRect(places.row, c.selected if state.current else c.hover if state.hovered else c.window)
    painter.fillRect(QRect(places.row.left(), places.row.bottom(), places.row.width(), 1), c.line)
    arrow = "chevron-right" if row.folded else "chevron-down"
    draw.icon(painter, look, arrow, c.text2, places.arrow, rtl, s.icon_small)
    _paint_cap(painter, look, places.cap, row.cap, rtl)
    end = places.cap.width() + s.s
    words = places.words.adjusted(end, 0, 0, 0) if rtl else places.words.adjusted(0, 0, -end, 0)
    used = draw.text(painter, f.body, c.text2, words, row.kind, draw.start(rtl)) + s.s - 1
    used += draw.text(painter, f.body_strong, c.text1, _after(words, used, rtl), row.label, draw.start(rtl)) + s.s
    style = marks.PillStyle(None, c.line_strong, c.text2)
    used += marks.paint_tag(painter, look, _after(words, used, rtl), row.axis, style, rtl).width() + s.s
    rest = _after(words, used, rtl)
    if rest.width() > f.secondary.width(row.reach) // 2:
        draw.text(painter, f.secondary, c.text2, rest, row.reach, draw.end(rtl))
    if state.ring is not None:
        draw.outlined(painter, places.row.adjusted(2, 1, -2, -2), s.radius_inner, c.focus, width=s.focus_ring)


def _paint_cap(painter: QPainter, look: Look, place: QRect, words: str, rtl: bool) -> None:
    s, c = look.s, look.c
    tag = QRect(place.left(), place.top() + (place.height() - s.badge - 4) // 2, place.width(), s.badge + 4)
    draw.outlined(painter, tag, s.radius_inner, c.line_strong, c.base)
    icon = draw.mirrored(QRect(tag.left() + s.xs + 1, tag.top(), s.icon_small, tag.height()), tag, rtl)
    draw.icon(painter, look, "scissors", c.text2, icon, rtl, s.type_secondary)
    inner = draw.mirrored(tag.adjusted(s.icon_small + 2 * s.xs + 1, 0, -s.xs, 0), tag, rtl)
    draw.text(painter, look.f.secondary, c.text2, inner, words, draw.start(rtl))


def _after(rect: QRect, used: int, rtl: bool) -> QRect:
    shrunk = rect.adjusted(0, 0, -used, 0) if rtl else rect.adjusted(used, 0, 0, 0)
    return shrunk if shrunk.width() > 0 else QRect(rect.left(), rect.top(), 0, rect.height())


# -- criteria ---------------------------------------------------------------------------------------------------------


def paint_criterion(
    painter: QPainter, look: Look, places: CriterionPlaces, row: CriterionRow, state: RowState, rtl: bool
) -> None:
    """Everything of a row but its close rate: switch, name, sentence, cells, note or warning, reach."""
    c, f = look.c, look.f
    ground = c.selected if state.current or state.grabbed else c.hover if state.hovered else c.base
    painter.fillRect(places.row, ground)
    painter.fillRect(QRect(places.row.left(), places.row.bottom(), places.row.width(), 1), c.line)
    marks.paint_switch(painter, look, places.switch, row.on, rtl=rtl)
    strong = c.text1 if row.on else c.text3
    marked = bool(row.insight.loud) and not pill_fits(look, places, row)
    label, spare = places.name, look.s.icon + look.s.xs if marked else 0
    label = label.adjusted(spare, 0, 0, 0) if rtl else label.adjusted(0, 0, -spare, 0)
    draw.text(painter, f.body_medium, strong, label, row.label, draw.start(rtl))
    if marked:
        grave = row.insight.loud[0].grave
        colour = c.hot.text if grave else c.warm.text
        draw.icon(painter, look, "triangle-alert", colour, places.mark, rtl, look.s.icon_small)
    paint_sentence(painter, look, places.sentence, row.sentence, c.text2 if row.on else c.text3, rtl)
    for at, (cell, place) in enumerate(zip(row.cells, places.cells, strict=True)):
        if at in state.chosen_cells:
            draw.rounded(painter, QRectF(place).adjusted(-3, -3, 3, 3), look.s.radius, c.selected2)
        paint_cell(painter, look, place, cell, state.ring == at + 2, rtl)
    _paint_tail(painter, look, places.tail, row, rtl)
    if places.reach.width() and row.insight.reach is not None:
        paint_reach(painter, look, places.reach, row.insight.reach, row.on, rtl)
    if state.ring in (0, 1):
        shape = places.switch if state.ring == 0 else places.name.united(places.sentence)
        ring = shape.adjusted(-5, 4 if state.ring == 0 else 1, 5, -4 if state.ring == 0 else -1)
        draw.outlined(painter, ring, look.s.radius_inner, c.focus, width=look.s.focus_ring)


def pill_fits(look: Look, places: CriterionPlaces, row: CriterionRow) -> bool:
    """Whether the warning has room behind the cells; else a mark stands behind the name."""
    words = row.insight.loud[0].words if row.insight.loud else ""
    return places.tail.width() >= min(marks.pill_width(look, words, True), 110)


def sentence_spots(face: Face, place: QRect, sentence: Sentence, rtl: bool) -> list[QRect]:
    """Where each part of a sentence stands; what does not fit has no width."""
    spots, used = [], 0
    for part in sentence:
        width = max(0, min(face.width(part.words), place.width() - used))
        spots.append(draw.mirrored(QRect(place.left() + used, place.top(), width, place.height()), place, rtl))
        used += width
    return spots


def paint_sentence(painter: QPainter, look: Look, place: QRect, sentence: Sentence, colour: QColor, rtl: bool) -> None:
    """A condition in words; each value has a dotted line under it."""
    face = look.f.secondary
    if rtl and not any(part.value for part in sentence):
        draw.text(painter, face, colour, place, "".join(p.words for p in sentence), draw.start(rtl))
        return
    base = place.top() + (place.height() + face.metrics.height()) // 2 - face.metrics.descent() + 2
    pen = QPen(colour, 1.0, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([1.0, 1.6])
    auto = painter.layoutDirection()
    for part, spot in zip(sentence, sentence_spots(face, place, sentence, rtl), strict=True):
        if spot.width() <= 0:
            continue
        if rtl and not part.value:  # between values, spaces and commas stand on the side on which the sentence goes on
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        draw.text(painter, face, colour, spot.adjusted(0, 0, 1, 0), part.words, draw.start(rtl))
        painter.setLayoutDirection(auto)
        if part.value:
            painter.setPen(pen)
            painter.drawLine(QPointF(spot.left(), base + 0.5), QPointF(spot.right(), base + 0.5))


def paint_ring(painter: QPainter, look: Look, place: QRect) -> None:
    """Where the keyboard is, around what can only be read."""
    if place.width() > 0:
        draw.outlined(painter, place.adjusted(-5, 2, 5, -2), look.s.radius_inner, look.c.focus, width=look.s.focus_ring)


def paint_cell(painter: QPainter, look: Look, place: QRect, cell: CellValue, ring: bool, rtl: bool) -> None:
    """A cell with label and points; a changed one with corner and old value; one being typed in with what was typed."""
    whole = round(cell.tenths / 10) or (cell.tenths > 0) - (cell.tenths < 0)
    before = None if not cell.changed or cell.before is None else round(cell.before / 10)
    if before == whole:
        before = whole + 1
    words = signed_words(cell.tenths) if cell.typed is None else cell.typed + "|"
    struck = signed_words(cell.before) if cell.changed and cell.before is not None else ""
    value = marks.HeatValue(cell.label, whole, before, cell.on, ring, words, struck)
    marks.paint_heat_cell(painter, look, place, value, rtl)


def _paint_tail(painter: QPainter, look: Look, place: QRect, row: CriterionRow, rtl: bool) -> None:
    """What stands behind the cells: a warning, or how the points fade."""
    rest = place
    for pill in row.insight.loud[:1]:
        needed = marks.pill_width(look, pill.words, True)
        if rest.width() < min(needed, 110):
            return
        marks.paint_pill(painter, look, rest, pill.words, pill_style(look, pill), "triangle-alert", rtl)
        rest = _after(rest, needed + look.s.s, rtl)
    if row.note and rest.width() > look.s.xl:
        colour = look.c.text2 if row.on else look.c.text3
        draw.text(painter, look.f.secondary, colour, rest, row.note, draw.start(rtl))


def pill_style(look: Look, pill: Pill) -> marks.PillStyle:
    """Warnings are warm, what breaks the matrix is red."""
    return marks.PillStyle(look.c.hot.tint, None, look.c.hot.text) if pill.grave else marks.warning_pill(look)


def paint_reach(painter: QPainter, look: Look, place: QRect, reach: Reached, on: bool, rtl: bool) -> None:
    """How many leads, which share, and a bar."""
    c, s, f = look.c, look.s, look.f
    upper = QRect(place.left(), place.top() + 1, place.width(), place.height() - s.m)
    colour = c.text2 if on else c.text3
    draw.text(painter, f.secondary, colour, upper, number(reach.leads), draw.start(rtl))
    share = numerals.percent(reach.percent)
    draw.text(painter, f.secondary, colour, upper, share, draw.end(rtl))
    track = QRectF(place.left(), place.bottom() - s.s - 1, place.width(), s.range_track)
    draw.rounded(painter, track, 2, c.sunken)
    width = track.width() * reach.leads / max(1, reach.total)
    unknown = track.width() * reach.unknown / max(1, reach.total)
    if unknown > 1:
        left = track.right() - width - unknown if rtl else track.left() + width
        draw.rounded(painter, QRectF(left, track.top() + 1, unknown, track.height() - 2), 1, c.line_strong)
    if width > 0:
        left = track.right() - max(2.0, width) if rtl else track.left()
        draw.rounded(painter, QRectF(left, track.top(), max(2.0, width), track.height()), 2, c.control)


def paint_rate(painter: QPainter, look: Look, place: QRect, rate: Rate, top: float, on: bool, rtl: bool) -> None:
    """A close rate: dot and interval beside the control line, which runs through all rows; or that they are too few."""
    c, f = look.c, look.f
    if not rate.enough:
        draw.text(painter, f.secondary, c.text3, place, rate_words(rate), draw.start(rtl))
        return
    words = _words_width(look)
    x = [rate_x(share, place, top, words, rtl) for share in (rate.control, rate.low, rate.share, rate.high)]
    middle = place.top() + place.height() / 2 + 0.5
    side = c.positive_bar if rate.side > 0 else c.negative_bar if rate.side < 0 else c.text3
    colour = side if on else c.text3
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QPointF(x[1], middle), QPointF(x[3], middle))
    for end in (x[1], x[3]):
        painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x[2], middle), 4, 4)
    share = numerals.percent(round(100 * rate.share))
    draw.text(painter, f.body, c.text1 if on else c.text3, place, share, draw.end(rtl))


def paint_control(painter: QPainter, look: Look, place: QRect, control: float, top: float, rtl: bool) -> None:
    """The control rate as a line from top to bottom of a row."""
    x = rate_x(control, place, top, _words_width(look), rtl)
    painter.fillRect(QRectF(round(x), place.top(), 1, place.height() + 1), look.c.control)


def _words_width(look: Look) -> int:
    return RATE_WORDS * look.s.switch_width // 28
