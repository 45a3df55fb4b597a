"""Versions of the rules with their authors and effects, and drafts that are not published yet."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE rules_release (
        number INTEGER NOT NULL,
        rules INTEGER NOT NULL,
        at INTEGER NOT NULL,
        author VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        origin VARCHAR NOT NULL,
        replaced INTEGER NOT NULL,
        again INTEGER NOT NULL,
        files VARCHAR NOT NULL,
        effect VARCHAR,
        operation INTEGER,
        PRIMARY KEY (number),
        FOREIGN KEY(rules) REFERENCES rules_version (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    )
    """,
    """
    CREATE TABLE draft_line (
        id INTEGER NOT NULL,
        draft VARCHAR NOT NULL,
        line VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX draft_line_draft ON draft_line (draft, id)",
)


def upgrade() -> None:
    """Add the two tables."""
    for statement in STATEMENTS:
        op.execute(statement)
