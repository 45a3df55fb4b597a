"""Files with people's data in them: only their owner may read them, and they appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.adapters.exchange.unfinished import begin_beside
from leadqual_gui.domain.errors import LeadQualError


class WholeFile:
    """A text (or binary) file that is written beside its place and put there when it is whole and on disk."""

    def __init__(self, path: Path, binary: bool = False) -> None:
        self.path = path
        try:
            handle, self._temporary = begin_beside(path)
            self.raw: BinaryIO = os.fdopen(handle, "wb")
            self.text = TextIOWrapper(self.raw, "utf-8", "replace", newline="")
            self._file = self.raw if binary else self.text
        except OSError as error:
            raise _cannot_write(path, error) from error

    def put(self) -> None:
        """Everything is on disk, under its own name."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self.path)
            with suppress(OSError):  # some file systems cannot be asked
                sync_folder(self.path.parent)
        except OSError as error:
            self.drop()
            raise _cannot_write(self.path, error) from error

    def drop(self) -> None:
        """Nothing was written."""
        with suppress(OSError):
            self._file.close()
        self._temporary.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all, for its owner's eyes only. Raises LeadQualError if that cannot be."""
    file = WholeFile(path, binary=True)
    try:
        file.raw.write(content)
    except BaseException:
        file.drop()
        raise
    file.put()


def _cannot_write(path: Path, error: OSError) -> LeadQualError:
    return LeadQualError(
        f"the file cannot be written: {error.strerror}", "choose another folder, or make room on the disk", str(path)
    )
