"""The first leads of the list, for a window that shows them before anything else is imported.

Nothing but sqlite3 and two values: each import here is time that somebody waits. It reads what the last run left; if
that cannot be read for any reason it shows nothing, and the real opening, which follows, says what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.services.lists import LeadRow

if TYPE_CHECKING:
    from leadqual_gui.services.protection import WorkspaceKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "l.id, l.full_name, l.first_name, l.last_name, l.company, l.email, l.external_id, l.job_title, s.shown, s.least, "
    "s.greatest, s.tier, s.grade, s.decided, l.stage, l.owner, s.last_sign, s.disqualified, l.do_not_contact, "
    "l.outcome"
)
_SCORED = (
    f"SELECT {_COLUMNS} FROM score AS s CROSS JOIN lead AS l ON l.id = s.lead_id AND l.gone_by IS NULL "
    "ORDER BY s.exact DESC, l.id LIMIT ?"
)
_ANY = (
    f"SELECT {_COLUMNS} FROM lead AS l LEFT JOIN score AS s ON s.lead_id = l.id "
    "WHERE l.gone_by IS NULL ORDER BY l.id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The best leads, and how many there are in all."""

    rows: tuple[LeadRow, ...] = ()
    count: int = 0


def first_rows(database: Path, limit: int = 60, key: WorkspaceKey | None = None) -> FirstRows:
    """The best leads as they were when the file was written last; none if it cannot be read."""
    if not database.exists():
        return FirstRows()
    how = "mode=ro" if database.with_name(f"{database.name}-wal").exists() else "immutable=1"
    try:
        connection = connect(f"{database.absolute().as_uri()}?{how}", key, uri=True, timeout=0.05)
    except database_errors():
        return FirstRows()
    try:
        count = connection.execute("SELECT count(*) FROM lead WHERE gone_by IS NULL").fetchone()[0]
        rows = connection.execute(_SCORED, (limit,)).fetchall()
        if not rows and count:
            rows = connection.execute(_ANY, (limit,)).fetchall()
        return FirstRows(tuple(_row(row) for row in rows), count)
    except database_errors():
        return FirstRows()
    finally:
        connection.close()


def _row(row: Any) -> LeadRow:
    lead_id, full_name, first, last, company, email, external_id, job_title, shown, least, greatest, *rest = row
    tier, grade, decided, stage, owner, last_sign, disqualified, do_not_contact, outcome = rest
    name = full_name or " ".join(part for part in (first, last) if part)
    return LeadRow(
        lead_id,
        name or company or email or external_id or f"#{lead_id}",
        company,
        job_title,
        shown,
        _points(least),
        _points(greatest),
        tier or "",
        grade or "",
        bool(decided),
        stage,
        owner,
        None if last_sign is None else _EPOCH + timedelta(seconds=last_sign),
        disqualified is not None,
        bool(do_not_contact),
        outcome=outcome,
    )


def _points(tenths: int | None) -> int:
    """Tenths as whole points, half up."""
    return 0 if tenths is None else (tenths + 5) // 10
