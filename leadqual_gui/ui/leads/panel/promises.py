"""What is promised to the chosen lead: each with its day and hour; to be moved, done, put off or called off by key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.ui.fields import clock, days_between
from leadqual_gui.ui.leads.panel.activity_tab import when_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.menus import add_action, passing_menu
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow, TimeLineView

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

_KEYS = {Qt.Key.Key_D: "done", Qt.Key.Key_L: "later", Qt.Key.Key_Delete: "off"}
NURTURE = "nurture"


class PromiseLines(TimeLineView):
    """Promises as lines. `asked(row, what)`: "done" on D, "later" on L, "off" on Delete; `menu_asked(row)`."""

    asked = Signal(object, str)
    menu_asked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, what = self.current_row(), _KEYS.get(Qt.Key(event.key()))
        if row is not None and what is not None and not event.modifiers():
            self.asked.emit(row, what)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current_row()
        if row is not None:
            self.menu_asked.emit(row)


class Promises(QWidget):
    """The open promises of one lead.

    Signals: `add_asked()`; `change_asked(FollowUp)`; `later_asked(FollowUp)`; `done_asked(id)`; `off_asked(id)`.
    """

    add_asked = Signal()
    change_asked = Signal(object)
    later_asked = Signal(object)
    done_asked = Signal(int)
    off_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._open: tuple[FollowUp, ...] = ()
        self.lines = PromiseLines(theme)
        self.lines.setAccessibleName(self.tr("Follow-ups"))
        self.add = Button(theme, self.tr("Follow-up"), Kind.PLAIN, "calendar-clock", height=Height.SMALL)
        self.add.setToolTip(self.tr("Promise a follow-up (Ctrl+Shift+L)"))
        self.head = Label(theme, self.tr("Follow-ups"), "body_strong")
        s = theme.look.s
        first = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        first.addWidget(self.head, 1)
        first.addWidget(self.add)
        column = margins(QVBoxLayout(self), s.l, s.s, s.l, 0, s.s)
        column.addLayout(first)
        column.addWidget(self.lines)
        self.add.clicked.connect(self.add_asked)
        self.lines.opened.connect(lambda row: self._about(row, "change"))
        self.lines.asked.connect(self._about)
        self.lines.menu_asked.connect(self._on_menu_asked)

    def show_promises(self, found: Sequence[FollowUp], now: datetime) -> None:
        """Show what is promised and not done yet, the soonest first."""
        kept = [promise for promise in found if promise.done_at is None and promise.action != NURTURE]
        self._open = tuple(sorted(kept, key=lambda promise: (promise.due_at, promise.id)))
        self.lines.set_rows([self._row(promise, now) for promise in self._open])
        self.lines.setVisible(bool(self._open))
        self.lines.setToolTip(self.tr("Enter changes it, L puts it off, D is done, Delete calls it off"))

    def _row(self, promise: FollowUp, now: datetime) -> TimeLineRow:
        what = {"call": self.tr("Call"), "email": self.tr("Write an e-mail")}.get(promise.action, promise.action)
        label = f"{what}: {promise.note}" if promise.note else what
        late = days_between(promise.due_at, now)
        tag = self.tr("%Ln day(s) late", "", late) if late > 0 else self.tr("late") if promise.due_at < now else ""
        icon = "mail" if promise.action == "email" else "phone"
        return TimeLineRow(label, self._when(promise.due_at, now), icon, tag, bool(tag), key=str(promise.id))

    def _when(self, due: datetime, now: datetime) -> str:
        if days_between(now, due) == 1:
            return self.tr("Tomorrow, {time}").format(time=clock(due))
        return when_words(due, now)

    def _about(self, row: TimeLineRow, what: str) -> None:
        promise = next((one for one in self._open if str(one.id) == row.key), None)
        if promise is None:
            return
        match what:
            case "change":
                self.change_asked.emit(promise)
            case "later":
                self.later_asked.emit(promise)
            case "done":
                self.done_asked.emit(promise.id)
            case _:
                self.off_asked.emit(promise.id)

    def _on_menu_asked(self, row: TimeLineRow) -> None:
        from PySide6.QtGui import QCursor

        menu = passing_menu(self)
        entries = (
            (self.tr("Change"), "change", "Return"),
            (self.tr("Later"), "later", "L"),
            (self.tr("Done"), "done", "D"),
            (self.tr("Call off"), "off", "Del"),
        )
        for label, what, key in entries:
            add_action(menu, label, partial(self._about, row, what), key)
        menu.popup(QCursor.pos())
