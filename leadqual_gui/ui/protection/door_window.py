"""The window in front of a workspace that has a passphrase: it asks for it, or shows how far a conversion is.

It stands alone, with nothing of the workspace behind it. Whoever unlocks gets the window of the workspace instead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WrongSecretError
from leadqual_gui.ui.protection.fields import SecretField, wrong_words
from leadqual_gui.ui.protection.waiting import seconds_to_wait
from leadqual_gui.ui.tasks import Control, Lane, TaskRunner
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind, primary_button
from leadqual_gui.ui.widgets.rail import Logo
from leadqual_gui.ui.widgets.room import Room
from leadqual_gui.ui.widgets.themed import Label, Surface, margins

USUAL_SIZE = QSize(1280, 800)

TICK_MS = 1000
Open = Callable[[str], object]
"""Opens with what was typed, in a lane; comes back with what goes to `opened`, or raises."""
Errand = Callable[[Callable[[str, float], None]], object]
"""Ciphers or deciphers, in a lane, and tells how far it is."""


class DoorWindow(QMainWindow):
    """`opened(value)` when it was unlocked or the errand is done; `other_asked()` for another workspace.

    `gave_up(value)` after an errand that failed and was read about: go on with the workspace as it is.
    """

    opened = Signal(object)
    gave_up = Signal()
    other_asked = Signal()

    def __init__(self, theme: Theme, folder: Path, geometry: QByteArray | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.runner = TaskRunner(self)
        self._wrong = self._wait = 0
        self._open: Open | None = None
        self._working = False
        self.setWindowTitle("LeadQual")
        self.pages = QStackedWidget()
        self.setCentralWidget(Room(self._laid_out(folder)))
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._on_second)
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(USUAL_SIZE)

    # --- building ----------------------------------------------------------------------------------------------------
    def _laid_out(self, folder: Path) -> QWidget:
        theme, s = self.theme, self.theme.look.s
        whole, card = Surface(theme, "window"), QWidget()
        card.setFixedWidth(s.dialog)
        column = margins(QVBoxLayout(card), 0, 0, 0, 0, s.s)
        column.addWidget(Logo(theme, self.tr("LeadQual")), 0, Qt.AlignmentFlag.AlignHCenter)
        self.pages.addWidget(self._made_asking(folder))
        self.pages.addWidget(self._made_working())
        column.addWidget(self.pages)
        across = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        down = margins(QVBoxLayout(whole), s.xl, s.xl, s.xl, s.xl, 0)
        down.addStretch(2)
        down.addLayout(across)
        down.addStretch(3)
        return whole

    def _made_asking(self, folder: Path) -> QWidget:
        theme, s = self.theme, self.theme.look.s
        page = QWidget()
        self.field = SecretField(theme, self.tr("Passphrase, or recovery key"))
        self.field.on_enter(self._try)
        self.said = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.said.setMinimumHeight(2 * s.leading_secondary)
        self.unlock = primary_button(theme, self.tr("Unlock"), "lock", "Enter")
        self.unlock.clicked.connect(self._try)
        self.other = Button(theme, self.tr("Open another workspace"), Kind.QUIET, "folder-open", "Ctrl O", Height.SMALL)
        self.other.clicked.connect(self.other_asked)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.other_asked)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)
        forgotten = self.tr(
            "Forgotten? The recovery key on the sheet that you printed opens it too. Without one of the two nobody "
            "can: not you, not we. Keep the files; a sheet may turn up."
        )
        column = margins(QVBoxLayout(page), 0, s.l, 0, 0, s.m)
        column.addWidget(Label(theme, self.tr("This workspace is locked"), "title"))
        column.addWidget(Label(theme, str(folder), "secondary", "text2", wrap=True))
        column.addWidget(self.field)
        column.addWidget(self.said)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.unlock)
        row.addStretch(1)
        row.addWidget(self.other)
        column.addLayout(row)
        column.addWidget(Label(theme, forgotten, "secondary", "text2", wrap=True))
        for button in (self.unlock, self.other, self.field.eye):
            button.setAutoDefault(True)  # Enter is what it says on it; a window, unlike a dialog, leaves only Space
        page.setTabOrder(self.other, self.field.eye)
        return page

    def _made_working(self) -> QWidget:
        theme, s = self.theme, self.theme.look.s
        page = QWidget()
        self.headline, self.doing = Label(theme, face="title"), Label(theme, colour="text2", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("How far it is"))
        safe = self.tr(
            "If the computer stops now, nothing is lost: the workspace opens with the passphrase or without it."
        )
        self.safe = Label(theme, safe, "secondary", "text2", wrap=True)
        self.go_on = primary_button(theme, self.tr("Go on without"), key="Enter")
        self.go_on.clicked.connect(self.gave_up)
        self.go_on.setAutoDefault(True)
        self.go_on.hide()
        column = margins(QVBoxLayout(page), 0, s.l, 0, 0, s.m)
        for part in (self.headline, self.progress, self.doing, self.safe):
            column.addWidget(part)
        column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return page

    # --- asking ------------------------------------------------------------------------------------------------------
    def ask(self, open_with: Open) -> None:
        """Ask for the passphrase."""
        self._open = open_with
        self.pages.setCurrentIndex(0)
        self.field.setFocus()

    def _try(self) -> None:
        if self._open is None or self._wait or self._working:
            return
        secret, opens = self.field.text(), self._open
        if not secret:
            self._say(self.tr("Type the passphrase of this workspace."))
            return
        self._set_working(True)
        self._say(self.tr("Opening"), "text2")
        task = self.runner.start(lambda _control: opens(secret), Lane.FREE)
        task.finished.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, value: object) -> None:
        self._set_working(False)
        self.field.clear()
        self.opened.emit(value)

    def _on_failed(self, error: BaseException) -> None:
        self._set_working(False)
        if isinstance(error, WrongSecretError):
            self._wrong += 1
            self._wait = seconds_to_wait(self._wrong)
            self.field.line.selectAll()
            self._say_wrong()
            if self._wait:
                self._clock.start()
                self.unlock.setEnabled(False)
        elif isinstance(error, LeadQualError):
            self._say(f"{error.message}. {error.hint}" if error.hint else error.message)
        else:
            raise error
        self.field.setFocus()

    def _say_wrong(self) -> None:
        wait = self.tr("Try again in %Ln second(s).", "", self._wait) if self._wait else ""
        self._say(f"{wrong_words()} {wait}".strip())

    def _on_second(self) -> None:
        self._wait = max(0, self._wait - 1)
        self._say_wrong()
        if not self._wait:
            self._clock.stop()
            self.unlock.setEnabled(True)

    def _set_working(self, working: bool) -> None:
        self._working = working
        self.unlock.setEnabled(not working)
        self.field.line.setReadOnly(working)

    def _say(self, words: str, colour: str = "hot.text") -> None:
        self.said.set_colour(colour)
        self.said.setText(words)

    # --- ciphering ---------------------------------------------------------------------------------------------------
    def work(self, errand: Errand, headline: str) -> None:
        """Carry out what takes long, and show how far it is."""
        self.headline.setText(headline)
        self.doing.setText(self.tr("First the key that the passphrase opens"))
        self.pages.setCurrentIndex(1)
        self._set_working(True)

        def do(control: Control) -> object:
            return errand(lambda what, share: control.report((what, share)))

        task = self.runner.start(do, Lane.STORAGE)
        task.progressed.connect(self._on_progressed)
        task.finished.connect(self._on_done)
        task.failed.connect(self._on_errand_failed)

    def _on_progressed(self, told: tuple[str, float]) -> None:
        what, share = told
        words = {
            "leads": self.tr("Now the leads"),
            "backups": self.tr("Now the backups"),
            "calls": self.tr("Now the calls under way"),
        }
        self.doing.setText(words.get(what, ""))
        self.progress.setValue(round(share * 1000))

    def _on_done(self, value: object) -> None:
        self._set_working(False)
        self.opened.emit(value)

    def _on_errand_failed(self, error: BaseException) -> None:
        self._set_working(False)
        if not isinstance(error, LeadQualError):
            raise error
        self.progress.hide()
        self.safe.hide()
        self.doing.set_colour("hot.text")
        self.doing.setText(f"{error.message}. {error.hint}" if error.hint else error.message)
        self.go_on.show()
        self.go_on.setFocus()

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._working:  # ciphering cannot be called off half-way; a kill would be survived
            event.ignore()
            return
        self._clock.stop()
        self.runner.shutdown()
        super().closeEvent(event)
