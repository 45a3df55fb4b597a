"""What the list of leads shows and in which order: view, filter, sorting, and all of it as text to remember."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadqual_gui.services.lists import Filter, Sort
from leadqual_gui.ui.leads import columns, views
from leadqual_gui.ui.vocabulary import Vocabulary

if TYPE_CHECKING:
    from leadqual_gui.services.details import ViewCounts

_BEST_FIRST = ("score", "grade", "last_sign")
"""Columns that are sorted from the top when they are asked for first."""


class ListState:
    """The view that is open, with the user's own filter over it. `remember(key, text)` is told what changed."""

    def __init__(self, remember: Callable[[str, str], object]) -> None:
        self._remember = remember
        self._own: tuple[views.View, ...] = ()
        self.words = Vocabulary()
        self.view = "all"
        self.filter, self.sort = Filter(), Sort()
        self.counts: dict[str, int] = {}

    def recall(self, settings: Mapping[str, str]) -> None:
        """As the last run left it."""
        self._own = views.recalled(settings.get("leads.views"))
        self.filter = views.filter_from_text(settings.get("leads.filter"))
        self.view = settings.get("leads.view", "all")
        self.sort = sort_from_text(settings.get("leads.sort"))
        self.counts = counts_from_text(settings.get("leads.counts"))

    def all_views(self) -> tuple[views.View, ...]:
        """The shipped views and the user's own."""
        shipped = views.shipped_views(self.words.hottest, self.words.tiers.get(self.words.hottest, ""))
        return (*shipped, *self._own)

    def current_view(self) -> views.View:
        """The view that is open; the first one if it is gone."""
        return next((view for view in self.all_views() if view.key == self.view), self.all_views()[0])

    def chosen_filter(self, without: str = "") -> Filter:
        """The view's filter with the user's own over it, except for one dimension."""
        chosen = views.with_values(self.filter, without, ()) if without else self.filter
        return views.laid_over(self.current_view().filter, chosen)

    def search_for(self, text: str) -> None:
        """Search for other words. What is typed is not remembered."""
        self.filter = replace(self.filter, text=text)

    def put_filter(self, chosen: Filter) -> None:
        """Filter by something else."""
        self.filter = chosen
        self._remember("leads.filter", views.filter_as_text(chosen))

    def only(self, leads: Sequence[int]) -> None:
        """Show none but these leads, for now."""
        self.view = self.all_views()[0].key
        self.filter = Filter(only=tuple(leads))

    def open_view(self, key: str) -> None:
        """Open a view; one of the user's own brings its order along."""
        self.view = key
        view = self.current_view()
        if view.own:
            self._sort_by(view.sort)
        self._remember("leads.view", key)

    def save_view(self, name: str) -> None:
        """Keep what is shown, but for the search, as a view, and open it."""
        key = f"own.{len(self._own) + 1}.{name}"
        self._own = (*self._own, views.View(key, name, replace(self.chosen_filter(), text=""), self.sort, own=True))
        self._remember("leads.views", views.remembered(self._own))
        self.put_filter(Filter(text=self.filter.text))
        self.open_view(key)

    def remove_view(self, key: str) -> None:
        """Forget one of the user's own views."""
        self._own = tuple(view for view in self._own if view.key != key)
        self._remember("leads.views", views.remembered(self._own))
        self.open_view("all" if self.view == key else self.view)

    def sort_by(self, key: str) -> None:
        """Sort by a column; by the same once more: the other way round."""
        wanted = columns.column(key).sort_key
        self._sort_by(Sort(wanted, not self.sort.descending if wanted == self.sort.column else key in _BEST_FIRST))

    def _sort_by(self, sort: Sort) -> None:
        self.sort = sort
        self._remember("leads.sort", sort_as_text(sort))

    def counts_as_text(self) -> str:
        """The counts of the views, so that the next start shows them at once."""
        return json.dumps(self.counts)

    def count(self, counts: ViewCounts) -> None:
        """The views were counted."""
        self.counts = {
            "all": counts.all,
            "hot": counts.hot,
            "never_called": counts.never_called,
            "to_verify": counts.to_verify,
            "silent": counts.silent,
        }


def sort_as_text(sort: Sort) -> str:
    """An order, to be remembered."""
    return json.dumps([sort.column, sort.descending])


def sort_from_text(text: str | None) -> Sort:
    """Read back what `sort_as_text` wrote; the usual order if that is not possible."""
    try:
        column, descending = json.loads(text or "")
    except (ValueError, TypeError):
        return Sort()
    return Sort(str(column), bool(descending))


def counts_from_text(text: str | None) -> dict[str, int]:
    """How many leads each view held when it was counted last; nothing if that is not known."""
    try:
        return {str(key): int(value) for key, value in json.loads(text or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        return {}
