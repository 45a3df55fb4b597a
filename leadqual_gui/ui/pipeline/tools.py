"""Over the board: search, filters, how long leads have stood, order, groups, and what cards show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from leadqual_gui.services.lists import Filter, Sort
from leadqual_gui.services.moving_values import AGE, DUE, BoardQuery
from leadqual_gui.ui.leads.filter_row import FilterRow, Values
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.cards import FIELDS
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Chip, Height
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.themed import Surface, margins

SORTS: dict[str, Sort] = {
    "due": DUE,
    "age": AGE,
    "score": Sort("score"),
    "value": Sort("expected_value"),
    "name": Sort("full_name", descending=False),
    "last_sign": Sort("last_sign"),
}
OLDER = (7, 14, 30, 60)


class BoardTools(Surface):
    """Emits `query_changed(BoardQuery)` and `fields_changed(frozenset)` when the user wants another board."""

    query_changed = Signal(object)
    fields_changed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self.query = BoardQuery()
        self.fields: frozenset[str] = frozenset()
        self._words = Vocabulary()
        self.search = SearchField(theme, self.tr("Search the board"))
        self.search.setMaximumWidth(theme.look.s.search_field)
        self.filters = FilterRow(theme)
        self.filters.order.hide()
        self.older = Chip(theme, "", menu=True)
        self.sort = Button(theme, "", icon="arrow-down", height=Height.SMALL)
        self.group = Button(theme, "", height=Height.SMALL)
        self.cards = Button(theme, self.tr("Card fields"), icon="sliders-horizontal", height=Height.SMALL)
        self.older.setCheckable(False)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        row = margins(QHBoxLayout(), s.l, 0, s.l, 0, s.s)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        for part in (self.older, self.group, self.sort, self.cards):
            row.addWidget(part)
        column = margins(QVBoxLayout(self), 0, s.s, 0, s.s, s.s)
        column.addLayout(row)
        column.addWidget(self.filters)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda text: self._ask(filter=replace(self.query.filter, text=text.strip())))
        self.search.escaped.connect(self.left)
        self.search.returnPressed.connect(self.left)
        self.search.stepped.connect(lambda _step: self.left.emit())
        self.filters.filter_changed.connect(lambda chosen: self._ask(filter=chosen))
        self.older.clicked.connect(lambda: self._pop_up(self.older_menu(), self.older))
        self.sort.clicked.connect(lambda: self._pop_up(self.sort_menu(), self.sort))
        self.group.clicked.connect(lambda: self._pop_up(self.group_menu(), self.group))
        self.cards.clicked.connect(lambda: self._pop_up(self.fields_menu(), self.cards))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)
        self.search.setToolTip(self.tr("Search as you type (Ctrl+F), Esc clears"))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def set_values(self, values: Values) -> None:
        """Where the values to filter by come from."""
        self.filters.set_values(values)

    def show_wanted(self, query: BoardQuery, fields: frozenset[str], words: Vocabulary) -> None:
        """Show what the board shows now."""
        self.query, self.fields, self._words = query, fields, words
        self.filters.show_filter(query.filter, words)
        days = query.older_than
        told = self.tr("Longer than {days}").format(days=wording.days_words(days)) if days else self.tr("Any age")
        self.older.setText(told)
        self.older.setChecked(days is not None)
        self.older.updateGeometry()
        self.sort.setText(self.tr("Sort by {what}").format(what=sort_words(sort_key(query.sort))))
        self.group.setText(group_words(query.group))
        for button in (self.sort, self.group):
            button.updateGeometry()

    def _ask(self, **changes: object) -> None:
        query = replace(self.query, **changes)  # type: ignore[arg-type]
        if query != self.query:
            self.query = query
            self.query_changed.emit(query)

    # --- menus ---------------------------------------------------------------------------------------------------
    def _pop_up(self, menu: QMenu, beside: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def older_menu(self) -> QMenu:
        """How long leads must have stood in their stage."""
        menu = QMenu(self)
        self._choice(menu, self.tr("Any age"), self.query.older_than is None, older_than=None)
        for days in OLDER:
            said = self.tr("Longer than {days}").format(days=wording.days_words(days))
            self._choice(menu, said, self.query.older_than == days, older_than=float(days))
        return menu

    def sort_menu(self) -> QMenu:
        """In which order cards stand."""
        menu = QMenu(self)
        for key, sort in SORTS.items():
            self._choice(menu, sort_words(key), self.query.sort == sort, sort=sort)
        return menu

    def group_menu(self) -> QMenu:
        """By what cards are grouped."""
        menu = QMenu(self)
        for key in ("", "owner", "tier"):
            self._choice(menu, group_words(key), self.query.group == key, group=key)
        return menu

    def fields_menu(self) -> QMenu:
        """What cards show."""
        menu = QMenu(self)
        for field in FIELDS:
            action = menu.addAction(card_field_words(field))
            action.setCheckable(True)
            action.setChecked(field in self.fields)
            action.triggered.connect(lambda _on=False, f=field: self._toggle(f))
        return menu

    def _toggle(self, field: str) -> None:
        self.fields = self.fields ^ {field}
        self.fields_changed.emit(self.fields)

    def _choice(self, menu: QMenu, words: str, on: bool, **changes: object) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _on=False: self._ask(**changes))


def sort_key(sort: Sort) -> str:
    """The name of an order."""
    return next((key for key, one in SORTS.items() if one == sort), "due")


def sort_words(key: str) -> str:
    """An order in words."""
    return {
        "due": wording.words("due date"),
        "age": wording.words("time in stage"),
        "score": wording.words("score"),
        "value": wording.words("expected value"),
        "name": wording.words("name"),
        "last_sign": wording.words("last sign"),
    }[key]


def group_words(key: str) -> str:
    """A grouping in words."""
    return {
        "": wording.words("No groups"),
        "owner": wording.words("Grouped by owner"),
        "tier": wording.words("Grouped by tier"),
    }[key]


def card_field_words(field: str) -> str:
    """What a card may show, in words."""
    return {
        "value": wording.words("Expected value"),
        "company": wording.words("Company"),
        "age": wording.words("Time in stage"),
        "grade": wording.words("Grade"),
        "action": wording.words("Next action"),
        "owner": wording.words("Owner"),
        "last_sign": wording.words("Last sign"),
    }[field]


def query_as_text(query: BoardQuery) -> str:
    """A query for the settings: order, group, age (the filter is kept apart)."""
    return f"{sort_key(query.sort)}|{query.group}|{query.older_than or ''}"


def query_from_text(text: str, chosen: Filter) -> BoardQuery:
    """A query from the settings."""
    parts: Sequence[str] = (text or "||").split("|")
    if len(parts) != 3:
        return BoardQuery(chosen)
    sort, group, older = parts
    days = float(older) if older.replace(".", "", 1).isdigit() else None
    return BoardQuery(chosen, SORTS.get(sort, DUE), group if group in ("owner", "tier") else "", days)
