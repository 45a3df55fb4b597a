"""A card is dragged with the pointer of a real X server, in the real program: nothing is sent by hand.

Needs Xvfb and xdotool; skipped without them. By itself: pytest tests/ui_pipeline/test_real_drag.py
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "xdotool")
SIZE = "1280x800"
PIPELINE, NEW, ENGAGED, OPPORTUNITY = (36, 190), (150, 275), (300, 560), (910, 560)
"""Where the board's entry in the rail, the first card of New, and two columns lie in a window of that size."""
PATIENCE, LOOK = 60.0, 3.0
"""Seconds: for the program to be there with its board, however busy the machine is, and for one drop to be kept."""

pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in NEEDED), reason="needs an X server")


class Desk(NamedTuple):
    """The program on a screen of its own, and its database."""

    display: str
    database: Path

    def do(self, *arguments: object) -> None:
        """Move the pointer or press its button."""
        env = os.environ | {"DISPLAY": self.display}
        subprocess.run(["xdotool", *map(str, arguments)], env=env, check=True, timeout=PATIENCE)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in steps as a hand does, let go."""
        self.do("mousemove", *start, "mousedown", 1)
        for step in range(1, 16):
            self.do("mousemove", *(a + (b - a) * step // 15 for a, b in zip(start, end, strict=True)))
            time.sleep(0.03)
        time.sleep(0.3)
        self.do("mouseup", 1)

    def stages(self) -> dict[str, int]:
        """How many leads stand where, by the file on the disk."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as store:
            return dict(store.execute("SELECT coalesce(stage, 'new'), count(*) FROM lead GROUP BY 1"))

    def in_stage(self, stage: str) -> int:
        """How many leads stand there."""
        return self.stages().get(stage, 0)

    def drag_until_kept(self, start: tuple[int, int], end: tuple[int, int], stage: str) -> bool:
        """Drag until one more lead stands in a stage: the board may not be there yet."""
        before, until = self.in_stage(stage), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.do("mousemove", *PIPELINE, "click", 1)
            time.sleep(1.5)
            self.drag(start, end)
            seen = time.monotonic() + LOOK
            while time.monotonic() < seen:
                if self.in_stage(stage) > before:
                    return True
                time.sleep(0.2)
        return False


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> Iterator[Desk]:
    """The program on six leads, with the board in front."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SIZE}x24"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    display = f":{int(server.stdout.readline())}"
    env = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "leadqual_gui", "--workspace", str(folder)]
    program = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    found = Desk(display, folder / "leadqual.db")
    try:
        found.do("search", "--sync", "--onlyvisible", "--name", "LeadQual")
        yield found
    finally:
        for process in (program, server):
            process.terminate()
            process.wait(timeout=10)
        server.stdout.close()


def test_a_card_goes_where_the_pointer_drops_it_unless_a_gate_refuses(desk: Desk) -> None:
    closed = desk.in_stage("opportunity")
    assert desk.drag_until_kept(NEW, ENGAGED, "engaged")
    desk.drag(NEW, OPPORTUNITY)
    assert desk.drag_until_kept(NEW, ENGAGED, "engaged")
    assert desk.in_stage("opportunity") == closed
