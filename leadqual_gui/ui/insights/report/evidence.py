"""Tables of the report: criteria, held-out leads, edges, new criteria, the buyer profile, what came late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadqual_gui.domain.calibration.results import Auc, Comparison, Split
from leadqual_gui.domain.calibration.thresholds import Edge
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.notes import row_label
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.services.insights.values import Row as Line
from leadqual_gui.ui.insights.plots.pictures import Cell, Column, Kind, Plot, Row, Table
from leadqual_gui.ui.insights.plots.told import Told, rate_words
from leadqual_gui.ui.insights.wording import count, fact_words, interval, percent, points, tr
from leadqual_gui.ui.widgets import numerals

EDGE_STEP = 5


def _whys() -> Mapping[str, str]:
    return {
        "leaks": tr("tells the outcome; check when it is known"),
        "too_few": tr("too few"),
        "held_back": tr("held back"),
        "same": tr("as it is"),
        "close_to_control": tr("close to the control"),
        "above": tr("surely above the control"),
        "below": tr("surely below the control"),
        "jointly": tr("weighed with others"),
    }


def criteria_plot(report: InsightsReport) -> Plot:
    """The table of all criteria."""
    title = tr("Each criterion")
    if not report.rows:
        return Plot("criteria", title, tr("The matrix has nothing that could be given points."))
    columns = (
        Column(tr("Criterion"), Kind.WORDS),
        Column(tr("Leads")),
        Column(tr("Customers")),
        Column(tr("Rate")),
        Column(tr("Close rate"), Kind.INTERVAL, report.control),
        Column(tr("Lift")),
        Column(tr("Today")),
        Column(tr("Proposed")),
        Column(tr("Why"), Kind.WORDS),
    )
    whys = _whys()
    rows = tuple(_criterion_row(row, whys) for row in report.rows)
    about = tr("All leads of the period count, open ones too. Grey: too few to say anything; the points stay.")
    return Plot("criteria", title, about, Table(columns, rows))


def _criterion_row(row: Line, whys: Mapping[str, str]) -> Row:
    few = row.few or row.rate.few
    label = row_label(row)
    cells = (
        Cell(label),
        Cell(count(row.rate.leads)),
        Cell(count(row.rate.won)),
        Cell(tr("too few") if row.rate.few else percent(row.rate.rate)),
        Cell(rate=row.rate),
        Cell("" if row.lift is None or few else numerals.isolated(f"× {numerals.decimal(row.lift, 1)}")),
        Cell(points(row.today)),
        Cell(points(row.proposed) if row.change is not None else tr("keep")),
        Cell(whys.get(row.why, row.why)),
    )
    return Row(cells, numerals.plain(f"{label}: {rate_words(row.rate)}"), dim=few)


def held_plot(comparison: Comparison) -> Plot:
    """How well both sets of points tell customers from others."""
    columns = (
        Column(tr("Held back"), Kind.WORDS),
        Column(tr("Tried on")),
        Column(tr("AUC today")),
        Column(tr("AUC proposed")),
        Column(tr("Difference"), Kind.WORDS),
        Column(tr("Customers in the best 20 %, today"), Kind.WORDS),
        Column(tr("Proposed"), Kind.WORDS),
    )
    pairs = ((tr("At random"), comparison.at_random), (tr("By date"), comparison.by_date))
    rows = tuple(_held_row(name, split) for name, split in pairs if split is not None)
    about = tr("AUC: how often a customer has more points than another lead. 0.5 is chance, 1 is always.")
    return Plot("held", tr("On leads that were not used"), about, Table(columns, rows))


def _held_row(name: str, split: Split) -> Row:
    cells = (
        Cell(name),
        Cell(count(split.tested_on)),
        Cell(auc_words(split.today.auc)),
        Cell(auc_words(split.proposed.auc)),
        Cell(_difference_words(split)),
        Cell(_fifth_words(split.today.best_fifth)),
        Cell(_fifth_words(split.proposed.best_fifth)),
    )
    return Row(cells, numerals.plain(", ".join(cell.text for cell in cells)))


def auc_words(auc: Auc) -> str:
    """An AUC with its interval: "0.72 (0.66–0.78)"."""
    if auc.value is None:
        return numerals.EN_DASH
    value, low, high = (numerals.decimal(end, 2) for end in (auc.value, auc.low, auc.high))
    return numerals.isolated(f"{value} ({low}{numerals.EN_DASH}{high})")


def _difference_words(split: Split) -> str:
    found = split.difference
    if found.value is None:
        return tr("nobody can tell")
    sign = "" if found.value < 0 else "+"
    said = numerals.isolated(f"{sign}{numerals.decimal(found.value, 3)}")
    return tr("{difference}, within chance").format(difference=said) if found.within_chance else said


def _fifth_words(fifth: tuple[float, float, float] | None) -> str:
    if fifth is None:
        return numerals.EN_DASH
    share, low, high = fifth
    said = tr("{share} ({low} to {high})")
    return said.format(share=percent(share), low=percent(low), high=percent(high))


def held_tiers_plot(told: Told, split: Split) -> Plot:
    """Close rate of each tier on held-out leads."""
    columns = (
        Column(tr("Tier"), Kind.WORDS),
        Column(tr("Leads today")),
        Column(tr("Today"), Kind.INTERVAL),
        Column(tr("Rate")),
        Column(tr("Leads proposed")),
        Column(tr("Proposed"), Kind.INTERVAL),
        Column(tr("Rate")),
    )
    rows = []
    labels = told.names.scale.labels
    for label, today, proposed in reversed(list(zip(labels, split.today.tiers, split.proposed.tiers, strict=False))):
        cells = (
            Cell(label),
            Cell(count(today.leads)),
            Cell(rate=today),
            Cell(percent(today.rate)),
            Cell(count(proposed.leads)),
            Cell(rate=proposed),
            Cell(percent(proposed.rate)),
        )
        spoken = tr("{tier}: today {today}; proposed {proposed}").format(
            tier=label, today=rate_words(today), proposed=rate_words(proposed)
        )
        rows.append(Row(cells, numerals.plain(spoken), dim=today.few and proposed.few))
    about = tr("By date, if the leads are dated: points of the past, tried on the latest leads.")
    return Plot("held_tiers", tr("Close rate by tier, held out"), about, Table(columns, tuple(rows)))


def curve_words(report: InsightsReport) -> str:
    """How far the curve from score to close rate is off."""
    error = report.curve.error
    if error is None:
        return tr("Too few leads to tell which close rate a score stands for.")
    said = tr("The curve from score to close rate is off by {error} points of per cent on leads not used for it.")
    return said.format(error=numerals.decimal(100 * error, 1))


def edges_plot(report: InsightsReport) -> Plot:
    """What each edge of the hottest tier would mean."""
    advice, title = report.today.thresholds, tr("Each possible edge")
    edges = [edge for edge in advice.edges if _worth_telling(edge, advice.today, advice.advised)]
    if not any(edge.leads for edge in edges):
        return Plot("edges", title, tr("No lead belongs to this time, so no edge can be told."))
    columns = (
        Column(tr("Hot from")),
        Column(tr("Leads")),
        Column(tr("A week")),
        Column(tr("Customers caught")),
        Column(tr("Missed")),
        Column(tr("Share caught")),
        Column(tr("Close rate above it"), Kind.INTERVAL, report.control),
        Column("", Kind.WORDS),
    )
    rows = tuple(_edge_row(edge, advice.today, advice.advised) for edge in edges)
    about = tr("Leads at or above each edge, how many a week that were, and which customers it would have caught.")
    return Plot("edges", title, about, Table(columns, rows))


def _worth_telling(edge: Edge, today: int, advised: int | None) -> bool:
    return edge.points in (today, advised) or (edge.leads > 0 and edge.points % EDGE_STEP == 0)


def _edge_row(edge: Edge, today: int, advised: int | None) -> Row:
    week = numerals.EN_DASH if edge.a_week is None else numerals.isolated(numerals.decimal(edge.a_week, 1))
    mark = tr("today") if edge.points == today else tr("advised") if edge.points == advised else ""
    cells = (
        Cell(numerals.isolated(numerals.whole(edge.points))),
        Cell(count(edge.leads)),
        Cell(week),
        Cell(count(edge.caught)),
        Cell(count(edge.missed)),
        Cell(percent(edge.share)),
        Cell(rate=edge.rate if edge.leads else None),
        Cell(mark),
    )
    return Row(cells, numerals.plain(", ".join(cell.text for cell in cells if cell.text)), dim=edge.rate.few)


def new_criteria_plot(report: InsightsReport) -> Plot:
    """What could be added to the matrix."""
    title = tr("Ready to be added")
    if not report.new_criteria:
        about = tr("Nothing that the matrix does not look at tells customers from others by more than chance.")
        return Plot("new", title, about)
    columns = (
        Column(tr("Criterion"), Kind.WORDS),
        Column(tr("Level"), Kind.WORDS),
        Column(tr("Points")),
        Column(tr("Leads")),
        Column(tr("Rate")),
        Column(tr("Close rate"), Kind.INTERVAL, report.closed_control),
        Column(tr("Alone, AUC")),
    )
    about = tr("Facts of the closed leads that the matrix does not look at yet. Protected ones are never proposed.")
    return Plot("new", title, about, Table(columns, tuple(_new_rows(report))))


def _new_rows(report: InsightsReport) -> Iterator[Row]:
    for one in report.new_criteria:
        criterion = one.criterion
        levels = [(str(level.label), level.tenths) for level in criterion.levels] or [("", criterion.tenths)]
        for at, ((label, tenths), rate) in enumerate(zip(levels, one.rates, strict=False)):
            name = "" if at else str(criterion.label)
            cells = (
                Cell(name),
                Cell(label),
                Cell(points(tenths)),
                Cell(count(rate.leads)),
                Cell(percent(rate.rate)),
                Cell(rate=rate),
                Cell("" if at else numerals.isolated(numerals.decimal(one.alone, 2))),
            )
            yield Row(cells, numerals.plain(f"{criterion.label} {label}: {rate_words(rate)}"), dim=rate.few)


def profile_plot(report: InsightsReport, rules: Rules) -> Plot:
    """The ideal buyer, as the customers describe it."""
    ideal, title = report.ideal, tr("The ideal buyer, from data")
    if ideal is None:
        return Plot("profile", title, tr("Too few customers, or they have nothing in common that others do not."))
    columns = (
        Column(tr("Fact"), Kind.WORDS),
        Column(tr("Value"), Kind.WORDS),
        Column(tr("Of customers")),
        Column("", Kind.BAR),
        Column(tr("Of all leads")),
        Column("", Kind.BAR),
    )
    rows = tuple(
        Row(
            (
                Cell(fact_words(one.fact, rules)),
                Cell(one.label),
                Cell(percent(one.of_customers)),
                Cell(share=one.of_customers),
                Cell(percent(one.of_all)),
                Cell(share=one.of_all),
            ),
            f"{one.label}: {whole(one.of_customers)}, {whole(one.of_all)}",
        )
        for one in ideal.facts
    )
    said = tr("Leads with all of this close at {inside} ({interval}), others at {outside}.")
    about = said.format(
        inside=percent(ideal.inside.rate), interval=interval(ideal.inside), outside=percent(ideal.outside.rate)
    )
    return Plot("profile", title, about, Table(columns, rows))


def whole(share: float) -> str:
    """A share without isolates."""
    return numerals.plain(percent(share))


def late_plot(report: InsightsReport, rules: Rules) -> Plot:
    """What came only after the outcome and was left out."""
    columns = (Column(tr("Fact"), Kind.WORDS), Column(tr("Leads")), Column(tr("Of them customers")))
    rows = tuple(
        Row(
            (Cell(fact_words(one.key, rules)), Cell(count(one.leads)), Cell(count(one.customers))),
            f"{fact_words(one.key, rules)}: {one.leads}",
        )
        for one in report.late
    )
    about = tr("Known only after the outcome for so many leads: there it was left out.")
    return Plot("late", tr("What came too late"), about, Table(columns, rows))
