"""Things said in place: notices that can be taken back or dismissed, refusals beside the thing, the next question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton, Kind
from leadqual_gui.ui.widgets.themed import Label, Themed, margins, named_colour
from leadqual_gui.ui.widgets.warm_block import WarmBlock

DONE_FOR_MS = 8000


class Gravity(Enum):
    """DONE and NOTHING_DONE pass by themselves; WARNING and FAILURE stay until dismissed."""

    DONE = "done"
    NOTHING_DONE = "nothing done"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, what to do, and the words of the one action (such as "Take back"), if there is one."""

    message: str
    hint: str = ""
    action: str = ""
    gravity: Gravity = Gravity.DONE
    key: str = ""


_ICON = {
    Gravity.DONE: "circle-check",
    Gravity.NOTHING_DONE: "info",
    Gravity.WARNING: "triangle-alert",
    Gravity.FAILURE: "circle-alert",
}
_WORDS = {
    Gravity.DONE: "positive_text",
    Gravity.NOTHING_DONE: "text2",
    Gravity.WARNING: "warm.text",
    Gravity.FAILURE: "hot.text",
}


class NoticeBar(Themed, QWidget):
    """One notice. `acted()` by its action, `closed()` by its cross."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._sign = QLabel()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, notice.message, "body_medium", wrap=True))
        if notice.hint:
            words.addWidget(Label(theme, notice.hint, "secondary", "text2", wrap=True))
        self._row = QHBoxLayout(self)
        level = Qt.AlignmentFlag.AlignTop if notice.hint else Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self._sign, 0, level)  # beside its line, also where a button makes the bar higher
        self._row.addLayout(words, 1)
        if notice.action:
            button = Button(theme, notice.action, Kind.PLAIN, height=Height.SMALL)
            button.clicked.connect(self.acted)
            self._row.addWidget(button)
        close = IconButton(theme, "x", self.tr("Dismiss"))
        close.clicked.connect(self.closed)
        self._row.addWidget(close)
        self.setAccessibleName(f"{notice.message} {notice.hint}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)
        self._on_theme_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        c, s = self.look.c, self.look.s
        fill = {
            Gravity.DONE: c.plus.steps[0],
            Gravity.NOTHING_DONE: c.sunken,
            Gravity.WARNING: c.warm.tint,
            Gravity.FAILURE: c.hot.tint,
        }
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(self.rect()), s.radius, fill[self.notice.gravity])
        painter.end()

    def _on_theme_changed(self) -> None:
        look = self.look
        margins(self._row, look.s.m, look.s.s, look.s.s, look.s.s, look.s.m)
        colour = named_colour(look, _WORDS[self.notice.gravity])
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(look.icons.pixmap(_ICON[self.notice.gravity], colour, look.s.icon, ratio))
        self.update()


class NoticeArea(QWidget):
    """Where a window says things: the newest below, at most three; those of DONE pass after eight seconds.

    `acted(str)` carries the key of the notice whose action was pressed.
    """

    acted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: list[NoticeBar] = []
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, theme.look.s.s)
        self.setAccessibleName(self.tr("Notices"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_notice(self, notice: Notice) -> NoticeBar:
        """Say something; one with the same key (not empty) is replaced."""
        for bar in self.bars():
            if notice.key and bar.notice.key == notice.key:
                self._drop(bar)
        for bar in self.bars()[:-2]:
            self._drop(bar)
        bar = NoticeBar(self._theme, notice, self)
        bar.closed.connect(lambda: self._drop(bar))
        bar.acted.connect(lambda: self._on_bar_acted(bar))
        self._column.addWidget(bar)
        self._bars.append(bar)
        self.show()
        if notice.gravity in (Gravity.DONE, Gravity.NOTHING_DONE):
            QTimer.singleShot(DONE_FOR_MS, bar, lambda: self._drop(bar))
        return bar

    def bars(self) -> list[NoticeBar]:
        """The notices that are shown, oldest first."""
        return list(self._bars)

    def clear(self) -> None:
        """Take all of them away."""
        for bar in self.bars():
            self._drop(bar)

    def _on_bar_acted(self, bar: NoticeBar) -> None:
        self._drop(bar)
        self.acted.emit(bar.notice.key)

    def _drop(self, bar: NoticeBar) -> None:
        if bar in self._bars:
            self._bars.remove(bar)
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self.bars()))


class RefusalBar(WarmBlock):
    """An ordinary "no", beside the thing: what is needed, what is there, what to do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._reason = Label(theme, wrap=True)
        self.column.addWidget(self._reason)
        self.hide()

    def refuse(self, title: str, reason: str) -> None:
        """Say no, and why; `clear()` takes it away."""
        self.title.setText(title)
        self._reason.setText(reason)
        self.setAccessibleName(f"{title}: {reason}")
        self.show()

    def clear(self) -> None:
        """Nothing is refused any more."""
        self.hide()

    def reason(self) -> str:
        """Why it was refused."""
        return self._reason.text()


class QuestionBlock(Themed, QWidget):
    """The next best question: what to ask, in the words to use, and what it would move."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Label(theme, self.tr("Next best question"), "secondary_strong", "accent_text")
        self._question = Label(theme, face="body_medium", wrap=True)
        self._effect = Label(theme, face="secondary", colour="text2", wrap=True)
        self._column = QVBoxLayout(self)
        self.left_out = False
        for part in (self._head, self._question, self._effect):
            self._column.addWidget(part)
        self._follow(theme)
        self._on_theme_changed()

    def set_question(self, question: str, effect: str) -> None:
        """Ask this; without a question the block hides."""
        self._question.setText(question)
        self._effect.setText(effect)
        self.setVisible(bool(question) and not self.left_out)
        self._hold_room()

    def question(self) -> str:
        """What is to be asked, shown or not."""
        return self._question.text()

    def leave_out(self, out: bool) -> None:
        """Hide the block where there is no room for it, or show it again."""
        if out != self.left_out:
            self.left_out = out
            self.setVisible(bool(self.question()) and not out)

    def wanted_height(self, width: int) -> int:
        """How high the block is in this width."""
        return max(0, self._column.totalHeightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_room()

    def _hold_room(self) -> None:
        """Ask for the lines that the words take in this width: a low panel would press them into one."""
        self.setMinimumHeight(self.wanted_height(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(self.rect()), self.look.s.radius, self.look.c.selected)
        painter.end()

    def _on_theme_changed(self) -> None:
        s = self.look.s
        margins(self._column, s.m, s.s, s.m, s.s, 1)
        self._hold_room()
        self.update()
