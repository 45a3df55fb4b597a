"""Killed with -9 at any moment, a call loses no answer and no note that was acknowledged, and no unfinished line.

Ten times in the test run; `LEADQUAL_KILLS=200` makes it as many.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.commands import AddLead
from tests.interview.caller import desk_in

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("LEADQUAL_KILLS", "10"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")


def run_and_kill(folder: Path, seed: int, after: float) -> list[list[object]]:
    """Let the caller work for a moment, kill it, and give back what it had acknowledged."""
    words = [sys.executable, "-m", "tests.interview.caller", str(folder), str(seed)]
    caller = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert caller.stdout is not None
    first = caller.stdout.readline()
    assert first, caller.stderr.read().decode()
    time.sleep(after)
    caller.kill()
    rest, _ = caller.communicate()
    lines = rest.decode().splitlines()
    whole = lines if rest.endswith(b"\n") else lines[:-1]
    return [json.loads(line) for line in whole]


@pytest.mark.parametrize("batch", range(-(-KILLS // 10)))
def test_no_acknowledged_answer_or_note_is_lost_however_often_we_are_killed(tmp_path, batch):
    random = Random(batch)
    desk = desk_in(tmp_path)
    desk._workspace.execute(AddLead({"full_name": "Ines Carvalho"}))
    desk._workspace.close()
    answers: set[tuple[object, ...]] = set()
    notes: set[object] = set()
    for seed in range(batch * 10, batch * 10 + 10):
        said = run_and_kill(tmp_path, seed, random.random() * 0.4)
        answers |= {tuple(told) for what, *told in said if what == "answer"}
        notes |= {told[0] for what, *told in said if what == "note"}
        desk = desk_in(tmp_path)
        (left,) = desk.unfinished()
        seen_draft(said, left.draft, {n.text for n in left.notes})
        call = desk.resume(left.key)
        assert isinstance(call, Call)
        record = desk._workspace.store.record(1)
        stored = {(a.framework, a.element, a.level, (a.evidence or "").split("\n")[0]) for a in record.answers}
        kept = [a.topic for a in record.activities]
        assert answers <= stored
        assert notes <= set(kept)
        assert len(kept) == len(set(kept)), "no line is filed twice"
        assert call.unsaved == 0
        call.leave()
        desk._workspace.close()
    assert answers
    assert notes


def seen_draft(said, draft, notes):
    """The newest unfinished line that was acknowledged is there, or has grown into what came after it."""
    if said and said[-1][0] == "draft":
        wanted = said[-1][1]
        assert draft.startswith(wanted) or any(n.startswith(wanted) for n in notes)
