"""The pictures of the Insights screen: what they tell, by eye, by key and by ear; how they get into files."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.calibration.cohorts import Cohort, ReasonLost, SourceRate
from leadqual_gui.domain.calibration.conversion import Reached
from leadqual_gui.domain.calibration.drift import Drift, TierRate, TierRatesAt
from leadqual_gui.domain.calibration.periods import Period
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.moments import DAY
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.commands import GiveVerdict
from leadqual_gui.services.insights.values import Counts
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.insights.charts.frame import number_words
from leadqual_gui.ui.insights.plots.charts import chart_of
from leadqual_gui.ui.insights.plots.of_report import PLOTS
from leadqual_gui.ui.insights.plots.page import PlotPage
from leadqual_gui.ui.insights.plots.pictures import Plot, Rates, Series, Stacks, Table
from leadqual_gui.ui.insights.plots.rates_chart import RatesChart
from leadqual_gui.ui.insights.plots.saving import file_name, save_picture
from leadqual_gui.ui.insights.plots.table_chart import TableChart
from leadqual_gui.ui.insights.screen import InsightsScreen
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.theme.theme import Scheme, Theme
from leadqual_gui.ui.widgets import numerals
from tests.builders import NOW
from tests.ui_insights.conftest import insights
from tests.ui_insights.telling import told_with

TABS = ("tiers", "scores", "funnel", "cohorts", "sources", "reasons", "verdicts")


def plot(key: str, **what: object) -> Plot:
    """The first plot of a tab, of an answer with these parts."""
    return PLOTS[key](told_with(**what))[0]


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> InsightsScreen:
    """The screen with its answer."""
    return insights(qtbot, window)


def shown(screen: InsightsScreen, key: str) -> PlotPage:
    """A tab of pictures, in front."""
    page = screen.show_tab(key)
    assert isinstance(page, PlotPage)
    return page


# --- what they tell --------------------------------------------------------------------------------------------------
def test_a_tier_with_few_leads_is_said_to_be_too_few_and_one_without_any_is_said_to_be_none():
    rates = (CloseRate(0, 0), CloseRate(3, 7), CloseRate(30, 30))
    at = TierRatesAt(NOW, 1, tuple(TierRate(t, r) for t, r in zip(("cold", "warm", "hot"), rates, strict=True)))
    picture = plot("tiers", tier_rates=(at,)).picture
    assert isinstance(picture, Rates)
    assert picture.joined


def test_broken_order_of_tiers_is_noticed_with_its_numbers():
    colder, hotter = TierRate("warm", CloseRate(40, 60)), TierRate("hot", CloseRate(10, 90))
    at = TierRatesAt(NOW, 1, (TierRate("cold", CloseRate(1, 99)), colder, hotter))
    notice = plot("tiers", tier_rates=(at,), drift=(Drift(colder, hotter, True),)).notice
    assert notice is not None
    assert notice.warm
    assert "40" in notice.title
    assert "10" in notice.title
    doubt = plot("tiers", tier_rates=(at,), drift=(Drift(colder, hotter, False),)).notice
    assert doubt is not None
    assert "by chance" in doubt.title


def test_a_month_that_is_not_over_is_empty_and_not_zero():
    cohorts = (Cohort(NOW, 8, 4, 28, (2, 8, None)), Cohort(NOW + timedelta(days=31), 0, 0, 5, (None, None, None)))
    table = plot("cohorts", cohorts=cohorts).picture
    assert isinstance(table, Table)
    old, new = ([cell.share for cell in row.cells[5:]] for row in table.rows)
    assert old == [pytest.approx(0.25), 1.0, None]
    assert new == [None, None, None]
    assert "within months 1: 5 %, 2: 20 %" in table.rows[0].spoken


def test_one_customer_of_four_does_not_outshine_a_whole_month():
    table = plot("cohorts", cohorts=(Cohort(NOW, 1, 3, 0, (1, 1)), Cohort(NOW, 4, 36, 0, (2, 4)))).picture
    assert isinstance(table, Table)
    few, month = table.rows
    assert [numerals.plain(cell.text) for cell in few.cells[5:]] == ["25 %", "25 %"]
    assert [cell.share for cell in few.cells[5:]] == [None, None]
    assert [cell.share for cell in month.cells[5:]] == [pytest.approx(0.5), 1.0]


def test_a_line_between_rates_of_few_leads_has_no_colour_of_a_tier(theme: Theme, qtbot: QtBot):
    hot = Series("Hot", "hot.mark")
    drawn = []
    for leads in (5, 50):
        rates = ((CloseRate(leads, 0), CloseRate(0, leads)),)
        chart = chart_of(theme, "Tiers", Rates(("Q1 2026", "Q2 2026"), (hot,), rates, joined=True))
        qtbot.addWidget(chart)
        chart.resize(600, 300)
        image = chart.grab().toImage()
        middle = [image.pixelColor(image.width() // 2 + 20, y) for y in range(image.height())]
        drawn.append(any(colour.red() > colour.green() + 60 for colour in middle))
    assert drawn == [False, True]


def test_numbers_beside_an_axis_are_written_as_all_others(tongue: Tongue):
    tongue.speak("en")
    assert [number_words(value) for value in (0.0, 2.5, 1000.0, 2_000_000.0)] == ["0", "2.5", "1,000", "2,000,000"]
    silent = plot("reasons", reasons=(ReasonLost("", 7295, {"": 7295}, {"": 7295}),))
    assert "7,295 lost leads" in numerals.plain(silent.about)


def test_customers_that_nobody_dated_are_not_shown_as_none():
    undated = Cohort(NOW, 40, 10, 0, (0, 0), undated=40)
    some = Cohort(NOW, 40, 10, 0, (5, 10), undated=5)
    plotted = plot("cohorts", cohorts=(undated, some))
    assert isinstance(plotted.picture, Table)
    first, second = ([numerals.plain(cell.text) for cell in row.cells[5:]] for row in plotted.picture.rows)
    assert first == ["?", "?"]
    assert second == ["≥ 10 %", "≥ 20 %"]
    assert plotted.notice is not None
    assert "45" in plotted.notice.title


def test_sources_with_few_leads_are_dim_and_have_no_lift():
    sources = (
        SourceRate("Fair", 100, CloseRate(40, 20), CloseRate(40, 60), 2.0, 5000.0, 1000.0),
        SourceRate("", 3, CloseRate(1, 2), CloseRate(1, 2), 1.5, None, None),
    )
    table = plot("sources", sources=sources).picture
    assert isinstance(table, Table)
    fair, unknown = table.rows
    assert (fair.dim, unknown.dim) == (False, True)
    assert unknown.cells[0].text == "Not known"
    assert (unknown.cells[4].rate, fair.cells[4].rate) == (None, CloseRate(40, 60)), "3 leads: said, not drawn"
    assert unknown.cells[5].text == ""
    assert unknown.cells[6].text == "–"
    assert "too few" in unknown.spoken


def test_what_the_table_of_sources_leaves_out_is_said(tongue: Tongue):
    tongue.speak("en")
    fair = SourceRate("Fair", 100, CloseRate(40, 20), CloseRate(40, 60), 2.0, 500.0, 100.0, "EUR")
    web = SourceRate("Web", 40, CloseRate(4, 2), CloseRate(4, 36), 1.0, None, None, None)
    plotted = plot("sources", sources=(fair, web), counts=Counts(150, 66, 44, 0, 0))
    cells = [[numerals.plain(cell.text) for cell in row.cells[-2:]] for row in plotted.picture.rows]
    assert cells == [["500 EUR", "100 EUR"], ["mixed", "mixed"]]
    assert numerals.plain(plotted.notice.title).startswith("10 leads of rarer sources are not shown.")
    assert plot("sources", sources=(fair,), counts=Counts(100, 60, 40, 0, 0)).notice is None


def test_rates_by_month_say_how_many_closed_leads_have_no_date(tongue: Tongue):
    tongue.speak("en")
    at = TierRatesAt(NOW, 1, (TierRate("hot", CloseRate(30, 30)),) * 3)
    about = plot("tiers", tier_rates=(at,), counts=Counts(99, 70, 40, 7, 3)).about
    assert "Left out: 10 closed leads" in numerals.plain(about)
    assert "Left out" not in plot("tiers", tier_rates=(at,), counts=Counts(99, 60, 40, 0, 0)).about


def test_reasons_are_told_by_stage_and_tier_or_asked_for():
    given = (ReasonLost("Too dear", 5, {"new": 3, "": 2}, {"hot": 4, "cold": 1}),)
    table = plot("reasons", reasons=given).picture
    assert isinstance(table, Table)
    assert [(part.name, part.count) for part in table.rows[0].cells[-1].parts] == [("Hot", 4), ("Cold", 1)]
    silent = plot("reasons", reasons=(ReasonLost("", 7, {"": 7}, {"": 7}),))
    assert silent.picture is None
    assert "nobody wrote down why" in silent.about


def test_the_funnel_tells_shares_with_intervals_and_times():
    steps = (Reached("new", 100, None, None), Reached("won", 20, CloseRate(20, 80), 0.25))
    table = plot("funnel", funnel=steps).picture
    assert isinstance(table, Table)
    assert "half took at most 6 hour" in table.rows[1].spoken
    assert "20 of 100" in table.rows[1].spoken


def test_a_stage_that_one_lead_was_on_says_too_few_and_an_empty_one_has_no_bar(theme: Theme, qtbot: QtBot):
    steps = (Reached("new", 1, None, None), Reached("won", 0, CloseRate(0, 1), None))
    table = plot("funnel", funnel=steps).picture
    assert isinstance(table, Table)
    won = table.rows[1].cells
    assert (won[3].text, won[4].rate) == ("too few", None)
    chart = chart_of(theme, "Funnel", table)
    qtbot.addWidget(chart)
    chart.resize(900, chart.sizeHint().height())
    image, bar = chart.grab().toImage(), theme.look.c.control.rgb()
    rows = [y for y in range(image.height()) if bar in {image.pixel(x, y) for x in range(image.width())}]
    assert rows, "the stage with a lead has one"
    assert max(rows) < chart.height() * 2 // 3


def test_without_closed_leads_no_empty_picture_of_their_rates_is_drawn():
    assert "Import a file" in plot("scores").about
    assert "Choose a longer one" in plot("scores", period=Period(0, 9)).about
    bands, histogram = PLOTS["scores"](told_with(counts=Counts(5, 0, 0, 0, 0)))
    assert bands.picture is None
    assert "won or lost" in bands.about
    assert histogram.picture is not None


@pytest.mark.parametrize("key", TABS)
def test_nothing_to_show_is_said_in_words_and_never_drawn(key):
    for one in PLOTS[key](told_with()):
        assert one.picture is None
        assert one.about


# --- by eye, key and ear ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("scheme", "rtl"), [(Scheme.LIGHT, False), (Scheme.DARK, True)])
def test_every_tab_paints_in_both_schemes_and_directions(qtbot, screen, scheme, rtl):
    screen.theme.choose_scheme(scheme)
    screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    for key in TABS:
        page = shown(screen, key)
        for card in page.cards:
            if card.chart is not None:
                image = card.chart.grab().toImage()
                assert len(_colours(image)) > 2, card.plot.key
                assert card.chart.accessibleName() == card.plot.title
    screen.theme.choose_scheme(Scheme.LIGHT)


def _colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


def test_arrow_keys_step_through_a_chart_and_say_what_is_there(screen):
    page = shown(screen, "scores")
    chart = page.cards[0].chart
    assert isinstance(chart, RatesChart)
    chart.setFocus()
    before = chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    first = chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert len({before, first, chart.accessibleDescription()}) == 3
    assert "10–19" in chart.accessibleDescription()


def test_a_table_is_walked_line_by_line(screen):
    chart = shown(screen, "sources").cards[0].chart
    assert isinstance(chart, TableChart)
    for at in (0, 1, 2, 2):
        QTest.keyClick(chart, Qt.Key.Key_Down)
        assert chart.accessibleDescription() == chart.table.rows[at].spoken
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription() == chart.table.rows[0].spoken


def test_pointing_tells_the_values(screen):
    chart = shown(screen, "sources").cards[0].chart
    assert chart is not None
    assert chart.words_at(QPoint(5, 5)) == ""
    assert "of" in chart.words_at(QPoint(5, chart.height() // 2))


def test_a_verdict_leads_to_its_lead(qtbot, window, screen):
    workspace = window.workspace
    lead = workspace.find("L0")
    workspace.execute(GiveVerdict(lead, Judgement.TOO_LOW, "A <b>great</b> one"))
    screen.session.ask()
    qtbot.waitUntil(lambda: bool(screen.session.report.verdicts), timeout=20_000)
    chart = shown(screen, "verdicts").cards[1].chart
    QTest.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.lead_asked) as asked:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert asked.args == [lead]


def test_a_verdict_on_what_had_ended_is_called_so_and_no_rate_counts_it(qtbot, window, screen):
    workspace = window.workspace
    workspace.execute(GiveVerdict(workspace.find("L0"), Judgement.TOO_LOW, "Has signed"))
    screen.session.ask()
    qtbot.waitUntil(lambda: bool(screen.session.report.verdicts), timeout=20_000)
    rates, listed = (card.plot for card in shown(screen, "verdicts").cards)
    assert "none closed since" in rates.picture.rows[1].spoken
    assert numerals.plain(rates.notice.about) == "1 lead had ended when the verdict was given: not counted."
    assert "Already" in listed.picture.rows[0].spoken
    assert "before" in screen.show_tab("calibration").panel.verdicts.rows.rows[0].spoken


def test_the_reason_of_a_verdict_takes_the_room_that_is_left(qtbot, window, screen):
    why = "They asked for a contract twice, and their board agreed in writing"
    workspace = window.workspace
    workspace.execute(GiveVerdict(workspace.find("L0"), Judgement.TOO_LOW, why))
    screen.session.ask()
    qtbot.waitUntil(lambda: bool(screen.session.report.verdicts), timeout=20_000)
    chart = shown(screen, "verdicts").cards[1].chart
    needed = chart.look.f.body.width(why)
    wide, narrow = chart.places(chart.look, 1200)[-1], chart.places(chart.look, 600)[-1]
    assert wide[1] >= needed
    assert narrow[1] < needed
    assert sum(narrow) <= 600


def test_another_period_redraws_the_tab_in_front(qtbot, screen):
    page = shown(screen, "scores")
    before, quarter = page.cards[0].plot, screen.session.report.period
    month = Period(quarter.start, quarter.start + 31 * DAY)
    screen.session.ask_period(month)
    qtbot.waitUntil(lambda: screen.session.report.period == month, timeout=20_000)
    assert page.cards[0].plot != before


# --- files -----------------------------------------------------------------------------------------------------------
def test_a_picture_is_saved_for_its_owner_alone(screen, tmp_path):
    page = shown(screen, "scores")
    said: list[str] = []
    screen.session.said.connect(said.append)
    for name in ("a.png", "a.svg"):
        page.save(page.cards[0], tmp_path / name)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert QImage(str(tmp_path / "a.png")).width() >= 960
    assert "<svg" in (tmp_path / "a.svg").read_text("utf-8")
    assert len(said) == 2
    assert not list(tmp_path.glob(".*part"))


def test_a_picture_is_saved_though_another_answer_came_while_its_file_was_asked_for(qtbot, screen, tmp_path):
    page = shown(screen, "scores")
    before = page.cards[0]
    dialog = page.ask_and_save(before, ".png")
    screen.session.answered.emit(screen.session.report)
    assert not shiboken6.isValid(before)
    dialog.fileSelected.emit(str(tmp_path / "a.png"))
    dialog.close()
    assert QImage(str(tmp_path / "a.png")).width() >= 960


def test_a_picture_that_cannot_be_saved_is_said(screen, tmp_path):
    page = shown(screen, "scores")
    refused: list[str] = []
    screen.session.refused.connect(refused.append)
    page.save(page.cards[0], tmp_path / "missing" / "a.png")
    assert "cannot be written" in refused[0]


def test_names_in_a_drawing_are_only_text(theme: Theme, qtbot: QtBot, tmp_path: Path):
    stacks = Stacks(("<script>x</script>",), (Series("A & B", "text1"),), ((3,),))
    chart = chart_of(theme, "<b>Leads</b>", stacks)
    qtbot.addWidget(chart)
    save_picture(chart, tmp_path / "x.svg")
    text = (tmp_path / "x.svg").read_text("utf-8")
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
    assert chart.as_image(QSize(400, 200)).width() == 800


def test_a_file_is_named_after_its_picture():
    assert file_name("Close rate by score", ".svg") == "close-rate-by-score.svg"
    assert file_name("成约率", ".png") == "成约率.png"
    assert file_name("…", ".png") == "picture.png"
