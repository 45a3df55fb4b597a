"""Saves a text file so that it is whole whatever happens: the old text or the new one, never half of one.

Temporary file (0600), fsync, rename, fsync of the folder: measured against
power cuts, this is what it takes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.domain.errors import LeadQualError


def save_whole(path: Path, data: bytes) -> None:
    """Replace the content of a file; a link keeps pointing to the file that it points to."""
    target = path.resolve() if path.is_symlink() else path
    try:
        _replace(target, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        hint = "The file is as it was. Make room, or check that you may write there, and save again"
        raise LeadQualError(f"The file cannot be saved: {reason}", hint, str(path)) from error


def _replace(target: Path, data: bytes) -> None:
    descriptor, temporary = mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    sync_folder(target.parent)
