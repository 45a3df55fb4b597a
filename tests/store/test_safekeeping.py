"""Copies that make themselves: before anything large, and once a day; nobody waits for them."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.backup import backups, occasion_of, verify
from leadqual_gui.adapters.db.safekeeping import BackgroundCopies
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.adapters.exchange.tables import pasted_table
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.commands import AddLead, MergeLeads
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.safekeeping import Occasion
from leadqual_gui.services.workspace import Workspace
from tests.store.builders import FakeClock, a_lead, put


@pytest.fixture
def copies(store: SqliteStore, workspace: Path, clock: FakeClock) -> BackgroundCopies:
    return BackgroundCopies(store.path, workspace / "backups", clock)


def made(folder: Path) -> list[tuple[str, int]]:
    """Why each copy was made, and how many leads are in it, newest first."""
    return [(occasion_of(file).value, verify(file).leads) for file in backups(folder / "backups")]


def test_a_copy_is_of_the_moment_at_which_it_was_asked_for(copies, store, workspace):
    put(store, a_lead())
    copies.before(Occasion.IMPORT)
    put(store, a_lead(), a_lead())
    copies.close()
    assert made(workspace) == [("before-import", 1)]
    assert copies.trouble is None


def test_nothing_new_needs_no_copy(copies, store, workspace, clock):
    copies.before(Occasion.IMPORT)
    copies.close()
    assert made(workspace) == []
    put(store, a_lead())
    for _ in range(3):
        copies.before(Occasion.PUBLISH)
        copies.close()
    again = BackgroundCopies(store.path, workspace / "backups", clock)
    again.before(Occasion.PUBLISH)
    again.close()
    assert made(workspace) == [("before-publish", 1)]


def test_one_copy_a_day(copies, store, workspace, clock):
    for day in range(3):
        put(store, a_lead())
        for _ in range(2):
            copies.daily()
            copies.close()
        assert made(workspace) == [("daily", n + 1) for n in range(day, -1, -1)]
        clock.pass_days(1)


def test_merging_one_pair_after_the_other_makes_one_copy(copies, store, workspace, clock):
    for _ in range(3):
        put(store, a_lead())
        copies.before(Occasion.MERGE)
        copies.close()
        clock.time += timedelta(minutes=2)
    assert made(workspace) == [("before-merge", 1)]


def test_without_room_it_says_so_and_stops_nobody(copies, store, workspace, monkeypatch):
    put(store, a_lead())
    monkeypatch.setattr("leadqual_gui.adapters.db.safekeeping._ROOM", 1 << 62)
    copies.before(Occasion.IMPORT)
    copies.close()
    assert made(workspace) == []
    assert "no room" in str(copies.trouble)


def bring_in(workspace: Workspace) -> None:
    source = pasted_table("full_name,email\nLena Vogt,lena@vogt.example\n")
    workspace.run_import(source, workspace.plan_import(source, ImportOptions()))


def test_imports_and_merges_leave_a_copy_of_before(tmp_path):
    folder, clock = tmp_path / "workspace", FakeClock()
    with closing(open_workspace(WorkspaceFolder(folder), clock)) as workspace:
        for name in ("Ines", "Omar"):
            workspace.execute(AddLead({"full_name": name}))
        bring_in(workspace)
        workspace.safekeeper.close()
        clock.time += timedelta(seconds=1)
        workspace.execute(MergeLeads(1, (2,)))
    assert made(folder) == [("before-merge", 3), ("before-import", 2)]
