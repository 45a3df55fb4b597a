"""The Pipeline screen in the window: made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadqual_gui.ui.pipeline.screen import PipelineScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow

_SETTINGS = ("pipeline.query", "pipeline.filter", "pipeline.fields", "pipeline.open")


def make_pipeline(window: MainWindow) -> PipelineScreen:
    """The screen on the window's workspace."""
    assert window.bridge is not None
    remembered = {key: window.remembered.get(key) for key in _SETTINGS}
    screen = PipelineScreen(window.theme, window.bridge, window.words, window.tongue.code, remembered)
    screen.settings_changed.connect(window.remembered.put)
    screen.call_asked.connect(window.errands.call)
    screen.refused.connect(window.announcements.refused)
    screen.compare_asked.connect(window.errands.compare)
    screen.calendar_asked.connect(window.errands.calendar)
    screen.panel.questionnaire_asked.connect(window.errands.make_questionnaire)
    screen.panel.paste_asked.connect(window.errands.paste_answers)

    def say_subtitle(words: str) -> None:
        if window.current_screen() == "pipeline":
            window.top.set_title(window.tr("Pipeline"), words)

    screen.lead_asked.connect(window.errands.open_lead)
    screen.subtitle_changed.connect(say_subtitle)
    return screen
