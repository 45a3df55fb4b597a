"""Each state of the wizard and the export, walked widget by widget: named, translated, mirrored, nothing cut off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.ui.exchange.export_dialog import ask_for_export
from leadqual_gui.ui.exchange.screen import COLUMNS, FILE, ROWS, ImportScreen
from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import Opener
from tests.ui.test_every_screen import CONTROLS, called, has_pseudo, is_data
from tests.ui_exchange.conftest import FAIR, Lister, at_rest, drop

SIZES = [(1280, 800), (1920, 1080)]
HOLDERS = ("QComboBox", "QuietCombo", "QSpinBox", "QLineEdit", "QComboBoxPrivateContainer", "QDateEdit", "QTableView")
DATA = (
    "i.falk",
    "won",
    "Hund",
    "photo",
    "Organisation",
    "Contact",
    "Haustier",
    "Created",
    "Status",
    "Frostad",
    "Ingrid",
    "April",
    "March",
    "Outcome",
)


def answered(qtbot: QtBot, window: MainWindow, screen: ImportScreen, step: int) -> QWidget:
    """A step, once the order of dates was said."""
    screen.session.choose_order(DateOrder.DMY)
    at_rest(qtbot, window)
    screen.go_to(step)
    return window


def imported(qtbot: QtBot, window: MainWindow, screen: ImportScreen) -> QWidget:
    """The result."""
    answered(qtbot, window, screen, ROWS)
    screen.start.click()
    at_rest(qtbot, window)
    return window


def failed(qtbot: QtBot, window: MainWindow, folder: Path) -> QWidget:
    """A file that is no table."""
    picture = folder / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    drop(window, picture)
    at_rest(qtbot, window)
    return window


STATES: dict[str, Callable[[QtBot, MainWindow, ImportScreen], QWidget]] = {
    "file": lambda bot, window, screen: answered(bot, window, screen, FILE),
    "open": lambda _bot, window, _screen: window,
    "columns": lambda bot, window, screen: answered(bot, window, screen, COLUMNS),
    "rows": lambda bot, window, screen: answered(bot, window, screen, ROWS),
    "result": imported,
    "trouble": lambda bot, window, _screen: failed(bot, window, window.surroundings.folder),
    "export": lambda _bot, window, _screen: ask_for_export(window, ()),
}


def brought_up(qtbot: QtBot, window: MainWindow, listed: Lister, state: str) -> QWidget:
    """What is on the screen in a state."""
    screen = drop(window, listed("fair.csv", FAIR))
    at_rest(qtbot, window)
    whole = STATES[state](qtbot, window, screen)
    at_rest(qtbot, window)
    return whole


def shown(whole: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    """The widgets of these kinds that can be seen, without the parts that Qt puts inside others."""
    own = [widget for widget in whole.findChildren(QWidget) if isinstance(widget, kinds) and widget.isVisible()]
    inner = ("qt_", "ScrollLeft", "ScrollRight")
    return [
        one for one in own if not one.objectName().startswith(inner) and one.window() is whole and not _is_part(one)
    ]


def _is_part(widget: QWidget) -> bool:
    return isinstance(widget, QHeaderView) or type(widget.parent()).__name__ in HOLDERS


@pytest.mark.parametrize("state", STATES)
def test_each_control_has_a_name_in_the_users_language_and_the_screen_mirrors(
    qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path, listed: Lister, state: str
) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    whole = brought_up(qtbot, window, listed, state)
    nameless = [type(one).__name__ for one in shown(whole, *CONTROLS) if not called(one)]
    plain = [
        text
        for one in shown(whole, QLabel, QAbstractButton)
        if (text := one.text().strip()) and not has_pseudo(text) and not is_data(text) and not is_of_file(text)
    ]
    screen = window.stack.currentWidget()
    assert isinstance(screen, ImportScreen)
    outcome = screen.outcome.mapTo(window, screen.outcome.rect().center()).x()
    close(whole, window)
    assert nameless == []
    assert plain == []
    assert outcome < window.width() // 2


def is_of_file(text: str) -> bool:
    """What the file says, which nobody translates."""
    return any(part in text for part in DATA)


@pytest.mark.parametrize("state", ["open", "rows", "result", "export"])
def test_no_button_is_narrower_than_its_words(qtbot: QtBot, window: MainWindow, listed: Lister, state: str) -> None:
    whole = brought_up(qtbot, window, listed, state)
    cut = []
    for size in SIZES if whole is window else SIZES[:1]:
        window.resize(*size)
        qtbot.wait(20)
        cut += [
            one.text()
            for one in shown(whole, QAbstractButton)
            if isinstance(one, QAbstractButton) and one.text() and one.width() < one.minimumSizeHint().width()
        ]
    close(whole, window)
    assert cut == []


def close(whole: QWidget, window: MainWindow) -> None:
    """Put away what is a window of its own."""
    if whole is not window:
        whole.close()
