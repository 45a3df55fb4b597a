"""What a handler makes of a command: a plan to carry out in one step, or a refusal.

A handler looks and decides; it writes nothing. The workspace opens the step, carries the plan out, brings the scores
of the leads concerned up to date in the same step, and makes it durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.commands import EditLeads, EndCall
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.ports import Store, UnitOfWork

Move = tuple[Activity | None, Activity | None]
"""An activity before and after: (None, a) came, (a, None) went, (a, b) was corrected."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a handler may look at: the store, the rules in force, the present moment."""

    store: Store
    rules: Rules
    now: datetime

    def name_of(self, lead_id: int) -> str | None:
        """What to call a lead; None if there is no such lead."""
        lead = self.store.lead(lead_id)
        return lead.name if lead else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done: the step's name, what it touches, and how. `leads` may be empty if `do` makes them.

    `cause` says in the score history why a score changed (the step's name if None). `before` is the activity that a
    step corrects or removes; `do` returns the one that takes its place. `facts`: the only fields of its leads that it
    sets, if a score can rest on nothing else that it does (None: it may).
    """

    label: Said
    changes: Changes
    leads: tuple[int, ...]
    do: Callable[[UnitOfWork], object]
    cause: Said | None = None
    before: Activity | None = None
    facts: frozenset[str] | None = None

    def moves(self, value: object) -> tuple[Move, ...]:
        """What happened to the time line, given what `do` returned."""
        after = value if isinstance(value, Activity) else None
        return () if after is None and self.before is None else ((self.before, after),)


Planned = Plan | Refusal


def refusal(code: str, beside: str = "", /, **params: object) -> Refusal:
    """A refusal with its code and parameters, shown beside a field."""
    return Refusal(Said(code, params), beside)


def names_stage(command: EditLeads | EndCall) -> bool:
    """Whether a command that is about something else also moves its leads."""
    return "stage" in command.fields if isinstance(command, EditLeads) else bool(command.stage)


def existing(situation: Situation, lead_ids: tuple[int, ...]) -> tuple[Lead, ...] | Refusal:
    """The leads that a command names, or why they cannot be had: none named, or one is gone."""
    leads = tuple(situation.store.leads(lead_ids))
    if not lead_ids:
        return refusal("no_leads_chosen")
    if len(leads) < len(set(lead_ids)):
        return refusal("lead_gone", missing=len(set(lead_ids)) - len(leads))
    return leads
