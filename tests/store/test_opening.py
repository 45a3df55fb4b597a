"""Whatever is wrong with the file: a sentence that says so, and the file stays as it is."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.database_file import FILE_NAME, SCHEMA_VERSION
from leadqual_gui.adapters.db.driver import APPLICATION_ID
from leadqual_gui.domain.errors import LeadQualError
from tests.store.builders import a_lead, opened, put


@pytest.fixture
def database(workspace: Path) -> Path:
    """The file of a workspace that nobody has open."""
    return workspace / FILE_NAME


def refusal(database: Path) -> LeadQualError:
    """What opening says; the file must not have changed."""
    before = database.read_bytes()
    with pytest.raises(LeadQualError) as caught:
        opened(database.parent)
    assert database.read_bytes() == before
    assert caught.value.hint
    assert caught.value.place
    assert "Error" not in str(caught.value)
    return caught.value


def pragma(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA {statement}")


def test_a_new_workspace_is_closed_to_others(tmp_path: Path):
    workspace = tmp_path / "deep" / "workspace"
    store = opened(workspace)
    put(store, a_lead())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (workspace, *workspace.iterdir())}
    assert modes.pop("workspace") == 0o700
    assert set(modes.values()) == {0o600}
    assert {"leadqual.db", "leadqual.db-wal"} <= modes.keys()
    store.close()


def test_the_file_says_whose_it_is_and_is_safe(workspace: Path):
    store = opened(workspace)
    writer = store._connections.writer
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
    }
    assert {name: writer.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    store.close()


def test_everything_is_in_the_one_file_when_it_is_closed(workspace: Path):
    store = opened(workspace)
    put(store, a_lead())
    store.close()
    store.close()
    assert not [path.name for path in workspace.iterdir() if path.name.endswith(("-wal", "-shm"))]
    with pytest.raises(LeadQualError, match="closed"):
        store.count()
    with pytest.raises(LeadQualError, match="closed"):
        put(store, a_lead())


def test_a_second_window_is_refused(workspace: Path):
    store = opened(workspace)
    with pytest.raises(LeadQualError, match="another LeadQual"):
        opened(workspace)
    store.close()
    opened(workspace).close()


def test_a_text_file_is_no_database(database: Path):
    database.write_text("name,company\nInes,Acme\n" * 20)
    assert "not a LeadQual database" in refusal(database).message


def test_an_empty_file_is_told(database: Path):
    database.write_bytes(b"")
    assert "empty" in refusal(database).message


def test_a_file_that_was_cut_short_is_told(database: Path):
    os.truncate(database, database.stat().st_size // 2)
    assert "cut short" in refusal(database).message


def test_a_database_of_another_program_is_left_alone(database: Path):
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE songs (name)")
    assert "another program" in refusal(database).message


def test_a_file_from_a_newer_version_is_refused_politely(database: Path):
    pragma(database, f"user_version = {SCHEMA_VERSION + 1}")
    assert "newer LeadQual" in refusal(database).message


def test_a_file_that_another_program_holds_is_told(database: Path, monkeypatch):
    monkeypatch.setattr("leadqual_gui.adapters.db.database_file.BUSY_SECONDS", 0.05)
    store = opened(database.parent)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LeadQualError, match="another program is using"):
            put(store, a_lead())
    put(store, a_lead())
    store.close()


def test_a_damaged_page_is_noticed_after_a_crash_and_by_a_check(database: Path):
    store = opened(database.parent)
    put(store, *[a_lead(notes="x" * 500) for _ in range(200)])
    store.close()
    data = bytearray(database.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 9000] = b"\xff" * 9000
    database.write_bytes(data)
    store = opened(database.parent)
    with pytest.raises(LeadQualError, match="damaged"):
        store.check()
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="asks for a user who may not write")
def test_a_read_only_folder_is_told(database: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    database.chmod(0o400)
    database.parent.chmod(0o500)
    assert "written" in refusal(database).message


def test_an_unknown_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LeadQualError) as caught:
        opened(tmp_path / "file" / "workspace")
    assert caught.value.hint


HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic")


@pytest.mark.parametrize(
    ("use", "heavy"),
    [
        ("from leadqual_gui.adapters.db.store import open_store; open_store(W, C()).close()", HEAVY),
        (
            "from leadqual_gui.adapters.db.first_rows import first_rows; first_rows(W / 'leadqual.db')",
            (*HEAVY, "numpy", "json"),
        ),
    ],
)
def test_opening_does_not_import_what_is_slow_to_import(workspace: Path, use: str, heavy: tuple[str, ...]):
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        f"W = Path({str(workspace)!r})\n"
        "class C:\n    def now(self): return datetime.now(UTC)\n"
        f"{use}\nprint([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
