"""An office that works its funnel: rules with gates, a playbook, and leads on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leadqual_gui.domain.activities import ActivityKind, Sign
from leadqual_gui.domain.conditions import All, Condition, Operator, Test
from leadqual_gui.domain.funnel import Funnel, Gate, Stage
from leadqual_gui.domain.matrix import ActivityRule
from leadqual_gui.domain.playbook import Play, Playbook, Ranking
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.services import commands as c
from leadqual_gui.services.moving_values import GateRefusal, PassReport
from leadqual_gui.services.operations import Outcome
from tests.builders import (
    FixedClock,
    a_criterion,
    a_matrix,
    at_least,
    bant,
    is_,
)
from tests.services.office import Office

ALWAYS = All(())
WEIGHTS = (("score", 1.0), ("tier", 10.0), ("intent_fresh", 20.0), ("follow_up_due", 30.0), ("expected_value", 5.0))


def known(fact: str) -> Condition:
    """`{fact: {known: true}}`."""
    return Test(fact, Operator.KNOWN, True)


def a_stage(id: str, **more: Any) -> Stage:
    """A stage; gates as (condition, message)."""
    gates = tuple(Gate(when, Text(message)) for when, message in more.pop("gates", ()))
    return Stage(id, Text(id.upper()), gates=gates, **more)


def a_funnel() -> Funnel:
    """New, engaged and MQL by rule, SQL behind gates, and the ways out."""
    return Funnel(
        (
            a_stage("new", overdue_after=14.0),
            a_stage("engaged", mode="automatic", entry=at_least("activities.interest", 2), overdue_after=30.0),
            a_stage("mql", level="mofu", mode="automatic", entry=at_least("score", 40)),
            a_stage(
                "sql",
                level="bofu",
                mode="suggested",
                entry=is_("tier", "hot"),
                gates=(
                    (at_least("interview.bant", 0.75), "SQL needs an interview."),
                    (known("expected_value"), "SQL needs an opportunity. Enter the expected value."),
                ),
            ),
            a_stage("won", level="bofu", exit="won"),
            a_stage("lost", level="bofu", exit="lost", reasons=(Text("Price"), Text("Lost touch"))),
            a_stage("nurture", exit="nurture"),
            a_stage("disqualified", exit="disqualified", reasons=(Text("No need"),)),
        )
    )


def a_playbook() -> Playbook:
    """Peace first, promises, calls for intent, something useful for interest."""
    return Playbook(
        (
            Play(
                "respect",
                is_("do_not_contact", True),
                "wait",
                Text("Leave in peace"),
                Text("Asked for peace"),
            ),
            Play("promised", is_("open_follow_up", True), "call", Text("As promised"), Text("Agreed"), priority=40),
            Play("intent", at_least("activities.intent", 1), "call", Text("Call today"), Text("Intent"), priority=30),
            Play("interest", at_least("activities.interest", 1), "nurture", Text("Send"), Text("Interest"), due_in=7.0),
        ),
        Ranking(WEIGHTS, 4.0),
    )


def the_rules(**more: Any) -> Rules:
    """A demo gives 45 points that fade, a webinar 20, employees 30; silence for a month takes 10."""
    matrix = a_matrix(
        a_criterion("demo", 45, activity=ActivityRule(("demo_requested",), half_life=10.0)),
        a_criterion("webinar", 20, activity="webinar_attended"),
        a_criterion("size", 30, when=at_least("employees", 50)),
        a_criterion("silent", -10, inactive=30),
    )
    rules = Rules(
        matrix,
        funnel=a_funnel(),
        playbook=a_playbook(),
        activity_kinds=(
            ActivityKind("webinar_attended", Text("Webinar"), Sign.INTEREST),
            ActivityKind("demo_requested", Text("Demo requested"), Sign.INTENT),
            ActivityKind("call_no_answer", Text("Call without answer"), channel="call", by_lead=False),
        ),
        frameworks=(bant(),),
        version="one",
    )
    return replace(rules, **more)


class FunnelOffice(Office):
    """The office, with its day opened."""

    def __init__(self, folder: Path, rules: Rules | None = None, clock: FixedClock | None = None) -> None:
        super().__init__(folder, rules or the_rules(), clock)
        self.open_day()

    @property
    def funnel(self) -> Any:
        """Board, Today, alerts."""
        return self.workspace.funnel

    def open_day(self) -> PassReport:
        """The first look at a day."""
        report: PassReport = self.funnel.open_day().value
        return report

    def next_day(self, days: float = 1) -> PassReport:
        """Sleep, and look at the day."""
        self.clock.pass_days(days)
        self.workspace.rescore()
        return self.open_day()

    def move(self, lead_id: int, to: str, **more: Any) -> Outcome[Any]:
        """Drag a card to a column that lets it in."""
        return self.do(c.MoveLeads((lead_id,), to, **more))

    def refused_gate(self, lead_id: int, to: str) -> GateRefusal:
        """Drag a card to a column whose gate is shut."""
        answer = self.workspace.execute(c.MoveLeads((lead_id,), to))
        assert isinstance(answer, GateRefusal), answer
        return answer

    def stage(self, lead_id: int) -> str | None:
        """Where a lead stands."""
        lead = self.workspace.store.lead(lead_id)
        assert lead is not None
        return lead.stage

    def since(self, lead_id: int) -> datetime | None:
        """Since when it stands there."""
        lead = self.workspace.store.lead(lead_id)
        assert lead is not None
        return lead.stage_since

    def rung(self) -> list[tuple[int, str, str]]:
        """All alerts in force: lead, kind, tier after."""
        return [(a.lead_id, a.kind, a.tier_after) for a in self.workspace.store.day_book.alerts()]
