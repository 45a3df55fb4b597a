"""What the pictures of an answer are made from: the answer, and what the rules call things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QLocale

from leadqual_gui.domain.calibration.conversion import WON
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.insights.plots.pictures import Mark, Series
from leadqual_gui.ui.insights.wording import interval, of_words, percent, tr
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals

INKS = {Tone.COLD: "cold.mark", Tone.WARM: "warm.mark", Tone.HOT: "hot.mark"}
TINTS = {Tone.COLD: "cold.tint", Tone.WARM: "warm.tint", Tone.HOT: "hot.tint"}
MARKS = {Tone.COLD: Mark.RING, Tone.WARM: Mark.HALF, Tone.HOT: Mark.DOT}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and what the rules call things."""

    report: InsightsReport
    names: Vocabulary

    def tier(self, tier: str) -> str:
        """A tier's word."""
        return self.names.scale.label(tier)

    def tiers(self) -> tuple[Series, ...]:
        """The tiers as series, coldest first."""
        scale = self.names.scale
        tones = [scale.tone(name) for name in scale.names]
        return tuple(Series(label, INKS[tone], MARKS[tone]) for label, tone in zip(scale.labels, tones, strict=True))

    def stage(self, stage: str) -> str:
        """A stage's word."""
        return tr("Won") if stage == WON and stage not in self.names.stages else self.names.stages.get(stage, stage)


def month_words(month: datetime) -> str:
    """A month: "Jul 2026"."""
    return f"{QLocale().monthName(month.month, QLocale.FormatType.ShortFormat)} {numerals.digits(str(month.year))}"


def rate_words(rate: CloseRate) -> str:
    """A close rate with all that stands behind it."""
    words = tr("{rate}, {of}, interval {interval}").format(
        rate=percent(rate.rate), of=of_words(rate), interval=interval(rate)
    )
    return tr("{words}: too few to say").format(words=words) if rate.few else words
