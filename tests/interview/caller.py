"""A program that is killed: answers all questions of four frameworks, and says on standard output what is durable.

`python -m tests.interview.caller FOLDER SEED`. Each line that it prints was acknowledged before: an answer, a note, or
an unfinished line.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path
from random import Random

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.calling.values import Done
from leadqual_gui.services.workspace import Workspace

SHIPPED = Path(__file__).resolve().parents[2] / "rules"
FRAMEWORKS = ("bant", "champ", "gpctba_ci", "meddic")


def desk_in(folder: Path) -> CallDesk:
    """The desk of a workspace that is not loaded: a call must not wait for that."""
    clock = SystemClock()
    workspace = Workspace(open_store(folder, clock), RulesFolder(SHIPPED), clock)
    return CallDesk(workspace, CallFolder(folder / "calls"))


def say(what: str, *told: object) -> None:
    """Acknowledge."""
    sys.stdout.write(json.dumps([what, *told]) + "\n")
    sys.stdout.flush()


def main(folder: Path, seed: int) -> None:
    """Call lead 1 until somebody kills us."""
    random, desk = Random(seed), desk_in(folder)
    left = desk.unfinished()
    call = desk.resume(left[0].key) if left else desk.begin(1, FRAMEWORKS[0])
    assert isinstance(call, Call)
    say("ready")
    for number in count():
        ask_all(call, FRAMEWORKS[number % 4], random, f"{seed}-{number}")


def ask_all(call: Call, framework: str, random: Random, mark: str) -> None:
    """One framework, from the first question to the last."""
    call.switch(framework)
    for state in call.interview.states:
        call.jump(state.element.id)
        level = random.randrange(4)
        if isinstance(call.answer(level, evidence=f"{mark} {state.element.id}"), Done):
            say("answer", framework, state.element.id, level, f"{mark} {state.element.id}")
        text = f"note {mark} {state.element.id}"
        for end in range(len(text) - 3, len(text) + 1):
            call.write_draft(text[:end])
            say("draft", text[:end])
        if isinstance(call.add_note(text), Done):
            say("note", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
