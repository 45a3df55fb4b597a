"""The window opens with what the last run left, and nothing heavy stands before it."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.app import window as window_module
from leadqual_gui.app.arguments import parser
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.first_sight import first_sight
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.logs import stop_logging
from leadqual_gui.app.samples import open_sample
from leadqual_gui.app.single import answer_later_windows, call_first_window
from leadqual_gui.services import commands as c
from leadqual_gui.services.lists import Query
from tests.builders import FixedClock

HEAVY = ("numpy", "sqlmodel", "sqlalchemy", "alembic", "yaml", "phonenumbers", "leadqual_gui.domain.scoring")


@pytest.fixture(autouse=True)
def _log_closed() -> Iterator[None]:
    yield
    stop_logging()


def test_nothing_heavy_is_imported_before_the_window(tmp_path):
    code = f"import sys, leadqual_gui.app.window; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_is_parsed_before_anything_else(tmp_path):
    code = "import sys, leadqual_gui.app.main; print([m for m in ('PySide6', 'numpy', 'sqlite3') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_sight_is_what_the_last_run_left(tmp_path):
    folder, clock = WorkspaceFolder(tmp_path / "office"), FixedClock()
    workspace = open_workspace(folder, clock)
    workspace.load()
    workspace.execute(c.AddLead({"full_name": "Ines Carvalho", "industry": "logistics", "employees": 120}))
    workspace.execute(c.AddLead({"full_name": "Rafael Ibarra"}))
    workspace.put_setting("window.theme", "dark")
    expected = [workspace.query(Query()).row(n) for n in range(2)]
    workspace.close()
    sight = first_sight(folder.database)
    assert (list(sight.rows), sight.total) == (expected, 2)
    assert sight.settings["window.theme"] == "dark"


def test_without_a_workspace_there_is_nothing_to_see_and_nothing_is_made(tmp_path):
    assert first_sight(tmp_path / "leadqual.db").total == 0
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_made_anew_on_another_day_unless_somebody_worked_in_it(tmp_path):
    folder, clock = WorkspaceFolder(tmp_path / "sample"), FixedClock()
    first = open_sample(folder, clock)
    news = first.funnel.open_day().value
    first.close()
    clock.pass_days(1)
    workspace = open_sample(folder, clock)
    workspace.load()
    assert workspace.funnel.open_day().value == news
    lead = workspace.find("S0001")
    newest = workspace.row(lead).last_sign
    assert newest > clock.now() - timedelta(days=6)
    workspace.execute(c.AddNote(lead, "Called back"))
    workspace.close()
    clock.pass_days(5)
    again = open_sample(folder, clock)
    assert again.store.activities(again.find("S0001"))[0].topic == "Called back"
    again.close()


def test_a_second_start_brings_the_first_window_to_the_front(tmp_path, qapp, qtbot):
    folder = WorkspaceFolder(tmp_path / "office")
    assert not call_first_window(folder)
    workspace = open_workspace(folder, FixedClock())
    called: list[bool] = []
    from PySide6.QtCore import QObject

    keeper = QObject()
    answer_later_windows(folder, lambda: called.append(True), keeper)
    assert call_first_window(folder)
    qtbot.waitUntil(lambda: called == [True])
    assert not call_first_window(WorkspaceFolder(tmp_path / "other"))
    workspace.close()
    keeper.deleteLater()
    qapp.processEvents()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_window_opens_loads_and_closes(tmp_path, qapp: QApplication, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", __import__("threading").excepthook)
    seen: list[object] = []
    made = window_module.Session._opened

    def watched(session, folder: WorkspaceFolder, sample: bool):
        window = made(session, folder, sample)
        window.loaded.connect(lambda: (seen.append(window.workspace.counts().all), QTimer.singleShot(50, window.close)))
        QTimer.singleShot(30_000, window, window.close)
        return window

    monkeypatch.setattr(window_module.Session, "_opened", watched)
    chosen = parser().parse_args(["--workspace", str(tmp_path / "office"), "--sample"])
    palette, style, font = qapp.palette(), qapp.style().objectName(), qapp.font()
    assert window_module.run_window(chosen) == 0
    assert len(seen) == 1
    assert seen[0] > 300
    assert (tmp_path / "office-sample" / "leadqual.db").exists()
    assert not (tmp_path / "office").exists()
    qapp.setStyle(style if style else "fusion")
    qapp.setPalette(palette)
    qapp.setFont(font)
    assert Path(tmp_path / "office-sample" / "logs").is_dir()
