"""The ways to the parts of Settings: what each is called where it is looked for, and how one comes to the front."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


class Way(NamedTuple):
    """A part of Settings by its key, its name in the user's language, and its icon."""

    part: str
    words: str
    icon: str


def ways() -> tuple[Way, ...]:
    """All parts, from above."""
    return (
        Way("look", tr("Settings: Theme, text size and language"), "sun"),
        Way("notices", tr("Settings: Notices"), "bell"),
        Way("workspace", tr("Settings: Folder of the workspace"), "folder-open"),
        Way("backups", tr("Settings: Backups"), "save"),
        Way("passphrase", tr("Settings: Passphrase"), "lock"),
        Way("rules", tr("Settings: Rule files"), "file-code"),
    )


def show_part(window: MainWindow, part: str) -> None:
    """Show Settings with this part on top, the keyboard in it."""
    from leadqual_gui.ui.settings.screen import SettingsScreen  # late, as the screen itself

    window.show_screen("settings")
    screen = window.stack.currentWidget()
    if isinstance(screen, SettingsScreen):
        screen.go_to(part)


def tr(text: str) -> str:
    """The name of a part in the user's language."""
    return QCoreApplication.translate("SettingsWays", text)
