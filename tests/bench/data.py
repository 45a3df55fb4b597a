"""Invented leads by the hundred thousand, as columns, and the matrix of forty criteria that judges them.

Everything is drawn from a seed, so that two runs see the same leads. Shares of unknown facts, numbers of distinct
values and the spread of activities over kinds are like those of the lists that small firms import.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from itertools import count

import numpy as np

from leadqual_gui.domain.activities import ActivityKind
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import ActivityColumns
from leadqual_gui.domain.columns_fields import Array, DateColumn, LevelColumn, NumberColumn, TextColumn, YesNoColumn
from leadqual_gui.domain.conditions import Condition, Operator, Test
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Grades, Group, InactiveRule, Level, Matrix, Tier
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, seconds
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.text import Text

AS_OF = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
ACTIVITIES_EACH = 10
KINDS = tuple(f"kind_{n:02}" for n in range(24))
TEXT_FACTS = {"industry": 24, "country": 40, "source": 9, "department": 14, "region": 60, "job_title": 1500}
LEVELS = ("bant.budget", "bant.authority", "bant.need", "bant.timeline")


def synthetic_columns(leads: int, seed: int = 7) -> Columns:
    """Columns of invented leads with ten activities each."""
    random = np.random.default_rng(seed)
    columns = Columns(schema_for(bench_rules()), np.arange(1, leads + 1, dtype=np.int64))
    columns.fields |= {
        fact: TextColumn.of_codes(_codes(random, leads, size, 0.15), [f"{fact} {n}" for n in range(size)])
        for fact, size in TEXT_FACTS.items()
    }
    sizes = sorted({float(n) for n in np.geomspace(1, 5000, 400).astype(int)})
    money = sorted({float(n) * 1000 for n in np.geomspace(50, 90_000, 2000).astype(int)})
    columns.fields |= {
        "employees": NumberColumn.of_codes(_codes(random, leads, len(sizes), 0.2), list(sizes)),
        "annual_revenue": NumberColumn.of_codes(_codes(random, leads, len(money), 0.4), list(money)),
        "past_purchases": NumberColumn.of_codes(_codes(random, leads, 6, 0.3), [float(n) for n in range(6)]),
        "email_kind": TextColumn.of_codes(_codes(random, leads, 4, 0.05), ["work", "free", "disposable", "invalid"]),
        "name_looks_automatic": YesNoColumn(random.integers(-1, 2, leads).astype(np.int8)),
        "verified": YesNoColumn(random.integers(0, 2, leads).astype(np.int8)),
        "unsubscribed": YesNoColumn((random.random(leads) < 0.05).astype(np.int8)),
        "do_not_contact": YesNoColumn((random.random(leads) < 0.02).astype(np.int8)),
        "created_at": DateColumn(_ago(random, leads, 900)),
    }
    for name in LEVELS:
        columns.fields[f"answer.{name}"] = LevelColumn(random.integers(-2, 4, leads).astype(np.int8))
    columns.activities = _activities(random, leads)
    return columns


def _codes(random: np.random.Generator, leads: int, size: int, unknown: float) -> Array:
    codes = np.minimum((random.random(leads) ** 2 * size).astype(np.int64), size - 1)
    codes[random.random(leads) < unknown] = -1
    return codes.astype(np.int8 if size < 128 else np.int16)


def _ago(random: np.random.Generator, many: int, days: int) -> Array:
    return seconds(AS_OF) - random.integers(1, days * DAY, many)


def _activities(random: np.random.Generator, leads: int) -> ActivityColumns:
    many = leads * ACTIVITIES_EACH
    share = 1 / np.arange(1, len(KINDS) + 1) ** 0.5
    kinds = random.choice(len(KINDS), many, p=share / share.sum()).astype(np.int32)
    who = random.integers(0, leads, many).astype(np.int32)
    times = (_ago(random, many, 730) - ACTIVITY_EPOCH).astype(np.int32)
    topics = random.integers(-1, 300, many).astype(np.int32)
    return ActivityColumns.of_arrays(KINDS, kinds, who, times, topics, [f"Topic {n}" for n in range(300)])


@lru_cache(maxsize=1)
def bench_rules() -> Rules:
    """Forty criteria: twenty on activities, sixteen on facts and answers, four checks."""
    kinds = tuple(ActivityKind(kind, Text(kind), by_lead=n < 22) for n, kind in enumerate(KINDS))
    return Rules(_matrix(), activity_kinds=kinds, version="bench")


def _matrix() -> Matrix:
    groups = (
        Group("company", Text("Company"), "fit", maximum=300),
        Group("person", Text("Person"), "fit", maximum=250),
        Group("interview", Text("Interview"), "fit", maximum=300),
        Group("content", Text("Content"), "engagement", maximum=250),
        Group("intent", Text("Intent"), "engagement", maximum=400),
        Group("checks", Text("Checks"), minimum=-300),
    )
    criteria = (*_explicit(), *_implicit(), *_checks())
    tiers = (Tier("cold", 0), Tier("warm", 40), Tier("hot", 70))
    grades = Grades((("A", 300), ("B", 150), ("C", 0)), (("1", 250), ("2", 100), ("3", 0)))
    return Matrix(Text("Bench"), tiers, criteria, groups, grades)


def _implicit() -> list[Criterion]:
    """Twenty: fading and steady, with and without a most, in windows, some over two kinds."""
    made = []
    for n in range(20):
        kinds = (KINDS[n], KINDS[n + 2]) if n % 7 == 3 else (KINDS[n],)
        rule = ActivityRule(
            kinds,
            within=(None, 90.0, 180.0, 365.0)[n % 4],
            at_most=(3, None, 2, 5)[n % 4] if n % 5 else None,
            half_life=(30.0, 60.0, None)[n % 3],
            grace=3.0 if n % 6 == 0 else 0.0,
            floor=0.2 if n % 4 == 1 else 0.0,
            at_least=3 if n == 17 else None,
        )
        group = "content" if n < 12 else "intent"
        made.append(Criterion(f"did_{n:02}", "implicit", Text(f"Did {n}"), group, activity=rule, tenths=20 + 5 * n))
    return made


def _explicit() -> list[Criterion]:
    numbers = count()

    def levels(group: str, fact: str, *steps: tuple[Operator, object, int]) -> Criterion:
        rows = tuple(Level(Text(f"{o.value}"), Test(fact, o, a), t) for o, a, t in steps)  # type: ignore[arg-type]
        return Criterion(f"is_{next(numbers):02}", "explicit", Text(fact), group, levels=rows)

    at_least, between, within = Operator.AT_LEAST, Operator.BETWEEN, Operator.IN
    texts = [
        levels(group, fact, (within, tuple(f"{fact} {n}" for n in range(3)), 80), (within, (f"{fact} 5",), 40))
        for group, facts in [
            ("company", ("industry", "country", "region")),
            ("person", ("department", "source", "job_title")),
        ]
        for fact in facts
    ]
    answers = [
        levels("interview", f"answer.{name}", (at_least, 3.0, 100), (at_least, 2.0, 60), (at_least, 1.0, 20))
        for name in LEVELS
    ]
    return [
        *texts,
        *answers,
        levels(
            "company", "employees", (between, (50.0, 250.0), 100), (between, (10.0, 49.0), 60), (at_least, 251.0, 40)
        ),
        levels("company", "annual_revenue", (at_least, 1e7, 80), (at_least, 1e6, 50)),
        levels("person", "past_purchases", (at_least, 2.0, 60), (at_least, 1.0, 30)),
        levels("person", "email_kind", (Operator.IS, "work", 30)),
        levels("person", "verified", (Operator.IS, True, 25)),
        levels("company", "created_at", (Operator.WITHIN, 30.0, 50), (Operator.WITHIN, 180.0, 20)),
    ]


def _checks() -> list[Criterion]:
    def check(name: str, tenths: int, **given: Condition | InactiveRule) -> Criterion:
        return Criterion(name, "negative", Text(name), "checks", "engagement", tenths=tenths, **given)  # type: ignore[arg-type]

    return [
        check("silent", -60, inactive=InactiveRule(30.0)),
        check("automatic", -50, when=Test("name_looks_automatic", Operator.IS, True)),
        check("unsubscribed", -80, when=Test("unsubscribed", Operator.IS, True)),
        check("throw_away", -100, when=Test("email_kind", Operator.IN, ("disposable", "invalid"))),
    ]
