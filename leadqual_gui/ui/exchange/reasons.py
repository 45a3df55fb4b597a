"""Reasons of readers and imports in the user's language: why a row is refused, a column taken, a file read so.

Services and adapters say them in English, as the headless commands print them. Each sentence that they can say is a
template here; what it was filled with is found again and put into the translation. Names of fields become labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from leadqual_gui.ui.fields import field_label

_CONTEXT = "Reasons"
_FIELDS = frozenset(("field", "other"))
_NESTED = frozenset(("objection",))
_LOOKED_AT = 20_000

SENTENCES: tuple[Any, ...] = (
    # why a row is refused
    QT_TRANSLATE_NOOP("Reasons", "it names nobody: a lead needs a name, a company or an e-mail address"),
    QT_TRANSLATE_NOOP("Reasons", "it does not say what happened (kind)"),
    QT_TRANSLATE_NOOP("Reasons", "it does not say when (occurred_at)"),
    QT_TRANSLATE_NOOP("Reasons", "it does not say when ({kind})"),
    QT_TRANSLATE_NOOP("Reasons", "it does not say whose it is (lead)"),
    QT_TRANSLATE_NOOP("Reasons", "it holds no answer (level)"),
    QT_TRANSLATE_NOOP("Reasons", "there is no lead “{cell}”"),
    QT_TRANSLATE_NOOP("Reasons", "there is no element “{cell}” in a framework “{framework}”"),
    QT_TRANSLATE_NOOP(
        "Reasons", "it has {count} cells, but the header has {width}; does a text hold an unquoted delimiter?"
    ),
    QT_TRANSLATE_NOOP("Reasons", "this line cannot be read: {detail}"),
    QT_TRANSLATE_NOOP(
        "Reasons", "a quotation mark is opened and never closed; close it, or double it if it belongs to the text"
    ),
    QT_TRANSLATE_NOOP("Reasons", "the card is not ended: END:VCARD is missing"),
    QT_TRANSLATE_NOOP("Reasons", "it is not as an export writes it: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "the card says nothing of a lead"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is a month without a year, or no month"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is not a number"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is too large a number"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is neither yes nor no"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is no outcome; write won, lost or leave it empty"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is no level; write 0, 1, 2, 3, unknown or refused"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is not a whole number of times"),
    QT_TRANSLATE_NOOP("Reasons", "{count} times in one row is more than {width}; is this column a count?"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” can be read as day/month or as month/day"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” has no month {count}; the column is read as month/day/year"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” has no month {count}; the column is read as day/month/year"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” lies outside the years 1900 to 2100"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is not a date; write it as 2026-04-03"),
    # why a column is what it is
    QT_TRANSLATE_NOOP("Reasons", "no field is known by this name"),
    QT_TRANSLATE_NOOP("Reasons", "it was written by an export or an import of this program, and is worked out anew"),
    QT_TRANSLATE_NOOP("Reasons", "another column is the {field}"),
    QT_TRANSLATE_NOOP("Reasons", "named like {field}, but {objection}"),
    QT_TRANSLATE_NOOP("Reasons", "named like the custom field {other}, but {objection}"),
    QT_TRANSLATE_NOOP("Reasons", "the header says {field}; it is empty in the sample"),
    QT_TRANSLATE_NOOP("Reasons", "the header says {field}"),
    QT_TRANSLATE_NOOP("Reasons", "a custom field of this name exists"),
    QT_TRANSLATE_NOOP("Reasons", "kept as a custom field, as you asked"),
    QT_TRANSLATE_NOOP("Reasons", "it is empty"),
    QT_TRANSLATE_NOOP("Reasons", "taken by another"),
    QT_TRANSLATE_NOOP("Reasons", "left out by you"),
    QT_TRANSLATE_NOOP("Reasons", "chosen by you"),
    QT_TRANSLATE_NOOP("Reasons", "as you chose for an earlier file with these headers"),
    QT_TRANSLATE_NOOP("Reasons", "{share} of its cells are e-mail addresses"),
    QT_TRANSLATE_NOOP("Reasons", "{share} of its cells are links to LinkedIn"),
    QT_TRANSLATE_NOOP("Reasons", "{share} of its cells are web addresses"),
    QT_TRANSLATE_NOOP("Reasons", "{share} of its cells are telephone numbers"),
    QT_TRANSLATE_NOOP("Reasons", "{share} of its cells are countries"),
    QT_TRANSLATE_NOOP("Reasons", "cells such as “{cell}” are not a number"),
    QT_TRANSLATE_NOOP("Reasons", "cells such as “{cell}” are not a date"),
    QT_TRANSLATE_NOOP("Reasons", "cells such as “{cell}” are not yes or no"),
    QT_TRANSLATE_NOOP("Reasons", "cells such as “{cell}” are not won or lost"),
    QT_TRANSLATE_NOOP("Reasons", "salutation is not kept for a lead"),
    QT_TRANSLATE_NOOP("Reasons", "display_name is not kept for a lead"),
    QT_TRANSLATE_NOOP("Reasons", "deal_name is not kept for a lead"),
    QT_TRANSLATE_NOOP(
        "Reasons", "who agreed to e-mails is not kept, only who unsubscribed; a custom field can hold it"
    ),
    QT_TRANSLATE_NOOP("Reasons", "{field} is not kept for a lead"),
    # how a file is read
    QT_TRANSLATE_NOOP("Reasons", "the file begins with its byte order mark"),
    QT_TRANSLATE_NOOP("Reasons", "every second byte is zero, as in UTF-16"),
    QT_TRANSLATE_NOOP("Reasons", "all of it is valid UTF-8"),
    QT_TRANSLATE_NOOP("Reasons", "it holds plain ASCII, which is valid UTF-8"),
    QT_TRANSLATE_NOOP("Reasons", "{count} lines are valid UTF-8, {width} are not and are read as {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "it is not UTF-8; this is the likeliest of the usual encodings: check the preview"),
    QT_TRANSLATE_NOOP("Reasons", "JSON is always written in it"),
    QT_TRANSLATE_NOOP("Reasons", "the first line says so"),
    QT_TRANSLATE_NOOP("Reasons", "nothing parts the lines into cells: one column"),
    QT_TRANSLATE_NOOP("Reasons", "it parts {share} of the rows into {count} cells"),
    QT_TRANSLATE_NOOP("Reasons", "as most of the texts are quoted"),
    QT_TRANSLATE_NOOP("Reasons", "its cells are names of fields that other systems use"),
    QT_TRANSLATE_NOOP("Reasons", "no row looks like a header"),
    QT_TRANSLATE_NOOP("Reasons", "it is the first full row, and holds only labels"),
    QT_TRANSLATE_NOOP("Reasons", "it is the first full row, and holds years in order"),
    QT_TRANSLATE_NOOP("Reasons", "the first full row holds data, so there is no header"),
    QT_TRANSLATE_NOOP("Reasons", "it is the only one with rows"),
    QT_TRANSLATE_NOOP("Reasons", "it is the first that looks like a list"),
    # what is wrong with a file, and what to do
    QT_TRANSLATE_NOOP("Reasons", "the clipboard holds no text"),
    QT_TRANSLATE_NOOP("Reasons", "copy some rows of a spreadsheet first"),
    QT_TRANSLATE_NOOP("Reasons", "this is a folder, not a file"),
    QT_TRANSLATE_NOOP("Reasons", "choose a file"),
    QT_TRANSLATE_NOOP("Reasons", "choose a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "the file is empty"),
    QT_TRANSLATE_NOOP("Reasons", "the file holds no text"),
    QT_TRANSLATE_NOOP("Reasons", "export the list again"),
    QT_TRANSLATE_NOOP("Reasons", "the file is not in this encoding: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "choose another encoding"),
    QT_TRANSLATE_NOOP("Reasons", "the file cannot be read: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "is the name right, and is it not open elsewhere?"),
    QT_TRANSLATE_NOOP("Reasons", "the file cannot be written: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "choose another folder, or make room on the disk"),
    QT_TRANSLATE_NOOP("Reasons", "no row begins on line {count}"),
    QT_TRANSLATE_NOOP("Reasons", "give the line of the header, or 0 if there is none"),
    QT_TRANSLATE_NOOP("Reasons", "there is no row {count}"),
    QT_TRANSLATE_NOOP("Reasons", "give the row of the header, or 0 if there is none"),
    QT_TRANSLATE_NOOP("Reasons", "the table has {count} columns"),
    QT_TRANSLATE_NOOP("Reasons", "is the delimiter right?"),
    QT_TRANSLATE_NOOP("Reasons", "delete those that are empty"),
    QT_TRANSLATE_NOOP("Reasons", "line {count} is longer than {width} characters"),
    QT_TRANSLATE_NOOP("Reasons", "is this a CSV file, and are its lines ended?"),
    QT_TRANSLATE_NOOP("Reasons", "this is an Excel workbook or a ZIP archive, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is an Excel or Word file that is old or locked, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is a PDF document, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is a compressed file, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is an SQLite database, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is a picture, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is a web page, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "this is {detail}, not a CSV file"),
    QT_TRANSLATE_NOOP("Reasons", "open it in a spreadsheet program and save it as CSV"),
    QT_TRANSLATE_NOOP("Reasons", "open it and save it as XLSX or CSV"),
    QT_TRANSLATE_NOOP("Reasons", "export the list as CSV instead"),
    QT_TRANSLATE_NOOP("Reasons", "unpack it first"),
    QT_TRANSLATE_NOOP("Reasons", "export the table as CSV first"),
    QT_TRANSLATE_NOOP("Reasons", "save it as CSV"),
    QT_TRANSLATE_NOOP("Reasons", "“{cell}” is not an encoding"),
    QT_TRANSLATE_NOOP("Reasons", "use for instance utf-8, cp1252 or utf-16"),
    QT_TRANSLATE_NOOP("Reasons", "the bundle has the format {detail}; 1 is known"),
    QT_TRANSLATE_NOOP("Reasons", "update LeadQual"),
    QT_TRANSLATE_NOOP("Reasons", "there is no sheet “{cell}”"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook holds no rows"),
    QT_TRANSLATE_NOOP("Reasons", "the sheet “{cell}” holds no rows"),
    QT_TRANSLATE_NOOP("Reasons", "choose another one"),
    QT_TRANSLATE_NOOP("Reasons", "this is a ZIP archive, but no Excel workbook"),
    QT_TRANSLATE_NOOP("Reasons", "save the list as XLSX or CSV"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook has no sheet with rows"),
    QT_TRANSLATE_NOOP("Reasons", "save the list as CSV"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook is damaged: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook cannot be unpacked: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "save it again"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook has {count} parts"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook is protected by a password"),
    QT_TRANSLATE_NOOP("Reasons", "save it without one"),
    QT_TRANSLATE_NOOP("Reasons", "the workbook would unpack to {count} MB from {width} MB"),
    QT_TRANSLATE_NOOP("Reasons", "save the list as CSV, or in parts"),
    QT_TRANSLATE_NOOP("Reasons", "the sheet “{cell}” is damaged after row {count}: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "open it in a spreadsheet program and save it again, or save the list as CSV"),
    QT_TRANSLATE_NOOP("Reasons", "a cell in row {count} is longer than any text"),
    QT_TRANSLATE_NOOP("Reasons", "the file holds no contact card"),
    QT_TRANSLATE_NOOP("Reasons", "export the contacts again"),
    QT_TRANSLATE_NOOP("Reasons", "the file holds no list of objects"),
    QT_TRANSLATE_NOOP("Reasons", "this is no bundle of LeadQual"),
    QT_TRANSLATE_NOOP("Reasons", "export with a name that ends in .jsonl"),
    QT_TRANSLATE_NOOP("Reasons", "line {count} is not as JSON should be: {detail}"),
    QT_TRANSLATE_NOOP("Reasons", "a sheet holds 1,048,576 rows"),
    QT_TRANSLATE_NOOP("Reasons", "export to CSV, or fewer leads"),
    # a cell's reason stands behind the header of its column
    QT_TRANSLATE_NOOP("Reasons", "{column}: {objection}"),
)
"""Everything that is said, {column} last: it fits whatever has a colon in it."""


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Rows that are refused alike: how many, one of their reasons in words, and the first line of them."""

    count: int
    words: str
    line: int


def reason_words(reason: str) -> str:
    """A reason in the user's language; one that nobody foresaw stays as it is."""
    found = _matched(reason)
    if found is None:
        return reason
    sentence, filled = found
    said = {name: _put(name, text) for name, text in filled.items()}
    return QCoreApplication.translate(_CONTEXT, sentence).format_map(said)


def is_foreseen(reason: str) -> bool:
    """Whether a reason, and what is nested in it, has words here."""
    found = _matched(reason)
    return found is not None and all(is_foreseen(text) for name, text in found[1].items() if name in _NESTED)


def grouped(refused: Iterable[tuple[int, str]], most: int = 6) -> tuple[ReasonGroup, ...]:
    """Reasons of many rows, those that differ only in a cell counted together, the most frequent first."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, str]] = {}
    for at, (line, reason) in enumerate(refused):
        key = _kind_of(reason) if at < _LOOKED_AT else next(iter(counts), "")
        counts[key] += 1
        first.setdefault(key, (line, reason))
    return tuple(
        ReasonGroup(count, reason_words(first[key][1]), first[key][0]) for key, count in counts.most_common(most)
    )


def capital(words: str) -> str:
    """The same words at the beginning of a line."""
    return words[:1].upper() + words[1:]


def _put(name: str, text: str) -> str:
    if name in _NESTED:
        return reason_words(text)
    return field_label(text) if name in _FIELDS else text


def _kind_of(reason: str) -> str:
    """What reasons that differ only in a cell have in common."""
    found = _matched(reason)
    if found is None:
        return reason
    nested = [_kind_of(text) for name, text in found[1].items() if name in _NESTED]
    kept = [text for name, text in found[1].items() if name == "column"]
    return "\n".join([found[0], *kept, *nested])


@lru_cache(maxsize=4096)
def _matched(reason: str) -> tuple[str, dict[str, str]] | None:
    if reason in _plain():
        return reason, {}
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            return sentence, found.groupdict()
    return None


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return frozenset(sentence for sentence in SENTENCES if "{" not in sentence)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sentences with something to fill in, as what they can read like."""
    found = []
    for sentence in SENTENCES:
        if "{" in sentence:
            parts = re.split(r"\{(\w+)\}", sentence)
            text = "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
            found.append((sentence, re.compile(text, re.DOTALL)))
    return tuple(found)
