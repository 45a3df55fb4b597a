"""The table of a comparison: a head with the leads, and a row for each line with the points of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.domain.ledger import LineKind
from leadqual_gui.ui.compare.lines import ComparedLead, CompareRow, points_words, spoken, words
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.single_column import RowList, SingleColumn
from leadqual_gui.ui.widgets.themed import Themed

_ICONS = {LineKind.CAP: "scissors", LineKind.LIMIT: "scissors", LineKind.ADJUSTMENT: "pencil"}


class ComparePlaces(NamedTuple):
    """Where the parts of a row lie: what the line is called, by how much it differs, and a cell for each lead."""

    label: QRect
    spread: QRect
    cells: tuple[QRect, ...]


def compare_places(rect: QRect, s: Sizes, count: int, rtl: bool = False) -> ComparePlaces:
    """The parts of one row; leads share what the first two columns leave."""
    inner = rect.adjusted(s.l, 0, -s.l, 0)
    label_width = min(s.search_field, round(inner.width() * 0.28))
    spread_width = s.ledger_points + s.ledger_bar
    label = QRect(inner.left(), inner.top(), label_width - s.m, inner.height())
    spread = QRect(inner.left() + label_width, inner.top(), spread_width, inner.height())
    first = spread.right() + 1 + s.xl
    width = max(1, (inner.right() + 1 - first) // max(1, count))
    cells = [QRect(first + at * width, inner.top(), width - s.m, inner.height()) for at in range(count)]
    return ComparePlaces(
        draw.mirrored(label, rect, rtl),
        draw.mirrored(spread, rect, rtl),
        tuple(draw.mirrored(cell, rect, rtl) for cell in cells),
    )


def spread_bar(rect: QRect, spread: int, most: int, s: Sizes, rtl: bool = False) -> QRectF:
    """The bar of a difference, beside its number."""
    room = rect.width() - s.ledger_points - s.s
    width = max(2.0, spread / (most or 1) * room) if spread else 0.0
    bar = QRect(rect.left(), rect.top() + (rect.height() - s.ledger_bar_height) // 2, round(width), s.ledger_bar_height)
    return QRectF(draw.mirrored(bar, rect, rtl))


class CompareSource(RowList):
    """Lines of a comparison as rows, the sum last."""

    def __init__(self, rows: Sequence[CompareRow], leads: Sequence[ComparedLead]) -> None:
        exact = tuple(lead.exact for lead in leads)
        total = CompareRow(words("Score"), "", LineKind.LIMIT, exact, ("",) * len(exact), -1)
        super().__init__([*rows, total] if leads else [])
        self.leads = tuple(leads)
        self.most = max((row.spread for row in rows), default=0)

    def key(self, index: int) -> int:
        return int(self.rows[index].place) + 2

    def label(self, row: Any) -> str:
        return str(row.label)

    def spoken(self, row: Any) -> str:
        return spoken(row, self.leads)


class CompareTable(SingleColumn):
    """Lines of leads side by side. `copy_asked()` on Ctrl+C; `resized()`: so does the head."""

    copy_asked = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.compared = CompareSource((), ())

    def show_comparison(self, source: CompareSource) -> None:
        """Show these lines."""
        self.compared = source
        self.show_rows(source)

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row, look.f.body.metrics.height() + look.f.secondary.metrics.height() + look.s.xs)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: CompareRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        ground = look.c.selected if self.is_chosen(at) else look.c.hover if at == self.hovered else look.c.base
        painter.fillRect(rect, ground)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
        place = compare_places(rect, look.s, len(self.compared.leads), rtl)
        total = row.place < 0
        _paint_label(painter, look, place.label, row, total, rtl)
        _paint_spread(painter, look, place.spread, row, 0 if total else self.compared.most, rtl)
        for column, cell in enumerate(place.cells):
            _paint_cell(painter, look, cell, row, column, total, rtl)
        if self.shows_focus(at):
            draw.outlined(painter, rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def _paint_label(painter: QPainter, look: Look, rect: QRect, row: CompareRow, total: bool, rtl: bool) -> None:
    icon = "" if total else _ICONS.get(row.kind, "")
    if icon:
        place = draw.mirrored(QRect(rect.left(), rect.top(), look.s.icon_small, rect.height()), rect, rtl)
        draw.icon(painter, look, icon, look.c.text3, place, rtl, look.s.icon_small)
        shift = look.s.icon_small + look.s.xs
        rect = rect.adjusted(0, 0, -shift, 0) if rtl else rect.adjusted(shift, 0, 0, 0)
    face = look.f.body_strong if total else look.f.body
    if not row.group:
        draw.text(painter, face, look.c.text1, rect, row.label, draw.start(rtl))
        return
    half = rect.height() // 2
    draw.text(painter, face, look.c.text1, rect.adjusted(0, 2, 0, -half + 2), row.label, draw.start(rtl))
    draw.text(painter, look.f.secondary, look.c.text3, rect.adjusted(0, half, 0, -3), row.group, draw.start(rtl))


def _paint_spread(painter: QPainter, look: Look, rect: QRect, row: CompareRow, most: int, rtl: bool) -> None:
    if not row.spread:
        said = words("equal")
        draw.text(painter, look.f.secondary, look.c.text3, rect, said, draw.end(rtl))
        return
    if most:
        draw.rounded(painter, spread_bar(rect, row.spread, most, look.s, rtl), 1, look.c.control)
    said = numerals.isolated(numerals.bare_tenths(row.spread))
    draw.text(painter, look.f.body_strong if not most else look.f.body, look.c.text1, rect, said, draw.end(rtl))


def _paint_cell(
    painter: QPainter, look: Look, rect: QRect, row: CompareRow, column: int, total: bool, rtl: bool
) -> None:
    tenths, points = row.tenths[column], QRect(rect.left(), rect.top(), look.s.ledger_points, rect.height())
    points = draw.mirrored(points, rect, rtl)
    said = numerals.bare_tenths(tenths) if total and tenths is not None else points_words(row, column)
    colour = look.c.text3 if not tenths else look.c.negative_text if tenths < 0 else look.c.text1
    face = look.f.body_strong if total or row.is_best(column) else look.f.body
    draw.text(painter, face, colour, points, numerals.isolated(said), draw.end(rtl))
    shift = look.s.ledger_points + look.s.s
    rest = rect.adjusted(0, 0, -shift, 0) if rtl else rect.adjusted(shift, 0, 0, 0)
    draw.text(painter, look.f.secondary, look.c.text3, rest, row.evidence[column], draw.start(rtl))


class CompareHead(Themed, QWidget):
    """Over the table: who is compared, with score, range, tier and grade."""

    def __init__(self, theme: Theme, beneath: CompareTable) -> None:
        super().__init__()
        self._beneath = beneath
        self._scale = TierScale()
        beneath.resized.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_scale(self, scale: TierScale) -> None:
        """What scores are read on."""
        self._scale = scale
        self.setAccessibleName(", ".join(lead.name for lead in self._beneath.compared.leads))
        self.update()

    def sizeHint(self) -> QSize:
        f, s = self.look.f, self.look.s
        lines = f.title.leading + f.secondary.leading + f.display.leading + f.secondary.leading
        return QSize(0, lines + 2 * s.m)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl, rect = self.look, self.rtl(), self.rect()
        leads, viewport = self._beneath.compared.leads, self._beneath.viewport()
        place = compare_places(QRect(viewport.x(), 0, viewport.width(), rect.height()), look.s, len(leads), rtl)
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(rect, look.c.base)
            painter.fillRect(QRect(0, rect.bottom(), rect.width(), 1), look.c.line_strong)
            foot = look.f.secondary.leading + look.s.s
            for column, said in ((place.label, words("Line")), (place.spread, words("Difference"))):
                line = QRect(column.left(), rect.bottom() - foot, column.width(), foot)
                side = draw.start(rtl) if column is place.label else draw.end(rtl)
                draw.text(painter, look.f.secondary, look.c.text3, line, said, side)
            for lead, cell in zip(leads, place.cells, strict=True):
                self._paint_lead(painter, cell, lead, rtl)
        painter.end()

    def _paint_lead(self, painter: QPainter, cell: QRect, lead: ComparedLead, rtl: bool) -> None:
        look, top = self.look, cell.top() + self.look.s.m
        name = QRect(cell.left(), top, cell.width(), look.f.title.leading)
        company = QRect(cell.left(), name.bottom() + 1, cell.width(), look.f.secondary.leading)
        score = QRect(cell.left(), company.bottom() + 1, cell.width(), look.f.display.leading)
        span = QRect(cell.left(), score.bottom() + 1, cell.width(), look.f.secondary.leading)
        draw.text(painter, look.f.title, look.c.text1, name, lead.name, draw.start(rtl))
        draw.text(painter, look.f.secondary, look.c.text2, company, lead.company, draw.start(rtl))
        said = numerals.isolated(numerals.whole(lead.score.score))
        used = draw.text(painter, look.f.display, look.c.text1, score, said, draw.start(rtl)) + look.s.s
        label = self._scale.label(lead.score.tier)
        width = scores.tier_chip_width(look, label)
        chip = draw.mirrored(QRect(score.left() + used, score.top(), width, score.height()), score, rtl)
        scores.paint_tier_chip(painter, look, chip, self._scale.tone(lead.score.tier), label, rtl)
        used += width + look.s.s
        if lead.score.grade and used + scores.grade_width(look.s) <= score.width():
            box = QRect(score.left() + used, score.top(), scores.grade_width(look.s), score.height())
            scores.paint_grade(painter, look, draw.mirrored(box, score, rtl), lead.score.grade)
        could = lead.note or words("could be {span}").format(
            span=numerals.isolated(numerals.span(lead.score.least, lead.score.greatest))
        )
        colour = look.c.hot.text if lead.note else look.c.text3
        draw.text(painter, look.f.secondary, colour, span, could, draw.start(rtl))
