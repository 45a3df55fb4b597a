"""How long one waits after wrong passphrases: a mistake costs nothing, trying many costs more each time."""

from __future__ import annotations

FREE = 2
LONGEST = 60


def seconds_to_wait(wrong: int) -> int:
    """After so many wrong ones in a row: 0, 0, 2, 4, 8 ... 60 seconds."""
    return 0 if wrong <= FREE else min(LONGEST, 2 ** (wrong - FREE))
