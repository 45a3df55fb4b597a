"""The foot of the wizard: what can be done next, and how far the work is that has to come first."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.sideways import as_one_reads
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, margins


class Foot(QWidget):
    """A thin bar of progress above a hint and three buttons, of which the filled one goes on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        s = theme.look.s
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(s.xs)
        self.progress.setAccessibleName(self.tr("How far the file has been looked through"))
        self.progress.hide()
        self.hint = ElidedLabel(theme, "", "secondary", "text2")
        self.cancel = Button(theme, self.tr("Cancel"), key="Esc")
        self.back = Button(theme, self.tr("Back"))
        keys = as_one_reads("Alt+Left", self.isRightToLeft())
        self.back.setToolTip(self.tr("The step before ({keys})").format(keys=keys))
        self.start = Button(theme, self.tr("Next"), Kind.PRIMARY, key="Enter")
        row = margins(QHBoxLayout(), s.xl - s.xs, s.m, s.xl - s.xs, s.m, s.s)
        row.addWidget(self.hint, 1)
        for button in (self.cancel, self.back, self.start):
            row.addWidget(button)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addWidget(self.progress)
        column.addWidget(Line(theme))
        column.addLayout(row)

    def show_state(self, running: bool, finished: bool, steps_back: bool) -> None:
        """Whether rows are being written, whether that is over, and whether there is a step to go back to."""
        self.back.setVisible(steps_back and not running)
        self.cancel.setVisible(not finished)
        self.cancel.setText(self.tr("Stop") if running else self.tr("Cancel"))
        self.start.setVisible(not running)
        undo = self.tr("The whole import is one step: Ctrl Z takes it back, also tomorrow")
        self.hint.set_words("" if running else undo)

    def offer(self, text: str, can: bool, why: str = "") -> None:
        """What the filled button would do, or why it cannot."""
        self.start.setEnabled(can)
        self.start.setText(text)
        self.start.setToolTip(why or self.tr("{what} (Enter)").format(what=text))
        self.start.updateGeometry()

    def show_share(self, share: float) -> None:
        """So much is looked through."""
        self.progress.setValue(round(share * 1000))
        self.progress.setVisible(share < 1)
