"""A condition that somebody builds and has not kept: as one text, and laid over the criterion as it is by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.services.rule_editing.codec import NotReadableError, dumped, loaded

Texts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HalfBuilt:
    """What stands in the sheet: the criterion as far as it makes sense, and the fields just as they are written.

    `level`: which level the fields are of; `yaml`: the criterion as it was typed, if it was.
    """

    criterion: Criterion
    level: int
    yaml: str
    texts: Texts

    def text(self) -> str:
        """All of it."""
        told = {"criterion": self.criterion, "level": self.level, "yaml": self.yaml, "texts": self.texts}
        return dumped(told)

    @classmethod
    def of(cls, text: str) -> HalfBuilt | None:
        """What such a text tells; None if this program cannot read it."""
        try:
            told = loaded(text) if text else None
            return cls(**told) if isinstance(told, Mapping) else None
        except (NotReadableError, TypeError):
            return None

    def over(self, now: Criterion) -> Criterion:
        """The criterion as it is by now, with the conditions of this one; all of this one if they do not fit."""
        mine = self.criterion
        if self.yaml or len(mine.levels) != len(now.levels):
            return mine
        both = zip(now.levels, mine.levels, strict=True)
        levels = tuple(replace(level, label=other.label, when=other.when) for level, other in both)
        return replace(now, when=mine.when, activity=mine.activity, inactive=mine.inactive, levels=levels)
