"""What is done with whole rows and levels of the grid, each one step of the draft by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.matrix import Criterion, Level
from leadqual_gui.domain.matrix_editing import free_id
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    AddLevel,
    MatrixEdit,
    MoveCriterion,
    MoveLevel,
    RemoveCriterion,
    RemoveLevel,
    SetEnabled,
    SetLabel,
)
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.rows import sections
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr


class RowEdits:
    """Edits of rows through a session; each method says whether it was done."""

    def __init__(self, session: MatrixSession) -> None:
        self._session = session

    def name_of(self, criterion_id: str) -> str:
        """What a criterion is called."""
        criterion = self._session.criterion(criterion_id)
        return "" if criterion is None else self._session.terms.text(criterion.label) or criterion.id

    def _names(self, ids: Sequence[str]) -> str:
        return ", ".join(map(self.name_of, ids[:3])) + ("…" if len(ids) > 3 else "")

    def switch(self, ids: Sequence[str]) -> bool:
        """Switch criteria on, or off if all of them are on."""
        found = [one for name in ids if (one := self._session.criterion(name)) is not None]
        if not found:
            return False
        on = not all(one.enabled for one in found)
        edits: list[MatrixEdit] = [SetEnabled(one.id, on) for one in found if one.enabled != on]
        return self._session.apply(edits, Said("matrix_on" if on else "matrix_off", {"name": self._names(ids)}))

    def delete(self, ids: Sequence[str]) -> bool:
        """Take criteria out."""
        if not ids:
            return False
        said = Said("matrix_removed", {"name": self._names(ids)})
        return self._session.apply([RemoveCriterion(name) for name in ids], said)

    def duplicate(self, criterion_id: str) -> str:
        """A copy right below; its id."""
        criterion = self._session.criterion(criterion_id)
        if criterion is None:
            return ""
        matrix = self._session.matrix
        copy = replace(
            criterion,
            id=free_id(matrix, f"{criterion.id}_copy"),
            label=Text(tr("{name} (copy)").format(name=self.name_of(criterion_id))),
        )
        at = [c.id for c in matrix.criteria].index(criterion_id) + 1
        done = self._session.apply(AddCriterion(copy, at), Said("matrix_copied", {"name": self.name_of(criterion_id)}))
        return copy.id if done else ""

    def add(self, criterion: Criterion, near: str = "") -> str:
        """A new criterion, below the one that is near if they belong together; its id."""
        matrix = self._session.matrix
        new = replace(criterion, id=free_id(matrix, criterion.id))
        if new.group and matrix.group(new.group) is None:
            new = replace(new, group="")
        at = self._place_for(new, near)
        name = self._session.terms.text(new.label) or new.id
        done = self._session.apply(AddCriterion(new, at), Said("matrix_added", {"name": name}))
        return new.id if done else ""

    def _place_for(self, new: Criterion, near: str) -> int | None:
        criteria = self._session.matrix.criteria
        alike = [at for at, one in enumerate(criteria) if (one.kind, one.group) == (new.kind, new.group)]
        beside = next((at for at in alike if criteria[at].id == near), None)
        return None if not alike else (alike[-1] if beside is None else beside) + 1

    def rename(self, criterion_id: str, name: str) -> bool:
        """Another name."""
        return self._session.apply(SetLabel(criterion_id, Text(name)), Said("matrix_renamed", {"name": name}))

    # --- moving ------------------------------------------------------------------------------------------------------
    def move(self, criterion_id: str, step: int) -> bool:
        """One place up or down in the grid, into the next group of its kind at the end of its own."""
        criterion = self._session.criterion(criterion_id)
        if criterion is None:
            return False
        matrix = self._session.matrix
        known = [(key, [c.id for c in criteria]) for key, criteria in sections(matrix)]
        place = next(at for at, (key, _) in enumerate(known) if key == (criterion.kind, criterion.group))
        ids = known[place][1]
        at = ids.index(criterion_id) + step
        if 0 <= at < len(ids):
            other = ids[at]
            return self.move_to(criterion_id, other, after=step > 0)
        beside = place + step
        if not 0 <= beside < len(known) or known[beside][0][0] != criterion.kind:
            return False
        target = known[beside][1][0 if step > 0 else -1]
        return self.move_to(criterion_id, target, after=step < 0)

    def move_to(self, criterion_id: str, other: str, after: bool = False) -> bool:
        """Before or after another criterion, into its group."""
        matrix = self._session.matrix
        moved, target = self._session.criterion(criterion_id), self._session.criterion(other)
        if moved is None or target is None or moved.id == target.id:
            return False
        if moved.kind != target.kind:
            self._session.refused.emit(tr("A criterion stays among those of its kind: explicit, implicit or negative"))
            return False
        rest = [c.id for c in matrix.criteria if c.id != criterion_id]
        at = rest.index(other) + after
        group = None if target.group == moved.group else target.group
        said = Said("matrix_moved", {"name": self.name_of(criterion_id)})
        return self._session.apply(MoveCriterion(criterion_id, at, group), said)

    def drop(self, criterion_id: str, before: object) -> bool:
        """Where it was dropped: before another criterion, or at the end of a section (kind and group)."""
        if isinstance(before, str):
            return self.move_to(criterion_id, before)
        last = next((found[-1].id for key, found in sections(self._session.matrix) if key == before), "")
        return bool(last) and last != criterion_id and self.move_to(criterion_id, last, after=True)

    # --- levels ------------------------------------------------------------------------------------------------------
    def add_level(self, criterion_id: str, at: int | None = None) -> int | None:
        """A new level, after the one at `at`; its place. A criterion without levels gets two."""
        criterion = self._session.criterion(criterion_id)
        if criterion is None or criterion.activity is not None or criterion.inactive is not None:
            self._session.refused.emit(tr("Only criteria about facts have levels. Activities count by their number"))
            return None
        said = Said("matrix_level_added", {"name": self.name_of(criterion_id)})
        if not criterion.levels:
            return self._into_levels(criterion, said)
        place = len(criterion.levels) if at is None else at + 1
        like = criterion.levels[min(place, len(criterion.levels)) - 1]
        level = Level(Text(tr("new level")), _beyond(like), 0)
        return place if self._session.apply(AddLevel(criterion_id, place, level), said) else None

    def _into_levels(self, criterion: Criterion, said: Said) -> int | None:
        from leadqual_gui.domain.matrix_edits import ReplaceCriterion

        assert criterion.when is not None
        levels = (
            Level(Text(tr("true")), criterion.when, criterion.tenths),
            Level(Text(tr("new level")), _beyond(Level(Text(""), criterion.when, 0)), 0),
        )
        new = replace(criterion, when=None, tenths=0, levels=levels)
        return 1 if self._session.apply(ReplaceCriterion(criterion.id, new), said) else None

    def delete_level(self, criterion_id: str, level: int) -> bool:
        """Take a level out."""
        said = Said("matrix_level_removed", {"name": self.name_of(criterion_id)})
        return self._session.apply(RemoveLevel(criterion_id, level), said)

    def move_level(self, criterion_id: str, level: int, step: int) -> bool:
        """Move a level; the first that holds counts."""
        criterion = self._session.criterion(criterion_id)
        if criterion is None or not 0 <= level + step < len(criterion.levels):
            return False
        said = Said("matrix_level_moved", {"name": self.name_of(criterion_id)})
        return self._session.apply(MoveLevel(criterion_id, level, level + step), said)


def _beyond(level: Level) -> Test:
    """A condition to begin a new level with: that the fact of its neighbour is known."""
    from leadqual_gui.domain.conditions import tests_of

    tests = tests_of(level.when)
    return Test(tests[0].fact if tests else "company", Operator.KNOWN, True)
