"""Steps taken back together with what rules built upon them.

Rules move leads after a step without being asked, so their moves must not stand in the way of taking that step back:
they go first. What a person did since does stand in the way.
"""

from __future__ import annotations

from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.ports import Store, Undone

MOST = 10_000
"""Steps of rules upon one step: 100,000 leads are moved in 400."""


def undone_with_rules(store: Store, operation: int) -> Undone | None:
    """Take a step back, and before it the moves that rules made upon it; None, and nothing changed, if that cannot be.

    What comes back names the leads of all steps, or none where one of them touched too many to be named.
    """
    first: list[Undone] = []
    taken: list[int] = []
    undone = store.undo(operation)
    while undone is None and len(taken) < MOST:
        found = store.obstacle(operation)
        below = None if found is None or found.label.code not in (BY_RULE, BY_RULES) else store.undo(found.operation)
        if found is None or below is None:
            break
        first.append(below)
        taken.append(found.operation)
        undone = store.undo(operation)
    if undone is None:
        for one in reversed(taken):
            store.redo(one)
        return None
    return _together(undone, first)


def _together(undone: Undone, first: list[Undone]) -> Undone:
    """One answer for all steps that were taken back."""
    if not first:
        return undone
    steps, changes = [undone, *first], undone.changes
    for one in first:
        changes |= one.changes
    leads = sorted({lead for one in steps for lead in one.leads})
    return Undone(changes, undone.label, tuple(leads) if all(one.leads for one in steps) else ())
