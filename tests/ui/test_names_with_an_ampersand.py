"""R&D, Smith & Sons, GPCTBA/C&I: an "&" in a name is one, and not the mark of a key."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.palette import action_words
from tests.ui.conftest import Opener, choose


def test_a_stage_with_an_ampersand_is_read_whole_where_leads_are_moved(opened: Opener, folder: Path) -> None:
    funnel = folder / "rules" / "funnel.yaml"
    funnel.write_text(funnel.read_text("utf-8").replace("label: Engaged", "label: R&D", 1), "utf-8")
    window = opened(folder)
    choose(window, "Stefan Roth")
    stages = next(a.menu() for a in window.leads.lead_menu().actions() if a.menu() is not None)
    assert "R&&D" in [action.text() for action in stages.actions()]


def test_a_framework_with_an_ampersand_is_read_whole_in_a_call(qtbot: QtBot, window: MainWindow) -> None:
    call = window.errands.calls.open(choose(window, "Ines Carvalho"))
    assert call is not None
    menu = call.strip.open_menu()
    assert "GPCTBA/C&&I" in [action.text() for action in menu.actions()]
    menu.close()


def test_a_step_about_smith_and_sons_is_named_whole(window: MainWindow) -> None:
    choose(window, "Stefan Roth")
    window.leads.set_field("full_name", "Smith & Sons")
    window.leads.set_field("owner", "Clara")
    undo = window.actions_.get("undo")
    assert "Smith & Sons" in undo.toolTip()
    assert "Smith & Sons" in action_words(undo)
