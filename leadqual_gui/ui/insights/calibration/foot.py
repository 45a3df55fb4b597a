"""Below the table: how many changes are chosen and the way into the draft, and what to know before."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.services.operations import Said
from leadqual_gui.ui.insights.wording import note_words, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.controls import Button, primary_button
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Surface, Themed, margins

MOST_SHOWN = 4


class TakeBar(Surface):
    """Signals: `clear_asked()`, `take_asked()`."""

    clear_asked = Signal()
    take_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self._theme = theme
        self.chosen = Label(theme, face="body_strong")
        self.about = ElidedLabel(theme, colour="text2")
        self.clear = Button(theme, tr("Clear"))
        self.clear.setToolTip(tr("Choose none of them"))
        self.take = primary_button(theme, tr("Put into the draft"))
        self.take.setToolTip(tr("Put the chosen changes into the draft of the matrix (Ctrl+Enter)"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.chosen)
        self._row.addWidget(self.about, 1)
        self._row.addWidget(self.clear)
        self._row.addWidget(self.take)
        self.clear.clicked.connect(self.clear_asked)
        self.take.clicked.connect(self.take_asked)
        self._fit()
        theme.changed.connect(self._fit)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """So many changes are chosen."""
        self.chosen.setText(tr("%n change(s) chosen.", count))
        self.about.set_words(tr("They go into a draft; nothing is live until you publish."))
        self.take.setText(tr("Put %n into the draft", count) if count else tr("Put into the draft"))
        self.take.setEnabled(count > 0)
        self.clear.setEnabled(count > 0)
        self.take.updateGeometry()

    def _fit(self) -> None:
        s = self._theme.look.s
        self.setFixedHeight(max(s.tool_row + s.s, self.take.sizeHint().height() + s.l))
        margins(self._row, s.l, 0, s.l, 0, s.s)


class Note:
    """A line of what to know."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.icon, self.label, self.about = note_words(said)

    @property
    def spoken(self) -> str:
        """All of it."""
        return numerals.plain(f"{self.label}: {self.about}" if self.about else self.label)


class NotesView(RowsView[Note]):
    """Notes, one a line: an icon, what is so, and what follows from it."""

    def row_height(self, row: Note, at: int) -> int:
        look = self.theme.look
        return max(look.s.l + look.s.s + 2, look.f.body.metrics.height() + look.s.xs)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Note, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        s = look.s
        icon = draw.mirrored(QRect(rect.left(), rect.top(), s.icon_small, rect.height()), rect, rtl)
        warning = row.icon in ("triangle-alert", "shield-alert")
        tint = look.c.warm.text if warning else look.c.text3
        draw.icon(painter, look, row.icon, tint, icon, rtl, s.icon_small)
        words = draw.mirrored(rect.adjusted(s.icon_small + s.s, 0, 0, 0), rect, rtl)
        used = draw.text(painter, look.f.body, look.c.text1, words, row.label, draw.start(rtl)) + s.s
        rest = words.adjusted(0, 0, -used, 0) if rtl else words.adjusted(used, 0, 0, 0)
        draw.text(painter, look.f.secondary, look.c.text3, rest, row.about, draw.start(rtl))


class Notes(Surface):
    """What to know before the changes are applied; scrolls if there is much."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self._theme = theme
        self.view = NotesView(theme)
        self.view.setAccessibleName(tr("What to know before you apply"))
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.view)
        self._head = Label(theme, tr("What to know before you apply"), "body_strong")
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.s, s.l, s.s, s.xs)
        column.addWidget(self._head)
        column.addWidget(self.area)

    def show_notes(self, notes: tuple[Said, ...]) -> None:
        """Show these; none hides the whole."""
        rows = [Note(said) for said in notes]
        self.view.set_rows(rows)
        self.setVisible(bool(rows))
        count = min(MOST_SHOWN, len(rows))
        height = sum(self.view.row_height(row, at) for at, row in enumerate(rows[:count]))
        self.area.setFixedHeight(height + 2)


class Banner(Themed, QWidget):
    """Why nothing is proposed, or what must not be missed: an icon, a sentence, and what to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._tone, self._icon = "", "info"
        self.title = Label(theme, face="body_strong", wrap=True)
        self.about = Label(theme, face="secondary", colour="text2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._follow(theme)
        self._on_theme_changed()
        self.hide()

    def say(self, title: str, about: str, icon: str = "info", tone: str = "") -> None:
        """Say it; `tone` "good" or "warm" tints the ground."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self._icon, self._tone = icon, tone
        self.setAccessibleName(numerals.plain(f"{title}. {about}"))
        self.setVisible(bool(title))
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        s = self.look.s
        before, after = s.m + s.icon + s.s, s.m
        left, right = (after, before) if self.rtl() else (before, after)
        margins(self._column, left, s.s, right, s.s, 1)
        super()._on_theme_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        fills = {"good": look.c.plus.steps[0], "warm": look.c.warm.tint}
        inks = {"good": look.c.positive_text, "warm": look.c.warm.text}
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(rect), s.radius, fills.get(self._tone, look.c.window))
            icon = draw.mirrored(QRect(s.m, 0, s.icon, rect.height()), rect, rtl)
            draw.icon(painter, look, self._icon, inks.get(self._tone, look.c.text2), icon, rtl)
        painter.end()
