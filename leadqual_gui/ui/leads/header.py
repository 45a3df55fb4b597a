"""The head of the table: names, the arrow of the order, columns that are dragged, widened and chosen.

Columns have a width of their own; text columns share what the window has to spare, and when it is narrow they give
way, then the least column is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from leadqual_gui.ui.leads.columns import CHECK, Column
from leadqual_gui.ui.leads.painting import RIGHT_PADDING
from leadqual_gui.ui.theme.shapes import chevron, paint_check_box
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw

if TYPE_CHECKING:
    from leadqual_gui.ui.leads.table import LeadTable


def fitted(columns: tuple[Column, ...], wanted: dict[str, int], room: int) -> dict[str, int]:
    """How wide each column is in a window with that much room; 0 leaves a column out."""
    widths = {column.key: wanted.get(column.key, column.width) for column in columns}
    stretching = [column for column in columns if column.stretches and column.key not in wanted] or [
        column for column in columns if column.stretches
    ]
    spare = room - sum(widths.values())
    if spare >= 0:
        return _shared_out(widths, stretching, spare)
    spare = _squeezed(widths, columns, spare, lambda column: column.easy)
    for column in reversed(columns):
        if spare < 0 and column.gives_way and column.key not in wanted:
            spare += widths[column.key]
            widths[column.key] = 0
    spare = _squeezed(widths, columns, spare, lambda column: column.least)
    return _shared_out(widths, stretching, max(0, spare))


def _squeezed(widths: dict[str, int], columns: tuple[Column, ...], spare: int, floor: Callable[[Column], int]) -> int:
    """Take from text columns what is missing, the last one first; what is spare then."""
    for column in reversed(columns):
        if spare < 0 and column.stretches:
            given = min(-spare, max(0, widths[column.key] - floor(column)))
            widths[column.key] -= given
            spare += given
    return spare


def _shared_out(widths: dict[str, int], stretching: list[Column], spare: int) -> dict[str, int]:
    for at, column in enumerate(stretching):
        share = spare // (len(stretching) - at)
        widths[column.key] += share
        spare -= share
    return widths


class LeadHeader(QHeaderView):
    """The horizontal head. `sort_asked(column key)`; `widths_changed()` when the user widened or moved a column."""

    sort_asked = Signal(str)
    widths_changed = Signal()
    all_ticked = Signal(bool)

    def __init__(self, theme: Theme, table: LeadTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setViewport(QWidget())  # as in the table: so that Python need not find out what Qt's own is
        self._theme, self._table = theme, table
        self.wanted: dict[str, int] = {}
        self._fitting = False
        self.sorted_by, self.descending = "score", True
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setAccessibleName(self.tr("Columns"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionResized.connect(self._on_section_resized)
        self.sectionMoved.connect(self._on_section_moved)
        self.sectionClicked.connect(self._on_section_clicked)

    def dress(self) -> None:
        """Take over a new look."""
        self.updateGeometry()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        look = self._theme.look
        return QSize(super().sizeHint().width(), max(look.s.table_head, look.f.secondary_medium.metrics.height() + 8))

    def show_order(self, column: str, descending: bool) -> None:
        """Show by which column the list is sorted."""
        self.sorted_by, self.descending = column, descending
        self.viewport().update()

    def fit(self) -> None:
        """Give each column its width for the present room."""
        columns = self._columns()
        if not columns:
            return
        zoom = self._theme.zoom
        room = round(self._table.viewport().width() / zoom)
        self._fitting = True
        for at, (key, width) in enumerate(fitted(columns, self.wanted, room).items()):
            assert columns[at].key == key
            if self.isSectionHidden(at) != (width == 0):
                self.setSectionHidden(at, width == 0)
            if width and self.sectionSize(at) != round(width * zoom):
                self.resizeSection(at, round(width * zoom))
        self._fitting = False

    def order(self) -> list[str]:
        """The columns' keys as they stand, without the check box."""
        columns = self._columns()
        logical = [self.logicalIndex(at) for at in range(self.count())]
        return [columns[at].key for at in logical if columns[at].key != CHECK]

    def _columns(self) -> tuple[Column, ...]:
        model = self.model()
        return model.columns if model is not None else ()  # type: ignore[attr-defined]

    def _on_section_resized(self, section: int, _before: int, after: int) -> None:
        if not self._fitting and after > 0 and self._columns():
            self.wanted[self._columns()[section].key] = round(after / self._theme.zoom)
            self.widths_changed.emit()

    def _on_section_moved(self, _section: int, _before: int, _after: int) -> None:
        self.widths_changed.emit()

    def _on_section_clicked(self, section: int) -> None:
        key = self._columns()[section].key
        if key == CHECK:
            self.all_ticked.emit(not self._all_ticked())
        else:
            self.sort_asked.emit(key)

    def _all_ticked(self) -> bool:
        model = self._table.model()
        return bool(model.rowCount()) and len(model.ticked) >= model.rowCount()  # type: ignore[attr-defined]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a column's edge: back to the width that suits it."""
        section = self.logicalIndexAt(event.position().toPoint() - QRect(4, 0, 0, 0).topLeft())
        if section >= 0 and self.cursor().shape() == Qt.CursorShape.SplitHCursor:
            self.wanted.pop(self._columns()[section].key, None)
            self.fit()
            self.widths_changed.emit()
            return
        super().mouseDoubleClickEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look, columns = self._theme.look, self._columns()
        painter.fillRect(rect, look.c.base)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.c.line)
        if section >= len(columns):
            return
        if columns[section].key == CHECK:
            self._paint_check_box(painter, rect)
            return
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        face, place = look.f.secondary_medium, rect.adjusted(0, 0, -RIGHT_PADDING, -1)
        if rtl:
            place = rect.adjusted(RIGHT_PADDING, 0, 0, -1)
        used = draw.text(painter, face, look.c.text3, place, words, draw.start(rtl))
        if columns[section].key == self.sorted_by:
            self._paint_arrow(painter, place, used, rtl)

    def _paint_arrow(self, painter: QPainter, place: QRect, used: int, rtl: bool) -> None:
        look = self._theme.look
        x = place.right() - used - look.s.s if rtl else place.left() + used + look.s.s + 2
        with draw.painting(painter):
            chevron(painter, QPointF(x, place.center().y() + 1), look.s.s - 1, look.c.text3, down=self.descending)

    def _paint_check_box(self, painter: QPainter, rect: QRect) -> None:
        c, size = self._theme.look.c, self._theme.look.s.check_box
        box = QRect(0, 0, size, size)
        box.moveCenter(rect.center())
        some = bool(self._table.model().ticked)  # type: ignore[attr-defined]
        with draw.painting(painter):
            paint_check_box(painter, (c.accent, c.control, c.on_accent), box, self._all_ticked(), some)
