"""The screens of the window, in the order of the rail: name, icon, key, and how each is made.

To add a screen, add a line. A screen is a widget; what has the keyboard when it is shown is its focus proxy. One with
`own_steps` implements `OwnSteps`: what was done in it is taken back before what was done in the window. One with
`tabs_on_top` is `Tabbed`: its tabs stand in the top bar while it is in front.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadqual_gui.ui.main_window import MainWindow

_CONTEXT = "Places"


class OwnSteps(Protocol):
    """A screen that can take back what was done in it; False if there is nothing."""

    @property
    def undo_words(self) -> str:
        """What would be taken back now, "" if nothing."""

    @property
    def redo_words(self) -> str:
        """What would be done again now, "" if nothing."""

    def undo(self) -> bool:
        """Take back a step."""

    def redo(self) -> bool:
        """Do a step again."""


class Tabbed(Protocol):
    """A screen whose parts are chosen in the top bar."""

    tabs: QWidget


class Place(NamedTuple):
    """One screen. `needs_workspace`: shown only once that is loaded."""

    key: str
    name: str
    icon: str
    shortcut: str
    make: Callable[[MainWindow], QWidget]
    needs_workspace: bool = True
    at_foot: bool = False
    own_steps: bool = False
    tabs_on_top: bool = False

    def words(self) -> str:
        """Its name, in the user's language."""
        return QCoreApplication.translate(_CONTEXT, self.name)


def place(key: str) -> Place | None:
    """The screen of that key, if it stands in the rail."""
    return next((one for one in PLACES if one.key == key), None)


def _leads(window: MainWindow) -> QWidget:
    return window.leads


def _today(window: MainWindow) -> QWidget:
    from leadqual_gui.ui.today.wiring import make_today

    screen = make_today(window)
    screen.setFocusProxy(screen.calls)
    return screen


def _pipeline(window: MainWindow) -> QWidget:
    from leadqual_gui.ui.pipeline.wiring import make_pipeline

    return make_pipeline(window)


def _matrix(window: MainWindow) -> QWidget:
    from leadqual_gui.ui.matrix.wiring import make_matrix

    screen = make_matrix(window)
    screen.setFocusProxy(screen.grid)
    return screen


def _insights(window: MainWindow) -> QWidget:
    from leadqual_gui.ui.insights.wiring import make_insights

    return make_insights(window)


def _settings(window: MainWindow) -> QWidget:
    from leadqual_gui.ui.settings.screen import SettingsScreen

    return SettingsScreen(window)


PLACES = (
    Place("today", str(QT_TRANSLATE_NOOP("Places", "Today")), "sun", "Ctrl+1", _today),
    Place("leads", str(QT_TRANSLATE_NOOP("Places", "Leads")), "users", "Ctrl+2", _leads, needs_workspace=False),
    Place("pipeline", str(QT_TRANSLATE_NOOP("Places", "Pipeline")), "square-kanban", "Ctrl+3", _pipeline),
    Place("matrix", str(QT_TRANSLATE_NOOP("Places", "Matrix")), "grid-3x3", "Ctrl+4", _matrix, own_steps=True),
    Place(
        "insights",
        str(QT_TRANSLATE_NOOP("Places", "Insights")),
        "chart-column",
        "Ctrl+5",
        _insights,
        tabs_on_top=True,
    ),
    Place(
        "settings",
        str(QT_TRANSLATE_NOOP("Places", "Settings")),
        "settings",
        "Ctrl+,",
        _settings,
        needs_workspace=False,
        at_foot=True,
    ),
)
