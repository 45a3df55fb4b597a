"""A score as it is shown everywhere: number, tier, what it could still become, grade and trend.

Values, then geometry (pure functions of rectangles and sizes, mirrored for right-to-left), then painting.
A score is never painted without its range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.look import Look, Tone
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals


@dataclass(frozen=True)
class TierScale:
    """The scale a score is read on: tiers in ascending order with label and lower edge, between `low` and `high`."""

    names: tuple[str, ...] = ("cold", "warm", "hot")
    labels: tuple[str, ...] = ("Cold", "Warm", "Hot")
    edges: tuple[int, ...] = (0, 40, 70)
    low: int = 0
    high: int = 100

    def tone(self, tier: str) -> Tone:
        """The first tier is cold, the last is hot, what lies between (or is not known) is warm."""
        return self._tones.get(tier, Tone.WARM)

    def label(self, tier: str) -> str:
        """The tier's word."""
        return dict(zip(self.names, self.labels, strict=True)).get(tier, tier)

    def tier_at(self, score: int) -> str:
        """The tier that a score lies in."""
        reached = [name for name, edge in zip(self.names, self.edges, strict=True) if score >= edge]
        return reached[-1] if reached else self.names[0]

    @cached_property
    def _tones(self) -> dict[str, Tone]:
        tones = dict.fromkeys(self.names, Tone.WARM)
        tones[self.names[-1]] = Tone.HOT
        tones[self.names[0]] = Tone.COLD
        return tones

    @cached_property
    def thresholds(self) -> tuple[int, ...]:
        """The edges between two tiers."""
        return tuple(edge for edge in self.edges[1:] if self.low < edge < self.high)

    @cached_property
    def zones(self) -> tuple[tuple[int, int, Tone], ...]:
        """Each tier's stretch of the scale with its tone."""
        starts = (self.low, *self.edges[1:])
        ends = (*self.edges[1:], self.high)
        return tuple((a, b, self._tones[n]) for a, b, n in zip(starts, ends, self.names, strict=True) if b > a)

    def share(self, value: float) -> float:
        """Where a value lies, from 0 at `low` to 1 at `high`; what lies outside is put at the end."""
        width = (self.high - self.low) or 1
        return min(1.0, max(0.0, (value - self.low) / width))


@dataclass(frozen=True, slots=True)
class ScoreValue:
    """One lead's score as shown: whole points, what it could be, its tier's name, whether decided, its grade."""

    score: int
    least: int
    greatest: int
    tier: str
    decided: bool = False
    grade: str = ""


class ScorePlaces(NamedTuple):
    """Where the parts of a score in a row lie."""

    number: QRect
    bar: QRect
    span: QRect
    check: QRect


class BarPlaces(NamedTuple):
    """Where the parts of a range bar lie: track pieces between thresholds, the range, the pin."""

    track: tuple[QRectF, ...]
    span: QRectF
    pin: QRectF


# -- geometry --


def bar_places(
    rect: QRect,
    score: ScoreValue,
    scale: TierScale,
    height: int,
    pin: tuple[int, int],
    gap: int,
    rtl: bool = False,
    at: float | None = None,
) -> BarPlaces:
    """The parts of a range bar in `rect`. `at` moves the pin elsewhere than the score, for movement."""

    def x(value: float) -> int:
        return rect.left() + round(scale.share(value) * rect.width())

    top = rect.top() + (rect.height() - height) / 2
    ends = [rect.left(), *map(x, scale.thresholds), rect.left() + rect.width()]
    last = len(ends) - 2
    track = tuple(
        QRectF(a + (gap / 2 if i else 0), top, b - a - (gap / 2 if i else 0) - (gap / 2 if i < last else 0), height)
        for i, (a, b) in enumerate(pairwise(ends))
    )
    span = QRectF(x(score.least), top, max(0, x(score.greatest) - x(score.least)), height)
    pin_width, pin_height = pin
    middle = x(score.score if at is None else at)
    left = min(max(middle - pin_width // 2, rect.left()), rect.left() + rect.width() - pin_width)
    pin_rect = QRectF(left, rect.top() + (rect.height() - pin_height) // 2, pin_width, pin_height)
    flip = lambda r: _flipped(r, rect, rtl)  # noqa: E731
    return BarPlaces(tuple(map(flip, track)), flip(span), flip(pin_rect))


def _flipped(shape: QRectF, within: QRect, rtl: bool) -> QRectF:
    if not rtl:
        return shape
    x = 2 * within.left() + within.width() - shape.left() - shape.width()
    return QRectF(x, shape.top(), shape.width(), shape.height())


def score_places(rect: QRect, s: Sizes, bar_width: int, with_span: bool, rtl: bool = False) -> ScorePlaces:
    """Number, bar and range text of a score in a row; without range text the bar is centred on the row."""
    middle = rect.top() + rect.height() // 2
    number = QRect(rect.left(), middle - s.leading_title // 2, s.score_column, s.leading_title)
    left = number.right() + 1 + s.score_gap
    bar_middle = middle - s.s if with_span else middle
    bar = QRect(left, bar_middle - s.range_pin_height // 2, bar_width, s.range_pin_height)
    text_width = bar_width - s.icon_small if with_span else 0
    span = QRect(left, middle - 1, text_width, s.leading_secondary)
    check = QRect(left + bar_width - s.icon_small, middle - 1, s.icon_small, s.leading_secondary)
    flip = lambda r: draw.mirrored(r, rect, rtl)  # noqa: E731
    return ScorePlaces(flip(number), flip(bar), flip(span), flip(check))


def score_width(s: Sizes, bar_width: int) -> int:
    """How wide a score in a row is."""
    return s.score_column + s.score_gap + bar_width


def grade_places(rect: QRect, s: Sizes) -> tuple[QRect, QRect]:
    """The boxes of letter and digit, always left to right, in the middle of `rect`'s height at its left."""
    top = rect.top() + (rect.height() - s.grade_height) // 2
    letter = QRect(rect.left(), top, s.grade_box + 1, s.grade_height)
    return letter, QRect(letter.right() + 1, top, s.grade_box + 1, s.grade_height)


def grade_width(s: Sizes) -> int:
    """How wide a grade is."""
    return 2 * s.grade_box + 2


def tier_chip_width(look: Look, label: str) -> int:
    """How wide a tier chip is: mark and word on tint."""
    return look.s.s + look.s.tier_mark + look.s.xs + 1 + look.f.secondary_strong.width(label) + look.s.s


# -- painting --


def paint_tier_mark(painter: QPainter, look: Look, rect: QRect, tone: Tone) -> None:
    """Cold a ring, warm half full, hot full: the order can be told without colour. The half stays on the left."""
    size = look.s.tier_mark
    left = rect.left() + (rect.width() - size) // 2
    top = rect.top() + (rect.height() - size) // 2
    circle = QRectF(left, top, size, size)
    colour = look.tone(tone).mark
    if tone == Tone.HOT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        return
    width = 0.18 * size
    ring = circle.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if tone == Tone.WARM:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(circle, 90 * 16, 180 * 16)


def paint_tier_chip(painter: QPainter, look: Look, rect: QRect, tone: Tone, label: str, rtl: bool = False) -> QRect:
    """Mark and word on the tier's tint, at the start of `rect`; returns the chip's rectangle."""
    s = look.s
    width = min(tier_chip_width(look, label), rect.width())
    chip = QRect(rect.left(), rect.top() + (rect.height() - s.tier_chip) // 2, width, s.tier_chip)
    chip = draw.mirrored(chip, rect, rtl)
    colours = look.tone(tone)
    draw.rounded(painter, QRectF(chip), s.tier_chip / 2, colours.tint)
    mark = QRect(chip.left() + s.s, chip.top(), s.tier_mark, chip.height())
    words = QRect(mark.right() + s.xs + 2, chip.top(), chip.right() - s.s - mark.right() - s.xs, chip.height())
    paint_tier_mark(painter, look, draw.mirrored(mark, chip, rtl), tone)
    place = draw.mirrored(words, chip, rtl)
    draw.text(painter, look.f.secondary_strong, colours.text, place, label, draw.start(rtl))
    return chip


def paint_range_bar(
    painter: QPainter,
    look: Look,
    rect: QRect,
    score: ScoreValue,
    scale: TierScale,
    surface: QColor,
    rtl: bool = False,
    selected: bool = False,
) -> None:
    """The small range bar: track with gaps at the thresholds, what the score could be, and its pin."""
    s = look.s
    pin = (s.range_pin_width, s.range_pin_height)
    places = bar_places(rect, score, scale, s.range_track, pin, s.gap_hair, rtl)
    track = look.c.line_strong if selected else look.c.sunken
    radius = s.range_track / 2
    count = len(places.track)
    _paint_pieces(painter, places.track, radius, (track,) * count)
    mark = look.tone(scale.tone(score.tier)).mark
    _paint_span(painter, places, radius, mark, (surface,) * count)
    _paint_pin(painter, places.pin, mark, surface)


def paint_range_bar_large(
    painter: QPainter,
    look: Look,
    rect: QRect,
    score: ScoreValue,
    scale: TierScale,
    surface: QColor,
    rtl: bool = False,
    at: float | None = None,
) -> None:
    """The large range bar of panel and call: a tint for each tier, the range over it, a tall pin."""
    s = look.s
    pin = (s.range_large_pin_width, s.range_large_pin_height)
    places = bar_places(rect, score, scale, s.range_large, pin, s.gap_zone, rtl, at)
    tints = [look.tone(tone).tint for _low, _high, tone in scale.zones]
    _paint_pieces(painter, places.track, s.range_large / 2, tints)
    mark = look.tone(scale.tone(score.tier)).mark
    _paint_span(painter, places, s.range_large / 2, mark, tints)
    _paint_pin(painter, places.pin, mark, surface)


def paint_range_labels(painter: QPainter, look: Look, rect: QRect, scale: TierScale, rtl: bool = False) -> None:
    """The scale's ends and thresholds in text.3 under a large range bar."""
    face, colour = look.f.secondary, look.c.text3
    for value in (scale.low, *scale.thresholds, scale.high):
        words = numerals.isolated(numerals.whole(value))
        width = face.width(words) + 2
        middle = rect.left() + round(scale.share(value) * rect.width())
        left = min(max(middle - width // 2, rect.left()), rect.left() + rect.width() - width)
        place = draw.mirrored(QRect(left, rect.top(), width, rect.height()), rect, rtl)
        at_start = value == scale.low
        align = draw.start(rtl) if at_start else draw.end(rtl) if value == scale.high else draw.CENTRE
        draw.text(painter, face, colour, place, words, align)


def paint_score(
    painter: QPainter,
    look: Look,
    rect: QRect,
    score: ScoreValue,
    scale: TierScale,
    surface: QColor,
    rtl: bool = False,
    selected: bool = False,
    with_span: bool = True,
) -> None:
    """A score in a row: number, range bar and, in two-line rows, the range in words and a check when decided."""
    s = look.s
    places = score_places(rect, s, s.range_bar if with_span else s.range_bar_cell, with_span, rtl)
    face = look.f.title if with_span else look.f.body_strong
    words = numerals.isolated(numerals.whole(score.score))
    number = places.number.adjusted(-s.m, 0, 0, 0) if not rtl else places.number.adjusted(0, 0, s.m, 0)
    draw.text(painter, face, look.c.text1, number, words, draw.end(rtl))
    paint_range_bar(painter, look, places.bar, score, scale, surface, rtl, selected)
    if not with_span:
        return
    span = numerals.isolated(numerals.span(score.least, score.greatest))
    used = draw.text(painter, look.f.secondary, look.c.text3, places.span, span, draw.start(rtl))
    if score.decided:
        shift = used + s.xs
        check = QRect(places.span.left() + shift, places.span.top(), s.icon_small, places.span.height())
        check = draw.mirrored(check, places.span, rtl)
        draw.icon(painter, look, "check", look.c.text3, check, size=s.type_secondary)


def paint_grade(painter: QPainter, look: Look, rect: QRect, grade: str) -> None:
    """Letter (fit) on base and digit (engagement) on window in one outline, always left to right."""
    if len(grade) < 2:
        return
    s = look.s
    letter, digit = grade_places(rect, s)
    whole = letter.united(digit)
    draw.outlined(painter, whole, s.radius_inner, look.c.line_strong, look.c.base)
    inner = QRectF(digit).adjusted(0, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.c.window)
    painter.drawRoundedRect(inner, s.radius_inner - 1, s.radius_inner - 1)
    painter.fillRect(QRectF(inner.left(), inner.top(), s.radius_inner, inner.height()), look.c.window)
    draw.rule(painter, look.c.line_strong, QPointF(digit.left(), inner.top()), QPointF(digit.left(), inner.bottom()))
    face = look.f.secondary_strong
    draw.text(painter, face, look.c.text1, letter, grade[0], draw.CENTRE)
    draw.text(painter, face, look.c.text1, digit.adjusted(1, 0, 0, 0), grade[1:], draw.CENTRE)


def paint_trend(painter: QPainter, look: Look, rect: QRect, points: int, rtl: bool = False) -> None:
    """An arrow and signed whole points of the last 7 days; a dash when nothing moved."""
    s = look.s
    name = "arrow-up-right" if points > 0 else "arrow-down-right" if points < 0 else "minus"
    colour = look.c.positive_text if points > 0 else look.c.negative_text if points < 0 else look.c.text3
    mark = QRect(rect.left(), rect.top(), s.icon_small, rect.height())
    words = rect.adjusted(s.icon_small + s.xs, 0, 0, 0)
    draw.icon(painter, look, name, colour, draw.mirrored(mark, rect, rtl), rtl, s.icon_small)
    place = draw.mirrored(words, rect, rtl)
    number = numerals.isolated(numerals.signed(points))
    draw.text(painter, look.f.body, colour, place, number, draw.start(rtl))


def _paint_pieces(painter: QPainter, pieces: Sequence[QRectF], radius: float, colours: Sequence[QColor]) -> None:
    """Pieces side by side, of opaque colours; only the outer ends are round. No clipping: this runs for every row."""
    last = len(pieces) - 1
    for at, (piece, colour) in enumerate(zip(pieces, colours, strict=True)):
        if at not in (0, last):
            painter.fillRect(piece, colour)
            continue
        draw.rounded(painter, piece, radius, colour)
        if last and piece.width() > radius:
            inner = piece.adjusted(radius, 0, 0, 0) if _faces_right(at, pieces) else piece.adjusted(0, 0, -radius, 0)
            painter.fillRect(inner, colour)


def _faces_right(at: int, pieces: Sequence[QRectF]) -> bool:
    """Whether the end piece has its neighbour at its right, in either direction of reading."""
    neighbour = pieces[1] if at == 0 else pieces[-2]
    return neighbour.left() > pieces[at].left()


def _paint_span(painter: QPainter, places: BarPlaces, radius: float, mark: QColor, under: Sequence[QColor]) -> None:
    """What the score could be: the tier's mark at half strength over what lies `under` each piece of the track."""
    parts = [piece.intersected(places.span) for piece in places.track]
    blends = [_blend(mark.rgb(), below.rgb()) for below in under]
    shown = [(part, blend) for part, blend in zip(parts, blends, strict=True) if part.width() > 0]
    if shown:
        _paint_pieces(painter, [part for part, _ in shown], radius, [colour for _, colour in shown])


@lru_cache(maxsize=256)
def _blend(mark: int, under: int) -> QColor:
    """One packed colour at the range's opacity over another; there are a few dozen pairs, painted in every row."""
    share, a, b = tokens.RANGE_OPACITY, QColor(mark), QColor(under)
    return QColor(
        round(a.red() * share + b.red() * (1 - share)),
        round(a.green() * share + b.green() * (1 - share)),
        round(a.blue() * share + b.blue() * (1 - share)),
    )


def _paint_pin(painter: QPainter, pin: QRectF, mark: QColor, surface: QColor) -> None:
    halo = tokens.HALO
    draw.rounded(painter, pin.adjusted(-halo, 0, halo, 0), 1, surface)
    draw.rounded(painter, pin, 1, mark)
