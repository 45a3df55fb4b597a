"""The order of a list: whole columns sorted at once, remembered while they stay as they are.

A column of text is sorted once a distinct value: each value has a rank, and leads are sorted by the ranks of their
codes. A value that comes later is put into its place, without sorting the others again. What is not known comes last,
whichever way a list is sorted.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, AnyColumn, Array, CodedColumn, DateColumn, NumberColumn

LAST = np.iinfo(np.int64).max


class TextRanks:
    """The rank of each value of one column, kept up to date as values are added."""

    def __init__(self) -> None:
        self._keys: list[tuple[str, int]] = []
        self._ranks: Array = np.empty(0, np.int64)

    def of(self, values: Sequence[Any]) -> Array:
        """The rank of each value by its code."""
        known = len(self._keys)
        if len(values) < known:
            self._keys, known = [], 0
        if len(values) == known:
            return self._ranks
        new = [(sort_key(_text(values[code])), code) for code in range(known, len(values))]
        if known and len(new) < 100:
            for key in new:
                self._keys.insert(bisect_left(self._keys, key), key)
        else:
            self._keys = sorted([*self._keys, *new])
        order = np.fromiter((code for _, code in self._keys), np.int64, len(self._keys))
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        self._ranks = ranks
        return ranks


class Orderer:
    """Sort keys of whole columns. One for each resident set of columns."""

    def __init__(self) -> None:
        self._ranks: dict[int, tuple[CodedColumn, TextRanks]] = {}

    def keys(self, column: AnyColumn) -> Array:
        """A number for each lead that sorts as the column does; LAST where it is not known."""
        if isinstance(column, DateColumn):
            found = column.seconds
            return np.where(found == NO_DATE, LAST, found)
        if isinstance(column, NumberColumn):
            numbers = np.asarray([*column.values, np.nan], np.float64)
            ranks = np.argsort(np.argsort(numbers[:-1], kind="stable"), kind="stable")
            return _by_code(ranks, column.codes)
        return _by_code(self._text_ranks(column).of(column.values), column.codes)

    def _text_ranks(self, column: CodedColumn) -> TextRanks:
        kept = self._ranks.get(id(column))
        if kept is None:
            kept = self._ranks[id(column)] = (column, TextRanks())
        return kept[1]


def ordered(keys: Array, descending: bool) -> Array:
    """Positions in the order of their keys; equal ones stay in the order in which they came; unknown ones last."""
    if descending:
        keys = np.where(keys == LAST, LAST, -keys)
    return np.argsort(_narrowed(keys), kind="stable")


def sort_key(text: str) -> str:
    """What a text is sorted by: without regard to case and accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char)) or folded


def _by_code(ranks: Array, codes: Array) -> Array:
    table = np.append(ranks, LAST)
    return table[np.where(codes < 0, len(ranks), codes)]


def _narrowed(keys: Array) -> Array:
    """The same order in 16 bits where they suffice: those are sorted in one pass (radix) instead of many."""
    known = keys[keys != LAST]
    if not len(known):
        return keys
    low, high = int(known.min()), int(known.max())
    if high - low >= 65_000:
        return keys
    return np.where(keys == LAST, 65_535, keys - low).astype(np.uint16)


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
