"""What is typed into a field of a lead, before it is stored: a number that could be two is asked about, not guessed.

Stores and imports read "1.200" as one thousand two hundred; here somebody is there to say what was meant.
"""

from __future__ import annotations

from leadqual_gui.domain.facts import FIELD_BY_KEY, FactType
from leadqual_gui.domain.rules import Rules
from leadqual_gui.ui.typed_numbers import two_numbers


def doubt_about(rules: Rules, field: str, value: object) -> str:
    """Why a value cannot be read in one way only; "" if it can."""
    if field in FIELD_BY_KEY:
        kind = FIELD_BY_KEY[field].type
    else:
        kind = next((one.type for one in rules.fields if f"custom.{one.key}" == field), FactType.TEXT)
    return two_numbers(value) if kind is FactType.NUMBER and isinstance(value, str) else ""
