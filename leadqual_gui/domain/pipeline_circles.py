"""Automatic rules that would lead leads in a circle: found when the rules are read, without judging a single lead."""

from __future__ import annotations

from collections.abc import Iterator

from leadqual_gui.domain.conditions import Condition, tests_of
from leadqual_gui.domain.funnel import Funnel, Stage
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.domain.truth import FALSE, truth

AUTOMATIC, SUGGESTED = "automatic", "suggested"


def names_stage(condition: Condition) -> bool:
    """Whether a condition looks at the stage in which a lead stands."""
    return any(test.fact == "stage" for test in tests_of(condition))


def circles(funnel: Funnel) -> tuple[tuple[str, ...], ...]:
    """Automatic rules that would lead in a circle, each as the stages on the way, the first again at the end."""
    ways = {stage.id: tuple(_onward(funnel, stage)) for stage in funnel.stages if not stage.exit}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in ways:
        for circle in _walk((start,), ways):
            found.setdefault(frozenset(circle), circle)
    return tuple(found.values())


def _onward(funnel: Funnel, here: Stage) -> Iterator[str]:
    """The stages to which automatic rules could take a lead from `here`, back only by rules that name the stage."""
    passed = True
    for stage in funnel.stages:
        if stage is here:
            passed = False
            continue
        if stage.mode != AUTOMATIC or stage.entry is None or stage.exit:
            continue
        could = truth(stage.entry, {"stage": here.id}, moment_of(0)) != FALSE
        if could and (not passed or names_stage(stage.entry)):
            yield stage.id


def _walk(path: tuple[str, ...], ways: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for following in ways.get(path[-1], ()):
        if following == path[0]:
            yield (*path, following)
        elif following not in path:
            yield from _walk((*path, following), ways)
