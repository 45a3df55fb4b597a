"""The Clean up screen: duplicates, data quality and privacy, chosen by tabs in the top bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.data.duplicates_page import DuplicatesPage
from leadqual_gui.ui.data.quality_page import QualityPage
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.privacy.page import PrivacyPage
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.tabs import Tab, Tabs
from leadqual_gui.ui.widgets.themed import Surface, margins

DUPLICATES, QUALITY, PRIVACY = "duplicates", "quality", "privacy"


class CleanUpScreen(Surface):
    """`tabs` stand in the window's top bar while the screen is in front. `closed()` on Esc."""

    closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, vocabulary: Vocabulary) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self.duplicates = DuplicatesPage(theme, bridge, vocabulary)
        self.quality = QualityPage(theme, bridge, vocabulary)
        self.privacy = PrivacyPage(theme, bridge)
        self._pages: dict[str, DuplicatesPage | QualityPage | PrivacyPage] = {
            DUPLICATES: self.duplicates,
            QUALITY: self.quality,
            PRIVACY: self.privacy,
        }
        self.tabs = Tabs(theme, words("Parts of Clean up"), underlined=False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(page)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.stack)
        self._name_tabs(0)
        self.tabs.currentChanged.connect(lambda _at: self.show_tab(self.tabs.current_key()))
        self.duplicates.counted.connect(self._name_tabs)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(lambda s=step: self.step(s))
        QShortcut(QKeySequence("F5"), self, context=here).activated.connect(self.look)
        self.show_tab(DUPLICATES)

    def _name_tabs(self, groups: int) -> None:
        self.tabs.set_tabs(
            (
                Tab(DUPLICATES, words("Duplicates"), str(groups or "")),
                Tab(QUALITY, words("Data quality")),
                Tab(PRIVACY, words("Privacy")),
            )
        )

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.set_current(key)
        page = self._pages[key]
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page.focus_first())

    def step(self, step: int) -> None:
        """Go to the next tab, or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self.page_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def page_focus(self) -> QWidget:
        """What has the keyboard first, on the tab in front."""
        return self._pages[self.tabs.current_key()].focus_first()

    def look(self) -> None:
        """Search for duplicates, whatever tab is in front."""
        self.show_tab(DUPLICATES)
        self.duplicates.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def retitle(self, vocabulary: Vocabulary) -> None:
        """The rules changed: other stages, tiers, fields."""
        self.duplicates.pane.retitle(vocabulary)
        self.quality.list.scale = vocabulary.scale
