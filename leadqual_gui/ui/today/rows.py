"""Where everything lies in a row of the call list, of an alert, of a promise; and how each is painted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from leadqual_gui.domain.today_alerts import DOWN, FOLLOW_UP, OVERDUE, STALE, UP
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, TodayRow
from leadqual_gui.ui.pipeline.wording import action_icon
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.marks import paint_pill, pill_width, warning_pill
from leadqual_gui.ui.widgets.scores import (
    grade_width,
    paint_grade,
    paint_score,
    paint_tier_chip,
    paint_tier_mark,
    paint_trend,
    score_width,
)

TREND_FROM, GRADE_FROM, TIER_FROM = 900, 700, 620
"""From which width of the list, in pixels of plain text, a column has room: the least of them goes first."""
"""In a narrower list the trend goes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are painted with and on."""

    look: Look
    vocabulary: Vocabulary
    language: str
    now: datetime
    rtl: bool = False


class CallPlaces(NamedTuple):
    """Where the parts of a row of the call list lie."""

    rank: QRect
    lead: QRect
    score: QRect
    grade: QRect
    tier: QRect
    trend: QRect
    why: QRect
    due: QRect


def call_layout(rect: QRect, look: Look, rtl: bool = False) -> CallPlaces:
    """The columns of the call list in a row of this width."""
    s, zoom = look.s, look.s.tier_mark / 10
    with_trend = rect.width() >= TREND_FROM * zoom
    fixed = {
        "rank": round(44 * zoom),
        "score": score_width(s, s.range_bar) + s.l,
        "grade": grade_width(s) + s.l if rect.width() >= GRADE_FROM * zoom else 0,
        "tier": round(82 * zoom) if rect.width() >= TIER_FROM * zoom else 0,
        "trend": round(56 * zoom) if with_trend else 0,
        "due": round(76 * zoom),
    }
    rest = max(0, rect.width() - sum(fixed.values()) - s.l)
    fixed["lead"] = min(round(rest / 2), max(round(110 * zoom), round(rest * 0.38)))
    fixed["why"] = rest - fixed["lead"]
    left, found = rect.left(), {}
    for name in CallPlaces._fields:
        found[name] = draw.mirrored(QRect(left, rect.top(), fixed[name], rect.height()), rect, rtl)
        left += fixed[name]
    found["lead"].adjust(0, 0, 0, 0)
    return CallPlaces(**found)


def inset(rect: QRect, by: int, rtl: bool) -> QRect:
    """A column without the gap at its end."""
    return rect.adjusted(by, 0, 0, 0) if rtl else rect.adjusted(0, 0, -by, 0)


def two_lines(rect: QRect, look: Look) -> tuple[QRect, QRect]:
    """Two lines in the middle of a row."""
    height = max(look.s.leading_secondary + 1, min(look.f.body.metrics.height(), rect.height() // 2))
    top = rect.top() + (rect.height() - 2 * height) // 2
    return QRect(rect.left(), top, rect.width(), height), QRect(rect.left(), top + height, rect.width(), height)


def surface_of(look: Look, chosen: bool, hovered: bool) -> QColor:
    """The ground of a row."""
    return look.c.selected if chosen else look.c.hover if hovered else look.c.base


def paint_ground(painter: QPainter, ground: Ground, rect: QRect, chosen: bool, hovered: bool, focused: bool) -> None:
    """Ground, line, the bar of the chosen row and the ring of the one with the keyboard."""
    look, s = ground.look, ground.look.s
    painter.fillRect(rect, surface_of(look, chosen, hovered))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
    if chosen:
        bar = QRect(rect.left(), rect.top(), s.current_bar, rect.height())
        painter.fillRect(draw.mirrored(bar, rect, ground.rtl), look.c.accent)
    if focused:
        draw.outlined(painter, rect.adjusted(1, 1, -1, -2), s.radius_inner, look.c.focus, width=s.focus_ring)


# --- the call list ---------------------------------------------------------------------------------------------------


def paint_call(painter: QPainter, ground: Ground, rect: QRect, rank: int, row: TodayRow, chosen: bool) -> None:
    """One lead of the day (its ground is painted already)."""
    look, rtl = ground.look, ground.rtl
    place = call_layout(rect, look, rtl)
    s, c, f = look.s, look.c, look.f
    if rank:
        draw.text(painter, f.secondary, c.text3, place.rank, numerals.whole(rank), draw.CENTRE)
    name, company = two_lines(inset(place.lead, s.m, rtl), look)
    draw.text(painter, f.body_strong, c.text1, name, row.row.name, draw.start(rtl))
    draw.text(painter, f.secondary, c.text2, company, row.row.company or "", draw.start(rtl))
    if row.row.shown is not None:
        score = wording.score_of(row)
        width = score_width(s, s.range_bar)
        area = draw.mirrored(QRect(place.score.left(), rect.top(), width, rect.height()), place.score, rtl)
        scale = ground.vocabulary.scale
        paint_score(painter, look, area, score, scale, surface_of(look, chosen, False), rtl, chosen)
        if place.grade.width():
            grade = QRect(place.grade.left(), rect.top(), grade_width(s), rect.height())
            paint_grade(painter, look, draw.mirrored(grade, place.grade, rtl), score.grade)
        if place.tier.width():
            chip = inset(place.tier, s.xs, rtl)
            paint_tier_chip(painter, look, chip, scale.tone(score.tier), scale.label(score.tier), rtl)
    if place.trend.width() and row.trend is not None:
        paint_trend(painter, look, place.trend, row.trend, rtl)
    _paint_why(painter, ground, place, row)
    _paint_due(painter, ground, place.due, row)


def _paint_why(painter: QPainter, ground: Ground, place: CallPlaces, row: TodayRow) -> None:
    look, rtl, s = ground.look, ground.rtl, ground.look.s
    why, action = two_lines(inset(place.why, s.s, rtl), look)
    told = wording.why_words(row, ground.vocabulary, ground.language)
    draw.text(painter, look.f.body, look.c.text1, why, told, draw.start(rtl))
    sign = draw.mirrored(QRect(action.left(), action.top(), s.icon_small, action.height()), action, rtl)
    text = draw.mirrored(action.adjusted(s.icon_small + s.xs + 1, 0, 0, 0), action, rtl)
    icon = action_icon(row.action.play.action)
    draw.icon(painter, look, icon, look.c.accent_text, sign, rtl, s.icon_small)
    said = wording.action_words(row, ground.language)
    draw.text(painter, look.f.secondary_medium, look.c.accent_text, text, said, draw.start(rtl))


def _paint_due(painter: QPainter, ground: Ground, place: QRect, row: TodayRow) -> None:
    look, rtl = ground.look, ground.rtl
    timed = wording.is_timed(row, ground.now)
    face = look.f.body_strong if timed or row.late else look.f.body
    colour = look.c.warm.text if row.late else look.c.text1 if timed else look.c.text2
    draw.text(painter, face, colour, place, wording.due_words(row, ground.now), draw.end(rtl))


def paint_later_head(painter: QPainter, ground: Ground, rect: QRect, count: int, is_open: bool) -> None:
    """The heading over what falls due within the week."""
    look, rtl, s = ground.look, ground.rtl, ground.look.s
    sign = QRect(rect.left() + s.l, rect.top(), s.icon, rect.height())
    icon = "chevron-down" if is_open else "chevron-right"
    draw.icon(painter, look, icon, look.c.text2, draw.mirrored(sign, rect, rtl), rtl, s.icon)
    words = rect.adjusted(s.l + s.icon + s.s, 0, -s.l, 0)
    place = draw.mirrored(words, rect, rtl)
    taken = draw.text(
        painter, look.f.body_strong, look.c.text1, place, wording.words("Later this week"), draw.start(rtl)
    )
    rest = draw.mirrored(words.adjusted(taken + s.s, 0, 0, 0), rect, rtl)
    draw.text(painter, look.f.body, look.c.text2, rest, wording.words("%Ln lead(s)", count), draw.start(rtl))


# --- alerts ----------------------------------------------------------------------------------------------------------


class AlertPlaces(NamedTuple):
    """Where the parts of an alert lie."""

    sign: QRect
    title: QRect
    because: QRect
    step: QRect


def alert_layout(rect: QRect, look: Look, step: str, rtl: bool = False) -> AlertPlaces:
    """Sign, two lines, and the button of the next step."""
    s = look.s
    width = look.f.body_medium.width(step) + 2 * s.s + 2
    sign = QRect(rect.left() + s.l, rect.top(), s.icon, rect.height())
    button = QRect(
        rect.right() + 1 - s.l - width, rect.top() + (rect.height() - s.button_small) // 2, width, s.button_small
    )
    left = sign.right() + 1 + s.m
    lines = two_lines(QRect(left, rect.top(), max(0, button.left() - s.s - left), rect.height()), look)
    return AlertPlaces(*(draw.mirrored(place, rect, rtl) for place in (sign, *lines, button)))


def alert_icon(kind: str) -> str:
    """What stands before an alert; thresholds have the mark of their tier instead."""
    return {OVERDUE: "hourglass", STALE: "shield-alert", FOLLOW_UP: "calendar-clock"}.get(kind, "bell")


def paint_alert(painter: QPainter, ground: Ground, rect: QRect, row: AlertRow, pressed: bool) -> None:
    """One alert (its ground is painted already)."""
    look, rtl = ground.look, ground.rtl
    step = wording.alert_step(row)
    place = alert_layout(rect, look, step, rtl)
    if row.alert.kind in (UP, DOWN):
        paint_tier_mark(painter, look, place.sign, ground.vocabulary.scale.tone(row.alert.tier_after))
    else:
        draw.icon(painter, look, alert_icon(row.alert.kind), look.c.text2, place.sign, rtl)
    title = wording.alert_title(row, ground.vocabulary)
    taken = draw.text(painter, look.f.body_strong, look.c.text1, place.title, title, draw.start(rtl))
    change = wording.alert_change(row.alert)
    rest = draw.mirrored(
        draw.mirrored(place.title, place.title, rtl).adjusted(taken + look.s.s, 0, 0, 0), place.title, rtl
    )
    if change and rest.width() > look.s.xl:
        draw.text(painter, look.f.secondary, look.c.text2, rest, change, draw.start(rtl))
    draw.text(painter, look.f.secondary, look.c.text2, place.because, wording.alert_because(row), draw.start(rtl))
    fill = look.c.selected if pressed else look.c.base
    draw.outlined(painter, place.step, look.s.radius, look.c.line_strong, fill)
    draw.text(painter, look.f.body_medium, look.c.text1, place.step, step, draw.CENTRE)


# --- promises --------------------------------------------------------------------------------------------------------


def paint_promise(painter: QPainter, ground: Ground, rect: QRect, row: FollowUpRow) -> None:
    """One promise (its ground is painted already)."""
    look, rtl, s = ground.look, ground.rtl, ground.look.s
    inner = rect.adjusted(s.l, 0, -s.l, 0)
    late = wording.late_words(row)
    hour = QRect(inner.left(), inner.top(), look.f.body_strong.width("00:00") + s.l, inner.height())
    colour = look.c.warm.text if late else look.c.text1
    place = draw.mirrored(hour, inner, rtl)
    draw.text(painter, look.f.body_strong, colour, place, wording.promise_time(row, ground.now), draw.start(rtl))
    pill = pill_width(look, late) if late else 0
    middle = QRect(
        hour.right() + 1, inner.top(), inner.width() - hour.width() - (pill + s.s if pill else 0), inner.height()
    )
    place = draw.mirrored(middle, inner, rtl)
    name = row.row.name
    taken = draw.text(painter, look.f.body_medium, look.c.text1, place, name, draw.start(rtl))
    rest = draw.mirrored(middle.adjusted(taken + s.s, 0, 0, 0), inner, rtl)
    if rest.width() > s.xl:
        draw.text(painter, look.f.body, look.c.text2, rest, wording.promise_words(row), draw.start(rtl))
    if pill:
        box = QRect(inner.right() + 1 - pill, inner.top(), pill, inner.height())
        paint_pill(painter, look, draw.mirrored(box, inner, rtl), late, warning_pill(look), rtl=rtl)
