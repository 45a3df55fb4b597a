"""Where values lie in a picture: a frame maps them to pixels, mirrored where the language runs from right to left."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.widgets import draw, numerals

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FACTS = 1e-9


@dataclass(frozen=True, slots=True)
class Frame:
    """`rect` holds values from (`left`, `bottom`) to (`right`, `top`)."""

    rect: QRect
    left: float
    right: float
    bottom: float
    top: float
    rtl: bool = False

    def x(self, value: float) -> float:
        """Where a value lies across."""
        share = (value - self.left) / ((self.right - self.left) or 1.0)
        return draw.mirrored_x(self.rect.left() + share * self.rect.width(), self.rect, self.rtl)

    def y(self, value: float) -> float:
        """Where a value lies up and down."""
        share = (value - self.bottom) / ((self.top - self.bottom) or 1.0)
        return self.rect.bottom() + 1 - share * self.rect.height()

    def point(self, x: float, y: float) -> QPointF:
        """A point."""
        return QPointF(self.x(x), self.y(y))

    def value_at(self, x: float) -> float:
        """The value across at a pixel, within the frame."""
        share = (draw.mirrored_x(x, self.rect, self.rtl) - self.rect.left()) / max(1, self.rect.width())
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def column(self, low: float, high: float, bottom: float, top: float) -> QRectF:
        """The rectangle between two values across, and two up and down."""
        a, b = sorted((self.x(low), self.x(high)))
        c, d = sorted((self.y(bottom), self.y(top)))
        return QRectF(a, c, b - a, d - c)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, at most so many steps."""
    span = high - low
    if span <= 0:
        return [low]
    raw = span / max(1, most)
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * one for one in STEPS if unit * one >= raw - FACTS)
    first = math.ceil(low / step - FACTS)
    last = math.floor(high / step + FACTS)
    return [at * step for at in range(first, last + 1)]


def number_words(value: float) -> str:
    """A number beside an axis, as the user's language writes it: "1,000", "2.5"."""
    return QLocale().toString(int(value)) if value == int(value) else QLocale().toString(value, "g", 6)


def paint_rows(painter: QPainter, look: Look, frame: Frame, values: list[float], room: int, suffix: str = "") -> None:
    """Lines across at these values, with their numbers in the `room` before the frame."""
    line = look.f.secondary.leading
    for value in values:
        y = frame.y(value)
        draw.rule(painter, look.c.line, QPointF(frame.rect.left(), y), QPointF(frame.rect.right() + 1, y))
        place = QRect(frame.rect.left() - room, round(y) - line // 2, room - look.s.s, line)
        if frame.rtl:
            place = QRect(frame.rect.right() + 1 + look.s.s, place.top(), room - look.s.s, line)
        words = numerals.isolated(f"{number_words(value)}{suffix}")
        draw.text(painter, look.f.secondary, look.c.text3, place, words, draw.end(frame.rtl))


def paint_columns(painter: QPainter, look: Look, frame: Frame, values: list[float], words: list[str]) -> None:
    """Words under the frame at these values across; the outermost stay within the picture."""
    top = frame.rect.bottom() + 1 + look.s.xs
    for value, said in zip(values, words, strict=True):
        width = look.f.secondary.width(said) + 2
        x = frame.x(value)
        place = QRect(round(x - width / 2), top, width, look.f.secondary.leading)
        draw.text(painter, look.f.secondary, look.c.text3, place, said, draw.CENTRE)
