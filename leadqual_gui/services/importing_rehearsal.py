"""A writer that writes nothing: what an import would do, told without doing it.

It asks the store who is known, and remembers by itself what the rows before have brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.parsing import email_key
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.ports import BulkWriter, StoredActivity, StoredAnswer

_FIRST = 1 << 48

Row = tuple[FieldValue, ...]


class Rehearsal:
    """Answers as the store would after each batch; `finish` and `take_back` both leave the store as it was."""

    def __init__(self, store: BulkWriter) -> None:
        self._store = store
        self._rows: dict[int, Row] = {}
        self._by_id: dict[str, int] = {}
        self._by_mail: dict[str, tuple[int, str | None]] = {}
        self._next = _FIRST

    @property
    def operation(self) -> int:
        """No step."""
        return 0

    def by_external_id(self, keys: Sequence[str]) -> Mapping[str, int]:
        """As the store, and the leads that were rehearsed."""
        return {**self._store.by_external_id(keys), **{k: self._by_id[k] for k in keys if k in self._by_id}}

    def by_email(self, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
        """As the store, and the leads that were rehearsed."""
        return {**{k: self._by_mail[k] for k in keys if k in self._by_mail}, **self._store.by_email(keys)}

    def current(self, lead_ids: Sequence[int], fields: Sequence[str]) -> Sequence[Row]:
        """What the leads would hold by now."""
        stored = [lead for lead in lead_ids if lead not in self._rows]
        rows = dict(zip(stored, self._store.current(stored, fields), strict=True)) if stored else {}
        rows |= {lead: self._rows[lead] for lead in lead_ids if lead in self._rows}
        return [rows[lead] for lead in lead_ids]

    def add_leads(self, fields: Sequence[str], rows: Sequence[Row]) -> Sequence[int]:
        """Remember them."""
        made = range(self._next, self._next + len(rows))
        self._next += len(rows)
        for lead, row in zip(made, rows, strict=True):
            self._remember(lead, fields, row)
        return made

    def update_leads(
        self, fields: Sequence[str], lead_ids: Sequence[int], before: Sequence[Row], after: Sequence[Row]
    ) -> None:
        """Remember what they would hold."""
        for lead, row in zip(lead_ids, after, strict=True):
            self._remember(lead, fields, row)

    def _remember(self, lead: int, fields: Sequence[str], row: Row) -> None:
        self._rows[lead] = row
        said = dict(zip(fields, row, strict=True))
        key, mail = said.get("external_id"), said.get("email")
        own = key if isinstance(key, str) else None
        if own:
            self._by_id[own] = lead
        if isinstance(mail, str):
            self._by_mail.setdefault(email_key(mail), (lead, own))

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

    def finish(self) -> None:
        """Nothing was written."""
        self._store.take_back()

    def take_back(self) -> None:
        """Nothing was written."""
        self._store.take_back()
