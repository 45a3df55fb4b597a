"""From an import to a deal won and a lead disqualified, by hand: keys and mouse in the real window, on two lists."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.app.bootstrap import open_workspace, shipped_rules
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.sample.making import make_sample
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet
from leadqual_gui.ui.pipeline.screen import PipelineScreen
from leadqual_gui.ui.popover import Ask
from tests.builders import FixedClock
from tests.ui.conftest import Opener
from tests.ui_pipeline.conftest import choose, column, names_in, shown, stage_of

Key, Mod = Qt.Key, Qt.KeyboardModifier
B2B_RULES = Path(__file__).parents[1] / "data" / "rules_b2b"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A workspace with the sample leads."""
    clock = FixedClock()
    workspace = open_workspace(WorkspaceFolder(tmp_path / "sample"), clock)
    workspace.load()
    make_sample(workspace, clock.now())
    workspace.close()
    return tmp_path / "sample"


@pytest.fixture
def opportunities(real_data: Path, tmp_path: Path) -> Path:
    """A real list as it was before anybody knew how each deal would end, with its matrix and the shipped funnel."""
    folder = tmp_path / "real"
    shutil.copytree(B2B_RULES, folder / "rules")
    for name in ("funnel.yaml", "playbook.yaml", "activities.yaml"):
        shutil.copy(shipped_rules() / name, folder / "rules" / name)
    shutil.copytree(shipped_rules() / "frameworks", folder / "rules" / "frameworks", dirs_exist_ok=True)
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    assert [problem for problem in workspace.problems if problem.severity == "error"] == []
    workspace.load()
    source = CsvFile.open(_undecided(real_data / "b2b_opportunities.csv", tmp_path / "open.csv"))
    done = workspace.run_import(source, workspace.plan_import(source, ImportOptions(custom=True)))
    assert isinstance(done, Outcome), done
    workspace.close()
    return folder


def _undecided(source: Path, target: Path) -> Path:
    """The same list without its outcomes."""
    with source.open(encoding="utf-8", newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
        rows = csv.DictReader(old)
        kept = [name for name in rows.fieldnames or () if name not in ("outcome", "closed_at", "lost_reason", "stage")]
        writer = csv.DictWriter(new, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return target


def press(screen: PipelineScreen, key: Key, modifier: Mod = Mod.NoModifier) -> None:
    """A key on the chosen card."""
    QTest.keyClick(screen.area.front_view(), key, modifier)


def popup(kind: type) -> object:
    """The popup that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def lead_of(window: MainWindow, lead: int) -> object:
    """A lead as it is stored."""
    return window.workspace.store.lead(lead)


def move_by_menu(screen: PipelineScreen, number: int) -> None:
    """M, then the number of the stage."""
    from PySide6.QtWidgets import QMenu

    press(screen, Key.Key_M)
    QTest.keyClick(popup(QMenu), Key(Key.Key_0 + number))


def win(screen: PipelineScreen, window: MainWindow, qtbot: QtBot, name: str) -> int:
    """Work a lead that is new down to won: on by key, past what the gate asks, won by menu."""
    stages = [stage.id for stage in window.workspace.rules.funnel.stages]
    lead = choose(screen, name)
    press(screen, Key.Key_Right, Mod.ControlModifier)
    assert stage_of(screen, name) == "engaged"
    move_by_menu(screen, stages.index("opportunity") + 1)
    gate = column(screen, "opportunity").gate
    if stage_of(screen, name) != "opportunity":
        assert gate.isVisible()
        qtbot.mouseClick(gate.mend, Qt.MouseButton.LeftButton)
        ask = popup(Ask)
        qtbot.keyClicks(ask.line, "24000")
        qtbot.keyClick(ask.line, Key.Key_Return)
    assert stage_of(screen, name) == "opportunity"
    choose(screen, name)
    move_by_menu(screen, stages.index("won") + 1)
    assert stage_of(screen, name) == "won"
    return lead


def disqualify(screen: PipelineScreen, window: MainWindow, qtbot: QtBot, name: str) -> int:
    """Take a lead out with a reason, all with the mouse but for the choosing."""
    lead = choose(screen, name)
    screen.doings.move_to(window.workspace.rules.funnel.stage("disqualified"))
    sheet = popup(ExitSheet)
    qtbot.mouseClick(sheet.reasons[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sheet.take, Qt.MouseButton.LeftButton)
    return lead


@pytest.mark.parametrize("which", ["sample", "opportunities"])
def test_leads_are_worked_from_import_to_won_and_to_disqualified(
    which: str, request: pytest.FixtureRequest, opened: Opener, qtbot: QtBot
) -> None:
    window = opened(request.getfixturevalue(which))
    screen = shown(qtbot, window)
    names = [name for name in names_in(screen, "new") if names_in(screen, "new").count(name) == 1][:2]
    won = win(screen, window, qtbot, names[0])
    out = disqualify(screen, window, qtbot, names[1])
    assert (lead_of(window, won).outcome, lead_of(window, won).closed_at) == ("won", window.workspace.now)
    assert lead_of(window, out).stage == "disqualified"
    assert lead_of(window, out).lost_reason
    told = [move.target for move in window.workspace.funnel.history(won).moves]
    assert told[-3:] == ["engaged", "opportunity", "won"]
    assert {won, out}.isdisjoint(window.workspace.funnel.today().due.ids())
    QTest.keyClick(window, Key.Key_Z, Mod.ControlModifier)
    assert lead_of(window, out).stage in ("new", None)
    assert lead_of(window, out).lost_reason is None
    ledger = window.workspace.card(won)
    assert sum(line.tenths for line in ledger.lines) == ledger.exact
