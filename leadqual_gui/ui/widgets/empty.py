"""Empty screens: what to do first, as large cards that work with mouse and keyboard, or one sentence in a list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.themed import Label, Themed, margins


class ChoiceCard(Themed, QAbstractButton):
    """A first step: icon, title, a line about it, its key; the `primary` one has a filled button."""

    def __init__(
        self, theme: Theme, icon: str, title: str, about: str, key: str = "", act: str = "", primary: bool = False
    ) -> None:
        super().__init__()
        self._icon_name, self._about, self._key, self._act, self._primary = icon, about, key, act, primary
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setToolTip(f"{title} ({key})" if key else title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        s, f = self.look.s, self.look.f
        wide = s.xl * 3 + max(f.title.width(self.text()), f.body.width(self._about)) + self._end_width() + s.l
        return QSize(max(s.empty_column, wide), max(s.empty_card, f.title.leading + f.body.leading + 2 * s.l))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.inspector_least, self.sizeHint().height())

    def _end_width(self) -> int:
        look = self.look
        cap = marks.key_cap_width(look, self._key) if self._key else 0
        return cap + (look.f.body_medium.width(self._act) + look.s.s + 2 * look.s.m if self._act else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the step, as Space does; not every desktop says so to Qt."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, c, f, rtl, rect = self.look, self.look.s, self.look.c, self.look.f, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            loud = self._primary or self.ring_shown()
            edge = c.focus if self.ring_shown() else c.accent if self._primary else c.line_strong
            fill = c.hover if self.underMouse() else c.base
            draw.outlined(painter, rect, s.radius, edge, fill, s.focus_ring if loud else 1)
            tint = c.accent_text if self._primary else c.text2
            icon = draw.mirrored(QRect(s.l, 0, s.icon_large + 4, rect.height()), rect, rtl)
            draw.icon(painter, look, self._icon_name, tint, icon, rtl, s.icon_large)
            left, width = s.xl * 2 + s.l, self._end_width()
            room = rect.width() - left - width - 2 * s.l
            top = (rect.height() - f.title.leading - f.body.leading) // 2
            title = QRect(left, top, room, f.title.leading)
            about = QRect(left, title.bottom() + 1, room, f.body.leading)
            draw.text(painter, f.title, c.text1, draw.mirrored(title, rect, rtl), self.text(), draw.start(rtl))
            draw.text(painter, f.body, c.text2, draw.mirrored(about, rect, rtl), self._about, draw.start(rtl))
            end = draw.mirrored(QRect(rect.width() - s.l - width, 0, width, rect.height()), rect, rtl)
            self._paint_end(painter, end, rtl)
        painter.end()

    def _paint_end(self, painter: QPainter, end: QRect, rtl: bool) -> None:
        look, s, c, f = self.look, self.look.s, self.look.c, self.look.f
        if not self._act:
            if self._key:
                marks.paint_key_cap(painter, look, end, self._key)
            return
        button = QRect(end.left(), (end.height() - s.button_panel) // 2, end.width(), s.button_panel)
        ground = c.accent_hover if self.underMouse() else c.accent
        draw.outlined(painter, button, s.radius, ground, ground)
        words = button.adjusted(s.m, 0, -s.m, 0)
        draw.text(painter, f.body_medium, c.on_accent, words, self._act, draw.start(rtl))
        if self._key:
            cap = marks.key_cap_width(look, self._key)
            place = QRect(words.right() + 1 - cap, words.top(), cap, words.height())
            marks.paint_key_cap(painter, look, draw.mirrored(place, words, rtl), self._key, c.on_accent)


class EmptyState(QWidget):
    """A heading, a paragraph, and below it what `add` puts there: cards, buttons, chips. Centred, one column wide."""

    def __init__(self, theme: Theme, title: str, about: str = "", large: bool = True) -> None:
        super().__init__()
        self.theme = theme
        self._title = Label(theme, title, "display" if large else "title", wrap=True)
        self._about = Label(theme, about, "body", "text2", wrap=True)
        self._column_widget = QWidget()
        self._column = margins(QVBoxLayout(self._column_widget), 0, 0, 0, 0)
        self._column.addWidget(self._title)
        self._column.addWidget(self._about)
        self._about.setVisible(bool(about))
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        # between stretches, not aligned: an aligned widget gets the height that its text has in the whole width
        middle = margins(QHBoxLayout(), 0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._column_widget)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        self._fit()
        theme.changed.connect(self._fit)

    def set_words(self, title: str, about: str = "") -> None:
        """Other words."""
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))

    def add(self, widget: QWidget) -> None:
        """Put a widget below."""
        self._column.addWidget(widget)

    def _fit(self) -> None:
        s = self.theme.look.s
        self._column.setSpacing(s.m)
        self._column_widget.setMinimumWidth(s.inspector_least)
        self._column_widget.setMaximumWidth(s.empty_column)
        self._title.setMinimumWidth(s.inspector_least)
        self._column_widget.setFixedWidth(s.empty_column)
