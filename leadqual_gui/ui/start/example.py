"""An example of what is shown for each lead. Its lines add up to its score; a test reads them back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.account_views import LedgerView
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.range_bar import RangeBar, ScoreHead
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.themed import Label, Themed, margins


def words(text: str) -> str:
    """A text of the example in the user's language."""
    return QCoreApplication.translate("Start", text)


def example_score() -> ScoreValue:
    """The score of the example."""
    return ScoreValue(45, 33, 71, "warm", grade="B1")


def example_rows() -> tuple[LedgerRow, ...]:
    """The ledger of the example."""
    return (
        LedgerRow(words("Head of operations"), 60, words("job title")),
        LedgerRow(words("Employees"), 100, words("85, so 50 to 250")),
        LedgerRow(words("Asked for a quote"), 119, words("yesterday")),
        LedgerRow(words("Budget"), 70, words("a range that fits")),
        LedgerRow(words("Demo requested"), 140, words("9 days ago")),
        LedgerRow(words("Private address"), -40, words("not verified yet")),
        LedgerRow(words("Score"), 449, words("shown as 45"), RowKind.SUM),
    )


def example_scale() -> TierScale:
    """Cold, warm and hot as the shipped rules have them."""
    return TierScale(labels=(words("Cold"), words("Warm"), words("Hot")))


class ExampleCard(Themed, QWidget):
    """Score, bar and ledger of an invented lead."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        head, bar, ledger = ScoreHead(theme), RangeBar(theme), LedgerView(theme)
        head.set_score(example_score(), example_scale())
        bar.set_score(example_score(), example_scale())
        ledger.set_rows(example_rows())
        ledger.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        for part in (head, bar, ledger):
            column.addWidget(part)
        self._follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, self.rect(), look.s.radius, look.c.line, look.c.base)
        painter.end()


class Number(Themed, QWidget):
    """A number in a circle."""

    def __init__(self, theme: Theme, value: int) -> None:
        super().__init__()
        self._words = str(value)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.xl, self.look.s.xl)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect = self.look, QRect(0, 0, self.look.s.xl, self.look.s.xl)
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, rect, rect.width() / 2, look.c.control, look.c.base)
            draw.text(painter, look.f.secondary_strong, look.c.text1, rect, self._words, draw.CENTRE)
        painter.end()


def numbered(theme: Theme, value: int, title: str, about: str) -> QWidget:
    """A promise with its number."""
    whole, s = QWidget(), theme.look.s
    row = margins(QHBoxLayout(whole), 0, s.xs, 0, s.xs, s.m)
    text = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
    text.addWidget(Label(theme, title, "body_medium"))
    text.addWidget(Label(theme, about, "secondary", "text2", wrap=True))
    row.addWidget(Number(theme, value), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(text, 1)
    return whole
