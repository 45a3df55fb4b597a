"""When things became known, as the log tells it: answers, changed fields, arrivals, tiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.derived import FactValue

Moments = NDArray[np.int64]
"""Seconds since 1970."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """All answers to one element, oldest first: of whom, which level (-1 unknown, -2 refused), and when."""

    framework: str
    element: str
    leads: NDArray[np.int64]
    codes: NDArray[np.int8]
    at: Moments

    @property
    def fact(self) -> str:
        """The fact as rules name it."""
        return f"answer.{self.framework}.{self.element}"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a closed lead was changed: what it was before, when, and by which step (`imported`: by an import)."""

    lead_id: int
    field: str
    before: FactValue
    at: int
    operation: int
    imported: bool


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """When each lead came into the store (ids ascending), and by which step."""

    leads: NDArray[np.int64]
    at: Moments
    operation: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TierHistory:
    """Every tier that was kept of a lead, oldest first; `tiers` names them."""

    leads: NDArray[np.int64]
    at: Moments
    codes: NDArray[np.int16]
    tiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PastFacts:
    """All that is needed to look at leads as they were known before their outcome."""

    entered: Entered
    heard: tuple[Heard, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    joined: tuple[tuple[int, str, int], ...] = ()
