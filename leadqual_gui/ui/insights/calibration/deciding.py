"""What the comparison on leads not used for fitting comes to, in one sentence and its figures."""

from __future__ import annotations

from typing import NamedTuple

from leadqual_gui.domain.calibration.drift import LEAST, surely_above
from leadqual_gui.domain.calibration.results import Split
from leadqual_gui.ui.insights.wording import interval, of_words, percent, tr
from leadqual_gui.ui.widgets import numerals


class Decision(NamedTuple):
    """The sentence, its figures, and whether it is good news ("good"), open ("") or bad ("warm")."""

    title: str
    about: str
    tone: str


def decision_of(split: Split, hottest: str) -> Decision:
    """The verdict on a split. `hottest` is what the hottest tier is called."""
    chance = split.difference.within_chance
    better = (split.difference.value or 0.0) > 0
    title, about, proven = _hot(split, hottest) or _best(split) or _told(split)
    if chance and _none_better(split):
        return Decision(tr("Today's points do as well"), _as_well(split, about), "")
    if chance:
        found = title if _hot(split, hottest) else tr("No difference was found")
        return Decision(found, _with(about, tr("within chance")), "")
    if not better:
        return Decision(tr("The proposed points do worse"), _with(about, tr("keep today's")), "warm")
    said = tr("more than chance") if proven else tr("likely, not proven")
    return Decision(title, _with(about, said), "good")


def _with(about: str, said: str) -> str:
    return f"{about}: {said}" if about else said


def _none_better(split: Split) -> bool:
    """Whether other points were tried, and did better in nothing that is looked at."""
    value = split.difference.value
    return value is not None and value <= 0 and _hot(split, "") is None and _best(split) is None


def _as_well(split: Split, about: str) -> str:
    """How well both do; a span that is nothing but zero says nothing, so then the share that both order right."""
    low, high, today = split.difference.low, split.difference.high, split.today.auc.value
    if today is None or round(100 * low) or round(100 * high):
        return _with(about, tr("within chance"))
    said = tr("Of a customer and another lead, {share} of pairs stand in the right order: with other points, too")
    return said.format(share=percent(today))


def _hot(split: Split, hottest: str) -> tuple[str, str, bool] | None:
    """The hottest tier before and after, if there are enough leads in it."""
    today, proposed = split.today.tiers[-1], split.proposed.tiers[-1]
    if min(today.leads, proposed.leads) < LEAST or (proposed.rate or 0.0) <= (today.rate or 0.0):
        return None
    title = tr("As many {tier} leads as today would close at {proposed} instead of {today}").format(
        tier=hottest, proposed=percent(proposed.rate), today=percent(today.rate)
    )
    about = tr("{proposed} ({proposed_range}) against {today} ({today_range})").format(
        proposed=of_words(proposed),
        proposed_range=interval(proposed),
        today=of_words(today),
        today_range=interval(today),
    )
    return title, about, surely_above(proposed, today)


def _best(split: Split) -> tuple[str, str, bool] | None:
    """Customers among the best fifth of leads."""
    today, proposed = split.today.best_fifth, split.proposed.best_fifth
    if today is None or proposed is None or proposed[0] <= today[0]:
        return None
    words = tr("The best fifth of leads holds {proposed} of customers instead of {today}")
    title = words.format(proposed=percent(proposed[0]), today=percent(today[0]))
    about = tr("{low} to {high} against {low_today} to {high_today}").format(
        low=percent(proposed[1]), high=percent(proposed[2]), low_today=percent(today[1]), high_today=percent(today[2])
    )
    return title, about, proposed[1] > today[2]


def _told(split: Split) -> tuple[str, str, bool]:
    """How well customers are told from others over all scores."""
    today, proposed = split.today.auc, split.proposed.auc
    if today.value is None or proposed.value is None:
        return tr("No difference was found"), "", False
    title = tr("Of a customer and another lead, {proposed} of pairs stand in the right order, {today} today").format(
        proposed=percent(proposed.value), today=percent(today.value)
    )
    low, high = split.difference.low, split.difference.high
    about = tr("{low} to {high} points of a hundred more").format(low=_hundredths(low), high=_hundredths(high))
    return title, about, False


def _hundredths(value: float) -> str:
    return numerals.isolated(numerals.signed(round(100 * value)))
