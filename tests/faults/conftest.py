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


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place to work in: in memory, if there is such a place, since here no disk has to be real."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("room")
        return
    made = Path(mkdtemp(prefix="leadqual-faults-", dir=memory))
    yield made
    shutil.rmtree(made)


class LaboratoryProcess:
    """The laboratory, which is started once for all tests of a worker, and anew if it broke down."""

    def __init__(self, library: Path, room: Path) -> None:
        self._environment = {**os.environ, "LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1"}
        self._room = room
        self._process: subprocess.Popen[str] | None = None

    def carry_out(self, plan: Sequence[str]) -> list[Try]:
        """All tries of a plan."""
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(",".join(plan) + "\n")
        process.stdin.flush()
        tries: list[Try] = []
        for line in process.stdout:
            if line == "\n":
                return tries
            tries.append(json.loads(line))
        self.close()
        raise AssertionError((self._room / "errors").read_text("utf-8"))

    def close(self) -> None:
        """It is not needed any more."""
        if self._process is not None:
            self._process.communicate()
        self._process = None

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.faults.laboratory", mkdtemp(dir=self._room)]
        with (self._room / "errors").open("w") as errors:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )


@pytest.fixture(scope="session")
def laboratory(shim_library: Path, room: Path) -> Iterator[LaboratoryProcess]:
    """What carries out plans."""
    made = LaboratoryProcess(shim_library, room)
    yield made
    made.close()


@pytest.fixture
def experiment(laboratory: LaboratoryProcess, record_property: Callable[[str, object], None]) -> Experiment:
    """Carry out a plan of DEED:TASK:OPTION; all tries, with what was lost in each. They are counted at the end."""

    def carry_out(*plan: str, counts: bool = True) -> list[Try]:
        tries = laboratory.carry_out(plan)
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
