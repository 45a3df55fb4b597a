"""The window on Ines and five others, for the help beside it."""

from pathlib import Path

import pytest

from tests.ui.conftest import OFFSCREEN_NOISE, _six_leads, folder, opened, theme, tongue, window

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue", "window")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows without a display say each time that nobody hears how large they want to be; that is no fault."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE))
