"""Whole numbers as people type them: a year, a row, calls a week. What is none is not taken, and never misread."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.whole_numbers import WholeBox


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language whose numbers the program shows."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture
def calls(qtbot: QtBot, language: str) -> WholeBox:
    """How many calls a week somebody can make: ten, so far."""
    box = WholeBox()
    qtbot.addWidget(box)
    box.setRange(1, 9999)
    box.setValue(10)
    box.show()
    return box


def typed(box: WholeBox, text: str) -> int:
    """What a field holds once something was typed over all of it, and Enter pressed."""
    QToolTip.hideText()
    box.selectAll()
    for char in text:
        box.lineEdit().insert(char)
    QTest.keyClick(box, Qt.Key.Key_Return)
    return box.value()


def test_a_whole_number_is_taken_with_or_without_thousands_parted_off(calls: WholeBox, language: str) -> None:
    assert typed(calls, "25") == 25
    assert typed(calls, {"en": "1,200", "de": "1.200"}[language]) == 1200
    assert typed(calls, "٣٠") == 30
    assert QToolTip.text() == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [("2,5", "“2,5” is no whole number. It stays 10"), ("2.5", "“2.5” is no whole number. It stays 10"),
     ("12000", "“12000” does not fit: write 1 to 9999"), ("0", "“0” does not fit: write 1 to 9999"),
     ("ten", "“ten” is no number")],
)  # fmt: skip
def test_what_is_none_is_not_taken_and_it_is_said(calls: WholeBox, text: str, said: str) -> None:
    assert typed(calls, text) == 10
    assert calls.text() == "10"
    assert QToolTip.text() == said


def test_what_could_be_two_numbers_is_not_guessed(calls: WholeBox, language: str) -> None:
    assert typed(calls, {"en": "1.200", "de": "1,200"}[language]) == 10
    less = {"en": "1.2", "de": "1,2"}[language]
    assert f"could be 1200 or {less}. Write one of these" in QToolTip.text()


def test_the_word_for_none_can_stand_there(qtbot: QtBot) -> None:
    box = WholeBox()
    qtbot.addWidget(box)
    box.setRange(0, 1000)
    box.setSpecialValueText("There are none")
    box.setValue(0)
    box.show()
    assert box.text() == "There are none"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert (box.value(), QToolTip.text()) == (0, "")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == 1
