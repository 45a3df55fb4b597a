"""Takes any step of the log back, or does it again, whatever it was.

Rows that a step made carry its number and are hidden, not deleted; fields get the value before. Both are a few
statements over the whole step, so that an import of a hundred thousand leads goes in one.

A step can be taken back as long as each field that it changed still has the value that the step gave it. Otherwise a
later step stands in the way (`obstacle` names it): taking that one back first opens the way. Later changes of a row
that the step made do not: the row goes with all of them, and comes back with all of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from leadqual_gui.adapters.db.codec import CUSTOM, SEARCHED
from leadqual_gui.adapters.db.driver import database_errors
from leadqual_gui.adapters.db.log import CAME, CANCELLED, STANDS, TAKEN_BACK, WENT, label_of, step
from leadqual_gui.adapters.db.search_index import index_leads
from leadqual_gui.services.operations import Changes, Step
from leadqual_gui.services.ports import Undone

_HIDDEN = (TAKEN_BACK, CANCELLED)
_LATER = (
    "FROM change AS c JOIN change AS d "
    'ON d.tbl = c.tbl AND d.field = c.field AND d."row" = c."row" AND d.operation > c.operation '
    "AND d.lead_id = c.lead_id "
    f"JOIN operation AS o ON o.id = d.operation AND o.state = {STANDS} WHERE c.operation = ?"
)
TRIED_EACH = 25
"""After each of so many steps in the way it is tried whether the way is free; of more, only after all."""
FEW = 1000
"""Up to so many leads are named in what comes back."""


class _InTheWayError(Exception):
    """A later change stands in the way."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field that the step changed, and how SQL reads and writes it."""

    table: str
    name: str

    @property
    def _path(self) -> str:
        return f"""'$."{self.name.removeprefix(CUSTOM)}"'"""

    @property
    def _is_custom(self) -> bool:
        return self.name.startswith(CUSTOM)

    @property
    def value(self) -> str:
        """An expression for the present value in row `t`."""
        return f"t.custom -> {self._path}" if self._is_custom else f"t.{self.name}"

    def assignment(self, new: str) -> str:
        """What sets it to `new`, in an UPDATE of the table `t`."""
        if not self._is_custom:
            key = f", email_key = casefold({new})" if (self.table, self.name) == ("lead", "email") else ""
            return f"{self.name} = {new}{key}"
        set_it = f"json_set(coalesce(t.custom, '{{}}'), {self._path}, json({new}))"
        return (
            f"custom = CASE WHEN {new} IS NOT NULL THEN {set_it} "
            f"ELSE nullif(json_remove(t.custom, {self._path}), '{{}}') END"
        )


def turn(connection: sqlite3.Connection, operation: int, at: int, back: bool) -> Undone | None:
    """Undo (`back`) or redo a step in the transaction under way; None, and nothing changed, if it cannot be."""
    state = connection.execute("SELECT state, touched FROM operation WHERE id = ?", (operation,)).fetchone()
    if state is None or state[0] != (STANDS if back else TAKEN_BACK):
        return None
    connection.execute("SAVEPOINT turn")
    in_the_way: tuple[type[Exception], ...] = (_InTheWayError, *database_errors("IntegrityError"))
    try:
        _turn(connection, operation, back)
    except in_the_way:
        connection.execute("ROLLBACK TO turn")
        return None
    finally:
        with suppress(*database_errors("OperationalError")):
            connection.execute("RELEASE turn")
    connection.execute(
        "UPDATE operation SET state = ?, undone_at = ?, version = (SELECT max(version) + 1 FROM operation) "
        "WHERE id = ?",
        (TAKEN_BACK if back else STANDS, at if back else None, operation),
    )
    leads = touched_leads(connection, operation)
    _index_again(connection, operation)
    few = tuple(leads) if len(leads) <= FEW else ()
    return Undone(Changes(state[1]), label_of(connection, operation), few)


def turn_with(connection: sqlite3.Connection, operation: int, at: int, made_upon: Collection[str]) -> Undone | None:
    """Undo a step, and before it the later steps of these codes that stand in its way; None if that cannot be.

    In the transaction under way, which its caller gives up on None: a kill in between leaves all of it or nothing.
    What comes back names the leads of all steps, or none where one of them touched too many to be named.
    """
    undone, first = turn(connection, operation, at, back=True), list[Undone]()
    found = _in_the_way(connection, operation) if undone is None and made_upon else []
    before = list(takewhile(lambda step: step[1] in made_upon, found))
    for number, (below, _) in enumerate(before, 1):
        taken = turn(connection, below, at, back=True)
        if taken is None:
            return None
        first.append(taken)
        if number <= TRIED_EACH or number == len(before):
            undone = turn(connection, operation, at, back=True)
        if undone is not None:
            break
    return None if undone is None else _together(undone, first)


def _together(undone: Undone, first: Sequence[Undone]) -> Undone:
    """One answer for all steps that were taken back."""
    if not first:
        return undone
    steps, changes = [undone, *first], undone.changes
    for one in first:
        changes |= one.changes
    leads = sorted({lead for one in steps for lead in one.leads})
    return Undone(changes, undone.label, tuple(leads) if all(one.leads for one in steps) else ())


def cancel(connection: sqlite3.Connection, operation: int, at: int) -> None:
    """Take back a step that was never finished. What others changed since stays as they left it."""
    _turn(connection, operation, back=True, refuse=False)
    connection.execute(
        "UPDATE operation SET state = ?, undone_at = ?, version = (SELECT max(version) + 1 FROM operation) "
        "WHERE id = ?",
        (CANCELLED, at, operation),
    )
    _index_again(connection, operation)


def _turn(connection: sqlite3.Connection, operation: int, back: bool, refuse: bool = True) -> None:
    fields = list(_fields(connection, operation))
    ranges = _ranges(connection, operation)
    old, new = ('c."after"', 'c."before"') if back else ('c."before"', 'c."after"')
    for field in fields if refuse else ():
        _refuse_if_changed_since(connection, operation, field, old)
    # Rows first go, then fields change, then rows come: what a step replaced must not meet what it replaced it with.
    for kind, table, first, last in (r for r in ranges if (r[0] == CAME) == back):
        _hide(connection, operation, table, first, last, made_by_it=kind == CAME)
    for field in fields:
        connection.execute(
            f"UPDATE {field.table} AS t SET {field.assignment(new)} FROM change AS c "
            f'WHERE c.operation = ? AND c.tbl = ? AND c.field = ? AND t.id = c."row" AND {field.value} IS {old}',
            (operation, field.table, field.name),
        )
    for kind, table, first, last in (r for r in ranges if (r[0] == CAME) != back):
        _show(connection, operation, table, first, last, made_by_it=kind == CAME)


def _refuse_if_changed_since(connection: sqlite3.Connection, operation: int, field: _Field, old: str) -> None:
    changed = connection.execute(
        f'SELECT 1 FROM change AS c JOIN {field.table} AS t ON t.id = c."row" '
        f"WHERE c.operation = ? AND c.tbl = ? AND c.field = ? AND {field.value} IS NOT {old} LIMIT 1",
        (operation, field.table, field.name),
    )
    if changed.fetchone():
        raise _InTheWayError


def _hide(connection: sqlite3.Connection, operation: int, table: str, first: int, last: int, made_by_it: bool) -> None:
    """Rows that the step made go (unless a later step took them away), or rows that it had taken away go again."""
    own = " AND made_by = :step" if made_by_it else ""
    gone = connection.execute(
        f"UPDATE {table} SET gone_by = :step WHERE id BETWEEN :first AND :last AND gone_by IS NULL{own}",
        {"step": operation, "first": first, "last": last},
    )
    if not made_by_it and gone.rowcount != last - first + 1:
        raise _InTheWayError


def _show(connection: sqlite3.Connection, operation: int, table: str, first: int, last: int, made_by_it: bool) -> None:
    """Rows come back; those whose own step was taken back meanwhile stay hidden, on that step's account now."""
    own = "made_by = :step" if made_by_it else "made_by <> :step"
    connection.execute(
        f"UPDATE {table} SET gone_by = CASE "
        f"WHEN :own OR (SELECT state FROM operation WHERE id = made_by) NOT IN {_HIDDEN} "
        f"THEN NULL ELSE made_by END WHERE id BETWEEN :first AND :last AND gone_by = :step AND {own}",
        {"step": operation, "first": first, "last": last, "own": made_by_it},
    )


def obstacle(connection: sqlite3.Connection, operation: int) -> Step | None:
    """The newest other step that changed what this one changed, and so stands in its way."""
    found = connection.execute(
        f"SELECT o.id, o.code, o.params, o.at, o.state {_LATER} ORDER BY o.id DESC LIMIT 1", (operation,)
    ).fetchone()
    return step(found) if found else None


def _in_the_way(connection: sqlite3.Connection, operation: int) -> list[tuple[int, str]]:
    """All later steps that changed what this one changed, with their codes, newest first."""
    return connection.execute(f"SELECT DISTINCT o.id, o.code {_LATER} ORDER BY o.id DESC", (operation,)).fetchall()


def touched_leads(connection: sqlite3.Connection, operation: int, most: int = FEW) -> list[int]:
    """Ids of the leads that a step touched, up to one more than `most`."""
    found: set[int] = set()
    for (lead_id,) in connection.execute(
        "SELECT DISTINCT lead_id FROM change WHERE operation = ? AND lead_id IS NOT NULL LIMIT ?",
        (operation, most + 1),
    ):
        found.add(lead_id)
    for _, table, first, last in _ranges(connection, operation):
        if len(found) > most:
            break
        column = "id" if table == "lead" else "lead_id"
        found.update(
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE id BETWEEN ? AND ? LIMIT ?",
                (first, last, most + 1),
            )
        )
    return sorted(found)


def _fields(connection: sqlite3.Connection, operation: int) -> Iterator[_Field]:
    for table, name in connection.execute(
        "SELECT DISTINCT tbl, field FROM change WHERE operation = ? AND field NOT IN ('+', '-')", (operation,)
    ):
        yield _Field(table, name)


def _ranges(connection: sqlite3.Connection, operation: int) -> list[tuple[str, str, int, int]]:
    return connection.execute(
        'SELECT field, tbl, "row", "after" FROM change WHERE operation = ? AND field IN (?, ?) ORDER BY tbl, "row"',
        (operation, CAME, WENT),
    ).fetchall()


def _index_again(connection: sqlite3.Connection, operation: int) -> None:
    """Bring the search up to date where the step changed text or notes."""
    marks = ", ".join("?" * len(SEARCHED))
    due = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT lead_id FROM change WHERE operation = ? AND lead_id IS NOT NULL "
            f"AND (tbl = 'lead' AND field IN ({marks}) OR tbl = 'activity' AND field IN ('note', 'topic'))",
            (operation, *SEARCHED),
        )
    }
    for _, table, first, last in _ranges(connection, operation):
        if table == "activity":
            due.update(
                row[0]
                for row in connection.execute(
                    "SELECT DISTINCT lead_id FROM activity WHERE id BETWEEN ? AND ? AND note IS NOT NULL",
                    (first, last),
                )
            )
    index_leads(connection, sorted(due))
