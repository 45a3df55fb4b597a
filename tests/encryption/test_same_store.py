"""The store of a workspace with a passphrase does what the plain one does: the same tests, on a ciphered file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadqual_gui.adapters.db import connections
from leadqual_gui.adapters.db.database_file import open_reader
from leadqual_gui.adapters.db.driver import first_bytes
from leadqual_gui.adapters.db.opening import open_writer
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.services.protection import WorkspaceKey
from tests.store.builders import FakeClock, opened
from tests.store.test_leads import *  # noqa: F403
from tests.store.test_scores import *  # noqa: F403
from tests.store.test_search import *  # noqa: F403
from tests.store.test_undo import *  # noqa: F403

KEY = WorkspaceKey(b"0123456789abcdef", bytes(range(32)))


@pytest.fixture(autouse=True)
def _every_file_is_ciphered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a file without a key is given one."""
    monkeypatch.setattr(connections, "open_writer", lambda path, _key=None: open_writer(path, KEY))
    monkeypatch.setattr(connections, "open_reader", lambda path, _key=None: open_reader(path, KEY))


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the store."""
    return FakeClock()


@pytest.fixture(scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ciphered workspace."""
    folder = tmp_path_factory.mktemp("template") / "workspace"
    folder.mkdir()
    open_writer(folder / "leadqual.db", KEY).close()
    return folder


@pytest.fixture
def workspace(_template: Path, tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return Path(shutil.copytree(_template, tmp_path / "workspace"))


@pytest.fixture
def store(workspace: Path, clock: FakeClock) -> Iterator[SqliteStore]:
    """An empty ciphered store."""
    made = opened(workspace, clock)
    yield made
    made.close()
    assert first_bytes(made.path) == KEY.name
