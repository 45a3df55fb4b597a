"""The files of calls under way: room is reserved at the start, so that a disk filling up meanwhile does not matter.

A file begins with two slots for the unfinished line, written in turn, each with a number and a checksum: a torn one
leaves the other. Behind them stand the lines, each a checksum and a JSON mapping. What lies behind the last whole line
is room that is not used yet. In a workspace with a passphrase, each line and each slot is sealed; what was written
before it had one is read as it is.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.adapters.sealing import Sealer
from leadqual_gui.domain.errors import LeadQualError

SLOT = 16 * 1024
LINES_AT = 2 * SLOT
ROOM = 512 * 1024
"""Reserved for a call: a few thousand lines."""
SUFFIX = ".call"
_SEALED = b"\x00sealed\x00"
"""Begins what is sealed: no text that somebody typed, and no JSON."""
_BEGUN = re.compile(rb'"kind":"begun","lead":(\d{1,18}),"name":("(?:[^"\\\n]|\\.)*")')
_READ_WRITE = os.O_RDWR | getattr(os, "O_BINARY", 0)
_HINT = "What you type stays on the screen. Make room on the disk"


class CallFolder:
    """The folder `calls` of a workspace."""

    def __init__(self, folder: Path, sealer: Sealer | None = None) -> None:
        self._folder, self._sealer = folder, sealer

    def new(self) -> CallFileOnDisk:
        """A file for a new call."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = 1 + max((int(name.split("-")[0]) for name in self.names()), default=0)
            path = self._folder / f"{number:06d}-{secrets.token_hex(4)}{SUFFIX}"
            handle = os.open(path, _READ_WRITE | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise _failure(error, self._folder) from error
        made = CallFileOnDisk(path, handle, self._sealer)
        made.reserve()
        _settle_folder(self._folder)
        return made

    def open(self, key: str) -> CallFileOnDisk | None:
        """The file of a call that was not ended."""
        if key not in self.names():
            return None
        path = self._folder / f"{key}{SUFFIX}"
        try:
            return CallFileOnDisk(path, os.open(path, _READ_WRITE), self._sealer)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _failure(error, path) from error

    def glimpse(self, key: str) -> Mapping[str, object]:
        """What the first line of a damaged file seems to say about whose call it is, unproven; empty if nothing."""
        try:
            found = _BEGUN.search((self._folder / f"{key}{SUFFIX}").read_bytes())
            return {"kind": "begun", "lead": int(found[1]), "name": json.loads(found[2])} if found else {}
        except (OSError, ValueError):
            return {}

    def remove(self, key: str) -> None:
        """Delete a call's file, also one that cannot be read."""
        path = self._folder / f"{key}{SUFFIX}"
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _failure(error, path) from error

    def place(self, key: str) -> str:
        """Where a call is kept, for people."""
        return str(self._folder / f"{key}{SUFFIX}")

    def names(self) -> Sequence[str]:
        """The calls that were not ended, oldest first."""
        names = (path.stem for path in self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else ()
        return sorted(name for name in names if name.split("-")[0].isdigit())


class CallFileOnDisk:
    """The file of one call."""

    def __init__(self, path: Path, handle: int, sealer: Sealer | None = None) -> None:
        self._path, self._sealer = path, sealer
        self._handle = handle
        self._end = LINES_AT
        self._turn = 0
        self._unsettled = False
        try:
            self._entries = self._read_entries()
            self._turn, self._draft = self._read_draft()
        except BaseException:
            self.close()
            raise

    @property
    def key(self) -> str:
        """Its name."""
        return self._path.stem

    def reserve(self) -> None:
        """Take the room that a call will need, as far as the file system can."""
        reserve = getattr(os, "posix_fallocate", None)
        if reserve is None:
            return
        with suppress(OSError):  # without the room reserved it is a file like any other
            reserve(self._handle, 0, ROOM)

    def write(self, entry: Mapping[str, object], durable: bool = False) -> None:
        """Add a line."""
        body = self._sealed(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode(), as_line=True)
        line = b"%08x %s\n" % (crc32(body), body)
        self._put(line, self._end)
        self._end += len(line)
        self._entries.append(dict(entry))
        if durable:
            self.settle()

    def draft(self, text: str) -> None:
        """Put the unfinished line in place of the one before it."""
        body = self._sealed(text.encode("utf-8", "surrogatepass"))
        head = b"%08x %08x %08d\n" % (crc32(body), self._turn + 1, len(body))
        if len(head) + len(body) > SLOT:
            self.write({"kind": "draft", "text": text})
            body, head = b"", b"%08x %08x %08d\n" % (crc32(b""), self._turn + 1, 0)
        self._put(head + body, SLOT * ((self._turn + 1) % 2))
        self._turn += 1
        self._draft = text

    def settle(self) -> None:
        """Wait for the disk, if anything was written since."""
        if not self._unsettled:
            return
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise _failure(error, self._path) from error
        self._unsettled = False

    def entries(self) -> Sequence[Mapping[str, object]]:
        """All lines, oldest first."""
        return tuple(self._entries)

    def drafted(self) -> str:
        """The unfinished line."""
        return self._draft

    def is_blank(self) -> bool:
        """Whether nothing was ever written: the program was killed before the first line."""
        return not any(self._get(os.fstat(self._handle).st_size, 0))

    def close(self) -> None:
        """Let go of it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def remove(self) -> None:
        """It is not needed any more."""
        self.close()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise _failure(error, self._path) from error

    @property
    def is_sealed(self) -> bool:
        """Whether anything in it is sealed."""
        whole = self._get(os.fstat(self._handle).st_size, 0)
        return _SEALED in whole or b" " + base64.b64encode(_SEALED)[:8] in whole

    def _sealed(self, data: bytes, as_line: bool = False) -> bytes:
        """What goes on the disk; a line is one of printable characters."""
        if self._sealer is None or not data:
            return data
        sealed = _SEALED + self._sealer.seal(data)
        return base64.b64encode(sealed) if as_line else sealed

    def _unsealed(self, data: bytes, as_line: bool = False) -> bytes:
        try:
            sealed = base64.b64decode(data) if as_line and not data.startswith(b"{") else data
        except ValueError:
            return data
        if not sealed.startswith(_SEALED):
            return sealed
        found = self._sealer.unseal(sealed[len(_SEALED) :]) if self._sealer is not None else None
        if found is None:
            raise LeadQualError("the notes of this call were sealed with another key", _HINT, str(self._path))
        return found

    def _put(self, data: bytes, place: int) -> None:
        try:
            os.lseek(self._handle, place, os.SEEK_SET)
            written = os.write(self._handle, data)
        except OSError as error:
            raise _failure(error, self._path) from error
        if written != len(data):
            raise LeadQualError("The notes of this call cannot be written: the disk is full", _HINT, str(self._path))
        self._unsettled = True

    def _get(self, length: int, place: int) -> bytes:
        os.lseek(self._handle, place, os.SEEK_SET)
        parts = []
        while length > 0 and (part := os.read(self._handle, length)):
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def _read_entries(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        size = os.fstat(self._handle).st_size
        data = self._get(max(0, size - LINES_AT), LINES_AT)
        for line in data.split(b"\n")[:-1]:
            mark, _, body = line.partition(b" ")
            if mark != b"%08x" % crc32(body):
                break
            entry = _mapping(self._unsealed(body, as_line=True))
            if entry is None:
                break
            self._end += len(line) + 1
            found.append(entry)
        return found

    def _read_draft(self) -> tuple[int, str]:
        slots = [_slot(self._get(SLOT, start)) for start in (0, SLOT)]
        turn, body = max((slot for slot in slots if slot is not None), default=(0, b""))
        text = _text(self._unsealed(body))
        newest = self._entries[-1] if self._entries else {}
        if not text and newest.get("kind") == "draft":
            text = str(newest["text"])
        return turn, text


def _text(data: bytes) -> str:
    """A draft, with a sign for what is no text."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def _mapping(line: bytes) -> dict[str, object] | None:
    """What a line says; None if nobody of ours can have written it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def seal_again(folder: Path, before: Sealer | None, after: Sealer | None) -> int:
    """Write the files of all calls anew, sealed with another key or none; how many. Nobody has them open."""
    calls = CallFolder(folder, before)
    changed = 0
    for name in calls.names():
        old = calls.open(name)
        if old is None:
            continue
        path, fresh = folder / f"{name}{SUFFIX}", folder / f"{name}.new"
        wanted = old.is_sealed == (after is not None)
        if not wanted:
            _copy(old, fresh, after)
            fresh.replace(path)
            _settle_folder(folder)
            changed += 1
        old.close()
    return changed


def _copy(old: CallFileOnDisk, fresh: Path, sealer: Sealer | None) -> None:
    fresh.unlink(missing_ok=True)
    made = CallFileOnDisk(fresh, os.open(fresh, _READ_WRITE | os.O_CREAT | os.O_EXCL, 0o600), sealer)
    try:
        made.reserve()
        for entry in old.entries():
            made.write(entry)
        made.draft(old.drafted())
        made.settle()
    finally:
        made.close()


def _slot(data: bytes) -> tuple[int, bytes] | None:
    head, _, rest = data.partition(b"\n")
    parts = head.split(b" ")
    if len(parts) != 3 or not all(len(part) == 8 for part in parts):
        return None
    try:
        mark, turn, length = int(parts[0], 16), int(parts[1], 16), int(parts[2])
    except ValueError:
        return None
    body = rest[:length]
    return (turn, body) if len(body) == length and crc32(body) == mark else None


def _settle_folder(folder: Path) -> None:
    """A new file's name is safe from a power cut too, where folders can be waited for."""
    with suppress(OSError):
        sync_folder(folder)


def _failure(error: OSError, path: Path) -> LeadQualError:
    reason = error.strerror or type(error).__name__
    return LeadQualError(f"The notes of this call cannot be written: {reason}", _HINT, str(path))
