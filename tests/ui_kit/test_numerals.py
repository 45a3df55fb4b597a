"""Digits on the screen: one rule for all that is counted, measured or dated; what was typed stays as it was typed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from leadqual_gui.domain.calibration.rates import ValueRate
from leadqual_gui.domain.calibration.results import Auc
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.ledger import Evidence
from leadqual_gui.domain.today import Part
from leadqual_gui.services.lists import Filter
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import Change
from leadqual_gui.ui import fields
from leadqual_gui.ui.insights.calibration.rows import lift_words, value_words
from leadqual_gui.ui.insights.plots.told import month_words
from leadqual_gui.ui.insights.report.evidence import auc_words
from leadqual_gui.ui.insights.wording import count, day_words, interval, percent
from leadqual_gui.ui.interview.wording import duration_words
from leadqual_gui.ui.leads.columns import Wording, text_of, typed
from leadqual_gui.ui.leads.panel.account import evidence_words
from leadqual_gui.ui.leads.panel.history_tab import change_row
from leadqual_gui.ui.leads.views import chip_words
from leadqual_gui.ui.matrix.grid.clipboard import plain_points
from leadqual_gui.ui.matrix.grid.points import tenths_of
from leadqual_gui.ui.matrix.wording import points_words
from leadqual_gui.ui.pipeline.wording import short_number
from leadqual_gui.ui.today.wording import day_title, part_words
from leadqual_gui.ui.typed_numbers import as_typed, typed_number
from leadqual_gui.ui.vocabulary import Vocabulary, vocabulary_from_text
from leadqual_gui.ui.widgets import numerals
from tests.ui.test_lead_model import a_row
from tests.ui_kit.read_back import from_tenths

LONG_AGO = datetime(2019, 3, 17, 9, 12).astimezone()


@pytest.fixture
def cairo() -> Iterator[None]:
    """Numbers as they are written in Cairo."""
    before = QLocale()
    QLocale.setDefault(QLocale("ar_EG"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def berlin() -> Iterator[None]:
    """Numbers as they are written in Berlin."""
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def london() -> Iterator[None]:
    """Numbers as they are written in London."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def all_numbers() -> dict[str, str]:
    """Each way in which a number or a moment comes to the screen."""
    rate = CloseRate(13, 19)
    return {
        "score": numerals.whole(57),
        "points": numerals.signed(-12),
        "a line of the ledger": numerals.tenths(57),
        "short points": numerals.signed_tenths_short(80),
        "a range": numerals.span(45, 86),
        "what could be": numerals.possible(-80, 85),
        "per cent": numerals.percent(41),
        "a share": percent(0.41),
        "an interval": interval(rate),
        "a count": count(1234),
        "a number": fields.number(1234.5),
        "money": short_number(543_000),
        "a day": fields.short_day(LONG_AGO),
        "the time": fields.clock(LONG_AGO),
        "how long": duration_words(3852),
        "the title of the day": day_title(LONG_AGO),
        "a month": month_words(LONG_AGO),
        "a day of a period": day_words(LONG_AGO, with_year=True),
    }


def test_in_cairo_every_number_day_and_clock_has_the_digits_of_cairo(cairo: None) -> None:
    latin = {name: text for name, text in all_numbers().items() if re.search("[0-9]", text)}
    assert latin == {}
    assert numerals.whole(1903) == "١٩٠٣"
    assert fields.clock(LONG_AGO) == "٠٩:١٢"


DECIMALS = {
    "a line of the ledger": lambda: numerals.tenths(57),
    "a sum": lambda: numerals.bare_tenths(320),
    "short points": lambda: numerals.signed_tenths_short(-45),
    "points of a cap": lambda: points_words(45),
    "what could be": lambda: numerals.possible(-45, 85),
    "a cell for a spreadsheet": lambda: plain_points(-45),
    "points typed over": lambda: as_typed(2.5),
    "how many times the rate": lambda: lift_words(2.14),
    "how well scores rank": lambda: auc_words(Auc(0.72, 0.66, 0.78, 40, 60)),
    "a measured number": lambda: numerals.decimal(-1.25, 2),
    "calls a week": lambda: numerals.brief(2.5),
    "a part of the rank": lambda: part_words(Part("score", 0.87, 20.0, 17.4)),
}


@pytest.mark.parametrize("name", DECIMALS)
def test_in_berlin_decimals_stand_behind_a_comma(berlin: None, name: str) -> None:
    shown = numerals.plain(DECIMALS[name]())
    assert re.search(r"\d,\d", shown)
    assert "." not in shown


@pytest.mark.parametrize("name", DECIMALS)
def test_in_london_decimals_stand_behind_a_point(london: None, name: str) -> None:
    shown = numerals.plain(DECIMALS[name]())
    assert re.search(r"\d\.\d", shown)
    assert "," not in shown


@pytest.mark.parametrize("tenths", [0, 57, -57, 80, -120])
def test_points_shown_in_berlin_can_be_typed_there(berlin: None, tenths: int) -> None:
    assert tenths_of(plain_points(tenths)) == tenths
    assert tenths_of(numerals.plain(points_words(tenths))) == tenths


REVENUE = Evidence(fact="annual_revenue", value="15,310,000.5", level="5–50 m", number=15_310_000.5)
RATE = Evidence(fact="custom.rate", value="0.04", level="low", number=0.04)


def test_in_berlin_a_line_of_the_account_writes_thousands_as_one_does_there(berlin: None) -> None:
    assert evidence_words(REVENUE, LONG_AGO) == "15.310.000,5, so 5–50 m"
    assert evidence_words(Evidence(fact="employees", value="1,200", number=1200.0), LONG_AGO) == "1.200"
    assert evidence_words(RATE, LONG_AGO) == "0,04, so low", "of one's own, too; and little is not nothing"
    silent = Evidence(fact="days_since_created", value="12.3", number=12.3456)
    assert evidence_words(silent, LONG_AGO) == "12,3", "what is worked out has one decimal"
    assert evidence_words(Evidence(fact="company", value="1,200"), LONG_AGO) == "1,200", "a name is no number"
    revenue = ValueRate("annual_revenue", "", 1000.0, 15_310_000.0, CloseRate(13, 19), None, 0)
    assert numerals.plain(value_words(revenue)) == "1.000 to below 15.310.000"


def test_in_london_it_is_written_as_it_was(london: None) -> None:
    assert evidence_words(REVENUE, LONG_AGO) == "15,310,000.5, so 5–50 m"


OWN = Wording({}, {}, LONG_AGO, numbers=frozenset({"custom.rate"}))


def in_the_list(key: str, kept: str) -> tuple[str, str]:
    """A cell of a column as it is shown, and what an edit of it begins with."""
    row = replace(a_row(1), extra=((key, kept),))
    return text_of(key)(row, OWN), typed(key)(row, OWN)


def test_in_berlin_numbers_of_the_list_have_their_comma(berlin: None) -> None:
    assert in_the_list("custom.rate", "-0.045") == ("−0,045", "-0,045")
    assert in_the_list("annual_revenue", "15310000.5") == ("15310000,5", "15310000,5")
    assert in_the_list("custom.code", "2.5") == ("2.5", "2.5"), "a text is no number"
    assert in_the_list("custom.rate", "") == ("", "")
    assert in_the_list("fit", "12.0")[0] == "12,0"
    assert typed_number(in_the_list("custom.rate", "-0.045")[1]) == -0.045


def test_in_cairo_numbers_of_the_list_have_the_digits_of_there(cairo: None) -> None:
    assert in_the_list("custom.rate", "2.5")[0] == "٢٫٥"
    assert in_the_list("employees", "1998")[0] == "١٩٩٨", "without groups: some numbers are years"
    assert in_the_list("employees", "120")[1] == "120"


def test_in_berlin_filters_and_the_history_write_numbers_alike(berlin: None) -> None:
    words = Vocabulary(custom={"rate": "Rate"}, numbers=frozenset({"custom.rate"}))
    assert chip_words(Filter(fields=(("custom.rate", ("2.5",)),)), "custom.rate", words) == "Rate: 2,5"
    change = Change(1, LONG_AGO, Said("lead_changed"), "lead", "custom.rate", "2.5", "3.25", False)
    assert change_row(change, LONG_AGO, words).label == "Rate: 2,5 → 3,25"
    assert vocabulary_from_text(words.as_text()).numbers == words.numbers


def test_what_was_typed_keeps_its_digits(cairo: None) -> None:
    assert numerals.plain(numerals.as_typed("+351 555 010 442")) == "+351 555 010 442"


@pytest.mark.parametrize("tenths", [0, 57, -57, 80, -120])
def test_points_are_read_back_in_any_digits(cairo: None, tenths: int) -> None:
    assert from_tenths(numerals.tenths(tenths)) == tenths


def test_whole_points_have_no_decimal_in_any_language() -> None:
    assert [numerals.signed_tenths_short(points) for points in (0, 80, -80, 45, -45)] == [
        "0",
        "+8",
        "−8",
        "+4.5",
        "−4.5",
    ]


def test_an_arrow_stands_behind_its_number_in_either_direction() -> None:
    assert numerals.along("32 ←", rtl=True) == "\u200f32 ←"
    assert numerals.along("32 →", rtl=False) == "32 →"
