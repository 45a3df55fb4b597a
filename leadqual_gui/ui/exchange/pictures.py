"""How the steps of an import, and the export, are brought up to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.ui.exchange.export_dialog import ExportDialog, ask_for_export
from leadqual_gui.ui.exchange.screen import FILE, ROWS, ImportScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def states(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What comes after the columns of an import that is in front, by the names of the pictures."""
    return {
        "import-file": lambda: _wizard(window).go_to(FILE),
        "import-rows": lambda: _show_rows(_wizard(window)),
        "import-result": lambda: _wizard(window).start.click(),
        "export": lambda: _export(window),
    }


def _wizard(window: MainWindow) -> ImportScreen:
    screen = window.stack.currentWidget()
    assert isinstance(screen, ImportScreen)
    return screen


def _show_rows(screen: ImportScreen) -> None:
    """Answer what is asked, and show what happens to each row."""
    screen.session.choose_order(DateOrder.DMY)
    screen.go_to(ROWS)


def _export(window: MainWindow) -> ExportDialog:
    return ask_for_export(window, ())
