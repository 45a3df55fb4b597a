"""What other rules did to the leads: who changed tier."""

from __future__ import annotations

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.rule_editing.ports import Effect


def effect_of(before: Resident, after: Resident) -> Effect:
    """Compare two scorings of the same leads. Tiers are compared by name; up and down by their place."""
    _, was, now = np.intersect1d(
        before.columns.ids, np.where(after.columns.alive, after.columns.ids, -1), return_indices=True
    )
    old, new = before.board.tier[was].astype(np.int64), after.board.tier[now].astype(np.int64)
    names = {name: place for place, name in enumerate(after.board.tiers)}
    place = np.array([names.get(name, -1) for name in before.board.tiers], dtype=np.int64)[old]
    known, moved = place >= 0, place != new
    return Effect(
        leads=len(new),
        moved=int(np.count_nonzero(moved)),
        up=int(np.count_nonzero(known & (new > place))),
        down=int(np.count_nonzero(known & (new < place))),
        before=_counts(old, before.board.tiers),
        after=_counts(new, after.board.tiers),
    )


def _counts(tier: Array, names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(tier, minlength=len(names))
    return {name: int(counts[place]) for place, name in enumerate(names)}
