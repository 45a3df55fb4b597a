"""Which changes are ticked when an answer comes, and what the table says: from a CSV file to the screen."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.calibration.results import Verdict
from leadqual_gui.services.insights.values import Row
from leadqual_gui.ui.insights.calibration.rows import spoken
from leadqual_gui.ui.widgets import numerals
from tests.insights.market import HEADER, Market
from tests.ui.conftest import Opener
from tests.ui_insights.conftest import insights


def market_of(folder: Path) -> Market:
    return Market(folder / "workspace")


def clickers(market: Market) -> None:
    """The article's team: 30 of 100 leads become customers, and 36 of 100 of those who came to the website."""
    rows = [
        f"L{n},Lead {n},web,20,f,new,2026-08-01,{'won' if n < 72 or 200 <= n < 428 else 'lost'},2026-08-20"
        for n in range(1_000)
    ]
    market.bring("leads.csv", HEADER, rows)
    visits = [f"L{n},website_visit,2026-08-10" for n in range(200)]
    market.bring("visits.csv", "lead,kind,occurred_at", visits)


def test_36_of_100_clickers_against_30_of_100_get_36_points_on_the_screen(
    qtbot: QtBot, opened: Opener, tmp_path: Path
) -> None:
    market = market_of(tmp_path)
    clickers(market)
    market.workspace.close()
    page = insights(qtbot, opened(market.folder, size=(1440, 900))).page
    assert "control 30 %, interval 27 to 33" in numerals.plain(page.header.said.words())
    line = next(line for line in page.table.rows.source.rows if line.label == "Visited")
    assert (line.rate.won, line.rate.leads) == (72, 200)
    assert isinstance(line.source, Row)
    assert line.source.on_hundred == 36
    page.panel.show_line(line)
    assert any("36 of 100" in numerals.plain(said) for _, said in page.panel.why.said)
    assert "36 %, interval 30 to 43" in spoken(line, taken=False)


def test_only_what_rests_on_evidence_is_ticked(qtbot: QtBot, opened: Opener, trading: Path) -> None:
    page = insights(qtbot, opened(trading, size=(1440, 900))).page
    report = page.session.report
    assert report is not None
    assert page.choosing.taken == set(report.supported)
    assert 0 < len(report.supported) <= len(report.changes)
    ticked = [row for row in report.rows if row.change in page.choosing.taken]
    assert all(row.closed.leads >= 10 and not row.few for row in ticked)
    assert {row.criterion for row in ticked} >= {"demo", "visit"}


@pytest.fixture
def close_call(tmp_path: Path) -> Path:
    """A hundred leads of whom those who asked for a demo bought a little more often: it could be chance."""
    market = market_of(tmp_path)
    rows, demos = [], []
    for n in range(140):
        demo = n % 2 == 0
        won = (n // 2) % 10 < (6 if demo else 4)
        rows.append(f"L{n},Lead {n},{'fair' if n % 3 else 'web'},{5 + n},f,new,2026-08-01,{'won' if won else 'lost'},")
        demos += [f"L{n},demo_requested,2026-08-10"] if demo else []
    market.bring("leads.csv", HEADER, rows)
    market.bring("demos.csv", "lead,kind,occurred_at", demos)
    market.workspace.close()
    return market.folder


def test_nothing_is_ticked_where_the_gain_may_be_chance(qtbot: QtBot, opened: Opener, close_call: Path) -> None:
    page = insights(qtbot, opened(close_call, size=(1440, 900))).page
    report = page.session.report
    assert report is not None
    assert report.within_chance or report.proposal.verdict in (Verdict.CHANCE, Verdict.NO_BETTER)
    assert page.choosing.taken == frozenset()
    assert page.banner.isVisible()
    assert not page.take_bar.take.isEnabled()
    again = page.session.workspace.insights.ask(page.session.question)
    assert again is not None
    assert (again.proposal, again.within_chance) == (report.proposal, report.within_chance)
