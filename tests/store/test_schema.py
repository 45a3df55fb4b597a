"""Migrations make the tables that the SQLModel classes describe, wholly or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from leadqual_gui.adapters.db import tables, tables_kept
from leadqual_gui.adapters.db.codec import LEAD_COLUMNS
from leadqual_gui.adapters.db.database_file import SCHEMA_VERSION
from leadqual_gui.adapters.db.migrate import MIGRATIONS, migrate

NOT_OURS = {"alembic_version"}
DESCRIBED = (tables, tables_kept)
"""What describes the tables, by being imported."""


def described(connection: sqlite3.Connection) -> dict[str, object]:
    """Tables with their columns and references, and indexes with their statements, as SQLite sees them."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    seen: dict[str, object] = {}
    for kind, name, sql in rows:
        if name.startswith("lead_text") or name in NOT_OURS:
            continue
        if kind == "index":
            seen[name] = " ".join(sql.split())
        else:
            columns = [(c[1], c[2], c[3], c[4], c[5]) for c in connection.execute(f'PRAGMA table_info("{name}")')]
            references = sorted(r[2:5] for r in connection.execute(f'PRAGMA foreign_key_list("{name}")'))
            seen[name] = (columns, references, "WITHOUT ROWID" in sql.upper())
    return seen


@pytest.fixture
def empty():
    """A database in memory with nothing in it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield connection


def test_the_migrated_tables_are_the_described_ones(empty):
    migrate(empty)
    with closing(sqlite3.connect(":memory:")) as fresh:
        SQLModel.metadata.create_all(create_engine("sqlite://", creator=lambda: fresh, poolclass=StaticPool))
        assert described(empty) == described(fresh)


def test_each_field_of_a_lead_has_its_column():
    assert set(LEAD_COLUMNS) <= tables.Lead.model_fields.keys()


def test_the_version_in_the_file_is_the_number_of_migrations(empty):
    migrate(empty)
    assert len(list((MIGRATIONS / "versions").glob("v*.py"))) == SCHEMA_VERSION
    assert empty.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION


def test_a_migration_that_fails_leaves_nothing_behind(empty, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "bad.py").write_text(
        "from alembic import op\nrevision = '0001'\ndown_revision = None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (made)')\n"
        "    op.execute('ALTER TABLE nowhere ADD COLUMN x')\n"
    )
    monkeypatch.setattr("leadqual_gui.adapters.db.migrate.MIGRATIONS", tmp_path)
    with pytest.raises(Exception, match="nowhere"):
        migrate(empty)
    assert empty.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert empty.execute("PRAGMA user_version").fetchone()[0] == 0
