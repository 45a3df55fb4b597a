"""The cards of one column: a long list of them, chosen, dragged and moved by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QWidget

from leadqual_gui.services.moving_values import BoardColumn, Card, CardList, Money
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.cards import CardState, CardStyle, card_height, card_layout, paint_card
from leadqual_gui.ui.pipeline.thin_bar import ThinBar
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.single_column import SingleColumn

MIME = "application/x-leadqual-leads"
Tip = Callable[[Card], str]


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A heading between cards: an owner or a tier, how many leads, and what they are worth."""

    label: str
    count: int
    money: tuple[Money, ...]


class CardSource:
    """The cards of a column as rows, with a heading over each group if there are groups."""

    def __init__(self, column: BoardColumn, style: CardStyle, tip: Tip, group: str = "") -> None:
        self._column, self._style, self._tip, self._group = column, style, tip, group
        self._parts: list[tuple[int, GroupHead | None, CardList]] = []
        first = 0
        if not column.groups:
            self._parts.append((0, None, column.cards))
            first = len(column.cards)
        for one in column.groups:
            label = self._label(one.key)
            self._parts.append((first, GroupHead(label, len(one.cards), one.money), one.cards))
            first += len(one.cards) + 1
        self._length = first

    def _label(self, key: str) -> str:
        if self._group == "tier":
            return self._style.vocabulary.scale.label(key)
        return key or wording.words("No owner")

    def __len__(self) -> int:
        return self._length

    def heads(self) -> list[int]:
        """Rows that are headings."""
        return [first for first, head, _cards in self._parts if head is not None]

    def _found(self, index: int) -> tuple[GroupHead | None, CardList, int]:
        first, head, cards = next(part for part in reversed(self._parts) if part[0] <= index)
        at = index - first - (head is not None)
        return head, cards, at

    def row(self, index: int) -> Card | GroupHead:
        """The card or heading in a row."""
        head, cards, at = self._found(index)
        return head if at < 0 and head is not None else cards.card(at)

    def key(self, index: int) -> int:
        """The lead of a row; 0 for a heading."""
        _head, cards, at = self._found(index)
        return 0 if at < 0 else cards.row(at).id

    def index_of(self, key: int) -> int | None:
        """In which row a lead stands."""
        for first, head, cards in self._parts:
            at = cards.index_of(key)
            if at is not None:
                return first + at + (head is not None)
        return None

    def label(self, row: Any) -> str:
        """A name."""
        return row.label if isinstance(row, GroupHead) else row.row.name

    def spoken(self, row: Any) -> str:
        """A whole card in words."""
        if isinstance(row, GroupHead):
            return f"{row.label}, {wording.leads_words(row.count, row.money)}"
        style = self._style
        return wording.spoken_card(row, style.vocabulary.scale, style.vocabulary, style.language)

    def tip(self, row: Any) -> str:
        """What a hover says of a card."""
        return "" if isinstance(row, GroupHead) else self._tip(row)


class CardView(SingleColumn):
    """Cards. Besides those of SingleColumn, signals:

    `side_asked(step)`: to the column before or after; `move_asked(step)`: move the chosen ones there;
    `menu_of_stages_asked()` on M; `suggestion_taken(lead)`; `drag_began(ids)` and `drag_ended()`.
    """

    side_asked = Signal(int)
    move_asked = Signal(int)
    menu_of_stages_asked = Signal()
    suggestion_taken = Signal(int)
    drag_began = Signal(object)
    drag_ended = Signal()

    def __init__(self, theme: Theme, name: str, style: CardStyle, parent: QWidget | None = None) -> None:
        self.card_style = style
        self.moving: frozenset[int] = frozenset()
        self._heads: list[int] = []
        self._pressed = QPoint(-1, -1)
        self._wait_for_release = False
        super().__init__(theme, name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollBar(ThinBar(theme))
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def dress(self, style: CardStyle) -> None:
        """Paint cards otherwise: other fields, words or colours."""
        self.card_style = style
        self._size_rows()
        self.viewport().update()

    def show_cards(self, source: CardSource) -> None:
        """Show other cards; headings of earlier groups shrink no card."""
        heads = source.heads()
        for at in self._heads:
            if at < self.rows.rowCount():
                self.setRowHeight(at, self.row_height())
        self.show_rows(source)
        self._heads = heads
        for at in heads:
            self.setRowHeight(at, self.theme.look.s.section_head)

    def row_height(self) -> int:
        return card_height(self.theme.look, self.card_style.fields)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # a refusal above the cards takes their room; it never pushes the board up

    def chosen_ids(self) -> tuple[int, ...]:
        """The chosen leads, in the order of the column."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = tuple(key for row in rows if (key := self.rows.source.key(row)))
        return found or ((self.chosen_key,) if self.chosen_key else ())

    def set_moving(self, ids: frozenset[int]) -> None:
        """Show these cards as being moved elsewhere."""
        if ids != self.moving:
            self.moving = ids
            self.viewport().update()

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any, at: int) -> None:
        rect = option.rect
        if isinstance(row, GroupHead):
            self._paint_head(painter, rect, row)
            return
        paint_card(painter, self.card_style, rect, row, self._state(row, at))

    def _paint_head(self, painter: QPainter, rect: QRect, head: GroupHead) -> None:
        look, rtl = self.theme.look, self.rtl()
        inner = rect.adjusted(look.s.xs, look.s.xs, -look.s.xs, 0)
        taken = draw.text(painter, look.f.secondary_strong, look.c.text1, inner, head.label, draw.start(rtl))
        rest = draw.mirrored(inner.adjusted(taken + look.s.s, 0, 0, 0), inner, rtl)
        said = wording.leads_words(head.count, head.money)
        draw.text(painter, look.f.secondary, look.c.text3, rest, said, draw.end(rtl))

    def _state(self, card: Card, at: int) -> CardState:
        index = self.rows.index(at, 0)
        return CardState(
            self.selectionModel().isSelected(index) and (self.is_front() or len(self.chosen_ids()) > 1),
            at == self.hovered,
            self.shows_focus(at),
            card.row.id in self.moving,
        )

    def is_front(self) -> bool:
        """Whether the chosen card of the board is in this column."""
        return bool(self.property("front"))

    def set_front(self, front: bool) -> None:
        """Show the chosen card as such, or not."""
        if front != self.is_front():
            self.setProperty("front", front)
            if not front:
                self.clearSelection()
            self.viewport().update()

    def card_pixmap(self, count: int) -> QPixmap:
        """The current card as it is carried under the pointer, with how many more come along."""
        index = self.currentIndex()
        rect = QRect(0, 0, self.viewport().width(), self.row_height())
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(rect.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        with draw.painting(painter):
            paint_card(painter, self.card_style, rect, self.rows.row_at(index.row()), CardState(chosen=True))
            if count > 1:
                from leadqual_gui.ui.widgets.marks import paint_badge

                corner = rect.topRight() + QPoint(-self.theme.look.s.l, self.theme.look.s.s)
                paint_badge(painter, self.theme.look, corner.toPointF(), numerals.whole(count))
        painter.end()
        return pixmap

    # --- mouse ---------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        if not index.isValid() or not self.rows.source.key(index.row()):
            return
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._pressed = where
        if self._on_suggestion(where, index.row()):
            self.choose_row(index.row())
            return
        many = len(self.chosen_ids()) > 1 and self.selectionModel().isSelected(index)
        self._wait_for_release = many and not event.modifiers()
        if not self._wait_for_release:
            super().mousePressEvent(event)
            if not event.modifiers():
                self.chosen.emit(self.chosen_key)

    def _on_suggestion(self, where: QPoint, at: int) -> bool:
        card = self.rows.row_at(at)
        if isinstance(card, GroupHead) or card.suggestion is None:
            return False
        rect = self.visualRect(self.rows.index(at, 0))
        return card_layout(rect, self.theme.look, self.card_style, card).suggestion.contains(where)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (where - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._pressed.x() >= 0 and far and self.chosen_key:
            self._drag(where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where, pressed = event.position().toPoint(), self._pressed
        self._pressed = QPoint(-1, -1)
        at = self.rowAt(where.y())
        if self._wait_for_release and at >= 0:
            self.choose_row(at)
        elif at >= 0 and pressed.x() >= 0 and self._on_suggestion(where, at) and self._on_suggestion(pressed, at):
            self.suggestion_taken.emit(self.rows.source.key(at))
        self._wait_for_release = False
        super().mouseReleaseEvent(event)

    def _drag(self, where: QPoint) -> None:
        ids = self.chosen_ids()
        data = QMimeData()
        data.setData(MIME, ",".join(map(str, ids)).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.card_pixmap(len(ids)))
        rect = self.visualRect(self.currentIndex())
        drag.setHotSpot(where - rect.topLeft() if rect.contains(where) else QPoint(self.theme.look.s.l, 0))
        self._pressed, self._wait_for_release = QPoint(-1, -1), False
        self.set_moving(frozenset(ids))
        self.drag_began.emit(ids)
        drag.exec(Qt.DropAction.MoveAction)
        self.set_moving(frozenset())
        self.drag_ended.emit()

    # --- keyboard ------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ctrl = modifiers == Qt.KeyboardModifier.ControlModifier
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in sides and (ctrl or not modifiers):
            step = sides[Qt.Key(key)] * (-1 if self.rtl() else 1)
            (self.move_asked if ctrl else self.side_asked).emit(step)
        elif key == Qt.Key.Key_M and not modifiers and self.chosen_key:
            self.menu_of_stages_asked.emit()
        elif key == Qt.Key.Key_A and not modifiers and self._suggested():
            self.suggestion_taken.emit(self.chosen_key)
        else:
            super().keyPressEvent(event)

    def _suggested(self) -> bool:
        card = self.current_row()
        return isinstance(card, Card) and card.suggestion is not None


def dragged_ids(data: QMimeData) -> tuple[int, ...]:
    """The leads that are carried, if any are."""
    text = bytes(data.data(MIME).data()).decode() if data.hasFormat(MIME) else ""
    return tuple(int(part) for part in text.split(",") if part.isdigit())
