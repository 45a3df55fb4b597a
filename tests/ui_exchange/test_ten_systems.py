"""Exports of ten systems are dropped on the window and stand at their rows without a click, all of them new."""

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.services.importing import Fate
from leadqual_gui.ui.exchange.screen import ROWS
from leadqual_gui.ui.main_window import MainWindow
from tests.exchange.test_systems import SYSTEMS
from tests.ui_exchange.conftest import Lister, at_rest, drop

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Falk;Ingrid;;;
FN:Ingrid Falk
ORG:Frostad Fisk
EMAIL;TYPE=WORK:i.falk@frostad.example
END:VCARD
"""


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_export_stands_at_its_rows_without_a_click(
    qtbot: QtBot, window: MainWindow, listed: Lister, system: str
) -> None:
    screen = drop(window, listed(f"{system}.csv", SYSTEMS[system][0]))
    at_rest(qtbot, window)
    plan = screen.session.plan
    assert plan is not None
    assert not plan.questions
    assert screen.step == ROWS, screen.columns_step.refusal.reason()
    assert screen.outcome.lines[Fate.REJECTED].count() == "0"
    assert screen.start.isEnabled()


def test_contact_cards_stand_at_their_rows_too(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("cards.vcf", CARDS))
    at_rest(qtbot, window)
    assert (screen.step, screen.outcome.lines[Fate.NEW].count()) == (ROWS, "1")
