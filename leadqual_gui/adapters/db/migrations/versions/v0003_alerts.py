"""Alerts, the tier that counts as announced for each lead, and a quick way to all moves between stages."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """
    CREATE TABLE alert (
        id INTEGER NOT NULL,
        lead_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        at INTEGER NOT NULL,
        anchor INTEGER NOT NULL,
        step INTEGER NOT NULL,
        shown_before INTEGER,
        shown_after INTEGER,
        tier_before VARCHAR NOT NULL,
        tier_after VARCHAR NOT NULL,
        cause INTEGER NOT NULL,
        snoozed_until INTEGER,
        done_at INTEGER,
        operation INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id),
        FOREIGN KEY(cause) REFERENCES word (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    )
    """,
    "CREATE UNIQUE INDEX alert_once ON alert (lead_id, kind, anchor, step)",
    "CREATE INDEX alert_at ON alert (at)",
    """
    CREATE TABLE watch (
        lead_id INTEGER NOT NULL,
        tier VARCHAR NOT NULL,
        PRIMARY KEY (lead_id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX change_stage ON change (operation) WHERE tbl = 'lead' AND field = 'stage'",
)


def upgrade() -> None:
    """Add two tables and an index."""
    for statement in STATEMENTS:
        op.execute(statement)
