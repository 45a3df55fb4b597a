"""Pictures that are tables: the funnel, months, sources, reasons, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QDate, QLocale

from leadqual_gui.domain.calibration.cohorts import Cohort, ReasonLost, SourceRate
from leadqual_gui.domain.calibration.conversion import Reached
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.insights.values import Ended, InsightsReport, VerdictRow
from leadqual_gui.ui.insights.plots.pictures import Cell, Column, Kind, Notice, Part, Plot, Row, Table
from leadqual_gui.ui.insights.plots.told import TINTS, Told, month_words, rate_words
from leadqual_gui.ui.insights.wording import count, percent, tr
from leadqual_gui.ui.widgets import numerals

MOST_VERDICTS = 100
LEAST_DRAWN = 10
"""Fewer leads than these have no mark: their interval would be most of the line."""


def drawn_rate(rate: CloseRate | None) -> CloseRate | None:
    """A rate that is drawn; None where it is only said."""
    return rate if rate is not None and rate.leads >= LEAST_DRAWN else None


# --- funnel ----------------------------------------------------------------------------------------------------------
def funnel_plots(told: Told) -> tuple[Plot, ...]:
    """How leads went down the funnel."""
    steps, days = told.report.funnel, told.report.funnel_days
    title = tr("Funnel of all leads") if days is None else tr("Funnel, last %n day(s)", round(days))
    if not told.names.stages:
        about = tr("There are no stages yet. Describe them on the Matrix screen, under Funnel (funnel.yaml).")
        return (Plot("funnel", title, about),)
    if not steps:
        return (Plot("funnel", title, tr("No leads came yet. Import a file or add one.")),)
    most = max(step.leads for step in steps) or 1
    columns = (
        Column(tr("Stage"), Kind.WORDS),
        Column(tr("Leads")),
        Column("", Kind.BAR),
        Column(tr("Went on")),
        Column(tr("Of those one stage before"), Kind.INTERVAL),
        Column(tr("Half took at most")),
    )
    rows = tuple(_funnel_row(told, step, most) for step in steps)
    about = tr(
        "How many of the leads reached each stage, which share of the stage before that is, and how long half of them "
        "took at most. Grey: too few to say."
    )
    return (Plot("funnel", title, about, Table(columns, rows)),)


def _funnel_row(told: Told, step: Reached, most: int) -> Row:
    name, rate, days = told.stage(step.stage), step.went_on, days_words(step.median_days)
    known, drawn = rate is not None and rate.leads > 0, drawn_rate(rate)
    went_on = percent(drawn.rate) if drawn is not None else tr("too few") if known else ""
    cells = (
        Cell(name),
        Cell(count(step.leads)),
        Cell(share=step.leads / most),
        Cell(went_on),
        Cell(rate=drawn),
        Cell(days),
    )
    spoken = tr("{name}: {leads} leads").format(name=name, leads=count(step.leads))
    if rate is not None and known:
        spoken += "; " + rate_words(rate)
    if days:
        spoken += "; " + tr("half took at most {days}").format(days=days)
    return Row(cells, numerals.plain(spoken), dim=rate is not None and rate.few)


def days_words(days: float | None) -> str:
    """A time in days: "3 days", "5 hours"; nothing if it is not known."""
    if days is None:
        return ""
    if days < 1:
        return tr("%n hour(s)", max(1, round(24 * days)))
    return tr("%n day(s)", round(days))


# --- cohorts ---------------------------------------------------------------------------------------------------------
def cohorts_plots(told: Told) -> tuple[Plot, ...]:
    """Of the leads of each month, how many were won within one month, two, three."""
    cohorts, title = told.report.cohorts, tr("Leads by the month in which they came")
    if not cohorts:
        return (Plot("cohorts", title, tr("No leads with a day of arrival yet. Import a file or add one.")),)
    columns = (
        Column(tr("Came in"), Kind.WORDS),
        Column(tr("Leads")),
        Column(tr("Won")),
        Column(tr("Lost")),
        Column(tr("Open")),
        *(Column(numerals.whole(at + 1), Kind.HEAT) for at in range(len(cohorts[0].won_after))),
    )
    sound = [one for one in cohorts if not one.rate.few]
    shares = [n / one.leads for one in sound for n in one.won_after if n is not None]
    darkest = max([*shares, 0.01])
    rows = tuple(_cohort_row(one, darkest) for one in cohorts)
    about = tr(
        "Share of each month's leads won within 1, 2, 3 … months after they came. "
        "Empty: that time is not over yet. Grey: fewer than 30 leads, too few to say."
    )
    undated = sum(one.undated for one in cohorts)
    notice = None
    if undated:
        said = tr("Of %Ln customer(s) nobody knows when they were won: they count in “Won” only.", undated)
        notice = Notice(said, warm=2 * undated > sum(one.won for one in cohorts))
    return (Plot("cohorts", title, about, Table(columns, rows), notice),)


def _cohort_row(one: Cohort, darkest: float) -> Row:
    name = month_words(one.month)
    known = [n for n in one.won_after if n is not None]
    heats = (_heat(n, one, darkest) for n in one.won_after)
    numbers = (Cell(count(n)) for n in (one.leads, one.won, one.lost, one.open))
    spoken = tr("{month}: {leads} leads, {won} won, {lost} lost, {open} open").format(
        month=name, leads=count(one.leads), won=count(one.won), lost=count(one.lost), open=count(one.open)
    )
    if known and one.leads and not one.undated:
        steps = ", ".join(f"{at + 1}: {percent(n / one.leads)}" for at, n in enumerate(known))
        spoken += "\n" + tr("Won within months {steps}").format(steps=steps)
    return Row((Cell(name), *numbers, *heats), numerals.plain(spoken), dim=one.rate.few)


def _heat(won: int | None, cohort: Cohort, darkest: float) -> Cell:
    """Customers that nobody dated could stand anywhere: then it is at least so much, or not known at all. Few leads
    have no shade: one customer of four would else be the darkest of all."""
    if won is None or not cohort.leads:
        return Cell()
    if cohort.undated and cohort.undated == cohort.won:
        return Cell("?")
    share = percent(won / cohort.leads)
    text = f"≥ {share}" if cohort.undated else share
    return Cell(text, share=None if cohort.rate.few else won / cohort.leads / darkest)


# --- sources ---------------------------------------------------------------------------------------------------------
def sources_plots(told: Told) -> tuple[Plot, ...]:
    """Where leads came from, and what became of them."""
    report, title = told.report, tr("Sources compared")
    if not report.sources or all(not one.source for one in report.sources):
        about = tr("No lead of this time says where it came from. Fill in the field “source”, or import it.")
        return (Plot("sources", title, about),)
    mixed = any(one.currency is None for one in report.sources)
    valued = mixed or any(one.expected_value is not None for one in report.sources)
    columns = (
        Column(tr("Source"), Kind.WORDS),
        Column(tr("Leads")),
        Column(tr("Customers")),
        Column(tr("Rate")),
        Column(tr("Close rate"), Kind.INTERVAL, report.control),
        Column(tr("Lift")),
        *((Column(tr("Expected value")), Column(tr("Won value"))) if valued else ()),
    )
    rows = tuple(_source_row(one, valued) for one in report.sources)
    about = tr("Customers among all leads of a source, open ones too. Grey: fewer than 30 leads, too few to say.")
    left_out = report.counts.leads - sum(one.leads for one in report.sources)
    return (Plot("sources", title, about, Table(columns, rows), _left_out(left_out, mixed)),)


def _left_out(leads: int, mixed: bool) -> Notice | None:
    """What the table does not tell."""
    said = [
        tr("%Ln lead(s) of rarer sources (is|are) not shown.", leads) if leads > 0 else "",
        tr("Values in several currencies are not added up.") if mixed else "",
    ]
    told = " ".join(filter(None, said))
    return Notice(told) if told else None


def _source_row(one: SourceRate, valued: bool) -> Row:
    name = one.source or tr("Not known")
    few = one.rate.few
    lift = "" if one.lift is None or few else numerals.isolated(f"× {numerals.decimal(one.lift, 1)}")
    cells = [
        Cell(name),
        Cell(count(one.leads)),
        Cell(count(one.rate.won)),
        Cell(tr("too few") if few else percent(one.rate.rate)),
        Cell(rate=drawn_rate(one.rate)),
        Cell(lift),
    ]
    if valued:
        cells += [Cell(value_words(one.expected_value, one.currency)), Cell(value_words(one.won_value, one.currency))]
    spoken = f"{name}: {rate_words(one.rate)}"
    if valued:
        expected, won = (value_words(value, one.currency) for value in (one.expected_value, one.won_value))
        values = {"expected": expected, "won": won}
        spoken += "; " + tr("expected value {expected}, won {won}").format(**values)
    return Row(tuple(cells), numerals.plain(spoken), dim=few)


def value_words(value: float | None, currency: str | None = "") -> str:
    """Money and its currency, if one is named; "–" if nobody wrote any."""
    if currency is None:
        return tr("mixed")
    if value is None:
        return numerals.EN_DASH
    return f"{count(value)} {currency}" if currency else count(value)


# --- reasons lost ----------------------------------------------------------------------------------------------------
def reasons_plots(told: Told) -> tuple[Plot, ...]:
    """Why leads were lost: how many, at which stage, of which tier."""
    reasons, title = told.report.reasons, tr("Why leads were lost")
    if not reasons:
        return (Plot("reasons", title, tr("No lead was lost in this time.")),)
    if all(not one.reason for one in reasons):
        about = tr("Of %Ln lost lead(s) nobody wrote down why. Give a reason when a lead is lost.", reasons[0].leads)
        return (Plot("reasons", title, about),)
    most = max(one.leads for one in reasons)
    staged = any(stage for one in reasons for stage in one.by_stage)
    columns = (
        Column(tr("Reason"), Kind.WORDS),
        Column(tr("Lost")),
        Column("", Kind.BAR),
        *((Column(tr("Stage that they left"), Kind.PARTS),) if staged else ()),
        Column(tr("Tier before"), Kind.PARTS),
    )
    rows = tuple(_reason_row(told, one, most, staged) for one in reasons)
    about = tr(
        "Lost leads of this time. Many lost hot leads with one reason: an offer to mend, or a missing criterion."
    )
    return (Plot("reasons", title, about, Table(columns, rows)),)


def _reason_row(told: Told, one: ReasonLost, most: int, staged: bool) -> Row:
    scale = told.names.scale
    stages = _parts(one.by_stage, [*told.names.stages, ""], told.stage, lambda _name: "sunken")
    tiers = _parts(one.by_tier, [*reversed(scale.names), ""], told.tier, lambda name: TINTS[scale.tone(name)])
    name = one.reason or tr("Nobody said")
    cells = (
        Cell(name),
        Cell(count(one.leads)),
        Cell(share=one.leads / most),
        *((Cell(parts=stages),) if staged else ()),
        Cell(parts=tiers),
    )
    parts = ", ".join(f"{part.name} {part.count}" for part in (*(stages if staged else ()), *tiers))
    return Row(cells, numerals.plain(f"{name}: {count(one.leads)}; {parts}"), dim=not one.reason)


def _parts(
    counts: Mapping[str, int], order: Sequence[str], label: Callable[[str], str], ink: Callable[[str], str]
) -> tuple[Part, ...]:
    known = [name for name in order if name in counts] + [name for name in counts if name not in order]
    return tuple(Part(label(name) if name else tr("not known"), counts[name], ink(name)) for name in known)


# --- verdicts --------------------------------------------------------------------------------------------------------
def verdicts_plots(told: Told) -> tuple[Plot, ...]:
    """What reps said of scores, beside what became of the leads."""
    report, title = told.report, tr("Scores called too high or too low")
    if not report.verdicts:
        about = tr(
            "Nobody called a score too high or too low yet. On an open lead, Ctrl+Shift+Down calls its"
            " score too high, Ctrl+Shift+Up too low."
        )
        return (Plot("verdicts", title, about),)
    columns = (
        Column(tr("Verdict"), Kind.WORDS),
        Column(tr("Given")),
        Column(tr("Closed later")),
        Column(tr("Rate")),
        Column(tr("Close rate"), Kind.INTERVAL, report.closed_control),
    )
    rows = []
    for one in report.verdict_counts:
        name, rate = judgement_words(one.judgement), one.closed
        shown = tr("too few") if rate.few else percent(rate.rate)
        cells = (
            Cell(name),
            Cell(count(one.verdicts)),
            Cell(count(rate.leads)),
            Cell(shown),
            Cell(rate=drawn_rate(rate)),
        )
        said = tr("{name}: given {times} times; {rate}").format(
            name=name, times=count(one.verdicts), rate=rate_words(rate) if rate.leads else tr("none closed since")
        )
        rows.append(Row(cells, numerals.plain(said), dim=rate.few))
    about = tr(
        "If leads whose score was called too high really close less often than the control, the reps see something "
        "that the matrix does not. The control is that of all leads closed in this time."
    )
    picture = Table(columns, tuple(rows))
    return Plot("verdicts", title, about, picture, _not_counted(report)), _verdict_list(report.verdicts)


def _not_counted(report: InsightsReport) -> Notice | None:
    """Leads whose outcome no verdict foretold."""
    before = sum(one.before for one in report.verdict_counts)
    undated = sum(one.undated for one in report.verdict_counts)
    said = [
        tr("%Ln lead(s) had ended when the verdict was given: not counted.", before) if before else "",
        tr("Of %Ln closed lead(s) nobody wrote down the day of the end: not counted.", undated) if undated else "",
    ]
    about = " ".join(filter(None, said))
    return Notice(tr("Only what ended after a verdict speaks for or against it"), about) if about else None


def judgement_words(judgement: Judgement) -> str:
    """A verdict in words."""
    return tr("Too high") if judgement is Judgement.TOO_HIGH else tr("Too low")


def _verdict_list(verdicts: Sequence[VerdictRow]) -> Plot:
    columns = (
        Column(tr("Lead"), Kind.WORDS),
        Column(tr("Day")),
        Column(tr("Score then")),
        Column(tr("Verdict"), Kind.WORDS),
        Column(tr("Became"), Kind.WORDS),
        Column(tr("Why"), Kind.WORDS),
    )
    became = {"won": tr("Customer"), "lost": tr("Lost"), "": tr("Open")}
    already = {"won": tr("Already won"), "lost": tr("Already lost")}
    rows = []
    for one in verdicts[:MOST_VERDICTS]:
        day = QLocale().toString(QDate(one.at.year, one.at.month, one.at.day), QLocale.FormatType.ShortFormat)
        score = numerals.isolated(numerals.whole((one.tenths + 5) // 10))
        ends = became | already if one.ended is Ended.BEFORE else became
        words = (one.name, day, score, judgement_words(one.judgement), ends.get(one.outcome, one.outcome))
        cells = tuple(map(Cell, (*words, one.reason or "")))
        spoken = ", ".join(word for word in (*words, one.reason or "") if word)
        rows.append(Row(cells, numerals.plain(spoken), lead_id=one.lead_id))
    about = tr("The newest first. Enter opens the lead.")
    return Plot("verdict_list", tr("Verdicts one by one"), about, Table(columns, tuple(rows)))
