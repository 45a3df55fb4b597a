"""The lines of vCards 2.1, 3.0 and 4.0, unfolded and decoded, however they were written.

Phones, mail programs and web mailers break lines, quote characters and name encodings each in their own way, and cut
files short. A line is therefore read on its own: what cannot be decoded as said is decoded as it can be.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"^(?:[\w-]{1,64}\.){0,8}([\w-]{1,64})((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):", re.ASCII)
_PARAMETER = re.compile(r';((?:[^;"]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LONGEST_LINE = 1 << 20
LONGEST_VALUE = 4 << 20
_BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name in capitals without its group, the words of its parameters, and its raw value."""

    line: int
    name: str
    words: frozenset[str]
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value)

    def parts(self, mark: str = ";") -> list[str]:
        """The value in its parts (`N` and `ADR` have several)."""
        return [unescaped(part).strip() for part in split_unescaped(self.value, mark)]


def unescaped(text: str) -> str:
    """Without backslashes before commas, semicolons and colons; \\n is a line end."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split_unescaped(text: str, mark: str) -> list[str]:
    """A value at the marks that have no backslash before them."""
    if "\\" not in text:
        return text.split(mark)
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def properties(lines: Iterable[tuple[int, str]]) -> Iterator[Property | int]:
    """Properties from physical lines (with their numbers), unfolded; a number is a line that is none."""
    for number, text in _unfolded(lines):
        found = _NAME.match(text)
        if not found:
            yield number
            continue
        yield _property(number, found[1].upper(), found[2], text[found.end() :])


def _unfolded(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines joined with those that go on: after a space, or after "=" where a value is quoted-printable."""
    held: list[str] = []
    first, soft, size = 0, False, 0
    for number, line in lines:
        bare = line.rstrip("\r\n")
        if held and soft and not _begins_card(bare):
            if size < LONGEST_VALUE:
                held.append("=\n" + bare)
            soft = bare.endswith("=")
            size += len(bare)
            held[-1] = held[-1].removesuffix("=") if soft else held[-1]
            continue
        if held and bare[:1] in (" ", "\t"):
            if size < LONGEST_VALUE:
                held.append(bare[1:])
            size += len(bare)
            continue
        if held:
            yield first, "".join(held)
        held, first, size = [], number, len(bare)
        if not bare.strip():
            continue
        soft = bare.endswith("=") and "QUOTED-PRINTABLE" in bare.upper().partition(":")[0]
        held = [bare.removesuffix("=") if soft else bare]
    if held:
        yield first, "".join(held)


def _begins_card(line: str) -> bool:
    return line.strip().upper() in ("BEGIN:VCARD", "END:VCARD")


def _property(number: int, name: str, said: str, value: str) -> Property:
    words: set[str] = set()
    parameters: dict[str, str] = {}
    for parameter in _PARAMETER.findall(said):
        key, _, content = parameter.partition("=")
        content = content.strip().strip('"')
        if not content:
            words.update(word.strip().upper() for word in key.split(","))
        elif key.strip().upper() == "TYPE":
            words.update(word.strip().strip('"').upper() for word in content.split(","))
        else:
            parameters[key.strip().upper()] = content
    if parameters.get("PREF", "").isdecimal():
        words.add("PREF")
    if name not in _BINARY:
        quoted = "QUOTED-PRINTABLE" in words or parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE"
        value = _decoded(value, quoted, parameters.get("CHARSET"))
    return Property(number, name, frozenset(words), value, parameters)


def _decoded(value: str, quoted: bool, charset: str | None) -> str:
    """A value whose bytes were written as =C3=91."""
    if not quoted:
        return value.replace("=\n", "")
    data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    for codec in filter(None, ("utf-8", charset, "cp1252")):
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("latin-1")
