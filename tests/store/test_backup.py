"""A backup is whole, checked and private; going back to one loses nothing, not even what it replaces."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.backup import backups, checksum_file, made_at, make_backup, occasion_of, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.restoring import difference, replaced_by_restore, restore
from leadqual_gui.adapters.db.rotation import Keeping, kept
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.safekeeping import Difference, Occasion
from tests.store.builders import NOW, a_lead, edit, opened, put, step


def test_a_backup_of_an_open_workspace_holds_what_is_committed(store: SqliteStore, workspace: Path):
    put(store, a_lead(), a_lead())
    with store.unit(store.steps()[0].label) as unit:
        unit.add_lead(a_lead())
        backup = make_backup(store.path, workspace / "backups", NOW)
    assert (backup.leads, backup.newest) == (2, NOW)
    assert verify(backup.file) == backup
    files = list((workspace / "backups").iterdir())
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert {f.name for f in files} == {"leadqual-2026-11-02-093000.db", "leadqual-2026-11-02-093000.db.sha256"}


def test_backups_rotate_with_their_checksums(store: SqliteStore, workspace: Path):
    folder, keeping = workspace / "backups", Keeping(newest=3, days=0, weeks=0, months=0)
    made = [make_backup(store.path, folder, NOW + timedelta(hours=n), keeping=keeping).file for n in range(5)]
    assert backups(folder) == made[:1:-1]
    assert len(list(folder.iterdir())) == 6
    twice = make_backup(store.path, folder, NOW + timedelta(hours=4), keeping=keeping).file
    assert twice != made[4]


def test_days_weeks_and_months_keep_a_copy_each():
    newest = NOW + timedelta(days=398)
    made = [newest - timedelta(days=days) for days in range(0, 400, 2)]
    assert [2 * position for position in sorted(kept(made, Keeping()))] == [
        *(0, 2, 4, 6, 8, 10, 12),
        *(14, 22),
        *(36, 66, 96, 128),
    ]


def test_a_copy_says_why_it_was_made(store: SqliteStore, workspace: Path):
    made = make_backup(store.path, workspace / "backups", NOW, Occasion.IMPORT).file
    assert made.name == "leadqual-2026-11-02-093000-before-import.db"
    assert (made_at(made), occasion_of(made)) == (NOW, Occasion.IMPORT)


def test_a_copy_that_somebody_named_is_never_rotated_out(store: SqliteStore, workspace: Path):
    folder = workspace / "backups"
    mine = make_backup(store.path, folder, NOW).file.rename(folder / "leadqual-end-of-year.db")
    make_backup(store.path, folder, NOW, keeping=Keeping(1, 0, 0, 0))
    assert backups(folder)[-1] == mine


OURS = (
    "leadqual-2026-10-30-080000-4711.part",
    "leadqual-2026-10-30-080000-2-before-import-4711.part-journal",
    "leadqual-2026-10-30-080000.db.sha256.part",
    "leadqual-2026-10-30-080000.db.sha256",
)
THEIRS = (
    "leadqual-notes.part.txt",
    "leadqual-for-the-lawyer.part1.rar",
    "leadqual-end-of-year.db-wal",
    "leadqual-talk-journal",
    "leadqual-end-of-year.db.sha256",
)


def test_a_copy_clears_away_what_a_kill_left_and_nothing_that_somebody_put_there(store: SqliteStore, workspace: Path):
    folder = workspace / "backups"
    folder.mkdir()
    for name in OURS + THEIRS:
        (folder / name).write_bytes(b"half of it")
        os.utime(folder / name, ((NOW - timedelta(days=2)).timestamp(),) * 2)
    make_backup(store.path, folder, NOW)
    assert [name for name in OURS if (folder / name).exists()] == []
    assert [name for name in THEIRS if not (folder / name).exists()] == []


def test_restoring_brings_everything_back_and_keeps_what_was_there(store: SqliteStore, workspace: Path, clock):
    lead = put(store, a_lead())[0]
    backup = make_backup(store.path, workspace / "backups", NOW)
    edit(store, [lead.id], company="After the backup")
    with pytest.raises(LeadQualError, match="another LeadQual"):
        restore(backup.file, workspace, NOW)
    store.close()
    done = restore(backup.file, workspace, NOW)
    assert (done.backup, done.kept.name) == (backup, "leadqual-before-restore-2026-11-02-093000.db")
    again = opened(workspace, clock)
    assert again.lead(lead.id) == lead
    assert list(again.search("acme")) == [lead.id]
    again.close()
    restore(done.kept, workspace, NOW)
    again = opened(workspace, clock)
    assert again.lead(lead.id).company == "After the backup"
    again.close()


def test_a_preview_says_what_a_restore_would_change_and_undo_takes_it_back(store: SqliteStore, workspace: Path, clock):
    ines, omar, _ = put(store, a_lead(), a_lead(full_name="Omar Haddad"), a_lead())
    backup = make_backup(store.path, workspace / "backups", NOW)
    assert difference(backup.file, workspace).nothing
    edit(store, [ines.id], company="After the backup")
    put(store, a_lead(full_name="Lena Vogt"))
    with store.unit(step("leads_deleted")) as unit:
        unit.delete_leads([omar.id])
        unit.commit()
    wanted = Difference(backup, leads_now=3, going=1, coming=1, changed=1, steps=3, names=("Lena Vogt",))
    assert difference(backup.file, workspace) == wanted
    store.close()
    restore(backup.file, workspace, NOW)
    assert difference(backup.file, workspace).nothing
    restore(replaced_by_restore(workspace), workspace, NOW)
    again = opened(workspace, clock)
    assert (again.lead(ines.id).company, again.lead(omar.id)) == ("After the backup", None)
    again.close()
    restore(replaced_by_restore(workspace), workspace, NOW)
    assert difference(backup.file, workspace).nothing
    assert replaced_by_restore(workspace).name == "leadqual-before-restore-2026-11-02-093000-3.db"


def test_a_restore_that_was_killed_is_finished_by_the_next_start(
    store: SqliteStore, workspace: Path, clock, monkeypatch
):
    put(store, a_lead())
    backup = make_backup(store.path, workspace / "backups", NOW)
    put(store, a_lead())
    store.close()
    monkeypatch.setattr("leadqual_gui.adapters.db.settling._set_aside", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore(backup.file, workspace, NOW)
    monkeypatch.undo()
    again = opened(workspace, clock)
    assert again.count() == 1
    again.close()
    assert replaced_by_restore(workspace) is not None


def test_a_damaged_database_is_kept_beside_what_is_restored(store: SqliteStore, workspace: Path, clock):
    put(store, a_lead())
    backup = make_backup(store.path, workspace / "backups", NOW)
    store.close()
    database = workspace / FILE_NAME
    database.write_bytes(b"rubbish")
    done = restore(backup.file, workspace, NOW)
    assert done.kept.read_bytes() == b"rubbish"
    again = opened(workspace, clock)
    assert again.count() == 1
    again.close()


def test_a_flipped_bit_in_a_backup_is_noticed(store: SqliteStore, workspace: Path):
    backup = make_backup(store.path, workspace / "backups", NOW)
    data = bytearray(backup.file.read_bytes())
    data[-5] ^= 4
    backup.file.write_bytes(data)
    with pytest.raises(LeadQualError, match="checksum"):
        verify(backup.file)
    checksum_file(backup.file).unlink()
    backup.file.write_bytes(b"SQLite format 3\x00" + b"\x00" * 500)
    with pytest.raises(LeadQualError):
        verify(backup.file)
    with pytest.raises(LeadQualError, match="no such file"):
        verify(workspace / "nothing.db")


def test_nothing_is_backed_up_from_a_damaged_file(store: SqliteStore, workspace: Path):
    put(store, *[a_lead(notes="x" * 500) for _ in range(200)])
    store.close()
    database = workspace / FILE_NAME
    data = bytearray(database.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 9000] = b"\xff" * 9000
    database.write_bytes(data)
    with pytest.raises(LeadQualError, match="damaged"):
        make_backup(database, workspace / "backups", NOW)
    assert list((workspace / "backups").iterdir()) == []
    assert {f.subject for f in examine(workspace, NOW) if not f.ok} >= {"integrity"}


def test_the_doctor_finds_a_sound_workspace_sound(store: SqliteStore, workspace: Path):
    lead = put(store, a_lead())[0]
    store.undo(edit(store, [lead.id], company="Other"))
    make_backup(store.path, workspace / "backups", NOW)
    findings = examine(workspace, NOW)
    assert [f for f in findings if not f.ok] == []
    assert {f.subject for f in findings} >= {"permissions", "space", "integrity", "tables", "log", "search", "backups"}


def test_the_doctor_tells_what_is_wrong_and_where(store: SqliteStore, workspace: Path):
    lead = put(store, a_lead())[0]
    writer = store._connections.writer
    writer.execute("UPDATE operation SET state = 1")
    writer.execute("DELETE FROM lead_text WHERE rowid = ?", (lead.id,))
    writer.execute("CREATE TABLE stranger (x)")
    workspace.chmod(0o755)
    wrong = {f.subject: f.message for f in examine(workspace, NOW) if not f.ok}
    assert wrong.keys() == {"permissions", "tables", "log", "search"}
    assert "stranger" in wrong["tables"]
