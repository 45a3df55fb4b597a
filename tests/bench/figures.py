"""A measured figure: ours beside its peers, from the same run, with the ratio that is wanted.

A bench module has functions without parameters, or with the number of leads, that return a list of figures.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    `ours` and `peers` are seconds (or what `unit` says), the same unit for all. `goals`: by peer, the ratio
    ours / peer that must not be exceeded (0.25: four times better). `memory`: bytes, if that was measured too.
    """

    name: str
    ours: float
    peers: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)
    memory: int | None = None
    unit: str = "s"
    note: str = ""

    def ratio(self, peer: str) -> float:
        """Ours in proportion to a peer's."""
        return self.ours / self.peers[peer]

    def reached(self, peer: str) -> bool:
        """Whether the goal beside a peer is reached (no goal: yes)."""
        return peer not in self.goals or self.ratio(peer) <= self.goals[peer]


def median_seconds(work: Callable[[], object], times: int = 9) -> float:
    """The median of several runs, after one that does not count; the garbage collector waits meanwhile."""
    work()
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    finally:
        gc.enable()
    return statistics.median(taken)
