"""What counts as an error of a reader: anything that comes out but a refusal in words, and what it must not do.

It must not compute for ten seconds over a few kilobytes, take gigabytes, write outside of its folder, start a program,
reach the network or unpickle anything. Of errors that are alike the first is kept, with the file that showed it.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

TOO_LONG = 10.0
MOST_MEMORY = 4 << 30
"""Of addresses, for the whole process: a reader that takes more gets a MemoryError, which is an error as any other."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset(
    ("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate",
     "os.utime", "sqlite3.connect")
)  # fmt: skip
_NEVER = frozenset(
    ("os.exec", "os.fork", "os.posix_spawn", "os.startfile", "os.system", "pickle.find_class", "socket.bind",
     "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "webbrowser.open")
)  # fmt: skip

Feed = Callable[[bytes], None]


class TooLongError(BaseException):
    """A file of a few kilobytes must not take so many seconds of computing."""


class TrespassError(BaseException):
    """A reader wants to change something that is none of its business."""


@dataclass(slots=True)
class Found:
    """An error, told once, and the file that showed it first."""

    told: str
    data: bytes


@dataclass(slots=True)
class Judge:
    """Feeds a reader and remembers what went wrong, by kind and place."""

    feed: Feed
    place: Path
    tried: int = 0
    slowest: float = 0.0
    found: dict[str, Found] = field(default_factory=dict)
    _armed: bool = False

    def watch(self) -> None:
        """From now on, for the life of this process: time, memory and trespassing."""
        sys.dont_write_bytecode = True
        signal.signal(signal.SIGPROF, _ring)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        self.place = self.place.resolve()
        sys.addaudithook(self._look)

    def try_one(self, data: bytes) -> bool:
        """Feed one file; whether that showed an error that was not known yet."""
        begun, known = time.process_time(), len(self.found)
        signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
        self._armed = True
        try:
            self.feed(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._keep(error, data)
        finally:
            self._armed = False
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.tried += 1
        self.slowest = max(self.slowest, time.process_time() - begun)
        return len(self.found) > known

    def _keep(self, error: BaseException, data: bytes) -> None:
        steps = traceback.extract_tb(error.__traceback__)[-5:]
        where = " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))
        self.found.setdefault(
            f"{type(error).__name__} at {where}", Found(f"{type(error).__name__}: {str(error)[:200]} at {where}", data)
        )

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._armed:
            return
        if event in _NEVER:
            raise TrespassError(f"{event} {arguments}")
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and self._is_outside(path):
                raise TrespassError(f"it would write {path!r}")
        elif event in _CHANGES and any(self._is_outside(path) for path in arguments):
            raise TrespassError(f"{event} {arguments}")

    def _is_outside(self, path: object) -> bool:
        """Whether something is a path, and one that a reader must leave alone."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        told = os.fsdecode(path)
        if told in ("", ":memory:", os.devnull):
            return False
        told = told.removeprefix("file://").partition("?")[0]
        return not Path(os.path.realpath(told)).is_relative_to(self.place)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError
