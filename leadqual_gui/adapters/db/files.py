"""Small files that are there as a whole or not at all, and what proves that a large one is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from leadqual_gui.adapters.durable import sync_file, sync_folder


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
