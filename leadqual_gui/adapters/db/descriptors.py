"""The descriptors by which SQLite has files open in this program.

A program that opens and closes a file drops the locks that it holds on it by other descriptors too: SQLite's. Whoever
comes next believes that nobody has the database open, and removes its log. So a database that may be open is read
through a descriptor of SQLite's own. Only Linux tells of them; SQLite closes none while a connection holds a lock.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWN = Path("/proc/self/fd")


def own_descriptor(file: Path) -> int | None:
    """A descriptor by which SQLite has a file open here: nobody else opens without following links."""
    with suppress(OSError):
        told = file.stat()
        for link in OWN.iterdir():
            with suppress(OSError):
                number = int(link.name)
                if identity(number) == (told.st_dev, told.st_ino) and _follows_no_links(number):
                    return number
    return None


def identity(descriptor: int) -> tuple[int, int]:
    """Which file it is."""
    told = os.fstat(descriptor)
    return told.st_dev, told.st_ino


def may_be_written(descriptor: int) -> bool:
    """Whether it was opened for writing, too."""
    return _how_opened(descriptor) & os.O_ACCMODE == os.O_RDWR


def _follows_no_links(descriptor: int) -> bool:
    return bool(_how_opened(descriptor) & os.O_NOFOLLOW)


def _how_opened(descriptor: int) -> int:
    from fcntl import F_GETFL, fcntl  # not on Windows

    return fcntl(descriptor, F_GETFL)
