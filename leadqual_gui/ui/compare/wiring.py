"""The comparison in the window: which leads are meant, and the way back to where they were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from leadqual_gui.services.comparing import refused
from leadqual_gui.ui.compare.screen import CompareScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow

KEY = "compare"
_FROM = ("today", "leads", "pipeline")


class Chooses(Protocol):
    """A screen in which leads are chosen."""

    def chosen(self) -> tuple[int, ...]:
        """The chosen leads."""


def compare_chosen(window: MainWindow) -> None:
    """Compare the leads that are chosen in the screen in front; say what to do if they are too few or too many."""
    key = window.current_screen()
    if window.bridge is None or key not in _FROM:
        return
    screen = cast("Chooses", window.stack.currentWidget())
    leads = screen.chosen()
    if refusal := refused(leads):
        window.announcements.refused(refusal)
        return
    _show(window, leads, key)


def _show(window: MainWindow, leads: tuple[int, ...], back_to: str) -> None:
    assert window.bridge is not None
    screen = CompareScreen(window.theme, window.bridge, window.words, window.tongue.code, leads)
    screen.closed.connect(lambda: window.show_screen(back_to))
    screen.refused.connect(window.announcements.refused)
    window.put_screen(KEY, screen)
    window.show_screen(KEY)
    window.top.set_title(window.tr("Compare"), screen.title())
    window.rail.set_current(back_to)
