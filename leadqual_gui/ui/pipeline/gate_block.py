"""Why a gate refuses, in the column: what the stage needs, what is there, and the way to mend it or to go past."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from leadqual_gui.domain.pipeline import Lack, Unmet
from leadqual_gui.domain.rules import Rules
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton
from leadqual_gui.ui.widgets.marks import Coverage, paint_coverage
from leadqual_gui.ui.widgets.themed import Label, Themed, bring_keyboard_to
from leadqual_gui.ui.widgets.warm_block import WarmBlock

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Letters(Themed, QWidget):
    """The letters of an interview, each as it is known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._letters: tuple[tuple[str, Coverage], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_letters(self, letters: tuple[tuple[str, bool], ...], spoken: str) -> None:
        """Show which are answered."""
        states = {True: Coverage.HEARD, False: Coverage.UNKNOWN}
        self._letters = tuple((letter, states[known]) for letter, known in letters)
        self.setAccessibleName(spoken)
        self.setVisible(bool(letters))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(len(self._letters) * (s.coverage + s.coverage_gap), s.coverage + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            rect = QRect(0, 0, self.width(), self.height())
            paint_coverage(painter, self.look, rect, self._letters, self.rtl())
        painter.end()


class GateBlock(WarmBlock):
    """A refusal of a move.

    Signals: `mend_asked(Lack)`: find out or enter what is missing now; `override_asked()`: go past, with a reason;
    `ready_asked()`: move those that may enter; `closed()`.
    """

    mend_asked = Signal(object)
    override_asked = Signal()
    ready_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, closable=True)
        self._lack: Lack | None = None
        self.reason = Label(theme, wrap=True)
        self.there = Label(theme, face="secondary", colour="text2", wrap=True)
        self.letters = Letters(theme)
        self.close_ = IconButton(theme, "x", self.tr("Leave it where it was (Esc)"))
        self.mend = Button(theme, "", height=Height.SMALL)
        self.override = Button(theme, self.tr("Override"), height=Height.SMALL)
        self.ready = Button(theme, "", height=Height.SMALL)
        self.override.setToolTip(self.tr("Move it all the same, with a reason that is kept"))
        self.head.addWidget(self.close_, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.reason, self.letters, self.there):
            self.column.addWidget(part)
        self._buttons = QWidget()
        flow = Flow(self._buttons, theme.look.s.xs)
        for button in (self.mend, self.override, self.ready):
            flow.addWidget(button)
        self.column.addWidget(self._buttons)
        self.mend.clicked.connect(self._on_mend_clicked)
        self.override.clicked.connect(self.override_asked)
        self.ready.clicked.connect(self.ready_asked)
        self.close_.clicked.connect(self.closed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def preview(self, unmet: tuple[Unmet, ...], rules: Rules, language: str) -> None:
        """While a card hovers over the column: what would refuse it, without buttons."""
        self._say(unmet, rules, language)
        self._buttons.hide()
        self.close_.hide()
        self.show()
        self._fit()

    def refuse(
        self, unmet: tuple[Unmet, ...], ready: int, name: str, rules: Rules, language: str, custom: dict[str, str]
    ) -> None:
        """A drop was refused: what is missing, and what can be done about it."""
        self._say(unmet, rules, language)
        one = len(unmet) == 1
        if name and one:
            self.title.setText(self.tr("Not yet, {name}").format(name=name))
        self._lack = wording.first_lack(unmet[0]) if one else None
        self.mend.setVisible(self._lack is not None)
        if self._lack is not None:
            self.mend.setText(wording.lack_words(self._lack, custom))
            self.mend.setToolTip(self.mend.text())  # a narrow column cuts it
        self.ready.setVisible(ready > 0)
        self.ready.setText(self.tr("Move the other %Ln", "", ready))
        self._buttons.show()
        self.close_.show()
        self.show()
        self._fit()
        bring_keyboard_to(self.mend if self._lack is not None else self.override)

    def _say(self, unmet: tuple[Unmet, ...], rules: Rules, language: str) -> None:
        first = unmet[0]
        many = len(unmet) > 1
        self.title.setText(self.tr("Not yet for %Ln lead(s)", "", len(unmet)) if many else self.tr("Not yet"))
        self.reason.setText(wording.gate_words(first, language))
        interview = next((gate for gate in first.gates if gate.interview is not None), None)
        there = wording.there_words(interview, rules, language) if interview is not None and not many else ""
        ask = wording.ask_words(first, rules, language) if not many else ""
        self.there.setText("\n".join(part for part in (there, ask) if part))
        self.there.setVisible(bool(there or ask))
        letters = interview.interview.letters if interview and interview.interview and not many else ()
        self.letters.show_letters(letters, there)
        self.setAccessibleName(" ".join((self.title.text(), self.reason.text(), there, ask)).strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need in this width: they are never cut."""
        self.column.invalidate()
        height = self.column.totalHeightForWidth(self.width())
        if height > 0 and height != self.height():
            self.setFixedHeight(height)

    def said(self) -> str:
        """All that is said."""
        return " ".join((self.title.text(), self.reason.text(), self.there.text()))

    def _on_mend_clicked(self) -> None:
        if self._lack is not None:
            self.mend_asked.emit(self._lack)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        held = self.focusWidget()
        if event.key() in _ENTER and isinstance(held, QAbstractButton) and held.hasFocus():
            held.click()
            return
        super().keyPressEvent(event)
