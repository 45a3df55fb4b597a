"""Pictures of tiers and scores: how often they close, over time and by score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from leadqual_gui.domain.calibration.cohorts import Bin
from leadqual_gui.domain.calibration.drift import Drift
from leadqual_gui.ui.insights.plots.pictures import Mark, Notice, Plot, Rates, Series, Stacks
from leadqual_gui.ui.insights.plots.told import Told, month_words
from leadqual_gui.ui.insights.wording import of_words, percent, tr
from leadqual_gui.ui.widgets import numerals


# --- tiers over time -------------------------------------------------------------------------------------------------
def tiers_plots(told: Told) -> tuple[Plot, ...]:
    """How often each tier closed, month by month, and how many leads each held."""
    report, title = told.report, tr("Close rate of each tier")
    about = tr(
        "By day of closing, judged by today's matrix on the day before the outcome. "
        "Bars: 95 % interval. Grey: fewer than 30 leads, too few to say."
    )
    without = tr("No closed lead of this time says when it was closed. Fill in “Closed on”, or import it.")
    plot = Plot("tier_rates", title, without)
    if report.tier_rates:
        rates = tuple(
            tuple(at.rates[place].rate for at in report.tier_rates) for place in range(len(told.names.scale.names))
        )
        names = tuple(_span(at.start, at.months) for at in report.tier_rates)
        picture = Rates(names, told.tiers(), rates, report.closed_control, joined=True)
        undated = report.counts.undated + report.counts.future
        if undated:
            about += " " + tr("Left out: %Ln closed lead(s) of which nobody knows the closing date.", undated)
        plot = Plot("tier_rates", title, about, picture, _drift_notice(told))
    return plot, _tier_counts(told)


def _span(start: datetime, months: int) -> str:
    if months > 1:
        return tr("Q{quarter} {year}").format(quarter=(start.month + 2) // 3, year=start.year)
    return month_words(start)


def _drift_notice(told: Told) -> Notice | None:
    """Where the order of the tiers breaks."""
    found = told.report.today.drift
    if not found:
        return Notice(tr("The tiers keep their order: hotter leads close more often, or too few closed to tell."))
    sure = any(one.sure for one in found)
    about = tr("Look at the proposed points: the matrix no longer tells the better leads.") if sure else ""
    return Notice(" ".join(_drift_words(told, one) for one in found), about, warm=True)


def _drift_words(told: Told, one: Drift) -> str:
    words = {
        "colder": told.tier(one.colder.tier),
        "hotter": told.tier(one.hotter.tier),
        "more": percent(one.colder.rate.rate),
        "less": percent(one.hotter.rate.rate),
        "of": of_words(one.colder.rate),
        "against": of_words(one.hotter.rate),
    }
    if one.sure:
        said = tr("{colder} leads close more often than {hotter} ones: {more} ({of}) against {less} ({against}).")
    else:
        said = tr(
            "{colder} leads closed more often than {hotter} ones, perhaps by chance: "
            "{more} ({of}) against {less} ({against})."
        )
    return said.format(**words)


def _tier_counts(told: Told) -> Plot:
    history, names = told.report.tiers_over_time, told.names.scale.names
    title = tr("How many leads had each tier")
    if len(history) < 2:
        return Plot("tier_counts", title, tr("Tiers are noted from the first day on; come back next month."))
    counts = tuple(tuple(at.counts.get(name, 0) for at in history) for name in names)
    months = tuple(month_words(at.at) for at in history)
    about = tr("All leads at the end of each month, and now, by the tier that they had then.")
    return Plot("tier_counts", title, about, Stacks(months, told.tiers(), counts))


# --- score bands -----------------------------------------------------------------------------------------------------
def scores_plots(told: Told) -> tuple[Plot, ...]:
    """Close rates by score, and how many leads have which score."""
    report = told.report
    if not report.counts.leads:
        none = tr("No leads yet. Import a file or add one.")
        about = none if report.period.whole else tr("No lead belongs to this time. Choose a longer one.")
        return (Plot("bands", tr("Close rate by score"), about),)
    views = [(tr("Today's points"), "text2", Mark.RING, report.today)]
    if report.proposed is not None:
        views.append((tr("Proposed points"), "positive_bar", Mark.DOT, report.proposed))
    names = tuple(_from_to(band.low, band.high) for band in report.today.bands)
    picture = Rates(
        names,
        tuple(Series(name, ink, mark) for name, ink, mark, _view in views),
        tuple(tuple(band.closed for band in view.bands) for *_rest, view in views),
        report.closed_control,
        below=tr("points before the outcome"),
    )
    title = tr("Close rate by score")
    about = tr("Of closed leads with so many points, so many became customers. Bars: 95 % interval; grey: too few.")
    plots = [Plot("bands", title, about, picture)]
    if not report.counts.closed:
        about = tr("No lead of this time was closed. Mark leads as won or lost, or choose a longer time.")
        plots = [Plot("bands", title, about)]
    plots.append(_histogram(told, "histogram", tr("Leads by score, today's points"), report.today.bins))
    if report.proposed is not None:
        title = tr("Leads by score, proposed points")
        plots.append(_histogram(told, "histogram_proposed", title, report.proposed.bins))
    return tuple(plots)


def _from_to(low: int, high: int) -> str:
    return numerals.isolated(numerals.span(low, high))


def _histogram(told: Told, key: str, title: str, bins: Sequence[Bin]) -> Plot:
    scale = told.names.scale
    width = bins[1].low - bins[0].low if len(bins) > 1 else 1
    edges = tuple((edge / width, label) for edge, label in zip(scale.edges[1:], scale.labels[1:], strict=True))
    parts = (
        Series(tr("Won"), "positive_bar"),
        Series(tr("Lost"), "negative_bar"),
        Series(tr("Open"), "control"),
    )
    counts = (tuple(b.won for b in bins), tuple(b.lost for b in bins), tuple(b.open for b in bins))
    names = tuple(_from_to(b.low, b.high) for b in bins)
    about = tr("How many leads of this time lie where, by what became of them; lines: where tiers begin.")
    return Plot(key, title, about, Stacks(names, parts, counts, edges, below=tr("points")))
