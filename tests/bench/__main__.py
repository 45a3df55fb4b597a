"""`python -m tests.bench [--json] [--leads N] [NAME...]`: measures, side by side with limits and peers.

A NAME is an area (scoring, store, window, workspace) or one of its functions (scoring.score_a_million). Each function
runs in a process of its own, so that its peak of memory is its own. Never a part of the test run: a busy machine is
no mistake in the code.
"""

from __future__ import annotations

import argparse
import inspect
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.table import as_item, lines_of

AREAS = (
    "backup",
    "board",
    "calibration",
    "call",
    "call_window",
    "encryption",
    "exchange",
    "insights",
    "insights_whole",
    "duplicates",
    "matrix",
    "matrix_window",
    "pipeline",
    "scoring",
    "store",
    "window",
    "workspace",
)
ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if every goal is reached, 1 if one is not."""
    chosen = _parser().parse_args(arguments)
    if chosen.inside:
        return _measure_inside(chosen.inside, chosen.leads)
    names = [name for wanted in chosen.names or AREAS for name in _functions(wanted)]
    items: list[dict[str, Any]] = []
    for name in names:
        found, complaint = _measured(name, chosen.leads)
        items += found
        if not chosen.json:
            for line in lines_of(found) if found else [f"{name}: {complaint}"]:
                print(line, flush=True)
        elif complaint:
            print(f"{name}: {complaint}", file=sys.stderr)
    if chosen.json:
        print(json.dumps(items, ensure_ascii=False, indent=2))
    return int(not all(item["reached"] for item in items))


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tests.bench", description="Measure figures beside their limits and peers.")
    made.add_argument("names", nargs="*", metavar="NAME", help=f"areas ({', '.join(AREAS)}) or functions; else all")
    made.add_argument("--json", action="store_true", help="machine-readable output")
    made.add_argument("--leads", type=int, metavar="N", help="how many leads (10,000; 100,000; 1,000,000)")
    made.add_argument("--inside", metavar="NAME", help=argparse.SUPPRESS)
    return made


def _functions(wanted: str) -> list[str]:
    """The functions that a name stands for: those that an area measures unasked, or the one that is named."""
    area, _, function = wanted.partition(".")
    if area not in AREAS:
        sys.exit(f"There is no area '{area}'. There are: {', '.join(AREAS)}")
    if function:
        return [wanted]
    try:
        module = import_module(f"tests.bench.{area}")
    except ModuleNotFoundError as error:
        print(f"{area}: not measured, because {error.name} is missing", file=sys.stderr)
        return []
    return [f"{area}.{measure.__name__}" for measure in module.FIGURES]


def _measured(name: str, leads: int | None) -> tuple[list[dict[str, Any]], str]:
    """The figures of one function, measured in a process of its own, and what it complained of."""
    words = [sys.executable, "-m", "tests.bench", "--inside", name]
    words += ["--leads", str(leads)] if leads else []
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return [], (done.stderr.strip().splitlines() or ["it failed"])[-1]
    return json.loads(done.stdout.splitlines()[-1]), ""


def _measure_inside(name: str, leads: int | None) -> int:
    area, _, function = name.partition(".")
    measure: Callable[..., list[Figure]] = getattr(import_module(f"tests.bench.{area}"), function)
    takes_leads = "leads" in inspect.signature(measure).parameters
    figures = measure(leads) if leads and takes_leads else measure()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps([as_item(asdict(figure), figure, name, peak) for figure in figures]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
