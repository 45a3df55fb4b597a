"""Writes chosen leads to a file: asked where to, done on the storage lane, said when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.choose import choose_new_file, words
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.tasks import Control, Task

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def ask_and_export(window: MainWindow, bridge: Bridge, around: Surroundings, lead_ids: Sequence[int]) -> None:
    """Ask where to, then write."""
    filters = [words("CSV (*.csv)"), words("JSON (*.json)")]

    def write(path: Path) -> None:
        export(window, bridge, around, lead_ids, path)

    choose_new_file(window, words("Export leads"), "leads.csv", filters, write)


def export(window: MainWindow, bridge: Bridge, around: Surroundings, lead_ids: Sequence[int], path: Path) -> Task:
    """Write the leads to `path`."""
    chosen = tuple(lead_ids)

    def work(control: Control) -> int:
        return around.export(bridge.workspace, chosen, path, lambda _share: not control.stopped())

    def say(count: object) -> None:
        window.announcements.say(window.tr("%Ln lead(s) written to {file}", "", int(str(count))).format(file=str(path)))

    task = bridge.runner.start(work)
    task.finished.connect(say)
    task.failed.connect(bridge.report_failure)
    return task
