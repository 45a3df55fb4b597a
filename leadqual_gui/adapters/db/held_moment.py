"""The database as it is at one moment, held still for as long as it takes to copy it and to look at it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Thread, get_native_id
from typing import Self

from leadqual_gui.adapters.db.database_file import check_identity, check_pages, open_reader
from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.adapters.db.errors import KEEP_AND_RESTORE, damaged, spoken
from leadqual_gui.adapters.db.files import sha256_of
from leadqual_gui.adapters.db.raw_pages import RawPages, begin_held
from leadqual_gui.adapters.db.trickling import PastTheCache, Trickle
from leadqual_gui.adapters.durable import sync_file
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.protection import WorkspaceKey

_PAGES_AT_ONCE = 512
"""Pages that SQLite copies before the disk is asked how far it is."""
_LITTLE_CACHE = "PRAGMA cache_size=100"
"""Each page is read once or twice: more room would only have to be made and filled."""
_POLITE = 10
"""The higher, the further behind (0 is usual)."""
_LOGGED, _NO_LOG = slice(18, 20), b"\x01\x01"
"""How a file says that it is written and read with a log (sqlite.org/fileformat.html), and that it is not."""


class HeldMoment:
    """Whoever writes goes on writing; nobody waits for whoever holds a moment."""

    def __init__(self, database: Path, key: WorkspaceKey | None = None) -> None:
        self.database, self.key = database, key
        with spoken(database):
            self._source = open_reader(database, key)
            try:
                check_identity(self._source, database)
                self._source.execute(_LITTLE_CACHE)
                self._raw: RawPages | None = begin_held(self._source, database)
                self.version = version_of(self._source)
            except BaseException:
                self._source.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let it go."""
        self._source.close()

    def told(self) -> tuple[int, datetime | None]:
        """How many leads are in it, and when the newest step was made. Not while it is looked through."""
        with spoken(self.database):
            return told_by(self._source)

    def copy_to(self, target: Path) -> str:
        """Write it to a new file, which is on the disk when this returns; its SHA-256."""
        target.touch(mode=0o600)
        if self._raw is None:
            with Trickle(target, self.database.stat().st_size) as disk:
                self._copy_by_sqlite(target, disk)
                return sha256_of(target)  # while the rest of it goes to the disk
        told = _written(self._raw, target, plain=self.key is None)
        if self.key is None:
            return told
        with closing(connect(target, self.key)) as copy:
            _make_one_file(copy)
        sync_file(target)
        return sha256_of(target)

    def _copy_by_sqlite(self, target: Path, disk: Trickle) -> None:
        size = int(self._source.execute("PRAGMA page_size").fetchone()[0])  # SQLCipher says it in words
        with closing(connect(target, self.key)) as copy:
            copy.execute(_LITTLE_CACHE)
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            self._source.backup(
                copy,
                pages=_PAGES_AT_ONCE,
                progress=lambda _status, left, whole: disk.written((whole - left) * size),
                sleep=0.001,
            )
            _make_one_file(copy)

    @contextmanager
    def looked_through(self) -> Iterator[None]:
        """Meanwhile every page of this moment is looked at, by another thread; damage is raised at the end.

        A copy is page for page what its source is; it is looked through itself before anybody goes back to it.
        """
        said: list[LeadQualError | None] = []
        looking = Thread(target=self._look, args=(said,), name="leadqual-look")
        looking.start()
        try:
            yield
        finally:
            looking.join()
        if (wrong := said[0] if said else damaged(self.database)) is not None:  # who looks and says nothing fell over
            raise wrong

    def _look(self, said: list[LeadQualError | None]) -> None:
        """Say what is wrong; None: nothing."""
        give_way()
        try:
            if self._raw is not None:
                check_pages(self._source, self.database)
            else:
                with closing(open_reader(self.database, self.key)) as connection:  # SQLite copies by the other one
                    connection.execute(_LITTLE_CACHE)
                    check_pages(connection, self.database)
            said.append(None)
        except LeadQualError as error:
            said.append(error)
        except database_errors() as error:
            said.append(LeadQualError(f"the file cannot be read ({error})", KEEP_AND_RESTORE, str(self.database)))


def give_way() -> None:
    """Let this thread step back behind the window, where the system gives threads a rank of their own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), _POLITE)


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the newest change."""
    found: int = connection.execute("SELECT coalesce(max(version), 0) FROM operation").fetchone()[0]
    return found


def told_by(connection: sqlite3.Connection) -> tuple[int, datetime | None]:
    """How many leads are in a database, and when the newest step was made (None: there is none)."""
    leads: int = connection.execute("SELECT count(*) FROM lead WHERE gone_by IS NULL").fetchone()[0]
    newest = connection.execute("SELECT max(at) FROM operation WHERE at BETWEEN 0 AND 253402300799").fetchone()[0]
    return leads, None if newest is None else moment_of(newest)


def _written(pages: RawPages, target: Path, plain: bool) -> str:
    """Write raw pages; their SHA-256. That a copy has no log stands in its first page, which may be ciphered."""
    told = hashlib.sha256()
    with PastTheCache(target, pages.size) as disk:
        for number, block in enumerate(pages.blocks()):
            if plain and number == 0:
                block[_LOGGED] = _NO_LOG
            told.update(block)
            disk.write(block)
    return told.hexdigest()


def _make_one_file(copy: sqlite3.Connection) -> None:
    """So that it can be read where nothing can be written. It is waited for by others."""
    copy.execute("PRAGMA locking_mode=EXCLUSIVE")  # with no file of locks either
    copy.execute("PRAGMA synchronous=OFF")
    copy.execute("PRAGMA journal_mode=DELETE")
