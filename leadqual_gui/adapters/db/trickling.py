"""A large file on its way to the disk bit by bit: whoever waits for the disk beside it does not wait for all of it.

Past the system's cache where there is a way (then each bit is there when its turn is over, and nothing that others want
is driven out of the cache for a copy that nobody reads), else by asking the disk now and then, in a thread.
"""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from leadqual_gui.adapters.durable import sync_file

AHEAD = 8 << 20
"""Bytes that may be written and not be on the disk yet. A smaller file is waited for at its end, without a thread."""
_wait_for_disk = getattr(os, "fdatasync", os.fsync)
_PAST_THE_CACHE: int = getattr(os, "O_DIRECT", 0)
_ALIGNED = 4096


class PastTheCache:
    """Takes a file's content in blocks that begin at a page of memory; on the disk as a whole at the end of `with`."""

    def __init__(self, file: Path, size: int) -> None:
        self._file, self._size = file, size
        self._written = 0
        self._direct = bool(_PAST_THE_CACHE) and size % _ALIGNED == 0
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._descriptor = self._opened()
        self._open.callback(os.close, self._descriptor)
        self._disk = self._open.enter_context(Trickle(self._file, 0 if self._direct else self._size))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write(self, block: memoryview) -> None:
        """The next block."""
        while block:
            try:
                done = os.write(self._descriptor, block)
            except OSError as error:
                if error.errno != errno.EINVAL or not self._direct:
                    raise
                self._go_by_the_cache()
                continue
            block = block[done:]
            self._written += done
        self._disk.written(self._written)

    def _opened(self) -> int:
        if self._direct:
            try:
                return os.open(self._file, os.O_WRONLY | _PAST_THE_CACHE)
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                self._direct = False
        return os.open(self._file, os.O_WRONLY | getattr(os, "O_BINARY", 0))

    def _go_by_the_cache(self) -> None:
        """The file's place takes no such blocks."""
        from fcntl import F_GETFL, F_SETFL, fcntl  # not on Windows, where nothing is past the cache

        fcntl(self._descriptor, F_SETFL, fcntl(self._descriptor, F_GETFL) & ~_PAST_THE_CACHE)
        self._direct = False


class Trickle:
    """Waits for the disk in a thread of its own while the file grows; afterwards it is there as a whole."""

    def __init__(self, file: Path, size: int) -> None:
        self._file = file
        self._changed = Condition()
        self._written = self._on_disk = 0
        self._ended = False
        self._trouble: OSError | None = None
        self._thread = Thread(target=self._run, name="leadqual-trickle") if size > AHEAD else None

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._stop()
        if kind is None:
            sync_file(self._file)

    def written(self, size: int) -> None:
        """So many bytes are written; returns when few of them are still to come to the disk."""
        if self._thread is None:
            return
        with self._changed:
            self._written = size
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._trouble is not None or self._written - self._on_disk <= AHEAD)
        self._raise_trouble()

    def _stop(self) -> None:
        if self._thread is None:
            return
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join()
        self._thread = None
        self._raise_trouble()

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    def _run(self) -> None:
        try:
            with self._file.open("rb") as opened:
                while (written := self._next()) is not None:
                    _wait_for_disk(opened.fileno())
                    with self._changed:
                        self._on_disk = written
                        self._changed.notify_all()
        except OSError as error:
            with self._changed:
                self._trouble = error
                self._changed.notify_all()

    def _next(self) -> int | None:
        """What is written and not on the disk yet; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._written > self._on_disk or self._ended)
            return self._written if self._written > self._on_disk else None
