"""Columns of the tables of rule files: what a cell says, and what a text typed into it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from leadqual_gui.domain.text import Text
from leadqual_gui.services.rule_editing.ports import ItemPath
from leadqual_gui.ui.fields import yes_no
from leadqual_gui.ui.matrix.wording import Terms, condition_sentence, plain, tr
from leadqual_gui.ui.typed_numbers import as_typed, typed_number

_MOST = 1_000_000.0
ROW_COMMANDS = ("up", "down", "copy", "yaml", "delete", "add")
"""What can be done with a row, in the order of the buttons."""


class Form(Enum):
    """What a cell holds, and so how it is edited."""

    TEXT = "text"
    LABEL = "label"
    LABELS = "labels"
    WORDS = "words"
    FIXED = "fixed"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names the field of the item; `optional` ones may be empty; `wide` is its share of the width."""

    key: str
    title: str
    form: Form
    choices: tuple[tuple[object, str], ...] = ()
    optional: bool = False
    wide: int = 2
    least: float = 0.0
    most: float = _MOST
    hint: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One table: where its items stand in the file's value, how they go back there, and what a new one is like.

    `path`: where the item of a row stands in the file, for its YAML text; None: there is no text of it alone.
    `offers`: what can be done with rows; without `blank` only "yaml" can.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    read: Callable[[Any], tuple[Any, ...]]
    write: Callable[[Any, tuple[Any, ...]], Any]
    blank: Callable[[Any], Any] | None = None
    name: Callable[[Any], Text | str] = lambda item: getattr(item, "label", "")
    path: Callable[[Any, int], ItemPath | None] = lambda _value, _row: None

    offers: tuple[str, ...] = ROW_COMMANDS

    def name_of(self, item: Any, terms: Terms) -> str:
        """What people call an item."""
        name = self.name(item)
        return (terms.text(name) if isinstance(name, Text) else name) or str(getattr(item, "id", "")) or self.title


def fresh_id(base: str, taken: Sequence[str]) -> str:
    """A name that no item has yet."""
    number = 1
    while (found := f"{base}_{number}") in taken:
        number += 1
    return found


def cell_words(column: Column, item: Any, terms: Terms) -> str:
    """What stands in a cell."""
    value = getattr(item, column.key)
    match column.form:
        case Form.LABEL:
            return terms.text(value)
        case Form.LABELS:
            return "; ".join(terms.text(one) for one in value)
        case Form.WORDS:
            return "; ".join(value)
        case Form.FIXED:
            return next((words for one, words in column.choices if one == value), str(value))
        case Form.NUMBER:
            return "" if value is None else as_typed(value)
        case Form.YES_NO:
            return yes_no(value)
        case Form.CONDITION:
            words = "" if value is None else plain(condition_sentence(value, terms))
            return words or ("" if value is None else tr("always"))
        case Form.CHOICE:
            return next((words for one, words in column.choices if one == value), str(value or ""))
    return str(value or "")


def with_words(column: Column, item: Any, text: str, terms: Terms) -> Any:
    """The item with what was typed in a cell. Raises ValueError that says what is wrong."""
    text = text.strip()
    if not text and not column.optional:
        raise ValueError(tr("{column}: something must stand here").format(column=column.title))
    old = getattr(item, column.key)
    match column.form:
        case Form.LABEL:
            return replace(item, **{column.key: relabelled(old, text, terms.language)})
        case Form.LABELS:
            return replace(item, **{column.key: _labels(old, text, terms.language)})
        case Form.NUMBER:
            return replace(item, **{column.key: _number(column, text, old)})
        case Form.WORDS:
            return replace(item, **{column.key: tuple(part.strip() for part in text.split(";") if part.strip())})
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise ValueError(f"{column.title}: {column.hint}")
    return replace(item, **{column.key: text})


def relabelled(old: Text, words: str, language: str) -> Text:
    """A label with other words in the user's language; those of other languages stay."""
    if old.of(language) == words:
        return old
    for key in (language, language.split("_")[0]):
        if key in old.by_language:
            return Text(old.default, MappingProxyType({**old.by_language, key: words}))
    return Text(words, old.by_language)


def _labels(old: tuple[Text, ...], text: str, language: str) -> tuple[Text, ...]:
    known = {label.of(language): label for label in old}
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return tuple(known.get(part, Text(part)) for part in parts)


def _number(column: Column, text: str, old: float | None) -> float | None:
    if not text:
        return None
    try:
        value = typed_number(text)
    except ValueError as error:
        raise ValueError(f"{column.title}: {error}") from None
    if not column.least <= value <= column.most:
        raise ValueError(
            tr("{column}: write a number from {least} to {most}").format(
                column=column.title, least=as_typed(column.least), most=as_typed(column.most)
            )
        )
    return old if old == value else value
