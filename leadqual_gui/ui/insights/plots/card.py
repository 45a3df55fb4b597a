"""A picture on its tab: title, a sentence about it, what must not be missed, the chart, and the way into a file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from leadqual_gui.ui.insights.calibration.foot import Banner
from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.plots.charts import chart_of
from leadqual_gui.ui.insights.plots.pictures import Plot
from leadqual_gui.ui.insights.plots.table_chart import TableChart
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import IconButton
from leadqual_gui.ui.widgets.themed import Label, margins


class PlotCard(QWidget):
    """One plot. `save_asked(suffix)` with ".png" or ".svg"; `lead_asked(id)` from a table of leads."""

    save_asked = Signal(str)
    lead_asked = Signal(int)

    def __init__(self, theme: Theme, plot: Plot) -> None:
        super().__init__()
        self._theme, self.plot = theme, plot
        s = theme.look.s
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.xs)
        column.addLayout(self._head())
        column.addWidget(Label(theme, plot.about, "body", "text2", wrap=True))
        self.banner = Banner(theme)
        column.addWidget(self.banner)
        if plot.notice is not None:
            icon = "triangle-alert" if plot.notice.warm else "info"
            self.banner.say(plot.notice.title, plot.notice.about, icon, "warm" if plot.notice.warm else "")
        self.chart: Chart | None = None
        if plot.picture is not None:
            self.chart = chart_of(theme, plot.title, plot.picture)
            column.addSpacing(s.s)
            column.addWidget(self.chart)
            if isinstance(self.chart, TableChart):
                self.chart.row_chosen.connect(self.lead_asked)
        self.save.setVisible(self.chart is not None)

    def _head(self) -> QHBoxLayout:
        row = margins(QHBoxLayout(), 0, 0, 0, 0, self._theme.look.s.s)
        self.save = IconButton(self._theme, "download", tr("Save “{title}” as a picture").format(title=self.plot.title))
        self.save.clicked.connect(self.show_menu)
        row.addWidget(Label(self._theme, self.plot.title, "title"), 1)
        row.addWidget(self.save)
        return row

    def menu(self) -> QMenu:
        """As which kind of file."""
        menu = QMenu(self)
        menu.addAction(tr("Save as a picture (PNG)")).triggered.connect(lambda _on=False: self.save_asked.emit(".png"))
        menu.addAction(tr("Save as a drawing (SVG)")).triggered.connect(lambda _on=False: self.save_asked.emit(".svg"))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def show_menu(self) -> None:
        """Ask as which kind of file."""
        self.menu().popup(self.save.mapToGlobal(self.save.rect().bottomLeft()))
