"""The same readers and the same judgement, led by what of leadqual_gui is reached: `python -m tests.fuzz csv --guided`.

Atheris keeps each file that reaches something new and goes on from there; half of the changes are its own, half those
of mutation.py, both inside of what a format wraps. It never comes back from its loop, so that each reader has a process
of its own, which says what it found through a file.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from tests.fuzz.judging import Found, Judge
from tests.fuzz.mutation import LONGEST, mutated

MISSING = "The guided targets need atheris, which nothing else here does. Install it: uv sync --inexact --group fuzz"
_REACHED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")


def guided(name: str, chosen: Namespace, place: Path) -> tuple[str, list[Found]]:
    """Run one reader in a process of its own: what to say of it, and its errors."""
    outcome = place / "outcome.json"
    command = [sys.executable, "-m", __name__, name, str(chosen.minutes), str(chosen.seed), str(place), str(outcome)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    executed, reached = _EXECUTED.search(done.stderr), _REACHED.findall(done.stderr)
    told = json.loads(outcome.read_text("utf-8")) if outcome.exists() else {"found": [], "slowest": 0.0}
    found = [Found(one["told"], bytes.fromhex(one["data"])) for one in told["found"]]
    if done.returncode or not executed or not reached:
        found.append(Found(f"the process ended with {done.returncode}: {done.stderr[-2000:]}", b""))
        return f"{name}, guided: broken off", found
    edges, features, kept = reached[-1]
    words = f"{int(executed[1])} files in {chosen.minutes:g} min, slowest {told['slowest']:.2f} s"
    return f"{name}, guided: {words}, {edges} edges, {features} features, {kept} kept", found


def main() -> None:
    """The process of one reader. Ends with the process."""
    import atheris

    name, minutes, seed, place, outcome = sys.argv[1:]
    os.environ["HOME"] = place
    with atheris.instrument_imports(include=["leadqual_gui"]):
        from tests.fuzz.readers import READERS, Reader

        reader: Reader = READERS[name]
        pool = list(reader.seeds())
        folder, corpus = Path(place) / "tried", Path(place) / "corpus"
        folder.mkdir()
        corpus.mkdir()
        for number, seed_file in enumerate(pool):
            (corpus / f"{number:04d}").write_bytes(seed_file)
        with reader.feeding(folder) as feed:
            judge = Judge(feed, folder)
            for seed_file in pool:  # imports that come late, and errors that are none of the accidents
                feed(seed_file)
            judge.watch()

            def one(data: bytes) -> None:
                slowest = judge.slowest
                if judge.try_one(data) or judge.slowest > slowest:
                    _write(judge, Path(outcome))
                if judge.tried % 500 == 0:
                    gc.collect()

            def change(data: bytes, longest: int, number: int) -> bytes:
                chance = random.Random(number)

                def accident(part: bytes) -> bytes:
                    if chance.random() < 0.5:
                        return bytes(atheris.Mutate(part, max(len(part) + 64, 64)))
                    return mutated(part, pool, reader.signs, chance)

                return reader.changed(data, accident, chance)[: max(longest, LONGEST)]

            limits = (f"-max_total_time={round(float(minutes) * 60)}", f"-max_len={reader.longest}", "-len_control=0")
            flags = (f"-seed={seed}", "-timeout=120", "-rss_limit_mb=3000", "-print_final_stats=1", "-reload=0")
            artifacts = f"-artifact_prefix={place}/"
            atheris.Setup([sys.argv[0], str(corpus), *limits, *flags, artifacts], one, custom_mutator=change)
            atheris.Fuzz()


def _write(judge: Judge, path: Path) -> None:
    found = [{"told": one.told, "data": one.data.hex()} for one in judge.found.values()]
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        json.dump({"slowest": judge.slowest, "found": found}, file)
    Path(file.name).replace(path)


if __name__ == "__main__":
    main()
