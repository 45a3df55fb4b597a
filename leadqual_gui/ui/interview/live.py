"""The score while they talk: what it could be against the tiers, whether that is decided, what to ask next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import (
    fatal_words,
    known_words,
    score_value,
    skipped_words,
    verdict_words,
    words,
)
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, gaps, numerals, scores
from leadqual_gui.ui.widgets.gaps import GapRow
from leadqual_gui.ui.widgets.range_bar import RangeBar
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.spoken import could_be, score_in_words
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins


class LiveScore(Themed, QWidget):
    """The number, its tier, its grade, what this call did to it, and its range; the words of the tiers below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._value: ScoreValue | None = None
        self._scale = TierScale()
        self._change = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_score(self, value: ScoreValue, scale: TierScale, change: int) -> None:
        """Show a score; `change`: by how many whole points this call moved it."""
        self._value, self._scale, self._change = value, scale, change
        told = words("{points} in this call").format(points=numerals.signed(change))
        self.setAccessibleName(f"{score_in_words(value, scale)}, {told}")
        self.update()

    @property
    def value(self) -> ScoreValue | None:
        """What is shown."""
        return self._value

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.s.range_bar * 3, look.f.display.leading + look.s.xs + look.f.secondary.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        value = self._value
        if value is None:
            return
        look = self.look
        row = QRect(0, 0, self.width(), look.f.display.leading)
        with draw.painting(QPainter(self)) as painter:
            self._paint_head(painter, row, value)
            lower = QRect(0, row.bottom() + 1 + look.s.xs, self.width(), look.f.secondary.leading)
            self._paint_tiers(painter, lower)
        painter.end()

    def _paint_head(self, painter: QPainter, row: QRect, value: ScoreValue) -> None:
        look, s, f, c, rtl = self.look, self.look.s, self.look.f, self.look.c, self.rtl()
        span = numerals.isolated(words("{least} to {greatest}").format(least=value.least, greatest=value.greatest))
        if value.least == value.greatest:
            span = could_be(value)
        room = f.body.width(span) + 2
        end = draw.mirrored(QRect(row.right() + 1 - room, 0, room, row.height()), row, rtl)
        draw.text(painter, f.body, c.text3, end, span, draw.end(rtl))
        number = numerals.isolated(numerals.whole(value.score))
        used = draw.text(painter, f.display, c.text1, row, number, draw.start(rtl)) + s.s
        label = self._scale.label(value.tier)
        width = scores.tier_chip_width(look, label)
        chip = draw.mirrored(QRect(used, 0, width, row.height()), row, rtl)
        scores.paint_tier_chip(painter, look, chip, self._scale.tone(value.tier), label, rtl)
        used += width + s.s
        if value.grade:
            place = QRect(used, 0, scores.grade_width(s), row.height())
            scores.paint_grade(painter, look, draw.mirrored(place, row, rtl), value.grade)
            used += scores.grade_width(s) + s.s
        if not self._change:
            return
        rest = draw.mirrored(QRect(used, 0, max(0, row.width() - used - room - s.s), row.height()), row, rtl)
        width = s.icon_small + s.xs + f.body.width(numerals.signed(self._change)) + s.s
        if width > rest.width():  # large text in a narrow side: what the call changed stands below, too
            return
        place = draw.mirrored(QRect(used, 0, width, row.height()), row, rtl)
        scores.paint_trend(painter, look, place, self._change, rtl)
        rest = rest.adjusted(0, 0, -width, 0) if rtl else rest.adjusted(width, 0, 0, 0)
        draw.text(painter, f.secondary, c.text3, rest, words("in this call"), draw.start(rtl))

    def _paint_tiers(self, painter: QPainter, row: QRect) -> None:
        look, rtl = self.look, self.rtl()
        for low, high, tone in self._scale.zones:
            left, right = (round(self._scale.share(edge) * row.width()) for edge in (low, high))
            place = draw.mirrored(QRect(left, row.top(), right - left, row.height()), row, rtl)
            label = self._scale.label(self._scale.tier_at(low))
            draw.text(painter, look.f.secondary, look.tone(tone).text, place, label, draw.CENTRE)


class Verdict(Themed, QWidget):
    """Decided or not, in one sentence; dashed while it is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head, self.rest = Label(theme, face="body_strong"), ElidedLabel(theme, colour="text2")
        self._open, self._bad = True, False
        s = theme.look.s
        row = margins(QHBoxLayout(self), s.m, 0, s.m, 0, s.xs)
        row.addSpacing(s.icon_small + s.xs)
        row.addWidget(self.head)
        row.addWidget(self.rest, 1)
        self.setFixedHeight(s.button + 1)
        self._follow(theme)

    def say(self, head: str, rest: str, undecided: bool, bad: bool) -> None:
        """Say whether it is decided."""
        if bad != self._bad:
            self.head.set_colour("hot.text" if bad else "text1")
        self.head.setText(head)
        self.rest.set_words(rest)
        self.setAccessibleName(f"{head} {rest}")
        self._open, self._bad = undecided, bad
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, rect, rtl = self.look, self.look.c, self.look.s, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            fill = c.hot.tint if self._bad else c.base
            draw.outlined(painter, rect, s.radius, c.control if self._open else c.line_strong, fill, dashed=self._open)
            name = "ban" if self._bad else "hourglass" if self._open else "check"
            colour = c.hot.text if self._bad else c.text3 if self._open else c.positive_text
            place = draw.mirrored(QRect(s.m, 0, s.icon_small, rect.height()), rect, rtl)
            draw.icon(painter, look, name, colour, place, rtl, s.icon_small)
        painter.end()


class AskNext(RowsView[GapRow]):
    """The questions left, the one that tells most first. `opened(row)`: go there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._reach = (0, 0)
        self.setAccessibleName(words("Ask next"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(RowsView.SelectionMode.NoSelection)

    def set_rows(self, rows: Sequence[GapRow]) -> None:
        self._reach = gaps.common_reach(rows)
        super().set_rows(rows)

    def row_height(self, row: GapRow, at: int) -> int:
        return self.theme.look.s.row_ledger_group

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: GapRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        if row.swing:
            gaps.paint_gap_row(painter, look, rect, row, self._reach, rtl, at + 1)
            return
        places = gaps.gap_places(rect, look.s, 0, 0, rtl)
        draw.text(painter, look.f.secondary, look.c.text3, places.icon, str(at + 1), draw.start(rtl))
        told = words("no points")
        width = look.f.secondary.width(told) + 1
        left = abs(places.label.left() - rect.left()) if not rtl else rect.right() - places.label.right()
        label = draw.mirrored(rect.adjusted(left, 0, -width - look.s.s, 0), rect, rtl)
        draw.text(painter, look.f.body, look.c.text1, label, row.label, draw.start(rtl))
        end = draw.mirrored(QRect(rect.right() + 1 - width, rect.top(), width, rect.height()), rect, rtl)
        draw.text(painter, look.f.secondary, look.c.text3, end, told, draw.end(rtl))

    def mouseReleaseEvent(self, event: object) -> None:
        index = self.indexAt(event.position().toPoint())  # type: ignore[attr-defined]
        if index.isValid():
            self.opened.emit(self.rows[index.row()])


class LivePart(QWidget):
    """Score, range, verdict."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.score, self.bar, self.verdict = LiveScore(theme), RangeBar(theme), Verdict(theme)
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.xs)
        column.addWidget(self.score)
        column.addWidget(self.bar)
        column.addSpacing(s.xs)
        column.addWidget(self.verdict)

    def show_session(self, session: CallSession, scale: TierScale) -> None:
        """Show the live score; the pin glides to it."""
        call = session.call
        look = call.outlook
        table = session.interview.table
        value = score_value(look, table.grades[int(table.grade[0])])
        self.score.set_score(value, scale, look.shown - call.before.shown)
        self.bar.set_score(value, scale, moving=True)
        head, rest = verdict_words(look, scale, session.language)
        self.verdict.say(head, rest, not look.decided and not look.disqualified, bool(look.disqualified))


class AskNextPart(QWidget):
    """What to ask next, by how far it could move the score; what is known; what is skipped and why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.head = Label(theme, words("Ask next"), "body_strong")
        self.hint = ElidedLabel(theme, words("by how far the score could move"), "secondary", "text3")
        self.hint.put_at_end()
        self.list = AskNext(theme)
        self.known = ElidedLabel(theme, colour="text2")
        self.skipped = Label(theme, face="secondary", colour="text3", wrap=True)
        s = theme.look.s
        head = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        head.addWidget(self.head)
        head.addWidget(self.hint, 1)
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.xs)
        column.addLayout(head)
        for part in (self.list, self.known, self.skipped):
            column.addWidget(part)

    def show_session(self, session: CallSession) -> None:
        """Show the questions left."""
        look, language = session.call.outlook, session.language
        rows = [GapRow(q.element.label.of(language), q.least, q.greatest, q.element.id) for q in look.remaining]
        if tuple(rows) != self.list.rows:
            self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        known = known_words(session.interview, language)
        if not rows:
            known = words("All is asked. {known}").format(known=known).strip()
        self.known.set_words(f"✓  {known}" if known else "")
        self.known.setVisible(bool(known))
        fatal = fatal_words(look.remaining, language)
        skipped = [fatal] if fatal else []
        skipped += [
            f"{state.element.label.of(language)}: {skipped_words(state.skipped_by, session.rules, language)}"
            for state in session.interview.skipped
        ]
        self.skipped.setText("\n".join(skipped))
        self.skipped.setVisible(bool(skipped))
