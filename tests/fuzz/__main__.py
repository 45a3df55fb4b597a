"""`python -m tests.fuzz READER --minutes N --seed S`: how many files were tried, and each error once; 1 if any."""

from __future__ import annotations

import argparse
import gc
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from hashlib import sha1
from pathlib import Path
from types import FrameType

from tests.fuzz.mutation import mutated
from tests.fuzz.readers import READERS, Reader

TOO_LONG = 10.0


class TooLongError(Exception):
    """A file of a few kilobytes must not take so many seconds of computing."""


def main() -> int:
    """Try so long; 0 if every file was read or refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", choices=[*READERS, "all"])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write what was found into this folder")
    chosen = parser.parse_args()
    signal.signal(signal.SIGPROF, _ring)
    names = READERS if chosen.reader == "all" else (chosen.reader,)
    return int(sum(_fuzzed(READERS[name], chosen) for name in names) > 0)


def say(words: str) -> None:
    """On standard output, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _fuzzed(reader: Reader, chosen: argparse.Namespace) -> bool:
    chance, found = random.Random(chosen.seed), dict[str, bytes]()
    tried, slowest = 0, 0.0
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = place
        pool = list(reader.seeds())
        with reader.feeding(Path(place)) as feed:  # type: ignore[attr-defined]
            for seed in pool:
                feed(seed if reader.name != "answers" else reader.dressed(seed, chance))
            ends = time.monotonic() + chosen.minutes * 60
            while time.monotonic() < ends:
                data = reader.dressed(mutated(chance.choice(pool), pool, reader.signs, chance), chance)
                begun = time.monotonic()
                if told := _tried(feed, data):
                    found.setdefault(told, data)
                slowest = max(slowest, time.monotonic() - begun)
                tried += 1
                if tried % 500 == 0:
                    gc.collect()
    say(f"{reader.name}: {tried} files in {chosen.minutes:g} min, slowest {slowest:.2f} s, {len(found)} errors")
    for told, data in found.items():
        say(f"--- {told}")
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{reader.name}-{sha1(told.encode()).hexdigest()[:8]}").write_bytes(data)
    return bool(found)


def _tried(feed: object, data: bytes) -> str:
    """ "" if the file was read or refused, else where and how it went wrong."""
    signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
    try:
        feed(data)  # type: ignore[operator]
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        steps = traceback.extract_tb(error.__traceback__)[-4:]
        where = " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))
        return f"{type(error).__name__}: {str(error)[:200]} at {where}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


if __name__ == "__main__":
    sys.exit(main())
