"""Workspaces with a passphrase, on real files. Stretching a passphrase is made cheap here; one test pays in full."""

from pathlib import Path

import pytest

from leadqual_gui.adapters.db.protecting import SqliteProtection
from tests.encryption.vault import CHEAP


@pytest.fixture
def protection(tmp_path: Path) -> SqliteProtection:
    """The passphrase of the workspace in `tmp_path`, which has none yet."""
    return SqliteProtection(tmp_path, cost=CHEAP)
