"""The window opens with what the last run left, before anything heavy is loaded."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.commands import AddLead
from leadqual_gui.services.lists import FirstSight, LeadRow
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.theme.theme import Theme
from tests.builders import FixedClock

HEAVY = ("numpy", "sqlmodel", "sqlalchemy", "yaml", "alembic", "leadqual_gui.services.workspace")


def test_the_first_window_needs_nothing_heavy() -> None:
    program = f"import sys, leadqual_gui.ui.main_window; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_chosen_lead_stays_chosen_when_the_whole_list_comes(
    theme: Theme, tongue: Tongue, folder: Path, qtbot: object
) -> None:
    seen = datetime(2026, 11, 10, tzinfo=UTC)
    rows = tuple(
        LeadRow(n, name, None, None, 50, 40, 60, "warm", "A1", False, "new", None, seen)
        for n, name in ((1, "Ines Carvalho"), (4, "Frances Doyle"))
    )
    around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(rows, 6, {"leads.chosen": "4"}), around)
    window.show()
    table = window.leads.list.table
    assert window.leads.list.model.rowCount() == 2
    assert table.chosen_id == 4
    with qtbot.waitSignal(window.loaded, timeout=20_000):  # type: ignore[attr-defined]
        window.begin()
    assert window.leads.list.model.rowCount() == 6
    assert table.chosen_id == 4
    assert window.leads.list.model.row_at(table.currentIndex().row()).name == "Frances Doyle"
    window.close()
    window.deleteLater()


def test_a_file_dropped_before_the_workspace_is_open_waits_for_it(
    theme: Theme, tongue: Tongue, folder: Path, qtbot: object
) -> None:
    fair = folder / "fair.csv"
    fair.write_text("Company;E-mail\nCedar Labs;rana@cedar.example\n", encoding="utf-8")
    around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(), around)
    window.show()
    window.errands.import_file(fair)
    with qtbot.waitSignal(window.loaded, timeout=20_000):  # type: ignore[attr-defined]
        window.begin()
    assert window.current_screen() == "import_file"
    qtbot.waitUntil(lambda: not window.runner.busy)  # type: ignore[attr-defined]
    window.close()
    window.deleteLater()


def test_a_file_that_is_no_database_is_said_and_left_alone(
    theme: Theme, tongue: Tongue, tmp_path: Path, qtbot: object
) -> None:
    folder = WorkspaceFolder(tmp_path / "workspace")
    folder.make()
    folder.database.write_bytes(b"this is a letter to my aunt " * 400)
    around = AppSurroundings(folder, False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(), around)
    window.show()
    with qtbot.waitSignal(window.opening_failed, timeout=20_000):  # type: ignore[attr-defined]
        window.begin()
    notice = window.announcements.area.bars()[0].notice
    assert "leadqual.db" in notice.message
    assert notice.hint
    assert folder.database.read_bytes().startswith(b"this is a letter")
    window.close()
    window.deleteLater()


def test_the_first_lead_brings_the_list_and_taking_it_back_the_first_start(
    theme: Theme, tongue: Tongue, tmp_path: Path, qtbot: object
) -> None:
    folder = WorkspaceFolder(tmp_path / "workspace")
    around = AppSurroundings(folder, False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(), around)
    window.show()
    with qtbot.waitSignal(window.loaded, timeout=20_000):  # type: ignore[attr-defined]
        window.begin()
    assert window.current_screen() == "start"
    window.bridge.execute(AddLead({"full_name": "Ines Carvalho"}))
    assert window.current_screen() == "leads"
    window.actions_.get("undo").trigger()
    assert window.current_screen() == "start"
    window.close()
    window.deleteLater()


def test_an_untouched_list_stands_at_its_top_when_the_whole_list_comes(
    theme: Theme, tongue: Tongue, folder: Path, qtbot: object
) -> None:
    around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight((), 6, {"leads.chosen": "404"}), around)
    window.show()
    with qtbot.waitSignal(window.loaded, timeout=20_000):  # type: ignore[attr-defined]
        window.begin()
    table = window.leads.list.table
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (0, 0)
    assert window.leads.panel.lead_id == table.chosen_id == window.leads.list.model.row_at(0).id
    window.close()
    window.deleteLater()
