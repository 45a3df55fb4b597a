"""Leads as contact cards (vCard 3.0, which telephones and mail programs take), with their score in the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.services.exporting import field_text
from leadqual_gui.services.exporting_columns import ExportColumn
from leadqual_gui.services.exporting_table import Columns

_SIMPLE = {
    "job_title": "TITLE",
    "email": "EMAIL;TYPE=INTERNET,PREF",
    "email_2": "EMAIL;TYPE=INTERNET",
    "phone": "TEL;TYPE=WORK,VOICE",
    "mobile": "TEL;TYPE=CELL",
    "website": "URL;TYPE=WORK",
    "linkedin": "URL",
    "notes": "NOTE",
    "external_id": "UID",
}
_SCORES = {"score": "X-LEADQUAL-SCORE", "tier": "X-LEADQUAL-TIER", "grade": "X-LEADQUAL-GRADE"}
_ADDRESS = ("street", "city", "region", "postal_code", "country")


class VcardTable:
    """Contact cards, one a lead."""

    def __init__(self, path: Path) -> None:
        self._file = WholeFile(path)
        self._sources: list[str] = []

    def begin(self, columns: Sequence[ExportColumn]) -> None:
        """Remember which fields come."""
        self._sources = [column.source for column in columns]

    def write(self, values: Columns) -> None:
        """Add cards."""
        for row in zip(*values, strict=True):
            self._file.text.write(card(dict(zip(self._sources, row, strict=True))))

    def close(self) -> None:
        """All of it is on disk."""
        self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        self._file.drop()


def card(lead: Mapping[str, object]) -> str:
    """One card."""
    lead = {key: value for key, value in lead.items() if value is not None}
    first, last = (str(lead.get(key, "")) for key in ("first_name", "last_name"))
    name = lead.get("full_name") or " ".join(filter(None, (first, last))) or lead.get("company") or lead.get("email")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(str(name or ''))}",
        f"N:{_escaped(last)};{_escaped(first)};;;",
    ]
    if "company" in lead or "department" in lead:
        parts = [str(lead.get(key, "")) for key in ("company", "department") if key in lead or key == "company"]
        lines.append(f"ORG:{';'.join(map(_escaped, parts))}")
    lines += [f"{name}:{_escaped(field_text(lead[key]))}" for key, name in _SIMPLE.items() if key in lead]
    if any(key in lead for key in _ADDRESS):
        lines.append(f"ADR;TYPE=WORK:;;{';'.join(_escaped(str(lead.get(key, ''))) for key in _ADDRESS)}")
    tags = lead.get("tags")
    if isinstance(tags, tuple) and tags:
        lines.append(f"CATEGORIES:{','.join(_escaped(str(tag)) for tag in tags)}")
    lines += [f"{name}:{_escaped(field_text(lead[key]))}" for key, name in _SCORES.items() if key in lead]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return plain.replace(",", "\\,").replace(";", "\\;")


def folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which breaks a letter."""
    if len(line) <= 75 and line.isascii():
        return line
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > 74:
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += width
    return "\r\n ".join([*pieces, piece])
