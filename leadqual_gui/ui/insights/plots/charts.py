"""The chart for each kind of picture."""

from __future__ import annotations

from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.plots.pictures import Picture, Rates, Stacks, Table
from leadqual_gui.ui.insights.plots.rates_chart import RatesChart
from leadqual_gui.ui.insights.plots.stacks_chart import StacksChart
from leadqual_gui.ui.insights.plots.table_chart import TableChart
from leadqual_gui.ui.theme.theme import Theme


def chart_of(theme: Theme, name: str, picture: Picture) -> Chart:
    """A chart that shows a picture; `name` is its accessible name."""
    match picture:
        case Rates():
            return RatesChart(theme, name, picture)
        case Stacks():
            return StacksChart(theme, name, picture)
        case Table():
            return TableChart(theme, name, picture)
