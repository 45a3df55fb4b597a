"""Asks what is promised to a lead, and for when: a call or an e-mail, a day and an hour, and about what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QGridLayout, QLineEdit, QWidget

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today.wording import later_choices
from leadqual_gui.ui.widgets.controls import Button, Height, primary_button
from leadqual_gui.ui.widgets.dates import show_as
from leadqual_gui.ui.widgets.themed import Label, margins

Answered = Callable[[FollowUp], str]
"""Takes the promise; "" or why it cannot be."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromiseSheet(Popup):
    """A promise, new (id 0) or to be changed. `answered` takes it; what it says against it is shown, and it stays."""

    def __init__(
        self, theme: Theme, name: str, promise: FollowUp, now: datetime, answered: Answered, parent: QWidget
    ) -> None:
        title = self.tr("Promise to {name}") if not promise.id else self.tr("What was promised to {name}")
        super().__init__(theme, title.format(name=name), parent)
        self._promise, self._now, self._answered = promise, now, answered
        self.what, self.when, self.about = QComboBox(), QDateTimeEdit(), QLineEdit(promise.note or "")
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        self.take = primary_button(
            theme, self.tr("Promise it") if not promise.id else self.tr("Keep it so"), key="Enter"
        )
        self.take.clicked.connect(self._take)
        self.column.addWidget(Label(theme, title.format(name=name), "body_strong"))
        self._fill()
        self._lay_out()

    def _fill(self) -> None:
        for key, label in (("call", self.tr("Call")), ("email", self.tr("Write an e-mail"))):
            self.what.addItem(label, key)
        at = self.what.findData(self._promise.action)
        if at < 0:
            self.what.addItem(self._promise.action, self._promise.action)
            at = self.what.count() - 1
        self.what.setCurrentIndex(at)
        show_as(self.when, "ddd d MMM yyyy, HH:mm")
        self._set_moment(self._promise.due_at)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        grid = margins(QGridLayout(), 0, 0, 0, 0, s.s)
        names = (self.tr("What"), self.tr("When"), self.tr("About what"))
        for row, (name, field) in enumerate(zip(names, (self.what, self.when, self.about), strict=True)):
            label = Label(self.theme, name, "secondary", "text3")
            label.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        quick = QWidget()
        flow = Flow(quick, s.xs)
        self.moments = []
        for number, (words, moment) in enumerate(later_choices(self._now), 1):
            button = Button(self.theme, words, height=Height.SMALL)
            button.setShortcut(f"Alt+{number}")
            button.setToolTip(f"{words} (Alt+{number})")
            button.clicked.connect(lambda _on=False, m=moment: self._set_moment(m))
            flow.addWidget(button)
            self.moments.append(button)
        self.column.addWidget(quick)
        self.column.addWidget(self.refusal)
        self.column.addWidget(self.take)
        self.setMinimumWidth(s.inspector_matrix)

    def _set_moment(self, moment: datetime) -> None:
        self.when.setDateTime(QDateTime(moment.astimezone().replace(tzinfo=None)))  # type: ignore[call-overload]

    def moment(self) -> datetime:
        """The moment that is written there, in the zone of this computer."""
        bare: datetime = self.when.dateTime().toPython()  # type: ignore[assignment]
        return bare.astimezone()

    def _take(self) -> None:
        note = self.about.text().strip() or None
        promise = replace(self._promise, action=str(self.what.currentData()), due_at=self.moment(), note=note)
        reason = self._answered(promise)
        if not reason:
            self.finish()
            self.close()
            return
        self.refusal.setText(reason)
        self.refusal.show()
        self.adjustSize()
        self.when.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)
