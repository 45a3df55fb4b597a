"""What editing rules needs of the world: the text of the rule files, and an archive for drafts and versions.

A file is named as it stands in the folder: "matrix.yaml", "frameworks/bant.yaml". Texts are exact: encoded as UTF-8
they are the bytes of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from leadqual_gui.domain.activities import ActivityKind
from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.playbook import Playbook
from leadqual_gui.domain.profiles import Profiles
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.services.operations import Said

MATRIX = "matrix.yaml"
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""A value as it stands in a file, without its text."""
RuleValue = Matrix | Funnel | Playbook | Profiles | Framework | tuple[ActivityKind, ...] | tuple[CustomField, ...]
"""What one rule file says."""
Texts = Mapping[str, str]
"""Rule files by name."""
ItemPath = tuple[str | int, ...]
"""Where an item stands in its file: ("plays", 2), ("ideal",)."""


@dataclass(frozen=True, slots=True)
class CheckedRules:
    """What a set of files comes to: the rules, if no problem is an error, and every problem."""

    rules: Rules | None
    problems: tuple[RuleProblem, ...]

    @property
    def errors(self) -> tuple[RuleProblem, ...]:
        """The problems that keep the rules from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(frozen=True, slots=True)
class CheckedCriterion:
    """What the YAML text of one criterion comes to (lines count within that text)."""

    criterion: Criterion | None
    problems: tuple[RuleProblem, ...]


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """What a file comes to with another YAML text of one item (lines count within that text).

    `text`: the whole file with that item just as it was typed; "" if it has to be written in other words.
    """

    value: RuleValue | None
    problems: tuple[RuleProblem, ...]
    text: str = ""


class RuleTexts(Protocol):
    """The text of the rule files: reading, checking, rewriting, saving."""

    def read(self) -> dict[str, str]:
        """All files that are there. Raises LeadQualError if one cannot be read."""

    def save(self, name: str, text: str | None, expected: str | None) -> None:
        """Replace a file whole (None: delete it), if it still says `expected` (None: if it is not there).

        Raises LeadQualError, with the file as it was: changed meanwhile, gone, read-only, no room.
        """

    def keep_copy(self, name: str, text: str, at: datetime) -> str:
        """Keep a text that is about to be overwritten, among the backups; where it is."""

    def version(self, texts: Texts) -> str:
        """The name of a set of files: a hash of their bytes (`Rules.version`)."""

    def check(self, texts: Texts) -> CheckedRules:
        """Every problem of a set of files, and the rules. Takes a moment: storage or free lane."""

    def value(self, name: str, texts: Texts) -> RuleValue:
        """What one of the files says. Raises LeadQualError with the first mistake."""

    def rewrite(self, name: str, texts: Texts, before: RuleValue, after: RuleValue) -> str:
        """The text that says `after` where it says `before`; only what differs is touched. Raises LeadQualError."""

    def data(self, name: str, value: RuleValue) -> Plain:
        """A value as plain data, as it would stand in the file."""

    def value_of(self, name: str, data: Plain, texts: Texts) -> RuleValue:
        """The value that plain data describe. Raises LeadQualError."""

    def render(self, data: Plain) -> str:
        """Plain data as YAML, for people to read."""

    def item_text(self, name: str, texts: Texts, value: RuleValue, path: ItemPath) -> str:
        """The YAML text of one item of a value, as the user wrote it where that still says the same."""

    def with_item(self, name: str, texts: Texts, value: RuleValue, path: ItemPath, text: str) -> CheckedItem:
        """The value with what such a text describes in the place of an item, and what is wrong with it."""

    def criterion_text(self, texts: Texts, criterion: Criterion) -> str:
        """The YAML text of one criterion, as the user wrote it where that still says the same."""

    def criterion_of(self, texts: Texts, text: str) -> CheckedCriterion:
        """The criterion that such a text describes, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version did to the leads: how many there are, how many changed tier, counts by tier before and after."""

    leads: int = 0
    moved: int = 0
    up: int = 0
    down: int = 0
    before: Mapping[str, int] | None = None
    after: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A version of the rules. Numbers count from 1, the rules that were there first.

    `origin`: "seeded", "published", "rolled_back" or "outside" (a file was changed by another program). `files`: names
    of what changed. `replaced`: the number before. `to`: the number whose text came back. `operation`: its step in
    the log (0: none, it cannot be taken back). `version` is the hash of all files.
    """

    number: int
    version: str
    at: datetime
    author: str
    note: str
    origin: str
    replaced: int = 0
    to: int = 0
    files: tuple[str, ...] = ()
    effect: Effect | None = None
    operation: int = 0
    taken_back: bool = False


class RulesArchive(Protocol):
    """Drafts and versions of rules, durable in the workspace's file."""

    def versions(self) -> Sequence[RuleVersion]:
        """All versions, newest first."""

    def texts(self, number: int) -> Texts | None:
        """All rule files of a version."""

    def put_version(self, version: RuleVersion, texts: Texts, label: Said | None, *drafts: str) -> RuleVersion:
        """Keep a version with its texts; as a step of the log by this name, if it can be taken back.

        The lines of these drafts end with it, in the same moment. It comes back with its operation.
        """

    def put_effect(self, number: int, effect: Effect) -> None:
        """What the version did."""

    def turn(self, operation: int, back: bool, *drafts: str) -> None:
        """Mark a version as taken back, or as standing again. The lines of these drafts end with it."""

    def draft_lines(self, draft: str) -> Sequence[str]:
        """What was written about a draft, oldest first."""

    def add_draft_lines(self, draft: str, lines: Sequence[str]) -> None:
        """More lines, durable when this returns."""

    def clear_draft(self, draft: str) -> None:
        """Forget a draft's lines."""

    def set_aside_draft(self, draft: str, count: int) -> None:
        """Keep the newest `count` lines of a draft under another name: they cannot be read."""

    def drafts(self) -> Sequence[str]:
        """Names of the drafts that have lines."""
