"""The rail: the screens, one above the other, with the current one marked and a badge where something waits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.themed import Surface, Themed, margins


class RailItem(Themed, QAbstractButton):
    """One screen in the rail: icon over word, and a badge. In a low rail the word is left to the tool tip."""

    def __init__(self, theme: Theme, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._badge = icon, ""
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._follow(theme)

    def set_badge(self, words: str, spoken: str = "") -> None:
        """Show a count; empty takes it away. `spoken` says what it counts."""
        self._badge = words
        self.setAccessibleDescription(spoken or words)
        self.update()

    @property
    def badge(self) -> str:
        """The count shown."""
        return self._badge

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.rail - 12, max(s.rail_item, s.icon_rail + self.look.f.secondary.leading + 2 * s.s))

    def minimumSizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.rail - 12, s.icon_rail + s.s)

    def places(self) -> tuple[QRect, QRect]:
        """Where the icon and the word lie; the word's place is empty where there is no room for it."""
        s, rect, leading = self.look.s, self.rect(), self.look.f.secondary.leading
        spare = rect.height() - s.icon_rail - 1 - leading
        if spare < 0:
            top = (rect.height() - s.icon_rail) // 2
            return QRect(0, top, rect.width(), s.icon_rail), QRect()
        icon = QRect(0, min(s.s - 1, spare // 2), rect.width(), s.icon_rail)
        return icon, QRect(2, icon.bottom() + 2, rect.width() - 4, leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect = self.look, self.look.s, self.rect()
        current = self.isChecked()
        colour = look.c.accent_text if current else look.c.text2
        icon, words = self.places()
        with draw.painting(QPainter(self)) as painter:
            if current or self.underMouse():
                ground = look.c.selected2 if current else look.c.sunken
                draw.rounded(painter, QRectF(rect), s.radius, ground)
            if self.ring_shown():
                draw.outlined(painter, rect, s.radius, look.c.focus, width=s.focus_ring)
            draw.icon(painter, look, self._icon_name, colour, icon, size=s.icon_rail)
            face = look.f.secondary_strong if current else look.f.secondary
            if not words.isEmpty():
                draw.text(painter, face, colour, words, self.text(), draw.CENTRE)
            if self._badge:
                x = draw.mirrored_x(rect.center().x() + s.icon_rail - s.xs - 1, rect, self.rtl())
                marks.paint_badge(painter, look, QPointF(x, icon.top() + s.xs), self._badge)
        painter.end()


class Logo(Themed, QWidget):
    """The product's mark: three rising bars on the ink of the text."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._follow(theme)
        self.setFixedSize(theme.look.s.logo, theme.look.s.logo)

    def _on_theme_changed(self) -> None:
        self.setFixedSize(self.look.s.logo, self.look.s.logo)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c, size = self.look.c, self.width()
        unit = size / 32
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(self.rect()), 7 * unit, c.text1)
            for x, height in ((9, 5), (14.5, 9), (20, 13)):
                bar = QRectF(x * unit, (22.5 - height) * unit, 3.5 * unit, height * unit)
                draw.rounded(painter, bar, unit, c.base)
        painter.end()


class Rail(Surface):
    """The rail on the left. `chosen(str)` carries the key of the screen the user asked for.

    `add(key, icon, words)` from the top, `add(..., at_foot=True)` at the bottom; `set_current(key)` follows the window.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", parent)
        self.theme = theme
        self._items: dict[str, RailItem] = {}
        self._column = QVBoxLayout(self)
        self._logo = Logo(theme, self.tr("LeadQual"))
        self._column.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(theme.look.s.s)
        self._foot = 0
        self._column.addStretch(1)
        self.setAccessibleName(self.tr("Screens"))
        self._fit()
        theme.changed.connect(self._fit)

    def add(self, key: str, icon: str, words: str, tool_tip: str = "", at_foot: bool = False) -> RailItem:
        """Add a screen; the first added becomes the current one."""
        item = RailItem(self.theme, icon, words, self)
        item.setToolTip(tool_tip or words)
        item.clicked.connect(lambda _on=False, key=key: self._on_clicked(key))
        place = self._column.count() if at_foot else self._column.count() - 1 - self._foot
        self._foot += at_foot
        self._column.insertWidget(place, item)
        self._items[key] = item
        if len(self._items) == 1:
            self.set_current(key)
        return item

    def item(self, key: str) -> RailItem:
        """The button of a screen, for its badge."""
        return self._items[key]

    def current(self) -> str:
        """The key of the marked screen."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark a screen as the one that is shown."""
        for one, item in self._items.items():
            item.setChecked(one == key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        items = list(self._items.values())
        focused = next((at for at, item in enumerate(items) if item.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        items[(focused + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _fit(self) -> None:
        s = self.theme.look.s
        self.setFixedWidth(s.rail)
        margins(self._column, 6, s.s, 6, s.s, s.xs)
