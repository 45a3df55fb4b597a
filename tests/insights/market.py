"""A small market in a real workspace: who asks for a demo buys, whoever comes from a fair does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.workspace import Workspace
from tests.builders import NOW, FixedClock

MATRIX = """\
# The owner's own words
format: 1
name: Market
score: {min: 0, max: 100}
tiers: {cold: 0, warm: 20, hot: 40}
grades: {fit: {A: 10, B: 0}, engagement: {1: 10, 2: 0}}
criteria:
  - {id: demo, kind: implicit, label: Asked for a demo, activity: {kinds: [demo_requested], at_most: 1}, points: 2}
  - {id: visit, kind: implicit, label: Visited, activity: {kinds: [website_visit], at_most: 1}, points: 9}
  - id: size
    kind: explicit
    label: Employees
    levels:
      - {label: many, when: {employees: {at_least: 100}}, points: 3}
      - {label: some, when: {employees: {at_least: 10}}, points: 1}
  - {id: fair, kind: explicit, label: From the fair, when: {source: fair}, points: 8}
"""
ACTIVITIES = """\
format: 1
kinds:
  - {id: demo_requested, label: Asked for a demo, sign: intent}
  - {id: website_visit, label: Visited the website, sign: interest}
  - {id: quote_requested, label: Asked for a price, sign: intent}
"""
HEADER = "external_id,full_name,source,employees,gender,machines,created_at,outcome,closed_at"
KINDS = {"demo": "demo_requested", "visit": "website_visit", "quote": "quote_requested"}.items()
FIELDS = """\
format: 1
fields:
  - {key: gender, label: Gender, type: text}
  - {key: machines, label: Machines, type: text}
"""


class Market:
    """A workspace with closed leads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FixedClock()
        (folder / "rules").mkdir(parents=True)
        for name, text in (
            ("matrix", MATRIX),
            ("activities", ACTIVITIES),
            ("fields", FIELDS),
            ("profiles", "format: 1\n"),
        ):
            (folder / "rules" / f"{name}.yaml").write_text(text, "utf-8")
        self.workspace = self.opened()

    def opened(self) -> Workspace:
        """The workspace, open."""
        workspace = open_workspace(WorkspaceFolder(self.folder), self.clock)
        workspace.load()
        return workspace

    def bring(self, name: str, header: str, rows: list[str]) -> None:
        """Import a file."""
        path = self.folder / name
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        source = CsvFile.open(path)
        done = self.workspace.run_import(source, self.workspace.plan_import(source, ImportOptions(custom=True)))
        assert isinstance(done, Outcome), done
        assert done.value.rejected == 0, done.value

    def trade(self, leads: int = 400, seed: int = 5, shuffled: bool = False, dated: bool = True) -> None:
        """So many leads of the last quarter, closed and open."""
        random = np.random.default_rng(seed)
        rows, acts = [], []
        ends = []
        facts = [self._facts(random) for _ in range(leads)]
        for fact in facts:
            chance = 0.05 + 0.45 * fact["demo"] + 0.4 * (fact["machines"] == "old") - 0.04 * (fact["source"] == "fair")
            ends.append("won" if random.random() < chance else "lost")
        if shuffled:
            random.shuffle(ends)
        for number, (fact, end) in enumerate(zip(facts, ends, strict=True)):
            created = NOW - timedelta(days=60 + int(random.integers(0, 60)))
            closed = created + timedelta(days=10) if dated else None
            rows.append(
                f"L{number},Lead {number},{fact['source']},{fact['employees']},{fact['gender']},{fact['machines']},"
                f"{created.date()},{end},{closed.date() if closed else ''}"
            )
            days = [
                ("demo_requested", fact["demo"]),
                ("website_visit", fact["visit"]),
                ("quote_requested", fact["quote"]),
            ]
            acts += [f"L{number},{kind},{(created + timedelta(days=3)).date()}" for kind, did in days if did]
        self.bring(
            "leads.csv", "external_id,full_name,source,employees,gender,machines,created_at,outcome,closed_at", rows
        )
        self.bring("acts.csv", "lead,kind,occurred_at", acts)

    @staticmethod
    def _facts(random: np.random.Generator) -> dict[str, Any]:
        demo = bool(random.random() < 0.35)
        return {
            "demo": demo,
            "visit": bool(random.random() < 0.5),
            "quote": bool(random.random() < (0.85 if demo else 0.05)),
            "source": str(random.choice(["fair", "web", "referral"])),
            "employees": int(random.integers(1, 300)),
            "gender": str(random.choice(["f", "m"])),
            "machines": str(random.choice(["old", "new"])),
        }
