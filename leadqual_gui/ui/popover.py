"""A small question beside the thing that asked it: one line to write, with what is usually written there to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.themed import Label, margins

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Ask(QFrame):
    """Asks for one line. `answered` is called with it on Enter; Esc or a click elsewhere asks no more.

    `answered` may give back a sentence: then that is shown below the line, and the question stays. `offered` stands in
    the line already, to be taken as it is; `act` names a button that takes the line as Enter does.
    """

    def __init__(
        self,
        theme: Theme,
        question: str,
        answered: Callable[[str], str | None],
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
        offered: str = "",
        act: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._answered = theme, answered
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(question)
        self.line = QLineEdit(offered)
        self.line.setAccessibleName(question)
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.m, s.m, s.m, s.m, s.s)
        column.addWidget(Label(theme, question, "body_strong"))
        column.addWidget(self.line)
        column.addWidget(self.refusal)
        column.addWidget(Label(theme, self.tr("Enter takes it, Esc leaves it"), "secondary", "text3"))
        self.take = primary_button(theme, act, key="Enter") if act else None
        if self.take is not None:
            self.take.clicked.connect(self._take)
            column.addWidget(self.take)
        self.setMinimumWidth(s.search_field)
        if choices:
            completer = QCompleter(list(choices), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.line.setCompleter(completer)

    def show_at(self, beside: QWidget, above: bool = False) -> None:
        """Show it under (or above) a widget, the line ready to write in."""
        self.adjustSize()
        corner = QPoint(0, -self.sizeHint().height() - 16) if above else QPoint(0, beside.height() + 4)
        self.move(beside.mapToGlobal(corner))
        self.show()
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        refusal = self._answered(self.line.text().strip())
        if not refusal:
            self.close()
            return
        self.refusal.setText(refusal)
        self.refusal.show()
        self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.look.c
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(self.rect(), c.raised)
            draw.outlined(painter, self.rect(), 0, c.line_strong)
        painter.end()
