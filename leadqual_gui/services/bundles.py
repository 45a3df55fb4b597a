"""Everything that is held about leads, on its way out and back in: a bundle.

What went in comes out: a bundle of a workspace imported into an empty one gives the same leads, activities, answers,
stakeholders, corrections, promises, verdicts and pairs that are no duplicates, and so the same scores by the same
rules. Not in it: how scores, stages and fields came to be what they are, alerts, and the rules; a backup has those.

Leads of one bundle are different leads. One that is there already (by external id, else by e-mail address) is
completed: what the bundle says of it counts, what it leaves open stays, and nothing that hangs on it comes twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol, TypeVar, cast

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.duplicates import pair_of
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing import email_key
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_result import STAYED, ImportResult, RejectedRow, Tally
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress

BATCH = 250
FIRST_LINE = 2
"""The line of the first lead: above it stands what the file is."""
LEAD_FIELDS = tuple(one.name for one in fields(Lead) if one.name not in ("id", "custom"))
_CHANGES = (
    Changes.IMPORT | Changes.LEAD | Changes.MEMBERSHIP | Changes.STAGE | Changes.SCORES | Changes.ACTIVITY
    | Changes.ANSWER | Changes.STAKEHOLDER | Changes.ADJUSTMENT | Changes.FOLLOW_UP | Changes.VERDICT
    | Changes.DUPLICATES
)  # fmt: skip

Hanging = TypeVar("Hanging", Stakeholder, Adjustment, FollowUp, Verdict)


@dataclass(frozen=True, slots=True)
class WholeLead:
    """A lead with everything that hangs on it, and the line of the bundle that it stands on."""

    lead: Lead
    activities: tuple[Activity, ...] = ()
    answers: tuple[Answer, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    apart: tuple[int, ...] = ()
    """The lines of leads before it in the bundle that are no duplicates of it, as somebody said."""
    line: int = 0


class BundleSource(Protocol):
    """A bundle that can be read lead by lead."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def fields(self) -> Sequence[CustomField]:
        """The custom fields that its leads have."""

    @property
    def share(self) -> float:
        """How much of it has been read, 0 to 1."""

    def leads(self) -> Iterator[WholeLead | RejectedRow]:
        """All leads, and the lines that are none."""


def whole_leads(store: Store, lead_ids: Sequence[int]) -> Iterator[WholeLead]:
    """Leads with all that is held about them."""
    line_of: dict[int, int] = {}
    apart: dict[int, list[int]] = {}
    for one, other in store.kept_apart():
        apart.setdefault(one, []).append(other)
        apart.setdefault(other, []).append(one)
    for lead_id in lead_ids:
        record = store.record(lead_id)
        if record is not None:
            line_of[lead_id] = len(line_of) + FIRST_LINE
            yield WholeLead(
                record.lead,
                tuple(record.activities),
                tuple(store.answers(lead_id)),
                tuple(record.stakeholders),
                tuple(store.adjustments(lead_id)),
                tuple(store.follow_ups(lead_id)),
                tuple(store.verdicts(lead_id)),
                tuple(sorted(line_of[other] for other in apart.get(lead_id, ()) if other in line_of)),
                line_of[lead_id],
            )


def import_bundle(
    source: BundleSource, store: Store, progress: Progress | None = None
) -> Outcome[ImportResult] | Refusal:
    """Bring a bundle in, as one step that can be undone."""
    label = Said("imported", {"file": source.name})
    writer, tally = store.bulk(label), Tally()
    work = _Work(store, writer, tally)
    try:
        for batch in _batches(source.leads(), tally):
            work.take(batch)
            if progress and not progress(source.share):
                writer.take_back()
                return Refusal(Said("import_cancelled", {"file": source.name}))
    except BaseException:
        writer.take_back()
        raise
    result = tally.result(ImportKind.LEADS, (), {one.key: one.type for one in source.fields}, dry_run=False)
    if not (tally.new or tally.updated):
        writer.take_back()
        return Outcome(result, Changes.NOTHING, label)
    writer.finish()
    return Outcome(result, _CHANGES, label, writer.operation)


def _batches(found: Iterator[WholeLead | RejectedRow], tally: Tally) -> Iterator[list[WholeLead]]:
    batch: list[WholeLead] = []
    for one in found:
        if isinstance(one, RejectedRow):
            tally.reject([one])
            continue
        batch.append(one)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    yield batch


class _Work:
    """Takes batches of whole leads."""

    def __init__(self, store: Store, writer: BulkWriter, tally: Tally) -> None:
        self._store, self._writer, self._tally = store, writer, tally
        self._first_new: int | None = None
        self._taken: set[int] = set()
        self._lead_of: dict[int, int] = {}
        self._apart: set[tuple[int, int]] = set(store.kept_apart())

    def take(self, batch: Sequence[WholeLead]) -> None:
        """Bring in a batch."""
        if not batch:
            return
        there = self._there(batch)
        new = [one for one, lead_id in zip(batch, there, strict=True) if lead_id is None]
        known = [(lead_id, one) for one, lead_id in zip(batch, there, strict=True) if lead_id is not None]
        if new:
            names, rows = _rows(new)
            made = self._writer.add_leads(names, rows)
            self._first_new = made[0] if self._first_new is None else self._first_new
            self._tally.new += len(new)
            self._lead_of |= {one.line: lead_id for lead_id, one in zip(made, new, strict=True)}
            self._hang([(lead_id, one) for lead_id, one in zip(made, new, strict=True)])
        if known:
            self._lead_of |= {one.line: lead_id for lead_id, one in known}
            changed = self._complete(known)
            before = self._writer.activities_of([lead_id for lead_id, _ in known])
            missing = [(lead_id, self._missing(lead_id, one, Counter(before))) for lead_id, one in known]
            self._hang(missing)
            for lead_id, one in missing:
                told = (one.activities, one.answers, one.stakeholders, one.adjustments, one.follow_ups, one.verdicts)
                if any(told) or lead_id in changed:
                    self._tally.updated += 1
                else:
                    self._tally.unchanged += 1
        self._keep_apart(batch)

    def _there(self, batch: Sequence[WholeLead]) -> list[int | None]:
        """The lead that each one is already; None for those that are new."""
        ids = self._writer.by_external_id([one.lead.external_id for one in batch if one.lead.external_id])
        mails = self._writer.by_email([email_key(one.lead.email) for one in batch if one.lead.email])
        found: list[int | None] = []
        for one in batch:
            key, mail = one.lead.external_id, email_key(one.lead.email) if one.lead.email else None
            lead_id = ids.get(key) if key else None
            holder = mails.get(mail) if mail else None
            if lead_id is None and holder and (not key or holder[1] in (None, key)):
                lead_id = holder[0]
            is_old = lead_id is not None and (self._first_new is None or lead_id < self._first_new)
            if lead_id is not None and is_old and lead_id not in self._taken:
                self._taken.add(lead_id)
                found.append(lead_id)
            else:
                found.append(None)
        return found

    def _complete(self, known: Sequence[tuple[int, WholeLead]]) -> set[int]:
        """Lay what the bundle says over the leads that are there; which of them that changed."""
        names, rows = _rows([one for _, one in known])
        ids = [lead_id for lead_id, _ in known]
        before = self._writer.current(ids, names)
        after = [
            tuple(old if new is None or new is False or new == () else new for old, new in zip(was, row, strict=True))
            for was, row in zip(before, rows, strict=True)
        ]
        changed = [at for at, (was, now) in enumerate(zip(before, after, strict=True)) if was != now]
        if changed:
            olds, news = [before[at] for at in changed], [after[at] for at in changed]
            self._tally.note(STAYED, self._writer.update_leads(names, [ids[at] for at in changed], olds, news))
        return {ids[at] for at in changed}

    def _missing(self, lead_id: int, one: WholeLead, before: Counter[tuple[int, str, object, str | None]]) -> WholeLead:
        """What hangs on a lead in the bundle and does not yet here."""
        activities = []
        for activity in one.activities:
            key = (lead_id, activity.kind, activity.occurred_at, activity.topic)
            if before[key]:
                before[key] -= 1
            else:
                activities.append(activity)
        answered = {(framework, element, at) for _, framework, element, at in self._writer.answers_of([lead_id])}
        return replace(
            one,
            activities=tuple(activities),
            answers=tuple(a for a in one.answers if (a.framework, a.element, a.heard_at) not in answered),
            stakeholders=_others(one.stakeholders, self._store.stakeholders(lead_id), lambda p: (p.name, p.role)),
            adjustments=_others(
                one.adjustments,
                self._store.adjustments(lead_id),
                lambda a: (a.tenths, a.axis, a.reason, a.starts_at),
            ),
            follow_ups=_others(one.follow_ups, self._store.follow_ups(lead_id), lambda f: (f.action, f.due_at, f.note)),
            verdicts=_others(one.verdicts, self._store.verdicts(lead_id), lambda v: (v.at, v.judgement)),
        )

    def _hang(self, leads: Sequence[tuple[int, WholeLead]]) -> None:
        """Store what hangs on leads."""
        acts = [(i, a.kind, a.occurred_at, a.topic) for i, one in leads for a in one.activities]
        if acts:
            self._writer.add_activities(acts)
        answers = [replace(a, id=0, lead_id=i) for i, one in leads for a in one.answers]
        if answers:
            self._writer.add_answers(answers)
        self._writer.add_stakeholders(_distinct(leads))
        self._writer.add_adjustments([replace(a, id=0, lead_id=i) for i, one in leads for a in one.adjustments])
        self._writer.add_follow_ups([replace(f, id=0, lead_id=i) for i, one in leads for f in one.follow_ups])
        self._writer.add_verdicts([replace(v, id=0, lead_id=i) for i, one in leads for v in one.verdicts])

    def _keep_apart(self, batch: Sequence[WholeLead]) -> None:
        """Remember who is no duplicate of whom, once both are there."""
        pairs = {
            pair_of(self._lead_of[one.line], self._lead_of[line])
            for one in batch
            for line in one.apart
            if line in self._lead_of and self._lead_of[line] != self._lead_of[one.line]
        }
        if fresh := sorted(pairs - self._apart):
            self._writer.keep_apart(fresh)
            self._apart.update(fresh)


def _distinct(leads: Sequence[tuple[int, WholeLead]]) -> list[Stakeholder]:
    """The people of several buying groups, each with a number of its own."""
    found: list[Stakeholder] = []
    for lead_id, one in leads:
        numbers = {person.id: len(found) + at + 1 for at, person in enumerate(one.stakeholders)}
        found += [
            replace(
                person,
                id=numbers[person.id],
                lead_id=lead_id,
                knows=tuple(numbers[other] for other in person.knows if other in numbers),
            )
            for person in one.stakeholders
        ]
    return found


def _others(ours: Sequence[Hanging], there: Sequence[Hanging], key: Callable[[Hanging], object]) -> tuple[Hanging, ...]:
    known = {key(one) for one in there}
    return tuple(one for one in ours if key(one) not in known)


def _rows(leads: Sequence[WholeLead]) -> tuple[tuple[str, ...], list[tuple[FieldValue, ...]]]:
    """The leads as rows of all their fields."""
    custom = sorted({key for one in leads for key in one.lead.custom})
    names = (*LEAD_FIELDS, *(f"custom.{key}" for key in custom))
    rows = [
        (
            *(getattr(one.lead, name) for name in LEAD_FIELDS),
            *map(cast("Mapping[str, object]", one.lead.custom).get, custom),
        )
        for one in leads
    ]
    return names, cast("list[tuple[FieldValue, ...]]", rows)
