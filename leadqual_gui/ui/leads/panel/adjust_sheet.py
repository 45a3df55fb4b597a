"""Asks for points by hand: how many, on which axis, why, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QLineEdit, QWidget

from leadqual_gui.domain.matrix import ENGAGEMENT, FIT
from leadqual_gui.services.commands import AdjustScore
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_numbers import PointsBox
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.dates import show_as
from leadqual_gui.ui.widgets.themed import Label, margins

Answered = Callable[[AdjustScore], str]
"""Takes the points; "" or why they cannot be given."""
USUAL_DAYS, USUAL_POINTS, MOST = 30, 5, 100
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AdjustSheet(Popup):
    """Points for one lead, which the ledger shows with their reason. `author`: who gives them."""

    def __init__(
        self, theme: Theme, name: str, lead_id: int, now: datetime, author: str, answered: Answered, parent: QWidget
    ) -> None:
        title = self.tr("Points by hand for {name}").format(name=name)
        super().__init__(theme, title, parent)
        self._lead, self._author, self._answered = lead_id, author, answered
        self.points, self.axis, self.reason = PointsBox(), QComboBox(), QLineEdit()
        self.ends, self.until = QCheckBox(self.tr("Only until")), QDateEdit()
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        self.take = primary_button(theme, self.tr("Give these points"), key="Enter")
        self.take.clicked.connect(self._take)
        self.column.addWidget(Label(theme, title, "body_strong"))
        self._fill(now)
        self._lay_out()

    def _fill(self, now: datetime) -> None:
        self.points.setRange(-MOST, MOST)
        self.points.setValue(USUAL_POINTS)
        for axis in (FIT, ENGAGEMENT):
            self.axis.addItem(field_label(axis), axis)
        self.reason.setPlaceholderText(self.tr("The ledger will say why"))
        day = (now.astimezone() + timedelta(days=USUAL_DAYS)).date()
        self.until.setDate(QDate(day.year, day.month, day.day))
        show_as(self.until, "ddd d MMM yyyy")
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        grid = margins(QGridLayout(), 0, 0, 0, s.xs, s.s)
        names = (self.tr("Points"), self.tr("Counts on"), self.tr("Why"))
        for row, (name, field) in enumerate(zip(names, (self.points, self.axis, self.reason), strict=True)):
            label = Label(self.theme, name, "secondary", "text3")
            label.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.until.setAccessibleName(self.tr("Until when they count"))
        grid.addWidget(self.ends, 3, 0)
        grid.addWidget(self.until, 3, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self.refusal)
        self.column.addWidget(self.take)
        self.setMinimumWidth(s.inspector_least)

    def end(self) -> datetime | None:
        """The last moment at which the points count: the end of the day chosen."""
        if not self.ends.isChecked():
            return None
        day = self.until.date()
        bare = datetime.combine(datetime(day.year(), day.month(), day.day()).date(), time(23, 59))
        return bare.astimezone()

    def _take(self) -> None:
        command = AdjustScore(
            self._lead,
            round(self.points.value() * 10),
            str(self.axis.currentData()),
            self.reason.text().strip(),
            self._author,
            self.end(),
        )
        said = self._answered(command)
        if not said:
            self.finish()
            self.close()
            return
        self.refusal.setText(said)
        self.refusal.show()
        self.adjustSize()
        (self.reason if not command.reason else self.points).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)
