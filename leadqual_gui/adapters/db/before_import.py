"""What an import asks of the leads that are there already: who has this id or address, what they did and answered.

`step` is the import's own: what it wrote itself is not meant.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import dumps
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.importing_ports import StoredActivity, StoredAnswer


def by_external_id(connection: sqlite3.Connection, keys: Sequence[str]) -> Mapping[str, int]:
    """Row ids of the leads that have these external ids."""
    return dict(_look_up(connection, "SELECT external_id, id FROM lead WHERE gone_by IS NULL AND external_id IN", keys))


def by_email(connection: sqlite3.Connection, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
    """Row id and external id of the first lead with each of these (casefolded) addresses."""
    found = _look_up(
        connection,
        "SELECT email_key, id, external_id FROM lead WHERE gone_by IS NULL AND email_key IN",
        keys,
        " ORDER BY id DESC",
    )
    return {key: (number, external_id) for key, number, external_id in found}


def activities_of(connection: sqlite3.Connection, step: int, lead_ids: Sequence[int]) -> Sequence[StoredActivity]:
    """What these leads had done before this step began."""
    rows = _look_up(
        connection,
        "SELECT a.lead_id, k.text, a.at, coalesce(a.note, t.text) FROM activity AS a "
        "JOIN word AS k ON k.id = a.kind "
        f"LEFT JOIN word AS t ON t.id = a.topic WHERE a.gone_by IS NULL AND a.made_by <> {step} "
        "AND a.lead_id IN",
        lead_ids,
    )
    return [(lead_id, kind, moment_of(at), topic) for lead_id, kind, at, topic in rows]


def answers_of(connection: sqlite3.Connection, step: int, lead_ids: Sequence[int]) -> Sequence[StoredAnswer]:
    """What these leads had answered before this step began."""
    rows = _look_up(
        connection,
        "SELECT lead_id, framework, element, heard_at FROM answer WHERE gone_by IS NULL "
        f"AND made_by <> {step} AND lead_id IN",
        lead_ids,
    )
    return [(lead_id, framework, element, moment_of(at)) for lead_id, framework, element, at in rows]


def _look_up(connection: sqlite3.Connection, query: str, keys: Sequence[object], order: str = "") -> list[Any]:
    sql = f"{query} (SELECT value FROM json_each(?)){order}"
    return connection.execute(sql, (dumps(list(keys)),)).fetchall()
