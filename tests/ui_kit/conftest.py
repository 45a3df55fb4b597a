"""A theme for a test, and the application as it was afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStyleFactory, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Scheme, Theme

HERE = Path(__file__).parent
OFFSCREEN_NOISE = r"This plugin does not support (propagateSizeHints|raise)\(\)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows without a display say each time that nobody hears how large they want to be; that is no fault."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, put on; motion off, as for people who asked for that."""
    font = qapp.font()
    theme = Theme(qapp, Scheme.LIGHT)
    theme.motion = False
    theme.install()
    yield theme
    qapp.setStyle(QStyleFactory.create("fusion"))
    qapp.setPalette(QPalette())
    qapp.setFont(font)


@pytest.fixture
def look(theme: Theme) -> Look:
    """What painting functions are given."""
    return theme.look


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    """An interface that runs from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows a widget as it lives: inside a window, which stays until the test is over."""
    frames: list[QWidget] = []

    def show(widget: QWidget, width: int = 800, height: int = 800) -> QWidget:
        frame = QWidget()
        frames.append(frame)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(widget)
        qtbot.addWidget(frame)
        frame.resize(width, height)
        frame.show()
        return widget

    yield show
    frames.clear()
