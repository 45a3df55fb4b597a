"""Collects what is wrong with one file, so that everything can be said at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from leadqual_gui.adapters.rules_yaml.nodes import Entry, Node, Place
from leadqual_gui.domain.errors import RuleProblem

ERROR = "error"
WARNING = "warning"


@dataclass(slots=True)
class Problems:
    """The problems of one file, in the order in which they were found."""

    file: str
    found: list[RuleProblem] = field(default_factory=list)
    errors: int = 0

    def error(self, at: Place | Node | Entry, message: str, hint: str) -> None:
        """Something that keeps the rules from being used."""
        self.errors += 1
        self._add(at, message, hint, ERROR)

    def warn(self, at: Place | Node | Entry, message: str, hint: str) -> None:
        """Something that somebody should look at."""
        self._add(at, message, hint, WARNING)

    def extend(self, other: Problems) -> None:
        """Take over the problems that another pass has found."""
        self.found += other.found
        self.errors += other.errors

    def name_the_subject(self, name: str, since: int, at: Place) -> None:
        """Let a complaint about "this" at a place say which key it is about."""
        for index, problem in enumerate(self.found[since:], since):
            if (problem.line, problem.column) == (at.line, at.column) and problem.message.startswith("this must"):
                self.found[index] = replace(problem, message=name + problem.message.removeprefix("this"))

    def in_order(self) -> tuple[RuleProblem, ...]:
        """All problems from the top of the file to its end, each once."""
        return tuple(dict.fromkeys(sorted(self.found, key=lambda problem: (problem.line, problem.column))))

    def _add(self, at: Place | Node | Entry, message: str, hint: str, severity: str) -> None:
        place = at if isinstance(at, Place) else at.key.place if isinstance(at, Entry) else at.place
        self.found.append(RuleProblem(self.file, place.line, place.column, message, hint, severity))


def in_order(problems: Iterable[Problems]) -> tuple[RuleProblem, ...]:
    """The problems of several files, file by file."""
    return tuple(problem for one in sorted(problems, key=lambda p: p.file) for problem in one.in_order())
