"""`python -m tests.soak --minutes 60 --seed 1`: says what was done and what was noticed; 1 if anything was wrong."""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.ui.main_window import MainWindow

CHECK_EVERY = 30.0
HANGS_AFTER = 120.0
"""Seconds after which an action counts as hanging: where it hangs is told, and the run ends."""
GROWTH = {"memory": 40 * 2**20, "held": 15 * 2**20, "handles": 4.0, "threads": 2.0, "widgets": 150.0}
"""How much more of each may be there at the end than the straight line after warm-up began with."""
MOST_COMPLAINTS = 20


def main() -> int:
    """Work for so long; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--census", action="store_true", help="also tell which widgets became more")
    parser.add_argument("--trace", type=Path, help="a file for each key and click, written before it happens")
    chosen = parser.parse_args()
    chosen.trace = chosen.trace and chosen.trace.absolute()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = place
        os.chdir(place)  # where exports go that nobody named a folder for
        return Soak(chosen, Path(place)).run()


def say(words: str) -> None:
    """On standard output, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _writer(path: Path) -> Callable[[str], object]:
    lines = path.open("w", encoding="utf-8", buffering=1)
    return lambda words: lines.write(words + "\n")


class Soak:
    """One run: a workspace, a window, a user, and those who watch."""

    def __init__(self, chosen: argparse.Namespace, place: Path) -> None:
        from leadqual_gui.app.folder import WorkspaceFolder
        from leadqual_gui.app.window import application
        from tests.soak.user import User
        from tests.soak.watching import Watch
        from tests.soak.world import make_workspace, open_nothing_else, open_window

        self._minutes, self._census = chosen.minutes, chosen.census
        self._folder: WorkspaceFolder = WorkspaceFolder(place / "workspace")
        make_workspace(self._folder, chosen.leads, chosen.seed)
        self._window: MainWindow = open_window(application(), self._folder)
        open_nothing_else(self._window)
        self._watch = Watch()
        self._watch.listen()
        self._user = User(self._window, place, chosen.seed, chosen.leads, chosen.trace and _writer(chosen.trace))
        self._sampled = random.Random(chosen.seed)
        self._wrong: list[str] = []
        self._crowd: Counter[str] = Counter()
        self._begun = time.monotonic()
        self.actions = 0

    def run(self) -> int:
        """Work until the time is over or too much is wrong; then look whether all is as it should be."""
        self._look_at_everything()
        checked = self._begun = time.monotonic()
        while time.monotonic() - self._begun < self._minutes * 60 and self._window.isVisible():
            if len(self._watch.complaints) + len(self._wrong) >= MOST_COMPLAINTS:
                break
            self._act()
            if time.monotonic() - checked > CHECK_EVERY:
                self._check()
                checked = time.monotonic()
        faulthandler.cancel_dump_traceback_later()
        minutes = (time.monotonic() - self._begun) / 60
        leads = self._look_back()
        return self._told(minutes, leads)

    def _look_at_everything(self) -> None:
        from tests.soak.first_look import FEW, look_at_everything
        from tests.soak.user import SCREENS

        came = look_at_everything(self._window, self._user.hands, SCREENS)
        if came > FEW:
            self._wrong.append(f"looking at everything once more made {came} widgets more")

    def _act(self) -> None:
        before = len(self._watch.complaints)
        faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
        self._user.act()
        self.actions += 1
        for complaint in self._watch.complaints[before:]:
            say(f"after {self.actions} actions, lately {', '.join(self._user.last[-6:])}:\n{complaint}")

    def _check(self) -> None:
        from tests.soak.checking import ledger_faults
        from tests.soak.first_look import go_where_things_are_counted

        if not self._user.rest():
            self._wrong.append(f"after {self.actions} actions something did not end: {self._user.last[-6:]}")
        assert self._window.workspace is not None
        found = ledger_faults(self._window.workspace, self._sampled)
        self._wrong += found
        for one in found:
            say(f"WRONG after {self.actions} actions, lately {', '.join(self._user.last[-8:])}: {one}")
        go_where_things_are_counted(self._window, self._user.hands)
        self._user.hands.idle_until_memory_is_freed()
        seen = self._watch.read()
        say(
            f"{seen.seconds / 60:5.1f} min  {self.actions} actions  "
            f"{seen.memory / 2**20:.0f} MB ({seen.held / 2**20:.0f} held, {seen.sqlite / 2**20:.0f} by SQLite)  "
            f"{seen.handles} handles  {seen.threads} threads  {seen.widgets} widgets  {seen.objects} objects  "
            f"{self._window.workspace.counts().all} leads  {len(found)} ledgers wrong"
        )
        if self._census:
            self._say_census()

    def _say_census(self) -> None:
        from tests.soak.watching import census, of_handles, of_menus

        kinds = census()
        more, self._crowd = kinds - self._crowd, kinds
        say(f"    more of: {', '.join(f'{name} {count}' for name, count in more.most_common(12))}")
        say(f"    menus: {of_menus().most_common(6)}\n    handles: {of_handles().most_common(6)}")

    def _look_back(self) -> int:
        """Everybody's ledger, then the doctor and the same scores from disk; how many leads there are."""
        from tests.soak.checking import faults_afterwards, ledger_faults, scores_of

        workspace = self._window.workspace
        if not self._window.isVisible() or workspace is None:
            self._wrong.append(f"the window is gone: {self._user.last[-6:]}")
            return 0
        if not self._user.rest():
            self._wrong.append(f"at the end something did not end: {self._user.last[-6:]}")
        self._user.bring_back()
        self._wrong += ledger_faults(workspace)
        workspace.rescore()  # for one moment: whoever was worked on was scored for a later one than the others
        shown, as_of, leads = scores_of(workspace), workspace.as_of, workspace.counts().all
        if len(shown) != leads or not leads:
            self._wrong.append(f"{len(shown)} leads are shown, {leads} counted, and some should be left")
        self._watch.read()
        self._window.close()
        self._user.hands.look(0.2)
        self._wrong += faults_afterwards(self._folder, shown, as_of)
        return leads

    def _told(self, minutes: float, leads: int) -> int:
        from tests.soak.watching import per_hour

        hands, done = self._user.hands, self._user.done
        say(f"\n{self.actions} actions in {minutes:.1f} min: {hands.keys} keys, {hands.clicks} clicks, {leads} leads")
        say(", ".join(f"{name} {count}" for name, count in done.most_common()))
        say(f"{self._user.brought_back} steps taken back because half of all leads were gone")
        say(f"sqlite: {per_hour(self._watch.readings, 'sqlite') / 2**20:+.1f} an hour of what is held")
        for what, most in GROWTH.items():
            grown, scale = per_hour(self._watch.readings, what), 2**20 if what in ("memory", "held") else 1
            say(f"{what}: {grown / scale:+.1f} an hour by the trend after warm-up")
            came = grown * minutes / 60 * 2 / 3
            if came > most:
                self._wrong.append(f"{what} grew by {came / scale:.1f} after warm-up, {most / scale:.0f} are expected")
        for one in self._wrong[:MOST_COMPLAINTS]:
            say(f"WRONG {one}")
        complaints = len(self._watch.complaints)
        say(f"{complaints} complaints of Qt, Python or the log; {len(self._wrong)} other findings")
        return int(bool(self._wrong or complaints))


if __name__ == "__main__":
    sys.exit(main())
