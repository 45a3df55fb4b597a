"""Fields for days and times."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtWidgets import QApplication, QDateTimeEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.widgets.dates import show_as


@pytest.fixture
def from_the_right(qapp: QApplication) -> Iterator[None]:
    """A window that runs from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_nine_o_clock_is_nine_o_clock_from_right_to_left(from_the_right: None, qtbot: QtBot) -> None:
    field = QDateTimeEdit(QDateTime(QDate(2026, 11, 23), QTime(9, 0)))
    qtbot.addWidget(field)
    show_as(field, "d.M.yyyy, HH:mm")
    field.show()
    assert field.text() == "23.11.2026, 09:00"
    assert field.calendarPopup()
