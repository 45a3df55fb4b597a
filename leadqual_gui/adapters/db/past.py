"""When things became known: answers, changed fields, buying groups and scores, in a few sweeps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np

from leadqual_gui.adapters.db.codec import CUSTOM, custom_value, decoder
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.log import CAME, STANDS, WENT
from leadqual_gui.domain.calibration.past import Entered, FieldChange, Heard, TierHistory
from leadqual_gui.domain.columns_fields import REFUSED, UNKNOWN
from leadqual_gui.services.commands import FieldValue

_AT_ONCE = 2_000
"""Rows by one call, during which no key is heard."""
_IMPORTS = frozenset({"imported", "sample_made"})
_NOT_ASKED = (CAME, WENT, "stage", "stage_since", "closed_at", "lost_reason", "notes", "email_key", "owner")


class SqlitePast:
    """The same file, looked at for what it tells of the past."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def entered(self) -> Entered:
        """When each lead came."""
        rows = self._rows(
            "SELECT l.id, o.at, o.id FROM lead AS l JOIN operation AS o ON o.id = l.made_by ORDER BY l.id"
        )
        return Entered(*(np.fromiter((row[at] for row in rows), np.int64, len(rows)) for at in range(3)))

    def heard(self) -> Sequence[Heard]:
        """All answers that were ever given, element by element, oldest first."""
        rows = self._rows(
            f"SELECT framework, element, lead_id, CASE state WHEN 'level' THEN level WHEN 'refused' THEN {REFUSED} "
            f"ELSE {UNKNOWN} END, heard_at FROM answer WHERE gone_by IS NULL ORDER BY framework, element, heard_at, id"
        )
        return [_heard(key, list(group)) for key, group in groupby(rows, key=lambda row: (row[0], row[1]))]

    def field_changes(self) -> Sequence[FieldChange]:
        """What was changed of closed leads, newest first."""
        rows = self._rows(
            'SELECT c."row", c.field, c."before", o.at, o.id, o.code FROM change AS c '
            f"JOIN operation AS o ON o.id = c.operation AND o.state = {STANDS} "
            "JOIN lead AS l ON l.id = c.lead_id AND l.outcome IS NOT NULL AND l.gone_by IS NULL "
            f"WHERE c.tbl = 'lead' AND c.lead_id IS NOT NULL AND c.field NOT IN ({', '.join('?' * len(_NOT_ASKED))}) "
            "ORDER BY o.at DESC, o.id DESC",
            _NOT_ASKED,
        )
        return [
            FieldChange(i, field, _value(field, old), at, op, code in _IMPORTS) for i, field, old, at, op, code in rows
        ]

    def joined(self) -> Sequence[tuple[int, str, int]]:
        """Who was noted down in a buying group, but for those whom an import brought: nobody knows since when."""
        return self._rows(
            "SELECT s.lead_id, s.role, o.at FROM stakeholder AS s JOIN operation AS o ON o.id = s.made_by "
            f"WHERE s.gone_by IS NULL AND o.code NOT IN ({', '.join('?' * len(_IMPORTS))})",
            tuple(_IMPORTS),
        )

    def tiers(self) -> TierHistory:
        """The tiers that scores had, oldest first."""
        names = tuple(row[0] for row in self._rows("SELECT DISTINCT tier FROM score_history ORDER BY tier"))
        places = {name: code for code, name in enumerate(names)}
        rows = self._rows("SELECT lead_id, at, tier FROM score_history ORDER BY at, id")
        table = np.asarray([(lead, at, places[tier]) for lead, at, tier in rows], np.int64).reshape(-1, 3)
        return TierHistory(table[:, 0], table[:, 1], table[:, 2].astype(np.int16), names)

    def lost_reasons(self) -> Sequence[tuple[int, str]]:
        """Why leads were lost."""
        return self._rows(
            "SELECT id, lost_reason FROM lead WHERE outcome = 'lost' AND lost_reason IS NOT NULL AND gone_by IS NULL"
        )

    def _rows(self, sql: str, given: Sequence[object] = ()) -> list[Any]:
        with self._connections.reading() as connection:
            cursor: sqlite3.Cursor = connection.execute(sql, given)
            rows: list[Any] = []
            while some := cursor.fetchmany(_AT_ONCE):
                rows += some
            return rows


def _heard(key: tuple[str, str], rows: Sequence[Any]) -> Heard:
    table = np.asarray([row[2:] for row in rows], np.int64).reshape(-1, 3)
    return Heard(*key, table[:, 0], table[:, 1].astype(np.int8), table[:, 2])


def _value(field: str, stored: Any) -> FieldValue:
    """A value of the log as a value of the domain."""
    if stored is None:
        return None
    return custom_value(json.loads(stored)) if field.startswith(CUSTOM) else decoder(field)(stored)
