"""Asks until when something is put off: a few usual moments, or one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit, QMenu, QWidget

from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.dates import show_as
from leadqual_gui.ui.widgets.menus import passing_menu
from leadqual_gui.ui.widgets.themed import Label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MomentSheet(Popup):
    """Asks for a day and an hour. `answered(datetime)`."""

    answered = Signal(object)

    def __init__(self, theme: Theme, question: str, first: datetime, parent: QWidget) -> None:
        super().__init__(theme, question, parent)
        self.column.addWidget(Label(theme, question, "body_strong"))
        self.edit = QDateTimeEdit(QDateTime(first.replace(tzinfo=None)))  # type: ignore[call-overload]
        show_as(self.edit, "ddd d MMM yyyy, HH:mm")
        self.edit.setMinimumDateTime(QDateTime.currentDateTime())
        self.edit.setAccessibleName(question)
        self.column.addWidget(self.edit)
        take = primary_button(theme, self.tr("Put off until then"), key="Enter")
        take.clicked.connect(self._take)
        self.column.addWidget(take)
        self.setMinimumWidth(theme.look.s.search_field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        moment: datetime = self.edit.dateTime().toPython()  # type: ignore[assignment]
        self.close()
        self.answered.emit(moment.astimezone())


def later_menu(theme: Theme, parent: QWidget, now: datetime, then: Callable[[datetime], object], where: QRect) -> QMenu:
    """The usual moments, with keys 1 to 4, and one's own; not shown yet."""
    menu = passing_menu(parent)
    menu.setAccessibleName(wording.words("Put off until"))
    for number, (label, moment) in enumerate(wording.later_choices(now), 1):
        menu.addAction(f"&{number}  {label}").triggered.connect(lambda _on=False, m=moment: then(m))

    def ask() -> None:
        first = now.astimezone() + timedelta(days=2)
        sheet = MomentSheet(theme, wording.words("Put off until"), first, parent)
        sheet.answered.connect(then)
        sheet.show_at(where.bottomLeft())
        sheet.edit.setFocus()

    menu.addSeparator()
    menu.addAction(wording.words("Another day and hour")).triggered.connect(lambda _on=False: ask())
    return menu


def place_for(rect: QRect, rtl: bool) -> QPoint:
    """Where a menu about a row is shown."""
    corner = rect.bottomLeft() + QPoint(rect.width() // 3, -4)
    return rect.bottomRight() if rtl else corner
