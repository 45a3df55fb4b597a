"""Why a line of the table says what it says: its rate, what each rule would give, how sure that is."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.calibration.new_criteria import NewCriterion
from leadqual_gui.domain.calibration.rates import ValueRate
from leadqual_gui.domain.calibration.results import Method
from leadqual_gui.services.insights.values import InsightsReport, Row
from leadqual_gui.ui.insights.calibration.rows import Line, few_words, lift_words
from leadqual_gui.ui.insights.wording import METHODS, WHYS, count, interval, of_words, percent, points, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, margins

Pair = tuple[str, str]


def pairs_of(line: Line, report: InsightsReport, language: str) -> list[Pair]:
    """What is known of a line, name by name."""
    found = [(tr("Close rate"), rate_words(line))]
    if isinstance(line.source, Row):
        found += _row_pairs(line.source, report)
    elif isinstance(line.source, NewCriterion):
        found += _new_pairs(line.source, language)
    elif isinstance(line.source, ValueRate):
        found += _value_pairs(line.source)
    return found


def rate_words(line: Line) -> str:
    """How often it closes: "48 of 118, 41 %, interval 32 to 50"."""
    if line.few:
        return f"{of_words(line.rate)}, {few_words(line.rate)}"
    said = tr("{of}, {rate}, interval {interval}").format(
        of=of_words(line.rate), rate=percent(line.rate.rate), interval=interval(line.rate)
    )
    return f"{said}, {lift_words(line.lift)}" if line.lift is not None else said


def _row_pairs(row: Row, report: InsightsReport) -> list[Pair]:
    method = report.proposal.method
    found = [
        (tr("Today"), points(row.today)),
        (tr(METHODS[Method.ARTICLE]), _article(row)),
        (tr(METHODS[Method.LIFT]), points(row.lift_points)),
        (tr(METHODS[Method.FITTED]), _fitted(row)),
    ]
    marked = [(f"{name} ✓" if name == tr(METHODS[method]) and row.change else name, said) for name, said in found]
    if row.effect > 0:
        marked.append((tr("Share of the score's spread"), percent(row.effect)))
    if row.overlaps_with:
        names = {one.criterion: str(one.label) for one in report.rows}
        marked.append((tr("Tells much the same as"), ", ".join(names.get(one, one) for one in row.overlaps_with)))
    return marked


def _article(row: Row) -> str:
    if row.article is None:
        return numerals.EN_DASH
    return tr("{points} ({hundred} of 100)").format(points=points(row.article), hundred=count(row.on_hundred))


def _fitted(row: Row) -> str:
    if row.fitted is None or row.low is None or row.high is None:
        return points(row.fitted)
    return tr("{points}, could be {low} to {high}").format(
        points=points(row.fitted), low=points(row.low), high=points(row.high)
    )


def _new_pairs(one: NewCriterion, language: str) -> list[Pair]:
    criterion, found = one.criterion, []
    for level, rate in zip(criterion.levels, one.rates, strict=False):
        words = tr("{points}: {of}, {rate}").format(
            points=points(level.tenths), of=of_words(rate), rate=percent(rate.rate)
        )
        found.append((level.label.of(language), words))
    if not criterion.levels:
        found.append((tr("Points"), points(criterion.tenths)))
    found.append((tr("Alone it tells customers from others"), numerals.isolated(numerals.decimal(one.alone, 2))))
    return found


def _value_pairs(one: ValueRate) -> list[Pair]:
    found = [(tr("By the article's rule"), tr("{points} of 100").format(points=count(one.article)))]
    if one.protected:
        found.append((tr("Never proposed"), tr("scoring people on it is unlawful in many places")))
    return found


def why_words(line: Line) -> str:
    """One sentence about what is proposed."""
    if isinstance(line.source, Row):
        return tr(WHYS.get(line.source.why, ""))
    if isinstance(line.source, NewCriterion):
        return tr("The matrix does not look at this yet. It tells customers from others on leads not used to find it.")
    return ""


class WhyBlock(QWidget):
    """The chosen line, explained."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = ElidedLabel(theme, face="body_strong")
        self.why = Label(theme, colour="text2", wrap=True)
        self._grid_box = QWidget()
        self._grid = margins(QGridLayout(self._grid_box), 0, 0, 0, 0, theme.look.s.xs)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(theme.look.s.m)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, theme.look.s.xs)
        for part in (self.title, self.why, self._grid_box):
            column.addWidget(part)
        self.said: list[Pair] = []

    def show_line(self, line: Line, report: InsightsReport, language: str) -> None:
        """Explain a line."""
        self.title.set_words(line.label)
        self.why.setText(why_words(line))
        self.why.setVisible(bool(self.why.text()))
        self.said = pairs_of(line, report, language)
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for row, (name, said) in enumerate(self.said):
            self._grid.addWidget(Label(self._theme, name, "secondary", "text3"), row, 0)
            self._grid.addWidget(Label(self._theme, said, "secondary", "text1", wrap=True), row, 1)
