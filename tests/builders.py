"""Examples to tell stories with: leads, rules and what happened, with plausible values for what a story leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from leadqual_gui.domain.activities import Activity, ActivityKind, Sign
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.conditions import Condition, Operator, Test
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework
from leadqual_gui.domain.funnel import Funnel, Stage
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Grades, Group, InactiveRule, Level, Matrix, Tier
from leadqual_gui.domain.profiles import Disqualifier, Profiles
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.text import Text

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    """A moment before NOW."""
    return NOW - timedelta(days=days)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.moment += timedelta(days=days)


def a_lead(id: int = 1, custom: Mapping[str, Any] | None = None, **fields: Any) -> Lead:
    """Ines Carvalho of Norbrook Cold Storage, or whoever `fields` make of her."""
    usual: dict[str, Any] = {
        "full_name": "Ines Carvalho",
        "company": "Norbrook Cold Storage",
        "email": f"ines{id}@norbrook.example",
        "created_at": days_ago(100),
        "stage": "new",
    }
    return Lead(id=id, **(usual | fields), custom=MappingProxyType(dict(custom or {})))


def an_activity(kind: str = "webinar_attended", ago: float = 1, lead_id: int = 1, **more: Any) -> Activity:
    """Something that happened `ago` days before NOW."""
    return Activity(more.pop("id", 0), lead_id, kind, more.pop("at", days_ago(ago)), more.pop("topic", None))


def an_answer(
    element: str = "bant.budget", level: int | None = 2, lead_id: int = 1, ago: float = 1, **more: Any
) -> Answer:
    """An answer; `level` None is "does not know", unless `state` says otherwise."""
    framework, _, name = element.partition(".")
    state = more.pop("state", AnswerState.UNKNOWN if level is None else AnswerState.LEVEL)
    return Answer(more.pop("id", 0), lead_id, framework, name, state, level, more.pop("at", days_ago(ago)), **more)


def a_stakeholder(role: str = "champion", name: str = "Rana Haddad", lead_id: int = 1, **more: Any) -> Stakeholder:
    """A person of the buying group."""
    return Stakeholder(more.pop("id", 0), lead_id, name, role, **more)


def an_adjustment(points: float = 5, lead_id: int = 1, axis: str = "fit", **more: Any) -> Adjustment:
    """A correction by hand."""
    usual = {"reason": "Met at the fair", "author": "Ana", "starts_at": days_ago(10)} | more
    return Adjustment(usual.pop("id", 0), lead_id, round(points * 10), axis, **usual)


def a_record(lead: Lead | None = None, *parts: Activity | Answer | Stakeholder | Adjustment) -> LeadRecord:
    """A lead with what hangs on it."""

    def of(kind: type) -> tuple[Any, ...]:
        return tuple(part for part in parts if isinstance(part, kind))

    return LeadRecord(lead or a_lead(), of(Activity), of(Answer), of(Stakeholder), of(Adjustment))


def is_(fact: str, value: Any) -> Condition:
    """`{fact: value}`."""
    return Test(fact, Operator.IS, value)


def at_least(fact: str, value: float) -> Condition:
    """`{fact: {at_least: value}}`."""
    return Test(fact, Operator.AT_LEAST, float(value))


def a_criterion(id: str, points: float = 0, **more: Any) -> Criterion:
    """One row of the matrix, by what is given: `when`, `levels`, `activity` (kinds or a rule) or `inactive` (days)."""
    if isinstance(kinds := more.get("activity"), str):
        more["activity"] = ActivityRule((kinds,))
    if isinstance(days := more.get("inactive"), int | float):
        more["inactive"] = InactiveRule(float(days))
    kind = "implicit" if "activity" in more else "negative" if points < 0 else "explicit"
    more.setdefault("kind", kind)
    if more["kind"] == "negative":
        more.setdefault("axis", "engagement")
    label = Text(more.pop("label", id.replace("_", " ").capitalize()))
    return Criterion(id=id, label=label, tenths=round(points * 10), **more)


def a_level(points: float, when: Condition, label: str = "") -> Level:
    """One level of a criterion."""
    return Level(Text(label), when, round(points * 10))


def a_matrix(*criteria: Criterion, **more: Any) -> Matrix:
    """A small matrix: cold from 0, warm from 40, hot from 70."""
    usual: dict[str, Any] = {
        "tiers": (Tier("cold", 0), Tier("warm", 40), Tier("hot", 70)),
        "grades": Grades((("A", 300), ("B", 150), ("C", 0)), (("1", 250), ("2", 100), ("3", 0))),
    }
    return Matrix(Text("Examples"), criteria=criteria or USUAL_CRITERIA, **(usual | more))


USUAL_CRITERIA = (
    a_criterion("industry", 20, when=is_("industry", "Logistics")),
    a_criterion("size", levels=(a_level(10, at_least("employees", 50), "50 or more"),)),
    a_criterion("budget", 15, when=at_least("answer.bant.budget", 2)),
    a_criterion("webinar", 12, activity=ActivityRule(("webinar_attended",), at_most=3, half_life=60.0)),
    a_criterion("demo", 25, activity=ActivityRule(("demo_requested",), within=90.0, at_most=1)),
    a_criterion("silent", -6, inactive=30),
)
"""Four ways to gain points and one to lose them."""


def a_group(id: str, maximum: float | None = None, axis: str = "") -> Group:
    """A group of criteria, perhaps with a cap."""
    return Group(id, Text(id.capitalize()), axis, None if maximum is None else round(maximum * 10))


def bant() -> Framework:
    """A short BANT."""
    return Framework("bant", Text("BANT"), Text(""), tuple(_element(name) for name in ("budget", "authority", "need")))


def _element(name: str) -> Element:
    levels = tuple(AnswerLevel(n, Text(f"{name} is {n}")) for n in range(4))
    question = Text(f"What about the {name}?")
    return Element(name, name[0].upper(), Text(name.capitalize()), Text(""), (question,), levels, valid_for=180.0)


KINDS = (
    ActivityKind("webinar_attended", Text("Attended a webinar"), Sign.INTEREST, "mofu", "event"),
    ActivityKind("demo_requested", Text("Asked for a demo"), Sign.INTENT, "bofu", "form"),
    ActivityKind("website_visit", Text("Visited the website"), Sign.INTEREST, "tofu", "web"),
    ActivityKind("call_attempted", Text("We called"), channel="call", by_lead=False),
    ActivityKind("call_answered", Text("Call"), channel="call"),
    ActivityKind("note", Text("Note"), by_lead=False),
)
FUNNEL = Funnel(
    (
        Stage("new", Text("New")),
        Stage("mql", Text("MQL"), "mofu"),
        Stage("won", Text("Won"), "bofu", exit="won"),
    )
)


def some_rules(matrix: Matrix | None = None, **more: Any) -> Rules:
    """Rules with BANT, a short funnel, a few kinds of activity and one disqualifier (students)."""
    usual: dict[str, Any] = {
        "funnel": FUNNEL,
        "frameworks": (bant(),),
        "activity_kinds": KINDS,
        "profiles": Profiles(disqualifiers=(Disqualifier("student", is_("job_title", "Student"), Text("A student")),)),
        "version": "examples-1",
    }
    return Rules(matrix or a_matrix(), **(usual | more))
