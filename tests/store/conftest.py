"""An empty store for each test, copied from one that a migration made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.store import SqliteStore
from tests.store.builders import FakeClock, copied, opened


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with nothing in it."""
    folder = tmp_path_factory.mktemp("template") / "workspace"
    opened(folder).close()
    return folder


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the store."""
    return FakeClock()


@pytest.fixture
def workspace(empty_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return copied(empty_workspace, tmp_path / "workspace")


@pytest.fixture
def store(workspace: Path, clock: FakeClock) -> Iterator[SqliteStore]:
    """An empty store."""
    opened_store = opened(workspace, clock)
    yield opened_store
    opened_store.close()
