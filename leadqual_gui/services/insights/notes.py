"""What to know before anything is applied, as codes with parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from leadqual_gui.domain.calibration.before import Late
from leadqual_gui.domain.calibration.new_criteria import fact_label
from leadqual_gui.domain.calibration.results import Leak, LeakKind, Verdict
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.overlap import Overlap
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.values import Counts, InsightsReport, Row
from leadqual_gui.services.operations import Said

MOST_OVERLAPS = 5
MOST_LATE = 8
LEAST_LATE = 3
MOST_NAMED = 6

NOTES: Mapping[str, str] = {
    "widened": "Too few leads were closed in the last quarter, so more of the past was looked at",
    "period_without_dates": "{count} closed leads have no closing date; they are used without it",
    "future_dates": "{count} closed leads have a closing date in the future; it was not used",
    "leak": "{label}: {why}. Check whether this is really known before the outcome",
    "turned": "{label}: the latest leads tell the opposite of what earlier ones tell, so it is not proposed",
    "overlap": "{first} and {second} overlap: {share} % of those with one have both, so they are weighed together",
    "late": "{label} is often known late: for {customers} customers and {leads} leads in all it came after the "
    "outcome; those are left out",
    "undated_facts": "Of {count} facts nobody knows whether they were known before the outcome: {facts}",
    "close_to_control": "{label}: close to the control; the {points:g} points of today do not show in the closed leads",
    "protected": "Never proposed, because scoring people on it is unlawful in many places: {facts}",
}
"""English words, for headless commands; the window has its own."""


def notes_of(
    counts: Counts,
    widened: bool,
    rows: Sequence[Row],
    overlaps: Sequence[Overlap],
    late: Sequence[Late],
    leaks: Sequence[Leak],
    features: Sequence[Feature],
    rules: Rules,
    turned: Sequence[str] = (),
) -> tuple[Said, ...]:
    """All notes, the most important first."""
    found = [Said("widened")] if widened else []
    if counts.undated:
        found.append(Said("period_without_dates", {"count": counts.undated}))
    if counts.future:
        found.append(Said("future_dates", {"count": counts.future}))
    found += _leaks(leaks, rows, rules)
    found += [Said("turned", {"key": key, "label": fact_label(key, rules)}) for key in turned]
    found += _overlaps(overlaps, rows)
    found += _late(late, rules)
    found += _close_to_control(rows)
    found += _facts(features, rules)
    return tuple(found)


def _leaks(leaks: Sequence[Leak], rows: Sequence[Row], rules: Rules) -> Iterator[Said]:
    """One note for each fact or level; what came late is said by itself."""
    labels = {f"{row.criterion}:{row.level}": row_label(row) for row in rows}
    by_key: dict[str, list[Leak]] = {}
    for leak in leaks:
        if leak.kind is not LeakKind.AFTERWARDS:
            by_key.setdefault(leak.key, []).append(leak)
    for key, found in by_key.items():
        kinds = list(dict.fromkeys(leak.kind.value for leak in found))
        serious = any(leak.serious for leak in found)
        why = ", ".join(LEAKS[kind] for kind in kinds)
        label = labels.get(key) or fact_label(key, rules)
        yield Said("leak", {"kinds": kinds, "key": key, "label": label, "serious": serious, "why": why})


def _overlaps(overlaps: Sequence[Overlap], rows: Sequence[Row]) -> Iterator[Said]:
    labels = {row.criterion: str(row.label) for row in rows}
    for note in overlaps[:MOST_OVERLAPS]:
        names = {"first": labels.get(note.first, note.first), "second": labels.get(note.second, note.second)}
        yield Said("overlap", names | {"share": round(100 * note.share)})


def _late(late: Sequence[Late], rules: Rules) -> Iterator[Said]:
    for one in [one for one in late if one.leads >= LEAST_LATE][:MOST_LATE]:
        label = fact_label(one.key, rules)
        yield Said("late", {"key": one.key, "label": label, "leads": one.leads, "customers": one.customers})


def _close_to_control(rows: Sequence[Row]) -> Iterator[Said]:
    for row in rows:
        if row.why == "close_to_control" and abs(row.today) > abs(row.proposed):
            yield Said("close_to_control", {"label": row_label(row), "points": row.today / 10})


def _facts(features: Sequence[Feature], rules: Rules) -> Iterator[Said]:
    undated = [fact_label(f.key, rules) for f in features if f.undated]
    if undated:
        yield Said("undated_facts", {"facts": _some(undated), "count": len(undated)})
    protected = [fact_label(f.key, rules) for f in features if f.protected]
    if protected:
        yield Said("protected", {"facts": _some(protected)})


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def row_label(row: Row) -> str:
    """What a line of the table is called."""
    return f"{row.label}: {row.level_label}" if row.level_label else str(row.label)


def note_words(said: Said) -> str:
    """A note in English."""
    template = NOTES.get(said.code, said.code)
    return template.format(**said.params)


LEAKS: Mapping[str, str] = {
    "decides": "alone it tells nearly all customers from others",
    "all_or_none": "of many leads with one value all, or none, became customers",
    "winners_only": "it is known of one side only",
}
"""What gives a leak away, in English."""
VERDICTS: Mapping[str, str] = {
    "proposed": "other points tell customers from others better, on leads that were not used to find them",
    "no_leads": "no lead was closed in this time; choose a longer one",
    "no_leads_yet": "no lead is closed yet; mark leads as won or lost when they end",
    "only_won": "all closed leads are customers; learning needs lost ones too",
    "only_lost": "no closed lead is a customer yet",
    "too_few": "about 30 customers and 30 lost leads are needed before points can be trusted",
    "no_levels": "the matrix has no criterion that could be given points",
    "chance": "nothing found: on leads not used for fitting it is no better than chance",
    "worse_later": "other points do better at random, but worse on the latest leads: nothing is taken over by itself",
    "only_new": "what the matrix looks at is no better than chance; what it does not look at yet is",
    "within_chance": "other points do better, but within chance: nothing is taken over by itself",
    "no_better": "no other points do better than today's on leads not used for fitting",
}
"""Why points are proposed, or not, in English."""


def verdict_code(report: InsightsReport) -> str:
    """Why points are proposed, or not, as a key of `VERDICTS`."""
    if report.worse_later:
        return "worse_later"
    if report.within_chance:
        return "within_chance"
    verdict = report.proposal.verdict
    if verdict is Verdict.NO_LEADS and report.period.whole:
        return "no_leads_yet"
    return "only_new" if verdict is Verdict.CHANCE and report.new_criteria else verdict.value
