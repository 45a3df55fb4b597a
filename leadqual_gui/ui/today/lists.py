"""The three lists of Today: whom to call, alerts, promises. Each is worked down with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelection, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.services.today_values import AlertRow, FollowUpRow, Today, TodayRow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import rows, wording
from leadqual_gui.ui.today.rows import Ground
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.single_column import RowList, SingleColumn
from leadqual_gui.ui.widgets.themed import Themed

MakeGround = Callable[[], Ground]
LATER_KEY = -1


@dataclass(frozen=True, slots=True)
class LaterHead:
    """The heading over what falls due within the week."""

    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the list with its rank (0: no rank, it is due later)."""

    rank: int
    row: TodayRow


class TodaySource:
    """Leads that are due, then a heading, then, if it is open, those of the days to come."""

    def __init__(self, today: Today, is_open: bool, ground: MakeGround) -> None:
        self._due, self._later = today.due, today.later
        self._open, self._ground = is_open, ground

    def __len__(self) -> int:
        later = len(self._later)
        return len(self._due) + (1 + (later if self._open else 0) if later else 0)

    def row(self, index: int) -> Placed | LaterHead:
        """A lead with its rank, or the heading."""
        due = len(self._due)
        if index < due:
            return Placed(index + 1, self._due.row(index))
        if index == due:
            return LaterHead(len(self._later), self._open)
        return Placed(0, self._later.row(index - due - 1))

    def key(self, index: int) -> int:
        """The lead of a row."""
        due = len(self._due)
        if index < due:
            return self._due.ids()[index]
        return LATER_KEY if index == due else self._later.ids()[index - due - 1]

    def index_of(self, key: int) -> int | None:
        """Where a lead stands."""
        if key == LATER_KEY:
            return len(self._due) if len(self._later) else None
        at = self._due.index_of(key)
        if at is None and self._open and (later := self._later.index_of(key)) is not None:
            return len(self._due) + 1 + later
        return at

    def label(self, row: Any) -> str:
        """A name."""
        return wording.words("Later this week") if isinstance(row, LaterHead) else row.row.row.name

    def spoken(self, row: Any) -> str:
        """A whole row in words."""
        if isinstance(row, LaterHead):
            state = wording.words("open") if row.is_open else wording.words("closed")
            return f"{self.label(row)}, {wording.words('%Ln lead(s)', row.count)}, {state}"
        ground = self._ground()
        return wording.spoken_row(row.rank, row.row, ground.vocabulary, ground.language, ground.now)

    def tip(self, row: Any) -> str:
        """How the rank came about."""
        if isinstance(row, LaterHead):
            return ""
        ground = self._ground()
        why = wording.why_words(row.row, ground.vocabulary, ground.language)
        return f"{why}\n\n{wording.rank_words(row.row)}"


class WorkList(SingleColumn):
    """A list that is worked down. `later_asked(key)` on L, `note_asked(key)` on N, `done_asked(key)` on D."""

    later_asked = Signal(int)
    note_asked = Signal(int)
    done_asked = Signal(int)

    def __init__(self, theme: Theme, name: str, ground: MakeGround) -> None:
        self.ground = ground
        super().__init__(theme, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {Qt.Key.Key_L: self.later_asked, Qt.Key.Key_N: self.note_asked, Qt.Key.Key_D: self.done_asked}
        signal = asked.get(Qt.Key(event.key()))
        if not self.currentIndex().isValid():
            self.choose_row(0)
        if signal is not None and not event.modifiers() and self.chosen_key > 0:
            signal.emit(self.chosen_key)
            return
        super().keyPressEvent(event)

    def place_of_current(self) -> QRect:
        """The current row, in global coordinates."""
        rect = self.visualRect(self.currentIndex())
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _paint_ground(self, painter: QPainter, rect: QRect, at: int) -> bool:
        chosen = self.is_chosen(at) and self.marks_current()
        rows.paint_ground(painter, self.ground(), rect, chosen, at == self.hovered, self.shows_focus(at))
        return chosen

    def marks_current(self) -> bool:
        """Whether the current row is marked also while the keyboard is elsewhere."""
        return self.hasFocus()


class CallList(WorkList):
    """Whom to call, in order. `later_toggled()`: show or hide the days to come; `resized()`: so does the head;
    `rank_asked(lead)` on W: why it stands where it does."""

    later_toggled = Signal()
    rank_asked = Signal(int)
    resized = Signal()

    def __init__(self, theme: Theme, name: str, ground: MakeGround) -> None:
        super().__init__(theme, name, ground)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row_call_list, 2 * look.f.body.metrics.height() + look.s.s)

    def marks_current(self) -> bool:
        return True

    def chosen_ids(self) -> tuple[int, ...]:
        """The chosen leads, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = tuple(key for row in rows if (key := self.rows.source.key(row)) > 0)
        return found or ((self.chosen_key,) if self.chosen_key > 0 else ())

    def is_chosen(self, at: int) -> bool:
        several = len(self.selectionModel().selectedRows()) > 1
        return self.selectionModel().isRowSelected(at) if several else super().is_chosen(at)

    def shows_focus(self, at: int) -> bool:
        return at == self.currentIndex().row() and super().shows_focus(at)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any, at: int) -> None:
        rect = option.rect
        chosen = self._paint_ground(painter, rect, at)
        if isinstance(row, LaterHead):
            rows.paint_later_head(painter, self.ground(), rect, row.count, row.is_open)
            return
        rows.paint_call(painter, self.ground(), rect, row.rank, row.row, chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if isinstance(self.current_row(), LaterHead) and event.button() == Qt.MouseButton.LeftButton:
            self.later_toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        head = self.current_row()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(head, LaterHead):
            onward, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if self.rtl() else (Qt.Key.Key_Right, Qt.Key.Key_Left)
            wants = {onward: True, back: False}.get(Qt.Key(event.key()))
            if event.key() in keys or (wants is not None and wants != head.is_open):
                self.later_toggled.emit()
                return
        elif event.key() == Qt.Key.Key_W and not event.modifiers() and self.chosen_key > 0:
            self.rank_asked.emit(self.chosen_key)
            return
        super().keyPressEvent(event)


class CallHead(Themed, QWidget):
    """The names of the columns over the call list."""

    def __init__(self, theme: Theme, beneath: CallList) -> None:
        super().__init__()
        self._beneath = beneath
        beneath.resized.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(0, max(self.look.s.table_head, self.look.f.secondary.leading + self.look.s.s))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl, rect = self.look, self.rtl(), self.rect()
        viewport = self._beneath.viewport()
        place = rows.call_layout(QRect(viewport.x(), 0, viewport.width(), rect.height()), look, rtl)
        names = (
            (place.lead, self.tr("Lead")),
            (place.score, self.tr("Score")),
            (place.grade, self.tr("Grade")),
            (place.tier, self.tr("Tier")),
            (place.trend, self.tr("Trend")),
            (place.why, self.tr("Why, and what to do next")),
        )
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(rect, look.c.base)
            painter.fillRect(QRect(0, rect.bottom(), rect.width(), 1), look.c.line)
            for column, words in names:
                if column.width():
                    inner = rows.inset(column, look.s.xs, rtl)
                    draw.text(painter, look.f.secondary, look.c.text3, inner, words, draw.start(rtl))
            draw.text(painter, look.f.secondary, look.c.text3, place.due, self.tr("Due"), draw.end(rtl))
        painter.end()


class AlertSource(RowList):
    """Alerts as rows."""

    def __init__(self, found: Sequence[AlertRow], ground: MakeGround) -> None:
        super().__init__(found)
        self._ground = ground

    def key(self, index: int) -> int:
        return int(self.rows[index].alert.id)

    def label(self, row: Any) -> str:
        return wording.alert_title(row, self._ground().vocabulary)

    def spoken(self, row: Any) -> str:
        ground = self._ground()
        return wording.spoken_alert(row, ground.vocabulary, ground.language)


class AlertList(WorkList):
    """What changed about leads. `step_asked(alert)`: the next step, by its button or Enter."""

    step_asked = Signal(int)

    def __init__(self, theme: Theme, name: str, ground: MakeGround) -> None:
        super().__init__(theme, name, ground)
        self.entered_row.connect(self.step_asked)

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row_alert, 2 * look.f.body.metrics.height() + look.s.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: AlertRow, at: int) -> None:
        self._paint_ground(painter, option.rect, at)
        place = rows.alert_layout(option.rect, self.theme.look, wording.alert_step(row), self.rtl())
        rows.paint_alert(painter, self.ground(), option.rect, row, place.step.contains(self.pointer))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        super().mouseReleaseEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            row: AlertRow = self.rows.row_at(index.row())
            rect = self.visualRect(index)
            if rows.alert_layout(rect, self.theme.look, wording.alert_step(row), self.rtl()).step.contains(where):
                self.step_asked.emit(row.alert.id)


class PromiseSource(RowList):
    """Promises as rows."""

    def __init__(self, found: Sequence[FollowUpRow], ground: MakeGround) -> None:
        super().__init__(found)
        self._ground = ground

    def key(self, index: int) -> int:
        return int(self.rows[index].follow_up.id)

    def label(self, row: Any) -> str:
        return str(row.row.name)

    def spoken(self, row: Any) -> str:
        return wording.spoken_promise(row, self._ground().now)


class PromiseList(WorkList):
    """What was promised and is due."""

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row_follow_up, look.f.body.metrics.height() + look.s.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: FollowUpRow, at: int) -> None:
        self._paint_ground(painter, option.rect, at)
        rows.paint_promise(painter, self.ground(), option.rect, row)
