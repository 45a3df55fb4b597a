"""Reads what a customer sends back: a block of text within an e-mail, or the small file. It is not to be trusted.

Whatever is wrong has a name; nothing that was not asked for is taken.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn
from zlib import crc32

from leadqual_gui.adapters.exchange.questionnaire import BEGIN, END
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.questionnaire import FORMAT, FilledIn, GivenAnswer, Problem

MOST = 1_000_000
"""The most characters of a text that is looked at."""
MOST_INSIDE = 200_000
MOST_ANSWERS = 100
LONGEST_REMARK = 2000
LONGEST_NAME = 200
_KEYS = frozenset(("format", "framework", "fingerprint", "lead", "name", "filled_at", "answers", "numbers"))
_ANSWER_KEYS = frozenset(("element", "level", "remark"))
_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class _WrongError(Exception):
    """One problem, on its way out."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, tuple(params.items()))


def read_answer_file(path: Path) -> FilledIn | Problem:
    """Read the file that a customer sent. Raises LeadQualError if the disk does not give it."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LeadQualError(f"The file cannot be read: {reason}", "Choose another one", str(path)) from error
    return read_answers(data.decode("utf-8-sig", "replace"))


def read_answers(text: str) -> FilledIn | Problem:
    """Read pasted text: an e-mail with the block of answers in it, also quoted by "> ", or the file's own text."""
    try:
        return _filled(_opened(_found(text)))
    except _WrongError as wrong:
        return wrong.problem


def _found(text: str) -> str:
    """The envelope as JSON text."""
    if not text.strip():
        _wrong("empty")
    if len(text) > MOST:
        _wrong("too_large", most=MOST)
    start = text.find(BEGIN)
    stop = text.find(END, start + 1)
    if start >= 0 and stop > start:
        return _decoded(text[start + len(BEGIN) : stop])
    if start >= 0:
        _wrong("checksum")
    if not text.strip().startswith("{"):
        _wrong("no_block")
    return text


def _decoded(block: str) -> str:
    packed = re.sub(r"[\s>|]+", "", block)
    try:
        return base64.b64decode(packed, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        _wrong("checksum")


def _opened(envelope: str) -> Mapping[str, Any]:
    outer = _json(envelope)
    if set(outer) != {"leadqual_answers", "checksum"} or not isinstance(outer["leadqual_answers"], str):
        _wrong("not_answers")
    body = outer["leadqual_answers"]
    if len(body) > MOST_INSIDE:
        _wrong("too_large", most=MOST_INSIDE)
    if outer["checksum"] != f"{crc32(body.encode('utf-8', 'replace')):08x}":
        _wrong("checksum")
    return _json(body)


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        _wrong("not_json")
    if not isinstance(found, dict):
        _wrong("not_answers")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _filled(body: Mapping[str, Any]) -> FilledIn:
    if body.get("format") != FORMAT or isinstance(body.get("format"), bool):
        _wrong("format", format=str(body.get("format"))[:20])
    _only(body, _KEYS)
    answers = body.get("answers")
    if not isinstance(answers, list):
        _wrong("wrong", key="answers")
    if len(answers) > MOST_ANSWERS:
        _wrong("too_many")
    given = tuple(_answer(one) for one in answers)
    ids = [one.element for one in given]
    if twice := next((name for name in ids if ids.count(name) > 1), ""):
        _wrong("twice", element=twice)
    return FilledIn(
        _name(body, "framework"),
        _name(body, "fingerprint"),
        _text(body, "lead", LONGEST_NAME),
        _text(body, "name", LONGEST_NAME),
        _moment(body),
        given,
        _numbers(body),
    )


def _answer(one: Any) -> GivenAnswer:
    if not isinstance(one, dict):
        _wrong("wrong", key="answers")
    _only(one, _ANSWER_KEYS)
    level = one.get("level")
    if level is not None and (isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 3):
        _wrong("wrong", key="level")
    return GivenAnswer(_name(one, "element"), level, _text(one, "remark", LONGEST_REMARK))


def _numbers(body: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    given = body.get("numbers", {})
    if not isinstance(given, dict) or len(given) > MOST_ANSWERS:
        _wrong("wrong", key="numbers")
    for key, number in given.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not _NAME.fullmatch(key):
            _wrong("wrong", key="numbers")
        if not -1e15 < number < 1e15 or not math.isfinite(number):
            _wrong("wrong", key="numbers")
    return tuple((key, float(number)) for key, number in given.items())


def _moment(body: Mapping[str, Any]) -> datetime:
    given = body.get("filled_at")
    try:
        read = datetime.fromisoformat(str(given)[:40])
        moment = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        _wrong("wrong", key="filled_at")
    if not isinstance(given, str) or moment.year < 2000:
        _wrong("wrong", key="filled_at")
    return moment


def _name(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        _wrong("wrong", key=key)
    return value


def _text(given: Mapping[str, Any], key: str, longest: int) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > longest:
        _wrong("wrong", key=key)
    return _CONTROL.sub("", value.encode("utf-8", "replace").decode()).strip()


def _only(given: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := next((key for key in given if key not in known), ""):
        _wrong("key_unknown", key=_CONTROL.sub("", unknown)[:40])


def _wrong(code: str, **params: object) -> NoReturn:
    raise _WrongError(code, **params)
