"""Keeps alerts, announced tiers, and what the log tells of moves between stages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from leadqual_gui.adapters.db.codec import dumps, said_json, said_value, some_moment, some_seconds
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.log import STANDS, TAKEN_BACK, Entry
from leadqual_gui.adapters.db.words import Words
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.pipeline_stats import Stay
from leadqual_gui.domain.today_alerts import Alert
from leadqual_gui.services.alerts_ports import BY_HAND, BY_RULE, BY_RULES, Decision
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import Change

AT_ONCE = 500
PARTS_AT_ONCE = 20
UNTIL = "alerts.until"
_INSERT = (
    "INSERT OR IGNORE INTO alert (lead_id, kind, at, anchor, step, shown_before, shown_after, tier_before, tier_after, "
    "cause, snoozed_until, done_at, operation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = (
    "SELECT a.id, a.lead_id, a.kind, a.at, a.anchor, a.step, a.shown_before, a.shown_after, a.tier_before, "
    "a.tier_after, w.text, a.snoozed_until, a.done_at, a.operation FROM alert AS a JOIN word AS w ON w.id = a.cause "
    "JOIN lead AS l ON l.id = a.lead_id AND l.gone_by IS NULL LEFT JOIN operation AS o ON o.id = a.operation "
    f"WHERE coalesce(o.state, {STANDS}) = {STANDS} AND "
)
_STAYS = (
    'SELECT c."row", c."before", c."after", o.at, s."before" FROM change AS c INDEXED BY change_stage '
    f"JOIN operation AS o ON o.id = c.operation AND o.state = {STANDS} "
    "LEFT JOIN change AS s ON s.operation = c.operation AND s.tbl = 'lead' AND s.field = 'stage_since' "
    """AND s."row" = c."row" WHERE c.tbl = 'lead' AND c.field = 'stage'"""
)
_LATER = f"JOIN operation AS o ON o.id = {{step}} AND o.state = {STANDS} AND o.version > d.version"
_HEARD = (
    "WITH d (lead, version) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)) SELECT d.lead FROM d WHERE "
    f"EXISTS (SELECT 1 FROM change AS c {_LATER.format(step='c.operation')} "
    "WHERE c.lead_id = d.lead AND c.tbl = 'lead' "
    "AND c.field NOT IN ('stage', 'stage_since', 'outcome', 'closed_at', 'lost_reason'))"
    + "".join(
        f" OR EXISTS (SELECT 1 FROM {table} AS t {_LATER.format(step='t.made_by')} "
        "WHERE t.lead_id = d.lead AND t.gone_by IS NULL)"
        for table in ("activity", "answer", "stakeholder", "adjustment")
    )
)
_MOVES = (
    'SELECT o.id, o.at, o.code, o.params, o.state, c."before", c."after" FROM change AS c '
    "JOIN operation AS o ON o.id = c.operation WHERE c.lead_id = ? AND c.tbl = 'lead' AND c.field = 'stage' "
    "ORDER BY c.operation DESC LIMIT ?"
)
_BY_HAND = ", ".join(f"'{code}'" for code in BY_HAND)
_OLDEST_FIRST = "ORDER BY o.at, c.operation"


class SqliteDayBook:
    """What was announced and decided, in the same file as the leads."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._words = connections.words

    def alerts(self, since: datetime | None = None) -> Sequence[Alert]:
        """Alerts in force, newest first."""
        earliest = -(2**62) if since is None else seconds(since)
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} a.at >= ? ORDER BY a.at DESC, a.id DESC", (earliest,))
            return [_alert(row) for row in rows]

    def alert(self, alert_id: int) -> Alert | None:
        """One alert; None if it is not there."""
        with self._connections.reading() as connection:
            row = connection.execute(f"{_SELECT} a.id = ?", (alert_id,)).fetchone()
            return _alert(row) if row else None

    def watched(self) -> Mapping[int, str]:
        """The announced tier of each lead that has one."""
        with self._connections.reading() as connection:
            return dict(connection.execute("SELECT lead_id, tier FROM watch").fetchall())

    def keep(self, alerts: Sequence[Alert], watched: Mapping[int, str], until: datetime | None) -> int:
        """Keep alerts and announced tiers in small parts, then until when all was looked at."""
        new = 0
        for number, part in enumerate(_parts(alerts), 1):
            with self._connections.bulk() as connection:
                new += add_alerts(connection, self._words, part, None)
            if number % PARTS_AT_ONCE == 0:
                self._connections.settle()
        rows = iter(watched.items())
        while part_of_watch := list(islice(rows, AT_ONCE)):
            with self._connections.bulk() as connection:
                put_watched(connection, part_of_watch)
        self._connections.settle()
        if until is not None:
            with self._connections.transaction() as transaction:
                value = str(seconds(until))
                transaction.connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (UNTIL, value))
                transaction.commit()
        return new

    def looked_until(self) -> datetime | None:
        """Until when all was looked at."""
        with self._connections.reading() as connection:
            found = connection.execute("SELECT value FROM setting WHERE key = ?", (UNTIL,)).fetchone()
            return moment_of(int(found[0])) if found else None

    def stays(self, operation: int | None = None) -> Sequence[Stay]:
        """Every move between stages that stands (of one step), oldest first."""
        with self._connections.reading() as connection:
            if operation is None:
                return [Stay(*row) for row in connection.execute(f"{_STAYS} {_OLDEST_FIRST}")]
            rows = connection.execute(f"{_STAYS} AND c.operation = ? {_OLDEST_FIRST}", (operation,))
            return [Stay(*row) for row in rows]

    def moves(self, lead_id: int, limit: int = 500) -> Sequence[Change]:
        """The moves of one lead between stages, newest first."""
        with self._connections.reading() as connection:
            return [_moved(*row) for row in connection.execute(_MOVES, (lead_id, limit))]

    def finished(self) -> Mapping[int, int]:
        """When the newest promise to each lead was kept."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT lead_id, max(done_at) FROM follow_up WHERE gone_by IS NULL AND done_at IS NOT NULL "
                "GROUP BY lead_id"
            )
            return dict(rows.fetchall())

    def decisions(self) -> Sequence[Decision]:
        """What people decided against: told by the step itself, or an automatic step that was taken back."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT id, code, params, version FROM operation "
                f"WHERE (code IN ({_BY_HAND}) AND state = {STANDS} AND instr(params, '\"against\"')) "
                f"OR (code IN (?, ?) AND state = {TAKEN_BACK}) ORDER BY version",
                (BY_RULE, BY_RULES),
            ).fetchall()
            found = [_decision(connection, *row) for row in rows]
        return [decision for decision in found if decision.against]

    def heard_since(self, decided: Mapping[int, int]) -> Sequence[int]:
        """Those leads of which something new became known after a version of the log."""
        with self._connections.reading() as connection:
            rows = connection.execute(_HEARD, (dumps([[lead, version] for lead, version in decided.items()]),))
            return [row[0] for row in rows]


def add_alerts(connection: sqlite3.Connection, words: Words, alerts: Sequence[Alert], operation: int | None) -> int:
    """Write alerts that are not there yet; how many."""
    rows = [
        (
            alert.lead_id,
            alert.kind,
            seconds(alert.at),
            seconds(alert.anchor),
            alert.step,
            alert.shown_before,
            alert.shown_after,
            alert.tier_before,
            alert.tier_after,
            words[said_json(Said(alert.because, dict(alert.parameters)))],
            some_seconds(alert.snoozed_until),
            some_seconds(alert.done_at),
            operation,
        )
        for alert in alerts
    ]
    before = connection.total_changes  # after the words: those are changes too
    connection.executemany(_INSERT, rows)
    return connection.total_changes - before


def put_watched(connection: sqlite3.Connection, watched: Sequence[tuple[int, str]]) -> None:
    """Write announced tiers."""
    connection.executemany("INSERT OR REPLACE INTO watch (lead_id, tier) VALUES (?, ?)", watched)


def change_alert(connection: sqlite3.Connection, entry: Entry, alert: Alert) -> None:
    """Write until when an alert is snoozed and whether it is done, with what it was before."""
    for field, new in (("snoozed_until", some_seconds(alert.snoozed_until)), ("done_at", some_seconds(alert.done_at))):
        old = connection.execute(f"SELECT {field} FROM alert WHERE id = ?", (alert.id,)).fetchone()
        if old is not None and old[0] != new:
            entry.field("alert", field, alert.id, alert.lead_id, old[0], new)
            connection.execute(f"UPDATE alert SET {field} = ? WHERE id = ?", (new, alert.id))


def _alert(row: Sequence[Any]) -> Alert:
    number, lead_id, kind, at, anchor, step, before, after, tier_before, tier_after, cause, *rest = row
    snoozed, done, operation = rest
    said = said_value(cause)
    return Alert(
        number,
        lead_id,
        kind,
        moment_of(at),
        moment_of(anchor),
        step,
        before,
        after,
        tier_before,
        tier_after,
        said.code,
        tuple(said.params.items()),
        some_moment(snoozed),
        some_moment(done),
        operation,
    )


def _moved(
    operation: int, at: int, code: str, params: str, state: int, before: str | None, after: str | None
) -> Change:
    label = Said(code, json.loads(params))
    return Change(operation, moment_of(at), label, "lead", "stage", before, after, state == TAKEN_BACK)


def _decision(connection: sqlite3.Connection, operation: int, code: str, params: str, version: int) -> Decision:
    told: dict[str, Any] = json.loads(params)
    if code not in (BY_RULE, BY_RULES):
        return Decision(operation, told.get("against") or {}, version)
    held = [str(stage) for stage in told.get("held") or (told.get("to"),)]
    moved = connection.execute(
        """SELECT "row" FROM change WHERE operation = ? AND tbl = 'lead' AND field = 'stage'""", (operation,)
    )
    leads = [row[0] for row in moved]
    return Decision(operation, dict.fromkeys(held, leads), version)


def _parts(alerts: Sequence[Alert]) -> Sequence[Sequence[Alert]]:
    return [alerts[start : start + AT_ONCE] for start in range(0, len(alerts), AT_ONCE)]
