"""Rows of activities and answers brought into the store, each to the lead that it names.

What an earlier import brought already is told apart: the same file twice changes nothing the second time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.mapping import TableMapping
from leadqual_gui.domain.parsing import NULL_WORDS, Unreadable, email_key, read_count, read_level, shortened
from leadqual_gui.domain.parsing_dates import read_date
from leadqual_gui.services.importing_fates import DUPLICATE, NEW, REJECTED, UNCHANGED, Verdicts
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan, month_as_date
from leadqual_gui.services.importing_ports import BulkWriter, StoredActivity
from leadqual_gui.services.importing_result import Tally
from leadqual_gui.services.importing_table import BadLine, RowBatch
from leadqual_gui.services.importing_values import Memo


class ActivityRows:
    """Takes batches of activities. `count` repeats a row; a month is its first day in the year that was said."""

    def __init__(self, plan: ImportPlan, context: ImportContext, writer: BulkWriter, tally: Tally) -> None:
        self._writer = writer
        self._tally = tally
        self._cells = Cells(plan.mapping)
        self._kind = Memo(lambda text: _kind(text, context, tally))
        self._at = Memo(moment_reader(plan.mapping, "occurred_at"))
        self._month = Memo(lambda text: _month(text, plan.mapping.year))
        self._count = Memo(read_count)
        self.fields: tuple[str, ...] = ()
        self.verdicts = Verdicts(bytearray(), (), ())

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""
        problems: dict[int, str] = {}
        leads = leads_named(self._cells.of(batch, "lead"), self._writer, problems)
        kinds = _read(self._cells.of(batch, "kind"), self._kind, problems, "it does not say what happened (kind)")
        times = self._times(batch, problems)
        counts = _read(self._cells.of(batch, "count"), self._count, problems)
        topics = [None if not cell or cell in NULL_WORDS else cell for cell in self._cells.of(batch, "topic")]
        there = Counter(self._writer.activities_of(sorted({lead for lead in leads if lead})))
        rows: list[StoredActivity] = []
        codes = bytearray([REJECTED]) * len(batch)
        for row, (lead, kind, at, topic) in enumerate(zip(leads, kinds, times, topics, strict=True)):
            if row not in problems and lead and isinstance(kind, str) and isinstance(at, datetime):
                times_over = counts[row] if isinstance(counts[row], int) else 1
                fresh = self._fresh((lead, kind, at, topic), times_over, there)
                codes[row] = NEW if fresh else DUPLICATE if times_over else UNCHANGED
                rows += fresh
        self.verdicts = Verdicts(codes, leads, [0] * len(batch), self._cells.of(batch, "lead"))
        if rows:
            self._writer.add_activities(rows)
        return [BadLine(batch.lines[row], reason, batch.cells(row)) for row, reason in sorted(problems.items())]

    def _times(self, batch: RowBatch, problems: dict[int, str]) -> Sequence[object]:
        missing = "it does not say when (occurred_at)"
        if self._cells.has("occurred_at"):
            return _read(self._cells.of(batch, "occurred_at"), self._at, problems, missing)
        return _read(self._cells.of(batch, "month"), self._month, problems, missing)

    def _fresh(self, one: StoredActivity, times_over: object, there: Counter[StoredActivity]) -> list[StoredActivity]:
        """As many of this activity as are not there yet from an earlier import."""
        wanted = times_over if isinstance(times_over, int) else 1
        known = min(there[one], wanted)
        if known:
            there[one] -= known
        if not wanted:
            self._tally.unchanged += 1
        elif known == wanted:
            self._tally.duplicates += 1
        else:
            self._tally.new += 1
        return [one] * (wanted - known)


class AnswerRows:
    """Takes batches of answers."""

    def __init__(self, plan: ImportPlan, context: ImportContext, writer: BulkWriter, tally: Tally) -> None:
        self._writer = writer
        self._tally = tally
        self._context = context
        self._cells = Cells(plan.mapping)
        self._at = Memo(moment_reader(plan.mapping, "heard_at"))
        self._level = Memo(read_level)
        self.fields: tuple[str, ...] = ()
        self.verdicts = Verdicts(bytearray(), (), ())

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""
        problems: dict[int, str] = {}
        leads = leads_named(self._cells.of(batch, "lead"), self._writer, problems)
        elements = self._elements(batch, problems)
        levels = _read(self._cells.of(batch, "level"), self._level, problems, "it holds no answer (level)")
        times = _read(self._cells.of(batch, "heard_at"), self._at, problems)
        said_by, evidence = self._cells.of(batch, "said_by"), self._cells.of(batch, "evidence")
        there = set(self._writer.answers_of(sorted({lead for lead in leads if lead})))
        answers: list[Answer] = []
        codes = bytearray([REJECTED]) * len(batch)
        for row, (lead, element, level) in enumerate(zip(leads, elements, levels, strict=True)):
            if row in problems or not lead or element is None:
                continue
            at = times[row]
            heard = at if isinstance(at, datetime) else self._context.now
            if (lead, *element, heard) in there:
                self._tally.duplicates += 1
                codes[row] = DUPLICATE
                continue
            codes[row] = NEW
            there.add((lead, *element, heard))
            answers.append(_answer(lead, element, level, heard, said_by[row] or None, evidence[row] or None))
        self.verdicts = Verdicts(codes, leads, [0] * len(batch), self._cells.of(batch, "lead"))
        self._tally.new += len(answers)
        if answers:
            self._writer.add_answers(answers)
        return [BadLine(batch.lines[row], reason, batch.cells(row)) for row, reason in sorted(problems.items())]

    def _elements(self, batch: RowBatch, problems: dict[int, str]) -> list[tuple[str, str] | None]:
        found: list[tuple[str, str] | None] = []
        known = self._context.elements
        pairs = zip(self._cells.of(batch, "framework"), self._cells.of(batch, "element"), strict=True)
        for row, (framework, element) in enumerate(pairs):
            one = known.get((framework.casefold(), element.casefold()))
            if one is None and (not known and framework and element):
                one = (framework, element)
            if one is None:
                reason = f"there is no element “{shortened(element)}” in a framework “{shortened(framework)}”"
                problems.setdefault(row, reason)
            found.append(one)
        return found


@dataclass(slots=True)
class Cells:
    """The cells of a batch by the part that they play; a constant plays it in every row."""

    mapping: TableMapping

    def has(self, target: str) -> bool:
        """Does a column or a constant give this part?"""
        return self.mapping.has(target)

    def of(self, batch: RowBatch, target: str) -> Sequence[str]:
        """The cells that play this part, a row each."""
        for column in self.mapping.used:
            if column.target == target:
                return batch.columns[column.index]
        return [self.mapping.constants.get(target, "")] * len(batch)


def leads_named(keys: Sequence[str], writer: BulkWriter, problems: dict[int, str]) -> list[int]:
    """Row ids of the leads that these cells name, by external id, else by e-mail address; 0 for nobody."""
    distinct = list(dict.fromkeys(key for key in keys if key))
    by_id = writer.by_external_id(distinct) if distinct else {}
    mails = {key: email_key(key) for key in distinct if key not in by_id and "@" in key}
    by_mail = writer.by_email(list(dict.fromkeys(mails.values()))) if mails else {}
    found = dict(by_id)
    found |= {key: by_mail[mail][0] for key, mail in mails.items() if mail in by_mail}
    for row, key in enumerate(keys):
        if key not in found:
            problems[row] = f"there is no lead “{shortened(key)}”" if key else "it does not say whose it is (lead)"
    return [found.get(key, 0) for key in keys]


def _read(cells: Sequence[str], memo: Memo, problems: dict[int, str], missing: str = "") -> Sequence[object]:
    values = list(map(memo.__getitem__, cells))
    if memo.bad or (missing and None in values):
        for row, value in enumerate(values):
            if isinstance(value, Unreadable):
                problems.setdefault(row, value.reason)
            elif value is None and missing:
                problems.setdefault(row, missing)
    return values


def moment_reader(mapping: TableMapping, target: str) -> Callable[[str], object]:
    """Reads the dates of the column with this target, to the second."""
    order = next((column.date_order for column in mapping.used if column.target == target), None)

    def read(text: str) -> object:
        value = read_date(text, order)
        return value.replace(microsecond=0) if isinstance(value, datetime) else value

    return read


def _month(text: str, year: int | None) -> object:
    if not text:
        return None
    found = month_as_date(text, year) if year else None
    return found or Unreadable(text, f"“{shortened(text)}” is a month without a year, or no month")


def _kind(text: str, context: ImportContext, tally: Tally) -> str | None:
    """The id of a kind given by id or label; a kind that no rule names is kept as it is, made an id."""
    if not text:
        return None
    key = re.sub(r"\W+", "_", text.strip().casefold()).strip("_")
    found = context.kinds.get(text.casefold()) or context.kinds.get(key)
    if found is None:
        tally.note(f"kind:{key}")
    return found or key or None


def _answer(
    lead: int, element: tuple[str, str], level: object, heard: datetime, said_by: str | None, evidence: str | None
) -> Answer:
    states = {"unknown": AnswerState.UNKNOWN, "refused": AnswerState.REFUSED}
    state = states.get(str(level), AnswerState.LEVEL)
    return Answer(0, lead, *element, state, level if isinstance(level, int) else None, heard, said_by, evidence)
