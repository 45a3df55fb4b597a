"""Numbers as people type them, whatever mark their language parts decimals off with."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.conditions import Operator
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.parsing import read_number
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.leads.panel.details_tab import value_as_text
from leadqual_gui.ui.matrix.builder.values import argument_of, text_of
from leadqual_gui.ui.matrix.grid.points import tenths_of
from leadqual_gui.ui.typed_numbers import PointsBox, as_typed, typed_number
from tests.builders import a_lead


@pytest.fixture(params=["en", "de", "fr", "ar_EG"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language whose numbers the program shows."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture(params=["de_CH", "he", "fa", "ar_EG", "sv", "en_IN"])
def speaking(request: pytest.FixtureRequest) -> Iterator[str]:
    """Languages with signs and groups of their own."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2,5", 2.5), ("2.5", 2.5), ("−4,5", -4.5), ("+3", 3), ("0,125", 0.125), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
     ("1,200,000", 1_200_000), ("1\u202f200", 1200), ("٢٫٥", 2.5), ("٢", 2)],
)  # fmt: skip
def test_either_mark_and_any_digits_are_understood(language: str, typed: str, meant: float) -> None:
    assert typed_number(typed) == meant


@pytest.mark.parametrize("typed", ["ten", "", "1e9", "nan", "5k", "51-200", "2.5.1,"])
def test_what_is_no_number_is_refused(language: str, typed: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        typed_number(typed)


def test_what_the_program_shows_as_thousands_is_read_as_such_and_the_other_mark_is_asked_about() -> None:
    assert argument_of(Operator.AT_LEAST, FactType.NUMBER, "1,200") == 1200
    doubtful = argument_of(Operator.AT_LEAST, FactType.NUMBER, "1.200")
    assert doubtful == "!“1.200” could be 1200 or 1.2. Write one of these"


def test_a_language_with_a_comma_has_its_thousands_too() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        assert typed_number("1.200") == 1200
        with pytest.raises(ValueError, match="1250 or 1,25"):
            typed_number("1,250")
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("value", [1.125, -123.456, 0.125, 1200, 2.5, 10_000_000_000, 0.0001])
def test_a_number_of_a_rule_stays_what_it_is_when_its_line_is_read_again(language: str, value: float) -> None:
    shown = text_of(Operator.AT_LEAST, value)
    assert argument_of(Operator.AT_LEAST, FactType.NUMBER, shown) == value


@pytest.mark.parametrize("value", [123.125, 1.125, 1200.0, 1200.5, 0.5, -2.5])
def test_a_value_of_a_lead_stays_what_it_is_when_its_line_is_read_again(language: str, value: float) -> None:
    assert read_number(value_as_text(a_lead(expected_value=value), "expected_value")) == value


@pytest.mark.parametrize("value", [1.125, -123.456, 1200, 1200.25, 2.5, -0.001])
def test_what_a_field_begins_with_is_the_same_number_in_every_language(speaking: str, value: float) -> None:
    assert typed_number(as_typed(value)) == value


@pytest.mark.parametrize("half", ["4,", "4.", "4٫"])
def test_points_that_are_half_typed_are_whole_ones(language: str, half: str) -> None:
    assert tenths_of(half) == 40


@pytest.mark.parametrize("value", [-1200, -4.5, 1200.25, 1_234_567])
def test_what_the_program_shows_can_be_typed(speaking: str, value: float) -> None:
    assert typed_number(number(value)) == value


@pytest.mark.parametrize("typed", ["1.125", "1,125"])
def test_who_is_asked_which_of_two_numbers_is_meant_can_write_either(language: str, typed: str) -> None:
    try:
        assert typed_number(typed) == 1125
    except ValueError as asked:
        more, less = re.fullmatch(".* could be (.+) or (.+)[.] Write one of these", str(asked)).groups()
        assert (typed_number(more), typed_number(less)) == (1125, 1.125)


def test_an_arabic_decimal_mark_is_one(language: str) -> None:
    assert typed_number("١٫١٢٥") == 1.125


@pytest.mark.parametrize("typed", ["2,5", "2.5"])
def test_points_by_hand_take_either_mark(qtbot: QtBot, language: str, typed: str) -> None:
    box = PointsBox()
    qtbot.addWidget(box)
    box.setRange(-1000, 1000)
    box.setValue(5)
    box.selectAll()
    QTest.keyClicks(box, typed)
    box.interpretText()
    assert box.value() == 2.5


@pytest.mark.parametrize("typed", ["-4,5", "−4.5", "−٤٫٥"])
def test_points_by_hand_keep_their_sign(qtbot: QtBot, language: str, typed: str) -> None:
    box = PointsBox()
    qtbot.addWidget(box)
    box.setRange(-100, 100)
    box.setValue(-7)
    box.selectAll()
    for key in typed:  # QTest has keys of ASCII only
        QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, key))
    box.interpretText()
    assert box.value() == -4.5
    box.setValue(-7)
    box.lineEdit().setText(box.textFromValue(-4.5))
    box.interpretText()
    assert box.value() == -4.5
