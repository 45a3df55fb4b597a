"""What outlives a power cut: a file's content once the file was waited for, a file's name once its folder was."""

from __future__ import annotations

import os
from pathlib import Path


def sync_file(file: Path) -> None:
    """Wait until the content of a file is on the disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until new names and removed ones are on the disk, where folders can be opened (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
