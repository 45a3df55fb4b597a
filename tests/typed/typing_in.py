"""What is typed in the window and not finished, and what stands there at the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtTest import QTest

from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import choose

HALF = "Her daughter marries in Zanzi"
INES = "Ines Carvalho"


def panel_with(window: MainWindow, name: str) -> LeadPanel:
    """The panel, with this lead in it."""
    window.show_screen("leads")
    choose(window, name)
    panel = window.leads.panel
    panel._load()
    return panel


def note(window: MainWindow) -> None:
    """Half a note about Ines."""
    QTest.keyClicks(panel_with(window, INES).note, HALF)


def noted(window: MainWindow) -> str:
    """What stands in the box under Ines."""
    return panel_with(window, INES).note.toPlainText()


TYPES: Mapping[str, Callable[[MainWindow], None]] = {"note": note}
READS: Mapping[str, Callable[[MainWindow], str]] = {"note": noted}
