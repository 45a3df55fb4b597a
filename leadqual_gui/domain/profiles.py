"""Who is in the market at all: the ideal buyer profile, personas, and what disqualifies."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile or persona: `when` says who belongs to it; `cares_about` and `approach` tell how to talk with them."""

    id: str
    label: Text
    when: Condition
    cares_about: tuple[Text, ...] = ()
    approach: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """When it holds, the lead is disqualified, with this reason; the score is still shown."""

    id: str
    when: Condition
    reason: Text


@dataclass(frozen=True, slots=True)
class Profiles:
    """Ideal buyer profile (None: not described), personas (first that holds), disqualifiers (first that holds)."""

    ideal: Profile | None = None
    personas: tuple[Profile, ...] = ()
    disqualifiers: tuple[Disqualifier, ...] = ()
