"""A small office at work: a workspace on a real file, rules that can be changed, a clock that can be moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.services import commands as c
from leadqual_gui.services.lists import Filter, Query, Sort
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.services.ports import LoadedRules
from leadqual_gui.services.workspace import Workspace
from tests.builders import FixedClock, days_ago, some_rules


class RulesOnTheDesk:
    """Rules that a test can change or break while the program runs."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.problems: tuple[RuleProblem, ...] = ()
        self.touched = False

    def load(self) -> LoadedRules:
        """The last good rules and what is wrong now."""
        self.touched = False
        return LoadedRules(self.rules, self.problems)

    def changed(self) -> bool:
        """Whether somebody saved a file since."""
        return self.touched

    def declare(self, fields: Sequence[CustomField]) -> None:
        """An import brings fields that were not known."""
        self.rules = replace(self.rules, fields=(*self.rules.fields, *fields), version=f"{self.rules.version}+")

    def save(self, rules: Rules) -> None:
        """Somebody saves other rules."""
        self.rules, self.problems, self.touched = rules, (), True

    def break_them(self) -> None:
        """Somebody saves a file with a mistake in it."""
        self.problems = (RuleProblem("matrix.yaml", 12, 15, "points must be a number; found 'ten'"),)
        self.touched = True


class Office:
    """A workspace and those around it."""

    def __init__(self, folder: Path, rules: Rules | None = None, clock: FixedClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or FixedClock()
        self.desk = RulesOnTheDesk(rules or some_rules())
        self.workspace = self._opened()

    def _opened(self) -> Workspace:
        workspace = Workspace(open_store(self.folder, self.clock), self.desk, self.clock)
        workspace.load()
        workspace.keep_scores()
        return workspace

    def open_again(self) -> None:
        """Close the program and start it again."""
        self.workspace.close()
        self.workspace = self._opened()

    def do(self, command: c.Command) -> Outcome[Any]:
        """Carry a command out that must not be refused."""
        answer = self.workspace.execute(command)
        assert isinstance(answer, Outcome), answer
        return answer

    def refusal(self, command: c.Command) -> str:
        """Carry a command out that must be refused; the code of the reason."""
        answer = self.workspace.execute(command)
        assert isinstance(answer, Refusal), answer
        return answer.reason.code

    def lead(self, name: str = "Ines Carvalho", custom: Mapping[str, Any] | None = None, **fields: Any) -> int:
        """A new lead; its row id."""
        wanted = {"full_name": name, **fields, **{f"custom.{key}": value for key, value in (custom or {}).items()}}
        made = self.do(c.AddLead(wanted)).value
        assert isinstance(made, Lead)
        return made.id

    def happened(self, lead_id: int, kind: str = "webinar_attended", ago: float = 1.0, topic: str | None = None) -> Any:
        """Something happened with a lead."""
        return self.do(c.AddActivity(lead_id, kind, self.at(ago), topic)).value

    def at(self, ago: float) -> datetime:
        """A moment so many days before the clock's."""
        return self.clock.now() - (days_ago(0) - days_ago(ago))

    def score(self, lead_id: int) -> int:
        """The whole points that the list shows."""
        row = self.workspace.row(lead_id)
        assert row is not None
        assert row.shown is not None
        return row.shown

    def names(self, chosen: Filter | None = None, sort: Sort | None = None) -> list[str]:
        """The names in a list, in order."""
        found = self.workspace.query(Query(chosen or Filter(), sort or Sort()))
        return [found.row(index).name for index in range(len(found))]
