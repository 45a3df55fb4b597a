"""`python -m tests.faults.laboratory ROOM`, with the shim loaded: strikes one call after the other.

What to do is read from standard input, one plan a line: DEED:TASK:OPTION, several with commas between. What came of it
is said on standard output as JSON, one line a try; an empty line ends it.

The program has done the deed once before anything is struck, and forks for each try, so that a try costs hundredths
of a second: nothing is imported again, rules of the same bytes are read once, and a workspace of the same bytes is
judged once.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from random import Random

from leadqual_gui.domain.errors import LeadQualError
from tests.faults import shim
from tests.faults.deeds import CARELESS, deed_named
from tests.faults.memory import remember_rules
from tests.faults.replay import Disk, events, states
from tests.faults.shim import Calls, How
from tests.faults.world import Deed, losses

ERRORS = {
    "write": (Calls.WRITES | Calls.OPENS, How.FAIL, errno.EIO),
    "full": (Calls.WRITES | Calls.OPENS, How.FAIL_ON, errno.ENOSPC),
    "short": (Calls.WRITES, How.SHORT, 0),
    "sync": (Calls.SYNCS, How.FAIL, errno.EIO),
    "name": (Calls.NAMES, How.FAIL, errno.EACCES),
    "kill": (Calls.ALL, How.KILL, 0),
}
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try ended: what was acknowledged, which error came out unspoken, how many calls there were, if killed."""

    said: dict[str, int]
    error: str
    calls: int
    killed: bool


class Laboratory:
    """A folder to work in, with the workspace that a deed begins with."""

    def __init__(self, deed: Deed, room: Path) -> None:
        self.deed = deed
        self._template = room / "template"
        self.folder = room / "workspace"
        self._judged: dict[object, list[str]] = {}
        deed.prepare(self._template)
        shim.watch(self.folder)
        self._warm_up()

    def _warm_up(self) -> None:
        """Do the deed once, untouched: what is left behind must satisfy its own judge."""
        said: dict[str, int] = {}
        self.deed.act(self.fresh(), said.__setitem__)
        lost = losses(self.deed, self.folder, said)
        assert self.deed is CARELESS or (said and not lost), (self.deed.name, said, lost)
        gc.collect()
        gc.freeze()

    def lost(self, said: dict[str, int]) -> list[str]:
        """What was lost in the workspace as it was left. The same bytes are judged once."""
        mark = (_bytes_of(self.folder), tuple(sorted(said.items())))
        if mark not in self._judged:
            self._judged[mark] = losses(self.deed, self.folder, said)
        return list(self._judged[mark])

    def fresh(self) -> Path:
        """The workspace as it was at the beginning."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._template, self.folder)
        return self.folder

    def attempt(self, before: Callable[[], None], within: float | None = None) -> Ended:
        """Do the deed in a process of its own, which is killed after some seconds or by what it meets."""
        self.fresh()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._act(writing, before)
        os.close(writing)
        if within is not None:
            time.sleep(within)
            os.kill(child, signal.SIGKILL)
        with open(reading, "rb") as pipe:
            lines = [line for line in pipe.read().split(b"\n") if line.endswith(b";")]
        _, status = os.waitpid(child, 0)
        return _ended([json.loads(line[:-1]) for line in lines], os.WIFSIGNALED(status))

    def _act(self, writing: int, before: Callable[[], None]) -> None:
        def tell(*told: object) -> None:
            os.write(writing, json.dumps(told).encode() + b";\n")

        def say(what: str, number: int) -> None:
            tell("said", what, number)
            shim.mark(f"{what} {number}")

        try:
            before()
            self.deed.act(self.folder, say)
            shim.mark("end")
        except LeadQualError as error:
            tell("spoken", str(error))
        except AssertionError as error:
            tell("spoken", f"refused: {error}")
        except BaseException:
            tell("unspoken", traceback.format_exc())
        finally:
            tell("calls", shim.seen())
            os._exit(0)


def _bytes_of(folder: Path) -> bytes:
    """Tells folders with other names, modes or content apart; what SQLite shares in memory is made anew."""
    found = blake2b()
    for path in sorted(folder.rglob("*")):
        if not path.name.endswith("-shm"):
            mode, is_file = path.stat().st_mode, path.is_file()
            found.update(f"{path}\0{mode}\0{path.stat().st_size if is_file else 0}\0".encode())
            found.update(path.read_bytes() if is_file else b"")
    return found.digest()


def _ended(told: list[list[object]], killed: bool) -> Ended:
    said = {str(what): int(str(number)) for kind, what, number in (t for t in told if t[0] == "said")}
    unspoken = next((str(t[1]) for t in told if t[0] == "unspoken"), "")
    calls = next((int(str(t[1])) for t in told if t[0] == "calls"), 0)
    return Ended(said, unspoken, calls, killed)


def strike_every_call(laboratory: Laboratory, kind: str, step: int = 1) -> Iterator[dict[str, object]]:
    """The first call, the second ... until the deed passes untouched."""
    which, how, error = ERRORS[kind]
    for number in range(1, MOST, step):
        ended = laboratory.attempt(lambda number=number: shim.arm(which, how, error, number))  # type: ignore[misc]
        yield _verdict(laboratory, kind, number, ended)
        if not ended.killed and ended.calls < number:
            return


def kill_at_random(laboratory: Laboratory, tries: int) -> Iterator[dict[str, object]]:
    """SIGKILL at any moment."""
    random = Random(8)
    begun = time.monotonic()
    laboratory.attempt(shim.disarm)
    longest = time.monotonic() - begun
    for number in range(tries):
        ended = laboratory.attempt(shim.disarm, within=random.random() * longest)
        yield _verdict(laboratory, "SIGKILL", number, ended)


def limit_size(laboratory: Laboratory, step: int) -> Iterator[dict[str, object]]:
    """No file may become larger than this: more with each try, until the deed passes."""
    for size in range(0, 1 << 30, step):
        ended = laboratory.attempt(lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))  # type: ignore[misc]
        yield _verdict(laboratory, "RLIMIT_FSIZE", size, ended)
        if ended.said and max(ended.said.values()) >= 1 and not ended.error and _is_whole(laboratory, ended):
            return


def cut_power(laboratory: Laboratory, tries: int, strict: bool) -> Iterator[dict[str, object]]:
    """Everything that the deed writes is recorded, then cut off at many moments."""
    record = laboratory.folder.with_name("record")
    with record.open("wb") as file:
        laboratory.attempt(lambda: shim.record(file.fileno()))
    laboratory.fresh()
    disk = Disk(laboratory.folder, laboratory.folder, strict)
    random = Random(8)
    for state in states(disk, list(events(record.read_bytes())), random, tries):
        shutil.rmtree(laboratory.folder)
        disk.lay_out(state.files, state.folders, laboratory.folder)
        ended = Ended(state.said, "", 0, killed=True)
        yield _verdict(laboratory, f"power cut ({state.style}{', strict' if strict else ''})", state.at, ended)


def _is_whole(laboratory: Laboratory, ended: Ended) -> bool:
    untouched = laboratory.attempt(shim.disarm)
    return untouched.said == ended.said


def _verdict(laboratory: Laboratory, kind: str, number: int, ended: Ended) -> dict[str, object]:
    shim.disarm()
    lost = laboratory.lost(ended.said)
    if ended.error:
        lost.append(f"an error came out without words:\n{ended.error}")
    return {"deed": laboratory.deed.name, "kind": kind, "number": number, "said": ended.said, "lost": lost}


def tries_of(laboratory: Laboratory, task: str, option: str) -> Iterator[dict[str, object]]:
    """One task of a plan: strike:KIND/STEP, kill:TRIES, limit:BYTES, cut:TRIES or strict:TRIES."""
    match task:
        case "strike":
            kind, _, step = option.partition("/")
            return strike_every_call(laboratory, kind, int(step or 1))
        case "kill":
            return kill_at_random(laboratory, int(option))
        case "limit":
            return limit_size(laboratory, int(option))
        case _:
            return cut_power(laboratory, int(option), task == "strict")


def main(room: Path) -> None:
    """Do what the tests ask for."""
    gc.disable()
    remember_rules()
    made: dict[str, Laboratory] = {}
    for plan in sys.stdin:
        for line in plan.strip().split(","):
            name, task, option = line.split(":")
            if name not in made:
                place = room / name.replace(" ", "-")
                place.mkdir()
                made[name] = Laboratory(deed_named(name), place)
            shim.watch(made[name].folder)
            for one in tries_of(made[name], task, option):
                sys.stdout.write(json.dumps(one) + "\n")
        sys.stdout.write("\n")
        sys.stdout.flush()
        gc.collect()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
