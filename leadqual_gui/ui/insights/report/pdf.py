"""The report as a PDF: the same sections on A4 across, drawn, so that it stays sharp when it is thrown on a wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.plots.charts import chart_of
from leadqual_gui.ui.insights.plots.pictures import Plot, Table
from leadqual_gui.ui.insights.plots.table_chart import TableChart
from leadqual_gui.ui.insights.report.sections import Block, Gained, Section, Voice, Words, notice_words
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw

Gainer = Callable[[Gained], Chart]
"""Makes the chart of customers reached."""
DPI = 1200
SCREEN = 96
MARGIN_MM = 12.0
MOST_TALL = 230
LEAST_ROWS = 3
"""A table begins on a new page rather than with fewer lines than this."""


def pdf_of(theme: Theme, look: Look, title: str, sections: Sequence[Section], gained: Gainer, rtl: bool) -> bytes:
    """All of it as the bytes of a file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("LeadQual")
    writer.setResolution(DPI)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter
    )
    writer.setPageLayout(page)
    painter = QPainter(writer)
    painter.scale(DPI / SCREEN, DPI / SCREEN)
    paper = Paper(theme, look, writer, painter, title, gained, rtl)
    paper.heading(title, look.f.display)
    for section in sections:
        paper.section(section)
    paper.foot()
    painter.end()
    buffer.close()
    return bytes(data.data())


class Paper:
    """Where on which page the next thing goes."""

    def __init__(
        self, theme: Theme, look: Look, writer: QPdfWriter, painter: QPainter, title: str, gained: Gainer, rtl: bool
    ) -> None:
        self._theme, self._look, self._writer, self._painter = theme, look, writer, painter
        self._title, self._gained = title, gained
        self._rtl = rtl
        scale = SCREEN / DPI
        self._size = QSize(round(writer.width() * scale), round(writer.height() * scale))
        self._y, self._page = 0, 1
        self._foot = look.f.secondary.leading + look.s.s

    @property
    def _left(self) -> int:
        return self._size.height() - self._foot - self._y

    def _tall(self, chart: Chart) -> int:
        """How high a chart is on paper: two of them go on a page."""
        return min(MOST_TALL, chart.sizeHint().height())

    def _need(self, height: int) -> None:
        """Go on to the next page if that does not fit any more."""
        if height > self._left and self._y:
            self.foot()
            self._writer.newPage()
            self._page += 1
            self._y = 0

    def foot(self) -> None:
        """The title and number under a page."""
        face, colour = self._look.f.secondary, self._look.c.text3
        place = QRect(0, self._size.height() - face.leading, self._size.width(), face.leading)
        draw.text(self._painter, face, colour, place, self._title, draw.start(self._rtl))
        number = tr("Page {number}").format(number=self._page)
        draw.text(self._painter, face, colour, place, number, draw.end(self._rtl))

    # --- words -------------------------------------------------------------------------------------------------------
    def heading(self, words: str, face: Face, above: int = 0, follow: int = 0) -> None:
        """A heading; `follow`: how much must still fit below it."""
        self._need(above + face.leading + follow)
        self._y += above if self._y else 0
        self._paragraph(words, face, self._look.c.text1)
        self._y += self._look.s.xs

    def _paragraph(self, words: str, face: Face, colour: QColor, indent: int = 0, ground: QColor | None = None) -> None:
        flags = int(Qt.TextFlag.TextWordWrap) | int(
            Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        )
        pad = self._look.s.s if ground is not None else 0
        width = self._size.width() - indent - 2 * pad
        taken = face.metrics.boundingRect(QRect(0, 0, width, 10_000), flags, words).height()
        height = max(face.leading, taken) + 2 * (pad // 2)
        self._need(height)
        place = draw.mirrored(
            QRect(indent, self._y, self._size.width() - indent, height),
            QRect(QPoint(0, 0), self._size),
            self._rtl,
        )
        if ground is not None:
            draw.rounded(self._painter, QRectF(place), self._look.s.radius, ground)
        self._painter.setFont(face.font)
        self._painter.setPen(colour)
        self._painter.drawText(place.adjusted(pad, pad // 2, -pad, -(pad // 2)), flags, words)
        self._y += height

    def _words(self, block: Words) -> None:
        look, s = self._look, self._look.s
        match block.voice:
            case Voice.LEAD:
                self._paragraph(block.text, look.f.body_strong, look.c.text1)
            case Voice.BODY:
                self._paragraph(block.text, look.f.body, look.c.text1)
            case Voice.SMALL:
                self._paragraph(block.text, look.f.secondary, look.c.text3)
            case Voice.BULLET:
                self._paragraph(f"•  {block.text}", look.f.body, look.c.text1, s.s)
            case Voice.WARM:
                self._paragraph(block.text, look.f.body, look.c.text1, ground=look.c.warm.tint)
        self._y += s.xs

    # --- sections ----------------------------------------------------------------------------------------------------
    def section(self, section: Section) -> None:
        """A chapter."""
        if section.title:
            self.heading(section.title, self._look.f.title, self._look.s.xl, follow=4 * self._look.s.row)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Words):
            self._words(block)
        elif isinstance(block, Gained):
            chart = self._gained(block)
            self._headed(block.title, "", self._tall(chart))
            self._chart(chart)
        else:
            self._plot(block)

    def _plot(self, plot: Plot) -> None:
        chart = None if plot.picture is None else chart_of(self._theme, plot.title, plot.picture)
        rows = isinstance(plot.picture, Table)
        room = 0 if chart is None else LEAST_ROWS * self._look.s.row if rows else self._tall(chart)
        self._headed(plot.title, plot.about, room + (2 * self._look.s.row if plot.notice else 0))
        if plot.notice is not None:
            ground = self._look.c.warm.tint if plot.notice.warm else self._look.c.hover
            self._paragraph(notice_words(plot.notice), self._look.f.body, self._look.c.text1, ground=ground)
            self._y += self._look.s.s
        if isinstance(plot.picture, Table):
            self._table(plot.title, plot.picture)
        elif chart is not None:
            self._chart(chart)

    def _headed(self, title: str, about: str, follow: int) -> None:
        look = self._look
        self.heading(title, look.f.body_strong, look.s.m, follow=follow + 3 * look.f.body.leading)
        if about:
            self._paragraph(about, look.f.secondary, look.c.text2)
            self._y += look.s.s

    def _table(self, name: str, table: Table) -> None:
        """As many lines as fit on each page, the head repeated."""
        rows, look = list(table.rows), self._look
        line, head = look.s.row - look.s.xs, look.s.table_head
        while rows:
            fit = max(0, (self._left - head - look.s.s) // line)
            if fit < min(LEAST_ROWS, len(rows)):
                self._need(self._left + 1)
                fit = max(1, (self._left - head - look.s.s) // line)
            part, rows = rows[:fit], rows[fit:]
            self._chart(TableChart(self._theme, name, replace(table, rows=tuple(part))), head + len(part) * line)

    def _chart(self, chart: Chart, height: int = 0) -> None:
        height = height or self._tall(chart)
        self._need(height)
        with draw.painting(self._painter) as painter:
            painter.translate(0, self._y)
            chart.paint_chart(painter, self._look, QRect(0, 0, self._size.width(), height), self._rtl)
        self._y += height + self._look.s.m
