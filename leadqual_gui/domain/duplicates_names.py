"""Names of people and of companies, compared word by word, whatever their order, script and small mistakes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from leadqual_gui.domain.duplicates_letters import latin, light, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable

Words = tuple[str, ...]
"""Light words in alphabetical order."""

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_COMPANY_WORD = re.compile(r"\w+")
_DOTTED = re.compile(r"(?<!\w)((?:\w\.){2,})|(?<=\w)/(?=\w\b)")
_TITLES_TEXT = """
dr prof professor mr mrs ms miss mister sir herr frau ing dipl mag mba phd msc bsc jr sr ii iii al el von van de
der den da di del la le bin ibn abu г гн гжа
"""
_TITLES = frozenset(_TITLES_TEXT.split())
_LEGAL_TEXT = """
gmbh mbh ag kg kgaa ohg ug se gbr ev eg ltd limited llc llp lp inc incorporated corp corporation co company plc
sa sarl sas sasu srl spa sl slu sau bv nv oy oyj ab as asa aps ltda lda pty pte pvt private kk sro doo dd kft
zrt sp zoo oo ooo oao zao pao ao ip tov ee ae epe ike and und et y i the cie ооо оао зао пао ао ип тов еоод оод
ад εε αε επε ικε
"""
_LEGAL = frozenset(_LEGAL_TEXT.split())
_ARTICLE = "ال"
_VOWELS = frozenset("aeiou")
_UNSPACED = 0x2E80
"""From here on letters are of scripts that put no spaces between words."""
_REMEMBERED = 500_000
_INITIAL = 0.85
_NEAR = 0.4
_BY_LENGTH = (0.0, 0.0, 0.0, 0.4, 0.8, 0.88, 0.92)
"""How alike words are that are a letter apart: the longer, the more."""
_BEGINNINGS = {"k": "khc", "t": "tch", "p": "pf", "i": "ie", "z": "zc", "g": "gh", "d": "dj", "c": "ck"}
"""What a light word may begin with whose first letter was written so."""
SAME_NAME = 0.97
"""From here on two names say the same."""
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: its light words in alphabetical order, and the same words in plain Latin letters."""

    light: Words = ()
    plain: Words = ()

    def __len__(self) -> int:
        return len(self.light)

    @property
    def is_whole(self) -> bool:
        """Whether it is more than a first or a last name alone; in scripts without spaces one word is a whole name."""
        return len(self.light) > 1 or any(len(word) > 1 and ord(word[0]) > _UNSPACED for word in self.light)


@lru_cache(maxsize=200_000)
def name_of(name: str) -> Name:
    """A person's name made ready, without titles."""
    found = [_bare(word) for word in _WORD.findall(name)]
    kept = [word for word in found if word.casefold() not in _TITLES] or found
    words = sorted((light(word), latin(word)) for word in kept)
    return Name(tuple(word for word, _ in words), tuple(word for _, word in words))


@lru_cache(maxsize=200_000)
def company_words(company: str) -> Words:
    """The words of a company's name, light and in their order, without its legal form."""
    joined = _DOTTED.sub(lambda found: (found[1] or "").replace(".", ""), company)
    found = [latin(word) for word in _COMPANY_WORD.findall(joined)]
    kept = [light(word) for word in found if word not in _LEGAL_LATIN]
    return tuple(kept or map(light, found))


def _bare(word: str) -> str:
    return word[len(_ARTICLE) :] if word.startswith(_ARTICLE) and len(word) > 4 else word


_LEGAL_LATIN = frozenset(map(latin, _LEGAL))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are (0..1), and whether each word of the shorter has its like in the other."""

    value: float
    initial: bool = False
    """A word of one is only the first letter of the other's."""
    near: bool = False
    """They differ, but by no more than a letter or two."""


NO_NAME = Likeness(-1.0)
_DIFFERENT = Likeness(0.0)


class Comparer:
    """Compares names. It holds what rapidfuzz offers, which is loaded when the first is made.

    `common`: words that many people are called; two of them that differ in a letter (Petra, Peter) are two names, no
    typing mistake.
    """

    def __init__(self, common: frozenset[str] = frozenset()) -> None:
        from rapidfuzz.distance import OSA, JaroWinkler

        self._distance: Callable[..., int] = OSA.distance
        self._likeness: Callable[..., float] = JaroWinkler.similarity
        self._common = common
        self._seen: dict[tuple[str, str], float] = {}

    def names(self, ours: Name, theirs: Name) -> Likeness:
        """How alike the names of two people are."""
        if not ours.light or not theirs.light:
            return NO_NAME
        if ours.light == theirs.light:
            return Likeness(1.0 if ours.is_whole else 0.7)
        if len(ours) != len(theirs) and "".join(ours.light) == "".join(theirs.light):
            return Likeness(0.98)
        few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
        return self._matched(few.plain, many.plain)

    def _matched(self, few: Words, many: Words) -> Likeness:
        left = list(many)
        total = weights = 0.0
        worst = 1.0
        for word in sorted(few, key=len, reverse=True) if len(few) > 1 else few:
            likes = [self.word(word, other) for other in left]
            best = max(likes)
            if not best and len(few) > 1:
                return _DIFFERENT
            del left[likes.index(best)]
            weight = min(len(word), 4)
            total += best * weight
            weights += weight
            worst = min(worst, best)
        if len(few) == 1:
            return Likeness(0.6 * worst)
        if worst < 0.5:
            return Likeness(0.3 * worst, near=True)
        initial = any(len(word) == 1 for word in (*few, *many))
        return Likeness(total / weights - 0.02 * len(left), initial)

    def word(self, ours: str, theirs: str) -> float:
        """How alike two words in plain letters are."""
        if ours == theirs:
            return 1.0
        key = (ours, theirs) if ours < theirs else (theirs, ours)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            found = self._seen[key] = self._word(light(key[0]), light(key[1])) or self._mistake(*key)
        return found

    def _word(self, ours: str, theirs: str) -> float:
        """How alike two light words are."""
        if ours == theirs:
            return 1.0
        short, long = sorted((ours, theirs), key=len)
        if len(short) == 1:
            return _INITIAL if long[0] in _BEGINNINGS.get(short, short) else 0.0
        bones = skeleton(short)
        if len(bones) > 2 and bones == skeleton(long):
            if _foreign(short) or _foreign(long):
                return SAME_NAME
            if (short[-1] in _VOWELS) == (long[-1] in _VOWELS):
                return 0.95
        far = self._distance(short, long, score_cutoff=2)
        if far == 1 or (far == 2 and len(short) > 6):
            return (
                _NEAR
                if short in self._common and long in self._common
                else _BY_LENGTH[min(len(long), 6)] - 0.1 * (far - 1)
            )
        return 0.8 if len(short) > 2 and long.startswith(short) else 0.0

    def _mistake(self, ours: str, theirs: str) -> float:
        """Whether two plain words are a typing mistake apart, in the middle of a sound."""
        if min(len(ours), len(theirs)) < 5 or {light(ours), light(theirs)} <= self._common:
            return 0.0
        return 0.86 if self._distance(ours, theirs, score_cutoff=1) <= 1 else 0.0

    def close(self, ours: str, theirs: str) -> bool:
        """Whether two texts are a typing mistake apart (two in a long one)."""
        far: int = self._distance(ours, theirs, score_cutoff=2)
        return far <= (2 if min(len(ours), len(theirs)) > 9 else 1)

    def companies(self, ours: Words, theirs: Words) -> float:
        """How alike the names of two companies are; -1 if one is not known."""
        if not ours or not theirs:
            return -1.0
        if ours == theirs:
            return 1.0
        joined, other = "".join(ours), "".join(theirs)
        if joined == other or sorted(ours) == sorted(theirs):
            return 0.99
        far = self._distance(joined, other, score_cutoff=2)
        if far <= 2 and len(joined) > 4 * far:
            return 0.93 if far == 1 else 0.88
        few, many = sorted((ours, theirs), key=len)
        matched = sum(any(self.word(word, rival) >= ALIKE for rival in many) for word in few)
        if matched == len(few) and len(few[0]) > 3:
            return 0.9 if len(few) == len(many) else 0.75
        return 0.6 * matched / len(many) if matched else max(0.0, self._likeness(joined, other) - 0.5)


def _foreign(word: str) -> bool:
    """Whether a word comes from a script that does not write its vowels."""
    return not any(vowel in word[1:] for vowel in "aeiou")
