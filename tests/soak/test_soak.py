"""A minute of the soak, in a process of its own; the hour is run by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_minute_with_a_user_who_does_anything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.soak", "--minutes", "1", "--seed", "1"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
