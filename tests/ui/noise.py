"""What Qt says without a display and is no fault: let it pass in the tests of one folder."""

from pathlib import Path

import pytest

OFFSCREEN_NOISE = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"


def allow_offscreen_noise(items: list[pytest.Item], here: Path) -> None:
    """Windows without a display say each time that nobody hears how large they want to be; that is no fault."""
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE))
