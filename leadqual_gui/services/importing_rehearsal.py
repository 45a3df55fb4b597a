"""A writer that writes nothing: what an import would do, told without doing it.

It asks the store who is known, and remembers by itself what the rows before have brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.parsing import email_key
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.ports import BulkWriter, StoredActivity, StoredAnswer

_FIRST = 1 << 48

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
        self._next = _FIRST

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
        return {**{key: (lead, self._own_ids.get(lead)) for key, lead in leads}, **found}

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
        ids, mails = told.get("external_id"), told.get("email")
        if ids:
            known = [(key, lead) for key, lead in zip(ids, made, strict=True) if isinstance(key, str)]
            self._by_id.update(known)
            if mails:
                self._own_ids.update((lead, key) for key, lead in known)
        if mails:
            self._remember_mails(mails, made)
        return first

    def _remember_mails(self, mails: Sequence[object], made: Sequence[int]) -> None:
        texts = [mail if isinstance(mail, str) else "" for mail in mails]
        plain = "".join(texts)
        keys = [text.casefold() for text in texts] if plain.isascii() and " " not in plain else map(email_key, texts)
        by_mail = self._by_mail
        for key, lead in zip(keys, made, strict=True):
            if key and key not in by_mail:
                by_mail[key] = lead

    def update_leads(
        self, fields: Sequence[str], lead_ids: Sequence[int], before: Sequence[Row], after: Sequence[Row]
    ) -> None:
        """Remember the keys that they would have."""
        for lead, row in zip(lead_ids, after, strict=True):
            said = dict(zip(fields, row, strict=True))
            key, mail = said.get("external_id"), said.get("email")
            if isinstance(key, str):
                self._by_id[key] = lead
                self._own_ids[lead] = key
            if isinstance(mail, str):
                self._by_mail.setdefault(email_key(mail), lead)

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

    def finish(self) -> None:
        """Nothing was written."""
        self._store.take_back()

    def take_back(self) -> None:
        """Nothing was written."""
        self._store.take_back()
