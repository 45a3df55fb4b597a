"""A writer that writes nothing: what an import would do, told without doing it.

It asks the store who is known, and remembers by itself what the rows before have brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import cast

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.parsing import email_key
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.importing_ports import BulkWriter, StoredActivity, StoredAnswer

_FIRST = 1 << 48
COMPARED = 100_000
"""Of so many new rows it is kept who they are, so that they can be compared with all leads; memory stays flat."""
IDENTITY = frozenset(field.name for field in fields(Identity)) - {"id"}

Row = tuple[FieldValue, ...]


class Rehearsal:
    """Answers as the store would after each batch; `finish` and `take_back` both leave the store as it was.

    Of a lead that was rehearsed only its keys are remembered: a later row for it is a duplicate whatever it says.
    """

    def __init__(self, store: BulkWriter) -> None:
        self._store = store
        self._by_id: dict[str, int] = {}
        self._by_mail: dict[str, int] = {}
        self._own_ids: dict[int, str] = {}
        self._new_ids: list[object] = []
        self._next = _FIRST
        self._told: list[tuple[Sequence[str], Sequence[Sequence[object]]]] = []

    @property
    def operation(self) -> int:
        """No step."""
        return 0

    def by_external_id(self, keys: Sequence[str]) -> Mapping[str, int]:
        """As the store, and the leads that were rehearsed."""
        ours = self._by_id.keys() & keys
        found = self._store.by_external_id(keys)
        return {**found, **{key: self._by_id[key] for key in ours}} if ours else found

    def by_email(self, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
        """As the store, and the leads that were rehearsed."""
        ours = self._by_mail.keys() & keys
        found = self._store.by_email(keys)
        if not ours:
            return found
        leads = ((key, self._by_mail[key]) for key in ours)
        return {**{key: (lead, self._own_id(lead)) for key, lead in leads}, **found}

    def _own_id(self, lead: int) -> str | None:
        """The external id of a lead that was rehearsed."""
        found = self._new_ids[lead - _FIRST] if lead >= _FIRST else self._own_ids.get(lead)
        return found if isinstance(found, str) else None

    def current(self, lead_ids: Sequence[int], fields: Sequence[str]) -> Sequence[Row]:
        """The values that the leads have in the store; of those that are not there, nothing is known."""
        stored = [lead for lead in lead_ids if lead < _FIRST]
        rows = dict(zip(stored, self._store.current(stored, fields), strict=True)) if stored else {}
        nothing: Row = (None,) * len(fields)
        return [rows.get(lead, nothing) for lead in lead_ids]

    def add_leads(self, fields: Sequence[str], rows: Sequence[Row]) -> Sequence[int]:
        """Remember their keys."""
        first = self.add_columns(fields, list(zip(*rows, strict=True)))
        return range(first, first + len(rows))

    def add_columns(self, fields: Sequence[str], columns: Sequence[Sequence[object]]) -> int:
        """Remember the keys of new leads, which come as columns; the number of the first."""
        first = self._next
        self._next += len(columns[0]) if columns else 0
        made = range(first, self._next)
        told = dict(zip(fields, columns, strict=True))
        if first < _FIRST + COMPARED:
            who = [key for key in fields if key in IDENTITY]
            self._told.append((who, [told[key] for key in who]))
        ids, mails = told.get("external_id"), told.get("email")
        if ids:
            self._by_id.update(zip(ids, made, strict=True))  # type: ignore[arg-type]
            self._by_id.pop(None, None)  # type: ignore[call-overload]
        self._new_ids.extend(ids or [None] * len(made))
        if mails:
            self._remember_mails(mails, made)
        return first

    def newcomers(self) -> Sequence[Identity]:
        """Who the first new leads are, in the order in which they came."""
        found: list[Identity] = []
        for keys, columns in self._told:
            found += [Identity.of(dict(zip(keys, row, strict=True))) for row in zip(*columns, strict=True)]
        return found

    def _remember_mails(self, mails: Sequence[object], made: Sequence[int]) -> None:
        """Whose addresses these are; the first who had one keeps it."""
        if None in mails:
            known = [(mail, lead) for mail, lead in zip(mails, made, strict=True) if mail]
            mails, made = [mail for mail, _ in known], [lead for _, lead in known]
        texts = cast("Sequence[str]", mails)
        plain = "".join(texts)
        keys = list(map(str.casefold if plain.isascii() and " " not in plain else email_key, texts))
        by_mail = self._by_mail
        if by_mail.keys().isdisjoint(keys) and len(set(keys)) == len(keys):
            by_mail.update(zip(keys, made, strict=True))
            return
        for key, lead in zip(keys, made, strict=True):
            by_mail.setdefault(key, lead)

    def update_leads(
        self, fields: Sequence[str], lead_ids: Sequence[int], before: Sequence[Row], after: Sequence[Row]
    ) -> int:
        """Remember the keys that they would have."""
        for lead, row in zip(lead_ids, after, strict=True):
            said = dict(zip(fields, row, strict=True))
            key, mail = said.get("external_id"), said.get("email")
            if isinstance(key, str):
                self._by_id[key] = lead
                self._own_ids[lead] = key
            if isinstance(mail, str):
                self._by_mail.setdefault(email_key(mail), lead)
        return 0

    def activities_of(self, lead_ids: Sequence[int]) -> Sequence[StoredActivity]:
        """As the store."""
        return self._store.activities_of(lead_ids)

    def add_activities(self, rows: Sequence[StoredActivity]) -> None:
        """Nothing to remember: what was done before the step is all that is asked for."""

    def answers_of(self, lead_ids: Sequence[int]) -> Sequence[StoredAnswer]:
        """As the store."""
        return self._store.answers_of(lead_ids)

    def add_answers(self, answers: Sequence[Answer]) -> None:
        """Nothing to remember."""

    def add_stakeholders(self, people: Sequence[Stakeholder]) -> None:
        """Nothing to remember."""

    def add_adjustments(self, adjustments: Sequence[Adjustment]) -> None:
        """Nothing to remember."""

    def add_follow_ups(self, follow_ups: Sequence[FollowUp]) -> None:
        """Nothing to remember."""

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Nothing to remember."""

    def keep_apart(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Nothing to remember."""

    def finish(self) -> None:
        """Nothing was written."""
        self._store.take_back()

    def take_back(self) -> None:
        """Nothing was written."""
        self._store.take_back()
