"""What people and profiles say: tiers out of order, the ideal buyer's profile, verdicts on scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.calibration.drift import Drift
from leadqual_gui.domain.calibration.ideal_profile import IdealProfile
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.insights.values import PROFILE_CHANGE, Ended, InsightsReport, VerdictRow
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.insights.calibration.facts import FactList
from leadqual_gui.ui.insights.calibration.foot import Banner
from leadqual_gui.ui.insights.wording import count, fact_words, of_words, percent, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Label, margins

MOST_VERDICTS = 5


class Drifts(QWidget):
    """Says where a colder tier closes more often than a hotter one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.banner = Banner(theme)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.banner)

    def show_drift(self, drift: Sequence[Drift], scale: TierScale) -> bool:
        """Whether there is something to say."""
        worst = next((one for one in drift if one.sure), drift[0] if drift else None)
        if worst is None:
            return False
        colder, hotter = (scale.label(one.tier) for one in (worst.colder, worst.hotter))
        title = tr("{colder} leads close more often than {hotter} ones").format(colder=colder, hotter=hotter)
        said = tr("{colder} ({of_colder}) against {hotter} ({of_hotter}): {how}")
        how = tr("more than chance. The points need another look") if worst.sure else tr("it may be chance")
        about = said.format(
            colder=percent(worst.colder.rate.rate),
            of_colder=of_words(worst.colder.rate),
            hotter=percent(worst.hotter.rate.rate),
            of_hotter=of_words(worst.hotter.rate),
            how=how,
        )
        self.banner.say(title, about, "triangle-alert", "warm")
        return True


@dataclass(frozen=True, slots=True)
class CommonRow:
    """A fact that customers share."""

    label: str
    of_customers: float
    of_all: float

    @property
    def spoken(self) -> str:
        """The row in words."""
        said = tr("{label}: {customers} of customers, {all} of all leads")
        return numerals.plain(
            said.format(label=self.label, customers=percent(self.of_customers), all=percent(self.of_all))
        )


class _Commons(FactList[CommonRow]):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: CommonRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c = look.f, look.c
        said = tr("{customers} against {all}").format(customers=percent(row.of_customers), all=percent(row.of_all))
        width = f.secondary.width(said) + 2
        end = draw.mirrored(QRect(rect.right() + 1 - width, rect.top(), width, rect.height()), rect, rtl)
        label = draw.mirrored(rect.adjusted(0, 0, -width - look.s.s, 0), rect, rtl)
        draw.text(painter, f.body, c.text1, label, row.label, draw.start(rtl))
        draw.text(painter, f.secondary, c.text2, end, said, draw.end(rtl))


class ProfileBlock(QWidget):
    """What customers have in common, as a draft of the ideal buyer's profile. `taken(change)`."""

    taken = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head = SectionHead(theme, tr("Ideal buyer, from the data"), tr("customers against all"), tall=False)
        self.head.fact_at_end()
        self.facts = _Commons(theme, tr("What customers have in common"))
        self.said = Label(theme, face="secondary", colour="text2", wrap=True)
        self.take = Button(theme, tr("Put this profile into its draft"), height=Height.SMALL)
        self.take.clicked.connect(lambda: self.taken.emit(PROFILE_CHANGE))
        s = theme.look.s
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.xs)
        for part in (self.head, self.facts, self.said):
            column.addWidget(part)
        foot = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self.take)
        column.addLayout(foot)

    def show_profile(self, ideal: IdealProfile | None, rules: Rules) -> bool:
        """Whether there is one."""
        if ideal is None:
            return False
        self.facts.set_rows(
            [
                CommonRow(f"{fact_words(one.fact, rules)}: {one.label}", one.of_customers, one.of_all)
                for one in ideal.facts
            ]
        )
        said = tr("Inside it {inside} close ({of_inside}), outside {outside} ({of_outside})")
        self.said.setText(
            said.format(
                inside=percent(ideal.inside.rate),
                of_inside=of_words(ideal.inside),
                outside=percent(ideal.outside.rate),
                of_outside=of_words(ideal.outside),
            )
        )
        return True


def judgement_words(judgement: Judgement) -> str:
    """Which way a score is called wrong."""
    return tr("too high") if judgement is Judgement.TOO_HIGH else tr("too low")


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A verdict that somebody gave."""

    source: VerdictRow
    now: datetime

    @property
    def label(self) -> str:
        """Who it was about, and which way."""
        return f"{self.source.name}: {judgement_words(self.source.judgement)}"

    @property
    def about(self) -> str:
        """Of which score, why, and what became of the lead."""
        before = self.source.ended is Ended.BEFORE
        ends = (
            {"won": tr("won before"), "lost": tr("lost before")} if before else {"won": tr("won"), "lost": tr("lost")}
        )
        ended = ends.get(self.source.outcome, "")
        shown = numerals.isolated(numerals.whole(round(self.source.tenths / 10)))
        return ", ".join(part for part in (shown, self.source.reason or "", ended) if part)

    @property
    def spoken(self) -> str:
        """The row in words."""
        return numerals.plain(f"{self.label}, {self.about}, {short_day(self.source.at, self.now)}")


class _Verdicts(FactList[SaidRow]):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: SaidRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c = look.f, look.c
        used = draw.text(painter, f.body, c.text1, rect, row.label, draw.start(rtl)) + look.s.s
        rest = rect.adjusted(0, 0, -used, 0) if rtl else rect.adjusted(used, 0, 0, 0)
        draw.text(painter, f.secondary, c.text3, rest, row.about, draw.start(rtl))


class VerdictList(QWidget):
    """Scores that people called too high or too low, beside what became of the leads. `opened_lead(id)`."""

    opened_lead = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head = SectionHead(theme, tr("What people said of scores"), tall=False)
        self.counts = Label(theme, face="secondary", colour="text2", wrap=True)
        self.rows = _Verdicts(theme, tr("What people said of scores"))
        self.rows.opened.connect(lambda row: self.opened_lead.emit(row.source.lead_id))
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, theme.look.s.xs)
        for part in (self.head, self.counts, self.rows):
            column.addWidget(part)

    def show_verdicts(self, report: InsightsReport) -> bool:
        """Whether anybody said something."""
        self.rows.set_rows([SaidRow(row, report.at) for row in report.verdicts[:MOST_VERDICTS]])
        said = []
        for one in report.verdict_counts:
            words = tr("{count} times {judgement}").format(
                count=count(one.verdicts), judgement=judgement_words(one.judgement)
            )
            closed = (
                tr("{of} of those closed later were won").format(of=of_words(one.closed)) if one.closed.leads else ""
            )
            said.append(f"{words} ({closed})" if closed else words)
        self.counts.setText(". ".join(said))
        return bool(report.verdicts)
