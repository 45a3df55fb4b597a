"""How text is prepared for the search, the same way for what is stored and for what is typed.

A word matches from its beginning, so words are left as they are; SQLite folds case and accents. Three things need more:
scripts that put no spaces between words (Chinese, Japanese, Thai, ...) are cut into overlapping pairs of characters, of
which every place in a text is the beginning of one; Arabic letters that people type in several ways become one, and a
word with its article is also found without it.

Digits are looked for inside telephone numbers as well (see `search`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005\u3007\u3040-\u309f\u30a0-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"  # Chinese
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_ARABIC_LETTERS = str.maketrans(
    "أإآٱىةؤئكیەۀہ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "اااايهويكيههه01234567890123456789",
    "ـ" + "".join(map(chr, (*range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06ED)))),
)
_ARTICLE = re.compile(r"\b(?:[وفبك]?ال|لل)(\w{3,})")
_NO_DIGITS = re.compile(r"\D+")
_NOT_A_NUMBER = re.compile(r"[^\d\s()+./-]")


def folded(text: str) -> str:
    """Text with the spelling variants that SQLite does not know made one."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    if _ARABIC.search(text):
        text = text.translate(_ARABIC_LETTERS)
    return text.casefold().replace("ё", "е")


def indexed(text: str) -> str:
    """What is put into the index for this text."""
    if text.isascii():
        return text
    text = folded(text)
    if _ARABIC.search(text):
        text = " ".join((text, *_ARTICLE.findall(text)))
    return _RUN.sub(lambda run: f" {_pairs(run[0])} ", text)


def digits(phone: str | None) -> str:
    """The digits of a telephone number."""
    return _NO_DIGITS.sub("", phone) if phone else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed: `match` for the index (empty: nothing to look for), and `number`: the digits, if nothing else
    was typed and they may be a part of a telephone number."""

    match: str = ""
    number: str = ""


def sought(typed: str) -> Sought:
    """What to look for when this is typed."""
    typed = folded(typed[:500])
    phrases = [_pairs(run, inside=True) for run in _RUN.findall(typed)] + _words(_RUN.sub(" ", typed))
    number = "" if _NOT_A_NUMBER.search(typed) else digits(typed)
    match = " AND ".join(f'"{word}"*' for word in dict.fromkeys(phrases))
    return Sought(match, number if len(number) >= 3 else "")


def _pairs(run: str, inside: bool = False) -> str:
    """A run as overlapping pairs; the last character alone at the end, unless what is sought goes on inside a text."""
    if len(run) == 1:
        return run
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return " ".join(pairs if inside else [*pairs, run[-1]])


def _words(text: str) -> list[str]:
    """The words as SQLite's tokenizer sees them."""
    return "".join(c if _is_word(c) else " " for c in text).split()


def _is_word(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind in ("Co", "Mn", "Mc")
