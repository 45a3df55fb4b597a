"""What came of an import: how many rows were new, changed, the same or refused, and what was left aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import ImportKind

KEPT_REJECTS = 100_000
STAYED = "edited_meanwhile"
"""The notice that values were set by somebody else after they were read and before they were written."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was refused: its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The account of an import; `read` is the sum of the five other numbers.

    `duplicates` are rows for a lead (activity, answer) that an earlier row of the same file, or an earlier import
    of it, had brought already; a later row wins over an earlier one. `left_out` names columns that were not imported.
    `notices` counts what was mended or taken in part. `new_fields` are custom fields that were not known before.
    """

    kind: ImportKind
    read: int = 0
    new: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0
    unchanged: int = 0
    rejects: tuple[RejectedRow, ...] = ()
    left_out: tuple[str, ...] = ()
    notices: Mapping[str, int] = field(default_factory=dict)
    new_fields: Mapping[str, FactType] = field(default_factory=dict)
    dry_run: bool = False

    def as_json(self) -> dict[str, object]:
        """The keys of `import --json`, and what else is worth knowing."""
        return {
            "read": self.read,
            "new": self.new,
            "updated": self.updated,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "unchanged": self.unchanged,
            "rejects": [{"line": row.line, "reason": row.reason} for row in self.rejects],
            "kind": self.kind.value,
            "left_out": list(self.left_out),
            "notices": dict(self.notices),
            "new_fields": {key: kind.value for key, kind in self.new_fields.items()},
            "dry_run": self.dry_run,
        }


@dataclass(slots=True)
class Tally:
    """The account while the import is at work."""

    new: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0
    unchanged: int = 0
    rejects: list[RejectedRow] = field(default_factory=list)
    notices: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, times: int = 1) -> None:
        """Count something that was mended or taken in part."""
        if times:
            self.notices[what] += times

    def reject(self, rows: Sequence[RejectedRow]) -> None:
        """Count refused rows; the first ones are kept by name."""
        self.rejected += len(rows)
        self.rejects.extend(rows[: max(0, KEPT_REJECTS - len(self.rejects))])

    def result(
        self, kind: ImportKind, left_out: tuple[str, ...], new_fields: Mapping[str, FactType], dry_run: bool
    ) -> ImportResult:
        """The account, closed."""
        read = self.new + self.updated + self.duplicates + self.rejected + self.unchanged
        return ImportResult(
            kind,
            read,
            self.new,
            self.updated,
            self.duplicates,
            self.rejected,
            self.unchanged,
            tuple(sorted(self.rejects, key=lambda row: row.line)),
            left_out,
            dict(self.notices),
            new_fields,
            dry_run,
        )
