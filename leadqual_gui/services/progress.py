"""How far long work is, told politely."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], bool]
"""Called with the share done, 0 to 1, from the thread at work; returns False to stop politely."""


def within(progress: Progress | None, start: float, end: float) -> Progress | None:
    """The progress of a part of the work, from `start` to `end` of the whole."""
    if progress is None:
        return None
    return lambda share: progress(start + (end - start) * share)
