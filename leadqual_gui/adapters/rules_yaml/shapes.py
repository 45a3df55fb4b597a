"""What values may stand in a rules file: each shape checks a node, and describes itself as JSON Schema.

Both come from one description, so that what the program accepts and what an
editor completes cannot drift apart. A shape that finds something wrong reports
it and returns WRONG; reading goes on, so that all problems are said at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.nodes import Node, Scalar, kind_of, shortened
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.words import did_you_mean, suggestion
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.domain.text import Text


class Wrong(Enum):
    """What a shape returns for a value that it has complained about."""

    WRONG = "wrong"


WRONG: Literal[Wrong.WRONG] = Wrong.WRONG
JsonSchema: TypeAlias = dict[str, Any]
Defs: TypeAlias = dict[str, JsonSchema]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

ID_PATTERN = r"[a-z][a-z0-9_]*"
LANGUAGE_PATTERN = r"[a-z]{2,3}([-_][A-Za-z]{2,4})?"
DURATION_PATTERN = r"[0-9]+(\.[0-9]+)?[dwmy]"
DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[-+][0-9]{2}:?[0-9]{2})?)?"
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
_LONGEST_DAYS = 36_500.0


@dataclass(slots=True)
class Reading:
    """What reading one file needs: where to complain, and what the other files define."""

    problems: Problems
    world: World


class Shape(Protocol[T_co]):
    """A kind of value: `words` name it in messages and in the reference."""

    @property
    def words(self) -> str: ...

    def read(self, node: Node, reading: Reading) -> T_co | Wrong:
        """The value, or WRONG after saying what is wrong."""

    def schema(self, defs: Defs) -> JsonSchema:
        """The shape as JSON Schema; named parts go to `defs`."""


def complain(node: Node, reading: Reading, words: str, hint: str, name: str = "this") -> Literal[Wrong.WRONG]:
    """Say that something else was expected here."""
    reading.problems.error(node, f"{name} must be {words}; found {kind_of(node)}", hint)
    return WRONG


@dataclass(frozen=True, slots=True)
class Words:
    """Text of a person's own: numbers are taken as they are written, as in `label: 2026`."""

    words: str = "text"

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            return complain(node, reading, self.words, "write a text; put it in quotes if it has a ':' or '#'")
        if isinstance(node.value, bool):
            return complain(node, reading, self.words, f'put it in quotes: "{node.text}"')
        warn_of_old_meaning(node, reading)
        return node.text.strip()

    def schema(self, defs: Defs) -> JsonSchema:
        return {"type": ["string", "number"]}


def warn_of_old_meaning(node: Scalar, reading: Reading) -> None:
    """Unquoted `NO` is text here, but not for every program that reads YAML."""
    if meaning := node.old_meaning:
        reading.problems.warn(
            node,
            f"{node.text} is text here, but other programs read it as {meaning}",
            f'put it in quotes: "{node.text}"',
        )


@dataclass(frozen=True, slots=True)
class Label:
    """Text, or a text for each language."""

    words: str = "text, or a text for each language"

    def read(self, node: Node, reading: Reading) -> Text | Wrong:
        if not isinstance(node, nodes.Mapping):
            text = Words(self.words).read(node, reading)
            return WRONG if isinstance(text, Wrong) else Text(text)
        texts: dict[str, str] = {}
        for entry in node:
            if not re.fullmatch(LANGUAGE_PATTERN, entry.key.text):
                hint = "write a language code: en, de, pt_BR; or put the text in quotes"
                reading.problems.error(entry, f"'{shortened(entry.key.text)}' is not a language", hint)
            elif not isinstance(text := Words().read(entry.value, reading), Wrong):
                texts[entry.key.text.replace("-", "_")] = text
        if not texts:
            return complain(node, reading, self.words, "write a text, or {en: text, de: Text}")
        return Text(texts.get("en") or next(iter(texts.values())), MappingProxyType(texts))

    def schema(self, defs: Defs) -> JsonSchema:
        defs["label"] = {
            "description": self.words,
            "oneOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": False,
                    "patternProperties": {f"^{LANGUAGE_PATTERN}$": {"type": ["string", "number"]}},
                },
            ],
        }
        return {"$ref": "#/$defs/label"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two limits, with at most so many decimals (None: any)."""

    lowest: float = -nodes.LARGEST_NUMBER
    highest: float = nodes.LARGEST_NUMBER
    decimals: int | None = None
    words: str = "a number"

    def read(self, node: Node, reading: Reading) -> float | Wrong:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return complain(node, reading, self.words, self._hint(node))
        if not self.lowest <= value <= self.highest:
            reading.problems.error(node, f"{node_text(node)} is out of range", self._range())
            return WRONG
        if self.decimals is not None and abs(value - round(value, self.decimals)) > 1e-9:
            most = "a whole number" if not self.decimals else f"at most {self.decimals} decimal"
            reading.problems.error(node, f"{node_text(node)} has too many decimals", f"write {most}")
            return WRONG
        return float(value)

    def schema(self, defs: Defs) -> JsonSchema:
        kind = "integer" if self.decimals == 0 else "number"
        return {"type": kind, "minimum": self.lowest, "maximum": self.highest}

    def _range(self) -> str:
        return f"write a number from {self.lowest:g} to {self.highest:g}"

    def _hint(self, node: Node) -> str:
        if isinstance(node, Scalar) and re.fullmatch(r"[-+]?[0-9]+,[0-9]+", node.text):
            return f"write a point, not a comma: {node.text.replace(',', '.')}"
        if isinstance(node, Scalar) and not node.plain:
            return "write it without quotes"
        if isinstance(node, Scalar) and re.fullmatch("0[0-9]+", node.text):
            return f"write it without the zero: {int(node.text[:18])}"
        return "write digits, such as 8" if self.decimals == 0 else "write digits, such as 8 or 2.5"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two limits."""

    lowest: int = 0
    highest: int = 1_000_000
    words: str = "a whole number"

    def read(self, node: Node, reading: Reading) -> int | Wrong:
        value = Number(self.lowest, self.highest, 0, self.words).read(node, reading)
        return value if isinstance(value, Wrong) else round(value)

    def schema(self, defs: Defs) -> JsonSchema:
        return Number(self.lowest, self.highest, 0).schema(defs)


@dataclass(frozen=True, slots=True)
class Tenths:
    """Points: a number with at most one decimal, kept as whole tenths."""

    lowest: int = -1000
    highest: int = 1000
    words: str = "a number"

    def read(self, node: Node, reading: Reading) -> int | Wrong:
        value = Number(self.lowest, self.highest, 1, self.words).read(node, reading)
        return value if isinstance(value, Wrong) else round(value * 10)

    def schema(self, defs: Defs) -> JsonSchema:
        return Number(self.lowest, self.highest).schema(defs)


@dataclass(frozen=True, slots=True)
class YesNo:
    """true or false; yes and no mean nothing else where one of the two is expected."""

    words: str = "true or false"

    def read(self, node: Node, reading: Reading) -> bool | Wrong:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool):
            return value
        if isinstance(node, Scalar) and node.plain and node.text in ("yes", "no"):
            return node.text == "yes"
        meant = node.old_meaning if isinstance(node, Scalar) else None
        return complain(node, reading, self.words, f"write {meant or 'true or false'}")

    def schema(self, defs: Defs) -> JsonSchema:
        return {"enum": [True, False, "yes", "no"]}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.options)

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        if isinstance(node, Scalar) and node.text in self.options:
            return node.text
        written = node.text if isinstance(node, Scalar) else ""
        guess = did_you_mean(written, self.options)
        return complain(node, reading, self.words, f"did you mean '{guess}'?" if guess else "write one of these words")

    def schema(self, defs: Defs) -> JsonSchema:
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name that other places refer to."""

    words: str = "an id: small letters, digits and _, beginning with a letter"

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        if isinstance(node, Scalar) and re.fullmatch(ID_PATTERN, node.text) and len(node.text) <= 64:
            return node.text
        return complain(node, reading, self.words, f"write it like this: {self._proposal(node)}")

    def schema(self, defs: Defs) -> JsonSchema:
        return {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 64}

    def _proposal(self, node: Node) -> str:
        plain = re.sub("[^a-z0-9]+", "_", node.text.casefold()).strip("_") if isinstance(node, Scalar) else ""
        return plain[:64] if re.fullmatch(ID_PATTERN, plain) else "company_size"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in days: 30d, 12w, 6m (of 30 days), 1y (of 365)."""

    words: str = "a duration such as 30d, 12w, 6m or 1y"

    def read(self, node: Node, reading: Reading) -> float | Wrong:
        if not isinstance(node, Scalar) or not re.fullmatch(DURATION_PATTERN, node.text):
            return complain(node, reading, self.words, self._hint(node))
        days = float(node.text[:-1]) * _DAYS[node.text[-1]] if len(node.text) <= 12 else _LONGEST_DAYS + 1
        if days > _LONGEST_DAYS:
            reading.problems.error(node, f"{shortened(node.text)} is longer than a century", "write at most 100y")
            return WRONG
        return days

    def schema(self, defs: Defs) -> JsonSchema:
        return {"type": "string", "pattern": f"^{DURATION_PATTERN}$"}

    def _hint(self, node: Node) -> str:
        digits = re.match(r"[0-9]+(?=$|\s*(days?|tage?|h)?$)", node.text) if isinstance(node, Scalar) else None
        return f"write the unit: {digits.group()}d" if digits else "d is days, w weeks, m months, y years"


@dataclass(frozen=True, slots=True)
class Date:
    """A moment, ISO 8601; without a zone UTC, a bare date is its midnight."""

    words: str = "a date such as 2026-03-31"

    def read(self, node: Node, reading: Reading) -> datetime | Wrong:
        if isinstance(node, Scalar) and re.fullmatch(DATE_PATTERN, node.text):
            try:
                moment = datetime.fromisoformat(node.text)
                return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            except (ValueError, OverflowError):
                return complain(node, reading, self.words, "there is no such day or time")
        return complain(node, reading, self.words, "write year-month-day")

    def schema(self, defs: Defs) -> JsonSchema:
        return {"type": "string", "pattern": f"^{DATE_PATTERN}$"}


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something that is defined elsewhere; `known` finds it (None: cannot be told)."""

    what: str
    known: Callable[[World], frozenset[str] | None]

    @property
    def words(self) -> str:
        return f"the id of {self.what}"

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        if not isinstance(node, Scalar) or node.is_null:
            return complain(node, reading, self.words, "write its id")
        known = self.known(reading.world)
        if known is not None and node.text not in known:
            hint = suggestion(node.text, sorted(known))
            reading.problems.error(node, f"there is no {self.what} '{shortened(node.text)}'", hint)
            return WRONG
        return node.text

    def schema(self, defs: Defs) -> JsonSchema:
        return {"type": ["string", "number"]}


def node_text(node: Node) -> str:
    """What is written there, for messages."""
    return shortened(node.text) if isinstance(node, Scalar) else kind_of(node)
