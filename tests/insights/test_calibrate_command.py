"""`calibrate` on a terminal: the same answer, in force only when asked for."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadqual_gui.app.logs import stop_logging
from leadqual_gui.app.main import main
from tests.insights.market import Market


@pytest.fixture(scope="module")
def traded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with 400 closed leads."""
    market = Market(tmp_path_factory.mktemp("market"))
    market.trade()
    market.workspace.close()
    return market.folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Run the command; exit status, output and complaints."""
    import sys
    import threading

    hooks = (sys.excepthook, threading.excepthook)

    def run_it(folder: Path, *words: str) -> tuple[int, str, str]:
        try:
            status = main(["--workspace", str(folder), "calibrate", *words])
        except SystemExit as left:
            status = int(left.code or 0)
        heard = capsys.readouterr()
        return status, heard.out, heard.err

    yield run_it
    sys.excepthook, threading.excepthook = hooks
    stop_logging()


def test_the_whole_answer_as_json(run, traded):
    status, out, _ = run(traded, "--json", "--all", "--calls", "6")
    told = json.loads(out)
    assert status == 0
    assert told["verdict"] == "proposed"
    assert told["closed"] == 400
    demo = next(row for row in told["criteria"] if row["criterion"] == "demo")
    assert demo["low"] < demo["rate"] < demo["high"]
    assert demo["proposed"] > demo["today"]
    assert told["comparison"]["at_random"]["proposed"]["auc"] > told["comparison"]["at_random"]["today"]["auc"]
    assert told["today"]["thresholds"]["advised"] is not None
    assert told["taken"] is None


def test_a_table_for_people(run, traded):
    status, out, _ = run(traded, "--from", "2026-07-01", "--to", "2026-12-31")
    assert status == 0
    assert "2026-07-01 to 2026-12-31" in out
    assert "Asked for a demo" in out
    assert "Held out at random" in out


def test_wrong_days_are_refused_with_a_reason(run, traded):
    assert run(traded, "--from", "soon")[0] == 1
    status, _, complaint = run(traded, "--from", "2026-09-01", "--to", "2026-08-01")
    assert status == 1
    assert "--to must not be before --from" in complaint
    assert run(traded, "--within-days", "many")[0] == 2


def test_apply_puts_the_points_in_force_and_draft_does_not(run, tmp_path):
    market = Market(tmp_path)
    market.trade()
    market.workspace.close()
    matrix = tmp_path / "rules" / "matrix.yaml"
    before = matrix.read_text("utf-8")
    status, out, _ = run(tmp_path, "--all", "--draft", "--json")
    assert (status, json.loads(out)["taken"]["published"]) == (0, False)
    assert matrix.read_text("utf-8") == before
    status, _, complaint = run(tmp_path, "--all", "--apply")
    assert status == 1
    assert "holds changes of its own" in complaint


def test_apply_in_one_go(run, tmp_path):
    market = Market(tmp_path)
    market.trade()
    market.workspace.close()
    status, out, _ = run(tmp_path, "--all", "--apply", "--json")
    assert (status, json.loads(out)["taken"]["version"]) == (0, 2)
    assert "# The owner's own words" in (tmp_path / "rules" / "matrix.yaml").read_text("utf-8")
    assert "points: 9}" not in (tmp_path / "rules" / "matrix.yaml").read_text("utf-8")


def test_with_too_few_leads_apply_is_refused_and_the_table_is_not(run, tmp_path):
    market = Market(tmp_path)
    market.trade(leads=20)
    market.workspace.close()
    assert run(tmp_path, "--all")[0] == 0
    status, _, complaint = run(tmp_path, "--all", "--apply")
    assert status == 1
    assert "about 30 customers" in complaint
