"""`check`: every problem of a folder of rules, as file:line:column: what is wrong; what to write instead."""

from __future__ import annotations

import argparse
from pathlib import Path

from leadqual_gui.app.headless.opening import folder_of
from leadqual_gui.app.headless.output import RefusedError, complain, print_json
from leadqual_gui.domain.errors import RuleProblem


def run_check(chosen: argparse.Namespace) -> int:
    """1 if there is any error, else 0; warnings are printed too."""
    from leadqual_gui.adapters.rules_yaml.folder import check_rules

    folder = _rules_of(chosen)
    problems = check_rules(folder)
    if chosen.json:
        print_json([_item(problem) for problem in problems])
    else:
        for problem in problems:
            print(problem if problem.severity == "error" else f"{problem} (warning)")
        _sum_up(folder, problems)
    return int(any(problem.severity == "error" for problem in problems))


def _rules_of(chosen: argparse.Namespace) -> Path:
    """The folder that is named; else the workspace's rules; else those that a new workspace begins with."""
    from leadqual_gui.app.paths import data_root

    if chosen.rules is not None:
        named: Path = chosen.rules
        if not named.is_dir():
            raise RefusedError(f"{named} is not a folder. Name the folder that holds matrix.yaml")
        return named
    own = folder_of(chosen).rules
    if own.is_dir():
        return own
    if chosen.workspace is not None:
        raise RefusedError(f"There are no rules in {chosen.workspace}. Import a file into this workspace first")
    return data_root() / "rules"


def _sum_up(folder: Path, problems: tuple[RuleProblem, ...]) -> None:
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        complain(f"{errors} problem{'s' if errors > 1 else ''} in {folder}")
    else:
        print(f"The rules in {folder} can be used" + (", with warnings" if problems else ""))


def _item(problem: RuleProblem) -> dict[str, object]:
    item: dict[str, object] = {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "hint": problem.hint,
    }
    return item if problem.severity == "error" else item | {"severity": problem.severity}
