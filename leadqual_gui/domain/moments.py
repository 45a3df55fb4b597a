"""Moments as whole seconds since 1970 (UTC), the way columns and scores keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DAY = 86_400
ACTIVITY_EPOCH = 946_684_800
"""2000-01-01 UTC: activities count their seconds from here, so that they fit in 32 bits (1932 to 2068)."""

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970, rounded down; a moment without a zone is UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _ZERO) // _SECOND


def moment_of(since_1970: int) -> datetime:
    """The moment, aware, in UTC."""
    return _ZERO + timedelta(seconds=int(since_1970))


def activity_time(moment: datetime) -> int:
    """Seconds since ACTIVITY_EPOCH, held within 32 bits."""
    return max(-(2**31), min(2**31 - 1, seconds(moment) - ACTIVITY_EPOCH))
