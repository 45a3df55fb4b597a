"""The Insights screen: tabs in the top bar, one page below them, and one answer that all of them show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from leadqual_gui.ui.insights.page import InsightsPage
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.tabs import TABS, tab_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.tabs import Tab, Tabs
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.services.insights.values import InsightsReport
    from leadqual_gui.ui.bridge import Bridge


class InsightsScreen(Surface):
    """`tabs` stand in the window's top bar while the screen is in front.

    Signals: `lead_asked(id)` to open a lead, `screen_asked(key)` to go to another screen; `settings_changed(key, text)`
    is to be remembered.
    """

    lead_asked = Signal(int)
    screen_asked = Signal(str)
    settings_changed = Signal(str, str)

    def __init__(self, theme: Theme, bridge: Bridge, language: str) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self.session = InsightsSession(bridge, language, self)
        self.tabs = Tabs(theme, self.tr("Parts of Insights"), underlined=False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.set_tabs(tuple(Tab(kind.key, tab_words(kind)) for kind in TABS))
        self.stack = QStackedWidget()
        self._pages: dict[str, InsightsPage] = {}
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.stack)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.session.answered.connect(self._on_answered)
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._ask_if_needed)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda s=step: self.step(s))
        report = QShortcut(QKeySequence("Ctrl+Alt+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        report.activated.connect(self.session.report_asked)
        self.session.report_asked.connect(self._ask_for_report)
        self.show_tab(TABS[0].key)

    # --- tabs --------------------------------------------------------------------------------------------------------
    def show_tab(self, key: str) -> InsightsPage:
        """Bring a tab to the front; it is made when it is first wanted."""
        self.tabs.set_current(key)
        if key not in self._pages:
            kind = next(one for one in TABS if one.key == key)
            page = self._pages[key] = kind.make(self.theme, self.session)
            page.lead_asked.connect(self.lead_asked)
            page.screen_asked.connect(self.screen_asked)
            self.stack.addWidget(page)
            if self.session.report is not None:
                page.show_report(self.session.report)
        page = self._pages[key]
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page.focus_first())
        return page

    @property
    def page(self) -> InsightsPage:
        """The tab in front."""
        return self._pages[self.tabs.current_key()]

    def step(self, step: int) -> None:
        """Go to the next tab, or the one before."""
        count = self.tabs.count()
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % count)
        self.setFocus()

    def _on_tab_changed(self, _at: int) -> None:
        self.show_tab(self.tabs.current_key())

    # --- the answer --------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_soon.start()

    def _ask_if_needed(self) -> None:
        session = self.session
        if not session.working and (session.report is None or session.stale):
            session.ask()

    def _on_answered(self, report: InsightsReport) -> None:
        for page in self._pages.values():
            page.show_report(report)

    def _ask_for_report(self) -> None:
        from leadqual_gui.ui.insights.report.asking import ask_and_write  # only who wants a report waits for it

        ask_and_write(self, self.theme, self.session)
