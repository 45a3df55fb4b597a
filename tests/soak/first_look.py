"""What makes counts comparable: a look at everything before the work begins, and one place where things are counted.

Pages, tabs and columns are made when somebody first comes to them, and stay. By chance some are come to after half an
hour only; then they would look like something that piles up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import getAllValidWrappers

from leadqual_gui.ui.leads.panel.pages import TABS
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.other.switch import INTERVIEWS, RuleFiles
from leadqual_gui.ui.pipeline.column import Strip
from leadqual_gui.ui.widgets.tabs import Tabs
from tests.soak.hands import Hands, Key

Kind = TypeVar("Kind", bound=QWidget)
DEEP = 3
"""Tabs within tabs."""
MOST_LOOKS, FEW = 6, 10
"""What is shown depends on what was reckoned meanwhile: one look is not enough."""


def look_at_everything(window: MainWindow, hands: Hands, screens: Sequence[Key]) -> int:
    """Until nothing new comes to light; how many widgets the last look still made."""
    came = 0
    for _ in range(MOST_LOOKS):
        before = len(QApplication.allWidgets())
        _look_once(window, hands, screens)
        came = len(QApplication.allWidgets()) - before
        if came <= FEW:
            break
    return came


def go_where_things_are_counted(window: MainWindow, hands: Hands) -> None:
    """The same place each time: the list of leads, beside it all tabs of a lead, the first in front.

    They are made when they are come to, and made anew when the panel becomes wide or narrow.
    """
    hands.ctrl(Key.Key_2)
    hands.press(Key.Key_Down)
    for tab in (*TABS, next(iter(TABS))):
        window.leads.panel.choose_tab(tab)
        _settle(hands)


def _look_once(window: MainWindow, hands: Hands, screens: Sequence[Key]) -> None:
    """Every screen, each of its tabs and files, the ways out of the board, the tabs of a lead, help and palette."""
    for screen in screens:
        hands.ctrl(screen)
        _settle(hands)
        _look_at_tabs(window, hands, set(), DEEP)
        for files in list(_seen(window, RuleFiles)):
            for framework in window.bridge.workspace.rules.frameworks if window.bridge else ():
                files.show_file(f"{INTERVIEWS}/{framework.id}.yaml")
                _settle(hands)
        while strip := next(_seen(window, Strip), None):  # the board is made anew for each
            hands.click(strip.button)
            _settle(hands)
    go_where_things_are_counted(window, hands)
    for key, held in ((Key.Key_F1, False), (Key.Key_K, True)):
        hands.ctrl(key) if held else hands.press(key)
        _settle(hands)
        hands.put_away()
        hands.close_others()
    hands.come_back()


def _look_at_tabs(window: MainWindow, hands: Hands, known: set[Tabs], deep: int) -> None:
    for tabs in [one for one in _seen(window, Tabs) if one not in known]:
        known.add(tabs)
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)
            _settle(hands)
            if deep:
                _look_at_tabs(window, hands, known, deep - 1)
        tabs.setCurrentIndex(0)
        _settle(hands)


def _seen(window: MainWindow, kind: type[Kind]) -> Iterator[Kind]:
    """Widgets of a kind of ours that are in sight."""
    for one in getAllValidWrappers():
        if isinstance(one, kind) and one.isVisible() and window.isAncestorOf(one):
            yield one


def _settle(hands: Hands) -> None:
    hands.look(0.05)
    hands.wait()
