"""Generated matrices, leads and moments: every operator, decay and cap, unknowns, time zones, leap days, ties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from leadqual_gui.domain.activities import Activity, ActivityKind
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.conditions import All, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as Either
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Grades, Group, InactiveRule, Level, Matrix, Tier
from leadqual_gui.domain.profiles import Disqualifier, Profiles
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.text import Text

KINDS = tuple(f"kind_{n}" for n in range(12))
OURS = KINDS[-2:]
TOPICS = ("Pricing", "  pricing page", "Straße", "careers", "กาแฟ", None)
TEXTS = ("Software", " software", "SOFTWARE", "Bau", "Straßenbau", "strassenbau", "التعليم", "12", "")
MOMENTS = (
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=timezone(timedelta(hours=14))),
    datetime(2025, 3, 30, 2, 30, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 11, 18, 9, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=5, minutes=45))),
)
DAYS = (0, 0.5, 1, 7, 29, 30, 31, 60, 365, 366)
FACTS: dict[str, str] = {
    "employees": "number",
    "annual_revenue": "number",
    "custom.size": "number",
    "answer.bant.budget": "level",
    "answer.bant.need": "level",
    "stakeholders.champion": "level",
    "days_since_created": "days",
    "days_since_verified": "days",
    "days_since_last_activity": "days",
    "industry": "text",
    "email_kind": "kind",
    "custom.colour": "text",
    "tags": "tags",
    "verified": "flag",
    "unsubscribed": "flag",
    "custom.ours": "flag",
    "created_at": "date",
    "closed_at": "date",
    "custom.renewal": "date",
}

small = st.integers(-3, 12).map(float)
texts = st.sampled_from([t for t in TEXTS if t.strip()])
spans = st.sampled_from(DAYS[1:]).map(float)
points = st.one_of(st.integers(-120, 120), st.sampled_from([5, 15, 25, -5, -15, 333, 40_000]))


def _arguments(operator: Operator, kind: str) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any] = {
        "number": small,
        "level": st.integers(0, 3).map(float),
        "days": spans,
        "text": texts,
        "kind": st.sampled_from(["work", "free", "disposable", "invalid"]),
        "tags": texts,
        "flag": st.booleans(),
        "date": st.sampled_from(MOMENTS).map(lambda m: m.replace(microsecond=0)),
    }[kind]
    match operator:
        case Operator.IS | Operator.IS_NOT | Operator.AT_LEAST | Operator.AT_MOST | Operator.BEFORE | Operator.AFTER:
            return one
        case Operator.BETWEEN:
            return st.tuples(one, one).map(lambda pair: tuple(sorted(pair)))
        case Operator.WITHIN | Operator.OLDER_THAN:
            return spans
        case Operator.KNOWN | Operator.UNKNOWN:
            return st.just(True)
    return st.lists(one, min_size=1, max_size=3).map(tuple)


_ALWAYS = [Operator.IS, Operator.IS_NOT, Operator.IN, Operator.NOT_IN, Operator.KNOWN, Operator.UNKNOWN]
_ORDER = [Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN]
_TEXT = [Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH]
_DATE = [Operator.BEFORE, Operator.AFTER, Operator.WITHIN, Operator.OLDER_THAN]
OPERATORS = {
    "number": _ALWAYS + _ORDER,
    "level": _ALWAYS + _ORDER,
    "days": [*_ORDER, Operator.KNOWN, Operator.UNKNOWN],
    "text": _ALWAYS + _TEXT,
    "kind": _ALWAYS + _TEXT,
    "tags": [*_ALWAYS, Operator.CONTAINS],
    "flag": [Operator.IS, Operator.IS_NOT, Operator.KNOWN],
    "date": _ALWAYS + _DATE,
}


@st.composite
def tests(draw: st.DrawFn) -> Test:
    """One comparison."""
    fact = draw(st.sampled_from(list(FACTS)))
    operator = draw(st.sampled_from(OPERATORS[FACTS[fact]]))
    return Test(fact, operator, draw(_arguments(operator, FACTS[fact])))


conditions: st.SearchStrategy[Condition] = st.recursive(
    tests(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Either(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=4,
)


@st.composite
def activity_rules(draw: st.DrawFn) -> ActivityRule:
    """Which activities count, and how they fade."""
    decay = draw(st.sampled_from(["none", "half_life", "linear"]))
    return ActivityRule(
        kinds=tuple(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True))),
        within=draw(st.none() | spans),
        at_most=draw(st.none() | st.integers(1, 3)),
        at_least=draw(st.none() | st.none() | st.integers(1, 3)),
        half_life=draw(spans) if decay == "half_life" else None,
        linear=draw(st.sampled_from([0.1, 0.25, 1.0])) if decay == "linear" else None,
        per=draw(spans) if decay == "linear" else None,
        grace=draw(st.sampled_from([0.0, 0.0, 1.0, 30.0])),
        floor=draw(st.sampled_from([0.0, 0.0, 0.2, 1.0])),
        topics=tuple(draw(st.lists(st.sampled_from(["pricing", "STRASSE", "car"]), max_size=2))),
    )


limits = st.none() | st.integers(0, 60)


@st.composite
def criteria(draw: st.DrawFn, number: int, groups: tuple[Group, ...]) -> Criterion:
    """One row of the matrix."""
    shape = draw(st.sampled_from(["levels", "when", "activity", "activity", "inactive"]))
    kind = draw(st.sampled_from(["explicit", "implicit", "negative"]))
    given: dict[str, Any] = {}
    if shape == "levels":
        found = draw(st.lists(st.tuples(conditions, points), min_size=1, max_size=4))
        given["levels"] = tuple(Level(Text(f"level {n}"), when, tenths) for n, (when, tenths) in enumerate(found))
    elif shape == "when":
        given["when"] = draw(conditions)
    elif shape == "activity":
        given["activity"] = draw(activity_rules())
    else:
        kinds = draw(st.lists(st.sampled_from(KINDS), max_size=2, unique=True))
        given["inactive"] = InactiveRule(draw(spans), tuple(kinds))
    axes = ["fit", "engagement"] if kind == "negative" else ["", "fit", "engagement"]
    low = draw(limits)
    return Criterion(
        id=f"criterion_{number}",
        kind=kind,
        label=Text(f"Criterion {number}"),
        group=draw(st.sampled_from(["", *(g.id for g in groups)])),
        axis=draw(st.sampled_from(axes)),
        tenths=draw(points),
        maximum=draw(limits),
        minimum=None if low is None else -low,
        enabled=draw(st.integers(0, 9)) > 0,
        **given,
    )


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A whole table."""
    groups = tuple(
        Group(
            f"group_{n}", Text(f"Group {n}"), draw(st.sampled_from(["", "", "fit", "engagement"])), high, low and -low
        )
        for n, (high, low) in enumerate(draw(st.lists(st.tuples(limits, limits), max_size=3)))
    )
    rows = tuple(draw(criteria(n, groups)) for n in range(draw(st.integers(1, 7))))
    edges = sorted(draw(st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True)))
    tiers = (Tier("cold", 0), *(Tier(f"tier_{n}", edge) for n, edge in enumerate(edges)))
    fit, engagement = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    grades = Grades((("A", fit + 20), ("B", fit), ("C", 0)), (("1", engagement), ("2", 0)))
    low, high = draw(st.sampled_from([(0, 1000), (0, 100), (-200, 300), (10, 50)]))
    return Matrix(Text("Generated"), tiers, rows, groups, grades, low, high)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """A matrix with what else judges a lead."""
    kinds = tuple(ActivityKind(kind, Text(kind), by_lead=kind not in OURS) for kind in KINDS)
    whens = draw(st.lists(conditions, max_size=2))
    profiles = Profiles(disqualifiers=tuple(Disqualifier(f"d{n}", w, Text(f"reason {n}")) for n, w in enumerate(whens)))
    fatal = draw(st.sampled_from(["", "has no need"]))
    levels = tuple(AnswerLevel(n, Text(f"{n}"), disqualifies=Text("" if n else fatal)) for n in range(4))
    elements = tuple(Element(e, e[0], Text(e), Text(""), (Text("?"),), levels) for e in ("budget", "need"))
    frameworks = (Framework("bant", Text("BANT"), Text(""), elements),)
    return Rules(draw(matrices()), profiles=profiles, activity_kinds=kinds, frameworks=frameworks)


@st.composite
def moments_near(draw: st.DrawFn, as_of: datetime) -> datetime:
    """A moment before or soon after, often exactly a number of days away, in some time zone."""
    zone = draw(st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30))]))
    off = timedelta(seconds=draw(st.sampled_from([0, 0, 0, 1, -1, 3601])))
    days = draw(st.sampled_from([*DAYS, 2, 3, 15, 90, -1, -20]))
    return (as_of - timedelta(days=days) + off).astimezone(zone)


@st.composite
def records(draw: st.DrawFn, as_of: datetime, number: int) -> LeadRecord:
    """A lead with everything that hangs on it; much of it unknown."""
    near = moments_near(as_of)
    custom = {
        "size": draw(st.none() | small),
        "colour": draw(st.none() | texts),
        "ours": draw(st.none() | st.booleans()),
        "renewal": draw(st.none() | near),
    }
    lead = Lead(
        id=number,
        full_name="Somebody",
        industry=draw(st.none() | texts),
        email=draw(st.sampled_from([None, "a@gmail.com", "a@mailinator.com", "a@firm.example", "nobody"])),
        employees=draw(st.none() | small),
        annual_revenue=draw(st.none() | small),
        tags=tuple(draw(st.lists(texts, max_size=2))),
        unsubscribed=draw(st.booleans()),
        verified_at=draw(st.none() | near),
        created_at=draw(st.none() | near),
        closed_at=draw(st.none() | near),
        custom=MappingProxyType({key: value for key, value in custom.items() if value is not None}),
    )
    happened = draw(st.lists(st.tuples(st.sampled_from(KINDS), near, st.sampled_from(TOPICS)), max_size=12))
    roles = draw(st.lists(st.sampled_from(["champion", "user"]), max_size=3))
    return LeadRecord(
        lead,
        tuple(Activity(n, number, kind, at, topic) for n, (kind, at, topic) in enumerate(happened)),
        tuple(draw(st.lists(answers(number, near), max_size=3))),
        tuple(Stakeholder(n, number, "", role) for n, role in enumerate(roles)),
        tuple(draw(st.lists(adjustments(number, near), max_size=2))),
    )


@st.composite
def answers(draw: st.DrawFn, number: int, near: st.SearchStrategy[datetime]) -> Answer:
    """An answer, perhaps unknown or refused."""
    state = draw(st.sampled_from([AnswerState.LEVEL, AnswerState.LEVEL, AnswerState.UNKNOWN, AnswerState.REFUSED]))
    level = draw(st.integers(0, 3)) if state is AnswerState.LEVEL else None
    element = draw(st.sampled_from(["budget", "need"]))
    return Answer(draw(st.integers(1, 10_000)), number, "bant", element, state, level, draw(near))


@st.composite
def adjustments(draw: st.DrawFn, number: int, near: st.SearchStrategy[datetime]) -> Adjustment:
    """A correction by hand."""
    axis = draw(st.sampled_from(["fit", "engagement"]))
    return Adjustment(1, number, draw(st.integers(-80, 80)), axis, "known", "Ana", draw(near), draw(st.none() | near))


@st.composite
def worlds(draw: st.DrawFn, most: int = 3) -> tuple[Rules, list[LeadRecord], datetime]:
    """Rules, a few leads, and a moment."""
    as_of = draw(st.sampled_from(MOMENTS))
    return draw(rules()), [draw(records(as_of, n + 1)) for n in range(draw(st.integers(1, most)))], as_of
