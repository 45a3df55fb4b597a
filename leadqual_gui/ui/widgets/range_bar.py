"""Widgets for one lead's score: the large range bar with labels, and the row of number, tier, grade and range."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRect, QSize, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.spoken import could_be, score_in_words
from leadqual_gui.ui.widgets.themed import Themed


class RangeBar(Themed, QWidget):
    """The large range bar: zones, range, pin, labels. The pin moves to a new score in 120 ms unless motion is off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, surface: str = "base") -> None:
        super().__init__(parent)
        self._score: ScoreValue | None = None
        self._scale = TierScale()
        self._surface = surface
        self._at: float | None = None
        self._move = QVariantAnimation(self)
        self._move.setDuration(tokens.MOVE_MS)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.valueChanged.connect(self._on_moved)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_score(self, score: ScoreValue, scale: TierScale, moving: bool = False) -> None:
        """Show a score on its scale; with `moving` (the same lead, changed) the pin glides there."""
        before = self._score
        self._score, self._scale, self._at = score, scale, None
        self.setAccessibleName(score_in_words(score, scale))
        if moving and before is not None and self.theme.motion and before.score != score.score:
            self._move.stop()
            self._move.setStartValue(float(before.score))
            self._move.setEndValue(float(score.score))
            self._move.start()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.range_bar * 3, s.range_large_pin_height + s.xs + self.look.f.secondary.leading)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.range_bar, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._score is None:
            return
        look, rtl = self.look, self.rtl()
        bar = QRect(0, 0, self.width(), look.s.range_large_pin_height)
        labels = QRect(0, bar.bottom() + 1 + look.s.xs, self.width(), look.f.secondary.leading)
        surface = getattr(look.c, self._surface)
        with draw.painting(QPainter(self)) as painter:
            scores.paint_range_bar_large(painter, look, bar, self._score, self._scale, surface, rtl, self._at)
            scores.paint_range_labels(painter, look, labels, self._scale, rtl)
        painter.end()

    def _on_moved(self, value: float) -> None:
        self._at = value
        self.update()


class ScoreHead(Themed, QWidget):
    """One lead's score in a panel: the number large, tier chip, grade, and what it could be."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: ScoreValue | None = None
        self._scale = TierScale()
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_score(self, score: ScoreValue, scale: TierScale, note: str = "") -> None:
        """Show a score; `note` replaces "could be 45 to 86"."""
        self._score, self._scale = score, scale
        self._note = note or could_be(score)
        self.setAccessibleName(score_in_words(score, scale))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.range_bar * 3, self.look.f.display.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        score = self._score
        if score is None:
            return
        look, s, f, rtl, row = self.look, self.look.s, self.look.f, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            words = numerals.isolated(numerals.whole(score.score))
            used = draw.text(painter, f.display, look.c.text1, row, words, draw.start(rtl)) + s.m
            label = self._scale.label(score.tier)
            width = scores.tier_chip_width(look, label)
            tone = self._scale.tone(score.tier)
            place = draw.mirrored(QRect(used, 0, width, row.height()), row, rtl)
            scores.paint_tier_chip(painter, look, place, tone, label, rtl)
            used += width + s.s
            if score.grade:
                place = QRect(used, 0, scores.grade_width(s), row.height())
                scores.paint_grade(painter, look, draw.mirrored(place, row, rtl), score.grade)
                used += scores.grade_width(s) + s.s
            rest = draw.mirrored(QRect(used, 0, max(0, row.width() - used), row.height()), row, rtl)
            draw.text(painter, f.body, look.c.text2, rest, self._note, draw.start(rtl))
        painter.end()
