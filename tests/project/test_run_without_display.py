"""Somebody without a display runs the one command and is shown the screens as pictures."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.slow
def test_without_a_display_the_screens_become_files_that_are_named():
    surroundings = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        ["sh", ROOT / "packaging" / "run.sh", "--sample"], env=surroundings, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    sentence, *pictures = done.stdout.splitlines()
    assert "no display" in sentence
    assert {"leads", "import", "settings"} <= {Path(picture).stem.split("-")[0] for picture in pictures}
    assert all(Path(picture).read_bytes().startswith(PNG) for picture in pictures)
