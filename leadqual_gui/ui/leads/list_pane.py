"""The list of leads: views, search, filters, the table, and what can be done with many leads at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from leadqual_gui.services.lists import Filter, FirstSight, LeadList, Query
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.leads import views
from leadqual_gui.ui.leads.columns import Wording
from leadqual_gui.ui.leads.filter_row import FilterRow
from leadqual_gui.ui.leads.list_source import ListSource
from leadqual_gui.ui.leads.list_state import ListState
from leadqual_gui.ui.leads.model import FewRows, LeadModel
from leadqual_gui.ui.leads.nothing_found import NothingFound
from leadqual_gui.ui.leads.shown_columns import ShownColumns
from leadqual_gui.ui.leads.table import LeadTable
from leadqual_gui.ui.leads.view_row import ViewRow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary, vocabulary_from_text
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge


class ListPane(Surface):
    """Everything on the left of the Leads screen. `settings_changed(key, text)` is to be remembered."""

    settings_changed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self._reading = ""
        self.state = ListState(self.settings_changed.emit)
        self.source = ListSource(self.state, self)
        self._count_soon = QTimer(self, singleShot=True, interval=0)
        self._count_soon.timeout.connect(self.count)
        self.model = LeadModel(self)
        self.table = LeadTable(theme, self.model)
        self.columns = ShownColumns(self.model, self.table.header, self.settings_changed.emit)
        self.view_row = ViewRow(theme)
        self.search = SearchField(theme, self.tr("Search names, companies, e-mail, phone, notes"))
        self.filters = FilterRow(theme)
        self.nothing = NothingFound(theme)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        self.column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        search = margins(QVBoxLayout(), s.l, s.s, s.l, s.s, 0)
        search.addWidget(self.search)
        self.column.addWidget(self.view_row)
        self.column.addLayout(search)
        self.column.addWidget(self.filters)
        self.column.addSpacing(s.s)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.nothing, 1)
        self.nothing.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.search.stepped.connect(self._on_search_stepped)
        self.search.returnPressed.connect(self._on_search_entered)
        self.search.escaped.connect(self.table.setFocus)
        self.view_row.view_chosen.connect(self._on_view_chosen)
        self.view_row.view_saved.connect(self._on_view_saved)
        self.view_row.view_removed.connect(self._on_view_removed)
        self.filters.filter_changed.connect(self._on_filter_changed)
        self.table.header.sort_asked.connect(self._on_sort_asked)
        self.table.header.widths_changed.connect(self.columns.remember)
        self.table.header.all_ticked.connect(self._on_all_ticked)
        self.nothing.clear_asked.connect(self.clear_search)
        self.source.came.connect(self.refresh)
        self.filters.set_values(self.source.values)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.focus_search)
        self.search.setToolTip(self.tr("Search as you type (Ctrl+F), Esc clears"))

    # --- what comes first, and what comes then -----------------------------------------------------------------------
    def show_first(self, sight: FirstSight) -> None:
        """Show what the last run left, before the workspace is loaded."""
        settings = sight.settings
        self.state.recall(settings)
        if sight.total:
            self.state.counts["all"] = sight.total
        self._set_words(vocabulary_from_text(settings.get("window.vocabulary")))
        self.columns.recall(settings.get("leads.columns"))
        self._show_state()
        plain = self._query() == Query(extra=self._query().extra)
        self._show(FewRows(sight.rows if plain else ()))

    def attach(self, bridge: Bridge, words: Vocabulary) -> None:
        """The workspace is loaded: show the whole list, with the same lead chosen."""
        self.source.attach(bridge)
        self._set_words(words)
        self.source.read_ahead(self.columns.extra())
        self.refresh()

    def wait_for(self, words: str) -> None:
        """There are no leads yet, but there will be in a moment."""
        self.nothing.wait_for(words)
        self.table.hide()
        self.nothing.show()

    def detach(self) -> None:
        """The workspace is about to be closed: nothing more is asked of it."""
        self._count_soon.stop()
        self.source.detach()
        self.model.show(FewRows())

    def retitle(self, words: Vocabulary) -> None:
        """The rules changed: stages, tiers or fields may be called otherwise."""
        self._set_words(words)

    def _say_reading(self, fields: Sequence[str]) -> None:
        """The list stays as it is until what it is to be sorted or filtered by is there."""
        names = ", ".join(field_label(key, self.state.words.custom).lower() for key in fields)
        self._reading = self.tr("Reading {fields} of all leads…").format(fields=names)
        self._show_state()
        if not self.model.rowCount():
            self.wait_for(self._reading)

    def refresh(self, changed: Sequence[int] = ()) -> None:
        """Ask for the list again; with `changed`, only these leads differ."""
        if not self.source.is_open:
            return
        query = self._query()
        if lacking := self.source.lacking(query):
            self._say_reading(lacking)
            return
        self._reading = ""
        begun = time.perf_counter()
        found = self.source.find(query)
        elapsed = time.perf_counter() - begun
        self.table.sought = self.state.filter.text
        self._show(found, changed)
        self._say_result(len(found), elapsed)
        self._count_soon.start()
        self._show_state()

    def count(self) -> None:
        """Count the views again: after the list is painted, since nobody waits for them."""
        self._count_soon.stop()
        if not self.source.is_open:
            return
        self.state.count(self.source.counts())
        self._show_state()

    def _show(self, found: LeadList, changed: Sequence[int] = ()) -> None:
        self.model.show(found, changed)
        empty = len(found) == 0 and self.source.is_open
        if empty:
            self.nothing.explain(self.state.filter.text, bool(views.in_use(self.state.filter)))
        self.table.setVisible(not empty)
        self.nothing.setVisible(empty)
        self.table.viewport().update()

    def _set_words(self, words: Vocabulary) -> None:
        self.state.words = words
        self.table.scale = words.scale
        self.model.set_wording(
            Wording(words.stages, words.custom, datetime.now(tz=UTC), self.source.phone, words.numbers)
        )

    def _say_result(self, count: int, seconds: float) -> None:
        if not self.state.filter.text:
            self.search.set_result("")
            return
        words = self.tr("%Ln found in {time} ms", "", count)
        self.search.set_result(words.format(time=max(1, round(seconds * 1000))))

    # --- state -------------------------------------------------------------------------------------------------------
    def _query(self) -> Query:
        return Query(self.state.chosen_filter(), self.state.sort, self.columns.extra())

    def _show_state(self) -> None:
        state = self.state
        self.view_row.show_views(state.all_views(), state.counts, state.view)
        self.filters.show_filter(state.filter, state.words)
        column = "name" if state.sort.column == "full_name" else state.sort.column
        self.table.header.show_order(column, state.sort.descending)
        order = self.tr("Sorted by {column}").format(column=field_label(column, state.words.custom).lower())
        self.filters.order.setText(self._reading or order)

    def _on_search_changed(self, text: str) -> None:
        self.state.search_for(text.strip())
        self.refresh()

    def _on_search_stepped(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        row = min(max(0, row), self.model.rowCount() - 1)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 1))

    def _on_search_entered(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 1))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def clear_search(self) -> None:
        """Show everything of the view again."""
        self.state.put_filter(Filter())
        if self.search.text():
            self.search.clear()
        else:
            self.refresh()

    def show_only(self, leads: Sequence[int]) -> None:
        """Show none but these leads, until that filter is taken away."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.state.only(leads)
        self.refresh()

    def show_filtered(self, chosen: Filter) -> None:
        """Show all leads that this lets through, whatever was filtered by before."""
        if self.search.text():
            self.search.clear()
        self._on_view_chosen("all")
        self._on_filter_changed(chosen)

    def _on_filter_changed(self, chosen: Filter) -> None:
        self.state.put_filter(chosen)
        self.refresh()

    def _on_view_chosen(self, key: str) -> None:
        self.state.open_view(key)
        self.refresh()

    def _on_view_saved(self, name: str) -> None:
        self.state.save_view(name)
        self.refresh()

    def _on_view_removed(self, key: str) -> None:
        self.state.remove_view(key)
        self.refresh()

    def _on_sort_asked(self, key: str) -> None:
        self.state.sort_by(key)
        self.refresh()

    def _on_all_ticked(self, on: bool) -> None:
        self.model.tick_only((int(lead_id) for lead_id in self.model.list.ids()) if on else ())

    # --- columns -----------------------------------------------------------------------------------------------------
    def choose_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.columns.choose(keys)
        self.source.read_ahead(self.columns.extra())
        self.refresh()
