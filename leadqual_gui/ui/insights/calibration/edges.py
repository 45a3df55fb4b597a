"""Where the hottest tier should begin: calls a week that the team can make against customers caught and missed."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from leadqual_gui.domain.calibration.thresholds import Edge, ThresholdAdvice
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.insights.wording import count, of_words, percent, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.whole_numbers import WholeBox
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.controls import Button, Chip, Height
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, margins

MOST_CALLS = 9999
USUAL_CALLS = 10


class EdgeAdvice(QWidget):
    """`edge_taken(report)` with the answer that has the chosen edge."""

    edge_taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._report: InsightsReport | None = None
        self._scale = TierScale()
        self.calls = WholeBox()
        self.calls.setRange(1, MOST_CALLS)
        self.calls.setValue(USUAL_CALLS)
        self.calls.setAccessibleName(tr("Calls a week that the team can make"))
        self.edge = QSlider(Qt.Orientation.Horizontal)
        self.edge.setAccessibleName(tr("Where the hottest tier begins"))
        self.with_proposed = Chip(theme, tr("With the proposed points"))
        self.from_ = Label(theme, face="body_medium")
        self.said = Label(theme, face="secondary", colour="text2", wrap=True)
        self.now = Label(theme, face="secondary", colour="text3", wrap=True)
        self.take = Button(theme, tr("Put this edge into the draft"), height=Height.SMALL)
        self._build()
        self.calls.valueChanged.connect(self._on_calls_changed)
        self.edge.valueChanged.connect(self._say)
        self.with_proposed.clicked.connect(lambda: self._on_calls_changed(self.calls.value()))
        self.take.clicked.connect(self._take)

    def _build(self) -> None:
        s = self._theme.look.s
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.xs)
        asked = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        label = ElidedLabel(self._theme, tr("Calls a week our team can make"), colour="text2")
        label.setBuddy(self.calls)
        asked.addWidget(label, 1)
        asked.addWidget(self.calls)
        chosen = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        chosen.addWidget(self.from_)
        chosen.addWidget(self.edge, 1)
        foot = margins(QHBoxLayout(), 0, s.xs, 0, 0, s.s)
        foot.addStretch(1)
        foot.addWidget(self.take)
        column.addLayout(asked)
        column.addWidget(self.with_proposed)
        column.addLayout(chosen)
        column.addWidget(self.said)
        column.addWidget(self.now)
        column.addLayout(foot)

    # --- what is shown -----------------------------------------------------------------------------------------------
    @property
    def advice(self) -> ThresholdAdvice | None:
        """Of today's points, or of the proposed ones."""
        if self._report is None:
            return None
        proposed = self._report.proposed if self.with_proposed.isChecked() else None
        return (proposed or self._report.today).thresholds

    def show_report(self, report: InsightsReport, scale: TierScale) -> None:
        """Show what each edge would come to."""
        self._report, self._scale = report, scale
        self.with_proposed.setVisible(report.proposed is not None)
        if report.proposed is None:
            self.with_proposed.setChecked(False)
        colder = scale.edges[-2] if len(scale.edges) > 1 else scale.low
        self.edge.blockSignals(True)
        self.edge.setRange(colder + 1, scale.high)
        self.edge.setValue(report.today.thresholds.today)
        self.edge.blockSignals(False)
        self._begin_with_today(report.today.thresholds)
        self.setVisible(len(scale.edges) > 1 and bool(report.today.thresholds.edges))
        self._say()

    def _begin_with_today(self, advice: ThresholdAdvice) -> None:
        """As many calls as today's edge brings leads; none can be told where nobody knows how long the leads took."""
        self.calls.setEnabled(advice.weeks is not None)
        now = advice.at(advice.today)
        if now is not None and now.a_week is not None:
            self.calls.blockSignals(True)
            self.calls.setValue(max(1, math.ceil(now.a_week)))
            self.calls.blockSignals(False)

    def _on_calls_changed(self, calls: int) -> None:
        advice = self.advice
        if advice is None or advice.weeks is None:
            self._say()
            return
        found = advice.fitting(calls, self.edge.minimum() - 1)
        self.edge.setValue(found if found is not None else self.edge.maximum())
        self._say()

    def _say(self) -> None:
        advice = self.advice
        chosen = advice.at(self.edge.value()) if advice is not None else None
        if advice is None or chosen is None or self._report is None:
            return
        hottest = self._scale.labels[-1]
        self.from_.setText(tr("{tier} from {points}").format(tier=hottest, points=count(chosen.points)))
        self.said.setText(edge_words(chosen))
        current = advice.at(advice.today)
        moved = chosen.points != advice.today
        told = tr("Today {tier} begins at {points}: {said}")
        said = told.format(tier=hottest, points=count(advice.today), said=edge_words(current)) if current else ""
        self.now.setText(said)
        self.now.setVisible(moved)
        self.take.setEnabled(moved)

    def _take(self) -> None:
        if self._report is not None:
            self.edge_taken.emit(self._report.with_edge(self.edge.value(), float(self.calls.value())))


def edge_words(edge: Edge) -> str:
    """What an edge comes to: leads a week, customers caught and missed, and how often those above it close."""
    said = []
    if edge.a_week is not None:
        said.append(tr("{leads} leads a week").format(leads=numerals.isolated(numerals.decimal(edge.a_week, 1))))
    else:
        said.append(tr("%Ln lead(s)", edge.leads))
    said.append(
        tr("{caught} customers caught, {missed} missed").format(caught=count(edge.caught), missed=count(edge.missed))
    )
    if edge.rate.leads:
        said.append(tr("{rate} of them close ({of})").format(rate=percent(edge.rate.rate), of=of_words(edge.rate)))
    return ", ".join(said)
