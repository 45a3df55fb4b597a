"""Small painted marks: key cap, pill, badge, highlighted words, heat cell, coverage letters, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look, Tone
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.scores import paint_tier_mark

# -- key caps --


def key_cap_width(look: Look, key: str) -> int:
    """How wide a key cap is: as wide as high, or its word with room."""
    return max(look.s.key_cap, look.f.secondary_medium.width(key) + 2 * look.s.xs + 3)


def paint_key_cap(
    painter: QPainter, look: Look, rect: QRect, key: str, on: QColor | None = None, colour: QColor | None = None
) -> None:
    """A key in an outline, in the middle of `rect`; `on` is the colour on a filled button."""
    s = look.s
    cap = QRect(0, 0, key_cap_width(look, key), s.key_cap)
    cap.moveCenter(rect.center())
    draw.outlined(painter, cap, s.radius_inner, on or look.c.line_strong)
    draw.text(painter, look.f.secondary_medium, on or colour or look.c.text2, cap, key, draw.CENTRE)


# -- pills and badges --


class PillStyle(NamedTuple):
    """Fill, edge and words of a pill; None leaves that part out."""

    fill: QColor | None
    edge: QColor | None
    words: QColor


def warning_pill(look: Look) -> PillStyle:
    """Warnings and lateness: warm text on warm tint."""
    return PillStyle(look.c.warm.tint, None, look.c.warm.text)


def tag_pill(look: Look, strong: bool = False) -> PillStyle:
    """A small outlined word: `intent` in the accent's colour, `interest` plain."""
    edge = look.c.accent_text if strong else look.c.line_strong
    return PillStyle(None, edge, look.c.accent_text if strong else look.c.text2)


def pill_width(look: Look, words: str, icon: bool = False) -> int:
    """How wide a pill is."""
    return look.f.secondary_strong.width(words) + 2 * look.s.s + 2 + (look.s.icon_small + look.s.xs if icon else 0)


def paint_pill(
    painter: QPainter, look: Look, rect: QRect, words: str, style: PillStyle, icon: str = "", rtl: bool = False
) -> QRect:
    """A pill with round ends at the start of `rect`; returns its rectangle."""
    s = look.s
    width = min(rect.width(), pill_width(look, words, bool(icon)))
    pill = QRect(rect.left(), rect.top() + (rect.height() - s.tier_chip) // 2, width, s.tier_chip)
    pill = draw.mirrored(pill, rect, rtl)
    if style.fill is not None:
        draw.rounded(painter, QRectF(pill), s.tier_chip / 2, style.fill)
    if style.edge is not None:
        draw.outlined(painter, pill, s.tier_chip / 2, style.edge)
    inner = pill.adjusted(s.s + 1, 0, -s.s - 1, 0)
    if icon:
        mark = draw.mirrored(QRect(inner.left(), inner.top(), s.icon_small, inner.height()), inner, rtl)
        draw.icon(painter, look, icon, style.words, mark, rtl, s.icon_small)
        shift = s.icon_small + s.xs
        inner = inner.adjusted(0, 0, -shift, 0) if rtl else inner.adjusted(shift, 0, 0, 0)
    draw.text(painter, look.f.secondary_strong, style.words, inner, words, draw.start(rtl))
    return pill


def tag_width(look: Look, words: str) -> int:
    """How wide a small outlined tag is."""
    return look.f.secondary.width(words) + 2 * look.s.xs + 2


def paint_tag(painter: QPainter, look: Look, rect: QRect, words: str, style: PillStyle, rtl: bool = False) -> QRect:
    """A small outlined word with the inner radius at the start of `rect`; returns its rectangle."""
    s = look.s
    width = min(rect.width(), tag_width(look, words))
    tag = draw.mirrored(QRect(rect.left(), rect.top() + (rect.height() - s.badge) // 2, width, s.badge), rect, rtl)
    if style.edge is not None:
        draw.outlined(painter, tag, s.radius_inner, style.edge, style.fill)
    draw.text(painter, look.f.secondary, style.words, tag, words, draw.CENTRE)
    return tag


def paint_badge(painter: QPainter, look: Look, corner: QPointF, words: str) -> None:
    """A count on accent, centred on `corner`."""
    s = look.s
    width = max(s.badge, look.f.secondary_strong.width(words) + s.s)
    shape = QRectF(corner.x() - width / 2, corner.y() - s.badge / 2, width, s.badge)
    draw.rounded(painter, shape, s.badge / 2, look.c.accent)
    draw.text(painter, look.f.secondary_strong, look.c.on_accent, shape.toRect(), words, draw.CENTRE)


# -- highlighted matches --


def match_spans(words: str, sought: str) -> tuple[tuple[int, int], ...]:
    """Where the sought words stand in `words`, without regard to case: the beginning of a word before its inside."""
    found: list[tuple[int, int]] = []
    lowered = words.lower()
    if len(lowered) != len(words):
        return ()
    for part in sought.lower().split():
        at = next((i for i in _word_starts(lowered) if lowered.startswith(part, i)), lowered.find(part))
        if at >= 0:
            found.append((at, at + len(part)))
    return _merged(found)


def _word_starts(words: str) -> list[int]:
    return [i for i in range(len(words)) if i == 0 or not words[i - 1].isalnum()]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return tuple(merged)


def paint_highlights(
    painter: QPainter, look: Look, rect: QRect, words: str, sought: str, face: Face, rtl: bool = False
) -> None:
    """A warm tint behind each match of a text that starts at the beginning of `rect`. Paint the text afterwards."""
    height = face.metrics.height()
    top = rect.top() + (rect.height() - height) // 2
    for a, b in match_spans(words, sought):
        x, width = face.width(words[:a]), face.width(words[a:b])
        if x + width > rect.width():
            continue
        mark = draw.mirrored(QRect(rect.left() + x - 1, top, width + 2, height), rect, rtl)
        draw.rounded(painter, QRectF(mark), 3, look.c.warm.tint)


# -- heat cells --


@dataclass(frozen=True, slots=True)
class HeatValue:
    """A level's cell: label, points in whole numbers, the live value if the draft changed it, and whether it counts.

    `words` and `struck` are printed instead of the two numbers, where these have decimals or are being typed.
    """

    label: str
    points: int
    before: int | None = None
    on: bool = True
    editing: bool = False
    words: str = ""
    struck: str = ""

    @property
    def changed(self) -> bool:
        """Whether the draft differs from what is live."""
        return self.before is not None and self.before != self.points


def heat_step(points: int) -> int:
    """How strong a cell is, 0 to 5: a step for every three points begun."""
    return min(5, -(-abs(points) // 3))


def heat_width(s: Sizes, value: HeatValue) -> int:
    """How wide a cell is."""
    return s.heat_width_changed if value.changed else s.heat_width


def heat_colours(look: Look, value: HeatValue) -> tuple[QColor, QColor]:
    """Fill and text of a cell."""
    step = heat_step(value.points)
    if not value.on:
        return look.c.sunken, look.c.text3
    if not step:
        return look.c.sunken, look.c.text1
    heat = look.heat(value.points > 0)
    return heat.steps[step - 1], heat.text[step - 1]


def paint_heat_cell(painter: QPainter, look: Look, rect: QRect, value: HeatValue, rtl: bool = False) -> None:
    """A level's cell: label at the start, points at the end; a changed one with a corner and the old value struck."""
    s = look.s
    fill, words = heat_colours(look, value)
    draw.rounded(painter, QRectF(rect), s.radius_inner, fill)
    inner = rect.adjusted(s.s, 0, -s.s, 0)
    points = numerals.isolated(value.words or numerals.signed(value.points))
    number_width = look.f.body_strong.width(points) + 1
    number = draw.mirrored(
        QRect(inner.right() + 1 - number_width, inner.top(), number_width, inner.height()), inner, rtl
    )
    draw.text(painter, look.f.body_strong, words, number, points, draw.end(rtl))
    used = number_width + s.xs
    if value.changed:
        struck = value.struck or numerals.signed(value.before or 0)
        used += _paint_struck(painter, look, inner, used, struck, words, rtl)
        _paint_corner(painter, rect, s.heat_corner, words, rtl)
    label = draw.mirrored(inner.adjusted(0, 0, -used, 0), inner, rtl)
    draw.text(painter, look.f.secondary, words, label, value.label, draw.start(rtl))
    if value.editing:
        ring = rect.adjusted(-3, -3, 3, 3)
        draw.outlined(painter, ring, s.radius, look.c.focus, width=s.focus_ring)


def _paint_struck(
    painter: QPainter, look: Look, inner: QRect, used: int, before: str, colour: QColor, rtl: bool
) -> int:
    words = numerals.isolated(before)
    width = look.f.secondary.width(words) + 1
    place = QRect(inner.right() + 1 - used - width, inner.top(), width, inner.height())
    place = draw.mirrored(place, inner, rtl)
    draw.text(painter, look.f.secondary, colour, place, words, draw.end(rtl))
    draw.rule(
        painter, colour, QPointF(place.left(), place.center().y() + 1), QPointF(place.right(), place.center().y() + 1)
    )
    return width + look.s.xs


def _paint_corner(painter: QPainter, rect: QRect, size: int, colour: QColor, rtl: bool) -> None:
    x = rect.left() if rtl else rect.right() + 1
    step = size if rtl else -size
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(x, rect.top()), QPointF(x + step, rect.top()), QPointF(x, rect.top() + size)])
    )


# -- coverage letters --


class Coverage(Enum):
    """What is known of one element of an interview."""

    ASKING = "asking"
    HEARD = "heard"
    KNOWN = "known"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


def coverage_colours(look: Look, state: Coverage) -> tuple[QColor | None, QColor | None, QColor]:
    """Fill, dashed edge and letter of a coverage mark."""
    c = look.c
    return {
        Coverage.ASKING: (c.accent, None, c.on_accent),
        Coverage.HEARD: (c.plus.steps[4], None, c.plus.text[4]),
        Coverage.KNOWN: (c.plus.steps[1], None, c.plus.text[1]),
        Coverage.INFERRED: (c.plus.steps[0], c.positive_bar, c.plus.text[0]),
        Coverage.UNKNOWN: (None, c.control, c.text2),
    }[state]


def paint_coverage(
    painter: QPainter,
    look: Look,
    rect: QRect,
    letters: tuple[tuple[str, Coverage], ...],
    rtl: bool = False,
    size: int = 0,
) -> int:
    """The letters of a framework, each as it is known; returns the width they took."""
    size = size or look.s.coverage
    face = look.f.secondary_strong if size < look.s.xl else look.f.title
    step = size + look.s.coverage_gap
    top = rect.top() + (rect.height() - size) // 2
    for at, (letter, state) in enumerate(letters):
        box = draw.mirrored(QRect(rect.left() + at * step, top, size, size), rect, rtl)
        fill, edge, words = coverage_colours(look, state)
        if fill is not None:
            draw.rounded(painter, QRectF(box), look.s.radius_inner, fill)
        if edge is not None:
            draw.outlined(painter, box, look.s.radius_inner, edge, dashed=True)
        draw.text(painter, face, words, box, letter, draw.CENTRE)
    return len(letters) * step - look.s.coverage_gap


# -- confidence --


def paint_confidence(painter: QPainter, look: Look, rect: QRect, level: int, rtl: bool = False) -> None:
    """Three small blocks: 3 sure, 2 likely, 1 a guess (in warm), 0 none."""
    colour = look.c.warm.mark if level == 1 else look.c.positive_bar
    for at in range(3):
        box = QRect(rect.left() + at * 7, rect.top() + (rect.height() - look.s.m) // 2, 5, look.s.m)
        place = draw.mirrored(box, QRect(rect.left(), rect.top(), 19, rect.height()), rtl)
        painter.fillRect(place, colour if at < level else look.c.sunken)


def paint_tier_change(painter: QPainter, look: Look, rect: QRect, before: Tone, after: Tone, rtl: bool = False) -> None:
    """Two tier marks with an arrow between them, at the start of `rect`."""
    s = look.s
    cells = [QRect(rect.left() + at * (s.l + 2), rect.top(), s.l, rect.height()) for at in range(3)]
    first, arrow, last = (draw.mirrored(cell, rect, rtl) for cell in cells)
    paint_tier_mark(painter, look, first, before)
    draw.icon(painter, look, "arrow-right", look.c.text3, arrow, rtl, s.type_secondary)
    paint_tier_mark(painter, look, last, after)


def paint_switch(painter: QPainter, look: Look, rect: QRect, on: bool, enabled: bool = True, rtl: bool = False) -> None:
    """A switch in the middle of `rect`: filled with a knob at the end when on, hollow with it at the start when off."""
    s = look.s
    track = QRect(0, 0, s.switch_width, s.switch_height)
    track.moveCenter(rect.center())
    shape = QRectF(track)
    edge = look.c.control if enabled else look.c.line_strong
    if on:
        draw.rounded(painter, shape, s.switch_height / 2, look.c.accent if enabled else look.c.line_strong)
    else:
        draw.outlined(painter, shape, s.switch_height / 2, edge, look.c.base)
    knob = s.switch_height - (6 if on else 8)
    margin = (s.switch_height - knob) / 2
    at_right = on != rtl
    x = shape.right() - margin - knob if at_right else shape.left() + margin
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(look.c.on_accent if on else edge)
    painter.drawEllipse(QRectF(x, shape.top() + margin, knob, knob))
