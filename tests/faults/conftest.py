"""The laboratory as tests use it."""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.conftest import ROOT
from tests.faults import shim
from tests.faults.deeds import DEEDS

HUNG = 3600
"""Seconds after which a laboratory is not waited for any longer."""
Try = dict[str, object]
Experiment = Callable[..., list[Try]]
NAMES = [deed.name for deed in DEEDS]
STEP = int(os.environ.get("LEADQUAL_FAULT_STEP", "1"))
"""Of how many faults one is tried: a quick run takes every third."""


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest) -> None:
    """Hundreds of tries in one test take longer than the two minutes after which any other test has hung."""
    if request.node.get_closest_marker("faults"):
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands between a program and the disk."""
    if reason := shim.why_not():
        pytest.skip(f"{reason} to stand between a program and the disk")
    return shim.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A place to work in: in memory, if there is such a place, since here no disk has to be real."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    made = Path(mkdtemp(prefix="leadqual-faults-", dir=memory))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def experiment(shim_library: Path, room: Path, record_property: Callable[[str, object], None]) -> Experiment:
    """Carry out a plan of DEED:TASK:OPTION; all tries, with what was lost in each. They are counted at the end."""

    def carry_out(*plan: str, counts: bool = True) -> list[Try]:
        environment = {**os.environ, "LD_PRELOAD": str(shim_library), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.faults.laboratory", str(room), *plan]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=HUNG)
        assert ran.returncode == 0, ran.stderr
        tries: list[Try] = [json.loads(line) for line in ran.stdout.splitlines()]
        counted = Counter(f"{t['deed']}: {str(t['kind']).split(' (')[0]}" for t in tries)
        for what, count in (counted | {"lost": sum(bool(t["lost"]) for t in tries)}).items() if counts else ():
            record_property(f"tried {what}", count)
        return tries

    return carry_out


def lost_in(tries: Sequence[Try]) -> str:
    """What was lost, try by try ("": nothing)."""
    return "\n".join(
        f"{t['deed']}, {t['kind']} {t['number']}, said {t['said']}: {t['lost']}" for t in tries if t["lost"]
    )
