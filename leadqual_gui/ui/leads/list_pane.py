"""The list of leads: views, search, filters, the table, and what can be done with many leads at once."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from leadqual_gui.services.lists import Filter, FirstSight, LeadList, Query, Sort
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.leads import columns, views
from leadqual_gui.ui.leads.columns import DEFAULT, Wording
from leadqual_gui.ui.leads.filter_row import FilterRow
from leadqual_gui.ui.leads.model import FewRows, LeadModel
from leadqual_gui.ui.leads.nothing_found import NothingFound
from leadqual_gui.ui.leads.table import LeadTable
from leadqual_gui.ui.leads.view_row import ViewRow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary, vocabulary_from_text
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.data.quality_watch import QualityWatch


class ListPane(Surface):
    """Everything on the left of the Leads screen. `settings_changed(key, text)` is to be remembered."""

    settings_changed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self._bridge: Bridge | None = None
        self._watch: QualityWatch | None = None
        self._words = Vocabulary()
        self._own: tuple[views.View, ...] = ()
        self._view = "all"
        self._filter, self._sort = Filter(), Sort()
        self._counts: dict[str, int] = {}
        self._count_soon = QTimer(self, singleShot=True, interval=0)
        self._count_soon.timeout.connect(self.count)
        self.model = LeadModel(self)
        self.table = LeadTable(theme, self.model)
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
        self.table.header.widths_changed.connect(self._remember_columns)
        self.table.header.all_ticked.connect(self._on_all_ticked)
        self.nothing.clear_asked.connect(self.clear_search)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.focus_search)
        self.search.setToolTip(self.tr("Search as you type (Ctrl+F), Esc clears"))

    # --- what comes first, and what comes then -----------------------------------------------------------------------
    def show_first(self, sight: FirstSight) -> None:
        """Show what the last run left, before the workspace is loaded."""
        settings = sight.settings
        self._own = views.recalled(settings.get("leads.views"))
        self._filter = views.filter_from_text(settings.get("leads.filter"))
        self._view = settings.get("leads.view", "all")
        self._sort = _sort_from_text(settings.get("leads.sort"))
        self._counts = _counts_from_text(settings.get("leads.counts"))
        if sight.total:
            self._counts["all"] = sight.total
        self._set_words(vocabulary_from_text(settings.get("window.vocabulary")))
        self._show_columns(settings.get("leads.columns"))
        self._show_state()
        plain = self._query() == Query(extra=self._query().extra)
        self._show(FewRows(sight.rows if plain else ()))

    def attach(self, bridge: Bridge, words: Vocabulary) -> None:
        """The workspace is loaded: show the whole list, with the same lead chosen."""
        self._bridge = bridge
        self._set_words(words)
        self.filters.set_values(self._values)
        self._require_columns()
        self.refresh()

    def wait_for(self, words: str) -> None:
        """There are no leads yet, but there will be in a moment."""
        self.nothing.wait_for(words)
        self.table.hide()
        self.nothing.show()

    def detach(self) -> None:
        """The workspace is about to be closed: nothing more is asked of it."""
        self._count_soon.stop()
        self._bridge = None
        self.filters.set_values(lambda _dimension: ())
        self.model.show(FewRows())

    def retitle(self, words: Vocabulary) -> None:
        """The rules changed: stages, tiers or fields may be called otherwise."""
        self._set_words(words)

    def _values(self, dimension: str) -> Sequence[ValueCount]:
        assert self._bridge is not None
        if dimension in views.MADE:
            self._want_quality()
        return self._bridge.workspace.values(dimension, self._chosen_filter(dimension))

    def _want_quality(self) -> None:
        """Quality is looked at: it is worked out in the background, and shown when that is done."""
        self._quality_watch().want()

    def _quality_watch(self) -> QualityWatch:
        from leadqual_gui.ui.data.quality_watch import QualityWatch  # hardly anybody needs it at the start

        assert self._bridge is not None
        if self._watch is None:
            self._watch = QualityWatch.of(self._bridge)
            self._watch.prepared.connect(self.refresh)
            self._watch.warmed.connect(self.refresh)
        return self._watch

    def _shows_quality(self) -> bool:
        query = self._query()
        return bool(query.filter.quality or query.filter.issues or "quality" in (query.sort.column, *query.extra))

    def refresh(self, changed: Sequence[int] = ()) -> None:
        """Ask for the list again; with `changed`, only these leads differ."""
        if self._bridge is None:
            return
        workspace = self._bridge.workspace
        if self._shows_quality():
            self._want_quality()
        begun = time.perf_counter()
        found = workspace.query(self._query())
        elapsed = time.perf_counter() - begun
        self.table.sought = self._filter.text
        self._show(found, changed)
        self._say_result(len(found), elapsed)
        self._count_soon.start()
        self._show_state()

    def count(self) -> None:
        """Count the views again: after the list is painted, since nobody waits for them."""
        self._count_soon.stop()
        if self._bridge is None:
            return
        counts = self._bridge.workspace.counts(replace(self._filter, text=""))
        self._counts = {
            "all": counts.all,
            "hot": counts.hot,
            "never_called": counts.never_called,
            "to_verify": counts.to_verify,
            "silent": counts.silent,
        }
        self._show_state()

    def _show(self, found: LeadList, changed: Sequence[int] = ()) -> None:
        self.model.show(found, changed)
        empty = len(found) == 0 and self._bridge is not None
        if empty:
            self.nothing.explain(self._filter.text, bool(views.in_use(self._filter)))
        self.table.setVisible(not empty)
        self.nothing.setVisible(empty)
        self.table.viewport().update()

    def _set_words(self, words: Vocabulary) -> None:
        self._words = words
        self.table.scale = words.scale
        self.model.set_wording(Wording(words.stages, words.custom, datetime.now(tz=UTC), self._phone))

    def _phone(self, number: str, country: str | None) -> str:
        """A telephone number as its country writes it."""
        if self._bridge is None or not self._quality_watch().warm():
            return number
        return self._bridge.workspace.quality.phone(number, country)

    def _say_result(self, count: int, seconds: float) -> None:
        if not self._filter.text:
            self.search.set_result("")
            return
        words = self.tr("%Ln found in {time} ms", "", count)
        self.search.set_result(words.format(time=max(1, round(seconds * 1000))))

    # --- state -------------------------------------------------------------------------------------------------------
    def all_views(self) -> tuple[views.View, ...]:
        """The shipped views and the user's own."""
        shipped = views.shipped_views(self._words.hottest, self._words.tiers.get(self._words.hottest, ""))
        return (*shipped, *self._own)

    def _current_view(self) -> views.View:
        return next((view for view in self.all_views() if view.key == self._view), self.all_views()[0])

    def _chosen_filter(self, without: str = "") -> Filter:
        chosen = views.with_values(self._filter, without, ()) if without else self._filter
        return views.laid_over(self._current_view().filter, chosen)

    def _query(self) -> Query:
        extra = tuple(c.key for c in self.model.columns[1:] if c.key not in DEFAULT)
        if ("phone" in extra or "mobile" in extra) and "country" not in extra:
            extra = (*extra, "country")  # a number is written as its country writes it
        return Query(self._chosen_filter(), self._sort, extra)

    def _show_state(self) -> None:
        self.view_row.show_views(self.all_views(), self._counts, self._view)
        self.filters.show_filter(self._filter, self._words)
        column = "name" if self._sort.column == "full_name" else self._sort.column
        self.table.header.show_order(column, self._sort.descending)
        order = self.tr("Sorted by {column}").format(column=field_label(column, self._words.custom).lower())
        self.filters.order.setText(order)

    def _on_search_changed(self, text: str) -> None:
        self._filter = replace(self._filter, text=text.strip())
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
        self._filter = Filter()
        self._remember("leads.filter", views.filter_as_text(self._filter))
        if self.search.text():
            self.search.clear()
        else:
            self.refresh()

    def show_only(self, leads: Sequence[int]) -> None:
        """Show none but these leads, until that filter is taken away."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._view = self.all_views()[0].key
        self._filter = Filter(only=tuple(leads))
        self.refresh()

    def show_filtered(self, chosen: Filter) -> None:
        """Show all leads that this lets through, whatever was filtered by before."""
        if self.search.text():
            self.search.clear()
        self._on_view_chosen("all")
        self._on_filter_changed(chosen)

    def _on_filter_changed(self, chosen: Filter) -> None:
        self._filter = chosen
        self._remember("leads.filter", views.filter_as_text(chosen))
        self.refresh()

    def _on_view_chosen(self, key: str) -> None:
        self._view = key
        view = self._current_view()
        if view.own:
            self._sort = view.sort
            self._remember("leads.sort", _sort_as_text(self._sort))
        self._remember("leads.view", key)
        self.refresh()

    def _on_view_saved(self, name: str) -> None:
        key = f"own.{len(self._own) + 1}.{name}"
        self._own = (*self._own, views.View(key, name, replace(self._chosen_filter(), text=""), self._sort, own=True))
        self._remember("leads.views", views.remembered(self._own))
        self._filter = Filter(text=self._filter.text)
        self._remember("leads.filter", views.filter_as_text(self._filter))
        self._on_view_chosen(key)

    def _on_view_removed(self, key: str) -> None:
        self._own = tuple(view for view in self._own if view.key != key)
        self._remember("leads.views", views.remembered(self._own))
        self._on_view_chosen("all" if self._view == key else self._view)

    def _on_sort_asked(self, key: str) -> None:
        wanted = columns.column(key).sort_key
        descending = (
            not self._sort.descending if wanted == self._sort.column else key in ("score", "grade", "last_sign")
        )
        self._sort = Sort(wanted, descending)
        self._remember("leads.sort", _sort_as_text(self._sort))
        self.refresh()

    def _on_all_ticked(self, on: bool) -> None:
        self.model.tick_only((int(lead_id) for lead_id in self.model.list.ids()) if on else ())

    # --- columns -----------------------------------------------------------------------------------------------------
    def _show_columns(self, text: str | None) -> None:
        order, widths = _columns_from_text(text)
        self.table.header.wanted = widths
        self.model.set_columns(columns.columns(order))
        self.table.header.fit()

    def shown_columns(self) -> list[str]:
        """The keys of the columns as they stand."""
        return self.table.header.order()

    def choose_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self._show_columns(_columns_as_text(keys, self.table.header.wanted))
        self._require_columns()
        self._remember_columns()
        self.refresh()

    def _require_columns(self) -> None:
        extra = tuple(key for key in self._query().extra if key not in views.MADE)
        if extra and self._bridge is not None:
            self._bridge.workspace.require_fields(extra)

    def _remember_columns(self) -> None:
        self._remember("leads.columns", _columns_as_text(self.shown_columns(), self.table.header.wanted))

    def _remember(self, key: str, text: str) -> None:
        self.settings_changed.emit(key, text)

    def counts_as_text(self) -> str:
        """The counts of the views, so that the next start shows them at once."""
        return json.dumps(self._counts)


def _columns_as_text(keys: Sequence[str], widths: dict[str, int]) -> str:
    return json.dumps({"order": list(keys), "widths": widths})


def _columns_from_text(text: str | None) -> tuple[list[str], dict[str, int]]:
    try:
        stored = json.loads(text or "{}")
        order = [str(key) for key in stored.get("order", DEFAULT) if key != columns.CHECK]
        widths = {str(key): int(width) for key, width in stored.get("widths", {}).items()}
    except (ValueError, AttributeError, TypeError):
        return list(DEFAULT), {}
    return (order or list(DEFAULT)), widths


def _sort_as_text(sort: Sort) -> str:
    return json.dumps([sort.column, sort.descending])


def _sort_from_text(text: str | None) -> Sort:
    try:
        column, descending = json.loads(text or "")
    except (ValueError, TypeError):
        return Sort()
    return Sort(str(column), bool(descending))


def _counts_from_text(text: str | None) -> dict[str, int]:
    try:
        return {str(key): int(value) for key, value in json.loads(text or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        return {}
