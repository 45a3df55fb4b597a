"""Attributes on which scoring people is unlawful in many places.

The product can store them as custom fields; a rule that scores on one is
allowed, but never goes unnoticed.
"""

from __future__ import annotations

import re

_WORDS = {
    "gender": "gender",
    "sex": "gender",
    "race": "race",
    "ethnicity": "ethnicity",
    "ethnic": "ethnicity",
    "nationality": "nationality",
    "religion": "religion",
    "religious": "religion",
    "age": "age",
    "birth": "age",
    "birthday": "age",
    "birthdate": "age",
    "marital": "marital status",
    "married": "marital status",
    "children": "family",
    "pregnant": "family",
    "disability": "disability",
    "disabled": "disability",
    "health": "health",
    "orientation": "sexual orientation",
    "caste": "caste",
    "union": "union membership",
    "political": "political opinion",
}


def protected_attribute(fact: str) -> str | None:
    """What a custom fact's key says about a person that must not count against them, if it does."""
    if not fact.startswith("custom."):
        return None
    words = re.split(r"[._]", fact.removeprefix("custom."))
    return next((_WORDS[word] for word in words if word in _WORDS), None)
