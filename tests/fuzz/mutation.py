"""Accidents of a file, drawn from a seed: flips, cuts, doubles, splices, signs of the format, odd numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LONGEST = 200_000
NUMBERS = (b"-1", b"0", b"1e400", b"NaN", b"99999999999999999999", b"2147483648", b"-0.0", b"1970-01-01", b"9999-12-31")
ODD = (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xc3", b"\t")


def mutated(data: bytes, others: Sequence[bytes], signs: Sequence[bytes], chance: random.Random) -> bytes:
    """The bytes after one to six accidents."""
    accidents: tuple[Callable[[bytearray], None], ...] = (
        lambda it: _flip(it, chance),
        lambda it: _cut(it, chance),
        lambda it: _double(it, chance),
        lambda it: _put(it, chance.choice(ODD), chance),
        lambda it: _put(it, chance.choice(NUMBERS), chance),
        lambda it: _put(it, chance.choice(signs), chance),
        lambda it: _put(it, chance.choice(signs) * chance.randint(2, 60), chance),
        lambda it: _splice(it, chance.choice(others), chance),
        lambda it: _end(it, chance),
    )
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(accidents)(changed)
    return bytes(changed[:LONGEST])


def _at(it: bytearray, chance: random.Random) -> int:
    return chance.randint(0, len(it))


def _flip(it: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        if it:
            it[chance.randrange(len(it))] ^= 1 << chance.randrange(8)


def _cut(it: bytearray, chance: random.Random) -> None:
    at = _at(it, chance)
    del it[at : at + chance.choice((1, 2, 8, 64, 4096))]


def _double(it: bytearray, chance: random.Random) -> None:
    at = _at(it, chance)
    it[at:at] = it[at : at + chance.choice((1, 4, 32, 512))] * chance.choice((1, 1, 20))


def _put(it: bytearray, new: bytes, chance: random.Random) -> None:
    at = _at(it, chance)
    it[at : at + chance.choice((0, 0, len(new)))] = new


def _splice(it: bytearray, other: bytes, chance: random.Random) -> None:
    start, at = chance.randint(0, len(other)), _at(it, chance)
    it[at : at + chance.randint(0, 200)] = other[start : start + chance.randint(0, 200)]


def _end(it: bytearray, chance: random.Random) -> None:
    del it[_at(it, chance) :]
