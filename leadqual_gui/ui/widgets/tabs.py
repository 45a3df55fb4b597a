"""Tabs: views of a table as filled pills, parts of a panel underlined; each with an optional count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

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


class Tabs(Themed, QTabBar):
    """`set_tabs(...)`, `currentChanged(int)` as of any tab bar, `current_key()`. Arrow keys move, as Qt's do."""

    def __init__(self, theme: Theme, name: str, underlined: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[Tab, ...] = ()
        self._underlined, self._natural = underlined, 0
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_tabs(self, tabs: tuple[Tab, ...]) -> None:
        """Show these; where the keys are as before only words and counts change, and the current one stays."""
        if tabs == self._tabs:
            return
        same = [tab.key for tab in tabs] == [tab.key for tab in self._tabs]
        self._tabs, self._natural = tabs, self.width_of(tabs)
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
        self._natural = self.width_of(self._tabs)
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

    def width_of(self, tabs: tuple[Tab, ...]) -> int:
        """How wide these tabs would be with room for all."""
        return sum(self._tab_width(tab, False) for tab in tabs)

    def is_tight(self) -> bool:
        """Whether there is too little room: then words are smaller and closer, and cut only after that."""
        return self._underlined and self.width() < self._natural

    def _face(self, current: bool, tight: bool) -> Face:
        f = self.look.f
        if tight:
            return f.secondary_strong if current else f.secondary
        return f.body_strong if current else f.body

    def _tab_width(self, tab: Tab, tight: bool) -> int:
        look = self.look
        width = self._face(True, tight).width(tab.label) + 2 * (look.s.xs if tight else look.s.s) + 2
        if tab.count:
            width += look.f.body.width(tab.count) + look.s.xs + 2
        return width

    def tabSizeHint(self, index: int) -> QSize:
        look, tab = self.look, self._tabs[index] if index < len(self._tabs) else Tab("", "")
        width = self._tab_width(tab, self.is_tight())
        return QSize(width, look.s.row if self._underlined else look.s.button_small + 2)

    def minimumTabSizeHint(self, index: int) -> QSize:
        wanted, s = self.tabSizeHint(index), self.look.s
        return QSize(min(wanted.width(), s.xl + s.m), wanted.height())  # short words stay whole, long ones are cut

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            for at, tab in enumerate(self._tabs):
                self._paint_tab(painter, self.tabRect(at), tab, at == self.currentIndex())
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRect, tab: Tab, current: bool) -> None:
        look, s, rtl = self.look, self.look.s, self.rtl()
        if current and not self._underlined:
            draw.rounded(painter, QRectF(rect), s.radius, look.c.selected2)
        if current and self._underlined:
            foot = QRect(rect.left() + s.xs, rect.bottom() - 1, rect.width() - s.s, 2)
            painter.fillRect(foot, look.c.accent)
        if current and self.ring_shown():
            draw.outlined(painter, rect, s.radius, look.c.focus, width=s.focus_ring)
        pill = current and not self._underlined
        colour = look.c.accent_text if pill else look.c.text1 if current else look.c.text2
        tight = self.is_tight()
        pad = s.xs if tight else s.s
        count = look.f.body if pill or not self._underlined else look.f.secondary
        room, counted = rect.width() - 2 * pad, count.width(tab.count) + s.xs + 2 if tab.count else 0
        face = self._face(current, tight)
        if room - counted < min(s.xl, face.width(tab.label)):  # words first: a number alone names nothing
            counted = 0
        words = draw.mirrored(QRect(rect.left() + pad, rect.top(), room - counted, rect.height()), rect, rtl)
        used = draw.text(painter, face, colour, words, tab.label, draw.start(rtl)) + s.xs + 2
        rest = draw.mirrored(rect.adjusted(pad + used, 0, 0, 0), rect, rtl)
        tint = colour if pill else look.c.text2 if not self._underlined else look.c.text3
        if counted:
            draw.text(painter, count, tint, rest, tab.count, draw.start(rtl))

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._tabs), self.look.s.row if self._underlined else self.look.s.button_small + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.xl, self.sizeHint().height())
