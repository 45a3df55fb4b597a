"""What a file leaves open, asked with an example from it: words without a meaning, marks that could be either."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import ColumnMatch, ImportKind, TableMapping, is_told_wide
from leadqual_gui.domain.mapping_content import filled
from leadqual_gui.domain.parsing import Unreadable, read_outcome, read_yes_no
from leadqual_gui.services.importing_table import TablePreview

_MOST_WORDS = 12
_EITHER = re.compile(r"^\D{0,3}[1-9]\d{0,2}[.,]\d{3}\D{0,3}$")


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file leaves open. `column`: its header; `example`: a cell; `target`: its field.

    `code` says what is asked: date_order, year or when (of which day counters are); the import waits for these. Or it
    is `optional`: word (what a cell's word means, else its row is rejected) and decimal_mark (else a lone mark before
    three digits is taken for thousands). Answers go into ImportOptions.
    """

    code: str
    column: str
    example: str
    choices: tuple[str, ...] = ()
    target: str = ""
    optional: bool = False


def word_questions(
    mapping: TableMapping, cells: Callable[[int], Sequence[str]], stages: Mapping[str, str]
) -> list[Question]:
    """Words of outcomes, of yes and no, and of stages that no list of ours knows. `cells`: some of a column's."""
    found: list[Question] = []
    for column in mapping.used:
        reads, choices = _reading(column, stages)
        if reads is None:
            continue
        said = mapping.words.get(column.target or "", {})
        words = {cell.strip().casefold(): cell for cell in filled(cells(column.index))}
        odd = [cell for word, cell in words.items() if word not in said and not reads(cell)]
        found += [
            Question("word", column.header, cell, choices, column.target or "", optional=True)
            for cell in odd[:_MOST_WORDS]
        ]
    return found


def _reading(column: ColumnMatch, stages: Mapping[str, str]) -> tuple[Callable[[str], bool] | None, tuple[str, ...]]:
    """Whether a word is understood in this column, and what it may mean (empty: not known)."""
    if column.target == "outcome":
        return (lambda cell: not isinstance(read_outcome(cell), Unreadable)), ("won", "lost", "")
    if column.target == "stage" and stages:
        return (lambda cell: cell.strip().casefold() in stages), (*dict.fromkeys(stages.values()), "")
    if column.type is FactType.YES_NO and column.target != "verified":
        return (lambda cell: not isinstance(read_yes_no(cell), Unreadable)), ("yes", "no", "")
    return None, ()


def mark_questions(mapping: TableMapping, preview: TablePreview, marks: Mapping[int, str]) -> list[Question]:
    """Columns of numbers such as 1.234 in which nothing tells thousands from decimals."""
    found: list[Question] = []
    for column in mapping.used:
        if column.type is FactType.NUMBER and column.index not in marks and column.target != "count":
            example = _either(filled(preview.sample[column.index]))
            if example:
                found.append(
                    Question("decimal_mark", column.header, example, (".", ","), column.target or "", optional=True)
                )
    return found


def _either(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if _EITHER.match(cell)), "")


def when_questions(mapping: TableMapping, preview: TablePreview) -> list[Question]:
    """Counters of an export that no column dates: of which day they are has to be said."""
    if mapping.kind is not ImportKind.ACTIVITIES or not is_told_wide(mapping) or mapping.has("occurred_at"):
        return []
    if any((column.target or "").endswith(".at") for column in mapping.used):
        return []
    column = next(c for c in mapping.used if (c.target or "").endswith((".count", ".did")))
    example = next(iter(filled(preview.sample[column.index])), "")
    return [Question("when", column.header, example, target="occurred_at")]
