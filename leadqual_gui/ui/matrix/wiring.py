"""The Matrix screen in the window: made when first wanted, with the window's undo while it is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadqual_gui.ui.matrix.screen import MatrixScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def make_matrix(window: MainWindow) -> MatrixScreen:
    """The screen on the window's workspace."""
    assert window.bridge is not None
    screen = MatrixScreen(window.theme, window.bridge, window.tongue.code)
    width = window.remembered.get("matrix.panel")
    screen.set_panel_width(int(width) if width.isdigit() else 0)
    screen.settings_changed.connect(window.remembered.put)
    screen.steps_changed.connect(window.name_undo)

    def open_lead(lead_id: int) -> None:
        window.show_screen("leads")
        window.leads.show_lead(lead_id)

    screen.lead_asked.connect(open_lead)
    return screen
