"""The grid of fit and engagement: how many leads are in each cell, and the edges of letters and digits."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.domain.matrix import Grades
from leadqual_gui.domain.whatif_values import GradeEffect
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.wording import points_words, tr
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.themed import Themed

HEAD, ROW, TOP = 76, 30, 30
LONGEST = 3
"""So many characters fit into a grade."""


class Edge(NamedTuple):
    """The lower edge of a letter (axis fit) or digit (axis engagement)."""

    axis: str
    place: int


class GradeGrid(Themed, QWidget):
    """Signals: `edges_set(Grades)` when an edge was moved by key or wheel; `named(Grades)` when a letter or digit got
    another name."""

    edges_set = Signal(object)
    named = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._grades = Grades((("A", 0),), (("1", 0),))
        self._cells: dict[tuple[str, str], GradeEffect] = {}
        self._edge = Edge("fit", 0)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Leads by fit and engagement"))
        self.setToolTip(
            self.tr(
                "Fit from top to bottom, engagement from side to side, and how many leads are of each grade."
                " Click an edge, then arrow up and down move it; F2 or a double click names it"
            )
        )
        self._follow(theme)

    def show_grades(self, grades: Grades, effects: tuple[GradeEffect, ...]) -> None:
        """Show other counts and edges."""
        resized = (len(grades.fit), len(grades.engagement)) != (len(self._grades.fit), len(self._grades.engagement))
        self._grades = grades
        self._cells = {(effect.fit, effect.engagement): effect for effect in effects}
        words = (f"{e.fit}{e.engagement}: {number(e.before)} → {number(e.after)}" for e in effects)
        self.setAccessibleDescription(", ".join(words))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        zoom = self.look.s.switch_width / 28
        return QSize(self.look.s.inspector_least, round((TOP + ROW * len(self._grades.fit)) * zoom))

    # --- geometry ----------------------------------------------------------------------------------------------------
    def _place(self, row: int, column: int) -> QRect:
        """A cell; row -1 and column -1 are the heads."""
        zoom = self.look.s.switch_width / 28
        head, high, top = round(HEAD * zoom), round(ROW * zoom), round(TOP * zoom)
        count = len(self._grades.engagement)
        width = (self.width() - head) // max(1, count)
        left = 0 if column < 0 else head + column * width
        rect = QRect(left, 0 if row < 0 else top + row * high, head if column < 0 else width, top if row < 0 else high)
        return draw.mirrored(rect.adjusted(0, 0, -3, -3), self.rect(), self.rtl())

    def _edges(self) -> list[Edge]:
        """The edges that can be moved: the last of each axis is where everything begins."""
        fit = [Edge("fit", at) for at in range(len(self._grades.fit) - 1)]
        return [*fit, *(Edge("engagement", at) for at in range(len(self._grades.engagement) - 1))]

    def _heads(self) -> list[Edge]:
        """All letters and digits."""
        fit = [Edge("fit", at) for at in range(len(self._grades.fit))]
        return [*fit, *(Edge("engagement", at) for at in range(len(self._grades.engagement)))]

    def _edge_at(self, position: QPoint) -> Edge | None:
        return next((edge for edge in self._heads() if self._edge_place(edge).contains(position)), None)

    def _edge_place(self, edge: Edge) -> QRect:
        return self._place(edge.place, -1) if edge.axis == "fit" else self._place(-1, edge.place)

    # --- painting ----------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        most = max((effect.after for effect in self._cells.values()), default=1) or 1
        with draw.painting(QPainter(self)) as painter:
            corner = self._place(-1, -1)
            draw.text(painter, look.f.secondary, look.c.text3, corner, tr("fit, engagement"), draw.start(self.rtl()))
            for at, (name, edge) in enumerate(self._grades.fit):
                self._paint_head(painter, self._place(at, -1), name, edge, Edge("fit", at))
            for at, (name, edge) in enumerate(self._grades.engagement):
                self._paint_head(painter, self._place(-1, at), name, edge, Edge("engagement", at))
            for row, (letter, _) in enumerate(self._grades.fit):
                for column, (digit, _) in enumerate(self._grades.engagement):
                    effect = self._cells.get((letter, digit))
                    if effect is not None:
                        self._paint_cell(painter, self._place(row, column), effect, most)
        painter.end()

    def _paint_head(self, painter: QPainter, place: QRect, name: str, edge: int, which: Edge) -> None:
        look = self.look
        movable = which in self._edges()
        words = tr("{name} from {points}").format(name=name, points=points_words(edge)) if movable else name
        on = self.hasFocus() and which == self._edge
        if movable or on:
            colour = look.c.focus if on else look.c.line_strong
            draw.outlined(painter, place, look.s.radius_inner, colour, look.c.base, 2 if on else 1)
        draw.text(painter, look.f.secondary, look.c.text2, place, words, draw.CENTRE)

    def _paint_cell(self, painter: QPainter, place: QRect, effect: GradeEffect, most: int) -> None:
        look, c = self.look, self.look.c
        share = effect.after / most
        step = 0 if not effect.after else min(2, int(share * 3))
        fill = c.sunken if not effect.after else (c.selected, c.selected, c.selected2)[step]
        draw.rounded(painter, place.toRectF(), look.s.radius_inner, fill)
        words = number(effect.after)
        moved = effect.after - effect.before
        inner = place.adjusted(look.s.s, 0, -look.s.s, 0)
        draw.text(painter, look.f.body_strong, c.text1, inner, words, draw.start(self.rtl()))
        if moved:
            text = numerals.isolated(numerals.signed(moved))
            draw.text(painter, look.f.secondary, c.text2, inner, text, draw.end(self.rtl()))

    # --- hands and keys ----------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        edge = self._edge_at(event.position().toPoint())
        if edge is not None:
            self._edge = edge
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        edge = self._edge_at(event.position().toPoint())
        if edge is not None:
            self._edge = edge
            self.ask_name()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._edge_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        edge = self._edge_at(event.position().toPoint())
        if edge is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._edge = edge
        self._move(10 if event.angleDelta().y() > 0 else -10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edges = self._heads()
        big = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        up = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        along = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if up is not None and edges:
            self._move(up * (50 if big else 10))
        elif along is not None and edges:
            at = edges.index(self._edge) if self._edge in edges else 0
            self._edge = edges[(at + (-along if self.rtl() else along)) % len(edges)]
            self.update()
        elif event.key() == Qt.Key.Key_F2:
            self.ask_name()
        else:
            super().keyPressEvent(event)

    # --- names -------------------------------------------------------------------------------------------------------
    def ask_name(self) -> None:
        """Ask for another name of the current letter or digit."""
        steps = getattr(self._grades, self._edge.axis)
        question = tr("Another name for {name}").format(name=steps[self._edge.place][0])
        ask = Ask(self._theme, question, self._name, parent=self)
        ask.line.setText(steps[self._edge.place][0])
        ask.line.selectAll()
        ask.show_at(self)

    def _name(self, words: str) -> str | None:
        """Take a name, or say what is wrong with it."""
        steps = list(getattr(self._grades, self._edge.axis))
        name, others = words.strip(), {one for at, (one, _) in enumerate(steps) if at != self._edge.place}
        if not 0 < len(name) <= LONGEST:
            return tr("A name has one to {count} characters").format(count=LONGEST)
        if name in others:
            return tr("{name} is there already; choose another name").format(name=name)
        if name != steps[self._edge.place][0]:
            steps[self._edge.place] = (name, steps[self._edge.place][1])
            self.named.emit(replace(self._grades, **{self._edge.axis: tuple(steps)}))
        return None

    def _move(self, tenths: int) -> None:
        """Move an edge, but never past its neighbours."""
        steps = list(getattr(self._grades, self._edge.axis))
        if self._edge.place >= len(steps) - 1:
            return
        name, edge = steps[self._edge.place]
        below = steps[self._edge.place + 1][1]
        above = steps[self._edge.place - 1][1] if self._edge.place else 1000
        moved = max(below + 1, min(above - 1, edge + tenths))
        if moved != edge:
            steps[self._edge.place] = (name, moved)
            self.edges_set.emit(replace(self._grades, **{self._edge.axis: tuple(steps)}))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
