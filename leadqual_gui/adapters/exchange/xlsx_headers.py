"""Headers that stand in merged cells over several rows, as people draw them: one name for each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.xlsx_rows import column_number

_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: its first and last row and column (rows as numbered, columns from 0)."""

    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def of(cls, text: str) -> Merged:
        """ "A1:C3" as a range. Raises ValueError."""
        (top, left), (bottom, right) = map(_place, text.split(":"))
        return cls(min(top, bottom), max(top, bottom), min(left, right), max(left, right))


def _place(text: str) -> tuple[int, int]:
    letters = text.rstrip("0123456789")
    return int(text[len(letters) :]), column_number(letters)


def joined_header(rows: Sequence[Record], index: int, merged: Sequence[Merged]) -> tuple[list[str], int]:
    """The names of the columns under the header at `index`, and how many rows it takes.

    Where cells are merged downwards, the header reaches down as far; where one spans columns, the row below it names
    them, and its own text comes before those names that would else stand there twice.
    """
    line = rows[index].line
    bottom = _bottom(rows, index, merged)
    block = [record for record in rows[index:] if record.line <= bottom]
    if len(block) < 2:
        return _with_groups(rows, index, merged), 1
    width = max(len(record.cells) for record in block)
    stacks: list[list[str]] = [[] for _ in range(width)]
    for record in block:
        for column in range(width):
            text = _text_at(block, record.line, column, merged)
            if text and text not in stacks[column]:
                stacks[column].append(text)
    names = [stack[-1] if stack else "" for stack in stacks]
    often = Counter(names)
    full = [" ".join(stack) for stack in stacks]
    spanned = {c for m in merged if line <= m.top and m.bottom <= bottom for c in range(m.left, m.right + 1)
               if m.top == m.bottom and m.right > m.left}  # fmt: skip
    plain = [name if often[name] == 1 and column in spanned and len(stacks[column]) > 1 else full[column]
             for column, name in enumerate(names)]  # fmt: skip
    return plain, len(block)


def _bottom(rows: Sequence[Record], index: int, merged: Sequence[Merged]) -> int:
    """The last row of the header that begins at `index`."""
    line = bottom = rows[index].line
    for _ in range(_MOST_ROWS):
        deeper = [m.bottom for m in merged if line <= m.top <= bottom < m.bottom <= line + _MOST_ROWS]
        wide = any(m.top == m.bottom == bottom and m.right > m.left for m in merged)
        below = max(deeper, default=bottom + 1 if wide else bottom)
        if below == bottom:
            break
        bottom = below
    return bottom


def _text_at(block: Sequence[Record], line: int, column: int, merged: Sequence[Merged]) -> str:
    """The text that a cell shows, which may be that of the range that it belongs to."""
    for one in merged:
        if one.top <= line <= one.bottom and one.left <= column <= one.right:
            line, column = one.top, one.left
            break
    for record in block:
        if record.line == line:
            return " ".join(record.cells[column].split()) if column < len(record.cells) else ""
    return ""


def _with_groups(rows: Sequence[Record], index: int, merged: Sequence[Merged]) -> list[str]:
    """A header below a row of groups: names that stand there twice are told apart by their group."""
    names = [" ".join(cell.split()) for cell in rows[index].cells]
    if not index or not any(m.top == m.bottom == rows[index - 1].line for m in merged):
        return names
    often = Counter(names)
    group = [_text_at(rows[index - 1 : index], rows[index - 1].line, column, merged) for column in range(len(names))]
    return [f"{above} {name}" if often[name] > 1 and above else name for above, name in zip(group, names, strict=True)]
