"""Rows of leads brought into the store: matched, merged, told apart as new, changed or the same.

A row belongs to the lead with its external id, else to the lead with its e-mail address (unless that one has another
external id: then two people share a mailbox). Only cells that say something change anything. Rows of one batch for
the same lead are laid over one another, the later one on top.

An import may put leads into any stage: it tells where they stand, and no gate is asked.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.importing_fates import DUPLICATE, REJECTED, UNCHANGED, UPDATES, Verdicts
from leadqual_gui.services.importing_lead_keys import LeadKeys
from leadqual_gui.services.importing_lead_values import NAMING, LeadValues
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_rehearsal import Rehearsal
from leadqual_gui.services.importing_result import STAYED, RejectedRow, Tally
from leadqual_gui.services.importing_table import BadLine, RowBatch

NOBODY = "it names nobody: a lead needs a name, a company or an e-mail address"
_FLAGS = ("do_not_contact", "unsubscribed")

Row = list[object]


@dataclass(slots=True)
class _Places:
    """Where a batch's rows belong: rows for new leads, and for leads that are there, by row id."""

    new: list[Row] = field(default_factory=list)
    new_lines: list[int] = field(default_factory=list)
    there: dict[int, Row] = field(default_factory=dict)
    row_of: dict[int, int] = field(default_factory=dict)
    """The first row of the batch for each lead that is there."""


class LeadRows:
    """Takes batches of leads, one after another."""

    def __init__(self, plan: ImportPlan, context: ImportContext, writer: BulkWriter, tally: Tally) -> None:
        self._writer = writer
        self._tally = tally
        self.values = LeadValues(plan, context, tally)
        self.fields = self.values.fields
        self._naming = [at for at, name in enumerate(self.fields) if name in NAMING]
        self._now, self._exits = context.now, context.exits
        self._ends = self.fields.index("outcome") if self._exits and "outcome" in self.fields else None
        self._blank: dict[str, object] = {"tags": (), "stage": context.first_stage, "stage_since": context.now}
        self._blank |= dict.fromkeys(_FLAGS, False)
        self._first_new: int | None = None
        self._touched: dict[int, int] = {}
        self._new_lines = array("q")
        self._judges = isinstance(writer, Rehearsal)
        self.verdicts = Verdicts(bytearray(), (), ())

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""
        if not len(batch):
            self.verdicts = Verdicts(bytearray(), (), ())
            return []
        problems: dict[int, str] = {}
        columns = self.values.of(batch, problems)
        keys = LeadKeys.of(self.fields, columns, self._writer)
        if self._judges:
            self.verdicts = Verdicts.all_new(len(batch), self.values.labels(columns))
        if keys.are_new and not problems and self._all_named(columns):
            self._add(columns, batch.lines)
            return []
        places = self._placed(columns, problems, keys, batch)
        self._add([list(column) for column in zip(*places.new, strict=True)], places.new_lines)
        self._update(places, batch.lines)
        return [BadLine(batch.lines[row], reason, batch.cells(row)) for row, reason in sorted(problems.items())]

    # ------------------------------------------------------------------ places

    def _all_named(self, columns: list[list[object]]) -> bool:
        """Whether everybody is somebody."""
        naming = [columns[at] for at in self._naming]
        return bool(naming) and (any(all(column) for column in naming) or all(map(any, zip(*naming, strict=True))))

    def _placed(
        self, columns: list[list[object]], problems: dict[int, str], keys: LeadKeys, batch: RowBatch
    ) -> _Places:
        places = _Places()
        for number, values in enumerate(map(list, zip(*columns, strict=True))):
            if number in problems:
                self._judge(number, REJECTED)
                continue
            slot = keys.slot(number, self._tally)
            if slot is None and not any(values[at] for at in self._naming):
                problems[number] = NOBODY
                self._judge(number, REJECTED)
                continue
            if slot is None:
                keys.remember(number, -len(places.new) - 1)
                places.new.append(values)
                places.new_lines.append(batch.lines[number])
            elif slot < 0:
                _lay_over(places.new[-slot - 1], values)
                keys.remember(number, slot)
                self._tally.duplicates += 1
                self._judge(number, DUPLICATE, 0, places.new_lines[-slot - 1])
            else:
                self._place_there(places, slot, values, number, batch.lines)
                keys.remember(number, slot)
        return places

    def _place_there(self, places: _Places, lead: int, values: Row, number: int, lines: Sequence[int]) -> None:
        if lead in places.there:
            _lay_over(places.there[lead], values)
            self._tally.duplicates += 1
            first = self._touched.get(lead) or self._line_of_new(lead) or lines[places.row_of[lead]]
            self._judge(number, DUPLICATE, lead, first)
        else:
            places.there[lead] = values
            places.row_of[lead] = number

    # ------------------------------------------------------------------ verdicts

    def _judge(self, row: int, code: int, lead: int = 0, other: int = 0) -> None:
        if self._judges:
            verdicts = self.verdicts
            verdicts.codes[row] = code
            cast("list[int]", verdicts.leads)[row] = 0 if self._line_of_new(lead) else lead
            cast("list[int]", verdicts.others)[row] = other

    def _line_of_new(self, lead: int) -> int:
        """The line that brought a lead of this very import; 0 for one that was there before."""
        if self._first_new is None or lead < self._first_new:
            return 0
        return self._new_lines[lead - self._first_new] if lead - self._first_new < len(self._new_lines) else 0

    # ------------------------------------------------------------------ writing

    def _add(self, columns: list[list[object]], lines: Sequence[int]) -> None:
        """Store new leads: with flags and tags, if only as "no" and "none", and standing in a stage from now on."""
        if not columns:
            return
        if isinstance(self._writer, Rehearsal):
            first = self._writer.add_columns(self.fields, columns)
            self._first_new = first if self._first_new is None else self._first_new
            self._new_lines.extend(lines)
            self._tally.new += len(columns[0])
            return
        self._stand_at_the_end(columns)
        for index, name in enumerate(self.fields):
            if name in self._blank and None in columns[index]:
                blank = self._blank[name]
                columns[index] = [blank if value is None else value for value in columns[index]]
        rows = list(zip(*columns, strict=True))
        made = self._writer.add_leads(self.fields, cast("Sequence[tuple[FieldValue, ...]]", rows))
        if self._first_new is None and made:
            self._first_new = made[0]
        self._tally.new += len(rows)

    def _stand_at_the_end(self, columns: list[list[object]]) -> None:
        """New leads that are won or lost already stand there, unless their row names a stage."""
        if self._ends is None:
            return
        outcomes, at = columns[self._ends], self.fields.index("stage")
        pairs = zip(columns[at], outcomes, strict=True)
        columns[at] = [self._exits.get(str(how)) if stage is None and how else stage for stage, how in pairs]

    def _update(self, places: _Places, lines: Sequence[int]) -> None:
        """Lay the rows over what is there; what stays the same is not written."""
        there = places.there
        if not there:
            return
        ids = list(there)
        before = self._writer.current(ids, self.fields)
        changed: list[int] = []
        olds: list[tuple[FieldValue, ...]] = []
        news: list[tuple[FieldValue, ...]] = []
        for lead, old in zip(ids, before, strict=True):
            new = self._laid_over(old, there[lead])
            if new != old:
                changed.append(lead)
                olds.append(old)
                news.append(cast("tuple[FieldValue, ...]", new))
            self._count(lead, places.row_of[lead], lines, old, new)
        if changed:
            stayed = self._writer.update_leads(self.fields, changed, olds, news)
            self._tally.note(STAYED, stayed)

    def _laid_over(self, old: tuple[FieldValue, ...], row: Row) -> tuple[object, ...]:
        """What a lead is after this row: who is won or lost by it stands there, and in a new stage from now on."""
        new = tuple([o if n is None else n for o, n in zip(old, row, strict=True)])
        if self._ends is not None and row[-2] is None and new[self._ends] != old[self._ends]:
            new = (*new[:-2], self._exits.get(str(new[self._ends]), new[-2]), new[-1])  # won or lost by this row
        return new if new[-2] == old[-2] else (*new[:-1], self._now)

    def _count(
        self, lead: int, row: int, lines: Sequence[int], old: tuple[object, ...], new: tuple[object, ...]
    ) -> None:
        """Tell the first row for a lead, which changes it or does not, from the rows that repeat it."""
        earlier = self._touched.get(lead, 0) or self._line_of_new(lead)
        if earlier or (self._first_new is not None and lead >= self._first_new):
            self._tally.duplicates += 1
            self._judge(row, DUPLICATE, lead, earlier)
            return
        self._touched[lead] = lines[row]
        if new != old:
            self._tally.updated += 1
            self._judge(row, UPDATES, lead)
            if self._judges:
                bits = sum(1 << at for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
                cast("dict[int, int]", self.verdicts.changes)[row] = bits
        else:
            self._tally.unchanged += 1
            self._judge(row, UNCHANGED, lead)


def _lay_over(below: Row, above: Row) -> None:
    for index, value in enumerate(above):
        if value is not None:
            below[index] = value


def rejected(lines: Sequence[BadLine]) -> list[RejectedRow]:
    """Refused rows, as the result names them."""
    return [RejectedRow(line.line, line.reason) for line in lines]
