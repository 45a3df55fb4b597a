"""The part of Settings about the passphrase: set, change, remove it, lock now, and lock when nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from leadqual_gui.ui.protection import keeping
from leadqual_gui.ui.settings.parts import setting_row, small_button
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.protection.door import Door


class ProtectionPart(QWidget):
    """Rows like those of the other settings."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window, self.theme = window, window.theme
        self._door = window.surroundings.door
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, self.theme.look.s.m)
        if self._door is None:
            words = self.tr("The sample holds invented leads only. Your own workspace can have a passphrase.")
            self._column.addWidget(Label(self.theme, words, "secondary", "text2", wrap=True))
        elif self._door.is_protected:
            self._add_protected()
        else:
            self._add_plain(self._door)

    def _add_plain(self, door: Door) -> None:
        self.set = small_button(self.theme, self.tr("Set a passphrase"), "lock", self._on_set_clicked)
        about = self.tr(
            "Ciphers leads, backups and calls under way, so that whoever has the files reads nothing. Worth it on a "
            "laptop that can be stolen."
        )
        self._column.addLayout(setting_row(self.theme, self.tr("No passphrase"), about, self.set))
        missing = door.missing()
        if missing is not None:
            self.set.setEnabled(False)
            words = self.tr("The part that ciphers is not installed.")
            self._column.addWidget(Label(self.theme, f"{words} {missing.hint}", "secondary", "warm.text", wrap=True))
        self._say_rules()

    def _add_protected(self) -> None:
        self.change = small_button(self.theme, self.tr("Change it"), "pencil", self._on_change_clicked)
        self.remove = small_button(self.theme, self.tr("Remove it"), "x", self._on_remove_clicked)
        about = self.tr(
            "Leads, backups and calls under way are ciphered. Is the recovery sheet lost? Make a new one with a change."
        )
        self._column.addLayout(
            setting_row(self.theme, self.tr("This workspace has a passphrase"), about, self.change, self.remove)
        )
        self.lock = Button(self.theme, "", height=Height.SMALL)
        self.lock.setAutoDefault(True)
        if "lock" in self._window.actions_.all():
            self.lock.follow_action(self._window.actions_.get("lock"))
        self._column.addLayout(
            setting_row(self.theme, self.tr("Lock now"), self.tr("Ctrl+Alt+L, from anywhere in the window"), self.lock)
        )
        self.after = QComboBox()
        for minutes in keeping.CHOICES:
            words = self.tr("After %Ln minute(s)", "", minutes) if minutes else self.tr("Only when I say so")
            self.after.addItem(words, minutes)
        self.after.setCurrentIndex(max(0, self.after.findData(keeping.minutes_of(self._window))))
        self.after.activated.connect(self._on_after_chosen)
        self.after.setAccessibleName(self.tr("Lock by itself"))
        quiet = self.tr("When nobody touches the window, or the computer slept. Never during a call or an import.")
        self._column.addLayout(setting_row(self.theme, self.tr("Lock by itself"), quiet, self.after))
        self._say_rules()

    def _say_rules(self) -> None:
        words = self.tr("The rule files stay plain text, so that any editor opens them: write nobody's name into them.")
        self._column.addWidget(Label(self.theme, words, "secondary", "text2", wrap=True))

    # --- what the user chooses ---------------------------------------------------------------------------------------
    def _on_set_clicked(self) -> None:
        from leadqual_gui.ui.protection.dialogs import SetDialog

        if self._door is not None:
            window = self._window
            dialog = SetDialog(self.theme, self._door, window.surroundings.folder, window)
            dialog.accepted.connect(lambda: keeping.ask_for(window, "set"))
            dialog.open()

    def _on_change_clicked(self) -> None:
        from leadqual_gui.ui.protection.dialogs import ChangeDialog

        if self._door is not None:
            window = self._window
            dialog = ChangeDialog(self.theme, self._door, window.surroundings.folder, window.runner, window)
            dialog.accepted.connect(lambda: window.announcements.say(self.tr("The passphrase is changed.")))
            dialog.open()

    def _on_remove_clicked(self) -> None:
        from leadqual_gui.ui.protection.dialogs import RemoveDialog

        if self._door is not None:
            window = self._window
            dialog = RemoveDialog(self.theme, self._door, window.runner, window)
            dialog.accepted.connect(lambda: keeping.ask_for(window, "removed"))
            dialog.open()

    def _on_after_chosen(self) -> None:
        self._window.remembered.put(keeping.LOCK_AFTER, str(self.after.currentData()))
