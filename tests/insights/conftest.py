"""An office for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty workspace."""
    made = Office(tmp_path)
    yield made
    made.workspace.close()
