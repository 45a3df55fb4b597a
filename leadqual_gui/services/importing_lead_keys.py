"""Whose a row of leads is: its external id, else its e-mail address, looked up a batch at a time.

Who has the address but another external id is somebody else: then two people share a mailbox, and that is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from leadqual_gui.domain.parsing import email_key
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_result import Tally

Keys = list[str | None]


@dataclass(slots=True)
class LeadKeys:
    """The keys of a batch's rows, and whose they are. A negative number stands for a new lead of this batch."""

    ids: Keys
    mails: Keys
    by_id: dict[str, int]
    by_mail: dict[str, tuple[int, str | None]]
    distinct: bool
    """Whether no key stands in two rows."""

    @classmethod
    def of(cls, fields: Sequence[str], columns: list[list[object]], writer: BulkWriter) -> LeadKeys:
        """The keys that these columns of values hold, and who is known by them."""
        ids, mails = _keys(fields, columns)
        some_ids, some_mails = _told(ids), _told(mails)
        return cls(
            ids,
            mails,
            dict(writer.by_external_id(some_ids)) if some_ids else {},
            dict(writer.by_email(some_mails)) if some_mails else {},
            len(some_ids) + len(some_mails) == len(ids) + len(mails) - ids.count(None) - mails.count(None),
        )

    @property
    def are_new(self) -> bool:
        """Nobody is known by these keys, and nobody comes twice."""
        return not self.by_id and not self.by_mail and self.distinct

    def slot(self, row: int, tally: Tally) -> int | None:
        """The lead that a row belongs to; None if nobody has its keys."""
        key, mail = self.ids[row], self.mails[row]
        if key and (found := self.by_id.get(key)) is not None:
            return found
        if mail and (holder := self.by_mail.get(mail)) is not None:
            if not key or not holder[1] or holder[1] == key:
                return holder[0]
            tally.note("shared_email")
        return None

    def remember(self, row: int, slot: int) -> None:
        """Later rows with these keys belong to the same lead."""
        key, mail = self.ids[row], self.mails[row]
        if key:
            self.by_id.setdefault(key, slot)
        if mail:
            holder = self.by_mail.setdefault(mail, (slot, key))
            if holder[0] == slot and key and not holder[1]:
                self.by_mail[mail] = (slot, key)


def _keys(fields: Sequence[str], columns: list[list[object]]) -> tuple[Keys, Keys]:
    nothing: Keys = [None] * len(columns[0])
    ids = cast("Keys", columns[fields.index("external_id")]) if "external_id" in fields else nothing
    if "email" not in fields:
        return ids, nothing
    mails = cast("Keys", columns[fields.index("email")])
    if all(mails) and "".join(cast("list[str]", mails)).isascii():
        return ids, list(map(str.casefold, cast("list[str]", mails)))
    return ids, [mail and email_key(mail) for mail in mails]


def _told(keys: Sequence[str | None]) -> list[str]:
    """The keys that are there, each once."""
    found = dict.fromkeys(keys)
    found.pop(None, None)
    return list(found)  # type: ignore[arg-type]
