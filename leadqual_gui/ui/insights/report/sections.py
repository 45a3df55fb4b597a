"""What the report says, section by section, as values: HTML and PDF show the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from leadqual_gui.domain.calibration.results import Split
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.notes import row_label
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.insights.plots.of_report import PLOTS
from leadqual_gui.ui.insights.plots.pictures import Notice, Plot
from leadqual_gui.ui.insights.plots.told import Told
from leadqual_gui.ui.insights.report.evidence import (
    criteria_plot,
    curve_words,
    edges_plot,
    held_plot,
    held_tiers_plot,
    late_plot,
    new_criteria_plot,
    profile_plot,
)
from leadqual_gui.ui.insights.wording import (
    METHODS,
    count,
    head_words,
    interval,
    note_words,
    percent,
    period_words,
    points,
    tr,
    verdict_words,
)
from leadqual_gui.ui.widgets import numerals

MOST_CHANGES = 8
MOST_ALIKE = 5
"""So many notes of one kind are told; the tables tell the rest."""


class Voice(Enum):
    """How words are set."""

    LEAD = "lead"
    BODY = "body"
    SMALL = "small"
    BULLET = "bullet"
    WARM = "warm"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    voice: Voice = Voice.BODY


@dataclass(frozen=True, slots=True, eq=False)
class Gained:
    """The picture of customers reached, best score first."""

    split: Split
    title: str


Block = Words | Plot | Gained


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report."""

    title: str
    blocks: tuple[Block, ...]


def title_words(told: Told) -> str:
    """The title of the report."""
    return tr("What closed leads say about “{matrix}”").format(matrix=told.names.matrix)


def sections_of(told: Told, rules: Rules) -> tuple[Section, ...]:
    """The whole report, the most important first."""
    report = told.report
    made = [
        Section(tr("In short"), tuple(_short(told))),
        Section(tr("Close rates and proposed points"), (criteria_plot(report),)),
        Section(tr("Would it have worked?"), tuple(_held(told))),
        Section(tr("Where hot begins"), tuple(_edges(report))),
        Section(tr("Criteria that the matrix does not have"), (new_criteria_plot(report),)),
        Section(tr("What customers have in common"), (profile_plot(report, rules),)),
    ]
    made += [Section(tr("Pictures") if not at else "", plots(told)) for at, plots in enumerate(PLOTS.values())]
    made.append(Section(tr("What to know, and what nobody knows"), tuple(_notes(report, rules))))
    return tuple(made)


def _short(told: Told) -> Iterator[Block]:
    report = told.report
    title, about = verdict_words(report)
    yield Words(head_words(report), Voice.LEAD)
    if report.counts.closed != report.counts.leads and report.closed_control.rate is not None:
        said = tr("Of the closed leads {rate} became customers (interval {interval}).")
        yield Words(said.format(rate=percent(report.closed_control.rate), interval=interval(report.closed_control)))
    yield Words(f"{title}. {about}" if not about else f"{title}: {about}", Voice.LEAD)
    if report.proposes:
        yield Words(
            tr("%n change(s) of points are proposed, by this method: {method}.", len(report.changes)).format(
                method=tr(METHODS[report.proposal.method])
            )
        )
    yield from _greatest_changes(report)
    said = tr("Time looked at: {period}. Worked out on {day}. Rates are shown with 95 % intervals (Wilson).")
    period = period_words(report.period, report.at)
    yield Words(said.format(period=period, day=report.at.date().isoformat()), Voice.SMALL)


def _greatest_changes(report: InsightsReport) -> Iterator[Block]:
    changed = [row for row in report.rows if row.change is not None]
    changed.sort(key=lambda row: -abs(row.proposed - row.today))
    for row in changed[:MOST_CHANGES]:
        line = tr("{criterion}: {today} → {proposed}").format(
            criterion=row_label(row), today=points(row.today), proposed=points(row.proposed)
        )
        yield Words(line, Voice.BULLET)
    if len(changed) > MOST_CHANGES:
        yield Words(tr("and %n more; all stand in the table", len(changed) - MOST_CHANGES), Voice.BULLET)


def _held(told: Told) -> Iterator[Block]:
    report = told.report
    comparison = report.comparison
    if comparison is None or (comparison.at_random is None and comparison.by_date is None):
        yield Words(tr("Too few leads were closed to hold some back and try the points on them."))
        return
    about = tr("Points were found on one part of the leads and tried on the others.")
    flat = tr("A random choice flatters; what counts for tomorrow is the split by date.")
    yield Words(f"{about} {flat}")
    yield held_plot(comparison)
    for name, split in (
        (tr("Customers reached, leads chosen at random"), comparison.at_random),
        (tr("Customers reached, latest leads"), comparison.by_date),
    ):
        if split is not None and len(split.today.gains.leads):
            yield Gained(split, name)
    split = comparison.by_date or comparison.at_random
    if split is not None:
        yield held_tiers_plot(told, split)
    yield Words(curve_words(report))


def _edges(report: InsightsReport) -> Iterator[Block]:
    advice = report.today.thresholds
    if advice.advised is not None and advice.calls_a_week is not None:
        said = tr("For {calls} calls a week, hot begins at {edge} points (today {today}).")
        yield Words(
            said.format(calls=numerals.brief(advice.calls_a_week), edge=advice.advised, today=advice.today), Voice.LEAD
        )
    elif advice.calls_a_week is None:
        yield Words(tr("Say how many calls a week the team can make, and an edge is advised for it."))
    yield edges_plot(report)


def _notes(report: InsightsReport, rules: Rules) -> Iterator[Block]:
    told = Counter[str]()
    for note in report.notes:
        told[note.code] += 1
        if told[note.code] > MOST_ALIKE:
            continue
        icon, title, about = note_words(note)
        warm = icon in ("triangle-alert", "shield-alert")
        yield Words(f"{title}: {about}" if about else title, Voice.WARM if warm else Voice.BULLET)
    if report.late:
        yield late_plot(report, rules)
    yield Words(
        tr(
            "Only what was known before the outcome was used. What an import brought together with the outcome cannot "
            "be dated. What goes along with customers need not be what makes them buy: try a change, and look again."
        ),
        Voice.SMALL,
    )
    said = tr("{leads} leads were looked at; nothing left this computer.")
    yield Words(said.format(leads=count(report.counts.leads)), Voice.SMALL)


def notice_words(notice: Notice) -> str:
    """A notice in one line."""
    return f"{notice.title} {notice.about}".strip()
