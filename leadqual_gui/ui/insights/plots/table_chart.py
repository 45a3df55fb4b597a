"""A table as a picture: lines with numbers, bars, intervals around the control rate, shades, and bars in parts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.plots.marks import paint_interval_bar
from leadqual_gui.ui.insights.plots.pictures import Cell, Column, Kind, Row, Table
from leadqual_gui.ui.insights.wording import percent, tr
from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import named_colour

MOST_WORDS = 0.3
LEAST_DRAWN = 90
MOST_DRAWN = 360
LEAST_HEAT, MOST_HEAT = 40, 64
STEPS = 5


class TableChart(Chart):
    """Shows a Table. `row_chosen(id of a lead)` with Enter or a double click on its line."""

    row_chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, table: Table) -> None:
        super().__init__(theme, name)
        self.table = table
        self._row = -1
        if table.rows:
            self.setAccessibleDescription(table.rows[0].spoken)

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(super().sizeHint().width(), self._head(self.look) + len(self.table.rows) * _line(self.look) + s.s)

    # --- geometry ------------------------------------------------------------------------------------------------
    @staticmethod
    def _head(look: Look) -> int:
        return look.s.table_head

    def places(self, look: Look, width: int) -> list[tuple[int, int]]:
        """Where each column begins and how wide it is, from left to right."""
        s = look.s
        widths = [self._natural(look, at, column, width) for at, column in enumerate(self.table.columns)]
        drawn = [at for at, one in enumerate(widths) if one < 0]
        heats = [at for at, column in enumerate(self.table.columns) if column.kind is Kind.HEAT]
        spare = width - sum(one for one in widths if one > 0) - s.m * len(widths)
        for at in drawn:
            widths[at] = min(MOST_DRAWN, max(LEAST_DRAWN, spare // len(drawn)))
        for at in heats:
            widths[at] = min(MOST_HEAT, max(LEAST_HEAT, widths[at]))
        for at, column in enumerate(self.table.columns):
            if column.kind is Kind.WORDS and not drawn and spare > 0:
                more = min(spare, self._widest(look, at, column) - widths[at])
                widths[at], spare = widths[at] + more, spare - more
        found, x = [], 0
        for at, one in enumerate(widths):
            found.append((x, one))
            x += one + (2 if at in heats and at + 1 in heats else s.m)
        return found

    def _natural(self, look: Look, at: int, column: Column, width: int) -> int:
        """How wide a column wants to be; -1: what is left."""
        if column.kind in (Kind.BAR, Kind.INTERVAL, Kind.PARTS):
            return -1
        widest = self._widest(look, at, column)
        return min(widest, round(MOST_WORDS * width)) if column.kind is Kind.WORDS else widest

    def _widest(self, look: Look, at: int, column: Column) -> int:
        """The room that its longest words need."""
        cells = (look.f.body.width(row.cells[at].text) for row in self.table.rows)
        return max((look.f.secondary.width(column.title), *cells), default=0) + 4

    def _row_at(self, at: QPoint) -> int | None:
        place = (at.y() - self._head(self.look)) // _line(self.look)
        return place if at.y() >= self._head(self.look) and place < len(self.table.rows) else None

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_chart(self, painter: QPainter, look: Look, rect: QRect, rtl: bool) -> None:
        places = self.places(look, rect.width())
        head = QRect(rect.left(), rect.top(), rect.width(), self._head(look))
        for column, (x, width) in zip(self.table.columns, places, strict=True):
            self._paint_title(painter, look, draw.mirrored(_at(head, x, width), rect, rtl), column, rtl)
        draw.rule(painter, look.c.line, QPointF(head.bottomLeft()), QPointF(head.bottomRight()))
        for number, row in enumerate(self.table.rows):
            line = QRect(rect.left(), head.bottom() + 1 + number * _line(look), rect.width(), _line(look))
            for at, (column, (x, width)) in enumerate(zip(self.table.columns, places, strict=True)):
                place = draw.mirrored(_at(line, x, width), rect, rtl)
                self._paint_cell(painter, look, place, at, column, row, rtl)
            draw.rule(painter, look.c.line, QPointF(line.bottomLeft()), QPointF(line.bottomRight()))

    def paint_pointed(self, painter: QPainter, look: Look, rect: QRect, rtl: bool, at: QPoint) -> None:
        row = self._row_at(at)
        if row is not None:
            line = QRect(rect.left(), self._head(look) + row * _line(look), rect.width(), _line(look))
            draw.outlined(painter, line, look.s.radius_inner, look.c.focus)

    def _paint_title(self, painter: QPainter, look: Look, place: QRect, column: Column, rtl: bool) -> None:
        face, colour = look.f.secondary, look.c.text3
        align = {Kind.NUMBER: draw.end(rtl), Kind.HEAT: draw.CENTRE}.get(column.kind, draw.start(rtl))
        draw.text(painter, face, colour, place, column.title, align)
        control = column.control
        if column.kind is Kind.INTERVAL and control is not None and control.rate is not None:
            words = tr("control {rate}").format(rate=percent(control.rate))
            x = self._x(control.rate, place, column, rtl)
            width = face.width(words) + 4
            left = min(max(round(x - width / 2), place.left()), place.right() - width)
            taken = face.width(column.title) + look.s.s
            free = left + width < place.right() - taken if rtl else left > place.left() + taken
            if free:
                draw.text(painter, face, look.c.text2, QRect(left, place.top(), width, place.height()), words)

    def _paint_cell(
        self, painter: QPainter, look: Look, place: QRect, at: int, column: Column, row: Row, rtl: bool
    ) -> None:
        cell = row.cells[at]
        colour = look.c.text3 if row.dim else look.c.text1
        match column.kind:
            case Kind.WORDS:
                draw.text(painter, look.f.body, colour, place, cell.text, draw.start(rtl))
            case Kind.NUMBER:
                face: Face = look.f.body
                draw.text(painter, face, colour, place, cell.text, draw.end(rtl))
            case Kind.BAR:
                self._paint_bar(painter, look, place, cell, rtl)
            case Kind.INTERVAL:
                self._paint_interval(painter, look, place, column, cell, row.dim, rtl)
            case Kind.HEAT:
                self._paint_heat(painter, look, place, cell)
            case Kind.PARTS:
                self._paint_parts(painter, look, place, cell, rtl)

    def _paint_bar(self, painter: QPainter, look: Look, place: QRect, cell: Cell, rtl: bool) -> None:
        if not cell.share:
            return
        height = look.s.m + 2
        bar = QRect(
            place.left(),
            place.top() + (place.height() - height) // 2,
            max(1, round(place.width() * cell.share)),
            height,
        )
        draw.rounded(painter, QRectF(draw.mirrored(bar, place, rtl)), 2, look.c.control)

    def _most(self, column: Column) -> float:
        at = self.table.columns.index(column)
        tops = [rate.interval[1] for row in self.table.rows if (rate := row.cells[at].rate) and rate.leads]
        return min(1.0, max([*tops, 0.1]))

    def _x(self, share: float, place: QRect, column: Column, rtl: bool) -> float:
        return draw.mirrored_x(place.left() + place.width() * min(1.0, share / self._most(column)), place, rtl)

    def _paint_interval(
        self, painter: QPainter, look: Look, place: QRect, column: Column, cell: Cell, dim: bool, rtl: bool
    ) -> None:
        control, rate = column.control, cell.rate
        if control is not None and control.rate is not None:
            x = self._x(control.rate, place, column, rtl)
            draw.rule(painter, look.c.control, QPointF(x, place.top()), QPointF(x, place.bottom() + 1))
        if rate is None or rate.rate is None:
            return
        side = 0 if control is None or dim else rate.against(control)
        colour = (look.c.text3, look.c.positive_bar, look.c.negative_bar)[side]
        ends = sorted(self._x(end, place, column, rtl) for end in rate.interval)
        middle = place.top() + place.height() / 2
        paint_interval_bar(painter, QRectF(ends[0], middle - 4, max(2.0, ends[1] - ends[0]), 8), colour, dim)
        x = self._x(rate.rate, place, column, rtl)
        draw.rounded(painter, QRectF(x - 1.5, middle - 7, 3, 14), 1, colour)

    def _paint_heat(self, painter: QPainter, look: Look, place: QRect, cell: Cell) -> None:
        if cell.share is None:
            draw.text(painter, look.f.secondary, look.c.text3, place, cell.text, draw.CENTRE)
            return
        step = min(STEPS - 1, int(cell.share * STEPS))
        ground = QRectF(place.adjusted(0, 2, 0, -2))
        draw.rounded(painter, ground, 3, look.c.plus.steps[step] if cell.share > 0 else look.c.hover)
        ink = look.c.plus.text[step] if cell.share > 0 else look.c.text3
        draw.text(painter, look.f.secondary, ink, place, cell.text, draw.CENTRE)

    def _paint_parts(self, painter: QPainter, look: Look, place: QRect, cell: Cell, rtl: bool) -> None:
        total = sum(part.count for part in cell.parts)
        x, height = float(place.left()), look.s.l
        face = look.f.secondary
        for part in cell.parts:
            width = place.width() * part.count / max(1, total)
            shape = QRect(
                round(x),
                place.top() + (place.height() - height) // 2,
                max(1, round(x + width) - round(x) - 2),
                height,
            )
            shape = draw.mirrored(shape, place, rtl)
            draw.rounded(painter, QRectF(shape), 2, named_colour(look, part.ink))
            words = f"{part.name} {part.count}"
            if face.width(words) + 8 <= shape.width():
                draw.text(painter, face, look.c.text1, shape.adjusted(4, 0, -4, 0), words, draw.start(rtl))
            x += width

    # --- pointing ------------------------------------------------------------------------------------------------
    def words_at(self, at: QPoint) -> str:
        row = self._row_at(at)
        return "" if row is None else self.table.rows[row].spoken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.table.rows) - 1
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._row <= last:
            self._choose(self._row)
            return
        steps = {
            Qt.Key.Key_Down: self._row + 1,
            Qt.Key.Key_Up: self._row - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key not in steps or last < 0:
            super().keyPressEvent(event)
            return
        self._row = min(max(0, steps[key]), last)
        middle = self._head(self.look) + self._row * _line(self.look) + _line(self.look) // 2
        self._step_to(QPoint(self.width() // 2, middle))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self._choose(row)

    def _choose(self, row: int) -> None:
        lead_id = self.table.rows[row].lead_id
        if lead_id is not None:
            self.row_chosen.emit(lead_id)


def _line(look: Look) -> int:
    return look.s.row - look.s.xs


def _at(line: QRect, x: int, width: int) -> QRect:
    return QRect(line.left() + x, line.top(), width, line.height())
