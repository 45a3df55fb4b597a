"""Whatever may hold somebody's data can be read by its owner only, also after another program left it open."""

import stat
from pathlib import Path

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.logs import start_logging, stop_logging
from leadqual_gui.services.commands import AddLead
from tests.builders import FixedClock


def open_to_others(folder: Path) -> list[str]:
    """What others can read, but for the rules, which hold no names and stand in a folder of the owner's."""
    return sorted(
        path.name
        for path in (folder, *folder.rglob("*"))
        if "rules" not in path.parts and stat.S_IMODE(path.stat().st_mode) & 0o077
    )


def worked_in(folder: WorkspaceFolder) -> None:
    """A day of work."""
    clock = FixedClock()
    workspace = open_workspace(folder, clock)
    start_logging(folder.logs).touch()
    workspace.load()
    workspace.execute(AddLead({"full_name": "Ines Carvalho"}))
    CallFolder(folder.calls).new().close()
    make_backup(folder.database, folder.backups, clock.now())
    workspace.close()
    stop_logging()


def test_a_day_of_work_leaves_nothing_open(tmp_path: Path):
    folder = WorkspaceFolder(tmp_path / "office")
    worked_in(folder)
    assert open_to_others(folder.path) == []


def test_what_was_left_open_is_told_and_mended_at_the_next_start(tmp_path: Path):
    folder = WorkspaceFolder(tmp_path / "office")
    worked_in(folder)
    spoiled = [path for path in (folder.path, *folder.path.rglob("*")) if "rules" not in path.parts]
    for path in spoiled:
        path.chmod(0o755 if path.is_dir() else 0o644)
    told = {finding.place for finding in examine(folder.path, FixedClock().now()) if finding.subject == "permissions"}
    assert {str(folder.path), str(folder.database), *map(str, folder.calls.glob("*.call"))} <= told
    folder.make()
    assert open_to_others(folder.path) == []
    assert all(f.ok for f in examine(folder.path, FixedClock().now()) if f.subject == "permissions")
