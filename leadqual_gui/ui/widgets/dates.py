"""Fields for days and times that read the same in either direction."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateTimeEdit


def show_as(field: QDateTimeEdit, written: str) -> None:
    """Write a day as `written` says, with a calendar to choose from.

    In a window that runs from right to left Qt turns the parts of such a format round, hours and minutes among them:
    nine o'clock would stand there as 00:09. The field itself therefore runs from left to right.
    """
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    field.setCalendarPopup(True)
    field.setDisplayFormat(written)
