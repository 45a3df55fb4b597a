"""Which copies are kept: the newest few, and one for each of the last days, weeks and months that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


def kept(moments: Sequence[datetime], keeping: Keeping) -> set[datetime]:
    """The moments whose copies stay. Periods without a copy do not count: a long holiday costs no copies."""
    newest_first = sorted(moments, reverse=True)
    return {
        *newest_first[: keeping.newest],
        *_one_each(newest_first, lambda moment: moment.date(), keeping.days),
        *_one_each(newest_first, lambda moment: moment.isocalendar()[:2], keeping.weeks),
        *_one_each(newest_first, lambda moment: (moment.year, moment.month), keeping.months),
    }


def _one_each(newest_first: Iterable[datetime], period: Callable[[datetime], object], count: int) -> list[datetime]:
    """The newest moment of each of the last periods."""
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment), moment)
    return list(found.values())[:count]
