"""A table of differences: what, before, after; nothing in it is cut off without a tool tip that has all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.ui.matrix.history.differences import Difference
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.themed import Label, Surface, margins

SHARES = (0.36, 0.68)
"""Where the second and third column begin."""


def columns_of(rect: QRect, gap: int, rtl: bool) -> tuple[QRect, QRect, QRect]:
    """The three columns of a row."""
    edges = (0, round(rect.width() * SHARES[0]), round(rect.width() * SHARES[1]), rect.width())
    places = [QRect(rect.left() + a, rect.top(), b - a - gap, rect.height()) for a, b in zip(edges, edges[1:])]
    return tuple(draw.mirrored(place, rect, rtl) for place in places)  # type: ignore[return-value]


class DifferenceRows(RowsView[Difference]):
    """Differences, one a row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr("Differences"))

    def row_height(self, row: Difference, at: int) -> int:
        return self.theme.look.s.row - self.theme.look.s.s

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Difference, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.c.line)
        what, before, after = columns_of(rect.adjusted(look.s.s, 0, 0, 0), look.s.s, rtl)
        draw.text(painter, look.f.body, look.c.text1, what, row.what, draw.start(rtl))
        for place, words, colour in ((before, row.before, look.c.text2), (after, row.after, look.c.text1)):
            face = look.f.body if place is before else look.f.body_medium
            draw.text(painter, face, colour if words else look.c.text3, place, words or "–", draw.start(rtl))


class _Head(QWidget):
    """The names of the columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._words = theme, ("", "", "")

    def show_words(self, *words: str) -> None:
        """Other names."""
        self._words = (words[0], words[1], words[2])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.look.s.table_head)

    def paintEvent(self, event: object) -> None:
        look = self._theme.look
        rtl = self.isRightToLeft()
        with draw.painting(QPainter(self)) as painter:
            places = columns_of(self.rect().adjusted(look.s.s, 0, 0, 0), look.s.s, rtl)
            for place, words in zip(places, self._words, strict=True):
                draw.text(painter, look.f.secondary, look.c.text3, place, words, draw.start(rtl))
        painter.end()


class DifferenceTable(QWidget):
    """The rows under their heads, scrolled where there are many; `say` instead of rows where there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head = _Head(theme)
        self.rows = DifferenceRows(theme)
        self.nothing = Label(theme, face="secondary", colour="text2", wrap=True)
        inside = Surface(theme, "base")
        column = margins(QVBoxLayout(inside), 0, 0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        self.layout().addWidget(self.head)
        self.layout().addWidget(area)
        self.head.setFixedHeight(theme.look.s.table_head)
        self.say("")

    def show_rows(self, rows: Sequence[Difference], before: str, after: str) -> None:
        """Show the differences between two versions of these names."""
        self.head.show_words(tr("What"), before, after)
        self.rows.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.nothing.setText(tr("They say the same."))

    def say(self, words: str) -> None:
        """Say something in place of rows."""
        self.rows.set_rows(())
        self.nothing.setText(words)
        self.nothing.show()
