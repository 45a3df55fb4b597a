"""`calibrate`: what closed leads say the points should be; into a draft, or in force, if asked for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime

from leadqual_gui.app.headless.meeting import write_meeting_report
from leadqual_gui.app.headless.opening import existing_folder, opened
from leadqual_gui.app.headless.output import RefusedError, print_json, refused
from leadqual_gui.app.headless.score import moment
from leadqual_gui.domain.calibration.new_criteria import fact_label
from leadqual_gui.domain.calibration.periods import ALL_TIME, Period, between
from leadqual_gui.domain.calibration.results import Method, Split
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.notes import VERDICTS, note_words, row_label, verdict_code
from leadqual_gui.services.insights.plain import plain
from leadqual_gui.services.insights.values import InsightsReport, Question, Row
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.workspace import Workspace

_NARROW = 44
REPORTS = (".pdf", ".html", ".htm")


def run_calibrate(chosen: argparse.Namespace) -> int:
    """Print rates, intervals, proposed points and the comparison."""
    if chosen.report is not None and chosen.report.suffix.lower() not in REPORTS:
        raise RefusedError(f"{chosen.report}: the report can be a .pdf or a .html file")
    question = Question(_period(chosen), chosen.within_days, chosen.calls)
    with opened(existing_folder(chosen)) as workspace:
        report = workspace.insights.ask(question)
        assert report is not None  # nobody stops it
        if chosen.report is not None:
            write_meeting_report(report, workspace.rules, chosen.report)
        taken = _taken(workspace, report, chosen)
        if chosen.json:
            print_json(plain(report) | {"taken": taken})
        else:
            for line in _lines(report, workspace.rules):
                print(line)
            if taken is not None:
                print(f"\n{taken['changes']} changes are {'in force' if taken['published'] else 'in the draft'}.")
            if chosen.report is not None:
                print(f"\nThe report for the meeting is in {chosen.report}")
    return 0


def _period(chosen: argparse.Namespace) -> Period | None:
    if chosen.all:
        return ALL_TIME
    first, last = (_day(text, name) for text, name in ((chosen.start, "--from"), (chosen.end, "--to")))
    if first is not None and last is not None and last < first:
        raise RefusedError(f"--to must not be before --from; found {chosen.start} to {chosen.end}")
    return None if first is None and last is None else between(first, last)


def _day(text: str | None, name: str) -> datetime | None:
    if text is None:
        return None
    try:
        return moment(text)
    except RefusedError:
        raise RefusedError(f"{name} must be a day such as 2026-07-01; found '{text}'") from None


def _taken(workspace: Workspace, report: InsightsReport, chosen: argparse.Namespace) -> dict[str, object] | None:
    """What --draft and --apply ask for."""
    if not (chosen.apply or chosen.draft):
        return None
    if not report.supported:
        raise refused(refusal("insights_held_back", reason=VERDICTS[verdict_code(report)]))
    if chosen.apply and workspace.desk.matrix_draft.dirty:
        raise refused(refusal("insights_draft_open"))
    put = workspace.insights.put_into_draft(report)
    if isinstance(put, Refusal):
        raise refused(put)
    version = None
    if chosen.apply:
        done = workspace.insights.publish(f"Points that {report.counts.closed} closed leads propose")
        if isinstance(done, Refusal):
            raise refused(done)
        version = done.value.number
    return {"changes": put.value.changes, "published": chosen.apply, "version": version}


def _lines(report: InsightsReport, rules: Rules) -> Iterator[str]:
    counts = report.counts
    yield f"{report.matrix_name}: {_span(report.period)}"
    yield (
        f"{counts.leads} leads, {counts.closed} closed, {counts.customers} customers: "
        f"control {_percent(report.control)}, interval {_interval(report.control)}"
    )
    if 0 < counts.closed < counts.leads:
        yield f"Of the closed leads {_percent(report.closed_control)} became customers"
    yield ""
    yield f"{'criterion':<{_NARROW}} {'leads':>7} {'won':>6} {'rate':>7} {'interval':>12} {'lift':>6}  points"
    for row in report.rows:
        yield _row_line(row)
    verdict = verdict_code(report)
    yield ""
    yield f"Proposed: {VERDICTS[verdict]}" if report.proposes else f"Nothing proposed: {VERDICTS[verdict]}"
    yield from _comparison_lines(report)
    yield from _further_lines(report, rules)
    if report.notes:
        yield ""
        yield from (f"- {note_words(note)}" for note in report.notes)


def _row_line(row: Row) -> str:
    name = row_label(row)
    name = name if len(name) <= _NARROW else name[: _NARROW - 1] + "…"
    head = f"{name:<{_NARROW}} {row.rate.leads:>7} {row.rate.won:>6}"
    if row.rate.few:
        return f"{head} {'too few':>7} {'':>12} {'':>6}  {row.today / 10:+g}"
    lift = "" if row.lift is None else f"x {row.lift:.1f}"
    points = f"{row.today / 10:+g}" + (f" -> {row.proposed / 10:+g}" if row.proposed != row.today else "")
    points += " (too few closed leads to compare)" if row.few else ""
    points += " (tells the outcome; not learned from)" if row.why == "leaks" else ""
    return f"{head} {_percent(row.rate):>7} {_interval(row.rate):>12} {lift:>6}  {points}"


def _comparison_lines(report: InsightsReport) -> Iterator[str]:
    if report.comparison is None:
        return
    for name, split in (("at random", report.comparison.at_random), ("by date", report.comparison.by_date)):
        if split is not None and report.proposal.method is Method.TODAY:
            yield f"Held out {name}: {_today_line(split)}"
        elif split is not None:
            yield f"Held out {name}: {_split_line(split)}"


def _today_line(split: Split) -> str:
    found = split.today.auc
    if found.value is None:
        return "not enough to say"
    return f"AUC {found.value:.3f} today ({found.low:.3f} to {found.high:.3f}), {split.tested_on} leads"


def _split_line(split: Split) -> str:
    today, proposed, difference = split.today.auc, split.proposed.auc, split.difference
    if today.value is None or proposed.value is None or difference.value is None:
        return "not enough to say"
    chance = ", within chance" if difference.within_chance else ""
    return (
        f"AUC {today.value:.3f} today, {proposed.value:.3f} proposed "
        f"({difference.value:+.3f}, {difference.low:+.3f} to {difference.high:+.3f}{chance}), {split.tested_on} leads"
    )


def _further_lines(report: InsightsReport, rules: Rules) -> Iterator[str]:
    for drift in report.today.drift:
        sure = "surely" if drift.sure else "perhaps by chance"
        yield f"Tiers out of order, {sure}: {drift.colder.tier} closes more often than {drift.hotter.tier}"
    for one in report.new_criteria:
        yield f"Not in the matrix yet: {one.criterion.label} (alone {one.alone:.2f})"
    if report.ideal is not None:
        facts = "; ".join(f"{fact_label(fact.fact, rules)}: {fact.label}" for fact in report.ideal.facts)
        yield f"Customers have in common: {facts}"
    advice = report.today.thresholds
    if advice.advised is not None:
        yield f"For {advice.calls_a_week:g} calls a week hot begins at {advice.advised} (today {advice.today})"


def _span(period: Period) -> str:
    first = None if period.start is None else moment_of(period.start).date().isoformat()
    last = None if period.end is None else moment_of(period.end - 1).date().isoformat()
    if first is None and last is None:
        return "all of time"
    return f"{first or 'the beginning'} to {last or 'now'}"


def _percent(rate: CloseRate) -> str:
    return "-" if rate.rate is None else f"{100 * rate.rate:.0f} %"


def _interval(rate: CloseRate) -> str:
    low, high = rate.interval
    return f"{100 * low:.0f} to {100 * high:.0f}"
