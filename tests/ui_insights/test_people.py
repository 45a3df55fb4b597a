"""What the panel says of tiers out of order, and of what customers have in common."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.calibration.drift import TierRate, drift_of
from leadqual_gui.domain.calibration.ideal_profile import Common, IdealProfile
from leadqual_gui.domain.calibration.results import Difference
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.conditions import All
from leadqual_gui.domain.profiles import Profile
from leadqual_gui.domain.text import Text
from leadqual_gui.services.insights.values import Counts
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.insights.calibration.deciding import decision_of
from leadqual_gui.ui.insights.calibration.page import CalibrationPage
from leadqual_gui.ui.insights.calibration.people import Drifts, ProfileBlock
from leadqual_gui.ui.insights.wording import head_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.scores import TierScale
from tests.builders import some_rules
from tests.ui_insights.telling import report_with

SCALE = TierScale(("cold", "warm", "hot"), ("Cold", "Warm", "Hot"), (0, 40, 70), 0, 100)


def test_cold_leads_that_close_more_often_are_a_notice(qtbot: QtBot, theme: Theme) -> None:
    drifts = Drifts(theme)
    qtbot.addWidget(drifts)
    rates = [TierRate("cold", CloseRate(60, 40)), TierRate("warm", CloseRate(20, 80)), TierRate("hot", CloseRate(9, 1))]
    assert drifts.show_drift(drift_of(rates), SCALE)
    assert drifts.banner.title.text() == "Cold leads close more often than Warm ones"
    assert "more than chance" in drifts.banner.about.text()


def test_tiers_in_order_say_nothing(qtbot: QtBot, theme: Theme) -> None:
    rates = [TierRate("cold", CloseRate(10, 90)), TierRate("warm", CloseRate(20, 80)), TierRate("hot", CloseRate(9, 1))]
    drifts = Drifts(theme)
    qtbot.addWidget(drifts)
    assert not drifts.show_drift(drift_of(rates), SCALE)


def test_the_ideal_buyer_is_told_fact_by_fact(qtbot: QtBot, theme: Theme) -> None:
    common = Common("industry", "Food", All(()), 0.8, 0.4)
    profile = Profile("ideal", Text("Ideal"), All(()), (), None)
    block = ProfileBlock(theme)
    qtbot.addWidget(block)
    ideal = IdealProfile(profile, (common,), CloseRate(30, 30), CloseRate(10, 90), 0.75, 0.37)
    assert block.show_profile(ideal, some_rules())
    assert block.facts.rows[0].spoken == "Industry: Food: 80 % of customers, 40 % of all leads"
    assert "50 %" in numerals.plain(block.said.text())
    assert not block.show_profile(None, some_rules())


@pytest.mark.parametrize(
    ("difference", "about"),
    [
        (Difference(0.0, 0.0, 0.0), "87 % of pairs stand in the right order: with other points, too"),
        (Difference(-0.02, -0.05, 0.01), "−5 to +1 points of a hundred more: within chance"),
    ],
)
def test_where_nothing_does_better_todays_points_do_as_well(
    page: CalibrationPage, difference: Difference, about: str
) -> None:
    found = page.panel.split
    assert found is not None
    auc = replace(found.today.auc, value=0.87)
    held = replace(found.today, auc=auc)
    decision = decision_of(replace(found, today=held, proposed=held, difference=difference), "Hot")
    assert decision.title == "Today's points do as well"
    assert numerals.plain(decision.about).endswith(about)
    assert decision.tone == ""


def test_the_decision_says_what_it_rests_on(page: CalibrationPage) -> None:
    split = page.panel.split
    assert split is not None
    decision = decision_of(split, "Hot")
    assert decision.tone == "good"
    assert numerals.plain(decision.about).rpartition(": ")[2] in ("more than chance", "likely, not proven")
    assert page.panel.decision.title.text() == decision.title


def test_one_lead_is_one_lead(tongue: Tongue) -> None:
    report = report_with(counts=Counts(1, 0, 0, 0, 0))
    assert numerals.plain(head_words(report)) == "0 closed of 1 lead, 0 customers"
