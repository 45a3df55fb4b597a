"""An office for the words beneath, a window on six leads for those who type them."""

import pytest

from tests.services.conftest import office
from tests.ui.conftest import HERE, _six_leads, folder, opened, theme, tongue, window
from tests.ui.noise import allow_offscreen_noise

__all__ = ["_six_leads", "folder", "office", "opened", "theme", "tongue", "window"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE.parent / "typed")
