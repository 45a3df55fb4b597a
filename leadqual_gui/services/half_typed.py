"""What somebody typed and has not finished: kept on disk while it is typed, so that a kill takes no word of it.

It is no step: it is neither in the history nor on a time line, it cannot be undone, and it goes as soon as it is filed,
emptied, or its lead is deleted for good. With a passphrase it is ciphered like everything else in the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

NOTE, NOTES, ACTIVITY, PERSON, PROMISE = "note", "notes", "activity", "person", "promise"
"""A note in the box under a lead; the field of that name; what happened; who takes part; what is promised."""
VERDICT, POINTS, PAST_THE_GATE, WAY_OUT = "verdict", "points", "past the gate", "way out"
"""Reasons: of a verdict, of points by hand, of a move past a gate, of leaving the funnel."""
NEW_LEAD, PUBLISHED, YAML = "new lead", "published", "yaml"
"""What is of no lead: a form for one; why a rule file is published; an item of one as its text."""
PASTED, CALL_ENDING = "pasted answers", "end of a call"
"""A questionnaire that a lead sent back; why a call with it ended as it did."""
ROLLED_BACK = "rolled back"
"""Why an earlier version of the rules is published again."""
SCENARIO, CONDITION = "scenario", "condition"
"""Sheets of many lines about the matrix: an example; what a criterion asks."""
OF_SEVERAL = " of several"
"""What is typed about several leads at once ends so."""


@dataclass(frozen=True, slots=True)
class TypingPlace:
    """Where something is typed: what it will be, and of which lead (0: of none).

    `among`: which of many such places it is, where only the text of one is kept: the one that was typed into last.
    """

    what: str
    lead_id: int = 0
    among: str = ""

    @classmethod
    def of_leads(cls, what: str, lead_ids: Sequence[int]) -> TypingPlace:
        """Where something is typed about these leads; of several, it is for exactly these, not for any of them."""
        if len(lead_ids) == 1:
            return cls(what, lead_ids[0])
        from hashlib import blake2s  # not before it is needed

        these = blake2s(" ".join(map(str, sorted(lead_ids))).encode(), digest_size=12)
        return cls(f"{what}{OF_SEVERAL}", among=these.hexdigest())


class HalfTyped(Protocol):
    """The texts that are not finished. Methods raise LeadQualError if the disk does not take or give them."""

    def text(self, place: TypingPlace) -> str:
        """What was typed there, "" if nothing; what was typed about a lead merged into this one stands below it now."""

    def keep(self, place: TypingPlace, text: str) -> None:
        """Put this in place of what was there; a blank text takes it away. Durable when it returns.

        Of a lead that was deleted for good nothing is kept.
        """

    def of_lead(self, lead_id: int) -> Mapping[str, str]:
        """All that was typed about a lead and not finished, by what it will be."""

    def leads(self) -> Sequence[int]:
        """The leads about which something was typed and not finished."""


def forget_of_several(texts: HalfTyped) -> None:
    """Take away what was typed about several leads: nobody can tell whether one of them is who goes now."""
    for what in texts.of_lead(0):
        if what.endswith(OF_SEVERAL):
            texts.keep(TypingPlace(what), "")
