"""The head of the calibration: which time is looked at, what lies in it, and how far the work is."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDateEdit, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from leadqual_gui.domain.calibration.periods import Period, between
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.wording import head_words, percent, period_words, tr, usual_periods
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Chip, Height, IconButton, primary_button
from leadqual_gui.ui.widgets.dates import show_as
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Surface, Themed, margins

KNOWN_WITHIN = (7.0, 14.0, 30.0, 90.0)


def known_words(days: float | None) -> str:
    """Until when something must be known to count."""
    return tr("before the outcome") if days is None else tr("%n day(s) after a lead came", round(days))


class ShareBar(Themed, QWidget):
    """How much of the work is done, as a thin bar along the edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._share = 0.0
        self.setAccessibleName(tr("How far the work is"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)
        self.setFixedHeight(theme.look.s.focus_ring)

    def set_share(self, share: float) -> None:
        """So much is done; 0 shows nothing."""
        self._share = share
        self.setAccessibleDescription(percent(share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.c.line)
        if self._share > 0:
            width = round(self._share * self.width())
            rect = QRect(self.width() - width if self.rtl() else 0, 0, width, self.height())
            painter.fillRect(rect, self.look.c.accent)
        painter.end()


class CalibrationHeader(Surface):
    """Follows a session; asks it for other periods."""

    def __init__(self, theme: Theme, session: InsightsSession) -> None:
        super().__init__(theme, "base")
        self._theme, self._session = theme, session
        self.period = Chip(theme, tr("Last quarter"), menu=True)
        self.period.setCheckable(False)
        self.period.setToolTip(tr("Which time is looked at (Alt+Down)"))
        self.period.setShortcut("Alt+Down")
        self.said = ElidedLabel(theme, colour="text2")
        self.aside = Label(theme, tr("Bars: 95 % interval"), "secondary", "text3")
        self.again = Button(theme, tr("Look again"), height=Height.SMALL)
        self.again.setToolTip(tr("Leads or rules changed since this was worked out (F5)"))
        self.again.setShortcut("F5")
        self.cancel = Button(theme, tr("Cancel"), key="Esc", height=Height.SMALL)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.period)
        self._row.addWidget(self.said, 1)
        self.report = IconButton(theme, "file-text", tr("Report for the meeting, as PDF or HTML (Ctrl+Alt+P)"))
        for part in (self.aside, self.again, self.cancel, self.report):
            self._row.addWidget(part)
        self.report.clicked.connect(session.report_asked)
        self.again.hide()
        self.cancel.hide()
        self.period.clicked.connect(self.show_periods)
        self.again.clicked.connect(lambda: session.ask())
        self.cancel.clicked.connect(session.cancel)
        self._fit()
        theme.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """What the bars mean goes first where there is too little room."""
        s, words = self._theme.look.s, self.said
        taken = self.period.sizeHint().width() + self.aside.sizeHint().width() + 2 * s.l + 2 * s.s
        taken += self.report.sizeHint().width() + s.s
        fits = words.fontMetrics().horizontalAdvance(words.words()) + taken < self.width()
        self.aside.setVisible(fits and self.again.isHidden() and self.cancel.isHidden())

    def _fit(self) -> None:
        s = self._theme.look.s
        self.setFixedHeight(max(s.tool_row - 2, self.period.sizeHint().height() + s.s))
        margins(self._row, s.l, 0, s.l, 0, s.s)

    # --- what is said --------------------------------------------------------------------------------------------
    def show_report(self, report: InsightsReport) -> None:
        """Say what an answer rests on."""
        self._name_period(report.period)
        self.said.set_words(head_words(report))
        self.settle()

    def _name_period(self, period: Period) -> None:
        self.period.setText(period_words(period, self._session.workspace.now))
        self.period.updateGeometry()

    def say_working(self, share: float) -> None:
        """Work is under way."""
        self.said.set_words(tr("Looking at closed leads: {share}").format(share=percent(share)))
        self.aside.hide()
        self.again.hide()
        self.cancel.show()

    def settle(self) -> None:
        """No work is under way."""
        report = self._session.report
        self.cancel.hide()
        self.again.setVisible(self._session.stale or report is None)
        if report is not None:
            self.said.set_words(head_words(report))
            self._name_period(report.period)
        else:
            self.said.set_words(tr("Stopped. Nothing was worked out"))
        self._share_room()

    # --- choosing ------------------------------------------------------------------------------------------------
    def show_periods(self) -> None:
        """Offer other stretches of time."""
        menu = self.periods_menu()
        menu.popup(self.period.mapToGlobal(self.period.rect().bottomLeft()))

    def periods_menu(self) -> QMenu:
        """The usual ones, and any."""
        menu = QMenu(self)
        now = self._session.workspace.now
        for name, period in usual_periods(now):
            words = name if period.whole else f"{name}\t{period_words(period, now)}"
            menu.addAction(words).triggered.connect(lambda _on=False, p=period: self._session.ask_period(p))
        menu.addSeparator()
        menu.addAction(tr("From one day to another")).triggered.connect(lambda _on=False: self.ask_days())
        known = menu.addMenu(tr("Count what was known"))
        for days in (None, *KNOWN_WITHIN):
            action = known.addAction(known_words(days))
            action.setCheckable(True)
            action.setChecked(self._session.question.within_days == days)
            action.triggered.connect(lambda _on=False, d=days: self._session.ask_within(d))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def ask_days(self) -> None:
        """Ask for the first and last day."""
        report = self._session.report
        sheet = PeriodSheet(self._theme, report.period if report else Period(), self._session.workspace.now, self)
        sheet.chosen.connect(self._session.ask_period)
        sheet.show_at(self.period.mapToGlobal(self.period.rect().bottomLeft()))
        sheet.first.setFocus()


class PeriodSheet(Popup):
    """Asks for a first and a last day. `chosen(Period)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, period: Period, now: datetime, parent: QWidget) -> None:
        super().__init__(theme, tr("From one day to another"), parent)
        self.first, self.last = QDateEdit(), QDateEdit()
        self.take = primary_button(theme, tr("Look at these days"))
        self.take.clicked.connect(self._take)
        start = datetime.fromtimestamp(period.start, UTC) if period.start is not None else now.replace(month=1, day=1)
        end = datetime.fromtimestamp(period.end - 1, UTC) if period.end is not None else now
        grid = margins(QGridLayout(), 0, 0, 0, theme.look.s.xs, theme.look.s.s)
        for row, (name, field, day) in enumerate(
            ((tr("First day"), self.first, start), (tr("Last day"), self.last, end))
        ):
            label = Label(theme, name, "secondary", "text3")
            label.setBuddy(field)
            field.setAccessibleName(name)
            show_as(field, "d MMM yyyy")
            field.setDate(QDate(day.year, day.month, day.day))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.column.addWidget(Label(theme, tr("From one day to another"), "body_strong"))
        self.column.addLayout(grid)
        self.column.addWidget(self.take)

    def period(self) -> Period:
        """The days as they stand; the earlier one is the first."""
        days = sorted((self.first.date(), self.last.date()), key=lambda day: day.toJulianDay())
        first, last = (datetime(day.year(), day.month(), day.day(), tzinfo=UTC) for day in days)
        return between(first, last)

    def _take(self) -> None:
        self.chosen.emit(self.period())
        self.close()
