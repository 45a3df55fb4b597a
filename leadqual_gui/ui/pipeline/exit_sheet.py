"""Asks what a way out needs: why a lead is lost or disqualified, and until when it rests."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QHBoxLayout, QLineEdit, QWidget

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Chip, primary_button
from leadqual_gui.ui.widgets.themed import Label, margins

RESTS = (30, 91, 182)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ExitSheet(Popup):
    """A small question beside the column. `answered(reason, until or None)` when it is answered."""

    answered = Signal(str, object)

    def __init__(self, theme: Theme, stage: Stage, language: str, count: int, now: datetime, parent: QWidget) -> None:
        label = stage.label.of(language)
        super().__init__(theme, label, parent)
        self._stage, self._now = stage, now
        self.setMinimumWidth(theme.look.s.search_field)
        self.column.addWidget(Label(theme, self._title(label, count), "body_strong", wrap=True))
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Reason, in your own words"))
        self.line.setAccessibleName(self.tr("Reason"))
        self._add_reasons([str(reason.of(language)) for reason in stage.reasons])
        self.column.addWidget(self.line)
        self.until: QDateEdit | None = None
        if stage.exit == "nurture":
            self._add_rest()
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        self.column.addWidget(self.refusal)
        self.take = primary_button(theme, self.tr("Move to {stage}").format(stage=label), key="Enter")
        self.take.clicked.connect(self._take)
        self.column.addWidget(self.take)

    def _title(self, label: str, count: int) -> str:
        if self._stage.exit == "nurture":
            return self.tr("How long shall %Ln lead(s) rest, and why?", "", count)
        return self.tr("{stage}: why?").format(stage=label)

    def _add_reasons(self, reasons: list[str]) -> None:
        self.reasons: list[Chip] = []
        if not reasons:
            return
        holder = QWidget()
        row = Flow(holder, self.theme.look.s.xs)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for number, reason in enumerate(reasons, 1):
            chip = Chip(self.theme, reason)
            chip.setToolTip(f"Alt+{number}")
            chip.setShortcut(f"Alt+{number}")
            chip.clicked.connect(lambda _on=False, words=reason: self.line.setText(words))
            group.addButton(chip)
            row.addWidget(chip)
            self.reasons.append(chip)
        self.column.addWidget(holder)

    def _add_rest(self) -> None:
        line = margins(QHBoxLayout(), 0, 0, 0, 0, self.theme.look.s.s)
        line.addWidget(Label(self.theme, self.tr("Comes back on"), "body", "text2"))
        today = QDate(self._now.year, self._now.month, self._now.day)
        self.until = QDateEdit(today.addDays(RESTS[1]))
        self.until.setCalendarPopup(True)
        self.until.setMinimumDate(today.addDays(1))
        self.until.setMaximumDate(today.addDays(3650))
        self.until.setAccessibleName(self.tr("Comes back on"))
        line.addWidget(self.until, 1)
        self.column.addLayout(line)
        holder = QWidget()
        row = Flow(holder, self.theme.look.s.xs)
        for days in RESTS:
            chip = Chip(self.theme, self.tr("%Ln month(s)", "", round(days / 30.4)))
            chip.setCheckable(False)
            chip.clicked.connect(lambda _on=False, d=days: self._rest(today.addDays(d)))
            row.addWidget(chip)
        self.column.addWidget(holder)

    def _rest(self, day: QDate) -> None:
        if self.until is not None:
            self.until.setDate(day)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        reason = self.line.text().strip()
        if self._stage.exit != "nurture" and not reason:
            self.refusal.setText(self.tr("Choose a reason or write one: it is what the next season learns from"))
            self.refusal.show()
            self.adjustSize()
            return
        until = None
        if self.until is not None:
            day = self.until.date()
            local = datetime(day.year(), day.month(), day.day(), 9).astimezone()
            until = max(local, self._now + timedelta(minutes=1))
        self.close()
        self.answered.emit(reason, until)
