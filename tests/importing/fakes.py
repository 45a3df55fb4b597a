"""A store and a table that behave, held in memory: what an import sees of the world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.parsing import email_key
from leadqual_gui.services.importing_ports import StoredActivity, StoredAnswer
from leadqual_gui.services.importing_table import PREVIEW_ROWS, BadLine, RowBatch, TablePreview
from leadqual_gui.services.operations import Said


class TableInMemory:
    """A table of texts that needs no file."""

    def __init__(self, headers: Sequence[str], *rows: Sequence[str], bad: Sequence[BadLine] = ()) -> None:
        self._headers, self._rows, self._bad = tuple(headers), rows, bad
        self.read_to = 0

    @property
    def preview(self) -> TablePreview:
        """The first rows."""
        return TablePreview("leads.csv", self._headers, tuple(map(tuple, self._rows[:PREVIEW_ROWS])))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows; the header stands on line 1."""
        for start in range(0, max(len(self._rows), 1), size):
            rows = self._rows[start : start + size]
            self.read_to = start + len(rows)
            columns = list(zip(*rows, strict=True)) or [()] * len(self._headers)
            lines = range(start + 2, start + 2 + len(rows))
            yield RowBatch(lines, columns, self._bad if not start else (), share=self.read_to / max(len(self._rows), 1))


class StoreInMemory:
    """Keeps leads as dicts of fields, by row id; one import at a time."""

    def __init__(self, *leads: Mapping[str, Any]) -> None:
        self.leads: dict[int, dict[str, Any]] = {i: dict(lead) for i, lead in enumerate(leads, start=1)}
        self.activities: list[StoredActivity] = []
        self.answers: list[Answer] = []
        self.finished: list[Said] = []
        self.writes = 0

    def bulk(self, label: Said) -> BulkInMemory:
        """Begin an import."""
        return BulkInMemory(self, label)

    def all(self, field: str) -> list[Any]:
        """This field of all leads."""
        return [lead.get(field) for lead in self.leads.values()]


class BulkInMemory:
    """An import at work on a StoreInMemory."""

    def __init__(self, store: StoreInMemory, label: Said) -> None:
        self._store, self._label = store, label
        self._before = ({i: dict(lead) for i, lead in store.leads.items()}, list(store.activities), list(store.answers))
        self.operation = 7

    def by_external_id(self, keys: Sequence[str]) -> Mapping[str, int]:
        """Row ids by external id."""
        wanted = set(keys)
        return {k: i for i, lead in self._store.leads.items() if (k := lead.get("external_id")) in wanted}

    def by_email(self, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
        """Row id and external id by casefolded address; the first lead that has it."""
        wanted, found = set(keys), {}
        for i, lead in self._store.leads.items():
            key = email_key(lead.get("email") or "")
            if key in wanted:
                found.setdefault(key, (i, lead.get("external_id")))
        return found

    def current(self, lead_ids: Sequence[int], fields: Sequence[str]) -> Sequence[tuple[Any, ...]]:
        """The values now."""
        blank: dict[str, Any] = {"tags": (), "do_not_contact": False, "unsubscribed": False}
        return [tuple(self._store.leads[i].get(f, blank.get(f)) for f in fields) for i in lead_ids]

    def add_leads(self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[int]:
        """New leads."""
        self._store.writes += 1
        first = max(self._store.leads, default=0) + 1
        for i, row in enumerate(rows, start=first):
            self._store.leads[i] = dict(zip(fields, row, strict=True))
        return range(first, first + len(rows))

    def update_leads(
        self,
        fields: Sequence[str],
        lead_ids: Sequence[int],
        before: Sequence[tuple[Any, ...]],
        after: Sequence[tuple[Any, ...]],
    ) -> int:
        """Changed leads; what was there before has to be right, since undo rests on it."""
        self._store.writes += 1
        assert list(before) == list(self.current(lead_ids, fields)), "the log would undo to something else"
        for i, row in zip(lead_ids, after, strict=True):
            self._store.leads[i].update(zip(fields, row, strict=True))
        return 0

    def activities_of(self, lead_ids: Sequence[int]) -> Sequence[StoredActivity]:
        """As they were before this import."""
        return [one for one in self._before[1] if one[0] in set(lead_ids)]

    def add_activities(self, rows: Sequence[StoredActivity]) -> None:
        """New activities."""
        self._store.writes += 1
        self._store.activities += rows

    def answers_of(self, lead_ids: Sequence[int]) -> Sequence[StoredAnswer]:
        """As they were before this import."""
        return [(a.lead_id, a.framework, a.element, a.heard_at) for a in self._before[2] if a.lead_id in set(lead_ids)]

    def add_answers(self, answers: Sequence[Answer]) -> None:
        """New answers."""
        self._store.writes += 1
        self._store.answers += answers

    def finish(self) -> None:
        """One step, whole."""
        self._store.finished.append(self._label)

    def take_back(self) -> None:
        """As if it had never begun."""
        self._store.leads, self._store.activities, self._store.answers = self._before


class RejectsInMemory:
    """Keeps what was rejected."""

    def __init__(self) -> None:
        self.rows: list[BadLine] = []
        self.state = "open"

    def write(self, headers: Sequence[str], rows: Sequence[BadLine]) -> None:
        """Add rows."""
        self.rows += rows

    def close(self) -> None:
        """Whole."""
        self.state = "closed"

    def discard(self) -> None:
        """Taken back."""
        self.state = "discarded"
