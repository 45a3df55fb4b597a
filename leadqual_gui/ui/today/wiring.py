"""The Today screen in the window: made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from leadqual_gui.ui.fields import number
from leadqual_gui.ui.today.keeper import DayKeeper
from leadqual_gui.ui.today.notifying import SETTING, DayNotices, TrayDesktop
from leadqual_gui.ui.today.screen import TodayScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.pipeline.screen import PipelineScreen


def make_today(window: MainWindow) -> TodayScreen:
    """The screen on the window's workspace."""
    assert window.bridge is not None
    explained = bool(window.remembered.get("today.explained"))
    screen = TodayScreen(window.theme, window.bridge, window.words, window.tongue.code, explained)
    screen.beside.recall(window.remembered.get("today.panel"))
    screen.settings_changed.connect(window.remembered.put)
    screen.call_asked.connect(window.errands.call)
    screen.refused.connect(window.announcements.refused)
    screen.compare_asked.connect(window.errands.compare)
    screen.calendar_asked.connect(window.errands.calendar)
    screen.panel.questionnaire_asked.connect(window.errands.make_questionnaire)
    screen.panel.paste_asked.connect(window.errands.paste_answers)

    def open_card(lead_id: int) -> None:
        window.show_screen("pipeline")
        pipeline = cast("PipelineScreen", window.stack.currentWidget())
        pipeline.show_lead(lead_id)

    def say_subtitle(words: str) -> None:
        if window.current_screen() == "today":
            window.top.set_title(window.tr("Today"), words)

    screen.lead_asked.connect(window.errands.open_lead)
    screen.card_asked.connect(open_card)
    screen.subtitle_changed.connect(say_subtitle)
    screen.counted.connect(lambda calls: show_badge(window, calls))
    screen.import_asked.connect(window.actions_.get("import").trigger)
    screen.matrix_asked.connect(lambda: window.show_screen("matrix"))
    return screen


def keep_day(window: MainWindow) -> DayKeeper:
    """Begin to keep the day; the rail shows how many calls are due."""
    assert window.bridge is not None
    keeper = DayKeeper(window.bridge, window)
    keeper.counted.connect(lambda calls: show_badge(window, calls))
    keeper.opened.connect(notices_of(window).passed)
    return keeper


def notices_of(window: MainWindow) -> DayNotices:
    """What tells the desktop about new alerts."""
    assert window.bridge is not None
    funnel = window.bridge.workspace.funnel

    def show_today() -> None:
        window.show_screen("today")
        window.raise_()
        window.activateWindow()

    return DayNotices(
        TrayDesktop(window.windowIcon(), window),
        funnel.alerts,
        lambda: window.words,
        lambda: window.remembered.get(SETTING) == "on",
        lambda: window.errands.is_calling,
        show_today,
        window,
    )


def show_badge(window: MainWindow, calls: int) -> None:
    """How many calls are due, on the rail's first item."""
    spoken = window.tr("%Ln call(s) due", "", calls)
    window.rail.item("today").set_badge(number(calls) if calls < 1000 else "999+", spoken) if calls else (
        window.rail.item("today").set_badge("")
    )
