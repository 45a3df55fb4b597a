"""New alerts are told on the desktop if the user wants that: not before, not during a call, and once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.today_alerts import SILENT, Alert
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.services.moving_values import PassReport
from leadqual_gui.services.operations import Said
from leadqual_gui.services.today_values import AlertRow
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.settings.screen import SettingsScreen
from leadqual_gui.ui.today.notifying import SETTING, DayNotices
from leadqual_gui.ui.vocabulary import Vocabulary
from tests.builders import NOW


class Listener:
    """A desktop that remembers what it was told."""

    def __init__(self, takes: bool = True) -> None:
        self.takes, self.told = takes, list[tuple[str, str]]()
        self.clicked: Callable[[], object] = lambda: None

    def can_tell(self) -> bool:
        return self.takes

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> None:
        self.told.append((title, text))
        self.clicked = clicked


def went_silent(name: str) -> AlertRow:
    """An alert about a lead that is not heard of any more."""
    row = LeadRow(1, name, None, None, 40, 30, 50, "warm", "B2", False, "new", None, None)
    alert = Alert(1, 1, SILENT, NOW, NOW, parameters=(("days", 31),))
    return AlertRow(alert, row, Said("silent"), None)


class Telling:
    """Notices with everything around them in the hands of a test."""

    def __init__(self, window: MainWindow, desktop: Listener, names: tuple[str, ...]) -> None:
        self.wanted, self.calling, self.seen = True, False, 0
        self.notices = DayNotices(
            desktop,
            lambda limit: [went_silent(name) for name in names[:limit]],
            Vocabulary,
            lambda: self.wanted,
            lambda: self.calling,
            self._look,
            window,
        )

    def _look(self) -> None:
        self.seen += 1


def test_a_new_alert_is_told_with_its_reason_and_a_click_shows_it(window: MainWindow) -> None:
    desktop = Listener()
    telling = Telling(window, desktop, ("Ines Carvalho",))
    telling.notices.passed(PassReport(alerts=1))
    telling.notices.passed(PassReport())
    [(title, text)] = desktop.told
    assert title == "1 alert"
    assert "Ines Carvalho went silent" in text
    assert "31 days without a sign" in text
    desktop.clicked()
    assert telling.seen == 1


def test_many_alerts_are_one_message_with_three_names(window: MainWindow) -> None:
    desktop = Listener()
    Telling(window, desktop, ("Ana", "Ben", "Cem", "Dora")).notices.passed(PassReport(alerts=12))
    [(title, text)] = desktop.told
    assert title == "12 alerts"
    assert "Dora" not in text
    assert text.endswith("and 9 more")


def test_nothing_is_told_unless_it_is_wanted_and_nothing_is_saved_up_for_later(window: MainWindow) -> None:
    desktop = Listener()
    telling = Telling(window, desktop, ("Ines Carvalho",))
    telling.wanted = False
    telling.notices.passed(PassReport(alerts=3))
    telling.wanted = True
    telling.notices.passed(PassReport())
    assert desktop.told == []


def test_a_call_is_never_interrupted_and_what_came_is_told_afterwards(window: MainWindow) -> None:
    desktop = Listener()
    telling = Telling(window, desktop, ("Ines Carvalho", "Ben"))
    telling.calling = True
    telling.notices.passed(PassReport(alerts=1))
    telling.notices.passed(PassReport(alerts=1))
    assert desktop.told == []
    telling.calling = False
    telling.notices.passed(PassReport())
    assert [title for title, _text in desktop.told] == ["2 alerts"]


def test_it_is_off_until_it_is_switched_on_in_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    assert window.remembered.get(SETTING) == ""
    window.show_screen("settings")
    settings = window.stack.currentWidget()
    assert isinstance(settings, SettingsScreen)
    assert not settings.notify.isChecked()
    qtbot.mouseClick(settings.notify, Qt.MouseButton.LeftButton)
    assert window.remembered.get(SETTING) == "on"
    window.remembered.save()
    assert window.workspace.setting(SETTING) == "on"


def test_the_settings_say_when_the_desktop_takes_no_messages(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for takes in (False, True):
        monkeypatch.setattr("leadqual_gui.ui.settings.screen.desktop_takes_messages", lambda takes=takes: takes)
        settings = SettingsScreen(window)
        assert settings.deaf.isHidden() is takes
        settings.deleteLater()


def test_a_call_under_way_is_known_to_the_window(window: MainWindow) -> None:
    assert not window.errands.is_calling
    window.errands.call(window.leads.list.model.row_at(0).id)
    assert window.errands.is_calling
    for call in list(window.errands.calls.windows):
        call.close()
    assert not window.errands.is_calling
