"""What learning needs of the store beyond leads: when each thing became known, and what the scores were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from leadqual_gui.domain.calibration.past import Entered, FieldChange, Heard, TierHistory


class Past(Protocol):
    """The part of the store that tells when things became known. Storage or free lane."""

    def entered(self) -> Entered:
        """When each lead came."""

    def heard(self) -> Sequence[Heard]:
        """All answers that were ever given, element by element."""

    def field_changes(self) -> Sequence[FieldChange]:
        """What was changed of leads that are closed, newest first; only by steps that stand."""

    def joined(self) -> Sequence[tuple[int, str, int]]:
        """Who joined a buying group: lead, role, when that was noted; without those whom an import brought."""

    def tiers(self) -> TierHistory:
        """The tiers that scores had, oldest first."""

    def lost_reasons(self) -> Sequence[tuple[int, str]]:
        """Why leads were lost: lead, reason."""
