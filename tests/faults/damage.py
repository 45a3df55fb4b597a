"""Damages databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from leadqual_gui.adapters.db.database_file import FILE_NAME

PAGE = 4096


def spoil(folder: Path, pages: Sequence[int]) -> None:
    """Write rubbish over pages of the database."""
    with (folder / FILE_NAME).open("r+b") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(b"\xa5" * PAGE)


def pages_of(folder: Path, table: str) -> list[int]:
    """Where the rows of a table are (not where its branches are)."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        found = connection.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,))
        return [row[0] - 1 for row in found]


def write(folder: Path, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
