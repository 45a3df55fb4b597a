"""Pairs that are not the same person, verdicts on scores, and what was done about somebody's personal data."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """
    CREATE TABLE distinct_pair (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id),
        FOREIGN KEY(other_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX distinct_pair_lead ON distinct_pair (lead_id, other_id)",
    "CREATE INDEX distinct_pair_other ON distinct_pair (other_id)",
    """
    CREATE TABLE verdict (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        verdict VARCHAR NOT NULL,
        reason VARCHAR,
        tenths INTEGER NOT NULL,
        rules_version VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX verdict_lead ON verdict (lead_id)",
    """
    CREATE TABLE privacy_log (
        id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        what VARCHAR NOT NULL,
        leads INTEGER NOT NULL,
        "rows" INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    """,
)


def upgrade() -> None:
    """Add three tables."""
    for statement in STATEMENTS:
        op.execute(statement)
