"""The write path of one step by hand: plain sqlite3 on a copy of the same file, with the same tables and indexes.

It reads what the step rests on, writes the rows that LeadQual writes (step, changes, lead or activity, score, history)
and waits for the disk. What it leaves out is what LeadQual does besides: rules, columns in memory, ledger, what a
person decided.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from leadqual_gui.services.workspace import Workspace

_OPERATION = (
    "INSERT INTO operation (code, params, at, state, version) "
    "VALUES (?, ?, 1, 0, (SELECT coalesce(max(version), 0) + 1 FROM operation))"
)
_CHANGE = 'INSERT INTO change (operation, tbl, field, "row", lead_id, "before", "after") VALUES (?, ?, ?, ?, ?, ?, ?)'
_SCORE = (
    "INSERT OR REPLACE INTO score (exact, shown, fit, engagement, tier, grade, least, greatest, decided, disqualified, "
    "last_sign, rules, as_of, lead_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HISTORY = "INSERT INTO score_history (lead_id, at, exact, tier, grade, cause, rules) VALUES (?, 1, ?, ?, ?, ?, ?)"
_ACTIVITIES = (
    "SELECT k.text, a.at FROM activity AS a JOIN word AS k ON k.id = a.kind WHERE a.lead_id = ? AND a.gone_by IS NULL"
)


class PlainPath:
    """A copy of a workspace's file, written to by hand."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        workspace.store.copy_to(self._connection)  # type: ignore[attr-defined]
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            self._connection.execute(f"PRAGMA {setting}")
        self._cause = self._connection.execute("SELECT min(id) FROM word").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def move(self, lead: int, to: str) -> None:
        """A lead moves: it is read with what its gates look at, then step, changes, lead, score and history."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        stage, since, value, name = run(
            "SELECT stage, stage_since, expected_value, full_name FROM lead WHERE id = ? AND gone_by IS NULL", (lead,)
        ).fetchone()
        answers = run("SELECT framework, element, level FROM answer WHERE lead_id = ? AND gone_by IS NULL", (lead,))
        promised = run("SELECT due_at, done_at FROM follow_up WHERE lead_id = ? AND gone_by IS NULL", (lead,))
        is_open = value is not None or bool(answers.fetchall()) or bool(promised.fetchall())
        said = json.dumps({"name": name, "to": to, "override": "" if is_open else "Known well"})
        step = run(_OPERATION, ("lead_moved_past_gate", said)).lastrowid
        run(_CHANGE, (step, "lead", "stage", lead, lead, stage, to))
        run(_CHANGE, (step, "lead", "stage_since", lead, lead, since, 2))
        run("UPDATE lead SET stage = ?, stage_since = 2 WHERE id = ?", (to, lead))
        run("UPDATE operation SET touched = 17 WHERE id = ?", (step,))
        self._score(lead)
        run("COMMIT")

    def activity(self, lead: int, kind: str) -> None:
        """Something happened with a lead: step, activity, then everything that it did is added up by kind."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        (name,) = run("SELECT full_name FROM lead WHERE id = ? AND gone_by IS NULL", (lead,)).fetchone()
        step = run(_OPERATION, ("activity_added", json.dumps({"name": name, "kind": kind}))).lastrowid
        (word,) = run("SELECT id FROM word WHERE text = ?", (kind,)).fetchone()
        new = run("INSERT INTO activity (made_by, lead_id, at, kind) VALUES (?, ?, 1, ?)", (step, lead, word)).lastrowid
        run(_CHANGE, (step, "activity", "+", new, None, None, new))
        run("UPDATE operation SET touched = 2 WHERE id = ?", (step,))
        self._score(lead)
        run("COMMIT")

    def _score(self, lead: int) -> None:
        """What the lead did is read and added up; score and history are written."""
        run, ledger = self._connection.execute, dict[str, float]()
        for kind, at in run(_ACTIVITIES, (lead,)):
            ledger[kind] = ledger.get(kind, 0.0) + 0.5 ** (at / 1e9)
        kept: tuple[Any, ...] = run(
            "SELECT exact, shown, fit, engagement, tier, grade, least, greatest, decided, disqualified, last_sign, "
            "rules, as_of FROM score WHERE lead_id = ?",
            (lead,),
        ).fetchone()
        exact = kept[0] + 10 + int(0 * sum(ledger.values()))
        run(_SCORE, (exact, exact // 10, *kept[2:], lead))
        run(_HISTORY, (lead, exact, kept[4], kept[5], self._cause, kept[11]))
