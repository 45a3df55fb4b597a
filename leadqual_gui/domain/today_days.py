"""When days begin: at midnight where the person is, whatever the clock has been set to since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

MOST_DAYS = 120
"""So many days are made up for one by one; of a longer sleep, the last ones."""


def day_of(moment: datetime, zone: tzinfo) -> datetime:
    """The midnight (UTC) at which the day of a moment began."""
    return _midnight(moment.astimezone(zone), zone)


def day_after(moment: datetime, zone: tzinfo, days: int = 1) -> datetime:
    """The midnight (UTC) at which the day after (or so many days after) begins."""
    return _midnight(moment.astimezone(zone) + timedelta(days=days), zone)


def days_begun(after: datetime, until: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The midnights after one moment and not after another, in order; at most MOST_DAYS."""
    return tuple(_midnights(max(after, until - timedelta(days=MOST_DAYS)), until, zone))


def _midnights(after: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    day = after.astimezone(zone)
    while (found := _midnight(day, zone)) <= until:
        if found > after:
            yield found
        day += timedelta(days=1)


def _midnight(day: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(day.date(), time(), zone).astimezone(UTC)
