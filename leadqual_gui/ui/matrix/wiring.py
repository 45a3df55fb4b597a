"""The Matrix screen in the window: made when first wanted, with the window's undo while it is in front."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from leadqual_gui.domain.matrix_edits import AddScenario
from leadqual_gui.domain.scenario_of import scenario_of
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.screen import MatrixScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def make_matrix(window: MainWindow) -> MatrixScreen:
    """The screen on the window's workspace."""
    assert window.bridge is not None
    screen = MatrixScreen(window.theme, window.bridge, window.tongue.code)
    screen.beside.recall(window.remembered.get("matrix.panel"))
    screen.settings_changed.connect(window.remembered.put)
    screen.steps_changed.connect(window.steps.name)
    screen.lead_asked.connect(window.errands.open_lead)
    return screen


def prepare_matrix(window: MainWindow) -> None:
    """While nobody is waiting: make the screen that will be asked for, with its draft, and paint it once unseen."""
    from leadqual_gui.ui.places import place

    found = place("matrix")
    if window.bridge is None or found is None or window.findChild(MatrixScreen) is not None:
        return
    screen = found.make(window)
    assert isinstance(screen, MatrixScreen)
    window.put_screen(found.key, screen)
    screen.resize(window.stack.size())
    screen.grab()
    screen.session.open()


def show_draft(window: MainWindow, profiles: bool = False) -> None:
    """Bring the Matrix up with what was put into a draft elsewhere; `profiles`: into that of profiles.yaml."""
    known = window.findChild(MatrixScreen)
    window.show_screen("matrix")
    screen = window.stack.currentWidget()
    assert isinstance(screen, MatrixScreen)
    screen.files.show_file("profiles.yaml" if profiles else "matrix.yaml")
    if screen.files.page is not None:
        screen.files.page.session.open()
    elif known is not None:
        screen.session.open()


def make_scenario(window: MainWindow, lead_id: int) -> None:
    """Bring the Matrix up and add the lead as an example, open to be changed."""
    window.show_screen("matrix")
    screen = window.stack.currentWidget()
    assert isinstance(screen, MatrixScreen)
    if screen.session.ready:
        _add_scenario(screen, lead_id)
    else:
        add = lambda: _add_scenario(screen, lead_id)  # noqa: E731
        screen.session.opened.connect(add, Qt.ConnectionType.SingleShotConnection)


def _add_scenario(screen: MatrixScreen, lead_id: int) -> None:
    session = screen.session
    record = session.workspace.store.record(lead_id)
    if record is None:
        return
    rules = replace(session.workspace.rules, matrix=session.matrix)
    scenario = scenario_of(record, rules, session.workspace.as_of)
    said = Said("matrix_scenario", {"name": str(scenario.name)})
    if session.apply(AddScenario(scenario), said):
        screen.panel.edit_scenario(len(session.matrix.scenarios) - 1)
