"""The answers to the question at hand: each level as a sentence, with what it would do to the score."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.framework import AnswerLevel
from leadqual_gui.domain.interview_outlook import LevelOutcome, Outlook
from leadqual_gui.domain.interview_states import ElementState, Known
from leadqual_gui.ui.interview.shown_button import ShownButton
from leadqual_gui.ui.interview.wording import decides_words, words
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks, numerals, scores
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Themed, margins

LEVELS = 4


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A level as its row shows it. `given`: it is what was heard; `proposed`: what the data say."""

    key: str
    sentence: str
    change: int = 0
    shown: int = 0
    tone: Tone = Tone.COLD
    tier: str = ""
    effect: str = ""
    given: bool = False
    proposed: bool = False
    fatal: bool = False

    @property
    def points(self) -> str:
        """By how much the score would move."""
        return numerals.signed_tenths_short(self.change)

    @property
    def spoken(self) -> str:
        """The row in words."""
        heard = words("heard") if self.given else words("proposed by the data") if self.proposed else ""
        told = words("{points} points, then {score}, {tier}, {effect}").format(
            points=self.points, score=self.shown, tier=self.tier, effect=self.effect
        )
        return ", ".join(part for part in (self.sentence.rstrip("."), told, heard) if part)


def answer_view(
    level: AnswerLevel, outcome: LevelOutcome, state: ElementState, before: Outlook, scale: TierScale, language: str
) -> AnswerView:
    """A level with what it would do."""
    given = state.level == level.level and state.known in (Known.HEARD, Known.CONFIRMED, Known.STALE)
    proposed = state.proposal is not None and state.proposal.level == level.level
    return AnswerView(
        str(level.level),
        level.sentence.of(language).rstrip(".。"),
        outcome.change,
        outcome.shown,
        scale.tone(outcome.tier),
        scale.label(outcome.tier),
        decides_words(outcome, before),
        given,
        proposed and not given,
        bool(outcome.disqualifies) and outcome.disqualifies != before.disqualified,
    )


NARROW = 400
"""In fewer pixels of plain text the sentence takes the room of the last word, unless the answer disqualifies."""


class AnswerRow(ShownButton[AnswerView]):
    """One level: key, whole sentence, points, tier and score that follow, and whether that decides."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, AnswerView("", ""))

    def describe(self, view: AnswerView) -> tuple[str, str]:
        hint = words("Alt {key} while a note is being written").format(key=view.key)
        return view.spoken, tool_tip(view.sentence, view.key, hint)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.search_field, max(self.look.s.level_answer, 2 * self.look.f.body.metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.search_field, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, view = self.look, self.look.c, self.look.s, self._view
        rect, rtl = self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            edge, fill = c.line_strong, c.base
            if self.underMouse() or self.isDown():
                edge, fill = c.control, c.hover
            if view.given:
                edge, fill = c.positive_bar, c.plus.steps[0]
            dashed = view.proposed
            draw.outlined(painter, rect, s.radius, c.positive_bar if dashed else edge, fill, dashed=dashed)
            cap = draw.mirrored(QRect(s.m, 0, marks.key_cap_width(look, view.key), rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, cap, view.key)
            left = s.m + cap.width() + s.m + 2
            right = self._paint_effect(painter, rect, rtl)
            place = draw.mirrored(QRect(left, 0, rect.width() - left - right, rect.height()), rect, rtl)
            self._paint_sentence(painter, place, rtl)
        painter.end()

    def _paint_sentence(self, painter: QPainter, place: QRect, rtl: bool) -> None:
        look, view = self.look, self._view
        if look.f.body_medium.width(view.sentence) <= place.width():
            draw.text(painter, look.f.body_medium, look.c.text1, place, view.sentence, draw.start(rtl))
            return
        wrap = Qt.TextFlag.TextWordWrap
        fits = look.f.body.metrics.boundingRect(place, wrap, view.sentence).height() <= place.height()
        painter.setFont((look.f.body if fits else look.f.secondary).font)
        painter.setPen(look.c.text1)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | wrap
        painter.drawText(place, flags, view.sentence)

    def _paint_effect(self, painter: QPainter, rect: QRect, rtl: bool) -> int:
        """Points, arrow, mark, score and effect at the end; returns the width they took."""
        look, s, c, view = self.look, self.look.s, self.look.c, self._view
        said = (words("still open"), words("decides"), view.effect)
        wide = view.fatal or rect.width() >= NARROW * self.theme.zoom
        effect = max(look.f.secondary.width(word) for word in said) + 2 if wide else 0
        at = rect.width() - s.m - effect

        def place(width: int, gap: int) -> QRect:
            nonlocal at
            at -= width + gap
            return draw.mirrored(QRect(at, 0, width, rect.height()), rect, rtl)

        end = draw.mirrored(QRect(at, 0, effect, rect.height()), rect, rtl)
        colour = c.hot.text if view.fatal else c.text3
        if effect:
            draw.text(painter, look.f.secondary, colour, end, view.effect, draw.start(rtl))
        number = place(look.f.body_strong.width("000") + 1, s.s)
        draw.text(painter, look.f.body_strong, c.text1, number, numerals.isolated(str(view.shown)), draw.start(rtl))
        scores.paint_tier_mark(painter, look, place(s.tier_mark, s.xs + 2), view.tone)
        draw.icon(painter, look, "arrow-right", c.text3, place(s.icon_small, s.s), rtl, s.type_secondary)
        colour = c.positive_text if view.change > 0 else c.negative_text if view.change < 0 else c.text3
        points = place(s.ledger_points, s.s)
        draw.text(painter, look.f.secondary, colour, points, numerals.isolated(view.points), draw.end(rtl))
        if view.given or view.proposed:
            name = "check" if view.given else "circle-question-mark"
            draw.icon(painter, look, name, c.positive_text, place(s.icon_small, s.xs), size=s.icon_small)
        return rect.width() - at + s.s


class OtherAnswer(Themed, QAbstractButton):
    """ "Does not know yet" or "would not say": dashed, because it does not count."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)

    def nextCheckState(self) -> None:
        """It is on if it was answered, not because it was pressed."""

    def say(self, sentence: str, on: bool) -> None:
        """Show what it means now, and whether it is what was answered."""
        if sentence == self.text() and on == self.isChecked():
            return
        self.setText(sentence)
        self.setChecked(on)
        self.setAccessibleName(sentence)
        self.setToolTip(
            tool_tip(sentence, self._key, words("Alt {key} while a note is being written").format(key=self._key))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        width = s.m + marks.key_cap_width(self.look, self._key) + s.m + self.look.f.body.width(self.text()) + s.m + 2
        return QSize(width, s.row + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.xl * 3, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, rect, rtl = self.look, self.look.c, self.look.s, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            fill: QColor = c.selected if self.isChecked() else c.hover if self.underMouse() else c.base
            draw.outlined(painter, rect, s.radius, c.control, fill, dashed=True)
            cap = draw.mirrored(QRect(s.m, 0, marks.key_cap_width(look, self._key), rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, cap, self._key)
            left = s.m + cap.width() + s.m + 2
            place = draw.mirrored(QRect(left, 0, rect.width() - left - s.s, rect.height()), rect, rtl)
            draw.text(painter, look.f.body, c.text2, place, self.text(), draw.start(rtl))
        painter.end()


class AnswerList(QWidget):
    """All ways to answer. `answered(key)` with the key of the one that was pressed."""

    answered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [AnswerRow(theme) for _ in range(LEVELS)]
        self.unknown, self.refused = OtherAnswer(theme, "U"), OtherAnswer(theme, "R")
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, theme.look.s.xs + 2)
        for row in self.rows:
            column.addWidget(row)
            row.clicked.connect(lambda _on=False, r=row: self.answered.emit(r.view.key))
        others = margins(QHBoxLayout(), 0, 0, 0, 0, theme.look.s.xs + 2)
        others.addWidget(self.unknown, 1)
        others.addWidget(self.refused)
        column.addLayout(others)
        self.unknown.clicked.connect(lambda: self.answered.emit("U"))
        self.refused.clicked.connect(lambda: self.answered.emit("R"))

    def show_answers(self, views: tuple[AnswerView, ...], state: ElementState | None, shown: int, now: int) -> None:
        """Show the levels, and `shown`, the score that "does not know" leads to from `now`."""
        for row, view in zip(self.rows, views, strict=False):
            row.show_view(view)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(views))
        counted = state is not None and state.answered
        told = words("Does not know yet: stays unknown, the score stays {score}")
        if counted:
            moves = words("Does not know yet: the score goes to {score}")
            told = words("Does not know yet: the score stays {score}") if shown == now else moves
        unsure = state is not None and state.asked and state.level is None and state.known is not Known.REFUSED
        self.unknown.say(told.format(score=shown), unsure)
        self.refused.say(words("Would not say"), state is not None and state.known is Known.REFUSED)
