"""Too few leads, strange ones, or none: a plain answer each time, never a crash, never false certainty."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from leadqual_gui.domain.calibration.results import Verdict
from leadqual_gui.services.insights.plain import plain
from tests.builders import NOW
from tests.insights.market import Market

HEADER = "external_id,full_name,source,employees,machines,created_at,outcome,closed_at"


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market without leads."""
    made = Market(tmp_path)
    yield made
    made.workspace.close()


def rows(won: int, lost: int, open_: int = 0, machines: str = "old", closed: str | None = None) -> list[str]:
    """So many leads."""
    ends = ["won"] * won + ["lost"] * lost + [""] * open_
    day = (NOW - timedelta(days=70)).date()
    return [
        f"L{n},Lead {n},web,{n % 50},{machines},{(NOW - timedelta(days=90)).date()},{end},"
        f"{(day if closed is None else closed) if end else ''}"
        for n, end in enumerate(ends)
    ]


@pytest.mark.parametrize(
    ("won", "lost", "open_", "verdict"),
    [
        (0, 0, 0, Verdict.NO_LEADS),
        (0, 0, 20, Verdict.NO_LEADS),
        (40, 0, 3, Verdict.ONLY_WON),
        (0, 40, 3, Verdict.ONLY_LOST),
        (3, 2, 0, Verdict.TOO_FEW),
        (12, 24, 5, Verdict.TOO_FEW),
    ],
)
def test_too_few_closed_leads_hold_back_and_say_so(market, won, lost, open_, verdict):
    if won + lost + open_:
        market.bring("leads.csv", HEADER, rows(won, lost, open_))
    report = market.workspace.insights.ask()
    assert report.proposal.verdict is verdict
    assert report.changes == []
    assert (report.new_criteria, report.ideal) == ((), None)
    assert report.counts.closed == won + lost
    assert all(row.few or row.why in ("held_back", "too_few") for row in report.rows)
    assert plain(report)["verdict"] == verdict.value


def test_closing_dates_in_the_future_are_said_and_not_believed(market):
    market.bring("leads.csv", HEADER, rows(40, 40, closed="2031-01-01"))
    report = market.workspace.insights.ask()
    assert (report.counts.closed, report.counts.future) == (80, 80)
    assert "future_dates" in [note.code for note in report.notes]
    assert report.comparison is None or report.comparison.by_date is None


def test_outcomes_without_dates_are_used_without_them(market):
    market.bring("leads.csv", HEADER, rows(40, 40, closed=""))
    report = market.workspace.insights.ask()
    assert report.counts.undated == 80
    assert "period_without_dates" in [note.code for note in report.notes]


def test_a_field_that_only_customers_have_is_named_and_not_offered(market):
    told = [row.replace(",old,", f",{'signed' if ',won,' in row else ''},") for row in rows(60, 90)]
    market.bring("leads.csv", HEADER, told)
    report = market.workspace.insights.ask()
    leak = next(leak for leak in report.leaks if leak.key == "custom.machines")
    assert leak.serious
    assert all(one.criterion.id != "machines" for one in report.new_criteria)
    assert any(note.code == "leak" for note in report.notes)


def test_ten_thousand_different_words_say_nothing(market):
    random = np.random.default_rng(3)
    ends = random.permutation(["won"] * 300 + ["lost"] * 700)
    day = (NOW - timedelta(days=70)).date()
    told = [f"L{n},Lead {n},source {n},5,word {n},2026-05-01,{end},{day}" for n, end in enumerate(ends)]
    market.bring("leads.csv", HEADER, told)
    report = market.workspace.insights.ask()
    assert report.new_criteria == ()
    assert report.changes == []
    assert len([one for one in report.values if one.fact == "source"]) <= 30


def test_a_matrix_with_all_criteria_switched_off_has_nothing_to_calibrate(market):
    matrix = market.folder / "rules" / "matrix.yaml"
    matrix.write_text(
        matrix.read_text("utf-8")
        .replace("kind:", "enabled: no, kind:")
        .replace("    enabled: no, kind:", "    enabled: no\n    kind:"),
        "utf-8",
    )
    market.workspace.reload_rules()
    market.trade(leads=120)
    report = market.workspace.insights.ask()
    assert report.proposal.verdict is Verdict.NO_LEVELS
    assert report.rows == ()
