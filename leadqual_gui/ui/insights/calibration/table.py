"""The table of the calibration: a line for each level, its interval against the control, and the points proposed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.ui.insights.calibration.layout import LinePlaces, line_places, rate_room
from leadqual_gui.ui.insights.calibration.rows import Line, Lines, Order, Part, change_words, few_words, lift_words
from leadqual_gui.ui.insights.wording import count, percent, points, tr
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.shapes import chevron, paint_check_box
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.marks import HeatValue
from leadqual_gui.ui.widgets.single_column import SingleColumn
from leadqual_gui.ui.widgets.themed import Themed

BAND, PIN_W, PIN_H = 8, 3, 12
LEAST_AXIS = 0.1
ROOM_ABOVE = 1.05


class CalibrationTable(SingleColumn):
    """Signals: `toggled(change)` for a check box by mouse, Space or Enter; `fold_asked()` for the last part;
    `looked_at(line)` when the user goes to one; `order_asked()` by S: sorted by the next column."""

    toggled = Signal(str)
    looked_at = Signal(object)
    order_asked = Signal()
    fold_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Criteria, their close rates and points"))
        self.control: CloseRate = CloseRate(0, 0)
        self.up_to = LEAST_AXIS
        self.busy = False

    def show_lines(self, lines: list[Line], taken: frozenset[str], control: CloseRate) -> None:
        """Show these."""
        self.control = control
        self.up_to = axis_end(lines, control)
        self.show_rows(Lines(lines, taken))
        if self.hasFocus() and not self.currentIndex().isValid():
            self.choose_row(0)
        self.viewport().update()

    @property
    def taken(self) -> frozenset[str]:
        """The chosen changes."""
        source = self.rows.source
        return source.taken if isinstance(source, Lines) else frozenset()

    def places_of(self, at: int) -> LinePlaces:
        """Where the parts of a line lie."""
        return line_places(self.visualRect(self.rows.index(at, 0)), self.theme.look.s, self.rtl())

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Line, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        c = look.c
        dim = row.few or row.title
        ground = c.selected if self.is_chosen(at) else c.hover if at == self.hovered else c.window if dim else c.base
        painter.fillRect(rect, ground)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line)
        if row.title:
            self._paint_title(painter, look, rect, row, rtl)
        else:
            self._paint_line(painter, look, line_places(rect, look.s, rtl), row, rtl)
        if self.shows_focus(at):
            draw.outlined(painter, rect, look.s.radius_inner, c.focus, width=look.s.focus_ring)

    def _paint_title(self, painter: QPainter, look: Look, rect: QRect, row: Line, rtl: bool) -> None:
        words = rect.adjusted(look.s.l, 0, -look.s.l, 0)
        width = draw.text(painter, look.f.secondary_strong, look.c.text2, words, row.label, draw.start(rtl))
        if row.fold is not None:
            x = words.right() - width - look.s.m if rtl else words.left() + width + look.s.m
            chevron(painter, QRectF(x, rect.top(), 1, rect.height()).center(), 8, look.c.text2, down=row.fold)

    def _paint_line(self, painter: QPainter, look: Look, place: LinePlaces, row: Line, rtl: bool) -> None:
        words = look.c.text3 if row.few else look.c.text1
        label = place.label.adjusted(0, 0, -look.s.s, 0) if not rtl else place.label.adjusted(look.s.s, 0, 0, 0)
        draw.text(painter, look.f.body, words, label, row.label, draw.start(rtl))
        draw.text(painter, look.f.body, words, place.leads, count(row.rate.leads), draw.end(rtl))
        draw.text(painter, look.f.body, words, place.customers, count(row.rate.won), draw.end(rtl))
        if place.rate.width():
            self._paint_rate(painter, look, place.rate, row, rtl)
        colour = self._tone(look, row)
        if not row.few and place.lift.width():
            draw.text(painter, look.f.body, colour, place.lift, lift_words(row.lift), draw.end(rtl))
        self._paint_points(painter, look, place, row, rtl)
        if row.part is not Part.VALUES:
            self._paint_check(painter, look, place.check, row)

    def _tone(self, look: Look, row: Line) -> QColor:
        c = look.c
        return c.positive_text if row.against > 0 else c.negative_text if row.against < 0 else c.text3

    def _paint_rate(self, painter: QPainter, look: Look, rect: QRect, row: Line, rtl: bool) -> None:
        room = rate_room(rect, look.s)
        if row.few:
            draw.text(painter, look.f.secondary, look.c.text3, room, few_words(row.rate), draw.start(rtl))
            return
        low, high = row.rate.interval
        zoom = look.s.rail / 72
        band = QRectF(
            self._x(low, room, rtl), room.center().y() + 1 - BAND * zoom / 2, self._x(high, room, rtl), BAND * zoom
        )
        left, right = sorted((band.x(), band.width()))
        shape = QRectF(left, band.top(), max(2.0, right - left), band.height())
        steps = look.c.plus.steps if row.against > 0 else look.c.minus.steps
        fill = steps[1 if not look.dark else 2] if row.against else look.c.line_strong
        draw.rounded(painter, shape, 2, fill)
        control = self.control.rate
        if control is not None:
            x = self._x(control, room, rtl)
            painter.fillRect(QRectF(x - 0.75, rect.top(), 1.5, rect.height()), look.c.control)
        pin = look.c.positive_bar if row.against > 0 else look.c.negative_bar if row.against < 0 else look.c.text3
        x = self._x(row.rate.rate or 0.0, room, rtl)
        place = QRectF(
            x - PIN_W * zoom / 2, shape.center().y() - PIN_H * zoom / 2 - 0.5, PIN_W * zoom, PIN_H * zoom + 1
        )
        draw.rounded(painter, place, 1, pin)

    def _x(self, rate: float, room: QRect, rtl: bool) -> float:
        share = min(1.0, rate / self.up_to)
        return draw.mirrored_x(room.left() + share * room.width(), room, rtl)

    def _paint_points(self, painter: QPainter, look: Look, place: LinePlaces, row: Line, rtl: bool) -> None:
        if row.proposed is None:
            return
        words = look.c.text3 if row.few or row.kept else look.c.text2
        if row.today is not None:
            draw.text(painter, look.f.body, words, place.today, points(row.today), draw.end(rtl))
        else:
            draw.text(painter, look.f.secondary, words, place.today, tr("new"), draw.end(rtl))
        draw.icon(painter, look, "arrow-right", look.c.text3, place.arrow, rtl, look.s.type_secondary)
        inside = place.proposed.adjusted(2, 0, 0, 0) if not rtl else place.proposed.adjusted(0, 0, -2, 0)
        if row.kept and row.change is None:
            wide = inside.united(place.change)
            draw.text(painter, look.f.secondary, look.c.text3, wide, tr("keep"), draw.start(rtl))
            return
        if row.change is None:
            draw.text(painter, look.f.body, look.c.text2, inside, points(row.proposed), draw.start(rtl))
        else:
            self._paint_heat(painter, look, place.proposed, row)
        if place.change.width():
            room = place.change.adjusted(look.s.s, 0, 0, 0) if not rtl else place.change.adjusted(0, 0, -look.s.s, 0)
            draw.text(painter, look.f.secondary, look.c.text3, room, change_words(row), draw.start(rtl))

    def _paint_heat(self, painter: QPainter, look: Look, rect: QRect, row: Line) -> None:
        whole = round((row.proposed or 0) / 10)
        cell = QRect(rect.left(), 0, rect.width(), min(look.s.heat_height, rect.height() - look.s.s))
        cell.moveCenter(rect.center())
        fill, words = marks.heat_colours(look, HeatValue("", whole))
        draw.rounded(painter, QRectF(cell), look.s.radius_inner, fill)
        draw.text(painter, look.f.body_strong, words, cell, points(row.proposed), draw.CENTRE)

    def _paint_check(self, painter: QPainter, look: Look, rect: QRect, row: Line) -> None:
        box = QRect(0, 0, look.s.check_box, look.s.check_box)
        box.moveCenter(rect.center())
        can = row.change is not None
        edge = look.c.control if can else look.c.line_strong
        on = row.change in self.taken
        paint_check_box(painter, (look.c.accent, edge, look.c.on_accent), box, on, False)

    # --- hands and keys ------------------------------------------------------------------------------------------
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row: Line = self.rows.row_at(index.row())
        self.looked_at.emit(row)
        where: QPoint = event.position().toPoint()
        if row.title or self.places_of(index.row()).check.contains(where):
            self._act(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row: Line | None = self.current_row()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and row:
            self._act(row)
            return
        if event.key() == Qt.Key.Key_S and not event.modifiers():
            self.order_asked.emit()
            return
        before = self.chosen_key
        super().keyPressEvent(event)
        if self.chosen_key != before:
            self.looked_at.emit(self.current_row())

    def _act(self, row: Line) -> None:
        if row.title and row.fold is not None:
            self.fold_asked.emit()
        elif row.change is not None:
            self.toggled.emit(row.change)


def axis_end(lines: Iterable[Line], control: CloseRate) -> float:
    """How far the axis of close rates goes."""
    highest = max((line.rate.interval[1] for line in lines if not line.few and not line.title), default=0.0)
    return min(1.0, max(LEAST_AXIS, highest * ROOM_ABOVE, 1.5 * (control.rate or 0.0)))


class TableHead(Themed, QWidget):
    """The names of the columns, as they lie below; a click sorts. `order_asked(Order)`."""

    order_asked = Signal(object)

    def __init__(self, theme: Theme, beneath: CalibrationTable) -> None:
        super().__init__()
        self._beneath = beneath
        self.order = Order.POINTS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Click a name to sort by it; S sorts by the next one"))
        self._follow(theme)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(self.look.s.table_head, self.look.f.secondary.leading + self.look.s.s))
        self.update()

    def _places(self) -> LinePlaces:
        viewport = self._beneath.viewport()
        x = viewport.mapTo(self._beneath, QPoint(0, 0)).x()
        return line_places(QRect(x, 0, viewport.width(), self.height()), self.look.s, self.rtl())

    def columns(self) -> list[tuple[Order, QRect, str, bool]]:
        """Order, place and name of each column; whether the name stands at its end."""
        place = self._places()
        return [
            (Order.NAME, place.label, tr("Criterion"), False),
            (Order.LEADS, place.leads, tr("Leads"), True),
            (Order.CUSTOMERS, place.customers, tr("Customers"), True),
            (Order.RATE, rate_room(place.rate, self.look.s), tr("Close rate"), False),
            (Order.LIFT, place.lift, tr("Lift"), True),
            (Order.POINTS, place.points, tr("Points, proposed"), False),
        ]

    def next_order(self) -> Order:
        """The order after this one."""
        known = [one for one, *_rest in self.columns()]
        return known[(known.index(self.order) + 1) % len(known)]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for order, rect, _words, _end in self.columns():
            if rect.width() > 0 and rect.contains(event.position().toPoint()):
                self.order_asked.emit(order)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl, rect = self.look, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(rect, look.c.base)
            painter.fillRect(0, rect.height() - 1, rect.width(), 1, look.c.line)
            for order, place, words, at_end in self.columns():
                if place.width() <= 0:
                    continue
                on = order is self.order
                room = place
                if order is Order.POINTS:
                    room = place.adjusted(look.s.l, 0, 0, 0) if not rtl else place.adjusted(0, 0, -look.s.l, 0)
                face, colour = (look.f.secondary_medium, look.c.text2) if on else (look.f.secondary, look.c.text3)
                draw.text(painter, face, colour, room, words, draw.end(rtl) if at_end else draw.start(rtl))
            self._paint_control(painter, rtl)
            check = self._places().check
            draw.text(painter, look.f.secondary, look.c.text3, check, tr("Apply"), draw.CENTRE)
        painter.end()

    def _paint_control(self, painter: QPainter, rtl: bool) -> None:
        """The control rate over its line, where there is room beside the column's name."""
        look, control = self.look, self._beneath.control
        if control.rate is None:
            return
        room = rate_room(self._places().rate, look.s)
        words = tr("control {rate}").format(rate=percent(control.rate))
        width = look.f.secondary.width(words) + 2
        used = look.f.secondary_medium.width(tr("Close rate")) + look.s.m
        x = room.left() + control.rate / self._beneath.up_to * room.width()
        left = min(max(x - width / 2, room.left() + used), room.right() - width)
        if left < room.left() + used:
            return
        place = QRect(round(left), room.top(), width, room.height())
        draw.text(painter, look.f.secondary, look.c.text2, draw.mirrored(place, room, rtl), words, draw.CENTRE)
