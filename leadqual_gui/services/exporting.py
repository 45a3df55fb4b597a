"""Leads on their way out, with their scores: values as text for a table, leads as objects for JSON.

What is exported comes back the same when it is imported: fields are named as everywhere, times are ISO 8601 in UTC,
and an empty cell is "not known". The columns of the score are recognised and left aside on the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from leadqual_gui.domain.facts import LEAD_FIELDS
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import Line, ScoreCard
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress

FIELDS = tuple(spec.key for spec in LEAD_FIELDS)
SCORE_COLUMNS = ("score", "exact", "fit", "engagement", "tier", "grade", "least", "greatest", "disqualified")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """A lead and its score (None: not scored)."""

    lead: Lead
    card: ScoreCard | None = None


class LeadSink(Protocol):
    """A file that leads are written to. It appears whole when it is closed, or not at all."""

    def write(self, leads: Sequence[Exported]) -> None:
        """Add leads."""

    def close(self) -> None:
        """All of it is on disk."""

    def discard(self) -> None:
        """Nothing was written."""


def export_leads(
    store: Store,
    lead_ids: Sequence[int],
    card_of: Callable[[int], ScoreCard | None],
    sink: LeadSink,
    progress: Progress | None = None,
) -> int:
    """Write these leads, in this order; how many were written (0 if the user stopped it: then there is no file)."""
    written = 0
    try:
        for leads in _chunks(store, lead_ids):
            sink.write([Exported(lead, card_of(lead.id)) for lead in leads])
            written += len(leads)
            if progress and not progress(written / max(len(lead_ids), 1)):
                sink.discard()
                return 0
    except BaseException:
        sink.discard()
        raise
    sink.close()
    return written


def _chunks(store: Store, lead_ids: Sequence[int]) -> Iterator[Sequence[Lead]]:
    for start in range(0, len(lead_ids), _CHUNK):
        yield store.leads(lead_ids[start : start + _CHUNK])


def field_text(value: object) -> str:
    """A value as an exported cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return number_text(float(value))
        case datetime():
            return moment_text(value)
        case tuple():
            return tags_text(value)
    return str(value)


def _value(lead: Lead, key: str) -> object:
    if key == "verified":
        return lead.verified_at
    value = getattr(lead, key)
    return value if value is not False else None


def score_item(lead: Lead, card: ScoreCard, ledger: bool = True) -> dict[str, object]:
    """A lead's score as `score --json` gives it."""
    change = card.next_change
    item: dict[str, object] = {
        "id": lead.key,
        "name": lead.name,
        "score": card.shown,
        "exact": card.exact / 10,
        "fit": card.fit / 10,
        "engagement": card.engagement / 10,
        "tier": card.tier,
        "grade": card.grade,
        "least": points(card.least),
        "greatest": points(card.greatest),
        "decided": card.decided,
        "disqualified": {"reason": card.disqualified} if card.disqualified else None,
        "next_change": {"at": moment_text(change.at), "tier": change.tier} if change else None,
    }
    return item | {"ledger": [_line_item(line) for line in card.lines]} if ledger else item


def _line_item(line: Line) -> dict[str, object]:
    return {
        "criterion": line.criterion,
        "kind": line.kind.value,
        "label": line.label,
        "points": line.tenths / 10,
        "evidence": line.evidence.text,
    }


def lead_item(exported: Exported) -> dict[str, object]:
    """A lead with all that is known of it, and its score with the ledger."""
    lead, card = exported.lead, exported.card
    fields = {key: _json_value(_value(lead, key)) for key in FIELDS}
    item: dict[str, object] = {"id": lead.key, "name": lead.name}
    item |= {key: value for key, value in fields.items() if value is not None}
    item |= {f"custom.{key}": _json_value(value) for key, value in sorted(lead.custom.items())}
    return item | (score_item(lead, card) if card else {})


def _json_value(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return (list(value) or None) if isinstance(value, tuple) else value


def points(tenths: int) -> int:
    """Tenths as whole points, half up."""
    return (tenths + 5) // 10


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC; midnight as a bare date."""
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat()
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def number_text(value: float) -> str:
    """A number that reads back as itself: no exponent, and never three digits after the point."""
    if value == int(value):
        return str(int(value))
    text = format(Decimal(repr(value)), "f")
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def tags_text(tags: tuple[object, ...]) -> str:
    """Tags parted by semicolons; a trailing one says so where a tag holds a comma."""
    text = "; ".join(str(tag).replace(";", ",") for tag in tags)
    return f"{text};" if len(tags) < 2 and any(mark in text for mark in ",|") else text
