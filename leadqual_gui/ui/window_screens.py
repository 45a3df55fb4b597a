"""The screens of one window: made when first wanted, one of them in front, with its title and its tabs on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.places import place

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.pipeline.screen import PipelineScreen
    from leadqual_gui.ui.places import Tabbed
    from leadqual_gui.ui.today.screen import TodayScreen


class WindowScreens(QObject):
    """Which screens there are, and which is in front. `made`: those that were wanted so far, by key."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.made: dict[str, QWidget] = {}

    def show(self, key: str) -> None:
        """Bring a screen to the front."""
        window = self._window
        if key == "leads" and window.workspace is not None and not window.workspace.counts().all:
            key = "start"
        if key in ("import", "help"):
            window.errands.choose_import() if key == "import" else window.errands.help()
            self._mark_rail()
            return
        found = place(key)
        if found is not None and found.needs_workspace and window.bridge is None:
            window.when_loaded(lambda: window.show_screen(key))
            return
        if key not in self.made:
            self.put(key, found.make(window) if found is not None else self._made_start())
        screen = self.made[key]
        window.stack.setCurrentWidget(screen)
        window.top.set_title(self._title_of(key), self._subtitle(key))
        tabbed = cast("Tabbed", screen) if found is not None and found.tabs_on_top else None
        window.top.show_tabs(tabbed.tabs if tabbed is not None else None)
        window.new_button.setVisible(key == "leads")
        self._mark_rail()
        window.steps.name()
        if screen.focusProxy() is not None:
            screen.setFocus()

    def put(self, key: str, screen: QWidget) -> None:
        """Make a screen known, in the place of an earlier one of that key."""
        stack, before = self._window.stack, self.made.pop(key, None)
        if before is not None:
            stack.removeWidget(before)
            before.deleteLater()
        self.made[key] = screen
        stack.addWidget(screen)

    def current(self) -> str:
        """The key of the screen in front."""
        front = self._window.stack.currentWidget()
        return next((key for key, screen in self.made.items() if screen is front), "")

    def of_the_day(self) -> list[TodayScreen | PipelineScreen]:
        """The screens of the work of the day, as far as they were made."""
        found = [self.made[key] for key in ("today", "pipeline") if key in self.made]
        return cast("list[TodayScreen | PipelineScreen]", found)

    def chosen_lead(self) -> int:
        """The lead that the screen in front is about."""
        front = self._window.stack.currentWidget()
        day = next((one for one in self.of_the_day() if one is front), None)
        return day.chosen_lead if day is not None else self._window.leads.panel.lead_id

    def _title_of(self, key: str) -> str:
        found = place(key) or place("leads")
        assert found is not None
        return self.tr("Import") if key == "import_file" else found.words()

    def _subtitle(self, key: str) -> str:
        """What is said beside the title of a screen."""
        day = next((one for one in self.of_the_day() if one is self.made[key]), None)
        return day.subtitle() if day is not None else self._window.words.matrix if key == "matrix" else ""

    def _mark_rail(self) -> None:
        key = self.current()
        self._window.rail.set_current("import" if key == "import_file" else "leads" if key == "start" else key)

    def _made_start(self) -> QWidget:
        from leadqual_gui.ui.start.screen import StartScreen

        window = self._window
        start = StartScreen(window.theme, window.actions_, window.surroundings, window.report)
        start.addAction(window.actions_.get("paste_list"))
        return start
