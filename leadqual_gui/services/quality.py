"""How good the data of leads are, and what to mend first: the desk of `Workspace.quality`.

`prepare` looks at everybody once (free lane, seconds for 100,000); from then on lists can be filtered and sorted by
quality, and single changes are followed by themselves. After an import or a bulk edit it has to be prepared again,
which is quicker, since addresses and numbers that were seen are remembered. One lead can be asked for at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.quality import BEST, Contact, Deduction, Issue, Quality, inspect, issues_of, quality_of
from leadqual_gui.domain.quality_contact import shown_phone
from leadqual_gui.services.operations import Changes, Outcome
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.quality_table import QualityTable, days_old, table_of

if TYPE_CHECKING:
    from leadqual_gui.services.resident import Resident

COUNTRY = "duplicates.country"
_AT_ONCE = 2000
_FEW = 200
_LOOKED_AT = 1000
"""So many of the most promising leads are looked at for what to mend."""
_SEEN = Changes.LEAD | Changes.MEMBERSHIP | Changes.IMPORT
_CONTACT = tuple(field.name for field in fields(Contact) if field.name not in ("id", "verified"))


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend: whose, how much the lead is worth, what is wrong, and what to put there if that is known.

    `tier_rank` is 0 for the lowest tier. A `proposal` can be put into `deduction.issue.field` as it is.
    """

    lead_id: int
    name: str
    tier: str
    tier_rank: int
    shown: int
    deduction: Deduction


class QualityDesk:
    """Knows how good each lead's data are."""

    def __init__(
        self, store: Store, resident: Callable[[], Resident | None], lock: Callable[[], AbstractContextManager[object]]
    ) -> None:
        self._store = store
        self._resident = resident
        self._lock = lock
        self._ids: Array = np.empty(0, np.int64)
        self._masks: Array = np.empty(0, np.int64)
        self._changed: dict[int, int] = {}
        self._kept: tuple[tuple[object, ...], QualityTable] | None = None
        self.ready = False
        """Whether lists can be filtered and sorted by quality; see `prepare`."""
        self.warm = False
        """Whether the libraries are loaded, so that one lead or number costs no more than a blink; see `warm_up`."""

    @property
    def country(self) -> str:
        """Where numbers are from that do not tell; shared with the search for duplicates."""
        return self._store.setting(COUNTRY) or ""

    def warm_up(self) -> None:
        """Load what knows numbers and addresses (a second, once). Free lane."""
        self.phone("+49 30 901820", "Germany")
        self.of_row(Lead(full_name="Ana", email="ana@norbrook..example", phone="+49 30 901820", country="Germany"))
        self.warm = True

    def prepare(self, progress: Progress | None = None) -> bool:
        """Look at everybody; False if it was stopped. Free lane."""
        self._changed.clear()
        country = self.country
        contacts = self._store.contacts()
        masks: list[int] = []
        for start in range(0, len(contacts), _AT_ONCE):
            masks += [issues_of(contact, country) for contact in contacts[start : start + _AT_ONCE]]
            if progress and not progress(len(masks) / len(contacts)):
                return False
        changed = dict(self._changed)
        self._ids = np.asarray([contact.id for contact in contacts], np.int64)
        self._masks = np.asarray(masks, np.int64)
        self._changed = changed
        self._kept = None
        self.ready = self.warm = True
        return True

    def notice(self, outcome: Outcome[object]) -> None:
        """Something was done: look at the leads concerned again."""
        if not outcome.changes & _SEEN:
            return
        if not outcome.leads or len(outcome.leads) > _FEW:
            self.ready = False
            return
        country = self.country
        for contact in self._store.contacts(outcome.leads):
            self._changed[contact.id] = issues_of(contact, country)
        self._kept = None

    def table(self, resident: Resident) -> QualityTable | None:
        """Points and issues of all resident leads; None before `prepare`. With the lock held."""
        if not self.ready:
            return None
        key = (id(resident.columns), resident.columns.version, resident.as_of, len(self._changed))
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, table_of(resident, self._ids, self._masks, self._changed))
        return self._kept[1]

    def of_lead(self, lead_id: int) -> Quality | None:
        """The quality of one lead with its reasons; None if it is not there."""
        contacts = self._store.contacts((lead_id,))
        return None if not contacts else quality_of(contacts[0], self._age(lead_id), self.country)

    def of_row(self, lead: Lead) -> Quality:
        """The quality of data that are not stored yet, as if they had come now."""
        told = {name: getattr(lead, name) for name in _CONTACT}
        return quality_of(Contact(lead.id, **told, verified=lead.verified_at is not None), None, self.country)

    def phone(self, number: str, country: str | None) -> str:
        """A telephone number in its country's form."""
        from leadqual_gui.domain.duplicates_phones import region_of

        return shown_phone(number, region_of(country) or self.country, self.country)

    def average(self) -> int | None:
        """The mean quality of all leads; None before `prepare`, or of nobody."""
        resident = self._resident()
        if resident is None:
            return None
        with self._lock():
            table = self.table(resident)
            alive = resident.columns.alive
            return None if table is None or not alive.any() else round(float(table.points[alive].mean()))

    def mend_first(self, limit: int = 200) -> Sequence[Mend]:
        """What to mend, the most worth while first: of the best tier, the cheapest to mend, the largest gain.

        Leads that are decided, disqualified or not to be contacted are left out. Empty before `prepare`.
        """
        resident = self._resident()
        if resident is None:
            return ()
        with self._lock():
            table = self.table(resident)
            if table is None:
                return ()
            best = _worth_mending(resident, table)[:_LOOKED_AT]
            ids: list[int] = resident.columns.ids[best].tolist()
            told = {lead_id: _told(resident, at) for lead_id, at in zip(ids, best.tolist(), strict=True)}
        country = self.country
        found = [
            Mend(contact.id, *told[contact.id], deduction)
            for contact in self._store.contacts(ids)
            for deduction in inspect(contact, country)
        ]
        found.sort(key=lambda mend: (-mend.tier_rank, mend.deduction.effort, -mend.deduction.points, -mend.shown))
        return found[:limit]

    def _age(self, lead_id: int) -> float | None:
        resident = self._resident()
        if resident is None:
            return None
        with self._lock():
            at = resident.position(lead_id)
            return None if at is None else float(days_old(resident)[at])


def _worth_mending(resident: Resident, table: QualityTable) -> Array:
    """Positions of leads with something to mend, the best tier and score first."""
    board = resident.board
    mendable = resident.columns.alive & (table.points < BEST) & ((table.issues & ~Issue.STALE.bit) != 0)
    mendable &= board.disqualified < 0
    for field in ("do_not_contact", "outcome"):
        column = resident.column(field)
        if column is not None:
            codes = column.codes  # type: ignore[union-attr]
            mendable &= codes < 0 if field == "outcome" else codes != 1
    found = np.flatnonzero(mendable)
    return found[np.lexsort((-board.exact[found], -board.tier[found]))]


def _told(resident: Resident, at: int) -> tuple[str, str, int, int]:
    board = resident.board
    rank = int(board.tier[at])
    name = str(resident.columns.value(at, "name") or f"#{int(resident.columns.ids[at])}")
    return name, board.tiers[rank], rank, int(board.shown[at])
