"""Words of the Insights screen: verdicts, notes, reasons, periods, rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from leadqual_gui.domain.calibration.new_criteria import fact_label
from leadqual_gui.domain.calibration.periods import Period, last_quarter, last_year
from leadqual_gui.domain.calibration.results import LeakKind, Method, Verdict
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import field_label, has_label
from leadqual_gui.ui.widgets import numerals

_CONTEXT = "Insights"


def tr(source: str, count: int = -1) -> str:
    """In the user's language."""
    return QCoreApplication.translate(_CONTEXT, source, None, count)


NOTES: Mapping[str, tuple[str, Any, Any]] = {
    "widened": (
        "history",
        QT_TRANSLATE_NOOP("Insights", "More of the past was looked at"),
        QT_TRANSLATE_NOOP("Insights", "too few leads were closed in the last quarter"),
    ),
    "period_without_dates": (
        "calendar",
        QT_TRANSLATE_NOOP("Insights", "{count} closed leads have no closing date"),
        QT_TRANSLATE_NOOP("Insights", "they are used without it"),
    ),
    "future_dates": (
        "calendar",
        QT_TRANSLATE_NOOP("Insights", "{count} closing dates lie in the future"),
        QT_TRANSLATE_NOOP("Insights", "they were not used"),
    ),
    "leak": (
        "triangle-alert",
        QT_TRANSLATE_NOOP("Insights", "{label} may give the outcome away"),
        QT_TRANSLATE_NOOP("Insights", "{why}. Check whether it is known before the outcome"),
    ),
    "turned": (
        "history",
        QT_TRANSLATE_NOOP("Insights", "{label} has turned"),
        QT_TRANSLATE_NOOP("Insights", "the latest leads tell the opposite of earlier ones, so it is not proposed"),
    ),
    "overlap": (
        "git-compare",
        QT_TRANSLATE_NOOP("Insights", "{first} and {second} overlap"),
        QT_TRANSLATE_NOOP("Insights", "{share} % of those with one have both: weighed together, not twice"),
    ),
    "late": (
        "history",
        QT_TRANSLATE_NOOP("Insights", "{label} is often known late"),
        QT_TRANSLATE_NOOP("Insights", "after the outcome for {leads} leads, {customers} customers: those are left out"),
    ),
    "undated_facts": (
        "hourglass",
        QT_TRANSLATE_NOOP("Insights", "Of {count} facts nobody knows when they were learned"),
        QT_TRANSLATE_NOOP("Insights", "{facts}"),
    ),
    "close_to_control": (
        "info",
        QT_TRANSLATE_NOOP("Insights", "{label}"),
        QT_TRANSLATE_NOOP(
            "Insights", "close to the control: the {points} points of today do not show in the closed leads"
        ),
    ),
    "protected": (
        "shield-alert",
        QT_TRANSLATE_NOOP("Insights", "Never proposed: {facts}"),
        QT_TRANSLATE_NOOP("Insights", "scoring people on it is unlawful in many places"),
    ),
}
"""Icon, what is so, and what follows from it."""

LEAKS: Mapping[str, Any] = {
    LeakKind.DECIDES.value: QT_TRANSLATE_NOOP("Insights", "Alone it tells nearly all customers from others"),
    LeakKind.ALL_OR_NONE.value: QT_TRANSLATE_NOOP("Insights", "Of many leads all, or none, became customers"),
    LeakKind.WINNERS_ONLY.value: QT_TRANSLATE_NOOP("Insights", "It is known of one side only"),
}

VERDICTS: Mapping[Verdict, tuple[Any, Any]] = {
    Verdict.PROPOSED: (
        QT_TRANSLATE_NOOP("Insights", "Other points do better"),
        QT_TRANSLATE_NOOP("Insights", "on leads that were not used to find them"),
    ),
    Verdict.NO_LEADS: (
        QT_TRANSLATE_NOOP("Insights", "No lead was closed in this time"),
        QT_TRANSLATE_NOOP(
            "Insights", "Mark leads as won or lost, import them with their outcome, or choose a longer time."
        ),
    ),
    Verdict.ONLY_WON: (
        QT_TRANSLATE_NOOP("Insights", "All closed leads are customers"),
        QT_TRANSLATE_NOOP("Insights", "Learning needs lost ones too: mark leads that came to nothing as lost."),
    ),
    Verdict.ONLY_LOST: (
        QT_TRANSLATE_NOOP("Insights", "No closed lead is a customer yet"),
        QT_TRANSLATE_NOOP("Insights", "Mark leads that bought as won, or choose a longer time."),
    ),
    Verdict.TOO_FEW: (
        QT_TRANSLATE_NOOP("Insights", "Held back: {customers} customers and {lost} lost leads say too little"),
        QT_TRANSLATE_NOOP("Insights", "About 30 of each are needed before points can be trusted."),
    ),
    Verdict.NO_LEVELS: (
        QT_TRANSLATE_NOOP("Insights", "The matrix has nothing that could be given points"),
        QT_TRANSLATE_NOOP("Insights", "Add a criterion on the Matrix screen."),
    ),
    Verdict.CHANCE: (
        QT_TRANSLATE_NOOP("Insights", "Nothing found: no better than chance"),
        QT_TRANSLATE_NOOP("Insights", "No points tell customers from others on leads that were not used for fitting."),
    ),
    Verdict.NO_BETTER: (
        QT_TRANSLATE_NOOP("Insights", "Today's points do as well as any others"),
        QT_TRANSLATE_NOOP("Insights", "On leads that were not used for fitting nothing did better. Keep them."),
    ),
}
"""What was found, and what that means."""

METHODS: Mapping[Method, Any] = {
    Method.TODAY: QT_TRANSLATE_NOOP("Insights", "Today's points"),
    Method.ARTICLE: QT_TRANSLATE_NOOP("Insights", "The article's rule"),
    Method.LIFT: QT_TRANSLATE_NOOP("Insights", "The same on both sides"),
    Method.FITTED: QT_TRANSLATE_NOOP("Insights", "Fitted jointly"),
    Method.EQUAL: QT_TRANSLATE_NOOP("Insights", "Equal points"),
}

ONLY_NEW = (
    QT_TRANSLATE_NOOP("Insights", "What the matrix looks at is no better than chance"),
    QT_TRANSLATE_NOOP(
        "Insights",
        "Other points would not help. What is not in the matrix yet tells customers from others: see the table.",
    ),
)
"""What is said if only new criteria tell anything."""
WORSE_LATER = (
    QT_TRANSLATE_NOOP("Insights", "The world has moved: nothing is chosen for you"),
    QT_TRANSLATE_NOOP(
        "Insights",
        "The proposed points do better on leads drawn at random, but worse on the latest ones. Look at By date, or "
        "choose a shorter time.",
    ),
)
"""What is said if points are proposed that did worse on the latest leads."""
WITHIN_CHANCE = (
    QT_TRANSLATE_NOOP("Insights", "Other points do better, but within chance: nothing is chosen for you"),
    QT_TRANSLATE_NOOP(
        "Insights",
        "On leads not used for them nobody can tell them from today's. You can still choose changes, or wait for more "
        "closed leads.",
    ),
)
"""What is said if points are proposed that are better by chance only, perhaps."""

WHYS: Mapping[str, Any] = {
    "leaks": QT_TRANSLATE_NOOP(
        "Insights",
        "It tells the outcome too well to have been known before: its points stay, nothing is learned from it.",
    ),
    "too_few": QT_TRANSLATE_NOOP("Insights", "Too few leads reached it: the points stay as they are."),
    "held_back": QT_TRANSLATE_NOOP("Insights", "Nothing is proposed, so the points stay as they are."),
    "same": QT_TRANSLATE_NOOP("Insights", "Today's points are right as they are."),
    "close_to_control": QT_TRANSLATE_NOOP(
        "Insights", "It closes about as often as all leads: nobody can tell a difference."
    ),
    "above": QT_TRANSLATE_NOOP("Insights", "It closes surely more often than all leads do."),
    "below": QT_TRANSLATE_NOOP("Insights", "It closes surely less often than all leads do."),
    "jointly": QT_TRANSLATE_NOOP("Insights", "Other criteria tell part of the same, so it is weighed with them."),
}


def fact_words(key: str, rules: Rules) -> str:
    """What a fact or a kind of activity is called."""
    return field_label(key) if has_label(key) else fact_label(key, rules)


def percent(share: float | None) -> str:
    """A share as whole per cent: "41 %"; "–" if it is not known."""
    if share is None:
        return numerals.EN_DASH
    return numerals.percent(whole_percent(share))


def whole_percent(share: float) -> int:
    """Per cent, half up."""
    return int(100 * share + 0.5)


def interval(rate: CloseRate) -> str:
    """Where the true rate lies: "17 to 25"."""
    low, high = (whole_percent(end) for end in rate.interval)
    return tr("{low} to {high}").format(low=numerals.isolated(str(low)), high=numerals.isolated(str(high)))


def of_words(rate: CloseRate) -> str:
    """How many of how many: "13 of 32"."""
    return tr("{won} of {leads}").format(won=count(rate.won), leads=count(rate.leads))


def count(value: float) -> str:
    """A whole number as the user's language writes it."""
    return numerals.isolated(QLocale().toString(int(value)))


def points(tenths: int | None) -> str:
    """Points with their sign; "–" for none."""
    return numerals.EN_DASH if tenths is None else numerals.isolated(numerals.signed_tenths_short(tenths))


def verdict_words(report: InsightsReport) -> tuple[str, str]:
    """What was found, and what that means."""
    title, about = VERDICTS[report.proposal.verdict]
    if report.worse_later:
        title, about = WORSE_LATER
    elif report.within_chance:
        title, about = WITHIN_CHANCE
    elif report.proposal.verdict is Verdict.CHANCE and report.new_criteria:
        title, about = ONLY_NEW
    counts = {"customers": count(report.counts.customers), "lost": count(report.counts.lost)}
    return tr(title).format(**counts), tr(about).format(**counts)


def note_words(said: Said) -> tuple[str, str, str]:
    """Icon, what is so, and what follows."""
    icon, title, about = NOTES.get(said.code, ("info", said.code, ""))
    filled = {key: _filled(value) for key, value in said.params.items()}
    kinds = said.params.get("kinds")
    if isinstance(kinds, list | tuple):
        filled["why"] = "; ".join(tr(LEAKS[kind]) for kind in kinds if kind in LEAKS)
    return icon, tr(title).format(**filled), tr(about).format(**filled) if about else ""


def _filled(value: object) -> str:
    if isinstance(value, int):
        return count(value)
    return numerals.brief(value) if isinstance(value, float) else str(value)


def period_words(period: Period, now: datetime) -> str:
    """A stretch of time: "1 Jul to 30 Sep"; with years where they are not clear."""
    if period.whole:
        return tr("All of time")
    first = None if period.start is None else datetime.fromtimestamp(period.start, UTC)
    last = None if period.end is None else datetime.fromtimestamp(period.end, UTC) - timedelta(days=1)
    years = any(day is not None and abs((now - day).days) > 300 for day in (first, last))
    begin, end = (None if day is None else day_words(day, years) for day in (first, last))
    if end is None:
        return tr("Since {day}").format(day=begin)
    if begin is None:
        return tr("Until {day}").format(day=end)
    return tr("{first} to {last}").format(first=begin, last=end)


def day_words(day: datetime, with_year: bool) -> str:
    """A day of UTC, as the period was meant: "1 Jul"."""
    said = f"{numerals.digits(str(day.day))} {QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)}"
    return f"{said} {numerals.digits(str(day.year))}" if with_year else said


def usual_periods(now: datetime) -> tuple[tuple[str, Period], ...]:
    """What the menu offers, with the calendar days that it means."""
    return (
        (tr("Last quarter"), last_quarter(now)),
        (tr("Last four quarters"), last_year(now)),
        (tr("All of time"), Period()),
    )


def head_words(report: InsightsReport) -> str:
    """The line over the table: closed leads, customers, the control rate and its interval."""
    counts, control = report.counts, report.control
    said = tr("{closed} closed of %Ln lead(s)", counts.leads).format(closed=count(counts.closed))
    customers = tr("%Ln customer(s)", counts.customers)
    if control.rate is not None:
        told = tr("{closed}, {customers}: control {rate}, interval {interval}")
        rate = {"rate": percent(control.rate), "interval": interval(control)}
        customers, said = "", told.format(closed=said, customers=customers, **rate)
    if report.question.within_days is not None:
        said = tr("{said}; known within %n day(s)", round(report.question.within_days)).format(said=said)
    return f"{said}, {customers}" if customers else said
