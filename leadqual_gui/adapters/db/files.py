"""What files need to outlive a power cut: their content on the disk, and their name in the folder."""

from __future__ import annotations

import hashlib
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


def write_whole(file: Path, text: str) -> None:
    """Write a small file that is there as a whole or not at all."""
    half_made = file.with_name(f"{file.name}.part")
    half_made.write_text(text, "utf-8")
    sync_file(half_made)
    half_made.replace(file)
    sync_folder(file.parent)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
