"""What the program notes about itself, in the workspace's logs folder: no names, addresses or numbers of people."""

from __future__ import annotations

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "leadqual.log"
_SIZE = 500_000
_KEPT = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_PERSONAL = (
    (re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+"), "<address>"),
    (re.compile(r"\+?\d[\d\s().-]{6,}\d"), "<number>"),
    (re.compile(r"""(?<!\w)(['"])(?:\\.|(?!\1(?!\w)).){2,}?\1(?!\w)""", re.DOTALL), "<text>"),
    (re.compile(r"„.{2,}?[“”]|“.{2,}?”|«.{2,}?»|»[^«»]{2,}«", re.DOTALL), "<text>"),
)
_FRAME = re.compile(r'^\s+File ".*", line \d+')
_TELLS_OF_CODE = (
    *(ArithmeticError, AttributeError, ImportError, IndexError, MemoryError, NameError, NotImplementedError),
    *(OSError, RecursionError, RuntimeError, TypeError),
)
"""Errors whose message speaks of types, attributes and files. That of any other may be what somebody typed."""
_TELLING_MODULES = ("sqlite3", "sqlcipher3.dbapi2", "sqlalchemy.exc")


class ImpersonalFormatter(logging.Formatter):
    """Leaves out what may be somebody's: addresses, long numbers, quoted text, and what an error says about values."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, without personal data. Times of day stay."""
        record.message = impersonal(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        """The way through our code, and what went wrong, without values."""
        assert isinstance(ei, tuple)
        return impersonal_error(ei[1]) if ei[1] is not None else ""


def impersonal(text: str) -> str:
    """A message without what may be personal."""
    for pattern, instead in _PERSONAL:
        text = pattern.sub(instead, text)
    return text


def impersonal_error(error: BaseException) -> str:
    """A traceback with its source lines, and with as much of the message as can hold nobody's data."""
    parts, shown = list[str](), set[int]()
    one: BaseException | None = error
    while one is not None and id(one) not in shown:
        shown.add(id(one))
        frames = "".join(
            _clean(line) for part in traceback.format_tb(one.__traceback__) for line in part.splitlines(True)
        )
        parts.append(f"Traceback (most recent call last):\n{frames}{type(one).__qualname__}: {_message(one)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n\nwhich led to:\n\n".join(reversed(parts))


def _clean(line: str) -> str:
    """A line of source, without the texts in it; where it stands stays."""
    return line if _FRAME.match(line) else impersonal(line)


def _message(error: BaseException) -> str:
    tells = isinstance(error, _TELLS_OF_CODE) or type(error).__module__ in _TELLING_MODULES
    return impersonal(str(error)) if tells else "<text>"


def start_logging(folder: Path, name: str = FILE_NAME) -> Path:
    """Note warnings and errors in a file of limited size from now on; returns the file."""
    path = folder / name
    handler = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(ImpersonalFormatter(_FORMAT))
    root = logging.getLogger("leadqual_gui")
    stop_logging()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    return path


def current_log() -> Path | None:
    """The file that is being written, or None."""
    handlers = logging.getLogger("leadqual_gui").handlers
    found = next((handler for handler in handlers if isinstance(handler, RotatingFileHandler)), None)
    return None if found is None else Path(found.baseFilename)


def stop_logging() -> None:
    """Close the log (a restart in the same process, or a test, begins anew)."""
    root = logging.getLogger("leadqual_gui")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.propagate = True
