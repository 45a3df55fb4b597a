"""The lead sheet in the window: asked where to, made here, written on the storage lane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.ui.data.quality_watch import QualityWatch
from leadqual_gui.ui.exchange.choose import choose_new_file
from leadqual_gui.ui.sheet.contents import sheet_of, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.tasks import Task


def ask_and_write(window: MainWindow, lead_id: int) -> QFileDialog | None:
    """Ask where to, then write the sheet of a lead."""
    assert window.workspace is not None
    row = window.workspace.row(lead_id) if lead_id else None
    if row is None:
        window.announcements.say_what_lacks(words("Choose a lead first: the sheet is about one lead"))
        return None
    assert window.bridge is not None
    QualityWatch.of(window.bridge).warm()  # what writes numbers is loaded while a name is chosen
    name = "".join(char if char.isalnum() else "-" for char in row.name).strip("-") or "lead"
    title = words("Lead sheet of {name}").format(name=row.name)
    return choose_new_file(
        window, title, f"{name}.pdf", [words("PDF (*.pdf)")], lambda path: write(window, lead_id, path)
    )


def write(window: MainWindow, lead_id: int, path: Path) -> Task | None:
    """Write the sheet of a lead to `path`."""
    from leadqual_gui.ui.sheet.page import pdf_of

    assert window.bridge is not None
    bridge, around = window.bridge, window.surroundings
    sheet = sheet_of(bridge.workspace, lead_id, window.words, window.tongue.code)
    if sheet is None:
        return None
    page = pdf_of(sheet, rtl=window.isRightToLeft())

    def say(_: object) -> None:
        window.announcements.say(words("Lead sheet written to {file}").format(file=str(path)))

    return bridge.run(lambda: around.write_file(path, page), say)
