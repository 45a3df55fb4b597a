"""Builds the shim, and tells it what to do from inside the program that it was loaded into."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from enum import IntEnum, IntFlag
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class Calls(IntFlag):
    """Kinds of calls that can be struck."""

    WRITES = 1
    SYNCS = 2
    NAMES = 4
    OPENS = 8
    ALL = 15


class How(IntEnum):
    """What happens at the chosen call: it fails once; it and all after it; half is written; the program is killed."""

    FAIL = 0
    FAIL_ON = 1
    SHORT = 2
    KILL = 3


def why_not() -> str:
    """Why there can be no shim here; "" if there can."""
    if sys.platform != "linux":
        return "needs Linux"
    return "" if shutil.which("gcc") else "needs gcc"


def build(folder: Path) -> Path:
    """Compile it into a folder."""
    library = folder / "shim.so"
    command = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return library


@cache
def _loaded() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def watch(folder: Path) -> None:
    """Look at what is written below this folder."""
    _loaded().faulty_folder(str(folder).encode())


def arm(which: Calls, how: How, error: int, number: int) -> None:
    """Strike the call of this number; nothing of it has been counted yet."""
    _loaded().faulty_arm(int(which), int(how), error, ctypes.c_long(number))


def disarm() -> None:
    """Let everything pass."""
    arm(Calls(0), How.FAIL, 0, 0)


def seen() -> int:
    """How many calls of the chosen kinds there were since."""
    return int(_loaded().faulty_seen())


def record(descriptor: int) -> None:
    """Note everything from now on."""
    _loaded().faulty_record(descriptor)


def mark(text: str) -> None:
    """Note that something was acknowledged."""
    _loaded().faulty_mark(text.encode())
