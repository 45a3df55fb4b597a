"""Generated matrices that the grammar can say: every operator, rule and cap."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml.world import FactSpec, World
from leadqual_gui.domain.conditions import All, Any, Condition, Not, Operator, Test
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES, FactType
from leadqual_gui.domain.matrix import (
    ActivityRule,
    Criterion,
    Grades,
    Group,
    InactiveRule,
    Level,
    Matrix,
    Scenario,
    ScenarioActivity,
    Tier,
)
from leadqual_gui.domain.operators import OPERATORS
from leadqual_gui.domain.text import Text

KINDS = ("webinar_attended", "demo_requested", "page_viewed")
WORLD = World(
    custom={"oven": FactSpec(FactType.CHOICE, ("deck", "rack")), "opened_on": FactSpec(FactType.DATE)},
    elements={"bant": frozenset({"budget", "need"})},
    activity_kinds=frozenset(KINDS),
)
FACTS = (
    "country",
    "employees",
    "tags",
    "verified",
    "created_at",
    "custom.oven",
    "custom.opened_on",
    "answer.bant.need",
)

words = st.one_of(
    st.sampled_from(
        ["Norway", "NO", "on", "12", "1:30", "a: b", "- x", "# y", "é è", "'", '"', "null", "50 to 250", "012"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=8).filter(str.strip),
).map(str.strip)
labels = st.one_of(words.map(Text), words.map(lambda word: Text(word, {"en": word, "de": word + "!"})))
tenths = st.integers(-1000, 1000)
days = st.sampled_from([0.5, 1.0, 7.0, 30.0, 180.0, 365.0])
numbers = st.one_of(st.integers(0, 3).map(float), st.sampled_from([0.5, 2.25]))
dates = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))
midnights = dates.map(lambda at: at.replace(hour=0, minute=0, second=0))


def _scalars(fact: str) -> st.SearchStrategy[object]:
    spec = WORLD.facts(False)[fact]
    if spec.choices:
        return st.sampled_from(spec.choices)
    return {FactType.NUMBER: numbers, FactType.DATE: st.one_of(dates, midnights), FactType.YES_NO: st.booleans()}.get(
        spec.type, words
    )


@st.composite
def tests(draw: st.DrawFn) -> Test:
    """One comparison."""
    fact = draw(st.sampled_from(FACTS))
    operator = draw(st.sampled_from(OPERATORS[WORLD.facts(False)[fact].type]))
    one = _scalars(fact)
    match operator:
        case Operator.KNOWN | Operator.UNKNOWN:
            return Test(fact, operator, True)
        case Operator.WITHIN | Operator.OLDER_THAN:
            return Test(fact, operator, draw(days))
        case Operator.BETWEEN:
            return Test(fact, operator, tuple(sorted(draw(st.tuples(one, one)))))
        case Operator.IN | Operator.NOT_IN | Operator.CONTAINS | Operator.STARTS_WITH | Operator.ENDS_WITH:
            return Test(fact, operator, tuple(draw(st.lists(one, min_size=1, max_size=3))))
    return Test(fact, operator, draw(one))


conditions: st.SearchStrategy[Condition] = st.recursive(
    tests(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=4,
)


@st.composite
def activity_rules(draw: st.DrawFn) -> ActivityRule:
    """Which activities count, and how they decay."""
    decay = draw(st.sampled_from(["none", "half_life", "linear", "at_least"]))
    fading = decay in ("half_life", "linear")
    return ActivityRule(
        kinds=tuple(draw(st.lists(st.sampled_from(KINDS), min_size=1, unique=True))),
        within=draw(st.none() | days),
        at_most=draw(st.none() | st.integers(1, 5)) if decay != "at_least" else None,
        at_least=draw(st.integers(1, 5)) if decay == "at_least" else None,
        half_life=draw(days) if decay == "half_life" else None,
        linear=draw(st.sampled_from([0.1, 1.0])) if decay == "linear" else None,
        per=draw(days) if decay == "linear" else None,
        grace=draw(st.sampled_from([0.0, 7.0])) if fading else 0.0,
        floor=draw(st.sampled_from([0.0, 0.2])) if fading else 0.0,
        topics=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def criteria(draw: st.DrawFn, name: str, groups: tuple[Group, ...]) -> Criterion:
    """One row of the matrix."""
    kind = draw(st.sampled_from(["explicit", "implicit", "negative"]))
    points = tenths.map(lambda given: -abs(given)) if kind == "negative" else tenths
    shape = draw(st.sampled_from(["levels", "when", "activity", "inactive"]))
    levels = st.lists(st.builds(Level, labels, conditions, points), min_size=1, max_size=3).map(tuple)
    limits = sorted(draw(st.lists(tenths, min_size=2, max_size=2)))
    return Criterion(
        id=name,
        kind=kind,
        label=draw(labels),
        group=draw(st.sampled_from(["", *(group.id for group in groups)])),
        axis=draw(st.sampled_from(["fit", "engagement"] if kind == "negative" else ["", "fit", "engagement"])),
        levels=draw(levels) if shape == "levels" else (),
        when=draw(conditions) if shape == "when" else None,
        activity=draw(activity_rules()) if shape == "activity" else None,
        inactive=draw(st.builds(InactiveRule, days, st.just(()))) if shape == "inactive" else None,
        tenths=0 if shape == "levels" else draw(points),
        maximum=draw(st.sampled_from([None, limits[1]])),
        minimum=draw(st.sampled_from([None, limits[0]])),
        enabled=draw(st.booleans()),
        why=draw(st.just(Text("")) | labels),
    )


scenarios = st.builds(
    Scenario,
    name=labels,
    expect=st.sampled_from(["cold", "hot"]),
    facts=st.fixed_dictionaries({}, optional={"country": words, "employees": numbers, "verified": st.booleans()}),
    answers=st.fixed_dictionaries({}, optional={"bant.budget": st.integers(0, 3)}),
    activities=st.lists(
        st.builds(ScenarioActivity, st.sampled_from(KINDS), numbers, st.none() | words, st.integers(1, 3)), max_size=2
    ).map(tuple),
    stakeholders=st.dictionaries(st.sampled_from(STAKEHOLDER_ROLES), st.integers(0, 9), max_size=2),
    created_days_ago=numbers,
)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A whole table."""
    groups = tuple(
        Group(f"group_{n}", draw(labels), draw(st.sampled_from(["", "fit"])), *sorted(limits, reverse=True))
        for n, limits in enumerate(draw(st.lists(st.tuples(tenths, tenths), max_size=2)))
    )
    names = draw(st.lists(st.sampled_from([f"criterion_{n}" for n in range(6)]), min_size=1, max_size=4, unique=True))
    edge = draw(st.integers(1, 99))
    return Matrix(
        name=draw(labels),
        tiers=(Tier("cold", 0), Tier("hot", edge, draw(st.just(Text("")) | labels))),
        criteria=tuple(draw(criteria(name, groups)) for name in names),
        groups=groups,
        grades=Grades((("A", draw(st.integers(1, 500))), ("B", 0)), (("1", draw(st.integers(1, 500))), ("2", 0))),
        scenarios=tuple(draw(st.lists(scenarios, max_size=2))),
    )
