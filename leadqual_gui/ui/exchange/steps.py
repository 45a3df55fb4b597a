"""The steps of an import, one beside the other: which is done, which is current, and the way back to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import Line, Themed, margins


class StepButton(Themed, QAbstractButton):
    """One step: a number, or a check once it is done, and its name."""

    def __init__(self, theme: Theme, at: int, name: str) -> None:
        super().__init__()
        self._at, self.current, self.done = at, False, False
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_state(self, current: bool, done: bool, reachable: bool) -> None:
        """Where the user is, seen from this step."""
        self.current, self.done = current, done
        self.setEnabled(reachable)
        state = words("current") if current else words("done") if done else ""
        self.setAccessibleName(", ".join(part for part in (self.text(), state) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.icon_rail + s.s + self.look.f.body_strong.width(self.text()) + s.xs, s.button)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, c, rtl, rect = self.look, self.look.s, self.look.c, self.rtl(), self.rect()
        size = s.icon_rail
        with draw.painting(QPainter(self)) as painter:
            disc = draw.mirrored(QRect(0, (rect.height() - size) // 2, size, size), rect, rtl)
            if self.current:
                draw.outlined(painter, disc, size / 2, c.accent, c.accent)
                draw.text(painter, look.f.secondary_strong, c.on_accent, disc, number(self._at), draw.CENTRE)
            elif self.done:
                draw.outlined(painter, disc, size / 2, c.positive_bar, c.plus.steps[0])
                draw.icon(painter, look, "check", c.positive_text, disc, False, s.type_secondary)
            else:
                draw.outlined(painter, disc, size / 2, c.control, c.base)
                draw.text(painter, look.f.secondary_strong, c.text2, disc, number(self._at), draw.CENTRE)
            place = draw.mirrored(rect.adjusted(size + s.s, 0, 0, 0), rect, rtl)
            face = look.f.body_strong if self.current else look.f.body
            draw.text(painter, face, c.text1 if self.current else c.text2, place, self.text(), draw.start(rtl))
            if self.ring_shown():
                draw.outlined(painter, rect, s.radius, c.focus, width=s.focus_ring)
        painter.end()


class StepBar(QWidget):
    """All steps. `step_chosen(index)` when the user goes to one that was reached."""

    step_chosen = Signal(int)

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("Steps"))
        self.buttons: list[StepButton] = []
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, theme.look.s.s)
        for at, name in enumerate(names):
            if at:
                line = Line(theme, colour="line_strong")
                line.setFixedWidth(theme.look.s.xl)
                row.addWidget(line)
            button = StepButton(theme, at + 1, name)
            button.clicked.connect(lambda _on=False, at=at: self.step_chosen.emit(at))
            self.buttons.append(button)
            row.addWidget(button)

    def show_step(self, current: int, reached: int, closed: bool = False) -> None:
        """Show where the user is, and how far steps can be gone to (none, once it is `closed`)."""
        for at, button in enumerate(self.buttons):
            button.set_state(at == current, at < current, not closed and at <= reached)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (event.key() == Qt.Key.Key_Right) != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
            self.focusNextPrevChild(forward)
            return
        super().keyPressEvent(event)
