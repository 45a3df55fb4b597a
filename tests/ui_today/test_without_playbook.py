"""Rules of one's own that hold no playbook: the empty list says why it is empty, and where to begin."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from leadqual_gui.ui.today.screen import TodayScreen
from tests.ui.conftest import Opener


def test_a_list_without_a_playbook_does_not_say_that_everybody_was_called(
    opened: Opener, folder: Path, qtbot: QtBot
) -> None:
    (folder / "rules" / "playbook.yaml").unlink()
    window = opened(folder)
    window.show_screen("today")
    screen = window.stack.currentWidget()
    assert isinstance(screen, TodayScreen)
    qtbot.waitUntil(lambda: not window.runner.busy and screen.no_calls.isVisible())
    assert "Matrix, Playbook" in screen.no_calls.text()
    assert (screen.bring.isVisible(), screen.begin.isVisible()) == (False, True)
    assert "has been called" not in screen.no_calls.text()
    assert not screen.first_words.isVisible(), "they would say that the list is made from rules that are not there"
