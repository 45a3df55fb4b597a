"""After somebody was taken out: the search index without old texts, the file without free pages, an empty log.

All of it waits for whoever clicks meanwhile. The index is made one piece in small slices; the file is written anew, and
given up as soon as somebody wants to write, to begin again a moment later. What a kill leaves undone is noted in the
file, and done when it is next opened.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.gate import Lane

OPEN = "privacy.shred"
"""The setting that says that the file was not written anew yet."""
_PAGES = 32
"""Pages of the index that are merged in one slice."""
_STEPS = 500
"""So many steps of SQLite's machine lie between two looks at who waits."""
_PATIENCE, _MOMENT, _REST = 20, 0.05, 0.3
_TRIES = 100
"""So often the file is begun anew for the sake of others; then it is finished all the same."""


def note_open(connection: sqlite3.Connection) -> None:
    """Note, in the transaction under way, that there is something to shred."""
    connection.execute("INSERT INTO setting (key, value) VALUES (?, '1') ON CONFLICT (key) DO NOTHING", (OPEN,))


def is_open(connection: sqlite3.Connection) -> bool:
    """Whether an earlier run left something to shred."""
    return connection.execute("SELECT 1 FROM setting WHERE key = ?", (OPEN,)).fetchone() is not None


def shred(connections: Connections) -> None:
    """Leave nothing of what was deleted in any page. Outside any transaction; takes seconds for many leads."""
    _merge_index(connections)
    with connections.transaction(Lane.BULK) as transaction:
        transaction.connection.execute("DELETE FROM setting WHERE key = ?", (OPEN,))
        transaction.commit()
    try:
        _write_anew(connections)
    except BaseException:
        with connections.transaction(Lane.BULK) as transaction:
            note_open(transaction.connection)
            transaction.commit()
        raise


def _merge_index(connections: Connections) -> None:
    """One piece of all pieces of the index, a slice at a time: only then old words are gone."""
    pages = -_PAGES
    while True:
        with connections.transaction(Lane.BULK) as transaction:
            connection = transaction.connection
            before = connection.total_changes
            connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('merge', ?)", (pages,))
            changed = connection.total_changes - before
            transaction.commit()
        if changed < 2:
            return
        pages = _PAGES


def _write_anew(connections: Connections) -> None:
    for number in range(_TRIES):
        gives_way = number < _TRIES - 1
        _move_log(connections)
        if _vacuumed(connections, gives_way):
            break
        time.sleep(_REST)
    _move_log(connections)
    _empty_log(connections)


def _vacuumed(connections: Connections, gives_way: bool) -> bool:
    """Whether the file was written anew; False if somebody came who does not want to wait."""
    with connections.alone() as connection:
        if gives_way:
            connection.set_progress_handler(lambda: int(connections.gate.is_wanted), _STEPS)
        try:
            connection.execute("VACUUM")
        except database_errors():
            if not (gives_way and connections.gate.is_wanted):
                raise
            return False
        finally:
            connection.set_progress_handler(None, 0)
    return True


def _move_log(connections: Connections) -> None:
    """Most of the write-ahead log goes into the file while others write."""
    with spoken(connections.path), closing(connect(connections.path, connections.key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _empty_log(connections: Connections) -> None:
    """Somebody who is just reading keeps the log for a moment; closing the store empties it in any case."""
    for _ in range(_PATIENCE):
        with connections.alone() as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            return
        time.sleep(_MOMENT)
