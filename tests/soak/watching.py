"""What must not happen while somebody works: warnings of Qt, exceptions, noted errors; memory and handles that grow."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMenu

OFFSCREEN_NOISE = ("This plugin does not support",)
WARMED_UP = 1 / 3
"""Of the time: before it, everything is used for the first time."""
PAGE = os.sysconf("SC_PAGE_SIZE")


_MALLINFO = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was there at one moment."""

    seconds: float
    memory: int
    held: int
    sqlite: int
    handles: int
    threads: int
    widgets: int
    objects: int


class _Mallinfo(ctypes.Structure):
    """`struct mallinfo2` of glibc: mallinfo(3)."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _MALLINFO)


def held() -> int:
    """Bytes that were asked of the C library and not given back; 0 where it does not tell (it is not glibc's)."""
    told = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if told is None:
        return 0
    told.restype = _Mallinfo
    info = told()
    return int(info.uordblks + info.hblkhd)


def of_sqlite() -> int:
    """Bytes of it that SQLite has, mostly pages it has read: they grow with the file, up to its caches' sizes.

    0 where Python brings an SQLite of its own.
    """
    try:
        used = ctypes.CDLL("libsqlite3.so.0").sqlite3_memory_used
    except (OSError, AttributeError):
        return 0
    used.restype = ctypes.c_int64
    return int(used())


class Watch(logging.Handler):
    """Listens to all that complain; `complaints` are sentences, empty if all is well."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.complaints: list[str] = []
        self.readings: list[Reading] = []
        self._begun = time.monotonic()

    def listen(self) -> None:
        """From now on; last of all, so that the program's own hooks do not hide anything."""
        qInstallMessageHandler(self._on_qt)
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda seen: self._on_exception(seen.exc_type, seen.exc_value, seen.exc_traceback)
        threading.excepthook = lambda seen: self._on_exception(seen.exc_type, seen.exc_value, seen.exc_traceback)
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.complaints.append(f"noted: {record.getMessage()}\n{trace}")

    def _on_qt(self, kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not text.startswith(OFFSCREEN_NOISE):
            self.complaints.append(f"Qt: {text}")

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.complaints.append("".join(traceback.format_exception(kind, error, trace)))
        sys.stderr.write(self.complaints[-1])

    def read(self) -> Reading:
        """Take stock, once garbage is out."""
        gc.collect()
        memory = resident()
        handles = _entries("/proc/self/fd")
        widgets = len(QApplication.allWidgets())
        since = time.monotonic() - self._begun
        threads = _entries("/proc/self/task")
        reading = Reading(since, memory, held(), of_sqlite(), handles, threads, widgets, len(gc.get_objects()))
        self.readings.append(reading)
        return reading


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def _entries(folder: str) -> int:
    return sum(1 for _entry in Path(folder).iterdir())


def census() -> Counter[str]:
    """How many widgets there are of each class."""
    return Counter(type(widget).__name__ for widget in QApplication.allWidgets())


def of_menus() -> Counter[str]:
    """Whose menus there are, and with what as their first entry: those that nobody took away."""
    return Counter(
        f"{type(menu.parent()).__name__}/{menu.actions()[0].text() if menu.actions() else menu.title()}"
        for menu in QApplication.allWidgets()
        if isinstance(menu, QMenu)
    )


def of_handles() -> Counter[str]:
    """What the open handles lead to, numbers aside."""
    found: Counter[str] = Counter()
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found[re.sub(r"\d+", "#", handle.readlink().name)] += 1
    return found


def per_hour(readings: list[Reading], what: str) -> float:
    """How much of something comes in an hour by the straight line through the readings after warm-up."""
    late = [one for one in readings if one.seconds >= readings[-1].seconds * WARMED_UP]
    if len(late) < 3:
        return 0.0
    times, values = [one.seconds for one in late], [float(getattr(one, what)) for one in late]
    middle, mean = sum(times) / len(times), sum(values) / len(values)
    spread = sum((at - middle) ** 2 for at in times)
    return 3600 * sum((at - middle) * (v - mean) for at, v in zip(times, values, strict=True)) / spread
