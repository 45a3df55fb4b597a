"""Tabs: views of a table as filled pills, parts of a panel underlined; each with an optional count.

Words stay whole. Where there is no room for all, counts go first, from the last one on; then the words come closer;
then the row scrolls, and a tab that does not wholly show says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QToolButton, QWidget

from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import Themed


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab's key, its word, and a count shown smaller ("8", "2/4")."""

    key: str
    label: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How tabs use the room there is: how many of them show their count, and whether words stand closer."""

    counted: int
    tight: bool = False


class Tabs(Themed, QTabBar):
    """`set_tabs(...)`, `currentChanged(int)` as of any tab bar, `current_key()`. Arrow keys move, as Qt's do."""

    def __init__(self, theme: Theme, name: str, underlined: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[Tab, ...] = ()
        self._underlined = underlined
        self._fitted: tuple[int, Fit] | None = None
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._scrollers = self.findChildren(QToolButton)
        for arrow in self._scrollers:
            arrow.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_tabs(self, tabs: tuple[Tab, ...]) -> None:
        """Show these; where the keys are as before only words and counts change, and the current one stays."""
        if tabs == self._tabs:
            return
        same = [tab.key for tab in tabs] == [tab.key for tab in self._tabs]
        self._tabs, self._fitted = tabs, None
        if not same:
            while self.count():
                self.removeTab(0)
            for tab in tabs:
                self.addTab(tab.label)
        for at, tab in enumerate(tabs):
            words = f"{tab.label} {tab.count}".strip()
            self.setTabText(at, words)
            self.setAccessibleTabName(at, words)
        self.updateGeometry()
        self.update()

    def _on_theme_changed(self) -> None:
        self._fitted = None
        for at in range(self.count()):
            self.setTabText(at, self.tabText(at))  # Qt then asks for widths again
        super()._on_theme_changed()

    def current_key(self) -> str:
        """The key of the current tab."""
        at = self.currentIndex()
        return self._tabs[at].key if 0 <= at < len(self._tabs) else ""

    def set_current(self, key: str) -> None:
        """Make a tab the current one."""
        for at, tab in enumerate(self._tabs):
            if tab.key == key:
                self.setCurrentIndex(at)

    def width_of(self, tabs: tuple[Tab, ...], fit: Fit | None = None) -> int:
        """How wide these tabs are if they fit so; without a `fit`, with room for all."""
        fit = fit or Fit(len(tabs))
        return sum(self._tab_width(at, tab, fit) for at, tab in enumerate(tabs))

    def is_tight(self) -> bool:
        """Whether there is too little room even without counts: then words are smaller, or closer."""
        return self._fit().tight

    def _fit(self) -> Fit:
        """What of the tabs has room; worked out once for each width."""
        if self._fitted is None or self._fitted[0] != self.width():
            ways = [Fit(counted) for counted in range(len(self._tabs), -1, -1)]
            tight = Fit(0, tight=True)
            found = next((fit for fit in ways if self.width_of(self._tabs, fit) <= self.width()), tight)
            self._fitted = (self.width(), found)
        return self._fitted[1]

    def _face(self, current: bool, tight: bool) -> Face:
        f = self.look.f
        if tight and self._underlined:
            return f.secondary_strong if current else f.secondary
        return f.body_strong if current else f.body

    def _pad(self, tight: bool) -> int:
        return self.look.s.xs if tight else self.look.s.s

    def _tab_width(self, at: int, tab: Tab, fit: Fit) -> int:
        width = self._face(True, fit.tight).width(tab.label) + 2 * self._pad(fit.tight) + 2
        if tab.count and at < fit.counted:
            width += self.look.f.body.width(tab.count) + self.look.s.xs + 2
        return width

    def tabSizeHint(self, index: int) -> QSize:
        look, tab = self.look, self._tabs[index] if index < len(self._tabs) else Tab("", "")
        width = self._tab_width(index, tab, self._fit())
        return QSize(width, look.s.row if self._underlined else look.s.button_small + 2)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def shows_whole(self, index: int) -> bool:
        """Whether a tab lies wholly beside the arrows that scroll."""
        rect = self.tabRect(index)
        arrows = [button.geometry() for button in self._scrollers if button.isVisible()]
        inside = rect.left() >= 0 and rect.right() < self.width()
        return inside and not any(rect.intersects(arrow) for arrow in arrows)

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            for at in range(len(self._tabs)):
                if self.shows_whole(at):
                    self._paint_tab(painter, self.tabRect(at), at)
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRect, at: int) -> None:
        look, s, rtl, tab, current = self.look, self.look.s, self.rtl(), self._tabs[at], at == self.currentIndex()
        if current:
            self._paint_current(painter, rect)
        pill = current and not self._underlined
        colour = look.c.accent_text if pill else look.c.text1 if current else look.c.text2
        fit = self._fit()
        pad = self._pad(fit.tight)
        words = draw.mirrored(rect.adjusted(pad, 0, -pad, 0), rect, rtl)
        used = draw.text(painter, self._face(current, fit.tight), colour, words, tab.label, draw.start(rtl)) + s.xs + 2
        if tab.count and at < fit.counted:
            count = look.f.body if pill or not self._underlined else look.f.secondary
            tint = colour if pill else look.c.text2 if not self._underlined else look.c.text3
            rest = draw.mirrored(rect.adjusted(pad + used, 0, 0, 0), rect, rtl)
            draw.text(painter, count, tint, rest, tab.count, draw.start(rtl))

    def _paint_current(self, painter: QPainter, rect: QRect) -> None:
        look, s = self.look, self.look.s
        if self._underlined:
            painter.fillRect(QRect(rect.left() + s.xs, rect.bottom() - 1, rect.width() - s.s, 2), look.c.accent)
        else:
            draw.rounded(painter, QRectF(rect), s.radius, look.c.selected2)
        if self.ring_shown():
            draw.outlined(painter, rect, s.radius, look.c.focus, width=s.focus_ring)

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._tabs), self.look.s.row if self._underlined else self.look.s.button_small + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.xl, self.sizeHint().height())
