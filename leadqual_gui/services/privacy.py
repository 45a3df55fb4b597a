"""A person's right to be forgotten, and to know what is held: the desk of `Workspace.privacy`.

Deleting for good is asked for by name, since nothing brings the data back. It takes the person out of the lists, the
log, the search, the score history and the file's free pages; backups made from then on hold nothing of it, and older
ones rotate out. What other leads say about the person (a note, a buying group) is theirs: those leads are named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry
from leadqual_gui.services.calling.ports import CallFiles
from leadqual_gui.services.calling.values import Unreadable
from leadqual_gui.services.calling.whose import LeftCalls, calls_left_of
from leadqual_gui.services.exporting import Exported, lead_item
from leadqual_gui.services.half_typed import forget_of_several
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.ports import Store
from leadqual_gui.services.wording import cause_words, step_words

_MOST = 100_000
_LOOKED_AT = 200
"""So many leads are looked at for whether they speak of somebody who was forgotten."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What deleting for good took: leads (with those merged into it), rows, notes of calls that were never ended.

    `mentioned`: other leads whose texts name the person; what they say was left alone. `in_doubt`: calls that are
    there still, cannot be read, and may hold notes about the person.
    """

    leads: int
    rows: int
    calls: int
    mentioned: tuple[int, ...]
    in_doubt: tuple[Unreadable, ...] = ()


class PersonSink(Protocol):
    """A file for all that is held about one person; only its owner can read it."""

    def write(self, item: Mapping[str, object]) -> None:
        """All of it, whole and on disk."""


class PrivacyDesk:
    """Deletes and hands out what is held about one person. Storage lane: deleting writes the file anew (seconds)."""

    def __init__(
        self,
        store: Store,
        card_of: Callable[[int], ScoreCard | None],
        forgotten: Callable[[Sequence[int]], None],
    ) -> None:
        self._store = store
        self._card_of = card_of
        self._forgotten = forgotten
        self.calls: CallFiles | None = None
        """Where calls under way are kept; the program says so, since their notes are data about people too."""

    def deleted_leads(self) -> Sequence[Lead]:
        """Leads that were deleted or merged away, and are held still so that undo can bring them back."""
        return self._store.hidden_leads()

    def calls_in_doubt(self, lead_id: int) -> tuple[Unreadable, ...]:
        """Calls never ended that cannot be read: nobody can tell whether they hold notes about this person."""
        return self._calls_of(lead_id).in_doubt

    def forget(self, lead_id: int, name: str, calls_too: Collection[str] = ()) -> Forgotten | Refusal:
        """Delete a person for good. `name`: the lead's name, typed by whoever wants it. Deleted leads count too.

        `calls_too`: keys of the calls in doubt that are to go as well; the others stay, and are named.
        """
        lead = self._lead(lead_id)
        if lead is None:
            return refusal("lead_gone", missing=1)
        if " ".join(name.split()).casefold() != " ".join(lead.name.split()).casefold():
            return refusal("type_the_name", "name", name=lead.name)
        calls = self._forget_calls(lead_id, calls_too)
        in_doubt = self.calls_in_doubt(lead_id)
        forget_of_several(self._store.half_typed)
        try:
            erased = self._store.erase((lead_id,))
        finally:
            self._forgotten(())  # on a full disk too: the rows may be gone, and only the file not written anew
        return Forgotten(len(erased.leads), erased.rows, calls, self._mentions(lead), in_doubt)

    def export(self, lead_id: int, sink: PersonSink) -> PrivacyEntry | Refusal:
        """Write all that is held about a person into one file."""
        item = self.held(lead_id)
        if item is None:
            return refusal("lead_gone", missing=1)
        sink.write(item)
        rows = sum(len(part) for part in item.values() if isinstance(part, list))
        return self._store.log_privacy(PrivacyAct.EXPORTED, 1, rows)

    def log(self) -> Sequence[PrivacyEntry]:
        """What was done so far, newest first."""
        return self._store.privacy_log()

    def held(self, lead_id: int) -> Mapping[str, object] | None:
        """All that is held about a person, as JSON values."""
        lead = self._lead(lead_id)
        if lead is None:
            return None
        store = self._store
        parts: dict[str, Sequence[object]] = {
            "activities": store.activities(lead_id),
            "answers": store.answers(lead_id),
            "stakeholders": store.stakeholders(lead_id),
            "follow_ups": store.follow_ups(lead_id),
            "adjustments": store.adjustments(lead_id),
            "verdicts": store.verdicts(lead_id),
        }
        return {
            "lead": _plain(lead_item(Exported(lead, self._card_of(lead_id)))),
            **{name: [_plain(asdict(value)) for value in values] for name, values in parts.items()},  # type: ignore[call-overload]
            "score_history": self._history(lead_id),
            "changes": self._changes(lead_id),
            "half_typed": [{"what": what, "text": text} for what, text in store.half_typed.of_lead(lead_id).items()],
            "merged_leads": [_plain(_fields_of(other)) for other in store.merged_into(lead_id)],
        }

    def _lead(self, lead_id: int) -> Lead | None:
        found = self._store.lead(lead_id)
        return found or next((lead for lead in self._store.hidden_leads() if lead.id == lead_id), None)

    def _history(self, lead_id: int) -> list[object]:
        return [
            {
                "at": line.at.isoformat(),
                "score": line.exact / 10,
                "tier": line.tier,
                "grade": line.grade,
                "cause": cause_words(line.cause),
                "rules": line.rules_version,
            }
            for line in self._store.snapshots(lead_id, _MOST)
        ]

    def _changes(self, lead_id: int) -> list[object]:
        return [
            {
                "at": line.at.isoformat(),
                "step": step_words(line.label),
                "of": line.table,
                "field": line.field,
                "before": line.before,
                "after": line.after,
                "undone": line.undone,
            }
            for line in self._store.changes(lead_id, _MOST)
        ]

    def _calls_of(self, lead_id: int) -> LeftCalls:
        """Calls that were never ended: with this person, or nobody can tell with whom."""
        if self.calls is None:
            return LeftCalls((), ())
        people = {lead_id, *(one.id for one in self._store.merged_into(lead_id))}
        return calls_left_of(people, self.calls, self._name_of)

    def _name_of(self, lead_id: int) -> str | None:
        lead = self._lead(lead_id)
        return None if lead is None else lead.name

    def _forget_calls(self, lead_id: int, too: Collection[str]) -> int:
        """The calls with this person, and those in doubt that are to go; how many."""
        left = self._calls_of(lead_id)
        going = (*left.theirs, *(one.key for one in left.in_doubt if one.key in too))
        for key in going:
            assert self.calls is not None
            self.calls.remove(key)
        return len(going)

    def _mentions(self, lead: Lead) -> tuple[int, ...]:
        """Leads in whose texts the name or the address stands as it is, not only its words here and there."""
        texts = [text for text in (lead.full_name, lead.email) if text]
        found = {lead_id for text in texts for lead_id in self._store.search(text)}
        looked_at = (*self._store.half_typed.leads(), *sorted(found))[:_LOOKED_AT]
        told = ((lead_id, str(self.held(lead_id)).casefold()) for lead_id in dict.fromkeys(looked_at))
        return tuple(lead_id for lead_id, said in told if any(text.casefold() in said for text in texts))


def _fields_of(lead: Lead) -> dict[str, object]:
    """A lead's fields that say something."""
    return {key: value for key, value in lead_item(Exported(lead)).items() if value is not None}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    return value
