"""How much two criteria say the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two criteria that hold for some of the same leads: `both`, and for one of them at least: `either`."""

    first: str
    second: str
    both: int
    either: int

    @property
    def share(self) -> float:
        """Of the leads that one of them holds for, the share that both do."""
        return self.both / self.either if self.either else 0.0
