"""Writes promises as iCalendar (RFC 5545), for any calendar program.

Times are written in UTC, so that no zone has to be described. Lines are folded at 75 octets, never inside a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.services.follow_ups import CalendarEvent

PRODUCT = "-//LeadQual//Follow-ups//EN"
LASTS = timedelta(minutes=15)
_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_text(events: Iterable[CalendarEvent], written_at: datetime) -> str:
    """The text of an .ics file. Write it as UTF-8 with its line ends as they are (CRLF)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event(event, written_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: CalendarEvent, written_at: datetime) -> Iterator[str]:
    who = f"{event.lead}, {event.company}" if event.company else event.lead
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(written_at)}"
    yield f"DTSTART:{_moment(event.starts)}"
    yield f"DTEND:{_moment(event.starts + LASTS)}"
    yield f"SUMMARY:{_escaped(f'{event.action.capitalize()}: {who}')}"
    if event.note:
        yield f"DESCRIPTION:{_escaped(event.note)}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    clean = "".join(char for char in text if char == "\n" or char == "\t" or ord(char) >= 32)
    return clean.replace("\x7f", "").translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets; those that follow begin with a space."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part


def write_calendar(path: Path, events: Iterable[CalendarEvent], written_at: datetime) -> None:
    """Write an .ics file whole, readable by its owner only. Raises LeadQualError if it cannot be written."""
    file = WholeFile(path)
    try:
        file.text.write(calendar_text(events, written_at))
    except OSError:
        file.drop()
        raise
    file.put()
