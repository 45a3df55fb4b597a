"""One program at a time in a workspace: a file that the operating system keeps locked for us.

The lock belongs to the process: it is gone when the process is, however that ended, so there is never a stale one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from leadqual_gui.domain.errors import LeadQualError


class WorkspaceLock:
    """Held from construction until `release`."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise LeadQualError(
                "another LeadQual is using this workspace",
                hint="Close the other window or command, or choose another folder with --workspace",
                place=str(path.parent),
            ) from None

    def release(self) -> None:
        """Let the next one in; the empty file stays, since removing it would race with the next one."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
