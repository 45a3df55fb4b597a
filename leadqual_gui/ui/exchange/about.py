"""What an import is about, without widgets: where its table comes from, what was foretold, what needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind
from leadqual_gui.services.importing import Fate, Fates, ImportPlan, TableOptions, TableSource, refusal_of
from leadqual_gui.ui.exchange.reasons import ReasonGroup
from leadqual_gui.ui.surroundings import Surroundings

SURE, LIKELY = 0.9, 0.6
KNOWN_SYSTEM = 8
"""So many columns known by name tell the export of a known system, whatever else it holds."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from: a file, or text of the clipboard. `name` is what it is called."""

    name: str
    path: Path | None = None
    text: str = ""

    @classmethod
    def file(cls, path: Path) -> Origin:
        """A file."""
        return cls(path.name, path)

    def open(self, around: Surroundings, options: TableOptions) -> TableSource:
        """Look at it as the options say. Storage lane. Raises LeadQualError."""
        return around.pasted_table(self.text, options) if self.path is None else around.open_table(self.path, options)

    @property
    def stem(self) -> str:
        """Its name without an ending."""
        return self.path.stem if self.path else self.name.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Foretold:
    """What would become of each row, and why rows are refused."""

    fates: Fates
    reasons: tuple[ReasonGroup, ...] = ()

    @property
    def useful(self) -> int:
        """Rows that would change anything."""
        counts = self.fates.counts
        return counts[Fate.NEW] + counts[Fate.UPDATES]

    @property
    def read(self) -> int:
        """All rows."""
        return sum(self.fates.counts.values())

    def touched(self, kind: ImportKind) -> tuple[int, ...]:
        """Leads of before whom such an import changes, or tells something of."""
        wanted = (Fate.UPDATES,) if kind is ImportKind.LEADS else (Fate.NEW, Fate.UPDATES)
        return tuple(dict.fromkeys(lead for row in self.fates.of(*wanted) if (lead := self.fates.row(row).lead)))


def level_of(column: ColumnMatch) -> int:
    """How sure the proposal is: 3 sure, 2 likely, 1 a guess, 0 left out."""
    if column.target is None:
        return 0
    return 3 if column.confidence >= SURE else 2 if column.confidence >= LIKELY else 1


def needs_a_look(plan: ImportPlan) -> tuple[str, ...]:
    """The headers of columns that a person should look at: guesses, and those with open questions."""
    asked = {question.column for question in plan.questions}
    return tuple(c.header for c in plan.mapping.columns if level_of(c) == 1 or c.header in asked)


def is_plain(plan: ImportPlan, known: bool) -> bool:
    """Whether nothing is left to say about a table: its mapping is `known` from before, or all of it is by name."""
    if refusal_of(plan) or plan.questions or not all(choice.sure for choice in plan.preview.choices):
        return False
    if known:
        return True
    used = plan.mapping.used
    filled = [bool(any(cells)) for cells in plan.preview.sample]
    strange = [c for c in plan.mapping.columns if c.target is None and filled[c.index] and "no field" in c.reason]
    by_name = all(column.basis in (Basis.NAME, Basis.CHOSEN) and level_of(column) > 1 for column in used)
    return by_name and (len(strange) <= len(used) or len(used) >= KNOWN_SYSTEM)
