"""Tables that are painted whole: nothing of Qt's grid, row heads and corner; rows as high as they are told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView


def lay_bare(table: QTableView) -> None:
    """Take away what Qt would paint around the cells; Tab leaves the table, and it scrolls by pixels."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setMouseTracking(True)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    vertical = table.verticalHeader()
    vertical.hide()
    vertical.setMinimumSectionSize(1)
    vertical.setSectionResizeMode(vertical.ResizeMode.Fixed)


def make_column(table: QTableView, selection: QAbstractItemView.SelectionMode) -> None:
    """Bare, without heads, as wide as its place: one column of rows that are only looked at."""
    lay_bare(table)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSelectionMode(selection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.horizontalHeader().hide()
    table.horizontalHeader().setMinimumSectionSize(1)
