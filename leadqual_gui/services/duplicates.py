"""Where duplicates are looked for and dealt with: the desk of `Workspace.duplicates`.

`search` takes seconds for many leads (free lane; it reads once and writes nothing). What it found is kept in memory;
asking for it leaves out what was merged, deleted or kept apart meanwhile. Merging and keeping apart are commands
(MergeLeads, KeepApart), undone by name like all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from leadqual_gui.domain.duplicates import LIKELY, Identity, Pair, Why, groups_of
from leadqual_gui.services.merging_view import MergeView, merge_view
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from leadqual_gui.domain.duplicates_finding import Finder
    from leadqual_gui.domain.ledger import ScoreCard
    from leadqual_gui.domain.records import LeadRecord
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.commands import FieldValue

COUNTRY = "duplicates.country"
"""The setting that says from which country numbers are that do not tell (two letters, such as DE)."""
_READING = 0.25


class DuplicatesDesk:
    """Finds leads that stand twice, shows them side by side, and remembers what was found."""

    def __init__(self, store: Store, rules: Callable[[], Rules], is_there: Callable[[int], bool]) -> None:
        self._store = store
        self._is_there = is_there
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
        watch = _Watch(within(progress, _READING, 1.0))
        pairs = finder.pairs(least, watch)
        if watch.stopped:
            return None
        self._found = tuple(pairs)
        return len(self.pairs())

    def pairs(self) -> Sequence[Pair]:
        """What the last search found and still stands, the best first."""
        found = self._found or ()
        apart = self._store.kept_apart()
        there = {lead_id for pair in found for lead_id in pair.ids if self._is_there(lead_id)}
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

        The pairs name the row by 0 (`lead_id`) and the lead by `other_id`. None if it was stopped. Free lane: as long
        as a search among all leads and rows takes.
        """
        from leadqual_gui.domain.duplicates_finding import Finder

        leads = list(self._store.identities())
        numbered = (replace(row, id=-number) for number, row in enumerate(rows, 1))
        try:
            count = len(leads) + len(rows)
            finder = Finder.of(chain(leads, numbered), count, self.country, within(progress, 0.0, _READING))
            if len(finder) < count:
                return None
            watch = _Watch(within(progress, _READING, 1.0))
            pairs = finder.pairs(least, watch, between=len(leads))
        finally:
            self._let_go()
        found: dict[int, Pair] = {}
        for pair in pairs if leads else ():
            found.setdefault(-pair.other_id - 1, Pair(0, pair.lead_id, pair.score, tuple(map(_turned, pair.why))))
        return None if watch.stopped else found

    def side_by_side(self, lead_ids: Sequence[int]) -> MergeView | None:
        """Leads field by field with a proposal; None if fewer than two are there."""
        return merge_view(self._store, self._rules(), lead_ids)

    def foretell(
        self, view: MergeView, keep: int, picked: Mapping[str, FieldValue], as_of: datetime
    ) -> tuple[LeadRecord, ScoreCard] | None:
        """What merging them would make, with its score; None if one of them is gone. Nothing is written."""
        from leadqual_gui.services.merging_outlook import merged_card, merged_record

        record = merged_record(self._store, view, keep, picked)
        return None if record is None else (record, merged_card(record, self._rules(), as_of))

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


class _Watch:
    """Tells progress, and remembers whether somebody had enough of it."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.stopped = False

    def __call__(self, share: float) -> bool:
        self.stopped = self.stopped or (self._progress is not None and not self._progress(share))
        return not self.stopped


def _turned(why: Why) -> Why:
    """A reason from the other side."""
    return replace(why, ours=why.theirs, theirs=why.ours)
