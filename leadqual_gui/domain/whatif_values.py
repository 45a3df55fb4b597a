"""What a draft of the matrix would do: values for the screen, before (the rules in force) beside after (the draft)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from leadqual_gui.domain.columns_fields import Array


@dataclass(frozen=True, slots=True)
class Histogram:
    """Leads by score. Bar i holds the shown scores from `low + i * step` on; a scale of 0 to 100 has 101 bars."""

    low: int
    step: int
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TierEffect:
    """How many leads are in a tier, and how many of them were closed as won and lost (the n of its close rate)."""

    tier: str
    before: int
    after: int
    won_before: int
    won_after: int
    lost_before: int
    lost_after: int


@dataclass(frozen=True, slots=True)
class GradeEffect:
    """How many leads are in a cell of the grid of fit (letter) and engagement (digit)."""

    fit: str
    engagement: str
    before: int
    after: int

    @property
    def grade(self) -> str:
        """The grade as it is written."""
        return self.fit + self.engagement


@dataclass(frozen=True, slots=True)
class Why:
    """What makes a lead change tier: `kind` is criterion, group (its cap), tier (its edge) or total (the limits).

    `name`: the id of that criterion, group or tier. `tenths`: what the criterion gives more or less.
    """

    kind: str
    name: str = ""
    tenths: int = 0


@dataclass(frozen=True, slots=True)
class Mover:
    """A lead that changes tier: its row in the columns, shown scores and tiers before and after, and why."""

    lead_id: int
    position: int
    before: int
    after: int
    from_tier: str
    to_tier: str
    why: Why


@dataclass(frozen=True, slots=True, eq=False)
class Movers(Sequence[Mover]):
    """Leads that change tier, best first; a `Mover` is made when it is looked at.

    `before`, `after`: shown scores. `from_tiers`, `to_tiers`: indexes into `tiers` (before, after). `explain` tells
    why the lead in a place of this list moves.
    """

    lead_ids: Array
    positions: Array
    before: Array
    after: Array
    from_tiers: Array
    to_tiers: Array
    tiers: tuple[tuple[str, ...], tuple[str, ...]]
    explain: Callable[[int], Why]

    def __len__(self) -> int:
        return len(self.positions)

    @overload
    def __getitem__(self, index: int) -> Mover: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Mover]: ...

    def __getitem__(self, index: int | slice) -> Mover | Sequence[Mover]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Mover(
            int(self.lead_ids[index]),
            int(self.positions[index]),
            int(self.before[index]),
            int(self.after[index]),
            self.tiers[0][self.from_tiers[index]],
            self.tiers[1][self.to_tiers[index]],
            self.explain(range(len(self))[index]),
        )


_NONE: Array = np.empty(0, np.int64)
NOBODY = Movers(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, ((), ()), lambda _: Why("total"))
"""No leads."""


@dataclass(frozen=True, slots=True)
class ScenarioEffect:
    """How a scenario of the draft fares: its score in whole points, its tier, and whether that is the one expected."""

    index: int
    shown: int
    tier: str
    expect: str

    @property
    def passes(self) -> bool:
        """Whether the matrix gets it right."""
        return self.tier == self.expect


@dataclass(frozen=True, slots=True)
class Limits:
    """The most and the least that a lead could have, in tenths.

    `open_maximum`, `open_minimum`: before the total's own limits; None if some criterion counts without end.
    """

    maximum: int
    minimum: int
    open_maximum: int | None = None
    open_minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Median:
    """The median score of won leads in whole points (None: there are none), and how many they are."""

    before: float | None
    after: float | None
    leads: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft does to all leads.

    `up`, `down`: how many leads change to a higher or lower tier; `moves`: how many from which tier to which.
    `risers` are the best of those that rise (highest new score first), `fallers` of those that fall (highest old score
    first). `baseline`: the best scenario's score in whole points. `missing`: facts that the draft looks at and that are
    not in memory yet: until they are, they count as unknown.
    """

    leads: int
    histogram: Histogram
    tiers: tuple[TierEffect, ...]
    grades: tuple[GradeEffect, ...]
    up: int
    down: int
    moves: tuple[tuple[str, str, int], ...]
    risers: Movers
    fallers: Movers
    limits: Limits
    baseline: int | None
    scenarios: tuple[ScenarioEffect, ...]
    won_median: Median
    missing: tuple[str, ...] = ()
