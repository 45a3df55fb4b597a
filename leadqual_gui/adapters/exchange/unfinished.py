"""The unfinished file beside a file that is being written: named so that it is known, and locked while somebody writes.

A kill leaves it in the user's folder, with people's data in it; the lock goes with the process. Whoever next writes a
file of that name clears it away. Files of any other name, or that are still being written, are left alone.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_OURS = "leadqual-"
_ENDING = ".tmp"


def begin_beside(path: Path) -> tuple[int, Path]:
    """A new file for its owner's eyes only, open for writing; what earlier ones left of this name is gone."""
    _clear(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.{_OURS}", suffix=_ENDING, dir=path.parent)
    with suppress(OSError):  # some network folders cannot lock: there nothing is ever cleared away
        _lock(handle)
    return handle, Path(name)


def _clear(path: Path) -> None:
    ours = re.compile(rf"{re.escape(f'.{path.name}.{_OURS}')}[a-z0-9_]{{8}}{re.escape(_ENDING)}")
    with suppress(OSError):
        for file in list(path.parent.iterdir()):
            if ours.fullmatch(file.name) and not file.is_symlink() and file.is_file():
                _remove_unless_held(file)


def _remove_unless_held(file: Path) -> None:
    with suppress(OSError):
        handle = os.open(file, os.O_RDWR)
        try:
            _lock(handle)
            if sys.platform != "win32":
                file.unlink()
        finally:
            os.close(handle)
        if sys.platform == "win32":
            file.unlink()  # refused by the system while anybody has it open


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        """A file that is open cannot be deleted there: that is lock enough."""
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
