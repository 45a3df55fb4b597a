"""Reach, close rates and warnings of each criterion, counted in a lane and kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.reach import Reach, control_rate, reach_of
from leadqual_gui.domain.whatif_basis import shape
from leadqual_gui.domain.whatif_population import Population
from leadqual_gui.ui.matrix.grid.rows import Insight, Rate, Reached

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Matrix
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.matrix.wording import Terms

FEW = 10
"""With fewer closed leads than this no rate is drawn."""


class Counter:
    """Counts; for one lane at a time."""

    def __init__(self) -> None:
        self._of: WhatIf | None = None
        self._leads: Population | None = None
        self._known: dict[object, Reach] = {}
        self._version = -1

    def insights(self, workspace: Workspace, what_if: WhatIf, matrix: Matrix, terms: Terms) -> Mapping[str, Insight]:
        """What is known of each criterion of a matrix."""
        with workspace.lock:
            leads = self._population(what_if)
            control = control_rate(leads)
        found: dict[str, Insight] = {}
        for criterion in matrix.criteria:
            key = shape(criterion)
            if key not in self._known:
                with workspace.lock:
                    self._known[key] = reach_of(leads, criterion)
            found[criterion.id] = insight_of(self._known[key], control)
        return found

    def _population(self, what_if: WhatIf) -> Population:
        if self._leads is None or self._of is not what_if or self._version != what_if.columns.version:
            ours = frozenset(kind.id for kind in what_if.rules.activity_kinds if not kind.by_lead)
            self._of, self._version, self._known = what_if, what_if.columns.version, {}
            self._leads = Population(what_if.columns, seconds(what_if.as_of), ours)
        return self._leads


def insight_of(reach: Reach, control: CloseRate) -> Insight:
    """Reach and close rate as the grid shows them."""
    rate, closed = None, reach.closed
    if control.rate is not None:
        low, high = closed.interval
        rate = Rate(closed.rate or 0.0, low, high, closed.leads, control.rate, closed.leads >= FEW)
    return Insight(Reached(reach.leads, reach.all_leads, reach.unknown), rate)
