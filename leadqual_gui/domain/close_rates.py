"""How often leads are won, and how sure that is: few leads say little, and the interval shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCE = 1.959963984540054
"""95 in 100 intervals made like this hold the true rate."""
ENOUGH = 30
"""With fewer closed leads than this a rate is a guess, and is called one."""


@dataclass(frozen=True, slots=True)
class CloseRate:
    """Of leads that were closed: so many won, so many lost."""

    won: int
    lost: int

    @property
    def leads(self) -> int:
        """How many stand behind the rate."""
        return self.won + self.lost

    @property
    def rate(self) -> float | None:
        """The share that was won; None without any."""
        return self.won / self.leads if self.leads else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true rate lies, with 95 % confidence (0 to 1 if nothing is known)."""
        return wilson(self.won, self.leads)

    @property
    def few(self) -> bool:
        """Whether too few leads stand behind it to say anything."""
        return self.leads < ENOUGH

    def against(self, control: CloseRate) -> int:
        """1 if it is surely above the control rate, -1 if surely below it, 0 if nobody can tell."""
        low, high = self.interval
        if control.rate is None or not self.leads:
            return 0
        return 1 if low > control.rate else -1 if high < control.rate else 0


def wilson(won: int, leads: int, z: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share."""
    if not leads:
        return 0.0, 1.0
    share = won / leads
    middle = share + z * z / (2 * leads)
    half = z * math.sqrt(share * (1 - share) / leads + z * z / (4 * leads * leads))
    below = 1 + z * z / leads
    low, high = (middle - half) / below, (middle + half) / below
    return (0.0 if won == 0 else max(0.0, low), 1.0 if won == leads else min(1.0, high))
