"""A rule file in which nothing stands yet: its tables say how to begin, and none is about a thing that is not there."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.other.interviews import OF_ONE_ELEMENT
from leadqual_gui.ui.matrix.screen import MatrixScreen
from tests.ui_matrix_parts.test_other_files import opened


def test_a_new_interview_shows_tables_of_an_element_only_once_there_is_one(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = opened(qtbot, window, screen, "Interviews")
    page.framework_chosen.emit("frameworks/fair.yaml")
    page = screen.files.page
    qtbot.waitUntil(lambda: page.session.name == "frameworks/fair.yaml" and bool(page.blocks))
    qtbot.waitUntil(lambda: page.session.value is not None and not window.runner.busy)
    elements = page.block("elements")
    for _ in elements.table.items:
        elements.table.go(0, 0)
        elements.command("delete")
    assert not elements.table.items
    assert elements.nothing.isVisible()
    assert not any(page.block(key).isVisible() for key in OF_ONE_ELEMENT)
    qtbot.mouseClick(elements.buttons["add"], Qt.MouseButton.LeftButton)
    assert not elements.nothing.isVisible()
    assert all(page.block(key).isVisible() for key in OF_ONE_ELEMENT)
    assert "New element" in page.block("levels").title.text()
