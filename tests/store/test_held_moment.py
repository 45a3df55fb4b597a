"""A copy is of one moment, whoever writes meanwhile, and whichever way its pages are read and written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from leadqual_gui.adapters.db import descriptors, raw_pages, trickling
from leadqual_gui.adapters.db.backup import backups, checksum, make_backup, verify
from leadqual_gui.adapters.db.driver import connect
from leadqual_gui.adapters.db.held_moment import HeldMoment
from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey
from tests.store import copying
from tests.store.builders import NOW, FakeClock, a_lead, edit, put

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pages are read raw on Linux alone")
PAGES = 4096
Written = Callable[[], int]


def all_in(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
    return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}


def copied(moment: HeldMoment, target: Path) -> dict[str, list[Any]]:
    """What a sound copy of a moment holds, without a log beside it."""
    told = moment.copy_to(target)
    assert told == checksum(target)
    with closing(connect(f"{target.as_uri()}?mode=ro", moment.key, uri=True)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = all_in(copy)
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    target.unlink()
    return found


@contextmanager
def somebody_works(store: SqliteStore) -> Iterator[None]:
    """Leads come and change all the time; the log is moved into the file at every turn, and begun again."""
    store._connections.writer.execute("PRAGMA wal_autocheckpoint=3")
    done = Event()

    def work() -> None:
        number = 0
        while not done.is_set():
            number += 1
            new = put(store, a_lead(full_name=f"Lead {number}", notes="said much " * 900))[0]
            edit(store, [1, new.id], company=f"Company {number}", notes=f"note {number} " * 400)
            done.wait(0.005)

    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        done.set()
        worker.join()


@pytest.fixture(params=["plain", "with a passphrase"])
def key(request: pytest.FixtureRequest, workspace: Path) -> WorkspaceKey | None:
    """With and without a key."""
    if request.param == "plain":
        return None
    return SqliteProtection(workspace, cost=2).protect("four words not alike", new_recovery_key(), lambda *_: None)


@linux_only
def test_a_moment_is_copied_as_it_was_while_somebody_writes(workspace: Path, tmp_path: Path, key, monkeypatch):
    monkeypatch.setattr(raw_pages, "BLOCK", 4 * PAGES)
    (tmp_path / "copies").mkdir()
    from_log, versions = 0, set()
    with closing(open_store(workspace, FakeClock(), key)) as store:
        put(store, a_lead())
        with somebody_works(store):
            for number in range(12):
                with HeldMoment(store.path, key) as moment:
                    assert moment._raw is not None
                    found = copied(moment, tmp_path / "copies" / f"{number}.db")
                    assert found == all_in(moment._source)
                    from_log += bool(moment._raw.overlay)
                    versions.add(moment.version)
    assert from_log > 3
    assert len(versions) > 3


@linux_only
@pytest.mark.parametrize("page_size", [512, 65536])
def test_copies_are_sound_whatever_threads_and_other_programs_do(tmp_path: Path, page_size: int):
    """The long form is `python -m tests.store.copying`."""
    copying.made(tmp_path / "leads.db", page_size)
    tried = copying.try_copies(tmp_path / "leads.db", page_size, seconds=1.5, strangers=1)
    assert min(tried.from_log, tried.moments) > 2


@linux_only
def test_ciphered_copies_are_sound_whatever_threads_do(tmp_path: Path):
    key = WorkspaceKey(os.urandom(16), os.urandom(32))
    copying.made(tmp_path / "leads.db", 8192, key)
    assert copying.try_copies(tmp_path / "leads.db", 1, 1.5, key=key).from_log > 2


@linux_only
def test_a_database_that_grows_past_a_gigabyte_in_its_log_can_be_copied(tmp_path: Path, monkeypatch):
    """Nothing is ever written where it begins: neither file nor log holds that page, and the log may hold the next."""
    assert raw_pages._NOBODYS == 1 << 30
    monkeypatch.setattr(raw_pages, "_NOBODYS", raw_pages.BLOCK)
    database, before = tmp_path / "leads.db", raw_pages.BLOCK // PAGES
    database.write_bytes(b"file" * (raw_pages.BLOCK // 4))
    database.with_name("leads.db-wal").write_bytes(b"next" * (PAGES // 4))
    with database.open("rb") as opened:
        pages = raw_pages.RawPages(database, opened.fileno(), PAGES, before + 2, {before + 1: 0})
        *_, last = map(bytes, pages.blocks())
    assert last == bytes(PAGES) + b"next" * (PAGES // 4)


@linux_only
def test_an_index_of_the_log_that_nobody_may_write_is_not_believed(tmp_path: Path, monkeypatch):
    """After a power cut it may be older than the log. SQLite, which cannot mend it, makes one in memory."""
    before, after = tmp_path / "before.db", tmp_path / "after.db"
    copying.made(before, PAGES)
    with closing(connect(before)) as writer:
        writer.execute("INSERT INTO lead (notes) VALUES (zeroblob(9))")
        index = descriptors.own_descriptor(tmp_path / "before.db-shm")
        assert index is not None
        (tmp_path / "after.db-shm").write_bytes(os.pread(index, 32768, 0))
        writer.execute("INSERT INTO lead (notes) VALUES (zeroblob(99999))")
        for ending in ("", "-wal"):
            shutil.copy(f"{before}{ending}", f"{after}{ending}")

    def opened(database: Path, key: WorkspaceKey | None) -> sqlite3.Connection:
        return connect(f"{database.as_uri()}?mode=ro&readonly_shm=1", key, uri=True)

    monkeypatch.setattr("leadqual_gui.adapters.db.held_moment.open_reader", opened)
    with HeldMoment(after) as moment:
        assert moment._raw is None
        moment.copy_to(tmp_path / "copy.db")
    with closing(connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT sum(length(notes)) FROM lead").fetchone() == (9 + 99999,)


def test_who_looks_and_falls_over_has_found_nothing_sound(store: SqliteStore, workspace: Path, monkeypatch):
    def falls_over(*_: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "names in a damaged file")

    put(store, a_lead())
    monkeypatch.setattr("leadqual_gui.adapters.db.held_moment.check_pages", falls_over)
    monkeypatch.setattr("threading.excepthook", lambda _raised: None)
    with pytest.raises(LeadQualError, match="damaged"):
        make_backup(store.path, workspace / "backups", NOW)
    assert list((workspace / "backups").iterdir()) == []


def test_where_pages_cannot_be_read_sqlite_copies(workspace: Path, tmp_path: Path, key, monkeypatch):
    monkeypatch.setattr(descriptors, "OWN", tmp_path / "elsewhere")
    monkeypatch.setattr(trickling, "AHEAD", 10 * PAGES)
    (tmp_path / "copies").mkdir()
    with closing(open_store(workspace, FakeClock(), key)) as store:
        put(store, a_lead())
        with somebody_works(store):
            for number in range(3):
                with HeldMoment(store.path, key) as moment:
                    assert moment._raw is None
                    found = copied(moment, tmp_path / "copies" / f"{number}.db")
                    assert found == all_in(moment._source)


@linux_only
def test_copying_and_asking_for_a_passphrase_let_go_of_no_lock(store: SqliteStore, workspace: Path):
    """A program beside that opens the file and closes it again may not think that it was the last one."""
    put(store, a_lead())
    make_backup(store.path, workspace / "backups", NOW)
    assert not SqliteProtection(workspace).is_protected
    put(store, a_lead())
    stranger = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM lead'); c.close()"
    )
    subprocess.run([sys.executable, "-I", "-c", stranger, str(store.path)], check=True)
    assert store.path.with_name(f"{store.path.name}-wal").exists()


@linux_only
def test_a_file_that_somebody_else_has_open_is_not_read_by_his_descriptor(store: SqliteStore):
    put(store, a_lead())
    with store.path.open("rb") as stranger, HeldMoment(store.path) as moment:
        assert moment._raw is not None
        assert moment._raw.descriptor != stranger.fileno()


def test_a_copy_that_the_disk_did_not_take_is_none(store: SqliteStore, workspace: Path, monkeypatch):
    def broken(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    put(store, a_lead())
    monkeypatch.setattr(trickling, "AHEAD", 0)
    monkeypatch.setattr(trickling, "_wait_for_disk", broken)
    monkeypatch.setattr(trickling, "_PAST_THE_CACHE", 0)
    with pytest.raises(LeadQualError, match="input/output error"):
        make_backup(store.path, workspace / "backups", NOW)
    assert backups(workspace / "backups") == []
    assert list((workspace / "backups").iterdir()) == []


def test_a_copy_that_says_something_else_is_none(store: SqliteStore, workspace: Path, monkeypatch):
    put(store, a_lead())
    with HeldMoment(store.path) as moment:
        moment.version += 1
        monkeypatch.setattr("leadqual_gui.adapters.db.backup.HeldMoment", lambda *_: moment)
        with pytest.raises(LeadQualError, match="not what was copied"):
            make_backup(store.path, workspace / "backups", NOW)
    assert list((workspace / "backups").iterdir()) == []


def test_a_place_that_takes_no_blocks_past_the_cache_gets_them_by_it(tmp_path: Path):
    """A block that does not begin at a page of memory is refused like any block where the place does not know them."""
    file = tmp_path / "copy"
    file.touch()
    content = os.urandom(3 * PAGES + 1)
    with trickling.PastTheCache(file, 3 * PAGES) as disk:
        disk.write(memoryview(content)[1 : PAGES + 1])
        disk.write(memoryview(content)[PAGES + 1 :])
    assert file.read_bytes() == content[1:]


def test_a_file_trickles_to_the_disk_whole(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(trickling, "AHEAD", PAGES)
    monkeypatch.setattr(trickling, "_PAST_THE_CACHE", 0)
    waited: list[int] = []
    monkeypatch.setattr(trickling, "_wait_for_disk", waited.append)
    file = tmp_path / "copy"
    file.touch()
    with trickling.PastTheCache(file, 100 * PAGES) as disk:
        for number in range(100):
            disk.write(memoryview(bytes([number]) * PAGES))
    assert file.read_bytes() == b"".join(bytes([number]) * PAGES for number in range(100))
    assert len(waited) > 5


def test_a_copy_made_beside_work_can_be_relied_on(store: SqliteStore, workspace: Path):
    put(store, a_lead())
    with somebody_works(store):
        made = [make_backup(store.path, workspace / "backups", NOW) for _ in range(5)]
    assert [verify(backup.file) for backup in made if backup.file.exists()] == [b for b in made if b.file.exists()]
    assert len(backups(workspace / "backups")) == 3
