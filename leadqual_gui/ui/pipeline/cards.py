"""A card of the board: which facts it shows, where each lies, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from leadqual_gui.services.moving_values import Card
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.marks import (
    PillStyle,
    paint_pill,
    paint_tag,
    pill_width,
    tag_pill,
    tag_width,
    warning_pill,
)
from leadqual_gui.ui.widgets.scores import grade_width, paint_grade, paint_range_bar, paint_tier_mark

FIELDS = ("value", "company", "age", "grade", "action", "owner", "last_sign")
"""What can be chosen; name and score, with tier and range, are always there."""
DEFAULT_FIELDS = ("value", "company", "age", "grade", "action")


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How cards are painted: what they show, in which words, which way they run."""

    look: Look
    vocabulary: Vocabulary
    language: str = "en"
    fields: frozenset[str] = frozenset(DEFAULT_FIELDS)
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class CardState:
    """What is going on with a card: chosen, under the pointer, with the keyboard, being moved elsewhere."""

    chosen: bool = False
    hovered: bool = False
    focused: bool = False
    moving: bool = False


class CardPlaces(NamedTuple):
    """Where the parts of a card lie; an empty rectangle leaves that part out."""

    frame: QRect
    name: QRect
    value: QRect
    company: QRect
    age: QRect
    mark: QRect
    number: QRect
    bar: QRect
    ended: QRect
    grade: QRect
    action: QRect
    suggestion: QRect
    owner: QRect
    last_sign: QRect


def fields_from_text(text: str) -> frozenset[str]:
    """Chosen fields from the settings."""
    return frozenset(text.split(",")) & frozenset(FIELDS) if text else frozenset(DEFAULT_FIELDS)


def fields_as_text(fields: Iterable[str]) -> str:
    """Chosen fields for the settings; none at all is remembered too."""
    return ",".join(field for field in FIELDS if field in set(fields)) or "none"


def card_lines(fields: frozenset[str]) -> tuple[str, ...]:
    """The lines that a card has, from the top."""
    lines = ["name"]
    if fields & {"company", "age"}:
        lines.append("company")
    lines.append("score")
    if "action" in fields:
        lines.append("action")
    if fields & {"owner", "last_sign"}:
        lines.append("owner")
    return tuple(lines)


def line_height(look: Look) -> int:
    """How high a line of a card is."""
    return max(look.s.leading_body + 2, look.f.body.metrics.height() + 2)


def card_height(look: Look, fields: frozenset[str]) -> int:
    """How high a row with a card is, the gap to the next one included."""
    return len(card_lines(fields)) * line_height(look) + 2 * look.s.s + look.s.s - 1


def card_layout(rect: QRect, look: Look, style: CardStyle, card: Card) -> CardPlaces:
    """Where everything lies on a card in its row."""
    s, fields = look.s, style.fields
    frame = QRect(rect.left(), rect.top(), rect.width(), rect.height() - s.s + 1)
    inner = frame.adjusted(s.s + 1, s.s, -s.s - 1, -s.s)
    lines, height = card_lines(fields), line_height(look)

    def line(name: str) -> QRect:
        if name not in lines:
            return QRect()
        return QRect(inner.left(), inner.top() + lines.index(name) * height, inner.width(), height)

    def parted(whole: QRect, width: int) -> tuple[QRect, QRect]:
        """The start of a line, and its end of a given width."""
        if whole.isNull() or width <= 0:
            return whole, QRect()
        width = min(width, whole.width() - s.xl)
        rest = whole.adjusted(0, 0, -(width + s.xs), 0)
        return rest, QRect(whole.right() + 1 - width, whole.top(), width, whole.height())

    value_width = _value_width(look, style, card)
    if look.f.body_strong.width(card.row.name) > inner.width() - value_width - s.xs and inner.width() < 10 * s.l:
        value_width = 0  # in a narrow column the name comes first; the tooltip has the value
    name, value = parted(line("name"), value_width)
    company, age = parted(line("company"), _age_width(look, style, card))
    score, grade = parted(line("score"), grade_width(s) if "grade" in fields and card.row.grade else 0)
    mark = QRect(score.left(), score.top(), s.tier_mark, score.height())
    figure = QRect(mark.right() + 1 + s.xs, score.top(), look.f.body_strong.width("100") + 1, score.height())
    left = figure.right() + 1 + s.s
    score, ended = parted(score, _ended_width(look, card))
    bar = QRect(left, score.top(), max(0, min(s.range_bar_cell, score.right() - left)), score.height())
    action, suggestion = parted(line("action"), _suggestion_width(look, style, card))
    if card.suggestion is not None and action.isNull():
        _rest, suggestion = parted(line("score"), _suggestion_width(look, style, card))
    owner, last_sign = parted(line("owner"), look.f.secondary.width("00 Nov 0000") if "last_sign" in fields else 0)
    if "company" not in fields:
        company = QRect()
    places = (name, value, company, age, mark, figure, bar, ended, grade, action, suggestion, owner, last_sign)
    return CardPlaces(frame, *(draw.mirrored(p, frame, style.rtl) if not p.isNull() else p for p in places))


def _value_width(look: Look, style: CardStyle, card: Card) -> int:
    if "value" not in style.fields or card.value is None:
        return 0
    return look.f.secondary.width(wording.money_words(card.value, card.currency)) + 1


def _age_width(look: Look, style: CardStyle, card: Card) -> int:
    said = wording.age_words(card) if "age" in style.fields else ""
    if not said:
        return 0
    if card.overdue > 1:
        return pill_width(look, said, icon=True)
    face = look.f.secondary_strong if card.overdue else look.f.secondary
    return face.width(said) + look.s.icon_small + look.s.xs + 1


def _ended_width(look: Look, card: Card) -> int:
    said = wording.ended_words(card)
    return tag_width(look, said) if said else 0


def _suggestion_width(look: Look, style: CardStyle, card: Card) -> int:
    if card.suggestion is None:
        return 0
    return tag_width(look, suggestion_tag(card, style)) + look.s.icon_small + look.s.xs


def suggestion_tag(card: Card, style: CardStyle) -> str:
    """The stage that a rule suggests, as it stands on the card."""
    assert card.suggestion is not None
    return style.vocabulary.stages.get(card.suggestion.stage, card.suggestion.stage)


# --- painting --------------------------------------------------------------------------------------------------------


def paint_card(painter: QPainter, style: CardStyle, rect: QRect, card: Card, state: CardState) -> None:
    """One card in its row."""
    look = style.look
    place = card_layout(rect, look, style, card)
    if state.moving:
        _paint_ghost(painter, style, place, card)
        return
    surface = look.c.selected if state.chosen else look.c.hover if state.hovered else look.c.base
    edge = look.c.accent if state.chosen else look.c.line_strong if state.hovered else look.c.line
    draw.outlined(painter, place.frame, look.s.radius, edge, surface)
    if state.focused:
        draw.outlined(painter, place.frame, look.s.radius, look.c.focus, width=look.s.focus_ring)
    _paint_head(painter, style, place, card)
    _paint_company(painter, style, place, card)
    _paint_score(painter, style, place, card, state)
    _paint_action(painter, style, place, card)
    _paint_owner(painter, style, place, card)


def _paint_ghost(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card) -> None:
    look = style.look
    draw.outlined(painter, place.frame, look.s.radius, look.c.line_strong, dashed=True)
    start = draw.start(style.rtl)
    draw.text(painter, look.f.body_strong, look.c.text_disabled, place.name, card.row.name, start)
    if not place.company.isNull():
        below = QRect(place.name.left(), place.company.top(), place.name.width(), place.company.height())
        draw.text(painter, look.f.secondary, look.c.text3, below, wording.words("being moved"), start)


def _paint_head(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card) -> None:
    look = style.look
    colour = look.c.text3 if card.row.disqualified else look.c.text1
    draw.text(painter, look.f.body_strong, colour, place.name, card.row.name, draw.start(style.rtl))
    if not place.value.isNull() and card.value is not None:
        said = wording.money_words(card.value, card.currency)
        draw.text(painter, look.f.secondary, look.c.text2, place.value, said, draw.end(style.rtl))


def _paint_company(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card) -> None:
    look = style.look
    if not place.company.isNull():
        said = card.row.company or ""
        draw.text(painter, look.f.secondary, look.c.text2, place.company, said, draw.start(style.rtl))
    if place.age.isNull():
        return
    said = wording.age_words(card)
    if card.overdue > 1:
        pill_words = PillStyle(*warning_pill(look))
        paint_pill(painter, look, place.age, said, pill_words, "alarm-clock", style.rtl)
        return
    colour = look.c.warm.text if card.overdue else look.c.text3
    face = look.f.secondary_strong if card.overdue else look.f.secondary
    sign = QRect(place.age.left(), place.age.top(), look.s.icon_small, place.age.height())
    text = place.age.adjusted(look.s.icon_small + look.s.xs, 0, 0, 0)
    draw.icon(painter, look, "clock", colour, draw.mirrored(sign, place.age, style.rtl), size=look.s.icon_small)
    draw.text(painter, face, colour, draw.mirrored(text, place.age, style.rtl), said, draw.end(style.rtl))


def _paint_score(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card, state: CardState) -> None:
    look, scale, rtl = style.look, style.vocabulary.scale, style.rtl
    if card.row.shown is None:
        return
    score = wording.score_of(card)
    paint_tier_mark(painter, look, place.mark, scale.tone(score.tier))
    said = numerals.isolated(numerals.whole(score.score))
    draw.text(painter, look.f.body_strong, look.c.text1, place.number, said, draw.end(rtl))
    if place.bar.width() >= look.s.l:
        surface = look.c.selected if state.chosen else look.c.base
        paint_range_bar(painter, look, place.bar, score, scale, surface, rtl, state.chosen)
    if not place.ended.isNull():
        paint_tag(painter, look, place.ended, wording.ended_words(card), tag_pill(look), rtl)
    if not place.grade.isNull():
        paint_grade(painter, look, place.grade, score.grade)


def _paint_action(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card) -> None:
    look, rtl = style.look, style.rtl
    if not place.action.isNull() and card.action is not None:
        waits = card.action.is_wait
        colour = look.c.text3 if waits else look.c.accent_text
        sign = QRect(place.action.left(), place.action.top(), look.s.icon_small, place.action.height())
        text = place.action.adjusted(look.s.icon_small + look.s.xs + 2, 0, 0, 0)
        icon = wording.action_icon(card.action.play.action)
        draw.icon(painter, look, icon, colour, draw.mirrored(sign, place.action, rtl), rtl, look.s.icon_small)
        said = wording.action_words(card, style.language)
        draw.text(
            painter, look.f.secondary_medium, colour, draw.mirrored(text, place.action, rtl), said, draw.start(rtl)
        )
    if card.suggestion is not None and not place.suggestion.isNull():
        paint_suggestion(painter, style, place.suggestion, card)


def paint_suggestion(painter: QPainter, style: CardStyle, rect: QRect, card: Card) -> None:
    """The stage that a rule suggests, with an arrow: a click accepts it."""
    look, rtl = style.look, style.rtl
    edge = tag_pill(look, strong=True)
    box = QRect(rect.left(), rect.top() + (rect.height() - look.s.badge) // 2 - 1, rect.width(), look.s.badge + 2)
    draw.rounded(painter, QRectF(box), look.s.radius_inner, look.c.selected2)
    sign = QRect(box.left() + 2, box.top(), look.s.icon_small, box.height())
    text = box.adjusted(look.s.icon_small + look.s.xs, 0, -2, 0)
    draw.icon(painter, look, "arrow-right", edge.words, draw.mirrored(sign, box, rtl), rtl, look.s.type_secondary)
    said = suggestion_tag(card, style)
    draw.text(painter, look.f.secondary_strong, edge.words, draw.mirrored(text, box, rtl), said, draw.start(rtl))


def _paint_owner(painter: QPainter, style: CardStyle, place: CardPlaces, card: Card) -> None:
    look = style.look
    if place.owner.isNull():
        return
    face, colour = look.f.secondary, look.c.text3
    if "owner" in style.fields:
        said = card.row.owner or wording.words("no owner")
        draw.text(painter, face, colour, place.owner, said, draw.start(style.rtl))
    if not place.last_sign.isNull() and card.row.last_sign is not None:
        from leadqual_gui.ui.fields import short_day

        said = short_day(card.row.last_sign)
        draw.text(painter, face, colour, place.last_sign, said, draw.end(style.rtl))
