"""Reach, close rates and warnings of each criterion, counted in a lane and kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.lint import lint_draft
from leadqual_gui.domain.reach import Reach, control_rate, reach_of
from leadqual_gui.domain.whatif_basis import shape
from leadqual_gui.ui.matrix.doubts import pills_of
from leadqual_gui.ui.matrix.grid.rows import Insight, Rate, Reached

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Matrix
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.matrix.wording import Terms

FEW = 10
"""With fewer closed leads than this no rate is drawn."""


class Counter:
    """Counts on sums of its own, so that the window's are never touched from here; for one lane at a time."""

    def __init__(self) -> None:
        self._beside: WhatIf | None = None
        self._own: WhatIf | None = None
        self._known: dict[object, Reach] = {}
        self._version = -1

    def insights(self, workspace: Workspace, beside: WhatIf, matrix: Matrix, terms: Terms) -> Mapping[str, Insight]:
        """What is known of each criterion of a matrix; `beside` is what the window reckons with."""
        own = self._sums(workspace, beside)
        if own is None:
            return {}
        control = control_rate(own.leads)
        found: dict[str, Insight] = {}
        for criterion in matrix.criteria:
            key = shape(criterion)
            if key not in self._known:
                with workspace.lock:
                    self._known[key] = reach_of(own.leads, criterion)
            found[criterion.id] = insight_of(self._known[key], control)
        with workspace.lock:
            findings = lint_draft(own, matrix)
        names = {c.id: terms.text(c.label) or c.id for c in matrix.criteria}
        names |= {g.id: terms.text(g.label) or g.id for g in matrix.groups if g.id not in names}
        for name, pills in pills_of(findings, lambda key: names.get(key, key)).items():
            if name in found:
                found[name] = replace(found[name], pills=pills)
        return found

    def _sums(self, workspace: Workspace, beside: WhatIf) -> WhatIf | None:
        if self._own is None or self._beside is not beside or self._version != beside.columns.version:
            self._beside, self._version, self._known = beside, beside.columns.version, {}
            self._own = workspace.what_if()
        return self._own


def insight_of(reach: Reach, control: CloseRate) -> Insight:
    """Reach and close rate as the grid shows them."""
    rate, closed = None, reach.closed
    if control.rate is not None:
        low, high = closed.interval
        rate = Rate(closed.rate or 0.0, low, high, closed.leads, control.rate, closed.leads >= FEW)
    return Insight(Reached(reach.leads, reach.all_leads, reach.unknown), rate)
