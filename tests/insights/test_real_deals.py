"""Real closed deals of others: numbers that make sense, and nothing proposed where nothing is to be found."""

import shutil
from pathlib import Path

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.calibration.results import Verdict
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Outcome
from tests.builders import FixedClock

RULES = Path(__file__).parent.parent / "data"


def ask(folder: Path, rules: str, file: Path):
    """What a workspace with these rules and files says."""
    shutil.copytree(RULES / rules, folder / "rules")
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    workspace.load()
    source = CsvFile.open(file)
    assert isinstance(workspace.run_import(source, workspace.plan_import(source, ImportOptions(custom=True))), Outcome)
    report = workspace.insights.ask()
    workspace.close()
    return report


def test_opportunities_of_a_software_house(real_data, tmp_path):
    report = ask(tmp_path, "rules_b2b", real_data / "b2b_opportunities.csv")
    assert (report.counts.closed, report.counts.customers, report.counts.undated) == (312, 156, 312)
    rows = {(row.criterion, row.level): row for row in report.rows}
    assert rows["up_sale", 0].against_control > 0 > rows["tender", 0].against_control
    assert rows["client", 1].few  # four leads
    assert report.proposal.checked[report.proposal.method].value > 0.75
    assert {note.code for note in report.notes} >= {"period_without_dates", "undated_facts"}
    assert any(overlap.share > 0.5 for overlap in report.overlaps)


def test_telephone_campaigns_of_a_bank(real_data, tmp_path):
    header, *calls = (real_data / "bank_calls.csv").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "some.csv").write_text(header + "".join(calls[::4]), "utf-8")
    report = ask(tmp_path / "office", "rules_bank", tmp_path / "some.csv")
    assert report.proposal.verdict in (Verdict.PROPOSED, Verdict.NO_BETTER)
    assert report.comparison.at_random.difference.value >= 0  # whatever is proposed is no worse than today's
    assert all(method.value > 0.6 for method in report.proposal.checked.values())
    assert not {"age", "marital"} & {one.criterion.id for one in report.new_criteria}
    assert "job_title" in {one.criterion.id for one in report.new_criteria}
    assert {value.protected for value in report.values if value.fact == "custom.age"} == {"age"}
    rates = [tier.rate.rate for tier in report.today.tiers if not tier.rate.few]
    assert rates == sorted(rates)
    assert report.today.drift == ()
