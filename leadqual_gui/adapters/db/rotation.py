"""Which copies are kept: the newest few, and one for each of the last days, weeks and months that have one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many copies of each kind stay."""

    newest: int = 3
    days: int = 7
    weeks: int = 4
    months: int = 6


USUALLY = Keeping()


def kept(newest_first: Sequence[datetime], keeping: Keeping) -> set[int]:
    """The positions of the copies that stay. Periods without a copy do not count: a long holiday costs no copies."""
    return {
        *range(min(keeping.newest, len(newest_first))),
        *_one_each(newest_first, lambda moment: moment.date(), keeping.days),
        *_one_each(newest_first, lambda moment: moment.isocalendar()[:2], keeping.weeks),
        *_one_each(newest_first, lambda moment: (moment.year, moment.month), keeping.months),
    }


def _one_each(newest_first: Sequence[datetime], period: Callable[[datetime], object], count: int) -> list[int]:
    """The newest of each of the last periods."""
    found: dict[object, int] = {}
    for position, moment in enumerate(newest_first):
        found.setdefault(period(moment), position)
    return list(found.values())[:count]
