"""What the program notes about itself, in the workspace's logs folder: no names, addresses or numbers of people."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "leadqual.log"
_SIZE = 500_000
_KEPT = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_PERSONAL = (
    (re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+"), "<address>"),
    (re.compile(r"\+?\d[\d\s().-]{6,}\d"), "<number>"),
    (re.compile(r"(['\"“])(?:(?!\1|”).){2,}?(?:\1|”)"), "<text>"),
)
_FRAME = re.compile(r'^\s+File ".*", line \d+')


class ImpersonalFormatter(logging.Formatter):
    """Leaves out what may be somebody's: addresses, long numbers, and quoted text (save the files of a traceback)."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without personal data. Times of day stay."""
        whole = super().format(record)
        stamp, _, rest = whole.partition(f" {record.levelname} ")
        return f"{stamp} {record.levelname} {impersonal(rest)}"


def impersonal(text: str) -> str:
    """A message or traceback without what may be personal; source lines of a traceback stay as they are."""
    return "\n".join(_clean(line) for line in text.split("\n"))


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


def _clean(line: str) -> str:
    if _FRAME.match(line):
        return line
    for pattern, instead in _PERSONAL:
        line = pattern.sub(instead, line)
    return line
