"""A search field with a lens, the number of hits, and a cross that clears it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.themed import Themed


class SearchField(Themed, QLineEdit):
    """Type to search: `textChanged` as of any line edit; `set_result("17 found")` says what came of it.

    `escaped()` is emitted by Esc in an empty field; Esc in a filled one clears it. `stepped(int)` by the arrow keys
    up and down, so that a list below can follow.
    """

    escaped = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(max(theme.look.s.button, theme.look.f.body.metrics.height() + theme.look.s.s))
        self._follow(theme)
        self.textChanged.connect(self._on_text_changed)
        self._fit_margins()

    def set_result(self, words: str) -> None:
        """Say how many were found, at the end of the field; empty says nothing."""
        self._result = words
        self.setAccessibleDescription(words)
        self._fit_margins()
        self.update()

    @property
    def result(self) -> str:
        """What is said about the hits."""
        return self._result

    def clear_place(self) -> QRect:
        """Where the cross is, while there is text."""
        s = self.look.s
        place = QRect(self.width() - s.s - s.icon, 0, s.icon, self.height())
        return draw.mirrored(place, self.rect(), self.rtl())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                if self.text():
                    self.clear()
                else:
                    self.escaped.emit()
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.text() and self.clear_place().contains(event.position().toPoint()):
            self.clear()
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = bool(self.text()) and self.clear_place().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look, s, rtl, rect = self.look, self.look.s, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            lens = draw.mirrored(QRect(s.s + 1, 0, s.icon, rect.height()), rect, rtl)
            draw.icon(painter, look, "search", look.c.text2, lens, rtl)
            right = rect.width() - s.s
            if self.text():
                draw.icon(painter, look, "x", look.c.text2, self.clear_place(), size=s.icon_small)
                right -= s.icon + s.s
            if self._result:
                width = look.f.secondary.width(self._result) + 1
                place = draw.mirrored(QRect(right - width, 0, width, rect.height()), rect, rtl)
                draw.text(painter, look.f.secondary, look.c.text3, place, self._result, draw.end(rtl))
        painter.end()

    def _on_text_changed(self, text: str) -> None:
        self._fit_margins()

    def _fit_margins(self) -> None:
        s = self.look.s
        before = s.icon + s.s + 3
        after = (s.icon + s.xs if self.text() else 0) + (
            self.look.f.secondary.width(self._result) + s.s if self._result else 0
        )
        inset = s.xs
        before, after = before - inset, max(0, after - inset)
        self.setTextMargins(*((after, 0, before, 0) if self.rtl() else (before, 0, after, 0)))
        side = Qt.AlignmentFlag.AlignRight if self.rtl() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(self.look.s.button, self.look.f.body.metrics.height() + self.look.s.s))
        self._fit_margins()
        self.update()


class SearchButton(Themed, QAbstractButton):
    """Looks like a search field and opens the command palette: "Find a lead or an action   Ctrl K"."""

    def __init__(self, theme: Theme, words: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.search_field, max(s.button, self.look.f.body.metrics.height() + s.s))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.search_field // 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rtl, rect = self.look, self.look.s, self.rtl(), self.rect()
        cap = marks.key_cap_width(look, self._key)
        with draw.painting(QPainter(self)) as painter:
            focus = self.ring_shown()
            edge, width = (look.c.focus, s.focus_ring) if focus else (look.c.control, 1)
            draw.outlined(painter, rect, s.radius, edge, look.c.base, width)
            lens = draw.mirrored(QRect(s.s + 1, 0, s.icon, rect.height()), rect, rtl)
            draw.icon(painter, look, "search", look.c.text2, lens, rtl)
            words = QRect(2 * s.s + s.icon, 0, rect.width() - 4 * s.s - s.icon - cap, rect.height())
            place = draw.mirrored(words, rect, rtl)
            draw.text(painter, look.f.body, look.c.text3, place, self.text(), draw.start(rtl))
            key = draw.mirrored(QRect(rect.width() - s.s - cap, 0, cap, rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, key, self._key)
        painter.end()
