"""All that is held about one lead, in one value: what a score is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.stakeholders import Stakeholder


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """A lead with everything that hangs on it, in any order."""

    lead: Lead
    activities: tuple[Activity, ...] = ()
    answers: tuple[Answer, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
