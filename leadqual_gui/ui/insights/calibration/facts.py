"""Small painted lists of the panel: tiers held out, both ways of checking, the funnel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.domain.calibration.conversion import Reached
from leadqual_gui.domain.calibration.results import Split
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.ui.insights.wording import count, interval, of_words, percent, tr, whole_percent
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.rows_view import Row, RowsView
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Themed

R = TypeVar("R", bound=Row)


class FactList(RowsView[R], Generic[R]):
    """Rows that are only read."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setAccessibleName(name)

    def row_height(self, row: R, at: int) -> int:
        look = self.theme.look
        return max(look.s.xl, look.f.body.metrics.height() + look.s.xs)


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier's close rate on leads that were not used for fitting: with today's points, and with those proposed."""

    tier: str
    label: str
    today: CloseRate
    proposed: CloseRate

    @property
    def spoken(self) -> str:
        """The row in words."""
        said = tr("{tier}: {today_of}, {today} today; {proposed_of}, {proposed} as proposed").format(
            tier=self.label,
            today_of=of_words(self.today),
            today=percent(self.today.rate),
            proposed_of=of_words(self.proposed),
            proposed=percent(self.proposed.rate),
        )
        return numerals.plain(said)


def tier_rows(split: Split, scale: TierScale) -> list[TierRow]:
    """The tiers, hottest first."""
    told = zip(scale.names, scale.labels, split.today.tiers, split.proposed.tiers, strict=False)
    return [TierRow(*one) for one in told][::-1]


class HeldTiers(FactList[TierRow]):
    """Close rate by tier, held out: today, then proposed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Close rate by tier, held out"))
        self._scale = TierScale()

    def show_split(self, split: Split, scale: TierScale) -> None:
        """Show these."""
        self._scale = scale
        self.set_rows(tier_rows(split, scale))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: TierRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c, s = look.f, look.c, look.s
        width = scores.tier_chip_width(look, row.label)
        chip = draw.mirrored(QRect(rect.left(), rect.top(), width, rect.height()), rect, rtl)
        scores.paint_tier_chip(painter, look, chip, self._scale.tone(row.tier), row.label, rtl)
        x = rect.right() + 1
        told = [of_words(rate) for one in self.rows for rate in (one.today, one.proposed)]
        arrow, rate, of = s.xl, f.body_strong.width("100 %") + s.s, max(map(f.secondary.width, told)) + s.s

        def place(size: int) -> QRect:
            nonlocal x
            x -= size
            return draw.mirrored(QRect(x, rect.top(), size, rect.height()), rect, rtl)

        draw.text(painter, f.body_strong, c.text1, place(rate), percent(row.proposed.rate), draw.end(rtl))
        draw.text(painter, f.secondary, c.text3, place(of), of_words(row.proposed), draw.end(rtl))
        draw.icon(painter, look, "arrow-right", c.text3, place(arrow), rtl, s.type_secondary)
        draw.text(painter, f.body_medium, c.text2, place(rate), percent(row.today.rate), draw.end(rtl))
        widest = max(scores.tier_chip_width(look, one.label) for one in self.rows)
        if x - of > rect.left() + widest:
            draw.text(painter, f.secondary, c.text3, place(of), of_words(row.today), draw.end(rtl))


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One way of checking: how well today's points and the proposed tell customers from others (AUC)."""

    label: str
    leads: int
    today: float | None
    proposed: float | None
    verdict: str

    @property
    def spoken(self) -> str:
        """The row in words."""
        return numerals.plain(
            f"{self.label}, {count(self.leads)}: {_auc(self.today)}, {_auc(self.proposed)}. {self.verdict}"
        )


def check_row(label: str, split: Split | None, missing: str) -> CheckRow:
    """A way of checking, or why it cannot be done."""
    if split is None:
        return CheckRow(label, 0, None, None, missing)
    difference = split.difference
    if difference.value is None:
        said = missing
    elif difference.within_chance:
        said = tr("within chance")
    else:
        said = tr("better") if difference.value > 0 else tr("worse")
    return CheckRow(label, split.tested_on, split.today.auc.value, split.proposed.auc.value, said)


def _auc(value: float | None) -> str:
    return numerals.EN_DASH if value is None else numerals.isolated(numerals.decimal(value, 2))


class Checks(FactList[CheckRow]):
    """At random and by date, one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("How well customers are told from others, on leads not used for fitting"))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: CheckRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c, s = look.f, look.c, look.s
        half = round(rect.width() * 0.42)
        label = draw.mirrored(QRect(rect.left(), rect.top(), half - s.s, rect.height()), rect, rtl)
        leads = tr("{label}, {leads} leads").format(label=row.label, leads=count(row.leads)) if row.leads else row.label
        draw.text(painter, f.secondary, c.text2, label, leads, draw.start(rtl))
        if row.today is None:
            rest = draw.mirrored(rect.adjusted(half, 0, 0, 0), rect, rtl)
            draw.text(painter, f.secondary, c.text3, rest, row.verdict, draw.start(rtl))
            return
        x = rect.left() + half

        def place(size: int) -> QRect:
            nonlocal x
            x += size
            return draw.mirrored(QRect(x - size, rect.top(), size, rect.height()), rect, rtl)

        wide = f.body_strong.width("0.00") + 2
        draw.text(painter, f.body_medium, c.text2, place(wide), _auc(row.today), draw.start(rtl))
        draw.icon(painter, look, "arrow-right", c.text3, place(s.xl), rtl, s.type_secondary)
        draw.text(painter, f.body_strong, c.text1, place(wide + s.s), _auc(row.proposed), draw.start(rtl))
        rest = draw.mirrored(QRect(x, rect.top(), rect.right() + 1 - x, rect.height()), rect, rtl)
        draw.text(painter, f.secondary, c.text3, rest, row.verdict, draw.start(rtl))


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """How many leads reached a stage, and which share of the one before went on."""

    label: str
    leads: int
    went_on: CloseRate | None
    median_days: float | None
    share: float

    @property
    def range_words(self) -> str:
        """Where the true share lies: "41–49"."""
        if self.went_on is None:
            return ""
        low, high = (whole_percent(end) for end in self.went_on.interval)
        return numerals.isolated(numerals.span(low, high))

    @property
    def spoken(self) -> str:
        """The row in words."""
        said = [f"{self.label}: {count(self.leads)}"]
        if self.went_on is not None:
            told = tr("{share} went on, interval {interval}")
            said.append(told.format(share=percent(self.went_on.rate), interval=interval(self.went_on)))
        if self.median_days is not None:
            said.append(tr("half of them within %n day(s)", round(self.median_days)))
        return numerals.plain(", ".join(said))


def funnel_rows(funnel: Sequence[Reached], labels: dict[str, str]) -> list[FunnelRow]:
    """The stages, from first to won."""
    most = max((one.leads for one in funnel), default=1) or 1
    return [
        FunnelRow(labels.get(one.stage, one.stage), one.leads, one.went_on, one.median_days, one.leads / most)
        for one in funnel
    ]


class Funnel(FactList[FunnelRow]):
    """Stages with bars, counts, shares and their ranges."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Funnel"))

    def columns(self, rect: QRect) -> tuple[QRect, QRect, QRect, QRect, QRect]:
        """Label, bar, leads, went on, range."""
        f, s = self.theme.look.f, self.theme.look.s
        label = min(round(rect.width() * 0.25), max((f.body.width(row.label) for row in self.rows), default=0) + s.m)
        leads, share, span = s.xl + s.l, s.xl * 2 + s.s, s.xl * 2
        bar = max(s.xl, rect.width() - label - leads - share - span)
        found, x = [], rect.left()
        for width in (label, bar, leads, share, span):
            found.append(QRect(x, rect.top(), width, rect.height()))
            x += width
        return found[0], found[1], found[2], found[3], found[4]

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: FunnelRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c = look.f, look.c
        label, bar, leads, share, span = self.columns(rect)
        height = look.s.m + 2
        width = max(2.0, row.share * bar.width())
        shape = QRect(bar.left(), bar.center().y() - height // 2 + 1, round(width), height)

        def there(place: QRect) -> QRect:
            return draw.mirrored(place, rect, rtl)

        draw.text(painter, f.body, c.text1, there(label), row.label, draw.start(rtl))
        draw.rounded(painter, QRectF(there(shape)), 1, c.text_disabled)
        draw.text(painter, f.body_strong, c.text1, there(leads), count(row.leads), draw.end(rtl))
        if row.went_on is not None:
            draw.text(painter, f.secondary, c.text2, there(share), percent(row.went_on.rate), draw.end(rtl))
            draw.text(painter, f.secondary, c.text3, there(span), row.range_words, draw.end(rtl))


class FunnelHead(Themed, QWidget):
    """The names of the funnel's columns."""

    def __init__(self, theme: Theme, beneath: Funnel) -> None:
        super().__init__()
        self._beneath = beneath
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(0, self.look.f.secondary.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect, rtl = self.rect(), self.rtl()
        look: Look = self.look
        _label, _bar, *columns = self._beneath.columns(rect)
        with draw.painting(QPainter(self)) as painter:
            for place, words in zip(columns, (tr("leads"), tr("went on"), tr("range")), strict=True):
                there = draw.mirrored(place, rect, rtl)
                draw.text(painter, look.f.secondary, look.c.text3, there, words, draw.end(rtl))
        painter.end()
