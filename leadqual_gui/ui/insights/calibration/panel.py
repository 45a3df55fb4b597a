"""The panel beside the table: why a line says what it says, whether the points would have worked, edges, the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.calibration.drift import LEAST
from leadqual_gui.services.insights.values import EDGE_CHANGE, InsightsReport
from leadqual_gui.ui.insights.calibration.deciding import decision_of
from leadqual_gui.ui.insights.calibration.edges import EdgeAdvice
from leadqual_gui.ui.insights.calibration.facts import (
    Checks,
    Funnel,
    FunnelHead,
    HeldTiers,
    check_row,
    funnel_rows,
)
from leadqual_gui.ui.insights.calibration.foot import Banner
from leadqual_gui.ui.insights.calibration.legend import Legend
from leadqual_gui.ui.insights.calibration.methods import Methods, method_rows
from leadqual_gui.ui.insights.calibration.people import Drifts, ProfileBlock, VerdictList
from leadqual_gui.ui.insights.calibration.rows import Line
from leadqual_gui.ui.insights.calibration.why import WhyBlock
from leadqual_gui.ui.insights.charts.gains import GainsChart
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.wording import count, tr
from leadqual_gui.ui.matrix.effect.panel import scale_of
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.controls import Chip
from leadqual_gui.ui.widgets.themed import Label, Surface, margins
from leadqual_gui.ui.widgets.themed import Line as Divider

if TYPE_CHECKING:
    from leadqual_gui.domain.calibration.results import Split


class CalibrationPanel(QScrollArea):
    """Signals: `edge_taken(report, change)`, `change_taken(change)`, `lead_asked(id)`."""

    edge_taken = Signal(object, str)
    change_taken = Signal(str)
    lead_asked = Signal(int)

    def __init__(self, theme: Theme, session: InsightsSession) -> None:
        super().__init__()
        self.theme, self._session = theme, session
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Would it have worked?"))
        self._blocks: list[QWidget] = []
        self.drifts = Drifts(theme)
        self.why = WhyBlock(theme)
        self.sub = Label(theme, face="secondary", colour="text3", wrap=True)
        self.random = Chip(theme, tr("At random"), on=True)
        self.by_date = Chip(theme, tr("By date"))
        self.gains = GainsChart(theme)
        self.decision = Banner(theme)
        self.checks = Checks(theme)
        self.methods = Methods(theme)
        self.tiers = HeldTiers(theme)
        self.edges = EdgeAdvice(theme)
        self.funnel = Funnel(theme)
        self.profile = ProfileBlock(theme)
        self.verdicts = VerdictList(theme)
        self._build()
        self._connect()

    def _build(self) -> None:
        theme, s = self.theme, self.theme.look.s
        self.inside = Surface(theme, "base")
        self.column = margins(QVBoxLayout(self.inside), 0, 0, 0, 0, 0)
        self._drift_block = self._block(self.drifts)
        self._why_block = self._block(self.why)
        chips = margins(QHBoxLayout(), 0, 0, 0, 0, s.xs)
        self._ways = QButtonGroup(self)
        for chip in (self.random, self.by_date):
            chips.addWidget(chip)
            self._ways.addButton(chip)
        chips.addStretch(1)
        self._ways_row = QWidget()
        self._ways_row.setLayout(chips)
        self._worked = self._block(
            Label(theme, tr("Would it have worked?"), "title"),
            self.sub,
            self._ways_row,
            Legend(theme),
            self.gains,
            self.decision,
            self.checks,
        )
        self._method_block = self._block(
            SectionHead(theme, tr("What each rule does on them"), tr("0.5 is chance"), tall=False),
            self.methods,
        )
        said = tr("held out; today, then as many by the proposed")
        self.tier_head = SectionHead(theme, tr("Close rate by tier"), said, tall=False)
        self.tier_head.fact_at_end()
        self._tier_block = self._block(self.tier_head, self.tiers)
        self._edge_block = self._block(SectionHead(theme, tr("Where the hottest tier begins"), tall=False), self.edges)
        self.funnel_head = SectionHead(theme, tall=False)
        self._funnel_block = self._block(self.funnel_head, FunnelHead(theme, self.funnel), self.funnel)
        self._profile_block = self._block(self.profile)
        self._verdict_block = self._block(self.verdicts)
        self.column.addStretch(1)
        self.setWidget(self.inside)

    def _block(self, *widgets: QWidget) -> QWidget:
        """A block below the others, with a line under it."""
        block, s = QWidget(), self.theme.look.s
        inner = margins(QVBoxLayout(block), s.l, s.s, s.l, 0, s.xs)
        for widget in widgets:
            inner.addWidget(widget)
        inner.addSpacing(s.s)
        outer = QWidget()
        column = margins(QVBoxLayout(outer), 0, 0, 0, 0, 0)
        column.addWidget(block)
        column.addWidget(Divider(self.theme))
        self.column.addWidget(outer)
        self._blocks.append(outer)
        return outer

    def _connect(self) -> None:
        self.random.clicked.connect(self._show_split)
        self.by_date.clicked.connect(self._show_split)
        self.edges.edge_taken.connect(lambda report: self.edge_taken.emit(report, EDGE_CHANGE))
        self.profile.taken.connect(self.change_taken)
        self.verdicts.opened_lead.connect(self.lead_asked)

    # --- what is shown -----------------------------------------------------------------------------------------------
    def show_report(self, report: InsightsReport) -> None:
        """Show an answer."""
        rules, language = self._session.workspace.rules, self._session.language
        self._scale = scale_of(rules.matrix, language)
        self._why_block.hide()
        self._drift_block.setVisible(self.drifts.show_drift(report.today.drift, self._scale))
        comparison = report.comparison
        split = comparison.at_random if comparison is not None else None
        self._worked.setVisible(split is not None and self._tells(report))
        self.by_date.setEnabled(comparison is not None and comparison.by_date is not None)
        if not self.by_date.isEnabled():
            self.random.setChecked(True)
        if comparison is not None:
            few = tr("too few or no closing dates")
            self.checks.set_rows(
                [
                    check_row(tr("At random"), comparison.at_random, few),
                    check_row(tr("By date"), comparison.by_date, few),
                ]
            )
        self._show_split()
        self.methods.set_rows(method_rows(report.proposal))
        self._method_block.setVisible(len(self.methods.rows) > 1 and self._tells(report))
        self.edges.show_report(report, self._scale)
        self._edge_block.setVisible(bool(report.counts.customers))
        labels = {stage.id: stage.label.of(language) or stage.id for stage in rules.funnel.stages}
        self.funnel.set_rows(funnel_rows(report.funnel, {"won": tr("Won"), **labels}))
        days = report.funnel_days
        self.funnel_head.set_words(tr("Funnel, last %n days", round(days)) if days else tr("Funnel, all leads"))
        self._funnel_block.setVisible(bool(report.funnel))
        self._profile_block.setVisible(self.profile.show_profile(report.ideal, rules))
        self._verdict_block.setVisible(self.verdicts.show_verdicts(report))

    @staticmethod
    def _tells(report: InsightsReport) -> bool:
        """Whether there are leads enough for a curve to say anything."""
        return min(report.counts.customers, report.counts.lost) >= LEAST

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return all(block.isHidden() for block in self._blocks)

    def show_line(self, line: Line | None) -> None:
        """Say why a line of the table says what it says."""
        report = self._session.report
        shown = line is not None and not line.title and report is not None
        self._why_block.setVisible(shown)
        if shown and line is not None and report is not None:
            self.why.show_line(line, report, self._session.language)

    @property
    def split(self) -> Split | None:
        """The comparison that is shown: at random, or by date."""
        report = self._session.report
        comparison = report.comparison if report is not None else None
        if comparison is None:
            return None
        return comparison.by_date if self.by_date.isChecked() else comparison.at_random

    def _show_split(self) -> None:
        split = self.split
        self.gains.show_split(split)
        report = self._session.report
        tells = split is not None and report is not None and self._tells(report)
        self._tier_block.setVisible(tells)
        if split is None or not tells:
            return
        said = tr("On {tested} closed leads not used for the proposal: customers reached, in %")
        self.sub.setText(said.format(tested=count(split.tested_on)))
        decision = decision_of(split, self._scale.labels[-1])
        tone = "" if report is not None and report.worse_later and decision.tone == "good" else decision.tone
        icon = {"good": "circle-check", "warm": "triangle-alert"}.get(tone, "info")
        self.decision.say(decision.title, decision.about, icon, tone)
        self.tiers.show_split(split, self._scale)
