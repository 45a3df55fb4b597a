"""The same forty criteria in other people's engines: zen-engine, polars, DuckDB.

Each gets what suits it: zen-engine and DuckDB find the activities already counted (fading left out), polars weighs and
counts them itself. None of them keeps a ledger; they only have to come to a sum.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl
import zen

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array, CodedColumn, DateColumn
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, seconds
from leadqual_gui.domain.scoring import ScoreTable
from tests.bench.data import AS_OF, KINDS, bench_rules

Facts = dict[str, Array]


def facts_of(columns: Columns, table: ScoreTable) -> Facts:
    """A plain column for each fact, and for each activity criterion the (steady) count that it is to multiply."""
    found: Facts = {}
    for fact, column in columns.fields.items():
        if isinstance(column, CodedColumn):
            values = np.asarray([*column.values, None], object)
            found[_name(fact)] = values[np.maximum(column.codes, -1)]
        elif isinstance(column, DateColumn) and fact == "created_at":
            found["days_since_created"] = (seconds(AS_OF) - column.seconds) / DAY
    for criterion, given in zip(table.plan.criteria, table.contributions, strict=True):
        if criterion.activity is not None:
            found[criterion.id] = np.abs(given) // max(1, abs(criterion.tenths))
    found["silent"] = (table.contributions[_index(table, "silent")] != 0).astype(np.int64)
    return found


def zen_table(facts: Facts, leads: int) -> Callable[[], object]:
    """A decision table, asked in one batch."""
    content = json.dumps(_decision())
    engine = zen.ZenEngine({"loader": lambda _key: content})
    requests = [{"key": "matrix", "context": context} for context in _contexts(facts, leads)]
    return lambda: engine.evaluate_batch(requests)


def zen_expression(facts: Facts, leads: int) -> Callable[[], object]:
    """One compiled expression that adds everything up."""
    expression = zen.compile_expression(_expression())
    contexts = list(_contexts(facts, leads))
    return lambda: [expression.evaluate(context) for context in contexts]


def duckdb_sql(facts: Facts) -> Callable[[], object]:
    """One SQL statement over a table with the counts in it."""
    connection = duckdb.connect()
    connection.register("given", facts)
    connection.execute("create table leads as select * from given")
    query = f"select {_sql()} as score from leads"
    return lambda: connection.execute(query).fetchnumpy()


def polars_frame(facts: Facts, columns: Columns) -> Callable[[], object]:
    """Expressions over two frames: leads, and all their activities, which are weighed here."""
    plain = {n: v for n, v in facts.items() if not n.startswith("did_")}
    leads = pl.DataFrame({n: pl.Series(n, v.tolist(), strict=False) for n, v in plain.items()}).with_row_index("lead")
    activities = _activity_frame(columns)
    rules = [c for c in bench_rules().matrix.criteria if c.activity is not None]
    static = [_polars_points(c) for c in bench_rules().matrix.criteria if c.activity is None and c.id != "silent"]

    def run() -> object:
        parts = [_polars_activity(activities, c) for c in rules]
        moving = pl.concat(parts).group_by("lead").agg(pl.col("points").sum())
        scored = leads.lazy().select("lead", total=pl.sum_horizontal(static) - 60 * pl.col("silent"))
        return (
            scored.join(moving, on="lead", how="left").select(pl.col("total") + pl.col("points").fill_null(0)).collect()
        )

    return run


def _polars_activity(activities: pl.LazyFrame, criterion: Criterion) -> pl.LazyFrame:
    rule = criterion.activity
    assert rule is not None
    found = activities.filter(pl.col("kind").is_in([KINDS.index(k) for k in rule.kinds]) & (pl.col("age") >= 0))
    if rule.within is not None:
        found = found.filter(pl.col("age") <= rule.within)
    age = pl.max_horizontal(pl.col("age") - rule.grace, 0.0)
    weight = (
        pl.lit(1.0) if rule.half_life is None else (-age / rule.half_life * np.log(2.0)).exp().clip(rule.floor, None)
    )
    found = found.select("lead", weight=weight)
    if rule.at_least is not None:
        total = (pl.len() >= rule.at_least).cast(pl.Float64)
    else:
        total = pl.col("weight").sum() if rule.at_most is None else pl.col("weight").top_k(rule.at_most).sum()
    return found.group_by("lead").agg(points=(total * criterion.tenths).round())


def _activity_frame(columns: Columns) -> pl.LazyFrame:
    parts = [columns.activities.slice(0, (kind,), -(2**31), 2**31 - 1) for kind in KINDS]
    return pl.DataFrame(
        {
            "lead": np.concatenate([p.leads for p in parts]).astype(np.uint32),
            "kind": np.repeat(np.arange(len(KINDS), dtype=np.int8), [len(p) for p in parts]),
            "age": (seconds(AS_OF) - ACTIVITY_EPOCH - np.concatenate([p.times for p in parts])) / DAY,
        }
    ).lazy()


def _polars_points(criterion: Criterion) -> pl.Expr:
    points = pl.lit(0)
    for test, tenths in reversed(_rows(criterion)):
        points = pl.when(_polars_test(test)).then(tenths).otherwise(points)
    return points


def _polars_test(test: Test) -> pl.Expr:
    column, given = pl.col(_fact_name(test)), test.argument
    match test.operator:
        case Operator.IN:
            return column.is_in(list(given))  # type: ignore[arg-type]
        case Operator.AT_LEAST:
            return column >= given
        case Operator.BETWEEN:
            return column.is_between(given[0], given[1])  # type: ignore[index]
        case Operator.WITHIN:
            return column <= given
    return column == given


def _rows(criterion: Criterion) -> list[tuple[Test, int]]:
    if criterion.when is not None:
        assert isinstance(criterion.when, Test)
        return [(criterion.when, criterion.tenths)]
    return [(level.when, level.tenths) for level in criterion.levels if isinstance(level.when, Test)]


def _fact_name(test: Test) -> str:
    return "days_since_created" if test.fact == "created_at" else _name(test.fact)


def _name(fact: str) -> str:
    return fact.replace(".", "_")


def _index(table: ScoreTable, criterion: str) -> int:
    return next(i for i, c in enumerate(table.plan.criteria) if c.id == criterion)


def _contexts(facts: Facts, leads: int) -> list[dict[str, Any]]:
    names = list(facts)
    lists = [facts[name][:leads].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def _counted() -> list[Criterion]:
    return [c for c in bench_rules().matrix.criteria if c.activity is not None]


def _expression() -> str:
    terms = [f"({c.id} * {c.tenths})" for c in _counted()] + ["(silent * -60)"]
    for criterion in bench_rules().matrix.criteria:
        rows = _rows(criterion)
        if rows:
            chain = " : ".join(f"{_zen_test(test)} ? {tenths}" for test, tenths in rows)
            terms.append(f"({chain} : 0)")
    return " + ".join(terms)


def _zen_test(test: Test) -> str:
    fact = _fact_name(test)
    if test.operator in (Operator.IN, Operator.IS):
        return f"{fact} {'in' if test.operator is Operator.IN else '=='} {_json(test.argument)}"
    low, high = test.argument if isinstance(test.argument, tuple) else (test.argument, test.argument)
    match test.operator:
        case Operator.AT_LEAST:
            condition = f"{fact} >= {low}"
        case Operator.WITHIN:
            condition = f"{fact} <= {high}"
        case _:
            condition = f"{fact} >= {low} and {fact} <= {high}"
    return f"({fact} != null and {condition})"


def _json(argument: object) -> str:
    return json.dumps(list(argument) if isinstance(argument, tuple) else argument)


def _decision() -> dict[str, Any]:
    """Input, a decision table that collects the points of all rows that hold, output."""
    rows = [(test, tenths, c) for c in bench_rules().matrix.criteria for test, tenths in _rows(c)]
    facts = sorted({_fact_name(test) for test, _, _ in rows} | {c.id for c in _counted()} | {"silent"})
    inputs = [{"id": f"in_{n}", "name": fact, "field": fact} for n, fact in enumerate(facts)]
    ids = {fact: f"in_{n}" for n, fact in enumerate(facts)}
    table = [{"_id": f"row_{n}", ids[_fact_name(t)]: _cell(t), "out": str(p)} for n, (t, p, _) in enumerate(rows)]
    table += [{"_id": c.id, ids[c.id]: "> 0", "out": f"{c.id} * {c.tenths}"} for c in _counted()]
    table.append({"_id": "silent", ids["silent"]: "> 0", "out": "-60"})
    content = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": [{"id": "out", "name": "points", "field": "points"}],
        "rules": table,
    }
    return {
        "nodes": [
            {"id": "a", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "b", "type": "decisionTableNode", "name": "t", "content": content, "position": {"x": 1, "y": 0}},
            {"id": "c", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "a", "targetId": "b", "type": "edge"},
            {"id": "e2", "sourceId": "b", "targetId": "c", "type": "edge"},
        ],
    }


def _cell(test: Test) -> str:
    given = test.argument
    match test.operator:
        case Operator.IN:
            return ", ".join(json.dumps(g) for g in given)  # type: ignore[union-attr]
        case Operator.AT_LEAST:
            return f">= {given}"
        case Operator.WITHIN:
            return f"<= {given}"
        case Operator.BETWEEN:
            return f"[{given[0]}..{given[1]}]"  # type: ignore[index]
    return json.dumps(given)


def _sql() -> str:
    terms = [f'"{c.id}" * {c.tenths}' for c in _counted()] + ["silent * -60"]
    for criterion in bench_rules().matrix.criteria:
        rows = _rows(criterion)
        if rows:
            cases = " ".join(f"when {_sql_test(test)} then {tenths}" for test, tenths in rows)
            terms.append(f"(case {cases} else 0 end)")
    return " + ".join(terms)


def _sql_test(test: Test) -> str:
    fact, given = _fact_name(test), test.argument
    match test.operator:
        case Operator.IN:
            return f"{fact} in ({', '.join(repr(g) for g in given)})"  # type: ignore[union-attr]
        case Operator.AT_LEAST:
            return f"{fact} >= {given}"
        case Operator.WITHIN:
            return f"{fact} <= {given}"
        case Operator.BETWEEN:
            return f"{fact} between {given[0]} and {given[1]}"  # type: ignore[index]
    return f"{fact} = {given!r}"
