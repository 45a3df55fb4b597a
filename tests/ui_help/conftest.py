"""The window on Ines and five others, for the help beside it."""

from pathlib import Path

import pytest

from tests.ui.conftest import _six_leads, folder, opened, theme, tongue, window
from tests.ui.noise import allow_offscreen_noise

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue", "window")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)
