"""Reads what two versions say, in a lane: their matrices, and the other rule files that differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadqual_gui.services.rule_editing.ports import MATRIX, Plain
from leadqual_gui.ui.matrix.history.versions import DRAFT

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Matrix
    from leadqual_gui.services.rule_editing.desk import RuleDesk

FIELDS = "fields.yaml"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two matrices, and the other files that differ, as plain data: name, before, after."""

    matrices: tuple[Matrix, Matrix]
    files: tuple[tuple[str, Plain, Plain], ...]


def compare(desk: RuleDesk, numbers: tuple[int, int], draft: Matrix, live: int) -> Compared:
    """What two versions say; DRAFT is the matrix that is edited, with the other files of the version in force."""
    matrices = tuple(draft if number == DRAFT else desk.matrix_of(number) for number in numbers)
    old, new = (live if number == DRAFT else number for number in numbers)
    before, after = desk.texts_of(old), desk.texts_of(new)
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name) and name != MATRIX)
    files = []
    for name in names:
        if name == FIELDS:
            files.append((name, *_lines(before.get(name, ""), after.get(name, ""))))
        else:
            files.append((name, desk.data_of(old, name), desk.data_of(new, name)))
    return Compared((matrices[0], matrices[1]), tuple(files))


def _lines(before: str, after: str) -> tuple[Plain, Plain]:
    """The lines of two texts that are only in one of them."""
    sides = [[line.strip() for line in text.splitlines() if line.strip()] for text in (before, after)]
    return tuple(" ".join(line for line in one if line not in other) for one, other in (sides, sides[::-1]))  # type: ignore[return-value]
