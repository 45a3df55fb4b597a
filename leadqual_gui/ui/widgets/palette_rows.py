"""What the command palette shows: items in groups, given by a provider for a query, and how a row of it is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, marks, numerals, scores
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale


class Only(Enum):
    """What the user narrowed the palette to: nothing, `>` actions, `@` leads."""

    ALL = ""
    ACTIONS = ">"
    LEADS = "@"


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """Something that can be chosen. `key` is handed back; `score` makes it a lead; `subject`: Tab asks for more."""

    key: object
    title: str
    detail: str = ""
    icon: str = ""
    keys: tuple[str, ...] = ()
    score: ScoreValue | None = None
    subject: bool = False


@dataclass(frozen=True, slots=True)
class PaletteGroup:
    """Items under a heading. `more`: an item that shows the rest ("21 more leads"). `summary`: said at the foot."""

    title: str
    items: tuple[PaletteItem, ...]
    more: PaletteItem | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PaletteQuery:
    """What was typed, without its prefix; what it is narrowed to; the item whose actions are asked for, if any."""

    text: str
    only: Only = Only.ALL
    subject: PaletteItem | None = None


Provider = Callable[[PaletteQuery], Sequence[PaletteGroup]]


def read_query(text: str, subject: PaletteItem | None = None) -> PaletteQuery:
    """Take `>` or `@` off the front of what was typed."""
    stripped = text.lstrip()
    for only in (Only.ACTIONS, Only.LEADS):
        if stripped.startswith(only.value):
            return PaletteQuery(stripped[1:].strip(), only, subject)
    return PaletteQuery(stripped.strip(), Only.ALL, subject)


class Part(Enum):
    """What a row of the list is."""

    HEAD = "head"
    ITEM = "item"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One row: a group's heading, an item, or the item that shows the rest."""

    part: Part
    label: str
    item: PaletteItem | None = None
    first: bool = False

    @property
    def spoken(self) -> str:
        """The row in words for a screen reader."""
        if self.item is None:
            return self.label
        score = self.item.score
        number = numerals.whole(score.score) if score else ""
        parts = (self.item.title, self.item.detail, number, " ".join(self.item.keys))
        return ", ".join(part for part in parts if part)


def rows_of(groups: Sequence[PaletteGroup]) -> tuple[PaletteRow, ...]:
    """The groups as the rows of a list; empty groups are left out."""
    rows: list[PaletteRow] = []
    for group in groups:
        if not group.items:
            continue
        rows.append(PaletteRow(Part.HEAD, group.title, first=not rows))
        rows.extend(PaletteRow(Part.ITEM, item.title, item) for item in group.items)
        if group.more is not None:
            rows.append(PaletteRow(Part.MORE, group.more.title, group.more))
    return tuple(rows)


def row_height(row: PaletteRow, s: Sizes) -> int:
    """How high a row is."""
    if row.part is Part.HEAD:
        return s.table_head
    return s.row_palette if row.part is Part.ITEM else s.xl


class PalettePaint(NamedTuple):
    """What the rows of one list share: the look, what was sought, the scale of scores, the words for Enter."""

    look: Look
    sought: str
    scale: TierScale
    enter: str
    opens: str
    rtl: bool = False


def paint_palette_row(painter: QPainter, p: PalettePaint, rect: QRect, row: PaletteRow, current: bool) -> None:
    """Paint one row."""
    look, s, c = p.look, p.look.s, p.look.c
    if row.part is Part.HEAD:
        if not row.first:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), c.line)
        place = rect.adjusted(s.l, 1, -s.l, 0)
        draw.text(painter, look.f.secondary_medium, c.text3, place, row.label, draw.start(p.rtl))
        return
    if current:
        painter.fillRect(rect, c.selected)
        bar = draw.mirrored(QRect(rect.left(), rect.top(), s.current_bar, rect.height()), rect, p.rtl)
        painter.fillRect(bar, c.accent)
    if row.part is Part.MORE or row.item is None:
        place = draw.mirrored(rect.adjusted(s.l + s.xl + 1, 0, -s.l, 0), rect, p.rtl)
        draw.text(painter, look.f.secondary_medium, c.accent_text, place, row.label, draw.start(p.rtl))
        return
    used = _paint_end(painter, p, rect, row.item, current)
    _paint_start(painter, p, rect.adjusted(0, 0, 0, 0), row.item, used)


def _paint_start(painter: QPainter, p: PalettePaint, rect: QRect, item: PaletteItem, used: int) -> None:
    """Mark, title with its matches, detail."""
    look, s, c = p.look, p.look.s, p.look.c
    mark = draw.mirrored(QRect(rect.left() + s.l, rect.top(), s.icon, rect.height()), rect, p.rtl)
    if item.score is not None:
        scores.paint_tier_mark(painter, look, mark, p.scale.tone(item.score.tier))
    elif item.icon:
        draw.icon(painter, look, item.icon, c.text2, mark, p.rtl)
    left = s.l + s.icon + s.s + 2
    room = max(0, rect.width() - left - used - s.m)
    words = draw.mirrored(QRect(rect.left() + left, rect.top(), room, rect.height()), rect, p.rtl)
    face = look.f.body_medium
    marks.paint_highlights(painter, look, words, item.title, p.sought, face, p.rtl)
    taken = draw.text(painter, face, c.text1, words, item.title, draw.start(p.rtl)) + s.m
    rest = words.adjusted(0, 0, -taken, 0) if p.rtl else words.adjusted(taken, 0, 0, 0)
    if item.detail and rest.width() > s.xl:
        marks.paint_highlights(painter, look, rest, item.detail, p.sought, look.f.body, p.rtl)
        draw.text(painter, look.f.body, c.text2, rest, item.detail, draw.start(p.rtl))


def _paint_end(painter: QPainter, p: PalettePaint, rect: QRect, item: PaletteItem, current: bool) -> int:
    """Key caps, or a lead's range bar, score and grade; returns how much room they took."""
    used = p.look.s.l
    if item.score is not None:
        if current:
            used = _paint_enter(painter, p, rect, used)
        return _paint_score(painter, p, rect, used, item.score, current)
    return _paint_keys(painter, p, rect, used, item.keys)


def _paint_keys(painter: QPainter, p: PalettePaint, rect: QRect, used: int, keys: tuple[str, ...]) -> int:
    look = p.look
    for key in reversed(keys):
        width = marks.key_cap_width(look, key)
        place = _from_end(rect, used, width, p.rtl)
        marks.paint_key_cap(painter, look, place, key)
        used += width + look.s.xs
    return used


def _paint_enter(painter: QPainter, p: PalettePaint, rect: QRect, used: int) -> int:
    face = p.look.f.secondary
    width = face.width(p.opens) + 1
    draw.text(painter, face, p.look.c.text2, _from_end(rect, used, width, p.rtl), p.opens, draw.end(p.rtl))
    return _paint_keys(painter, p, rect, used + width + p.look.s.xs, (p.enter,)) + p.look.s.s


def _paint_score(painter: QPainter, p: PalettePaint, rect: QRect, used: int, score: ScoreValue, current: bool) -> int:
    look, s = p.look, p.look.s
    if score.grade:
        width = scores.grade_width(s)
        scores.paint_grade(painter, look, _from_end(rect, used, width, p.rtl), score.grade)
        used += width + s.m
    words = numerals.isolated(numerals.whole(score.score))
    place = _from_end(rect, used, s.score_column + s.s, p.rtl)
    draw.text(painter, look.f.body_strong, look.c.text1, place, words, draw.end(p.rtl))
    used += s.score_column + s.l
    bar = _from_end(rect, used, s.range_bar_cell, p.rtl)
    surface = look.c.selected if current else look.c.raised
    scores.paint_range_bar(painter, look, bar, score, p.scale, surface, p.rtl, current)
    return used + s.range_bar_cell


def _from_end(rect: QRect, used: int, width: int, rtl: bool) -> QRect:
    """A box that ends `used` pixels before the end of the row."""
    place = QRect(rect.right() + 1 - used - width, rect.top(), width, rect.height())
    return draw.mirrored(place, rect, rtl)
