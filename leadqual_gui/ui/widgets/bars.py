"""Bars: the top bar of a screen, section heads, the status bar, the bulk bar over a table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton, Kind
from leadqual_gui.ui.widgets.search_field import SearchButton
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Surface, Themed, margins


class EdgedBar(Surface):
    """A bar with a line along its lower or upper edge."""

    def __init__(self, theme: Theme, line_on_top: bool) -> None:
        super().__init__(theme, "window")
        self.theme = theme
        self._line_on_top = line_on_top

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0 if self._line_on_top else self.height() - 1
        painter.fillRect(0, top, self.width(), 1, self.theme.look.c.line)
        painter.end()


class TopBar(EdgedBar):
    """Title and subtitle at the start; `add(widget)` before the search button; undo and redo at the end.

    `search_requested()` is emitted when the search button is pressed, `painted()` once, when it is first on the screen.
    """

    search_requested = Signal()
    painted = Signal()

    def __init__(self, theme: Theme, undo: QAction, redo: QAction, search_key: str = "Ctrl K") -> None:
        super().__init__(theme, line_on_top=False)
        self._seen = False
        self._tabs: QWidget | None = None
        self._title = Label(theme, face="title")
        self._subtitle = ElidedLabel(theme, colour="text2")
        self._extras = QHBoxLayout()
        self.search = SearchButton(theme, self.tr("Find a lead or an action"), search_key)
        self.search.clicked.connect(self.search_requested)
        self.undo = IconButton(theme, "undo-2", undo.text())
        self.redo = IconButton(theme, "redo-2", redo.text())
        self.undo.follow_action(undo)
        self.redo.follow_action(redo)
        self._row = QHBoxLayout(self)
        for part in (self._title, self._subtitle):
            self._row.addWidget(part)
        self._row.setStretchFactor(self._subtitle, 1)
        self._row.addLayout(self._extras)
        for button in (self.search, self.undo, self.redo):
            self._row.addWidget(button)
        self._fit()
        theme.changed.connect(self._fit)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Name the screen, and say one thing about it."""
        self._title.setText(title)
        self._subtitle.set_words(subtitle)

    def show_tabs(self, tabs: QWidget | None) -> None:
        """Let the tabs of the screen stand beside the title; None takes them away."""
        if self._tabs is not None and self._tabs is not tabs:
            self._tabs.hide()
        if tabs is not None:
            if self._row.indexOf(tabs) < 0:
                self._row.insertWidget(1, tabs)
            tabs.show()
        self._tabs = tabs

    def title(self) -> str:
        """The name of the screen."""
        return self._title.text()

    def add(self, widget: QWidget) -> None:
        """Put a widget before the search button."""
        self._extras.addWidget(widget)

    def clear(self) -> None:
        """Take away what `add` put there."""
        while item := self._extras.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()

    def _fit(self) -> None:
        s = self.theme.look.s
        self.setFixedHeight(max(s.top_bar, self.theme.look.f.title.leading + 2 * s.m))
        margins(self._row, s.l, 0, s.m, 0, s.s)
        self._row.setSpacing(s.m)
        self._extras.setSpacing(s.s)


class SectionHead(QWidget):
    """A heading with a fact beside it, and `add(widget)` at the end: "Alerts  3 new since yesterday"."""

    def __init__(self, theme: Theme, title: str = "", fact: str = "", tall: bool = True) -> None:
        super().__init__()
        self.theme, self._tall = theme, tall
        self._title = Label(theme, title, "body_strong")
        self._fact = ElidedLabel(theme, fact, "body" if tall else "secondary", "text2" if tall else "text3")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._fact, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def set_words(self, title: str, fact: str = "") -> None:
        """Other words."""
        self._title.setText(title)
        self._fact.set_words(fact)

    def words(self) -> tuple[str, str]:
        """The heading and its fact."""
        return self._title.text(), self._fact.words()

    def fact_at_end(self) -> None:
        """Put the fact at the end of the line, as in a panel."""
        self._fact.put_at_end()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._row.addWidget(widget)

    def _fit(self) -> None:
        s = self.theme.look.s
        self.setFixedHeight(max(s.section_head if self._tall else s.row_ledger + s.xs, self._title.sizeHint().height()))
        side = s.l if self._tall else 0
        margins(self._row, side, 0, side, 0, s.s)


class FactLabel(Label):
    """A fact of the status bar: all of it, or where there is too little room its beginning; the tool tip has it all."""

    LEAST = 6
    """Letters that stay."""

    def minimumSizeHint(self) -> QSize:
        whole = super().sizeHint()
        return QSize(min(whole.width(), self.LEAST * self.fontMetrics().averageCharWidth()), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.width() < self.sizeHint().width() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl = self._theme.look, self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with draw.painting(QPainter(self)) as painter:
            draw.text(painter, look.f.secondary, look.c.text2, self.rect(), self.text(), draw.start(rtl))
        painter.end()


class StatusBar(EdgedBar):
    """What holds all the time, in small words: facts at the start, facts at the end. Errors do not go here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, line_on_top=True)
        self._facts: dict[str, tuple[QLabel | None, Label]] = {}
        self._icons: dict[str, str] = {}
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._at_start = 0
        self.setAccessibleName(self.tr("Status"))
        self._fit()
        theme.changed.connect(self._fit)

    def set_fact(self, key: str, words: str, icon: str = "", at_end: bool = False) -> None:
        """Say a fact; the same key again replaces its words, and empty words hide it."""
        if key not in self._facts:
            self._add_fact(key, icon, at_end)
        sign, label = self._facts[key]
        label.setText(words)
        label.setVisible(bool(words))
        if sign is not None:
            sign.setVisible(bool(words))

    def fact(self, key: str) -> str:
        """The words of a fact."""
        return self._facts[key][1].text() if key in self._facts else ""

    def _add_fact(self, key: str, icon: str, at_end: bool) -> None:
        sign = QLabel() if icon else None
        label = FactLabel(self.theme, face="secondary", colour="text2")
        pair = QHBoxLayout()
        pair.setSpacing(self.theme.look.s.xs + 2)
        for part in (sign, label):
            if part is not None:
                pair.addWidget(part)
        self._row.insertLayout(self._row.count() if at_end else self._at_start, pair)
        self._at_start += not at_end
        self._facts[key] = (sign, label)
        self._icons[key] = icon
        self._tint()

    def _tint(self) -> None:
        look = self.theme.look
        for key, (sign, _label) in self._facts.items():
            if sign is not None:
                ratio = self.devicePixelRatioF()
                sign.setPixmap(look.icons.pixmap(self._icons[key], look.c.text2, look.s.icon_small, ratio))

    def _fit(self) -> None:
        s = self.theme.look.s
        self.setFixedHeight(max(s.status_bar, self.theme.look.f.secondary.leading + s.s))
        margins(self._row, s.m, 0, s.m, 0, s.l)
        self._tint()


class BulkBar(Themed, QWidget):
    """At the foot of a table while leads are chosen: how many, what can be done with them, and that it is one step.

    `closed()` is emitted by the cross: nothing is chosen any more.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._follow(theme)
        self._count = Label(theme, face="body_strong", colour="base")
        self._hint = Label(theme, self.tr("one step to undo"), "secondary", "line_strong")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._row.addWidget(self._hint)
        self._close = InverseButton(theme, "", "x")
        self._close.setAccessibleName(self.tr("Choose none"))
        self._close.setToolTip(self.tr("Choose none"))
        self._close.clicked.connect(self.closed)
        self._row.addWidget(self._close)
        self._on_theme_changed()

    def set_count(self, count: int) -> None:
        """Say how many are chosen; none hides the bar."""
        self._count.setText(self.tr("%Ln chosen", "", count))
        self.setVisible(count > 0)

    def add(self, words: str, icon: str) -> Button:
        """Add something that can be done with the chosen leads."""
        button = InverseButton(self.theme, words, icon)
        self._row.insertWidget(self._row.count() - 3, button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(self.rect()), self.look.s.radius, self.look.c.text1)
        painter.end()

    def _on_theme_changed(self) -> None:
        s = self.look.s
        self.setFixedHeight(s.bulk_bar)
        margins(self._row, s.m, 0, s.s, 0, s.s)


class InverseButton(Button):
    """A quiet button on the ink ground of the bulk bar."""

    def __init__(self, theme: Theme, words: str, icon: str) -> None:
        super().__init__(theme, words, Kind.QUIET, icon, height=Height.SMALL)

    def _paint_shape(self, painter: QPainter) -> QColor:
        if self.ring_shown() or self.underMouse():
            draw.outlined(painter, self.rect(), self.look.s.radius, self.look.c.base)
        return self.look.c.base
