"""Letters of other scripts in Latin ones, as people who carry such names write them in their mail addresses.

Tables of our own on top of plain `unicodedata`: Cyrillic (Russian, Ukrainian, Bulgarian, Serbian), Greek, Arabic (its
short vowels are not written; see `skeleton`), and the Latin letters that are no accented ones. What differs from one
way of writing to the other is made one by `light`: Müller, Mueller, Muller and Мюллер read the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _table(letters: str, written: str) -> dict[str, str]:
    """How each letter is written; "-" is not written at all."""
    return {letter: told.strip("-") for letter, told in zip(letters, written.split(), strict=True)}


_CYRILLIC = _table(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґђјљњћџўѣ",
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia e ie i i g dj j lj nj c dz u e",
)
_GREEK = _table(
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t i f ch ps o",
)
_ARABIC = _table(
    "اأإآٱبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئپچژگکی",
    "a a a a a b t th j h kh d dh r z s sh s d t z - gh f q k l m n h u i a a - u i p ch zh g k i",
)
_OTHER = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ŋ": "ng",
    "ħ": "h",
}
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | _ARABIC | _OTHER)
_PAIRS = (
    ("ου", "u"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("μπ", "b"),
    ("ντ", "nt"),
    ("дж", "j"),
)
_ALIKE = re.compile(
    r"shch|tsch|sch|tch|sh|zh|ch|kh|gh|dh|th|ph|ck|ts|tz|cz|dz|ks|qu|ae|oe|ue|ou|oo|ee|[ijy]+(?=[aeou])|[ijy]{2,}|"
    r"[wyjqc]|(.)\1"
)
_SAME = {
    "shch": "s",
    "sch": "s",
    "tsch": "h",
    "tch": "h",
    "sh": "s",
    "zh": "z",
    "ch": "h",
    "kh": "h",
    "gh": "g",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "ck": "k",
    "ts": "c",
    "tz": "c",
    "cz": "c",
    "dz": "j",
    "ks": "x",
    "qu": "kv",
    "ae": "a",
    "oe": "o",
    "ue": "u",
    "ou": "u",
    "oo": "u",
    "ee": "i",
    "w": "v",
    "y": "i",
    "j": "i",
    "q": "k",
    "c": "k",
}
_SEMI = re.compile(r"[ijy]")
_VOWELS = ("a", "e", "o", "u")
_SILENT = re.compile(r"[aeiouh]+")
_DIGITS = re.compile(r"\D+")


@lru_cache(maxsize=100_000)
def latin(text: str) -> str:
    """A text in small Latin letters without accents; letters of scripts that are not known here stay."""
    text = text.casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    apart = unicodedata.normalize("NFKD", text.replace("й", "и").replace("ї", "и"))
    bare = "".join(c for c in apart if not unicodedata.combining(c) and c not in "ـʹʺ'’`")
    for pair, letters in _PAIRS:
        bare = bare.replace(pair, letters)
    return bare.translate(_LETTERS)


@lru_cache(maxsize=200_000)
def light(word: str) -> str:
    """A word with what is written now so, now otherwise, made one: for comparing, never for showing."""
    return _ALIKE.sub(_one, latin(word))


def _one(found: re.Match[str]) -> str:
    text = found[0]
    same = _SAME.get(text)
    if same is not None:
        return same
    if not _SEMI.match(text):
        return text[0]
    before = found.string[found.end() : found.end() + 1]
    if before not in _VOWELS:
        return "i"
    return "i" if found.start() == 0 and before != "e" else ""


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a light word, with "a" for a vowel at its beginning: Arabic does not write the others."""
    if not word:
        return ""
    first = "a" if word[0] in "aeiou" else word[0]
    return first + _SILENT.sub("", word[1:])


def digits(text: str) -> str:
    """The digits of a text, in whichever script they were written."""
    if text.isascii():
        return _DIGITS.sub("", text)
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())
