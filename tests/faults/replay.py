"""Power cuts, replayed: from the record of all that was written, the disks that a cut could have left.

What was waited for (fsync) is on the disk. Of what was not, each write may be there, missing or torn at a sector,
in any order; new, changed and removed names survive up to some moment, or, on a stricter disk, only if their folder
was waited for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HEAD = struct.Struct("<cHHQI")
SECTOR = 512
NAMES = "ORUMD"
GONE = " (gone)"
"""Ends the name of a file that lost it while it was open: what is written there no name leads to any more."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the record: O(pen), W(rite), T(runcate), S(ync), R(ename), U(nlink), M(kdir), D(rop folder),
    A(cknowledged)."""

    what: str
    path: str
    other: str
    offset: int
    size: int
    data: bytes


def events(record: bytes) -> Iterator[Event]:
    """The record, line by line."""
    at = 0
    while at < len(record):
        what, path, other, offset, size = HEAD.unpack_from(record, at)
        at += HEAD.size
        names = record[at : at + path + other].decode()
        at += path + other
        kind = what.decode()
        length = size if kind in "WA" else 0
        yield Event(kind, names[:path], names[path:], offset, size, record[at : at + length])
        at += length


@dataclass(slots=True)
class _File:
    """A file: what is on the disk for certain, and what was written to it since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def settle(self) -> None:
        for event in self.pending:
            _put(self.sure, event, event.size)
        self.pending.clear()

    def after_a_cut(self, random: Random, style: str) -> bytes:
        left = bytearray(self.sure)
        for number, event in enumerate(self.pending):
            last = number == len(self.pending) - 1
            there = {
                "nothing": False,
                "everything": True,
                "last only": last,
                "all but one": random.randrange(len(self.pending)) != number,
            }.get(style, random.random() < 0.5)
            torn = style in ("torn", "some") and (last or random.random() < 0.2)
            if torn:
                _put(left, event, random.randrange(0, event.size + SECTOR, SECTOR))
            elif there:
                _put(left, event, event.size)
        return bytes(left)


STYLES = ("nothing", "everything", "some", "torn", "last only", "all but one")


class Disk:
    """The files of a workspace as they are written; `cut` says what may be left of them."""

    def __init__(self, folder: Path, first: Path, strict: bool) -> None:
        self._folder = str(folder)
        self._strict = strict
        self._seen: dict[str, _File] = {}
        self._folders: set[str] = set()
        for path in first.rglob("*"):
            name = str(folder / path.relative_to(first))
            if path.is_dir():
                self._folders.add(name)
            elif not name.endswith("-shm"):
                self._seen[name] = _File(bytearray(path.read_bytes()))
        self._names: dict[str, _File] = dict(self._seen)
        self._sure_folders: set[str] = set(self._folders)
        self._gone: dict[str, _File] = {}
        self._history: list[tuple[dict[str, _File], set[str]]] = []
        """The names as they were after each change that was not waited for."""

    def happen(self, event: Event) -> None:
        """One more thing happens."""
        match event.what:
            case "O":
                self._seen.setdefault(event.path, _File())
                if event.offset:
                    self._seen[event.path].pending.append(Event("T", event.path, "", 0, 0, b""))
            case "W" | "T":
                if file := self._file(event.path):
                    file.pending.append(event)
            case "R":
                self._forget(event.other)
                self._rename(event.path, event.other)
            case "U":
                self._forget(event.path)
            case "M":
                self._folders.add(event.path)
            case "D":
                self._folders.discard(event.path)
            case "S":
                self._wait_for(event.path)
        if event.what in NAMES:
            self._history.append((dict(self._seen), set(self._folders)))

    def _file(self, path: str) -> _File | None:
        return self._seen.get(path) or self._gone.get(path)

    def _forget(self, path: str) -> None:
        """No name leads to this file any more; on the disk one may still, until the folder was waited for."""
        if (file := self._seen.pop(path, None)) is not None:
            self._gone[path + GONE] = file

    def _rename(self, path: str, other: str) -> None:
        if path in self._seen:
            self._seen[other] = self._seen.pop(path)
            return
        for name in [name for name in self._seen if name.startswith(f"{path}/")]:
            self._seen[other + name[len(path) :]] = self._seen.pop(name)
        self._folders = {
            other + name[len(path) :] if f"{name}/".startswith(f"{path}/") else name for name in self._folders
        }

    def _wait_for(self, path: str) -> None:
        file = self._file(path)
        if file is not None:
            file.settle()
        if self._strict and file is not None:
            if not path.endswith(GONE):
                self._names[path] = file
            return
        self._names, self._sure_folders = dict(self._seen), set(self._folders)
        self._history.clear()

    def cut(self, random: Random, style: str) -> tuple[dict[str, bytes], set[str]]:
        """The power goes: what is on the disk afterwards, files and folders."""
        now, sure = (self._seen, self._folders), (self._names, self._sure_folders)
        names, folders = now if style == "everything" else random.choice([sure, *self._history])
        return {name: file.after_a_cut(random, style) for name, file in names.items()}, set(folders)

    def lay_out(self, files: dict[str, bytes], folders: set[str], folder: Path) -> None:
        """Write what is left to a real folder."""
        for made in (self._folder, *sorted(folders)):
            _real(made, self._folder, folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in files.items():
            path = _real(name, self._folder, folder)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class State:
    """A disk after a cut: when, in which style, what had been acknowledged, and the files."""

    at: int
    style: str
    said: dict[str, int]
    files: dict[str, bytes]
    folders: set[str]


def states(disk: Disk, told: Sequence[Event], random: Random, tries: int) -> Iterator[State]:
    """Cuts at all moments, a few of each, no two alike."""
    wanted = _moments(told, random, max(1, tries // 3))
    each = max(1, round(tries / max(1, len(wanted))))
    said: dict[str, int] = {}
    known: set[int] = set()
    for number, event in enumerate(told):
        if event.what == "A":
            what, _, count = event.data.decode().rpartition(" ")
            if what:
                said[what] = int(count)
        disk.happen(event)
        styles = len(STYLES) if number == len(told) - 1 else each % (len(STYLES) + 1) if number in wanted else 0
        for style in random.sample(STYLES, styles):
            files, folders = disk.cut(random, style)
            mark = hash((tuple(sorted(files.items())), tuple(sorted(folders)), tuple(said.items())))
            if mark not in known:
                known.add(mark)
                yield State(number, style, dict(said), files, folders)


def _moments(told: Sequence[Event], random: Random, count: int) -> set[int]:
    """When to cut: half of it right before and after something is waited for or named, half at any time."""
    every = [number for number, event in enumerate(told) if event.what != "A"]
    turns = {n for n in every if any(one.what in "SRUMD" for one in told[n : n + 2])}
    chosen = set(random.sample(sorted(turns), min(len(turns), count // 2)))
    others = [number for number in every if number not in chosen]
    return chosen | set(random.sample(others, min(len(others), count - len(chosen))))


def _put(data: bytearray, event: Event, size: int) -> None:
    if event.what == "T":
        if event.offset < len(data):
            del data[event.offset :]
        else:
            data.extend(bytes(event.offset - len(data)))
        return
    if len(data) < event.offset:
        data.extend(bytes(event.offset - len(data)))
    data[event.offset : event.offset + size] = event.data[:size]


def _real(name: str, before: str, after: Path) -> Path:
    return after / Path(name).relative_to(before)
