"""The fixtures of the Matrix screen (`on_screen`) for the tests of this folder."""

from pathlib import Path

import pytest

from tests.ui_matrix.on_screen import _six_leads, allow_offscreen_noise, folder, opened, screen, theme, tongue, window

__all__ = ("_six_leads", "folder", "opened", "screen", "theme", "tongue", "window")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, Path(__file__).parent)
