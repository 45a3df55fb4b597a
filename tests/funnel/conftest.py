"""An office for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.funnel.desk import FunnelOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[FunnelOffice]:
    """An office with an empty workspace, its day opened."""
    made = FunnelOffice(tmp_path)
    yield made
    made.workspace.close()
