"""Writes the report: light colours for paper whatever is on the screen, and a file that only the user can read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.rules import Rules
from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.charts.gains import GainsChart
from leadqual_gui.ui.insights.plots.charts import chart_of
from leadqual_gui.ui.insights.plots.pictures import Plot
from leadqual_gui.ui.insights.plots.saving import write_private
from leadqual_gui.ui.insights.plots.told import Told
from leadqual_gui.ui.insights.report.html import page_of
from leadqual_gui.ui.insights.report.pdf import pdf_of
from leadqual_gui.ui.insights.report.sections import Gained, sections_of, title_words
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.icons import Icons
from leadqual_gui.ui.theme.look import Look, make_look
from leadqual_gui.ui.theme.theme import Theme

WIDTH = 1040
PRINT_ZOOM = 0.85
ENDINGS = (".pdf", ".html", ".htm")


def paper_look(zoom: float = 1.0) -> Look:
    """Light, whatever is on the screen."""
    return make_look(tokens.LIGHT, zoom, Icons(), dark=False)


def write_report(theme: Theme, told: Told, rules: Rules, path: Path, language: str = "en", rtl: bool = False) -> None:
    """Write the report to `path`: .pdf or .html."""
    if path.suffix.lower() not in ENDINGS:
        message = tr("{file}: the report can be a .pdf or a .html file").format(file=path)
        raise LeadQualError(message, tr("Name it report.pdf or report.html"))
    title, sections = title_words(told), sections_of(told, rules)
    if path.suffix.lower() == ".pdf":
        look = paper_look(PRINT_ZOOM)
        write_private(path, pdf_of(theme, look, title, sections, lambda block: gained_chart(theme, block), rtl))
        return

    look = paper_look()

    def drawn(block: Plot | Gained) -> str:
        chart = gained_chart(theme, block) if isinstance(block, Gained) else _plot_chart(theme, block)
        return chart.as_svg(QSize(WIDTH, chart.sizeHint().height()), look)

    write_private(path, page_of(title, sections, look, drawn, language, rtl).encode())


def gained_chart(theme: Theme, block: Gained) -> Chart:
    """Customers reached, best score first."""
    chart = GainsChart(theme)
    chart.show_split(block.split)
    return chart


def _plot_chart(theme: Theme, plot: Plot) -> Chart:
    assert plot.picture is not None
    return chart_of(theme, plot.title, plot.picture)
