"""Three real lists are imported without a click and ranked by matrices written for them: winners stand above losers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.importing import ImportOptions, ImportResult
from leadqual_gui.services.lists import Filter, Query
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.workspace import Workspace
from tests.builders import FixedClock

RULES = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Bench:
    """A workspace with rules for one of the lists."""

    workspace: Workspace
    data: Path

    def bring_in(self, name: str, year: int | None = None) -> ImportResult:
        """Import a file, keeping what only it knows."""
        source = CsvFile.open(self.data / name)
        plan = self.workspace.plan_import(source, ImportOptions(custom=True, year=year))
        done = self.workspace.run_import(source, plan)
        assert isinstance(done, Outcome), done
        return done.value

    def separation(self) -> float:
        """How often a won lead stands above a lost one (area under the curve; a half is chance)."""
        won, lost = (self._scores(outcome) for outcome in ("won", "lost"))
        order = np.concatenate([won, lost])
        _, inverse, counts = np.unique(order, return_inverse=True, return_counts=True)
        ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
        return float((ranks[: len(won)].sum() - len(won) * (len(won) + 1) / 2) / (len(won) * len(lost)))

    def _scores(self, outcome: str) -> np.ndarray:
        found = self.workspace.query(Query(Filter(fields=(("outcome", (outcome,)),))))
        return np.asarray([found.row(n).shown for n in range(len(found))], float)

    def check_ledgers(self, every: int) -> None:
        """The ledgers of some leads add up to what the list shows."""
        found = self.workspace.query(Query())
        rows = {found.row(n).id: found.row(n) for n in range(0, len(found), every)}
        for card in self.workspace.cards(list(rows), self.workspace.as_of, ahead=False):
            assert sum(line.tenths for line in card.lines) == card.exact
            assert card.shown == rows[card.lead_id].shown


@pytest.fixture
def bench(request: pytest.FixtureRequest, real_data: Path, tmp_path: Path) -> Iterator[Bench]:
    """A workspace with the rules that the test names."""
    shutil.copytree(RULES / request.param, tmp_path / "rules")
    workspace = open_workspace(WorkspaceFolder(tmp_path), FixedClock())
    assert workspace.problems == ()
    workspace.load()
    yield Bench(workspace, real_data)
    workspace.close()


@pytest.mark.parametrize("bench", ["rules_b2b"], indirect=True)
def test_opportunities_of_a_software_house(bench):
    result = bench.bring_in("b2b_opportunities.csv")
    assert (result.new, result.rejected) == (312, 0)
    assert bench.separation() > 0.75
    bench.check_ledgers(1)
    best = bench.workspace.query(Query()).row(0)
    assert best.tier == "hot"


@pytest.mark.parametrize("bench", ["rules_bank"], indirect=True)
def test_telephone_campaigns_of_a_bank(bench):
    leads, calls = bench.bring_in("bank_calls.csv"), bench.bring_in("bank_calls_activities.csv")
    assert (leads.new, leads.rejected) == (36_168, 0)
    assert calls.rejected == 0
    assert bench.separation() > 0.65
    bench.check_ledgers(500)


@pytest.mark.parametrize("bench", ["rules_shop"], indirect=True)
def test_visits_to_a_web_shop(bench):
    visits = bench.bring_in("shop_sessions.csv")
    pages = bench.bring_in("shop_sessions_activities.csv", year=2025)
    assert (visits.new, visits.rejected) == (8_631, 0)
    assert pages.rejected == 0
    assert bench.separation() > 0.65
    bench.check_ledgers(200)
