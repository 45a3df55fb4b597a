"""The board where little is there, where much is there, and what its tools do by mouse and by key."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services.commands import DeleteLeads, EditLeads
from leadqual_gui.ui.compare.screen import CompareScreen
from leadqual_gui.ui.leads.panel.promise_sheet import PromiseSheet
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.board import MOST_COLUMN
from leadqual_gui.ui.pipeline.screen import PipelineScreen
from leadqual_gui.ui.widgets import numerals
from tests.ui.conftest import Opener
from tests.ui_pipeline.conftest import choose, column, names_in

Key, Mod = Qt.Key, Qt.KeyboardModifier
STEFAN = "Stefan Roth"


def entry(menu: QMenu, words: str) -> None:
    """Choose an entry of a menu."""
    next(action for action in menu.actions() if action.text() == words).trigger()


def open_menu() -> QMenu:
    """The menu that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())


def board_without_funnel(opened: Opener, folder: Path, qtbot: QtBot) -> tuple[MainWindow, PipelineScreen]:
    """The window on rules without a funnel, and its board."""
    (folder / "rules" / "funnel.yaml").unlink()
    window = opened(folder)
    window.show_screen("pipeline")
    screen = window.stack.currentWidget()
    assert isinstance(screen, PipelineScreen)
    qtbot.waitUntil(lambda: not window.runner.busy)
    return window, screen


def test_without_a_funnel_the_board_says_what_is_missing_and_where_to_write_it(
    opened: Opener, folder: Path, qtbot: QtBot
) -> None:
    _window, screen = board_without_funnel(opened, folder, qtbot)
    assert "Matrix, Funnel" in screen.nothing.text()
    assert screen.nothing.isVisible()
    assert not any(widget.rehome.isVisible() for widget in screen.area.columns.values())
    (all_,) = screen.area.columns.values()
    qtbot.waitUntil(lambda: all_.width() <= MOST_COLUMN < screen.area.width() - all_.width())  # and no wider


def test_without_a_funnel_who_is_lost_counts_as_lost_and_each_card_says_how_it_ended(
    opened: Opener, folder: Path, qtbot: QtBot
) -> None:
    window, screen = board_without_funnel(opened, folder, qtbot)
    stage = next(iter(screen.area.columns))
    stefan, frances, lin = (choose(screen, name) for name in (STEFAN, "Frances Doyle", "Lin Mei-Hua"))
    window.bridge.execute(EditLeads((stefan, lin), {"expected_value": 900}))
    window.bridge.execute(EditLeads((stefan,), {"outcome": "lost"}))
    window.bridge.execute(EditLeads((frances,), {"outcome": "won"}))
    qtbot.waitUntil(lambda: "lost" in screen.subtitle())
    assert numerals.plain(screen.subtitle()) == "5 open or won, 900, 1 lost"
    source = column(screen, stage).view.rows.source
    ended = {source.label(row): row.ended for row in (source.row(at) for at in range(6)) if row.ended}
    assert ended == {STEFAN: "lost", "Frances Doyle": "won"}
    assert "Lost" in source.spoken(source.row(source.index_of(stefan)))


def test_an_empty_board_says_how_leads_get_there(screen: PipelineScreen, window: MainWindow) -> None:
    everybody = tuple(int(lead) for c in screen.board.columns for lead in c.cards.ids())
    window.bridge.execute(DeleteLeads(everybody))
    window.show_screen("pipeline")
    assert "Import a file or add one" in screen.nothing.text()
    QTest.keyClick(screen, Key.Key_Right)
    assert screen.chosen() == ()


def test_order_groups_age_and_fields_are_reached_by_tab_and_opened_by_space(
    screen: PipelineScreen, qtbot: QtBot
) -> None:
    for button in (screen.tools.older, screen.tools.group, screen.tools.sort, screen.tools.cards):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        button.setFocus()
        QTest.keyClick(button, Key.Key_Space)
        menu = open_menu()
        QTest.keyClick(menu, Key.Key_Down)
        assert menu.activeAction() is not None
        menu.close()


def test_a_click_groups_by_tier_and_takes_the_owner_onto_the_cards(screen: PipelineScreen) -> None:
    QTest.mouseClick(screen.tools.group, Qt.MouseButton.LeftButton)
    menu = open_menu()
    entry(menu, "Grouped by tier")
    menu.close()
    assert screen.query.group == "tier"
    assert any(column.groups for column in screen.board.columns)
    QTest.mouseClick(screen.tools.cards, Qt.MouseButton.LeftButton)
    menu = open_menu()
    entry(menu, "Owner")
    menu.close()
    assert "owner" in screen.fields


def test_two_cards_chosen_with_shift_are_compared_from_their_menu(screen: PipelineScreen, window: MainWindow) -> None:
    choose(screen, names_in(screen, "new")[0])
    QTest.keyClick(screen.area.front_view(), Key.Key_Down, Mod.ShiftModifier)
    leads = screen.chosen()
    assert len(leads) == 2
    entry(screen.doings.card_menu(), "Compare")
    found = window.stack.currentWidget()
    assert isinstance(found, CompareScreen)
    assert found.lead_ids == leads
    QTest.keyClick(found.table, Key.Key_Escape)
    assert window.current_screen() == "pipeline"


def test_a_follow_up_is_promised_from_the_board(screen: PipelineScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, STEFAN)
    entry(screen.doings.card_menu(), "Promise a follow-up")
    sheet = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PromiseSheet) and w.isVisible())
    qtbot.keyClicks(sheet.about, "Samples")
    qtbot.keyClick(sheet.about, Key.Key_Return)
    found = window.workspace.store.follow_ups(lead)
    assert [(f.action, f.note) for f in found] == [("call", "Samples")]
    assert found[0].due_at > window.workspace.now + timedelta(hours=1)
    assert isinstance(found[0], FollowUp)


def test_a_refusal_leaves_the_heads_of_the_bands_in_sight(screen: PipelineScreen, window: MainWindow) -> None:
    choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("sql"))
    QApplication.processEvents()
    assert column(screen, "sql").gate.isVisible()
    assert screen.area.verticalScrollBar().value() == 0
    assert column(screen, "sql").mapTo(screen.area, QPoint()).y() > 0
