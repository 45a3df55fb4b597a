"""What would become of each row of a table, before anything is written: a rehearsal with its verdicts kept.

The verdicts come from the very code that imports (see `importing`), working on a writer that writes nothing, so that
what is foretold is what happens. They are held in a few bytes a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from leadqual_gui.domain.duplicates import Identity, Pair
from leadqual_gui.services.importing_questions import Question
from leadqual_gui.services.importing_table import BadLine

KEPT_FATES = 500_000
"""Of so many rows the fate is kept one by one; of any more only the numbers."""


class Fate(Enum):
    """What becomes of a row."""

    NEW = "new"
    UPDATES = "updates"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


FATES = tuple(Fate)
NEW, UPDATES, UNCHANGED, DUPLICATE, REJECTED = range(5)


@dataclass(frozen=True, slots=True)
class RowFate:
    """A row's line in the file, what becomes of it, and of whom it speaks.

    `lead` is the lead that is there already (updates, unchanged; for activities and answers: whose it is).
    `other_line` is the earlier row that a duplicate repeats; 0 where it repeats what an earlier import brought.
    `reason` says why a row is rejected. `changes` names the fields that an update changes. `alike`: a new row that is
    probably a lead that is there, with how sure that is and why (see `Workspace.foretell_alike`).
    """

    line: int
    fate: Fate
    label: str = ""
    lead: int = 0
    other_line: int = 0
    reason: str = ""
    changes: tuple[str, ...] = ()
    alike: Pair | None = None


@dataclass(slots=True)
class Verdicts:
    """The fates of the rows of one batch: a code, a lead (or 0), and an earlier line (or 0) for each."""

    codes: bytearray
    leads: Sequence[int]
    others: Sequence[int]
    labels: Sequence[object] = ()
    changes: Mapping[int, int] = field(default_factory=dict)
    """By row of the batch: a bit for each field that changes."""

    @classmethod
    def all_new(cls, rows: int, labels: Sequence[object]) -> Verdicts:
        """Nobody of this batch was known."""
        return cls(bytearray(rows), [0] * rows, [0] * rows, labels)


class Fates:
    """The fates of all rows, in the order of the file. `fields` are those that the rows fill."""

    def __init__(self, fields: Sequence[str] = ()) -> None:
        self._fields = tuple(fields)
        self._codes = bytearray()
        self._lines, self._leads, self._others = array("q"), array("q"), array("q")
        self._labels: list[object] = []
        self._reasons: dict[int, str] = {}
        self._changes: dict[int, int] = {}
        self._counts = [0] * len(FATES)
        self._alike: Mapping[int, Pair] = {}
        self.newcomers: Callable[[], Sequence[Identity]] = tuple
        """Who the new rows are, in their order; as many as are kept for comparing."""
        self.questions: tuple[Question, ...] = ()
        """Words without a meaning, of the whole file; those of its first rows are in the plan already."""

    def __len__(self) -> int:
        """How many rows are kept one by one."""
        return len(self._codes)

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows meet each fate: all rows, also those that are not kept."""
        return dict(zip(FATES, self._counts, strict=True))

    def row(self, index: int) -> RowFate:
        """One row."""
        label = self._labels[index]
        bits = self._changes.get(index, 0)
        return RowFate(
            self._lines[index],
            FATES[self._codes[index]],
            label if isinstance(label, str) else "",
            self._leads[index],
            self._others[index],
            self._reasons.get(index, ""),
            tuple(name for at, name in enumerate(self._fields) if bits >> at & 1),
            self._alike.get(index),
        )

    def of(self, *wanted: Fate) -> array[int]:
        """The rows that meet one of these fates, in order, for a list that shows only them."""
        codes = {FATES.index(fate) for fate in wanted}
        return array("q", [row for row, code in enumerate(self._codes) if code in codes])

    @property
    def alike(self) -> Sequence[int]:
        """The new rows that are probably a lead that is there, in order."""
        return sorted(self._alike)

    def put_alike(self, found: Mapping[int, Pair]) -> None:
        """Take what comparing the newcomers with all leads found, by their numbers among the new rows."""
        new = self.of(Fate.NEW)
        self._alike = {new[number]: pair for number, pair in found.items() if number < len(new)}

    def holding(self, text: str, rows: array[int]) -> array[int]:
        """Those of these rows whose label or reason holds a text, or whose line is it."""
        sought, labels, reasons, lines = text.strip().casefold(), self._labels, self._reasons, self._lines
        found = []
        for row in rows:
            label = labels[row]
            if (
                (isinstance(label, str) and sought in label.casefold())
                or sought in reasons.get(row, "").casefold()
                or sought == str(lines[row])
            ):
                found.append(row)
        return array("q", found)

    # --- while it is being filled ------------------------------------------------------------------------------------
    def add(self, lines: Sequence[int], verdicts: Verdicts, bad: Sequence[BadLine]) -> None:
        """Take the verdicts on a batch. `bad` are the rows that were refused, by the reader or by the import."""
        for code in range(len(FATES)):
            self._counts[code] += verdicts.codes.count(code)
        if not bad:
            if len(self._codes) < KEPT_FATES:
                self._keep(lines, verdicts)
            return
        known = {line: row for row, line in enumerate(lines)}
        self._counts[REJECTED] += sum(line.line not in known for line in bad)
        if len(self._codes) < KEPT_FATES:
            self._keep_with(lines, verdicts, bad, known)

    def _keep(self, lines: Sequence[int], verdicts: Verdicts) -> None:
        start = len(self._codes)
        self._codes += verdicts.codes
        self._lines.extend(lines)
        self._leads.extend(verdicts.leads)
        self._others.extend(verdicts.others)
        self._labels.extend(verdicts.labels or [""] * len(lines))
        for row, bits in verdicts.changes.items():
            self._changes[start + row] = bits

    def _keep_with(
        self, lines: Sequence[int], verdicts: Verdicts, bad: Sequence[BadLine], known: Mapping[int, int]
    ) -> None:
        """Rows and refused rows, woven together by their lines."""
        reasons = {line.line: line for line in bad}
        for line in sorted({*lines, *reasons}):
            row, refused = known.get(line), reasons.get(line)
            if refused is not None:
                self._reasons[len(self._codes)] = refused.reason
                label = next((cell for cell in refused.cells if cell), "") if row is None else verdicts.labels[row]
            else:
                assert row is not None
                label = verdicts.labels[row]
                if row in verdicts.changes:
                    self._changes[len(self._codes)] = verdicts.changes[row]
            self._codes.append(REJECTED if refused is not None or row is None else verdicts.codes[row])
            self._lines.append(line)
            self._leads.append(0 if row is None else verdicts.leads[row])
            self._others.append(0 if row is None else verdicts.others[row])
            self._labels.append(label)
