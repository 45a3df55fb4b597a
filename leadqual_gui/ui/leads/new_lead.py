"""A new lead in two lines; everything else is edited at the right once it is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.services.commands import AddLead
from leadqual_gui.services.half_typed import NEW_LEAD, TypingPlace
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.half_typed import KeptForm
from leadqual_gui.ui.popover import on_screen
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.words import say

FIELDS = ("full_name", "company", "job_title", "email", "phone", "source")


class NewLead(QFrame):
    """Asks for what is known. `made(lead id)` is called when the lead is stored."""

    def __init__(self, theme: Theme, bridge: Bridge, made: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._bridge, self._made = theme, bridge, made
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("New lead"))
        self.lines = {key: QLineEdit() for key in FIELDS}
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        self.save = Button(theme, self.tr("Add the lead"), Kind.PRIMARY, key="Enter")
        self.save.clicked.connect(self._save)
        self._kept = KeptForm(bridge.typed, self.lines, self)
        self._kept.turn_to(TypingPlace(NEW_LEAD))
        self._lay_out()

    def _lay_out(self) -> None:
        s = self._theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.l, s.s)
        column.addWidget(Label(self._theme, self.tr("New lead"), "title"))
        column.addWidget(Label(self._theme, self.tr("A name, a company or an e-mail is enough."), "secondary", "text2"))
        grid = margins(QGridLayout(), 0, 0, 0, 0, s.s)
        for at, (key, line) in enumerate(self.lines.items()):
            line.setAccessibleName(field_label(key))
            line.setMinimumWidth(s.search_field - s.xl)
            grid.addWidget(Label(self._theme, field_label(key), "secondary", "text3"), at, 0)
            grid.addWidget(line, at, 1)
        column.addLayout(grid)
        column.addWidget(self.refusal)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(Label(self._theme, self.tr("Esc leaves it"), "secondary", "text3"))
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)

    def show_at(self, beside: QWidget) -> None:
        """Show it under a widget, ready to write in."""
        self.adjustSize()
        size = self.sizeHint().expandedTo(self.minimumSize())
        across = beside.width() - size.width() if beside.isRightToLeft() else 0
        if beside.isVisible():
            self.move(on_screen(beside.mapToGlobal(QPoint(across, beside.height() + 4)), size))
        else:
            window = beside.window()
            self.move(window.mapToGlobal(window.rect().center() - self.rect().center()))
        self.show()
        self.lines["full_name"].setFocus()

    def _save(self) -> None:
        fields = {key: line.text().strip() for key, line in self.lines.items() if line.text().strip()}
        answer = self._bridge.execute(AddLead(fields), self)
        if isinstance(answer, Refusal):
            self.refusal.setText(say(answer.reason))
            self.refusal.show()
            self.adjustSize()
            return
        if answer is None:
            return  # the window says why it could not be kept; what was typed stays
        self._kept.finish()
        self.close()
        self._made(answer.value.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._kept.finish()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.look.c
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(self.rect(), c.raised)
            draw.outlined(painter, self.rect(), 0, c.line_strong)
        painter.end()
