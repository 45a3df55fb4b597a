"""Text pasted from a spreadsheet, read as if it were a file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text from the clipboard: what readers of text ask of a file, without one."""

    data: bytes
    name: str = "pasted text"

    @classmethod
    def of(cls, text: str) -> PastedText:
        """The clipboard's text; half a surrogate pair, which no file could hold, becomes a question mark."""
        return cls(text.encode("utf-8", "replace"))

    @property
    def suffix(self) -> str:
        """It has no name that ends in anything."""
        return ""

    def open(self, mode: Literal["rb"] = "rb") -> BytesIO:
        """Its bytes, from the beginning."""
        return BytesIO(self.data)


Origin = Path | PastedText


def size_of(origin: Origin) -> int:
    """How many bytes there are to read."""
    return len(origin.data) if isinstance(origin, PastedText) else origin.stat().st_size


def is_folder(origin: Origin) -> bool:
    """Whether there is something, but nothing to read in it."""
    return isinstance(origin, Path) and origin.exists() and not origin.is_file()
