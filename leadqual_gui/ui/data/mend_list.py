"""The list of what to mend first: whose data, what is wrong with them, and what can be done at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.services.quality import Mend
from leadqual_gui.ui.data.wording import deduction_words, mend_words, words
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.single_column import SingleColumn

MOST_ISSUES = 100


class MendPlaces(NamedTuple):
    """Where the parts of a row lie."""

    score: QRect
    name: QRect
    wrong: QRect
    gain: QRect
    act: QRect


def mend_places(rect: QRect, look: Look, act: str, rtl: bool = False) -> MendPlaces:
    """The parts of a row; what is wrong takes what the others leave."""
    s = look.s
    inner = rect.adjusted(s.l, 0, -s.l, 0)
    score, gain = s.tier_mark + s.s + s.score_column + s.l, s.ledger_points + s.xl
    act_width = min(look.f.body_medium.width(act) + 2 * s.m, inner.width() // 3)
    name = min(s.search_field - s.xl, inner.width() // 4)
    rest = max(1, inner.width() - score - name - gain - act_width - s.m)
    widths = {"score": score, "name": name, "wrong": rest, "gain": gain, "act": act_width}
    left, found = inner.left(), {}
    for key, width in widths.items():
        gap = s.m if key in ("name", "wrong") else 0
        found[key] = draw.mirrored(QRect(left, inner.top(), width - gap, inner.height()), rect, rtl)
        left += width + (s.m if key == "gain" else 0)
    return MendPlaces(**found)


class MendSource:
    """Mends as rows, named by lead and issue."""

    def __init__(self, mends: Sequence[Mend]) -> None:
        self.mends = tuple(mends)
        self._places = {key_of(mend): at for at, mend in enumerate(self.mends)}

    def __len__(self) -> int:
        return len(self.mends)

    def row(self, index: int) -> Mend:
        """One thing to mend."""
        return self.mends[index]

    def key(self, index: int) -> int:
        """What names it."""
        return key_of(self.mends[index])

    def index_of(self, key: int) -> int | None:
        """Where it stands."""
        return self._places.get(key)

    def label(self, row: Any) -> str:
        """Whose it is."""
        return str(row.name)

    def spoken(self, row: Any) -> str:
        """The row in words."""
        parts = (row.name, row.tier, str(row.shown), deduction_words(row.deduction), mend_words(row.deduction))
        return numerals.plain(", ".join(parts))

    def tip(self, row: Any) -> str:
        """What a hover says."""
        gain = words("Mending it gives %Ln point(s) of data quality", row.deduction.points)
        return numerals.plain(f"{row.name}\n{deduction_words(row.deduction)}\n{gain}")


def key_of(mend: Mend) -> int:
    """A number for one issue of one lead."""
    return mend.lead_id * MOST_ISSUES + mend.deduction.issue.value + 1


class MendList(SingleColumn):
    """`act_asked(key)` on Enter or by the button; `verify_asked(key)` on V."""

    act_asked = Signal(int)
    verify_asked = Signal(int)

    def __init__(self, theme: Theme, name: str, scale: TierScale) -> None:
        self.scale = scale
        super().__init__(theme, name)
        self.entered_row.connect(self.act_asked)

    def mend_at(self, key: int) -> Mend | None:
        """The thing to mend with that key."""
        at = self.rows.source.index_of(key)
        return None if at is None else self.rows.row_at(at)

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row_follow_up, look.f.body.metrics.height() + 2 * look.s.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Mend, at: int) -> None:
        look, rect, rtl, chosen = self.theme.look, option.rect, self.rtl(), self.is_chosen(at)
        s = look.s
        painter.fillRect(rect, look.c.selected if chosen else look.c.hover if at == self.hovered else look.c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
        act = mend_words(row.deduction)
        place = mend_places(rect, look, act, rtl)
        mark = draw.mirrored(QRect(place.score.left(), place.score.top(), s.tier_mark, rect.height()), place.score, rtl)
        scores.paint_tier_mark(painter, look, mark, self.scale.tone(row.tier))
        shift = s.tier_mark + s.s
        number = place.score.adjusted(0, 0, -shift, 0) if rtl else place.score.adjusted(shift, 0, 0, 0)
        said = numerals.isolated(numerals.whole(row.shown))
        draw.text(painter, look.f.body_strong, look.c.text1, number, said, draw.start(rtl))
        draw.text(painter, look.f.body_medium, look.c.text1, place.name, row.name, draw.start(rtl))
        draw.text(painter, look.f.body, look.c.text2, place.wrong, deduction_words(row.deduction), draw.start(rtl))
        gain = numerals.isolated(numerals.signed(row.deduction.points))
        draw.text(painter, look.f.body, look.c.positive_text, place.gain, gain, draw.end(rtl))
        self._paint_act(painter, place.act, act, at)
        if self.shows_focus(at):
            draw.outlined(painter, rect, s.radius_inner, look.c.focus, width=s.focus_ring)

    def _paint_act(self, painter: QPainter, place: QRect, act: str, at: int) -> None:
        look = self.theme.look
        button = place.adjusted(0, look.s.xs, 0, -look.s.xs - 1)
        over = at == self.hovered and button.contains(self.pointer)
        if self.is_chosen(at) or over:
            draw.outlined(painter, button, look.s.radius, look.c.line_strong, look.c.base)
        draw.text(painter, look.f.body_medium, look.c.accent_text, button.adjusted(8, 0, -8, 0), act, draw.CENTRE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        super().mouseReleaseEvent(event)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row: Mend = self.rows.row_at(index.row())
        place = mend_places(self.visualRect(index), self.theme.look, mend_words(row.deduction), self.rtl())
        if place.act.contains(where):
            self.act_asked.emit(key_of(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.modifiers() and self.chosen_key:
            self.verify_asked.emit(self.chosen_key)
            return
        super().keyPressEvent(event)
