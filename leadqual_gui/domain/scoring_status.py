"""Conditions of funnel and playbook: they may also look at score, stage, interviews and counts of activities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from leadqual_gui.domain.activities import Sign
from leadqual_gui.domain.columns_activities import NEVER
from leadqual_gui.domain.columns_fields import Array, TextColumn, YesNoColumn
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_activities import times_of_one
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_rows import Coded, Known, Numbers, Rows, blocks_of, picked_rows
from leadqual_gui.domain.truth import FALSE

_PLAIN = ("score", "fit", "engagement", "tier", "grade")


def evaluate_some(
    condition: Condition, table: ScoreTable, positions: list[int], follow_ups: Array | None = None
) -> Array:
    """FALSE, UNKNOWN or TRUE (int8) for a few leads of a scored table, at its moment.

    `follow_ups`: whether each lead has an open follow-up; without it, that is unknown.
    """
    return judge(condition, status_rows(table, follow_ups, positions))


def status_rows(table: ScoreTable, follow_ups: Array | None, positions: Sequence[int]) -> Rows:
    """A few leads of a table, ready to be judged by several conditions: what they share is worked out once."""
    rows = picked_rows(table.columns, table.as_of, table.plan.ours, positions)
    return _with_status(table, rows, follow_ups)


def status_blocks(table: ScoreTable, follow_ups: Array | None = None) -> list[Rows]:
    """All leads of a table, block by block, ready to be judged by several conditions."""
    return [_with_status(table, rows, follow_ups) for rows in blocks_of(table.columns, table.as_of, table.plan.ours)]


def _with_status(table: ScoreTable, rows: Rows, follow_ups: Array | None) -> Rows:
    return replace(rows, extra=_Status(table, rows, follow_ups))


class _Status(Mapping[str, Known]):
    """What the score and the history tell, worked out when it is asked for."""

    def __init__(self, table: ScoreTable, rows: Rows, follow_ups: Array | None) -> None:
        self._table = table
        self._rows = rows
        self._follow_ups = follow_ups
        self._known: dict[str, Known] = {}

    def __getitem__(self, name: str) -> Known:
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        if name == "open_follow_up":
            return self._follow_ups is not None
        return name in _PLAIN or str(name).startswith(("interview.", "activities."))

    def __iter__(self) -> Iterator[str]:
        return iter(_PLAIN)

    def __len__(self) -> int:
        return len(_PLAIN)

    def _find(self, name: str) -> Known:
        table, rows = self._table, self._rows
        match name:
            case "score":
                return Numbers(rows.of(table.shown).astype(np.float64))
            case "fit":
                return Numbers(rows.of(table.fit) / 10)
            case "engagement":
                return Numbers(rows.of(table.engagement) / 10)
            case "tier":
                return Coded(rows.of(table.tier), _texts(table.tiers))
            case "grade":
                return Coded(rows.of(table.grade), _texts(table.grades))
            case "open_follow_up":
                assert self._follow_ups is not None
                codes = rows.of(self._follow_ups).astype(np.int8)
                return Coded(codes, YesNoColumn(codes))
        kind, _, rest = name.partition(".")
        return Numbers(self._share(rest) if kind == "interview" else self._count(rest))

    def _share(self, framework_id: str) -> Array:
        framework = self._table.plan.rules.framework(framework_id)
        if framework is None:
            return np.full(len(self._rows), np.nan)
        return interview_share(framework, self._rows)

    def _count(self, name: str) -> Array:
        kinds = self._table.plan.rules.activity_kinds
        signs = {"interest": Sign.INTEREST, "intent": Sign.INTENT}
        wanted: tuple[str, ...] | None = (name,)
        if name in signs:
            wanted = tuple(kind.id for kind in kinds if kind.sign is signs[name])
        elif name == "any":
            wanted = None
        position = self._rows.one
        if position is not None:  # without a slice of everybody's
            times = times_of_one(wanted or (), (), self._rows.columns, position) if wanted != () else ()
            return np.asarray([sum(time <= self._rows.until for time in times)], np.float64)
        found = self._rows.activities(wanted, NEVER)
        return np.bincount(found.leads, minlength=len(self._rows)).astype(np.float64)


def interview_share(framework: Framework, rows: Rows) -> Array:
    """How much of an interview is answered, 0 to 1, by the weights of the elements that are to be asked."""
    answered, asked = np.zeros(len(rows)), np.zeros(len(rows))
    for element in framework.elements:
        known = rows.fact(f"answer.{framework.id}.{element.id}")
        has = known.codes >= 0 if isinstance(known, Coded) else np.zeros(len(rows), np.bool_)
        applies = has if element.ask_if is None else has | (judge(element.ask_if, rows) != FALSE)
        asked += element.weight if element.ask_if is None else applies * element.weight
        answered += has * element.weight
    return np.divide(answered, asked, out=np.zeros(len(rows)), where=asked > 0)


def _texts(values: tuple[str, ...]) -> TextColumn:
    return cast(TextColumn, TextColumn.of_codes(np.empty(0, np.int8), list(values)))
