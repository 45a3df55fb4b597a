"""Rows that tell in columns what a lead did: counters, last dates and ticks, made into activities.

A counter is a total: only what exceeds the activities that are known already is added, so that next month's export of
the same system adds next month's clicks. A date without a counter is one activity of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.mapping import ColumnMatch, TableMapping
from leadqual_gui.domain.mapping_wide import WIDE_TARGET
from leadqual_gui.domain.parsing import NULL_WORDS, Unreadable, read_count, read_yes_no
from leadqual_gui.services.importing_events import Cells, leads_named, moment_reader
from leadqual_gui.services.importing_fates import DUPLICATE, NEW, REJECTED, UNCHANGED, Verdicts
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan
from leadqual_gui.services.importing_ports import BulkWriter, StoredActivity
from leadqual_gui.services.importing_result import Tally
from leadqual_gui.services.importing_table import BadLine, RowBatch
from leadqual_gui.services.importing_values import Memo

_ATTENDED = frozenset(("attended", "present", "joined", "teilgenommen", "participé", "asistió"))
_MISSED = frozenset(("missed", "absent", "no show", "no-show", "did not attend", "not attended", "registered"))


@dataclass(slots=True)
class _Kind:
    """The columns that tell of one kind of activity."""

    kind: str
    count: ColumnMatch | None = None
    at: ColumnMatch | None = None
    did: ColumnMatch | None = None


class WideRows:
    """Takes batches of such rows."""

    def __init__(self, plan: ImportPlan, context: ImportContext, writer: BulkWriter, tally: Tally) -> None:
        self._writer, self._tally = writer, tally
        self._cells = Cells(plan.mapping)
        self._kinds = _kinds(plan.mapping)
        for one in self._kinds:
            if context.kinds and one.kind not in context.kinds.values():
                tally.note(f"kind:{one.kind}")
        self._count, self._did = Memo(read_count), Memo(_did)
        self._times = {c.index: Memo(_moments(plan.mapping, c)) for one in self._kinds if (c := one.at)}
        self._at = Memo(moment_reader(plan.mapping, "occurred_at"))
        self.fields: tuple[str, ...] = ()
        self.verdicts = Verdicts(bytearray(), (), ())

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""
        problems: dict[int, str] = {}
        leads = leads_named(self._cells.of(batch, "lead"), self._writer, problems)
        topics = [None if not cell or cell in NULL_WORDS else cell for cell in self._cells.of(batch, "topic")]
        general = [self._at[cell] for cell in self._cells.of(batch, "occurred_at")]
        there = Counter(self._writer.activities_of(sorted({lead for lead in leads if lead})))
        totals: Counter[tuple[int, str, str | None]] = Counter()
        for (lead, kind, _, topic), times in there.items():
            totals[lead, kind, topic] += times
        codes, rows = bytearray([REJECTED]) * len(batch), list[StoredActivity]()
        for row, lead in enumerate(leads):
            if row in problems or not lead:
                continue
            done = self._of_row(batch, row, general[row])
            if isinstance(done, str):
                problems[row] = done
                continue
            fresh = [new for one in done for new in _fresh(lead, topics[row], one, there, totals)]
            codes[row] = NEW if fresh else DUPLICATE if done else UNCHANGED
            self._tell(codes[row])
            rows += fresh
        self.verdicts = Verdicts(codes, leads, [0] * len(batch), self._cells.of(batch, "lead"))
        if rows:
            self._writer.add_activities(rows)
        return [BadLine(batch.lines[row], reason, batch.cells(row)) for row, reason in sorted(problems.items())]

    def _tell(self, code: int) -> None:
        if code == NEW:
            self._tally.new += 1
        elif code == DUPLICATE:
            self._tally.duplicates += 1
        else:
            self._tally.unchanged += 1

    def _of_row(self, batch: RowBatch, row: int, general: object) -> list[_Done] | str:
        """What a row tells of; a text says why it cannot be used."""
        found: list[tuple[str, int, bool, object]] = []
        for one in self._kinds:
            at = self._read(batch, row, one.at, self._times[one.at.index]) if one.at else None
            counted = self._read(batch, row, one.count, self._count) if one.count else None
            did = self._read(batch, row, one.did, self._did) if one.did else None
            for column, value in ((one.at, at), (one.count, counted), (one.did, did)):
                if isinstance(value, Unreadable):
                    return f"{column.header if column else ''}: {value.reason}"
            times = counted if isinstance(counted, int) and not isinstance(counted, bool) else None
            if times is None:
                times = int(did) if isinstance(did, bool) else int(at is not None)
            if times:
                found.append((one.kind, times, counted is None and did is None, at))
        if isinstance(general, Unreadable):
            return general.reason
        latest = max((at for *_, at in found if isinstance(at, datetime)), default=None)
        done = []
        for kind, times, dated, at in found:
            moment = at or general or latest
            if not isinstance(moment, datetime):
                return f"it does not say when ({kind})"
            done.append(_Done(kind, times, dated, moment))
        return done

    def _read(self, batch: RowBatch, row: int, column: ColumnMatch, memo: Memo) -> object:
        return memo[batch.columns[column.index][row]]


@dataclass(frozen=True, slots=True)
class _Done:
    """What a row says was done: how often, when last, and whether a date alone says so."""

    kind: str
    times: int
    dated: bool
    at: datetime


def _fresh(
    lead: int,
    topic: str | None,
    done: _Done,
    there: Counter[StoredActivity],
    totals: Counter[tuple[int, str, str | None]],
) -> list[StoredActivity]:
    """The activities that are not known yet; from now on they are."""
    one: StoredActivity = (lead, done.kind, done.at, topic)
    key = (lead, done.kind, topic)
    missing = int(not there[one]) if done.dated else max(0, done.times - totals[key])
    there[one] += missing
    totals[key] += missing
    return [one] * missing


def _kinds(mapping: TableMapping) -> Sequence[_Kind]:
    found: dict[str, _Kind] = {}
    for column in mapping.used:
        parts = WIDE_TARGET.fullmatch(column.target or "")
        if parts:
            one = found.setdefault(parts[1], _Kind(parts[1]))
            match parts[2]:
                case "count":
                    one.count = column
                case "at":
                    one.at = column
                case "did":
                    one.did = column
    return tuple(found.values())


def _did(text: str) -> object:
    word = text.strip().casefold()
    if word in _ATTENDED:
        return True
    return False if word in _MISSED else read_yes_no(text)


def _moments(mapping: TableMapping, column: ColumnMatch) -> Callable[[str], object]:
    return moment_reader(mapping, column.target or "")
