"""What to know before the first word of a call."""

from __future__ import annotations

from collections.abc import Iterable

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.interview import Interview
from leadqual_gui.domain.interview_outlook import card_of, outlook
from leadqual_gui.domain.ledger import Line, LineKind
from leadqual_gui.domain.profiles import Profile
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_status import evaluate_some
from leadqual_gui.domain.truth import TRUE
from leadqual_gui.services.calling.values import Briefing
from leadqual_gui.services.handlers.activities import NOTE
from leadqual_gui.services.workspace import Workspace

REASONS = 5
_CONTACT = frozenset(("call", "email"))


def briefing_of(interview: Interview, workspace: Workspace) -> Briefing:
    """Everything about the lead that the first sentence may rest on."""
    record, rules, card = interview.record, workspace.rules, card_of(interview)
    given = sorted((line for line in card.lines if line.kind is not LineKind.CAP), key=_weight, reverse=True)
    promises = tuple(f for f in workspace.store.follow_ups(record.lead.id) if f.done_at is None)
    return Briefing(
        lead=record.lead,
        card=card,
        last_contact=_newest(a for a in record.activities if _is_contact(a, rules)),
        last_sign=_newest(a for a in record.activities if _by_lead(a, rules)),
        reasons=tuple(line for line in given if line.tenths)[:REASONS],
        gaps=outlook(interview).remaining,
        persona=_persona(interview),
        stakeholders=record.stakeholders,
        follow_ups=promises,
        frameworks=rules.frameworks,
    )


def _weight(line: Line) -> int:
    return abs(line.tenths)


def _newest(activities: Iterable[Activity]) -> Activity | None:
    return max(activities, key=lambda a: (a.occurred_at, a.id), default=None)


def _is_contact(activity: Activity, rules: Rules) -> bool:
    kind = rules.kind(activity.kind)
    return kind is not None and kind.channel in _CONTACT and activity.kind != NOTE


def _by_lead(activity: Activity, rules: Rules) -> bool:
    kind = rules.kind(activity.kind)
    return activity.kind != NOTE and (kind is None or kind.by_lead)


def _persona(interview: Interview) -> Profile | None:
    personas = interview.plan.rules.profiles.personas
    return next((p for p in personas if evaluate_some(p.when, interview.table, [0])[0] == TRUE), None)
