"""The pages of a database as they lie in its files, of one moment, beneath SQLite: a third of the work of its copying.

While a reader is in a transaction, SQLite writes nothing into the file that the reader must not see, and leaves in the
log what it has to see instead (sqlite.org/walformat.html). So the moment is the file, overlaid with the frames of the
log up to the last one of that moment; how many these are stands in the index of the log.

The file is read through a descriptor of SQLite's own (see `descriptors`), which stays open as long as our reader does.
Where there is none to be found, there are no raw pages, and SQLite copies.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path

from leadqual_gui.adapters.db.descriptors import identity, may_be_written, own_descriptor

BLOCK = 1 << 20
_TRIES = 5
_NOBODYS = 1 << 30
"""Where the page begins that SQLite only locks by. It is never written: a file that grew in its log may end before."""
_INDEX = struct.Struct("=I4xIB3xI4x8x8s8x")
"""Of the index of the log, twice in its file: how it is laid out, how often it changed, whether it is made, how many
frames there are, their salt."""
_LAYOUT = 3007000
"""The layout that is read here. SQLite refuses any other, too."""
_TAKEN_OVER = struct.Struct("=I")
"""Behind both: how many frames are in the file of the database already, each of them on the disk."""
_FRAME = struct.Struct(">I4x8s8x")
_LOG_HEADER = 32


@dataclass(frozen=True, slots=True)
class RawPages:
    """The bytes of one moment, for as long as the reader that holds it stays in its transaction."""

    database: Path
    descriptor: int
    page_size: int
    pages: int
    overlay: dict[int, int]
    """Where in the log the state of a page stands, by the page's number from 0; all others stand in the file."""

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.page_size * self.pages

    def blocks(self) -> Iterator[memoryview]:
        """All bytes in order, in blocks at pages of memory; each takes the place of the last. Raises OSError."""
        room, whose = memoryview(mmap(-1, BLOCK)), identity(self.descriptor)
        log = os.open(_beside(self.database, "-wal"), os.O_RDONLY) if self.overlay else -1
        try:
            for start in range(0, self.size, BLOCK):
                block = room[: min(BLOCK, self.size - start)]
                found = _read(self.descriptor, block, start)
                for at in range(0, len(block), self.page_size):
                    page = block[at : at + self.page_size]
                    frame = self.overlay.get((start + at) // self.page_size)
                    if start + at == _NOBODYS:
                        page[:] = bytes(self.page_size)
                    elif at + self.page_size > found if frame is None else _read(log, page, frame) < self.page_size:
                        raise OSError("the database is shorter than it says")
                yield block
        finally:
            if log >= 0:
                os.close(log)
        if identity(self.descriptor) != whose:
            raise OSError("the file of the database was replaced")


@dataclass(frozen=True, slots=True)
class _Index:
    """What the index of the log says of the newest moment."""

    header: bytes
    taken_over: int

    @classmethod
    def of(cls, descriptor: int) -> _Index | None:
        """None while somebody writes it, where it is not made yet, and of a layout that is not known here."""
        size = _INDEX.size
        told = os.pread(descriptor, 2 * size + _TAKEN_OVER.size, 0)
        header, again, rest = told[:size], told[size : 2 * size], told[2 * size :]
        if header != again or len(rest) < _TAKEN_OVER.size:
            return None
        layout, _changes, made, _frames, _salt = _INDEX.unpack(header)
        if layout != _LAYOUT or not made:
            return None
        return cls(header, _TAKEN_OVER.unpack(rest)[0])

    @property
    def frames(self) -> int:
        """How many frames of the log belong to the moment."""
        found: int = _INDEX.unpack(self.header)[3]
        return found

    @property
    def salt(self) -> bytes:
        """What each of these frames bears."""
        found: bytes = _INDEX.unpack(self.header)[4]
        return found


def begin_held(source: sqlite3.Connection, database: Path) -> RawPages | None:
    """Begin a transaction on a connection that has read before, and find the pages that it sees.

    None where they cannot be read: the transaction is begun all the same. Nobody waits for this, and it for nobody.
    """
    with suppress(OSError):
        file, index = (own_descriptor(_beside(database, ending)) for ending in ("", "-shm"))
        if file is not None and index is not None and may_be_written(index):  # else SQLite makes one of its own
            for _ in range(_TRIES):
                before = _Index.of(index)
                _begin(source)
                after, again = _Index.of(index), _Index.of(index)
                if before is not None and after is not None and before.header == after.header and after == again:
                    return _pages(source, database, file, after)
                source.execute("COMMIT")
    if not source.in_transaction:
        _begin(source)
    return None


def _begin(source: sqlite3.Connection) -> None:
    source.execute("BEGIN")
    source.execute("SELECT 1 FROM operation LIMIT 1").fetchone()  # what is seen is settled by reading


def _pages(source: sqlite3.Connection, database: Path, file: int, index: _Index) -> RawPages | None:
    """None if the log does not say what its index says."""
    size, pages = (int(source.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_size", "page_count"))
    overlay: dict[int, int] = {}
    if index.taken_over < index.frames:
        with _beside(database, "-wal").open("rb", buffering=0) as log:
            for number in range(index.frames):
                at = _LOG_HEADER + number * (_FRAME.size + size)
                page, salt = _FRAME.unpack(os.pread(log.fileno(), _FRAME.size, at).ljust(_FRAME.size, b"\0"))
                if salt != index.salt or page < 1:
                    return None
                overlay[page - 1] = at + _FRAME.size
    return RawPages(database, file, size, pages, overlay)


def _read(descriptor: int, room: memoryview, at: int) -> int:
    """Read until the room is full or the file ends; how many bytes that were."""
    done = 0
    while done < len(room) and (read := os.preadv(descriptor, [room[done:]], at + done)):
        done += read
    return done


def _beside(database: Path, ending: str) -> Path:
    return database.with_name(f"{database.name}{ending}")
