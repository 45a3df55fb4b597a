"""Attributes on which scoring people is unlawful in many places.

The product can store them as custom fields; a rule that scores on one is allowed, but never goes unnoticed, in whatever
language its field or its label is named.
"""

from __future__ import annotations

import re

_BY_ATTRIBUTE = {
    "gender": "gender sex sexe sexo geschlecht género genero gênero płeć стать пол kön køn kjønn geslacht",
    "race": "race racial rasse raza raça razza",
    "ethnicity": "ethnicity ethnic ethnie ethnisch etnia etnicidad",
    "nationality": "nationality nationalität nationalitaet nationalité nacionalidad nacionalidade nazionalità "
    "citizenship staatsangehörigkeit obywatelstwo гражданство національність национальность",
    "religion": "religion religious religión religião religione konfession wyznanie религия релігія",
    "age": "age birth birthday birthdate alter altersgruppe edad âge idade età leeftijd wiek вік возраст geburtsdatum "
    "geburtstag",
    "marital status": "marital married marriage familienstand verheiratet matrimonial zivilstand",
    "disability": "disability disabled behinderung handicap discapacidad deficiência disabilità инвалидность",
}
_ONLY_IN_KEYS = {
    "family": "children pregnant",
    "health": "health",
    "sexual orientation": "orientation",
    "caste": "caste",
    "union membership": "union",
    "political opinion": "political",
}
"""Words that mean something harmless often enough in a label ("health care", "European Union")."""

_PHRASES = {
    "family": ("number of children", "anzahl der kinder"),
    "sexual orientation": ("sexual orientation", "sexuelle orientierung", "orientación sexual", "orientation sexuelle"),
    "political opinion": ("political opinion", "political party", "politische meinung"),
    "union membership": ("trade union member", "union membership", "gewerkschaft"),
    "health": ("state of health", "health status", "gesundheitszustand"),
    "gender": ("性别", "เพศ", "الجنس", "النوع الاجتماعي"),
    "age": ("年龄", "年齡", "อายุ", "العمر", "السن", "date of birth"),
    "marital status": (
        "marital status",
        "estado civil",
        "état civil",
        "stato civile",
        "сімейний стан",
        "семейное положение",
        "婚姻",
        "สถานภาพสมรส",
        "الحالة الاجتماعية",
    ),
    "religion": ("宗教", "ศาสนา", "الدين", "الديانة"),
    "nationality": ("国籍", "สัญชาติ", "الجنسية"),
    "ethnicity": ("民族", "种族", "เชื้อชาติ", "العرق", "ethnic origin", "ethnische herkunft"),
    "disability": ("残疾", "ความพิการ", "الإعاقة"),
}


def _by_word(attributes: dict[str, str]) -> dict[str, str]:
    return {word: attribute for attribute, words in attributes.items() for word in words.split()}


_IN_LABELS = _by_word(_BY_ATTRIBUTE)
_IN_KEYS = _IN_LABELS | _by_word(_ONLY_IN_KEYS)


def protected_attribute(fact: str) -> str | None:
    """What a custom fact's key says about a person that must not count against them, if it does."""
    if not fact.startswith("custom."):
        return None
    key = fact.removeprefix("custom.").casefold()
    words = re.split(r"[._]", key)
    return next((_IN_KEYS[word] for word in words if word in _IN_KEYS), None) or _phrase_in(key.replace("_", " "))


def protected_in_label(label: str) -> str | None:
    """The same, read from what a criterion or a field is called."""
    text = label.casefold()
    words = re.findall(r"\w+", text)
    return next((_IN_LABELS[word] for word in words if word in _IN_LABELS), None) or _phrase_in(text)


def _phrase_in(text: str) -> str | None:
    return next((attribute for attribute, phrases in _PHRASES.items() if any(p in text for p in phrases)), None)
