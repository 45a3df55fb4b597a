"""Leads side by side: why is this one above that one, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadqual_gui.domain.ledger import Evidence, Line, LineKind, ScoreCard
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion, cap or adjustment across the leads: tenths for each, and what they rest on (None: nothing).

    `unknown`: what decides this criterion is not known of that lead, so it has no points here yet.
    """

    criterion: str
    kind: LineKind
    label: str
    group: str
    tenths: tuple[int, ...]
    evidence: tuple[Evidence | None, ...]
    unknown: tuple[bool, ...] = ()

    @property
    def spread(self) -> int:
        """By how much the leads differ here, in tenths."""
        return max(self.tenths) - min(self.tenths)


@dataclass(frozen=True, slots=True)
class Reason:
    """What puts the first of two leads above the other: lines with their difference in tenths, the weightiest first.

    The differences of all lines sum to `difference`, that of the exact scores.
    """

    above: int
    below: int
    difference: int
    lines: tuple[tuple[Compared, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Leads side by side in the order asked for: their accounts, and the lines of all of them, in matrix order."""

    cards: tuple[ScoreCard, ...]
    lines: tuple[Compared, ...]

    def why(self, first: int, second: int) -> Reason:
        """Why the lead in one place stands above the one in another (places are swapped if it does not)."""
        if self.cards[first].exact < self.cards[second].exact:
            first, second = second, first
        differing = [(line, line.tenths[first] - line.tenths[second]) for line in self.lines]
        ordered = sorted((pair for pair in differing if pair[1]), key=lambda pair: -abs(pair[1]))
        above, below = self.cards[first], self.cards[second]
        return Reason(above.lead_id, below.lead_id, above.exact - below.exact, tuple(ordered))


def compare(cards: Sequence[ScoreCard], order: Sequence[str]) -> Comparison:
    """Put accounts side by side. `order`: the criteria in matrix order; what is not in it comes last."""
    ledgers = [_by_key(card.lines) for card in cards]
    gaps = [frozenset(gap.criterion for gap in card.gaps) for card in cards]
    keys: dict[_Key, Line] = {}
    for ledger in ledgers:
        for key, line in ledger.items():
            keys.setdefault(key, line)
    places = {criterion: place for place, criterion in enumerate(order)}
    ordered = sorted(keys, key=lambda key: (_KINDS.index(key[0]), places.get(key[1], len(places)), key[2]))
    lines = [
        Compared(
            keys[key].criterion,
            keys[key].kind,
            keys[key].label,
            keys[key].group,
            tuple(ledger[key].tenths if key in ledger else 0 for ledger in ledgers),
            tuple(ledger[key].evidence if key in ledger else None for ledger in ledgers),
            tuple(
                key[0] is LineKind.CRITERION and key not in ledger and key[1] in unknown
                for ledger, unknown in zip(ledgers, gaps, strict=True)
            ),
        )
        for key in ordered
    ]
    return Comparison(tuple(cards), tuple(lines))


def refused(lead_ids: Sequence[int]) -> Refusal | None:
    """Why these leads cannot be compared."""
    if not FEWEST <= len(set(lead_ids)) == len(lead_ids) <= MOST:
        return refusal("compare_two_to_four", count=len(set(lead_ids)))
    return None


_Key = tuple[LineKind, str, int]
_KINDS = (LineKind.CRITERION, LineKind.CAP, LineKind.ADJUSTMENT, LineKind.LIMIT)


def _by_key(lines: Sequence[Line]) -> dict[_Key, Line]:
    """Lines by what they are; several of one kind on one criterion (a cap on each axis) keep their order."""
    found: dict[_Key, Line] = {}
    for line in lines:
        number = 0
        while (line.kind, line.criterion, number) in found:
            number += 1
        found[line.kind, line.criterion, number] = line
    return found
