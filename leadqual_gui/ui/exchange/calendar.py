"""Writes follow-ups as a calendar: asked where to, done on the storage lane, said when it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.ui.exchange.choose import choose_new_file, words
from leadqual_gui.ui.tasks import Control, Task

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from leadqual_gui.ui.main_window import MainWindow


def ask_and_write(window: MainWindow, lead_id: int = 0) -> QFileDialog | None:
    """Ask where to, then write: the open follow-ups of one lead, or all. Nothing open is said at once."""
    assert window.workspace is not None
    store = window.workspace.store
    found = [f for f in store.follow_ups(lead_id) if f.done_at is None] if lead_id else store.open_follow_ups()
    if not found:
        window.announcements.say_what_lacks(words("Nothing is promised, so there is nothing for a calendar yet"))
        return None
    filters = [words("Calendar (*.ics)")]
    return choose_new_file(
        window, words("Follow-ups to a calendar"), "follow-ups.ics", filters, lambda path: write(window, lead_id, path)
    )


def write(window: MainWindow, lead_id: int, path: Path) -> Task:
    """Write the follow-ups to `path`."""
    assert window.bridge is not None
    bridge, around = window.bridge, window.surroundings

    def work(_control: Control) -> int:
        return around.export_calendar(bridge.workspace, lead_id, path)

    def say(count: object) -> None:
        told = window.tr("%Ln follow-up(s) written to {file}", "", int(str(count)))
        window.announcements.say(told.format(file=str(path)))

    task = bridge.runner.start(work)
    task.finished.connect(say)
    task.failed.connect(bridge.report_failure)
    return task
