"""Buttons, chips and switches, painted from the tokens.

`Button` has three kinds: primary (one filled button a screen), plain (outlined) and quiet (no outline). A key cap is
shown where the key works now. All are real QAbstractButtons: keyboard, accessibility and shortcuts are Qt's.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.themed import Themed


class Kind(Enum):
    """How loud a button is."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


class Height(Enum):
    """Which of the token heights a button has."""

    SMALL = "button_small"
    NORMAL = "button"
    PANEL = "button_panel"


class Button(Themed, QPushButton):
    """A button with an optional icon and key cap: `Button(theme, "Start call", icon="phone-call", key="Enter")`."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        kind: Kind = Kind.PLAIN,
        icon: str = "",
        key: str = "",
        height: Height = Height.NORMAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._kind, self._icon_name, self._key, self._height = kind, icon, key, height
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)

    @property
    def kind(self) -> Kind:
        """How loud it is."""
        return self._kind

    def set_key(self, key: str) -> None:
        """Show another key cap, or none: only keys that work now are shown."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def follow_action(self, action: QAction) -> None:
        """Trigger an action and take over its words, tooltip and whether it can be used."""

        def copy() -> None:
            self.setText(action.text())
            self.setToolTip(action.toolTip())
            self.setEnabled(action.isEnabled())

        action.changed.connect(copy)
        self.clicked.connect(action.trigger)
        copy()

    def sizeHint(self) -> QSize:
        s, f = self.look.s, self.look.f
        width = 2 * (s.m if self._kind is not Kind.QUIET else s.s)
        width += f.body_strong.width(self.text()) + 2
        if self._icon_name:
            width += s.icon + (s.s if self.text() else 0)
        if self._key:
            width += s.s + marks.key_cap_width(self.look, self._key)
        height = getattr(s, self._height.value)
        if not self.text():
            width = max(height, width - 2 * s.xs)
        return QSize(width, max(height, f.body_medium.metrics.height() + s.s))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        with draw.painting(painter):
            words = self._paint_shape(painter)
            self._paint_words(painter, words)

    def _paint_shape(self, painter: QPainter) -> QColor:
        """Paint the ground; returns the colour for the words."""
        c, s, rect = self.look.c, self.look.s, self.rect()
        hover, down = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        if self._kind is Kind.PRIMARY:
            fill = c.line_strong if not self.isEnabled() else c.accent_hover if hover or down else c.accent
            shape = rect.adjusted(3, 3, -3, -3) if self.ring_shown() else rect
            draw.rounded(painter, QRectF(shape), s.radius, fill)
            self._paint_ring(painter)
            return c.on_accent if self.isEnabled() else c.base
        if self._kind is Kind.PLAIN or down or hover:
            fill = c.selected if down else c.hover if hover else c.base
            edge = c.accent_text if self.isChecked() else c.line_strong if self._kind is Kind.PLAIN else fill
            draw.outlined(painter, rect, s.radius, edge, fill)
        self._paint_ring(painter)
        if not self.isEnabled():
            return c.text_disabled
        return c.accent_text if self.isChecked() else c.text2 if self._kind is Kind.QUIET else c.text1

    def _paint_ring(self, painter: QPainter) -> None:
        if self.ring_shown():
            look = self.look
            draw.outlined(painter, self.rect(), look.s.radius, look.c.focus, width=look.s.focus_ring)

    def _paint_words(self, painter: QPainter, colour: QColor) -> None:
        look, s = self.look, self.look.s
        face = look.f.body_strong if self._kind is Kind.PRIMARY else look.f.body_medium
        cap = marks.key_cap_width(look, self._key) if self._key else 0
        words = self.text().replace("&", "")
        icon = s.icon + (s.s if words else 0) if self._icon_name else 0
        room = self.width() - icon - (cap + s.s if cap else 0) - 2 * s.s
        width = min(face.width(words) + 1, max(0, room))
        total = icon + width + (cap + s.s if cap else 0)
        row = QRect((self.width() - total) // 2, 0, total, self.height())
        at, rtl = row.left(), self.rtl()
        if self._icon_name:
            place = draw.mirrored(QRect(at, 0, s.icon, row.height()), row, rtl)
            draw.icon(painter, look, self._icon_name, colour, place, rtl)
            at += icon
        place = draw.mirrored(QRect(at, 0, width, row.height()), row, rtl)
        draw.text(painter, face, colour, place, words, draw.start(rtl))
        if cap:
            place = draw.mirrored(QRect(at + width + s.s, 0, cap, row.height()), row, rtl)
            on = colour if self._kind is Kind.PRIMARY else None
            marks.paint_key_cap(painter, look, place, self._key, on)


def primary_button(theme: Theme, words: str, icon: str = "", key: str = "", panel: bool = False) -> Button:
    """The one filled button of a screen."""
    return Button(theme, words, Kind.PRIMARY, icon, key, Height.PANEL if panel else Height.NORMAL)


class IconButton(Button):
    """A square button with only an icon (undo, redo, close, more); its name is its tooltip and accessible name."""

    def __init__(self, theme: Theme, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", Kind.QUIET, icon, height=Height.SMALL, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def follow_action(self, action: QAction) -> None:
        """Trigger an action; its name and shortcut go into the tooltip."""

        def copy() -> None:
            self.setAccessibleName(action.text().replace("&", ""))
            self.setToolTip(action.toolTip())
            self.setEnabled(action.isEnabled())

        action.changed.connect(copy)
        self.clicked.connect(action.trigger)
        copy()


class Chip(Themed, QAbstractButton):
    """A chip: off an outline, on filled with the accent's edge. `closable` ones have a cross and emit `closed()`."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        words: str,
        on: bool = False,
        closable: bool = False,
        icon: str = "",
        menu: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._closable, self._icon_name, self._menu = closable, icon, menu
        self.setText(words)
        self.setCheckable(True)
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)
        if closable:
            self.setToolTip(self.tr("Delete removes this filter"))

    def sizeHint(self) -> QSize:
        s = self.look.s
        extra = s.icon_small + s.xs
        width = 2 * (s.s + 2) + self.look.f.secondary_medium.width(self.text()) + 2
        width += extra * (bool(self._icon_name) + (self._closable or self._menu))
        return QSize(width, max(s.chip, self.look.f.secondary_medium.metrics.height() + s.xs))

    def close_place(self) -> QRect:
        """Where the cross is."""
        s = self.look.s
        place = QRect(self.width() - s.s - s.icon_small, 0, s.icon_small, self.height())
        return draw.mirrored(place, self.rect(), self.rtl())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._closable and self.close_place().contains(event.position().toPoint()):
            self.setDown(False)
            self.closed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._closable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        with draw.painting(painter):
            colour = self._paint_shape(painter)
            self._paint_inside(painter, colour)

    def _paint_shape(self, painter: QPainter) -> QColor:
        c, rect, radius = self.look.c, self.rect(), self.height() / 2
        on = self.isChecked() or self._closable
        if self.ring_shown():
            draw.outlined(painter, rect, radius, c.focus, c.selected if on else c.base, self.look.s.focus_ring)
        else:
            fill = c.selected if on else c.hover if self.underMouse() else c.base
            draw.outlined(painter, rect, radius, c.accent if on else c.line_strong, fill)
        if not self.isEnabled():
            return c.text_disabled
        return c.accent_text if on else c.text1

    def _paint_inside(self, painter: QPainter, colour: QColor) -> None:
        look, s, rtl = self.look, self.look.s, self.rtl()
        rect = self.rect()
        left, right = s.s + 2, rect.width() - s.s - 2
        if self._icon_name:
            place = draw.mirrored(QRect(left, 0, s.icon_small, rect.height()), rect, rtl)
            draw.icon(painter, look, self._icon_name, colour, place, rtl, s.icon_small)
            left += s.icon_small + s.xs
        if self._closable or self._menu:
            name = "x" if self._closable else "chevron-down"
            draw.icon(painter, look, name, colour, self.close_place(), rtl, s.type_secondary)
            right -= s.icon_small + s.xs
        place = draw.mirrored(QRect(left, 0, right - left, rect.height()), rect, rtl)
        draw.text(painter, look.f.secondary_medium, colour, place, self.text(), draw.start(rtl))


class Switch(Themed, QAbstractButton):
    """On or off, at once. `toggled(bool)` as of any check box."""

    def __init__(self, theme: Theme, name: str, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(on)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.switch_width + 6, s.switch_height + 6)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        with draw.painting(painter):
            marks.paint_switch(painter, look, self.rect(), self.isChecked(), self.isEnabled(), self.rtl())
            if self.ring_shown():
                draw.outlined(painter, self.rect(), self.height() / 2, look.c.focus, width=look.s.focus_ring)
