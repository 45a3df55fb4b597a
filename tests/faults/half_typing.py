"""Somebody types a note and does not finish it, while something fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from leadqual_gui.services.half_typed import NOTE, TypingPlace
from tests.faults.world import Said, Say, in_the_bakery, open_as_ever, within

HERE = TypingPlace(NOTE, 1)


def half_typed(folder: Path, say: Say) -> None:
    """Half a note, longer each time."""
    with closing(in_the_bakery(folder)) as workspace:
        for number in (1, 2, 3):
            workspace.half_typed.keep(HERE, " and".join(f" word {n}" for n in range(1, number + 1)))
            say("typed", number)


def judge_half_typed(folder: Path, said: Said) -> Iterator[str]:
    """All that was acknowledged, whole."""
    with closing(open_as_ever(folder)) as store:
        text = store.half_typed.text(HERE)
    words = text.split(" and") if text else []
    if words != [f" word {n}" for n in range(1, len(words) + 1)]:
        yield f"half a text: {text!r}"
    yield from within("words", len(words), said.get("typed", 0))
