"""Where duplicates are looked for and dealt with: the desk of `Workspace.duplicates`.

`search` takes seconds for many leads (free lane; it reads once and writes nothing). What it found is kept in memory;
asking for it leaves out what was merged, deleted or kept apart meanwhile. Merging and keeping apart are commands
(MergeLeads, KeepApart), undone by name like all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadqual_gui.domain.duplicates import LIKELY, Identity, Pair, groups_of
from leadqual_gui.services.merging_view import MergeView, merge_view
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leadqual_gui.domain.duplicates_finding import Finder
    from leadqual_gui.domain.rules import Rules

COUNTRY = "duplicates.country"
"""The setting that says from which country numbers are that do not tell (two letters, such as DE)."""
_READING, _ROWS_AT_ONCE = 0.25, 200


class DuplicatesDesk:
    """Finds leads that stand twice, shows them side by side, and remembers what was found."""

    def __init__(self, store: Store, rules: Callable[[], Rules]) -> None:
        self._store = store
        self._rules = rules
        self._found: tuple[Pair, ...] | None = None

    @property
    def searched(self) -> bool:
        """Whether a search was finished since the program started."""
        return self._found is not None

    @property
    def country(self) -> str:
        """The country of numbers that do not tell theirs; empty: none."""
        return self._store.setting(COUNTRY) or ""

    def put_country(self, country: str) -> None:
        """Say where numbers are from that do not tell; by code or name."""
        from leadqual_gui.domain.duplicates_phones import region_of

        self._store.put_setting(COUNTRY, region_of(country))

    def search(self, progress: Progress | None = None, least: float = LIKELY) -> int | None:
        """Look through all leads; how many pairs there are, None if it was stopped. Free lane."""
        try:
            return self._search(progress, least)
        finally:
            self._let_go()

    def _search(self, progress: Progress | None, least: float) -> int | None:
        finder = self._finder(within(progress, 0.0, _READING))
        if finder is None:
            return None
        stopped = False

        def watched(done: float) -> bool:
            nonlocal stopped
            stopped = progress is not None and not progress(_READING + done * (1 - _READING))
            return not stopped

        pairs = finder.pairs(least, watched)
        if stopped:
            return None
        self._found = tuple(pairs)
        return len(self.pairs())

    def pairs(self) -> Sequence[Pair]:
        """What the last search found and still stands, the best first."""
        found = self._found or ()
        apart = self._store.kept_apart()
        ids = sorted({lead_id for pair in found for lead_id in pair.ids})
        there = {each.id for each in self._store.identities(ids)} if ids else set()
        return [pair for pair in found if pair.ids not in apart and there.issuperset(pair.ids)]

    def groups(self) -> Sequence[tuple[int, ...]]:
        """The same as groups of leads that hang together."""
        return groups_of(self.pairs())

    def of_lead(self, lead_id: int) -> Sequence[Pair]:
        """What the last search found about one lead."""
        return [pair for pair in self.pairs() if lead_id in pair.ids]

    def of_rows(
        self, rows: Sequence[Identity], progress: Progress | None = None, least: float = LIKELY
    ) -> Mapping[int, Pair] | None:
        """Which rows (of a file, by their number here) are probably a lead that is there: the best match of each.

        None if it was stopped. Free lane: reading the leads once takes seconds, then a millisecond a row.
        """
        try:
            return self._of_rows(rows, progress, least)
        finally:
            self._let_go()

    def _of_rows(self, rows: Sequence[Identity], progress: Progress | None, least: float) -> Mapping[int, Pair] | None:
        finder = self._finder(within(progress, 0.0, _READING))
        if finder is None:
            return None
        comparing = within(progress, _READING, 1.0)
        found: dict[int, Pair] = {}
        for number, row in enumerate(rows):
            like = finder.like(row, least, self.country)
            if like:
                found[number] = like[0]
            if number % _ROWS_AT_ONCE == 0 and comparing and not comparing(number / len(rows)):
                return None
        return found

    def side_by_side(self, lead_ids: Sequence[int]) -> MergeView | None:
        """Leads field by field with a proposal; None if fewer than two are there."""
        return merge_view(self._store, self._rules(), lead_ids)

    @staticmethod
    def _let_go() -> None:
        """A search remembers some hundred megabytes of texts; nobody needs them until the next."""
        from leadqual_gui.domain.duplicates_finding import forget_texts

        forget_texts()

    def _finder(self, progress: Progress | None) -> Finder | None:
        """All leads, ready to be compared; None if it was stopped."""
        from leadqual_gui.domain.duplicates_finding import Finder

        told = list(self._store.identities())
        finder = Finder.of(told, len(told), self.country, progress)
        return finder if len(finder) == len(told) else None
