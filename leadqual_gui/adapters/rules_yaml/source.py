"""The bytes of a rules file, and the text in them, or what keeps them from being text."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from leadqual_gui.adapters.rules_yaml.nodes import START, Place
from leadqual_gui.adapters.rules_yaml.problems import Problems

LARGEST_FILE = 512 * 1024

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_BREAK = re.compile("\r\n|[\r\n]")
# What YAML does not allow, and what is invisible and ends a line for some programs only.
NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, without the byte order mark that it may have begun with."""

    name: str
    text: str
    bom: bool = False

    def encoded(self) -> bytes:
        """The bytes that this text was read from."""
        return (codecs.BOM_UTF8 if self.bom else b"") + self.text.encode()


def read_bytes(path: Path, problems: Problems) -> bytes | None:
    """The content of a file, never more than the limit; None after saying what is wrong."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                problems.error(START, "this is not a file", "put a text file here, or take it away")
                return None
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.error(START, f"the file cannot be read: {reason}", "check that it exists and that you may read it")
        return None


def decode(name: str, data: bytes, problems: Problems) -> Source | None:
    """The text in the bytes; None after saying why there is none."""
    if len(data) > LARGEST_FILE:
        problems.error(START, "the file is larger than 512 KiB", "rules are a few pages: split or shorten the file")
        return None
    if data.startswith(_UTF_16):
        problems.error(START, "the file is UTF-16, not UTF-8", "save it again with the encoding UTF-8")
        return None
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data[len(codecs.BOM_UTF8) if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        _explain_encoding(error, len(codecs.BOM_UTF8) if bom else 0, problems)
        return None
    if found := NOT_ALLOWED.search(text):
        code = f"U+{ord(found.group()):04X}"
        problems.error(
            place_at(text, found.start()), f"the character {code} is not allowed", f"delete it{_zero_hint(text)}"
        )
        return None
    return Source(name, text, bom)


def place_at(text: str, index: int) -> Place:
    """Line and column of a character of the text."""
    line, line_start = 1, 0
    for match in _LINE_BREAK.finditer(text, 0, index):
        line, line_start = line + 1, match.end()
    return Place(line, index - line_start + 1, index)


def _explain_encoding(error: UnicodeDecodeError, offset: int, problems: Problems) -> None:
    data: bytes = error.object
    before = data[: error.start].decode("utf-8")
    byte = data[error.start]
    problems.error(
        place_at(before, len(before)),
        f"byte {error.start + offset + 1} (0x{byte:02X}) is not UTF-8",
        "save the file again with the encoding UTF-8 (it may be in Windows-1252 or Latin-1 now)",
    )


def _zero_hint(text: str) -> str:
    return "; the file looks like UTF-16: save it as UTF-8" if text.count("\0") > len(text) // 4 else ""
