"""What a window of a workspace with a passphrase has besides: an action that locks it, and a watch on idle time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog

from leadqual_gui.ui.protection.idle import IdleWatch

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.protection.door import Door

LOCK_AFTER = "window.lock_after"
ASKED = "window.passphrase_asked"
"""Whether a passphrase was asked to be "set" or "removed": the window that comes back after it says that it was."""
USUAL_MINUTES = 15
CHOICES = (0, 2, 5, 15, 30, 60)
"""Minutes; 0: only when asked to."""


def keep_locked(window: MainWindow, door: Door) -> IdleWatch:
    """Let the window be locked: by key, in the palette, and when nobody touches it."""

    def lock() -> None:
        for dialog in window.findChildren(QDialog):
            dialog.reject()
        while (modal := QApplication.activeModalWidget()) is not None and modal is not window:
            if not modal.close():
                break
        door.lock()

    words = window.tr("Lock the workspace")
    window.addAction(window.actions_.make("lock", words, lock, "Ctrl+Alt+L", "lock"))

    def may_lock() -> bool:
        return window.isVisible() and not window.runner.busy and not window.errands.is_calling

    return IdleWatch(lambda: minutes_of(window), may_lock, lock, window)


def ask_for(window: MainWindow, what: str) -> None:
    """Remember that a passphrase is about to be "set" or "removed"."""
    window.remembered.put(ASKED, what)


def say_what_was_done(window: MainWindow) -> None:
    """The window came back: it says that the workspace has a passphrase now, or none, if that was asked for."""
    asked, door = window.remembered.get(ASKED), window.surroundings.door
    window.remembered.put(ASKED, "")
    if door is None or door.is_protected != (asked == "set"):
        return  # it failed, and was said before
    words = (
        window.tr("The workspace has a passphrase now. Ctrl+Alt+L locks it at once.")
        if asked == "set"
        else window.tr("The passphrase is removed: whoever has the files can read all leads again.")
    )
    window.announcements.say(words)


def minutes_of(window: MainWindow) -> int:
    """After how many minutes it locks itself; 0 if never."""
    told = window.remembered.get(LOCK_AFTER)
    return int(told) if told.isdigit() else USUAL_MINUTES
