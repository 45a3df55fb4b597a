"""A workshop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drafts.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """The rules of a bakery's supplier, in a new workspace."""
    made = Workshop(tmp_path / "workspace")
    yield made
    made.workspace.close()
