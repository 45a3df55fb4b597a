"""The connections to one file: one that writes, behind the gate, and one that reads for each thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.gate import Lane, WriteGate
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.opening import LOCK_NAME, make_folder, open_reader, open_writer
from leadqual_gui.adapters.db.words import Words
from leadqual_gui.domain.errors import LeadQualError


class Transaction:
    """A transaction of the writing connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        """Make it durable; when it returns, it is on disk."""
        self.connection.execute("COMMIT")


class Connections:
    """Opened together and closed together. Whoever closes twice is forgiven."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.gate = WriteGate()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        make_folder(path.parent)
        with spoken(path):
            self._held = WorkspaceLock(path.with_name(LOCK_NAME))
        try:
            self.writer = open_writer(path)
        except BaseException:
            self._held.release()
            raise
        self.words = Words(self.writer)
        self._durable = True
        self.closed = False

    @contextmanager
    def transaction(self, lane: Lane = Lane.FOREGROUND, durable: bool = True) -> Iterator[Transaction]:
        """Begin a transaction when it is our turn; what is not committed at the end is rolled back.

        `durable=False` is for what nobody relies on before a later, durable one: it does not wait for the disk.
        """
        with self.gate.passed(lane), spoken(self.path):
            self._refuse_if_closed()
            if durable is not self._durable:
                self.writer.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            self.writer.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self.writer)
            finally:
                if self.writer.in_transaction:
                    self.writer.execute("ROLLBACK")
                    self.words.forget()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread that reads what is committed."""
        with spoken(self.path):
            connection: sqlite3.Connection | None = getattr(self._local, "reader", None)
            if connection is None or self.closed:
                connection = self._open_reader()
            yield connection

    def _open_reader(self) -> sqlite3.Connection:
        with self._lock:
            self._refuse_if_closed()
            connection = self._local.reader = open_reader(self.path)
            self._readers.append(connection)
        return connection

    def _refuse_if_closed(self) -> None:
        if self.closed:
            raise LeadQualError("the workspace was closed", place=str(self.path))

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        if self.closed:
            return
        with self.gate.passed(Lane.FOREGROUND), self._lock:
            self.closed = True
            for reader in self._readers:
                reader.close()
            with suppress(sqlite3.Error):  # what was acknowledged is durable without it
                self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.writer.close()
            self._held.release()
