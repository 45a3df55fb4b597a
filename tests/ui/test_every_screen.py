"""Every screen, walked widget by widget: named, translated, not cut off, with a key for each action."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.leads.panel.pages import TABS
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.widgets.key_names import key_words
from tests.ui.conftest import Opener
from tests.ui_kit.read_back import is_pseudo

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractSpinBox)
SCREENS: dict[str, Callable[[MainWindow, Path], object]] = {
    **{f"leads-{tab}": lambda window, _folder, t=tab: window.leads.panel.choose_tab(t) for tab in TABS},
    **{
        f"clean-up-{tab}": lambda window, _folder, t=tab: window.errands.clean_up(t)
        for tab in ("duplicates", "quality", "privacy")
    },
    "settings": lambda window, _folder: window.show_screen("settings"),
    "start": lambda window, _folder: window.show_screen("start"),
    "palette": lambda window, _folder: window.open_palette("i"),
    "import": lambda window, folder: window.errands.import_file(folder / "fair.csv"),
}


def bring_up(qtbot: QtBot, window: MainWindow, screen: str, folder: Path) -> None:
    """Show a screen and wait until it stands still."""
    (folder / "fair.csv").write_text("Company;E-mail\nCedar Labs;rana@cedar.example\n", encoding="utf-8")
    qtbot.waitUntil(lambda: window.leads.panel.details is not None)
    SCREENS[screen](window, folder)
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.wait(20)


def visible(window: MainWindow, *kinds: type[QWidget]) -> Iterator[QWidget]:
    """The visible widgets of these kinds, without the parts that Qt puts inside others."""
    for widget in window.findChildren(QWidget):
        inside = isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QScrollBar)
        hidden_part = widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight"))
        if isinstance(widget, kinds) and widget.isVisible() and not inside and not hidden_part:
            yield widget


def called(widget: QWidget) -> str:
    """What a person hears about a control."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


@pytest.mark.parametrize("screen", SCREENS)
def test_each_control_has_a_name(qtbot: QtBot, window: MainWindow, folder: Path, screen: str) -> None:
    bring_up(qtbot, window, screen, folder)
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in visible(window, *CONTROLS)
        if not called(w) and not isinstance(w, QHeaderView)
    ]
    assert nameless == []


def test_each_action_has_a_key_and_says_it_in_its_tooltip(window: MainWindow) -> None:
    for action in window.actions_.all().values():
        key = action.shortcut().toString()
        assert key, action.text()
        assert key_words(key) in action.toolTip()


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [key.toString() for action in window.actions_.all().values() for key in action.shortcuts()]
    keys += [w.shortcut().toString() for w in window.findChildren(QAbstractButton) if not w.shortcut().isEmpty()]
    assert sorted(keys) == sorted(set(keys))


DATA = (
    "Ines", "Carvalho", "Norbrook", "Portugal", "Trade show", "Head of", "Kestrel", "norbrook.example", "Rana", "Ana",
    "Company", "Cedar", "E-mail", "UTF-8", "rana@", "B2B", "fair.csv", "SaaS", "Local trade", "Consumer", "/", "New",
    "Ctrl",
)  # fmt: skip


def is_data(text: str) -> bool:
    """Numbers, names and what rule files say: nothing that the program translates."""
    letters = [char for char in text if char.isalpha()]
    return not letters or any(part in text for part in DATA)


@pytest.mark.parametrize("screen", SCREENS)
def test_all_words_go_through_translation(
    qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path, screen: str
) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    rules = rule_words(window)
    bring_up(qtbot, window, screen, folder)
    plain = [
        text
        for widget in visible(window, QLabel, QAbstractButton)
        if (text := widget.text().strip()) and not has_pseudo(text) and not is_data(text) and text not in rules
    ]
    assert plain == []


def has_pseudo(text: str) -> bool:
    """Whether a text, or the part of it that is ours, went through translation; cut texts end with an ellipsis."""
    return is_pseudo(text) or "[" in text


def rule_words(window: MainWindow) -> set[str]:
    """What the rule files call things."""
    assert window.workspace is not None
    rules = window.workspace.rules
    said = {str(stage.label) for stage in rules.funnel.stages} | {str(f.label) for f in rules.fields}
    for framework in rules.frameworks:
        for element in framework.elements:
            said |= {str(element.label), *(f"“{q}”" for q in element.questions), *map(str, element.questions)}
            said |= {f"{str(level.sentence).rstrip('.')}, 15 Nov" for level in element.levels}
            said |= {str(level.sentence) for level in element.levels} | {str(lv.short) for lv in element.levels}
    return said | {str(kind.label) for kind in rules.activity_kinds}


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("screen", ["leads-score", "settings", "start"])
def test_no_button_is_narrower_than_its_words(
    qtbot: QtBot, opened: Opener, folder: Path, screen: str, size: tuple[int, int]
) -> None:
    window = opened(folder, size=size)
    bring_up(qtbot, window, screen, folder)
    cut = [w.text() for w in visible(window, QAbstractButton) if w.text() and w.width() < w.minimumSizeHint().width()]
    assert cut == []


def test_the_interface_mirrors(qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    assert window.rail.mapTo(window, window.rail.rect().center()).x() > window.width() // 2
    panel = window.leads.panel
    assert panel.mapTo(window, panel.rect().center()).x() < window.width() // 2
