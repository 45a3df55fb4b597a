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

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind, targets
from leadqual_gui.domain.parsing import NULL_WORDS, email_key
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.importing_fates import DUPLICATE, REJECTED, UNCHANGED, UPDATES, Verdicts
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_rehearsal import Rehearsal
from leadqual_gui.services.importing_result import STAYED, RejectedRow, Tally
from leadqual_gui.services.importing_table import BadLine, RowBatch
from leadqual_gui.services.importing_values import ColumnReader, reader_for

NOBODY = "it names nobody: a lead needs a name, a company or an e-mail address"
_NAMING = ("full_name", "first_name", "last_name", "company", "email")
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
        self._columns = plan.mapping.used
        self._constants = dict(plan.mapping.constants)
        self._readers = [
            reader_for(
                column,
                plan.marks.get(column.index),
                context.now,
                context.stages,
                tally.note,
                plan.mapping.words.get(column.target or ""),
            )
            for column in self._columns
        ]
        self._fields = self._field_order()
        self._now, self._exits = context.now, context.exits
        self._ends = self._fields.index("outcome") if self._exits and "outcome" in self._fields else None
        self._blank: dict[str, object] = {"tags": (), "stage": context.first_stage, "stage_since": context.now}
        self._blank |= dict.fromkeys(_FLAGS, False)
        self._first_new: int | None = None
        self._touched: dict[int, int] = {}
        self._new_lines = array("q")
        self._judges = isinstance(writer, Rehearsal)
        self.verdicts = Verdicts(bytearray(), (), ())
        self._constant_values = self._read_constants(context)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that rows of this import fill."""
        return self._fields

    def texts_of(self, column: int) -> Sequence[str]:
        """The distinct cells of a column that were read as something else than text, all that are remembered."""
        for reader in self._readers:
            if reader.match.index == column and reader.memo is not None:
                return tuple(reader.memo)
        return ()

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""
        if not len(batch):
            self.verdicts = Verdicts(bytearray(), (), ())
            return []
        problems: dict[int, str] = {}
        columns = self._values(batch, problems)
        known = self._known(columns)
        if self._judges:
            self.verdicts = Verdicts.all_new(len(batch), self._labels(columns))
        if self._all_new(columns, problems, known):
            self._add(columns, batch.lines)
            return []
        places = self._placed(columns, problems, known, batch)
        self._add([list(column) for column in zip(*places.new, strict=True)], places.new_lines)
        self._update(places, batch.lines)
        return [BadLine(batch.lines[row], reason, batch.cells(row)) for row, reason in sorted(problems.items())]

    # ------------------------------------------------------------------ values

    def _field_order(self) -> tuple[str, ...]:
        fields = [_stored(column.target or "") for column in self._columns]
        fields += [_stored(target) for target in self._constants if _stored(target) not in fields]
        fields += ["email_2"] if "email" in fields and "email_2" not in fields else []
        return (*(name for name in fields if name != "stage"), "stage", "stage_since")

    def _read_constants(self, context: ImportContext) -> dict[str, object]:
        """The values that every row gets, unless its own cell says otherwise."""
        values: dict[str, object] = {}
        for target, text in self._constants.items():
            from_text = _constant_reader(target, context, self._tally)
            problems: dict[int, str] = {}
            value = from_text.read([text], problems)[0]
            values[_stored(target)] = value[0] if isinstance(value, tuple) and target == "email" else value
        return values

    def _values(self, batch: RowBatch, problems: dict[int, str]) -> list[list[object]]:
        """The batch as columns of values, in the order of the fields."""
        by_field: dict[str, list[object]] = {}
        for column, reader in zip(self._columns, self._readers, strict=True):
            cells = batch.columns[column.index]
            if column.target == "email":
                self._read_emails(cells, reader, by_field)
            else:
                values = reader.read(cells, problems)
                target = _stored(reader.target)
                by_field[target] = _first_of(values, by_field.get(target))
        for target, value in self._constant_values.items():
            own = by_field.get(target)
            by_field[target] = [value] * len(batch) if own is None else [value if v is None else v for v in own]
        nothing: list[object] = [None] * len(batch)
        return [by_field.get(name, nothing) for name in self._fields]

    def _read_emails(self, cells: Sequence[str], reader: ColumnReader, by_field: dict[str, list[object]]) -> None:
        """Addresses; a second one in the same cell becomes the second address, if there is none of its own."""
        joined = "".join(cells)
        if NULL_WORDS.isdisjoint(cells) and not any(mark in joined for mark in "<>,;:| "):
            by_field["email"] = [cell or None for cell in cells]
            return
        pairs = cast("list[tuple[object, object]]", [_pair(value) for value in reader.read(cells, {})])
        by_field["email"] = [pair[0] for pair in pairs]
        if any(pair[1] for pair in pairs):
            by_field["email_2"] = _first_of([pair[1] for pair in pairs], by_field.get("email_2"), above=False)

    # ------------------------------------------------------------------ matching

    def _keys(self, columns: list[list[object]]) -> tuple[list[str | None], list[str | None]]:
        nothing: list[str | None] = [None] * len(columns[0])
        at = self._fields.index
        ids = cast("list[str | None]", columns[at("external_id")]) if "external_id" in self._fields else nothing
        if "email" not in self._fields:
            return ids, nothing
        mails = cast("list[str | None]", columns[at("email")])
        if all(mails) and "".join(cast("list[str]", mails)).isascii():
            return ids, list(map(str.casefold, cast("list[str]", mails)))
        return ids, [mail and email_key(mail) for mail in mails]

    def _known(self, columns: list[list[object]]) -> _Known:
        ids, mails = self._keys(columns)
        some_ids, some_mails = _told(ids), _told(mails)
        return _Known(
            ids,
            mails,
            dict(self._writer.by_external_id(some_ids)) if some_ids else {},
            dict(self._writer.by_email(some_mails)) if some_mails else {},
            len(some_ids) + len(some_mails) == len(ids) + len(mails) - ids.count(None) - mails.count(None),
        )

    def _all_new(self, columns: list[list[object]], problems: dict[int, str], known: _Known) -> bool:
        """The usual case of a first import: nobody is known, nobody comes twice, everybody is somebody."""
        if problems or known.by_id or known.by_mail or not known.distinct:
            return False
        naming = [columns[i] for i, name in enumerate(self._fields) if name in _NAMING]
        return bool(naming) and (any(all(column) for column in naming) or all(map(any, zip(*naming, strict=True))))

    def _placed(self, columns: list[list[object]], problems: dict[int, str], known: _Known, batch: RowBatch) -> _Places:
        places = _Places()
        naming = [i for i, name in enumerate(self._fields) if name in _NAMING]
        for number, values in enumerate(map(list, zip(*columns, strict=True))):
            if number in problems:
                self._judge(number, REJECTED)
                continue
            slot = known.slot(number, self._tally)
            if slot is None and not any(values[i] for i in naming):
                problems[number] = NOBODY
                self._judge(number, REJECTED)
                continue
            if slot is None:
                known.remember(number, -len(places.new) - 1)
                places.new.append(values)
                places.new_lines.append(batch.lines[number])
            elif slot < 0:
                _lay_over(places.new[-slot - 1], values)
                known.remember(number, slot)
                self._tally.duplicates += 1
                self._judge(number, DUPLICATE, 0, places.new_lines[-slot - 1])
            else:
                self._place_there(places, slot, values, number, batch.lines)
                known.remember(number, slot)
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

    def _labels(self, columns: list[list[object]]) -> Sequence[object]:
        """What to call the lead of each row: the first naming field that says something."""
        found: list[object] | None = None
        for name in (*_NAMING, "external_id"):
            if name in self._fields:
                found = _first_of(columns[self._fields.index(name)], found, above=False)
                if all(found):
                    break
        return found or [None] * len(columns[0])

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
            first = self._writer.add_columns(self._fields, columns)
            self._first_new = first if self._first_new is None else self._first_new
            self._new_lines.extend(lines)
            self._tally.new += len(columns[0])
            return
        self._stand_at_the_end(columns)
        for index, name in enumerate(self._fields):
            if name in self._blank and None in columns[index]:
                blank = self._blank[name]
                columns[index] = [blank if value is None else value for value in columns[index]]
        rows = list(zip(*columns, strict=True))
        made = self._writer.add_leads(self._fields, cast("Sequence[tuple[FieldValue, ...]]", rows))
        if self._first_new is None and made:
            self._first_new = made[0]
        self._tally.new += len(rows)

    def _stand_at_the_end(self, columns: list[list[object]]) -> None:
        """New leads that are won or lost already stand there, unless their row names a stage."""
        if self._ends is None:
            return
        outcomes, at = columns[self._ends], self._fields.index("stage")
        pairs = zip(columns[at], outcomes, strict=True)
        columns[at] = [self._exits.get(str(how)) if stage is None and how else stage for stage, how in pairs]

    def _update(self, places: _Places, lines: Sequence[int]) -> None:
        """Lay the rows over what is there; what stays the same is not written."""
        there = places.there
        if not there:
            return
        ids = list(there)
        before = self._writer.current(ids, self._fields)
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
            stayed = self._writer.update_leads(self._fields, changed, olds, news)
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


@dataclass(slots=True)
class _Known:
    """The keys of a batch's rows, and whose they are. A negative number stands for a new lead of this batch."""

    ids: list[str | None]
    mails: list[str | None]
    by_id: dict[str, int]
    by_mail: dict[str, tuple[int, str | None]]
    distinct: bool

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


def _told(keys: Sequence[str | None]) -> list[str]:
    """The keys that are there, each once."""
    found = dict.fromkeys(keys)
    found.pop(None, None)
    return list(found)  # type: ignore[arg-type]


def _stored(target: str) -> str:
    return "verified_at" if target == "verified" else target


def _pair(value: object) -> tuple[object, object]:
    return (value[0], value[1]) if isinstance(value, tuple) else (None, None)


def _first_of(values: list[object], others: list[object] | None, above: bool = True) -> list[object]:
    """Two columns of values as one: the first that says something."""
    if others is None:
        return values
    first, second = (values, others) if above else (others, values)
    return [b if a is None else a for a, b in zip(first, second, strict=True)]


def _lay_over(below: Row, above: Row) -> None:
    for index, value in enumerate(above):
        if value is not None:
            below[index] = value


def _constant_reader(target: str, context: ImportContext, tally: Tally) -> ColumnReader:
    kind = targets(ImportKind.LEADS).get(target, FactType.TEXT)
    match = ColumnMatch(0, target, target, Basis.CHOSEN, type=kind)
    return reader_for(match, None, context.now, context.stages, tally.note)


def rejected(lines: Sequence[BadLine]) -> list[RejectedRow]:
    """Refused rows, as the result names them."""
    return [RejectedRow(line.line, line.reason) for line in lines]
