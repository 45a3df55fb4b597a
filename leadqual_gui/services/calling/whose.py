"""Whose calls are those that were never ended: asked when somebody is deleted for good.

A damaged file may still tell with whom the call was; it is believed where number and name belong together. Of a file
that tells nothing (or is sealed with a key that is gone) nobody knows whether it holds notes about this person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.ports import CallFiles, Entry
from leadqual_gui.services.calling.values import Unreadable

NameOf = Callable[[int], str | None]
"""What a lead is called; None if there is none of this number."""


@dataclass(frozen=True, slots=True)
class LeftCalls:
    """Calls that were never ended: the keys of `theirs`, and those `in_doubt`, of which nobody can tell."""

    theirs: tuple[str, ...]
    in_doubt: tuple[Unreadable, ...]


def calls_left_of(people: Collection[int], files: CallFiles, name_of: NameOf) -> LeftCalls:
    """The calls with these leads, and those that may be."""
    theirs: list[str] = []
    in_doubt: list[Unreadable] = []
    for key in files.names():
        begun, reason = _first_line(files, key)
        if begun is None:
            continue
        lead_id = _lead_of(begun) if begun else _believed(files.glimpse(key), name_of)
        if lead_id is None:
            in_doubt.append(Unreadable(key, files.place(key), reason))
        elif lead_id in people:
            theirs.append(key)
    return LeftCalls(tuple(theirs), tuple(in_doubt))


def _first_line(files: CallFiles, key: str) -> tuple[Entry | None, str]:
    """What a call began with (empty: it cannot be read, and why; None: there is nothing in it)."""
    try:
        file = files.open(key)
        if file is None:
            return None, ""
        with closing(file):
            return (None if file.is_blank() else next(iter(file.entries()), {})), ""
    except LeadQualError as error:
        return {}, error.message


def _lead_of(begun: Entry) -> int | None:
    lead_id = begun.get("lead")
    return lead_id if begun.get("kind") == "begun" and isinstance(lead_id, int) else None


def _believed(begun: Entry, name_of: NameOf) -> int | None:
    """The lead that a damaged line names twice: by number and by name."""
    lead_id = _lead_of(begun)
    return lead_id if lead_id is not None and name_of(lead_id) == begun.get("name") else None
