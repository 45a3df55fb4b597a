"""`python -m tests.fuzz READER --minutes N --seed S [--guided]`: how many files were tried, each error once."""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path

from tests.fuzz.guided import MISSING, guided
from tests.fuzz.judging import Found, Judge
from tests.fuzz.mutation import mutated
from tests.fuzz.readers import READERS, Reader

IN_MEMORY = Path("/dev/shm")
"""Where files cost nothing to write, if there is such a place."""


def main() -> int:
    """Try so long; 0 if every file was read or refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", choices=[*READERS, "all"])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="led by coverage (needs atheris)")
    parser.add_argument("--keep", type=Path, help="write what was found into this folder")
    chosen = parser.parse_args()
    if chosen.guided and importlib.util.find_spec("atheris") is None:
        say(MISSING)
        return 2
    names = READERS if chosen.reader == "all" else (chosen.reader,)
    return int(sum(_fuzzed(READERS[name], chosen) for name in names) > 0)


def say(words: str) -> None:
    """On standard output, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _fuzzed(reader: Reader, chosen: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as made:
        place = Path(made).resolve()
        words, found = guided(reader.name, chosen, place) if chosen.guided else _unguided(reader, chosen, place)
    say(f"{words}, {len(found)} errors")
    _tell(reader.name, found, chosen.keep)
    return bool(found)


def _unguided(reader: Reader, chosen: argparse.Namespace, place: Path) -> tuple[str, list[Found]]:
    os.environ["HOME"] = str(place)
    chance, pool = random.Random(chosen.seed), list(reader.seeds())
    with reader.feeding(place) as feed:
        judge = Judge(feed, place)
        for seed in pool:
            feed(seed)
        judge.watch()
        ends = time.monotonic() + chosen.minutes * 60
        while time.monotonic() < ends:
            judge.try_one(
                reader.changed(chance.choice(pool), lambda part: mutated(part, pool, reader.signs, chance), chance)
            )
            if judge.tried % 500 == 0:
                gc.collect()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    words = f"{judge.tried} files in {chosen.minutes:g} min, slowest {judge.slowest:.2f} s, at most {most} MB"
    return f"{reader.name}: {words}", list(judge.found.values())


def _tell(name: str, found: Iterable[Found], keep: Path | None) -> None:
    for one in found:
        say(f"--- {one.told}")
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name}-{sha1(one.told.encode()).hexdigest()[:8]}").write_bytes(one.data)


if __name__ == "__main__":
    sys.exit(main())
