"""Reads back what is on the screen: points, ledgers, and whether a text went through translation."""

from __future__ import annotations

from collections.abc import Sequence

from leadqual_gui.ui.i18n import CLOSING, OPENING
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.numerals import MINUS, decimal_mark, plain


def from_tenths(text: str) -> int:
    """The points that `numerals.tenths` wrote."""
    return round(float(plain(text).replace(MINUS, "-").replace("+", "").replace(decimal_mark(), ".")) * 10)


def is_pseudo(text: str) -> bool:
    """Whether a text shown in the pseudo-language went through translation, wholly."""
    return text.startswith(OPENING) and text.endswith(CLOSING)


def adds_up(rows: Sequence[LedgerRow]) -> bool:
    """Whether the lines make the sum row, and each group's lines its subtotal."""
    total = sum(row.tenths for row in rows if row.counts)
    sums = [row.tenths for row in rows if row.kind is RowKind.SUM]
    return all(total == one for one in sums) and _subtotals_hold(rows)


def _subtotals_hold(rows: Sequence[LedgerRow]) -> bool:
    subtotal, running = None, 0
    for row in rows:
        if row.kind in (RowKind.GROUP, RowKind.SUM):
            if subtotal is not None and subtotal != running:
                return False
            subtotal, running = (row.tenths if row.kind is RowKind.GROUP else None), 0
        else:
            running += row.tenths
    return subtotal is None or subtotal == running
