"""A score in words, for screen readers and for the line beside the number."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale

_tr = QCoreApplication.translate


def could_be(score: ScoreValue) -> str:
    """What the score could be: "could be 45 to 86"."""
    if score.least == score.greatest:
        return _tr("Score", "nothing is open")
    return _tr("Score", "could be {least} to {greatest}").format(
        least=numerals.isolated(numerals.whole(score.least)),
        greatest=numerals.isolated(numerals.whole(score.greatest)),
    )


def score_in_words(score: ScoreValue, scale: TierScale) -> str:
    """All of a score: "58, Warm, could be 45 to 86, not decided, grade A1"."""
    decided = _tr("Score", "decided") if score.decided else _tr("Score", "not decided")
    parts = [numerals.whole(score.score), scale.label(score.tier), could_be(score), decided]
    if score.grade:
        parts.append(_tr("Score", "grade {grade}").format(grade=score.grade))
    return numerals.plain(", ".join(parts))


def trend_in_words(points: int) -> str:
    """How the score moved in the last 7 days: "up 13 in 7 days"."""
    if not points:
        return _tr("Score", "unchanged in 7 days")
    words = _tr("Score", "up {points} in 7 days") if points > 0 else _tr("Score", "down {points} in 7 days")
    return words.format(points=abs(points))
