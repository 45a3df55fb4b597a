"""A workspace gets a passphrase, another one, and none: everything stays, and nothing can be read without it."""

import sqlite3
from contextlib import closing
from errno import ENOSPC
from pathlib import Path

import pytest

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db import backup, ciphering, driver, protecting
from leadqual_gui.adapters.db.backup import backups, checksum_file, make_backup, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.driver import is_plain
from leadqual_gui.adapters.db.first_rows import FirstRows, first_rows
from leadqual_gui.adapters.db.protecting import SqliteProtection, sealer_of
from leadqual_gui.adapters.db.restoring import difference, restore
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import LockedError, WrongSecretError
from tests.encryption.vault import (
    CHEAP,
    MARKER,
    NOTE,
    PASSPHRASE,
    a_day_of_work,
    nobody_listens,
    plain_places,
    protected,
    store_in,
)
from tests.store.builders import NOW, a_lead, edit, put


def everything(folder: Path, key) -> list[object]:
    """What a workspace holds."""
    store = store_in(folder, key)
    lead = store.find(f"{MARKER.lower()}@example.org")
    found = [store.leads([1, 2]), store.activities(lead), store.steps(), list(store.search("zebulon"))]
    store.close()
    calls = CallFolder(folder / "calls", sealer_of(key))
    call = calls.open(calls.names()[0])
    found += [call.entries(), call.drafted()]
    call.close()
    return found


def test_a_passphrase_changes_nothing_but_who_can_read(tmp_path: Path, protection: SqliteProtection):
    a_day_of_work(tmp_path)
    before = everything(tmp_path, None)
    assert before[-2:] == [({"kind": "note", "text": NOTE},), f"{MARKER} said tha"]
    assert plain_places(tmp_path)
    key, _recovery = protected(tmp_path)
    assert protection.is_protected
    assert plain_places(tmp_path) == []
    assert everything(tmp_path, key) == before
    assert plain_places(tmp_path) == []
    protection.unprotect(PASSPHRASE, nobody_listens)
    assert not protection.is_protected
    assert everything(tmp_path, None) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "calls", "leadqual.db", "leadqual.lock"]


def test_a_day_of_work_in_a_protected_workspace_leaves_nothing_plain(tmp_path: Path):
    key, _recovery = protected(tmp_path)
    a_day_of_work(tmp_path, key)
    store = store_in(tmp_path, key)
    edit(store, [1], notes=NOTE)
    call = CallFolder(tmp_path / "calls", sealer_of(key)).new()
    call.draft(NOTE)
    assert (tmp_path / f"{FILE_NAME}-wal").stat().st_size > 0
    assert plain_places(tmp_path) == []
    call.close()
    store.close()
    assert plain_places(tmp_path) == []
    assert [finding for finding in examine(tmp_path, NOW, key) if not finding.ok] == []


def test_a_locked_workspace_shows_nothing_and_says_what_to_do(tmp_path: Path):
    a_day_of_work(tmp_path)
    protected(tmp_path)
    assert first_rows(tmp_path / FILE_NAME) == FirstRows()
    with pytest.raises(LockedError, match="has a passphrase") as refused:
        store_in(tmp_path)
    assert "damaged" not in str(refused.value)
    wrong = [finding for finding in examine(tmp_path, NOW) if finding.subject == "database"]
    assert "has a passphrase" in wrong[0].message


def test_the_first_rows_come_with_the_key(tmp_path: Path):
    a_day_of_work(tmp_path)
    plain = first_rows(tmp_path / FILE_NAME)
    key, _recovery = protected(tmp_path)
    assert first_rows(tmp_path / FILE_NAME, key=key) == plain


def test_another_passphrase_opens_at_once_and_the_old_one_no_more(tmp_path: Path, protection: SqliteProtection):
    a_day_of_work(tmp_path)
    key, recovery = protected(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    protection.change(PASSPHRASE, "another long passphrase", None)
    assert protection.unlock("another long passphrase") == protection.unlock(recovery) == key
    assert (tmp_path / FILE_NAME).read_bytes() == before
    with pytest.raises(WrongSecretError):
        protection.unlock(PASSPHRASE)
    (tmp_path / "leadqual.key").unlink()
    with pytest.raises(WrongSecretError):
        protection.unlock(PASSPHRASE)
    protection.change(recovery, PASSPHRASE, new_recovery_key())
    assert protection.unlock(PASSPHRASE) == key
    with pytest.raises(WrongSecretError):
        protection.unlock(recovery)


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(b"{"), lambda path: path.write_bytes(b"")]
)
def test_a_key_file_that_is_lost_comes_back_from_the_backups(tmp_path: Path, protection: SqliteProtection, spoil):
    key, _recovery = protected(tmp_path)
    whole = (tmp_path / "leadqual.key").read_bytes()
    spoil(tmp_path / "leadqual.key")
    assert protection.is_protected
    assert protection.unlock(PASSPHRASE) == key
    assert (tmp_path / "leadqual.key").read_bytes() == whole


def test_without_any_key_file_it_says_so_and_offers_no_deletion(tmp_path: Path, protection: SqliteProtection):
    protected(tmp_path)
    (tmp_path / "leadqual.key").unlink()
    next((tmp_path / "backups" / "keys").iterdir()).unlink()
    with pytest.raises(LeadQualError, match="key file of this workspace is missing"):
        protection.unlock(PASSPHRASE)


def test_a_wrong_passphrase_removes_nothing(tmp_path: Path, protection: SqliteProtection):
    protected(tmp_path)
    with pytest.raises(WrongSecretError):
        protection.unprotect("something else", nobody_listens)
    with pytest.raises(WrongSecretError):
        protection.change("something else", "x" * 20, None)
    assert protection.is_protected


def test_a_workspace_that_is_open_gets_no_passphrase(tmp_path: Path, protection: SqliteProtection):
    store = store_in(tmp_path)
    with pytest.raises(LeadQualError, match="another LeadQual"):
        protection.protect(PASSPHRASE, new_recovery_key(), nobody_listens)
    store.close()
    assert not protection.is_protected


def test_without_room_nothing_is_changed(tmp_path: Path, protection: SqliteProtection, monkeypatch):
    a_day_of_work(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("leadqual_gui.adapters.db.ciphering.shutil.disk_usage", lambda _folder: usage)
    with pytest.raises(LeadQualError, match="not enough room"):
        protection.protect(PASSPHRASE, new_recovery_key(), nobody_listens)
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert not protection.is_protected


def test_without_the_extra_it_is_said_with_what_to_install(tmp_path: Path, protection, monkeypatch):
    a_day_of_work(tmp_path)
    monkeypatch.setitem(driver.sys.modules, "sqlcipher3", None)
    assert "uv sync --extra encryption" in protection.missing().hint
    with pytest.raises(LeadQualError, match="not installed"):
        protection.protect(PASSPHRASE, new_recovery_key(), nobody_listens)
    assert not protection.is_protected
    store_in(tmp_path).close()


def test_damage_in_a_ciphered_file_is_called_damage(tmp_path: Path):
    a_day_of_work(tmp_path)
    key, _recovery = protected(tmp_path)
    whole = bytearray((tmp_path / FILE_NAME).read_bytes())
    whole[5000] ^= 1
    (tmp_path / FILE_NAME).write_bytes(whole)
    assert any("damaged" in finding.message for finding in examine(tmp_path, NOW, key))


def test_a_backup_is_ciphered_checked_and_restored_alike(tmp_path: Path):
    a_day_of_work(tmp_path)
    key, _recovery = protected(tmp_path)
    store = store_in(tmp_path, key)
    backup = make_backup(store.path, tmp_path / "backups", NOW, key=key)
    (late,) = put(store, a_lead(full_name="Late Comer"))
    store.close()
    assert difference(backup.file, tmp_path, key).going == 1
    restored = restore(backup.file, tmp_path, NOW, key)
    store = store_in(tmp_path, key)
    assert store.lead(late.id) is None
    store.close()
    assert plain_places(tmp_path) == []
    assert verify(restored.kept, key).leads == 3


def test_backups_from_before_the_passphrase_are_ciphered_and_deciphered_with_it(tmp_path: Path, protection):
    a_day_of_work(tmp_path)
    (plain,) = backups(tmp_path / "backups")
    leads = verify(plain).leads
    key, _recovery = protected(tmp_path)
    with pytest.raises(LockedError):
        verify(plain)
    assert verify(plain, key).leads == leads
    protection.unprotect(PASSPHRASE, nobody_listens)
    assert verify(plain).leads == leads


def test_a_backup_that_is_damaged_is_left_and_named(tmp_path: Path, protection):
    a_day_of_work(tmp_path)
    (plain,) = backups(tmp_path / "backups")
    with plain.open("r+b") as file:
        file.seek(9000)
        file.write(b"damage")
    protected(tmp_path)
    assert protecting.plain_copies(tmp_path) == [plain]


@pytest.mark.parametrize("place", ["shop.db", "backups/shop.db", "backups/leadqual-shop.part.db"])
def test_a_database_of_another_program_stays_as_it_is(tmp_path: Path, place: str):
    a_day_of_work(tmp_path)
    with closing(sqlite3.connect(tmp_path / place)) as shop:
        shop.execute("CREATE TABLE customer (name TEXT)")
    (tmp_path / place).chmod(0o600)
    before = (tmp_path / place).read_bytes()
    key, _recovery = protected(tmp_path)
    assert (tmp_path / place).read_bytes() == before
    assert [one.message for one in examine(tmp_path, NOW, key) if not one.ok and place in str(one)] == []


def test_a_copy_that_a_kill_left_without_its_checksum_gets_it_again_if_it_is_sound(tmp_path: Path, protection):
    a_day_of_work(tmp_path)
    key, _recovery = protected(tmp_path)
    (sound,) = backups(tmp_path / "backups")
    damaged = sound.with_name("leadqual-2026-10-01-080000.db")
    damaged.write_bytes(sound.read_bytes()[:-9000] + bytes(9000))
    told = checksum_file(sound).read_text("utf-8")
    checksum_file(sound).unlink()
    protection.tidy(key)
    assert checksum_file(sound).read_text("utf-8") == told
    assert not checksum_file(damaged).exists()


def test_the_bar_moves_within_one_large_copy(tmp_path: Path, protection, monkeypatch):
    """The size of the new file tells how far it is: here after every hundred steps of SQLite, as if it were large."""
    a_day_of_work(tmp_path)
    monkeypatch.setattr(ciphering, "_STEPS", 100)
    shares: dict[str, list[float]] = {"leads": [], "backups": [], "calls": []}

    def told(what: str, share: float) -> None:
        shares[what].append(share)

    protection.protect(PASSPHRASE, "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ", told)
    assert len(backups(tmp_path / "backups")) == 1
    for what in ("leads", "backups"):
        assert len({share for share in shares[what] if 0 < share < 1}) > 1, what
        assert shares[what] == sorted(shares[what])
        assert shares[what][-1] == 1.0


@pytest.mark.parametrize("step", ["_write", "_take_place"])
def test_a_copy_that_the_disk_does_not_take_deciphered_keeps_its_checksum(
    tmp_path: Path, protection, monkeypatch, step: str
):
    a_day_of_work(tmp_path)
    key, _recovery = protected(tmp_path)
    (copy,) = backups(tmp_path / "backups")
    told = checksum_file(copy).read_text("utf-8")
    carried_out = getattr(ciphering, step)

    def full(*said: object) -> None:
        if copy in said:
            raise OSError(ENOSPC, "No space left on device")
        carried_out(*said)

    monkeypatch.setattr(ciphering, step, full)
    assert protection.unprotect(PASSPHRASE, nobody_listens).left == (str(copy),)
    assert not protection.is_protected
    assert checksum_file(copy).read_text("utf-8") == told
    assert verify(copy, key).leads


def test_a_full_disk_keeps_no_workspace_shut_whose_copy_lacks_a_checksum(tmp_path: Path, protection, monkeypatch):
    a_day_of_work(tmp_path)
    key, _recovery = protected(tmp_path)
    (copy,) = backups(tmp_path / "backups")
    checksum_file(copy).unlink()

    def full(_file: Path, _text: str) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(backup, "write_whole", full)
        disk.setattr(protecting, "write_whole", full)
        assert protection.tidy(key).left == ()
        plain = copy.with_name("leadqual-2026-10-01-080000.db")
        with closing(sqlite3.connect(plain)) as made:
            made.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
            made.execute("CREATE TABLE t (x)")
        assert protection.tidy(key).left == ()
        assert not is_plain(plain)
    protection.tidy(key)
    assert checksum_file(copy).exists()


def test_a_plain_backup_does_not_quietly_take_the_passphrase_away(tmp_path: Path):
    other = tmp_path / "other"
    a_day_of_work(other)
    (plain,) = backups(other / "backups")
    key, _recovery = protected(tmp_path)
    with pytest.raises(LockedError, match="no passphrase, but the workspace has"):
        restore(plain, tmp_path, NOW, key)


def test_a_copied_folder_opens_elsewhere(tmp_path: Path):
    import shutil

    here, there = tmp_path / "here", tmp_path / "there"
    a_day_of_work(here)
    _key, recovery = protected(here)
    shutil.copytree(here, there)
    assert everything(there, SqliteProtection(there, CHEAP).unlock(recovery))


def test_another_program_sees_noise(tmp_path: Path):
    a_day_of_work(tmp_path)
    protected(tmp_path)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / FILE_NAME).execute("SELECT * FROM lead")
