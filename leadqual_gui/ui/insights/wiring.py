"""The Insights screen in the window: made when first wanted; what goes into a draft is shown on the Matrix screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadqual_gui.ui.insights.screen import InsightsScreen
from leadqual_gui.ui.matrix.wiring import show_draft

if TYPE_CHECKING:
    from leadqual_gui.services.insights.drafting import Taken
    from leadqual_gui.ui.main_window import MainWindow


def make_insights(window: MainWindow) -> InsightsScreen:
    """The screen on the window's workspace."""
    assert window.bridge is not None
    screen = InsightsScreen(window.theme, window.bridge, window.tongue.code)
    screen.settings_changed.connect(window.remembered.put)
    screen.screen_asked.connect(window.show_screen)

    def on_taken(taken: Taken) -> None:
        show_draft(window, profiles=taken.profile and not taken.changes)

    screen.lead_asked.connect(window.errands.open_lead)
    screen.session.taken.connect(on_taken)
    screen.session.said.connect(window.announcements.say)
    return screen
