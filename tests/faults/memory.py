"""Reads rules of the same bytes only once: thousands of tries open the same few sets."""

from __future__ import annotations

from functools import lru_cache

from leadqual_gui.adapters.rules_yaml import folder
from leadqual_gui.adapters.rules_yaml.folder import RulesFile, RulesLoaded
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.domain.errors import RuleProblem

_Found = tuple[str, tuple[RuleProblem, ...], int]
_judge = folder.judge


def remember_rules() -> None:
    """From now on, what files come to is told from their names and bytes."""
    folder.judge = _remembered


def _remembered(files: list[RulesFile], about: Problems, place: str, *, scenarios: bool = True) -> RulesLoaded:
    told = tuple((file.name, file.kind, file.data, _frozen(file.problems)) for file in files)
    return _judged(told, _frozen(about), place, scenarios)


@lru_cache(maxsize=256)
def _judged(
    told: tuple[tuple[str, str, bytes | None, _Found], ...], about: _Found, place: str, scenarios: bool
) -> RulesLoaded:
    files = [RulesFile(name, kind, data, _thawed(found)) for name, kind, data, found in told]
    return _judge(files, _thawed(about), place, scenarios=scenarios)


def _frozen(problems: Problems) -> _Found:
    return problems.file, tuple(problems.found), problems.errors


def _thawed(found: _Found) -> Problems:
    return Problems(found[0], list(found[1]), found[2])
