"""The examples that the matrix must get right: each passes or fails at once, and is edited in place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.whatif_values import ScenarioEffect
from leadqual_gui.ui.matrix.wording import Terms, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.controls import IconButton
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Label, margins

MOST_SHARE = 0.75
"""So much of a line what is wrong may take from the name."""


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One example."""

    index: int
    label: str
    passes: bool
    expected: str
    reached: str
    score: int

    @property
    def words(self) -> str:
        """What was expected and what it is."""
        return tr("expected {expected}, is {tier}, {score}").format(
            expected=self.expected, tier=self.reached, score=numerals.whole(self.score)
        )

    @property
    def shown(self) -> str:
        """As much of that as there is room for: what goes wrong whole, what is right in short."""
        if not self.passes:
            return self.words
        return tr("{tier} {score}").format(tier=self.reached, score=numerals.whole(self.score))

    @property
    def spoken(self) -> str:
        """All of an example."""
        return f"{self.label}: {tr('passes') if self.passes else tr('fails')}, {self.words}"


def scenario_rows(
    matrix: Matrix, effects: tuple[ScenarioEffect, ...], scale: TierScale, terms: Terms
) -> list[ScenarioRow]:
    """The examples of a matrix and how they fare."""
    return [
        ScenarioRow(
            effect.index,
            terms.text(matrix.scenarios[effect.index].name),
            effect.passes,
            scale.label(effect.expect).lower(),
            scale.label(effect.tier).lower(),
            effect.shown,
        )
        for effect in effects
        if effect.index < len(matrix.scenarios)
    ]


class ScenarioRows(RowsView[ScenarioRow]):
    """The list. A click or Enter emits `opened(row)`, Delete emits `removed(row)`."""

    removed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(self.tr("Scenarios"))
        self.clicked.connect(lambda index: self.opened.emit(self.rows[index.row()]))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def row_height(self, row: ScenarioRow, at: int) -> int:
        return self.theme.look.s.row_ledger + 1

    def mouseDoubleClickEvent(self, event: object) -> None:
        """The first click has opened it already."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() == Qt.Key.Key_Delete and row is not None:
            self.removed.emit(row)
            return
        super().keyPressEvent(event)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ScenarioRow, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        s, c, f = look.s, look.c, look.f
        sign = draw.mirrored(QRect(rect.left(), rect.top(), s.icon, rect.height()), rect, rtl)
        name, colour = ("circle-check", c.positive_text) if row.passes else ("circle-x", c.hot.text)
        draw.icon(painter, look, name, colour, sign, rtl)
        inner = draw.mirrored(rect.adjusted(s.icon + s.s, 0, 0, 0), rect, rtl)
        face = f.secondary if row.passes else f.secondary_strong
        wide = min(face.width(row.shown) + 2, round(inner.width() * MOST_SHARE))
        words = draw.mirrored(QRect(inner.right() + 1 - wide, inner.top(), wide, inner.height()), inner, rtl)
        label = draw.mirrored(inner.adjusted(0, 0, -wide - s.s, 0), inner, rtl)
        draw.text(painter, f.body, c.text1, label, row.label, draw.start(rtl))
        draw.text(painter, face, c.text2 if row.passes else c.hot.text, words, row.shown, draw.end(rtl))


class Scenarios(QWidget):
    """Heading with how many fail, and the list. `opened(index)`; `add_asked()`; `remove_asked(index)`."""

    opened = Signal(int)
    add_asked = Signal()
    remove_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        from PySide6.QtWidgets import QHBoxLayout

        self.title = Label(theme, tr("Scenarios"), "body_strong")
        self.state = Label(theme, face="secondary_strong", colour="positive_text")
        self.add = IconButton(theme, "plus", tr("Add a scenario"))
        self.add.clicked.connect(self.add_asked)
        self.what_for = Label(
            theme,
            tr("Describe a lead and the tier it should reach. Each change is then checked against it at once."),
            "secondary",
            "text3",
            wrap=True,
        )
        self.what_for.hide()
        self.rows = ScenarioRows(theme)
        self.rows.opened.connect(lambda row: self.opened.emit(row.index))
        self.rows.removed.connect(lambda row: self.remove_asked.emit(row.index))
        head = margins(QHBoxLayout(), 0, 0, 0, 0, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        head.addWidget(self.add)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 2)
        column.addLayout(head)
        column.addWidget(self.what_for)
        column.addWidget(self.rows)

    def show_rows(self, rows: list[ScenarioRow]) -> None:
        """Show how the examples fare."""
        if tuple(rows) == self.rows.rows and self.state.text():
            return
        if tuple(rows) != self.rows.rows:
            at = self.rows.currentIndex().row()
            self.rows.set_rows(rows)
            if 0 <= at < len(rows):
                self.rows.setCurrentIndex(self.rows.model().index(at, 0))
        self.what_for.setVisible(not rows)
        fails = sum(not row.passes for row in rows)
        if not rows:
            words = tr("none yet")
        elif fails:
            words = tr("%n of {all} fail(s|)", fails).format(all=len(rows))
        else:
            words = tr("all pass")
        self.state.set_colour("hot.text" if fails else "positive_text" if rows else "text3")
        self.state.setText(words)
