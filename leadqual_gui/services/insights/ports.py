"""What learning needs of the store beyond leads: when each thing became known, and what the scores were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.derived import FactValue

Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """All answers to one element, oldest first: of whom, which level (-1 unknown, -2 refused), and when."""

    framework: str
    element: str
    leads: NDArray[np.int64]
    codes: NDArray[np.int8]
    at: Moments


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


class Past(Protocol):
    """The part of the store that tells when things became known. Storage or free lane."""

    def entered(self) -> Entered:
        """When each lead came."""

    def heard(self) -> Sequence[Heard]:
        """All answers that were ever given, element by element."""

    def field_changes(self) -> Sequence[FieldChange]:
        """What was changed of leads that are closed, newest first; only by steps that stand."""

    def joined(self) -> Sequence[tuple[int, str, int]]:
        """Who joined a buying group: lead, role, when that was noted."""

    def tiers(self) -> TierHistory:
        """The tiers that scores had."""

    def lost_reasons(self) -> Sequence[tuple[int, str]]:
        """Why leads were lost: lead, reason."""
