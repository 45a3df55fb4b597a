"""Runs the program as a script would, in this process."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadqual_gui.app.logs import stop_logging
from leadqual_gui.app.main import main


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """A command sets hooks, the umask and a log for its process; a test puts them back."""
    hooks, mask = (sys.excepthook, threading.excepthook), os.umask(0o022)
    os.umask(mask)
    yield
    sys.excepthook, threading.excepthook = hooks
    os.umask(mask)
    stop_logging()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a workspace of the test's own."""

    def run_it(*arguments: object, workspace: Path | None = None) -> Said:
        words = [str(argument) for argument in arguments]
        try:
            status = main(["--workspace", str(workspace or tmp_path / "office"), *words])
        except SystemExit as left:
            status = int(left.code or 0)
        heard = capsys.readouterr()
        return Said(status, heard.out, heard.err)

    return run_it


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a small file."""

    def write_it(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write_it
