"""The Calibration tab: the table with what is proposed on the left, whether it would have worked on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.calibration.periods import ALL_TIME
from leadqual_gui.domain.calibration.results import Verdict
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.insights.calibration.choosing import Choosing
from leadqual_gui.ui.insights.calibration.foot import Banner, Notes, TakeBar
from leadqual_gui.ui.insights.calibration.header import CalibrationHeader, ShareBar
from leadqual_gui.ui.insights.calibration.panel import CalibrationPanel
from leadqual_gui.ui.insights.calibration.rows import Line, Order, lines_of
from leadqual_gui.ui.insights.calibration.table import CalibrationTable, TableHead
from leadqual_gui.ui.insights.page import InsightsPage
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.wording import tr, verdict_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.empty import EmptyState
from leadqual_gui.ui.widgets.side_by_side import SideBySide
from leadqual_gui.ui.widgets.themed import Line as Divider
from leadqual_gui.ui.widgets.themed import Surface, margins

NARROW = 1300
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CalibrationPage(InsightsPage):
    """Follows the session of its screen."""

    def __init__(self, theme: Theme, session: InsightsSession) -> None:
        super().__init__(theme, session)
        self.choosing = Choosing(self)
        self._unfolded = self._was_stopped = False
        self.header = CalibrationHeader(theme, session)
        self.share = ShareBar(theme)
        self.banner = Banner(theme)
        self.table = CalibrationTable(theme)
        self.head = TableHead(theme, self.table)
        self.take_bar = TakeBar(theme)
        self.notes = Notes(theme)
        self.empty = EmptyState(theme, "", large=False)
        self.all_time = Button(theme, tr("Look at all of time"))
        self.bring = Button(theme, tr("Import closed leads"), icon="file-up")
        self.panel = CalibrationPanel(theme, session)
        self._build()
        self._connect()
        self._show_parts()

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        s = self.theme.look.s
        self.left = Surface(self.theme, "base")
        column = margins(QVBoxLayout(self.left), 0, 0, 0, 0, 0)
        column.addWidget(self.header)
        column.addWidget(self.share)
        around = margins(QVBoxLayout(), s.l, s.s, s.l, s.xs, 0)
        around.addWidget(self.banner)
        self._around = QWidget()
        self._around.setLayout(around)
        column.addWidget(self._around)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        offers = QWidget()
        row = margins(QHBoxLayout(offers), 0, s.s, 0, 0, s.s)
        for button in (self.all_time, self.bring):
            row.addWidget(button)
        row.addStretch(1)
        self.empty.add(offers)
        self._below = [Divider(self.theme), self.take_bar, Divider(self.theme), self.notes]
        for part in self._below:
            column.addWidget(part)
        self.beside = SideBySide(self.theme, self.left, self.panel)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.beside)

    def _connect(self) -> None:
        session = self.session
        session.asked.connect(lambda: self._on_progressed(0.0))
        session.progressed.connect(self._on_progressed)
        session.stopped.connect(self._settle)
        session.stale_changed.connect(self.header.settle)
        session.refused.connect(self._on_refused)
        self.choosing.changed.connect(self._on_chosen)
        self.table.toggled.connect(self.choosing.toggle)
        self.table.fold_asked.connect(self._fold)
        self.table.looked_at.connect(self.panel.show_line)
        self.head.order_asked.connect(self.sort_by)
        self.table.order_asked.connect(lambda: self.sort_by(self.head.next_order()))
        self.take_bar.clear_asked.connect(self.choosing.clear)
        self.take_bar.take_asked.connect(self.take)
        self.panel.edge_taken.connect(lambda report, change: session.take((change,), report))
        self.panel.change_taken.connect(lambda change: session.take((change,)))
        self.panel.lead_asked.connect(self.lead_asked)
        self.all_time.clicked.connect(lambda: session.ask_period(ALL_TIME))
        self.bring.clicked.connect(lambda: self.screen_asked.emit("import"))

    # --- what is shown -----------------------------------------------------------------------------------------------
    def show_report(self, report: InsightsReport) -> None:
        """Show an answer."""
        self.header.show_report(report)
        self.share.set_share(0.0)
        self.notes.show_notes(report.notes)
        self._say_verdict(report)
        self.panel.show_report(report)
        self.choosing.begin(report)
        self._show_parts()

    def _say_verdict(self, report: InsightsReport) -> None:
        verdict = report.proposal.verdict
        title, about = verdict_words(report)
        nothing = not report.counts.leads or verdict is Verdict.NO_LEADS
        doubtful = report.within_chance or report.worse_later
        if verdict is Verdict.PROPOSED and report.proposes and not doubtful:
            self.banner.say("", "")
        else:
            tone = "warm" if verdict is Verdict.TOO_FEW or report.worse_later else ""
            self.banner.say("" if nothing else title, about, "info", tone)
        self.empty.set_words(title, about)

    def _show_parts(self) -> None:
        report = self.session.report
        if report is None:
            nothing = self._was_stopped
            self.empty.set_words(tr("Nothing was worked out"), tr("F5 looks at the closed leads again."))
        else:
            nothing = report.proposal.verdict is Verdict.NO_LEADS or not report.rows
        self.empty.setVisible(nothing)
        for part in (self.head, self.table, *self._below[:2]):
            part.setVisible(not nothing)
        for part in self._below[2:]:
            part.setVisible(not nothing and report is not None and bool(report.notes))
        self._around.setVisible(not nothing and bool(self.banner.title.text()))
        self.panel.setVisible(report is not None and not self.panel.is_empty)
        self.all_time.setVisible(report is not None and not report.period.whole)
        self._show_lines()

    def _show_lines(self) -> None:
        report = self.session.report
        if report is None:
            return
        rules, language = self.session.workspace.rules, self.session.language
        lines = lines_of(report, rules, language, self.head.order, self._unfolded)
        self.table.show_lines(lines, self.choosing.taken, report.control)
        self.head.update()

    def _on_chosen(self) -> None:
        self.take_bar.set_count(len(self.choosing.taken))
        self._show_lines()

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show_lines()

    def sort_by(self, order: Order) -> None:
        """Sort the lines of each part."""
        self.head.order = order
        self._show_lines()

    def line(self, change: str) -> Line | None:
        """The line of a change."""
        rows = getattr(self.table.rows.source, "rows", ())
        return next((row for row in rows if row.change == change), None)

    # --- work --------------------------------------------------------------------------------------------------------
    def _on_progressed(self, share: float) -> None:
        if self._was_stopped:
            self._was_stopped = False
            self._show_parts()
        self.share.set_share(max(share, 0.02))
        self.header.say_working(share)

    def _settle(self) -> None:
        self._was_stopped = self.session.report is None
        self.share.set_share(0.0)
        self.header.settle()
        self._show_parts()

    def _on_refused(self, words: str) -> None:
        self._settle()
        self.banner.say(words, "", "triangle-alert", "warm")
        self._around.show()

    def take(self) -> None:
        """Put what is chosen into the draft."""
        if self.choosing.taken and not self.session.working:
            self.session.take(self.choosing.taken)

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def focus_first(self) -> QWidget:
        return self.table

    def event(self, event: QEvent) -> bool:
        """Keys of this page come before the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(control) and event.key() in _ENTER

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_mine(event):
            self.take()
        elif event.key() == Qt.Key.Key_Escape and self.session.working:
            self.session.cancel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        s = self.theme.look.s
        self.beside.limit()
        if event.oldSize().width() <= 0 or (event.oldSize().width() < NARROW) != (event.size().width() < NARROW):
            narrow = self.width() < NARROW * self.theme.zoom
            width = s.inspector_least + s.xl + s.l if narrow else s.inspector_insights
            self.beside.give(self.width(), width)
