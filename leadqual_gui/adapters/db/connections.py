"""The connections to one file: one that writes, behind the gate, and one that reads for each thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from leadqual_gui.adapters.db.database_file import LOCK_NAME, make_folder, open_reader
from leadqual_gui.adapters.db.driver import database_errors
from leadqual_gui.adapters.db.errors import damaged, spoken, translated
from leadqual_gui.adapters.db.gate import Lane, WriteGate
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.opening import drop_half_made, open_writer
from leadqual_gui.adapters.db.words import Words
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey

PAGES_AT_ONCE = 1000
BULK_PAGES_AT_ONCE = 8000
"""Pages in the write-ahead log before they are moved into the file, in daily use and during an import."""


def _meaningless() -> tuple[type[Exception], ...]:
    """What comes of values and tables that nobody wrote, and of our own mistakes."""
    of_values = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError)
    return (*of_values, *database_errors("OperationalError"))


class Transaction:
    """A transaction of the writing connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        """Make it durable; when it returns, it is on disk."""
        self.connection.execute("COMMIT")


class Connections:
    """Opened together and closed together. Whoever closes twice is forgiven."""

    def __init__(self, path: Path, key: WorkspaceKey | None = None) -> None:
        self.path, self.key = path, key
        self.gate = WriteGate()
        self._idle: list[sqlite3.Connection] = []
        """Those that read, and that nobody has just now: one more is opened only if all are in use. By thread would
        not do: threads of a pool end after a while, and each would leave a connection and its cache behind."""
        self._lock = threading.Lock()
        make_folder(path.parent)
        with spoken(path):
            self._held = WorkspaceLock(path.with_name(LOCK_NAME))
        try:
            drop_half_made(path)
            self.writer = open_writer(path, key)
        except BaseException:
            self._held.release()
            raise
        told = path.stat()
        self._identity = (told.st_dev, told.st_ino)
        self.words = Words(self.writer)
        self._durable = True
        self.losses = 0
        """How often parts of bulk writers were lost that were not committed yet."""
        self.turns = 0
        """How often somebody else than a bulk writer came to write."""
        self.closed = False

    @contextmanager
    def transaction(self, lane: Lane = Lane.FOREGROUND) -> Iterator[Transaction]:
        """Begin a transaction when it is our turn; what is not committed at the end is rolled back."""
        with self.gate.passed(lane), spoken(self.path):
            self._refuse_if_closed()
            self._refuse_if_gone()
            self._settle()
            self._begin(durable=True)
            self.turns += 1
            try:
                yield Transaction(self.writer)
            except BaseException:
                self.words.forget()  # on a full disk SQLite has undone everything by itself
                raise
            finally:
                self._roll_back()

    @contextmanager
    def bulk(self) -> Iterator[sqlite3.Connection]:
        """Write a little as a part of something large, in a transaction that stays open when this ends.

        Whoever writes next commits it first, so that a click waits for one small part and one commit; as long as
        nobody comes the disk is spared. It is not waited for: the next durable transaction makes it durable too.
        """
        with self.gate.passed(Lane.BULK), spoken(self.path):
            self._refuse_if_closed()
            if not self.writer.in_transaction:
                self._begin(durable=False)
            self.writer.execute("SAVEPOINT part")
            try:
                yield self.writer
            except BaseException:
                self._take_part_back()
                raise
            self.writer.execute("RELEASE part")

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """The writing connection outside any transaction, for what SQLite does by itself (VACUUM, checkpoints)."""
        with self.gate.passed(Lane.BULK), spoken(self.path):
            self._refuse_if_closed()
            self._settle()
            yield self.writer

    def settle(self) -> None:
        """Commit what a bulk writer left open."""
        with self.gate.passed(Lane.BULK), spoken(self.path):
            self._settle()

    def _begin(self, durable: bool) -> None:
        if durable is not self._durable:
            self.writer.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self.writer.execute(f"PRAGMA wal_autocheckpoint={PAGES_AT_ONCE if durable else BULK_PAGES_AT_ONCE}")
            self._durable = durable
        self.writer.execute("BEGIN IMMEDIATE")

    def _settle(self) -> None:
        if self.writer.in_transaction:
            try:
                self.writer.execute("COMMIT")
            except BaseException:
                self.losses += 1
                self.words.forget()
                self._roll_back()
                raise

    def _take_part_back(self) -> None:
        """Undo one part. On some errors (a full disk) SQLite has undone everything that was not committed."""
        self.words.forget()
        if self.writer.in_transaction:
            self.writer.execute("ROLLBACK TO part")
            self.writer.execute("RELEASE part")
        else:
            self.losses += 1

    def _roll_back(self) -> None:
        if self.writer.in_transaction:
            self.writer.execute("ROLLBACK")
            self.words.forget()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that reads what is committed, the caller's alone for so long."""
        with spoken(self.path), self._making_sense():
            connection = self._reader()
            try:
                yield connection
                if connection.in_transaction:
                    connection.rollback()
            except BaseException:
                connection.close()  # whoever keeps the error keeps what was begun: the next one would see the past
                raise
            self._give_back(connection)

    @contextmanager
    def two_reading(self) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
        """A reading connection and one for a helper, both in a transaction that sees the same state.

        They begin while nobody writes. Not within a transaction.
        """
        with self.reading() as first, closing(open_reader(self.path, self.key)) as second:
            with self.gate.passed(Lane.BULK):
                for one in (first, second):
                    one.execute("BEGIN")
                    one.execute("SELECT 1 FROM operation LIMIT 1").fetchone()  # what is seen is settled by reading
            try:
                yield first, second
            finally:
                first.execute("COMMIT")

    @contextmanager
    def _making_sense(self) -> Iterator[None]:
        """What was read makes no sense: the doctor tells whether the file is damaged. If not, the mistake is ours."""
        try:
            yield
        except _meaningless() as error:
            if self.closed or translated(error, self.path) is not None:
                raise
            from leadqual_gui.adapters.db.doctor import damage_in

            if not (wrong := damage_in(self.path, self.key)):
                raise
            said = damaged(self.path)
            raise LeadQualError(f"{said.message} ({wrong})", said.hint, said.place) from error

    def _reader(self) -> sqlite3.Connection:
        """The one that was used last, its cache is warm; a new one if all are in use."""
        with self._lock:
            self._refuse_if_closed()
            if self._idle:
                return self._idle.pop()
        return open_reader(self.path, self.key)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self.closed:
                self._idle.append(connection)
                return
        connection.close()

    def _refuse_if_closed(self) -> None:
        if self.closed:
            raise LeadQualError("the workspace was closed", place=str(self.path))

    def _refuse_if_gone(self) -> None:
        """A file that was deleted or moved away can still be written to: what is acknowledged then is lost."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            found = None
        if found is None or (found.st_dev, found.st_ino) != self._identity:
            raise LeadQualError(
                "the file of the leads is not where it was",
                "Somebody moved, replaced or deleted the folder: put it back, or close LeadQual and open it again",
                str(self.path),
            )

    def free_memory(self) -> None:
        """Let go of what the connections nobody uses just now keep of the file; those in use keep theirs.

        On a file of 78 MB that was 105 MB and took 1 ms; single leads, steps and searches were as quick afterwards, as
        the system still has the file in memory.
        """
        if not self.gate.enter_if_free():
            return
        try:
            with spoken(self.path), self._lock:
                if self.closed:
                    return
                idle = self._idle if self.writer.in_transaction else [*self._idle, self.writer]
                for connection in idle:
                    connection.execute("PRAGMA shrink_memory")
        finally:
            self.gate.leave()

    def close(self) -> None:
        """Write everything into the one file and let go of it. Who reads just now closes his later."""
        with self.gate.passed(Lane.FOREGROUND):
            with self._lock:
                if self.closed:
                    return
                self.closed = True
            for reader in self._idle:
                reader.close()
            with suppress(*database_errors()):  # what was acknowledged is durable without it
                self._settle()
                self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.writer.close()
            self._held.release()
