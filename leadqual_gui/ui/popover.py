"""A small question beside the thing that asked it: one line to write, with what is usually written there to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.services.half_typed import TypingPlace
from leadqual_gui.ui.half_typed import HalfTypedKeeper, KeptText
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.themed import Label, margins

EDGE = 4
"""Nothing that opens comes nearer to the edge of the screen."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def on_screen(corner: QPoint, size: QSize) -> QPoint:
    """Where the corner of something that opens lies so that all of it is on the screen."""
    screen = QGuiApplication.screenAt(corner) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    x = max(room.left() + EDGE, min(corner.x(), room.right() - size.width() - EDGE))
    y = max(room.top() + EDGE, min(corner.y(), room.bottom() - size.height() - EDGE))
    return QPoint(x, y)


class Ask(QFrame):
    """Asks for one line. `answered` is called with it on Enter; Esc or a click elsewhere asks no more.

    `answered` may give back a sentence: then that is shown below the line, and the question stays. `offered` stands in
    the line already, to be taken as it is; `act` names a button that takes the line as Enter does; `warned` is what
    should be known before.
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
        warned: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._answered = theme, answered
        self._kept: KeptText | None = None
        self._is_over = True
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(question)
        self.line = QLineEdit(offered)
        self.line.setAccessibleName(question)
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.refusal.hide()
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.m, s.m, s.m, s.m, s.s)
        column.addWidget(Label(theme, question, "body_strong"))
        if warned:
            self.setAccessibleDescription(warned)
            column.addWidget(Label(theme, warned, "secondary", "warm.text", wrap=True))
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
        size = self.sizeHint().expandedTo(self.minimumSize())
        across = beside.width() - size.width() if beside.isRightToLeft() else 0
        down = -size.height() - 16 if above else beside.height() + 4
        self.put(beside.mapToGlobal(QPoint(across, down)))

    def put(self, corner: QPoint) -> None:
        """Show it with its corner there, or as near as the screen allows."""
        self.move(on_screen(corner, self.sizeHint().expandedTo(self.minimumSize())))
        self.show()
        self.line.setFocus()

    def keep(self, keeper: HalfTypedKeeper, place: TypingPlace, till_taken: bool = True) -> None:
        """Keep what is written on disk until it is taken, or given up with Esc.

        `till_taken`: else it stays there when it is taken, until whoever asked has filed it (`HalfTypedKeeper.finish`).
        """
        self._is_over = till_taken
        self._kept = KeptText(keeper, self.line)
        self._kept.turn_to(place, self.line.text())

    def _finish(self) -> None:
        if self._kept is not None:
            self._kept.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._finish()
        if event.key() in _ENTER:
            self._take()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        refusal = self._answered(self.line.text().strip())
        if not refusal:
            if self._is_over:
                self._finish()
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
