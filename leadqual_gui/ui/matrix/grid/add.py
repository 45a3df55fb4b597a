"""The popup from which a criterion is added: all that the field knows, to search in, and blank ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QScrollArea, QStyle, QStyleOptionViewItem, QWidget

from leadqual_gui.domain.gallery import GalleryItem, blank, gallery, missing_fields, missing_kinds, taken
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.wording import KINDS, Terms, criterion_sentence, plain, signed_words, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.search_field import SearchField

TOPICS: Mapping[str, Any] = {
    "company": QT_TRANSLATE_NOOP("Matrix", "Company"),
    "person": QT_TRANSLATE_NOOP("Matrix", "Person"),
    "interview": QT_TRANSLATE_NOOP("Matrix", "Interview"),
    "consumer": QT_TRANSLATE_NOOP("Matrix", "Consumer"),
    "visits": QT_TRANSLATE_NOOP("Matrix", "Website visits"),
    "calls": QT_TRANSLATE_NOOP("Matrix", "Calls"),
    "content": QT_TRANSLATE_NOOP("Matrix", "Content"),
    "subscriptions": QT_TRANSLATE_NOOP("Matrix", "Subscriptions"),
    "webinars": QT_TRANSLATE_NOOP("Matrix", "Webinars"),
    "forms": QT_TRANSLATE_NOOP("Matrix", "Forms"),
    "product": QT_TRANSLATE_NOOP("Matrix", "Product"),
    "email": QT_TRANSLATE_NOOP("Matrix", "E-mail"),
    "social": QT_TRANSLATE_NOOP("Matrix", "Social media"),
    "events": QT_TRANSLATE_NOOP("Matrix", "Events"),
    "messages": QT_TRANSLATE_NOOP("Matrix", "Messages"),
    "validity": QT_TRANSLATE_NOOP("Matrix", "Validity"),
    "silence": QT_TRANSLATE_NOOP("Matrix", "Silence"),
    "authority": QT_TRANSLATE_NOOP("Matrix", "Authority"),
}
BLANKS: tuple[tuple[str, str, Any], ...] = (
    ("explicit", "levels", QT_TRANSLATE_NOOP("Matrix", "New criterion with levels")),
    ("explicit", "when", QT_TRANSLATE_NOOP("Matrix", "New criterion with one condition")),
    ("implicit", "activity", QT_TRANSLATE_NOOP("Matrix", "New criterion from activities")),
    ("negative", "when", QT_TRANSLATE_NOOP("Matrix", "New negative criterion")),
    ("negative", "inactive", QT_TRANSLATE_NOOP("Matrix", "New criterion from silence")),
)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One criterion to add. `doubt`: why it would say nothing yet."""

    label: str
    about: str
    kind: str
    points: str
    item: GalleryItem | None
    form: str = ""
    doubt: str = ""

    @property
    def spoken(self) -> str:
        """All of an offer."""
        return ", ".join(filter(None, (self.label, self.kind, self.about, self.points, self.doubt)))


def offers(rules: Rules, matrix: Matrix, terms: Terms) -> list[OfferRow]:
    """Everything that can be added; what the matrix has already comes last."""
    there = {c.id for c in matrix.criteria}
    ready = [_offer(item, rules, terms, item.criterion.id in there) for item in gallery()]
    ready.sort(key=lambda row: bool(row.item and row.item.criterion.id in there))
    empty = [OfferRow(tr(words), "", tr(KINDS[kind]), "", None, f"{kind}.{form}") for kind, form, words in BLANKS]
    return [*empty, *ready]


def _offer(item: GalleryItem, rules: Rules, terms: Terms, there: bool) -> OfferRow:
    criterion = item.criterion
    tenths = [level.tenths for level in criterion.levels] or [criterion.tenths]
    points = " ".join(map(signed_words, tenths))
    doubt = tr("is in the matrix already") if there else _doubt(item, rules)
    topic = tr(TOPICS[item.topic]) if item.topic in TOPICS else item.topic
    about = f"{topic}: {plain(criterion_sentence(criterion, terms))}"
    return OfferRow(terms.text(criterion.label), about, tr(KINDS[item.kind]), points, item, doubt=doubt)


def _doubt(item: GalleryItem, rules: Rules) -> str:
    if item.protected:
        return tr("protected: scoring on it is unlawful in many places")
    if missing_fields(item.criterion, rules):
        return tr("needs a field that fields.yaml does not have")
    return tr("needs an activity that activities.yaml does not have") if missing_kinds(item.criterion, rules) else ""


class OfferRows(RowsView[OfferRow]):
    """The list of offers."""

    def row_height(self, row: OfferRow, at: int) -> int:
        return self.theme.look.s.row_palette + 2

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: OfferRow, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        s, c, f = look.s, look.c, look.f
        if self.currentIndex().row() == at or option.state & QStyle.StateFlag.State_MouseOver:
            draw.rounded(painter, rect.toRectF(), s.radius, c.selected if self.currentIndex().row() == at else c.hover)
        inner = rect.adjusted(s.s, 0, -s.s, 0)
        icon = draw.mirrored(QRect(inner.left(), inner.top(), s.icon, inner.height()), inner, rtl)
        draw.icon(painter, look, "plus" if row.item is None else "grid-3x3", c.text3, icon, rtl, s.icon_small)
        words = draw.mirrored(inner.adjusted(s.icon + s.s, 0, -s.xl * 5, 0), inner, rtl)
        half = words.height() // 2
        top = QRect(words.left(), words.top() + 3, words.width(), half)
        low = QRect(words.left(), words.top() + half, words.width(), half - 2)
        if not row.about:
            top = words
        draw.text(painter, f.body_medium, c.text3 if row.doubt else c.text1, top, row.label, draw.start(rtl))
        if row.about:
            colour = c.warm.text if row.doubt else c.text3
            draw.text(painter, f.secondary, colour, low, row.doubt or row.about, draw.start(rtl))
        end = draw.mirrored(QRect(inner.right() - s.xl * 5, inner.top(), s.xl * 5, inner.height()), inner, rtl)
        draw.text(painter, f.secondary, c.text2, end, row.points or row.kind, draw.end(rtl))


class AddCriterion(Popup):
    """Search, arrows and Enter; `chosen` is called with the criterion, and whether it is a blank one without a name."""

    def __init__(
        self,
        theme: Theme,
        rules: Rules,
        matrix: Matrix,
        terms: Terms,
        chosen: Callable[[Criterion, bool], object],
        near: Criterion | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tr("Add a criterion"), parent)
        self._matrix, self._chosen, self._near = matrix, chosen, near
        self._all = offers(rules, matrix, terms)
        self.search = SearchField(theme, tr("What should count?"))
        self.rows = OfferRows(theme)
        self.rows.setAccessibleName(tr("Criteria to add"))
        self.rows.clicked.connect(lambda index: self._take(self.rows.rows[index.row()]))
        self.rows.opened.connect(self._take)
        self.rows.setMouseTracking(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.rows)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self.column.addWidget(self.search)
        self.column.addWidget(area, 1)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.setFixedSize(self.sizeHint())
        self._filter("")
        self.setFocusProxy(self.search)

    def sizeHint(self) -> QSize:
        s = self.theme.look.s
        return QSize(s.dialog, 10 * (s.row_palette + 2) + s.xl * 3)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = [row for row in self._all if all(word in row.spoken.casefold() for word in words)]
        self.rows.set_rows(shown)
        self.rows.setFixedHeight(self.rows.sizeHint().height())
        if shown:
            self.rows.setCurrentIndex(self.rows.model().index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                self._step(step[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                row = self.rows.current_row()
                if row is not None:
                    self._take(row)
                return True
            if event.key() == Qt.Key.Key_Escape and not self.search.text():
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        count = len(self.rows.rows)
        if count:
            at = max(0, min(count - 1, self.rows.currentIndex().row() + step))
            self.rows.setCurrentIndex(self.rows.model().index(at, 0))
            rect = self.rows.visualRect(self.rows.currentIndex())
            self._area.ensureVisible(rect.center().x(), rect.center().y(), 0, rect.height())

    def _take(self, row: OfferRow) -> None:
        if row.item is not None:
            criterion = taken(row.item, self._matrix, self._group_for(row.item.kind, row.item.topic))
        else:
            kind, _, form = row.form.partition(".")
            criterion = blank(self._matrix, kind, Text(tr("New criterion")), form)
            group = self._group_for(kind, "")
            if group:
                there = self._matrix.group(group)
                axis = "" if there is not None and there.axis else criterion.axis
                from dataclasses import replace

                criterion = replace(criterion, group=group, axis=axis)
        self.close()
        self._chosen(criterion, row.item is None)

    def _group_for(self, kind: str, topic: str) -> str:
        """The group of that topic, else that of the criterion nearby, else the first of its kind."""
        if self._matrix.group(topic) is not None:
            return topic
        if self._near is not None and self._near.kind == kind:
            return self._near.group
        return next((c.group for c in self._matrix.criteria if c.kind == kind), "")
