"""The Clean up screen in the window: made when first wanted, with the ways to it and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadqual_gui.ui.data.screen import DUPLICATES, CleanUpScreen
from leadqual_gui.ui.data.wording import words

if TYPE_CHECKING:
    from leadqual_gui.services.lists import Filter
    from leadqual_gui.services.operations import Changes
    from leadqual_gui.ui.main_window import MainWindow

KEY = "clean_up"


def show_clean_up(window: MainWindow, tab: str = DUPLICATES) -> CleanUpScreen:
    """Bring the screen to the front, with this tab."""
    screen = window.findChild(CleanUpScreen) or _made(window)
    screen.show_tab(tab)
    window.show_screen(KEY)
    window.top.set_title(words("Clean up"))
    window.top.show_tabs(screen.tabs)
    window.rail.set_current("leads")
    screen.page_focus().setFocus()
    return screen


def _made(window: MainWindow) -> CleanUpScreen:
    from leadqual_gui.ui.privacy.acts import ask_and_hand_out, ask_to_forget

    assert window.bridge is not None
    screen = CleanUpScreen(window.theme, window.bridge, window.words)

    def show_list(chosen: Filter) -> None:
        window.show_screen("leads")
        window.leads.list.show_filtered(chosen)

    def on_changed(changes: Changes, _leads: object, _initiator: object) -> None:
        from leadqual_gui.services.operations import Changes as Changed

        if changes & Changed.RULES:
            screen.retitle(window.words)

    screen.closed.connect(lambda: window.show_screen("leads"))
    screen.duplicates.lead_asked.connect(window.errands.open_lead)
    screen.duplicates.refused.connect(window.announcements.refused)
    screen.quality.refused.connect(window.announcements.refused)
    screen.quality.lead_asked.connect(window.errands.open_lead)
    screen.quality.list_asked.connect(show_list)
    screen.privacy.forget_asked.connect(lambda lead: ask_to_forget(window, lead))
    screen.privacy.hand_out_asked.connect(lambda lead: ask_and_hand_out(window, lead))
    window.bridge.changed.connect(on_changed)
    window.put_screen(KEY, screen)
    return screen
