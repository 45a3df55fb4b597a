"""What becomes of each row, as a list: which fate, of whom, and why or what changes; made where it is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.services.importing import Fate, Fates, RowFate
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.data.wording import whys_words
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.reasons import reason_words
from leadqual_gui.ui.fields import field_label, number
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.single_column import SingleColumn

NameOf = Callable[[int], str]
"""What a lead that is there already is called."""
_HIDDEN = frozenset(("stage_since", "email_2"))


@dataclass(frozen=True, slots=True)
class FateParts:
    """The pieces of a row."""

    line: QRect
    who: QRect
    fate: QRect
    why: QRect


def fate_words(fate: Fate) -> str:
    """What becomes of a row, in a word."""
    return {
        Fate.NEW: words("New"),
        Fate.UPDATES: words("Update"),
        Fate.UNCHANGED: words("Unchanged"),
        Fate.DUPLICATE: words("Duplicate"),
        Fate.REJECTED: words("Rejected"),
    }[fate]


def fate_icon(fate: Fate) -> str:
    """Its sign."""
    return {
        Fate.NEW: "plus",
        Fate.UPDATES: "pencil",
        Fate.UNCHANGED: "check",
        Fate.DUPLICATE: "copy",
        Fate.REJECTED: "circle-x",
    }[fate]


def fate_colour(fate: Fate, look: Look) -> QColor:
    """The colour of its word."""
    c = look.c
    return {
        Fate.NEW: c.positive_text,
        Fate.UPDATES: c.accent_text,
        Fate.UNCHANGED: c.text3,
        Fate.DUPLICATE: c.text2,
        Fate.REJECTED: c.hot.text,
    }[fate]


def why_words(row: RowFate, name_of: NameOf, custom: dict[str, str]) -> str:
    """Why, or what changes of whom."""
    match row.fate:
        case Fate.REJECTED:
            return reason_words(row.reason)
        case Fate.DUPLICATE if row.other_line:
            return words("the same as row {line}").format(line=number(row.other_line))
        case Fate.DUPLICATE:
            return words("came with an earlier import")
        case Fate.UPDATES:
            whom = name_of(row.lead)
            fields = [name for name in row.changes if name not in _HIDDEN] or list(row.changes)
            said = ", ".join(field_label("verified" if f == "verified_at" else f, custom) for f in fields)
            named = whom and whom != row.label
            return words("{fields} of {name}").format(fields=said, name=whom) if named else said
        case Fate.UNCHANGED:
            return words("{name} has all of it already").format(name=name_of(row.lead)) if row.lead else ""
    return alike_words(row, name_of) if row.alike else name_of(row.lead) if row.lead else ""


def alike_words(row: RowFate, name_of: NameOf) -> str:
    """Who a new row probably is, and why."""
    assert row.alike is not None
    return words("probably {name}: {why}").format(name=name_of(row.alike.other_id), why=whys_words(row.alike.why))


class FateSource:
    """Rows of fates, those of a chosen sort and text only."""

    def __init__(self, fates: Fates, rows: array[int], name_of: NameOf, custom: dict[str, str]) -> None:
        self._fates, self._rows, self._name_of, self._custom = fates, rows, name_of, custom

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> RowFate:
        """A row."""
        return self._fates.row(self._rows[index])

    def key(self, index: int) -> int:
        """Rows are named by their places among all, from 1."""
        return self._rows[index] + 1

    def index_of(self, key: int) -> int | None:
        """Where a row stands."""
        from bisect import bisect_left

        at = bisect_left(self._rows, key - 1)
        return at if at < len(self._rows) and self._rows[at] == key - 1 else None

    def why(self, row: RowFate) -> str:
        """Why, or what changes."""
        return why_words(row, self._name_of, self._custom)

    def spoken(self, row: RowFate) -> str:
        """The whole row."""
        line = words("row {line}").format(line=number(row.line))
        return ", ".join(part for part in (line, row.label, fate_words(row.fate), self.why(row)) if part)

    def tip(self, row: RowFate) -> str:
        """The same, to read."""
        return self.spoken(row)

    def label(self, row: RowFate) -> str:
        """Whom it is about."""
        return row.label


def fate_parts(rect: QRect, look: Look, rtl: bool = False) -> FateParts:
    """The pieces of a row."""
    s = look.s
    inner = rect.adjusted(s.xl - s.xs, 0, -s.m, 0)
    line_width = look.f.secondary.width("100,000") + s.s
    fate_width = look.f.secondary_strong.width(max(map(fate_words, Fate), key=len)) + s.l
    sign = s.icon + s.s
    who_width = round((inner.width() - line_width - fate_width - sign) * 0.34)
    line = QRect(inner.left(), inner.top(), line_width, inner.height())
    who = QRect(line.right() + 1 + s.s, inner.top(), who_width - s.l, inner.height())
    fate = QRect(line.right() + 1 + who_width, inner.top(), fate_width + sign, inner.height())
    why = QRect(fate.right() + 1 + s.s, inner.top(), inner.right() - fate.right() - s.s, inner.height())
    return FateParts(*(draw.mirrored(part, rect, rtl) for part in (line, who, fate, why)))


class FateList(SingleColumn):
    """All rows with their fates; 100,000 scroll as ten do."""

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row - look.s.xs, look.f.body.metrics.height() + look.s.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: RowFate, at: int) -> None:
        look, s, c, rtl = self.theme.look, self.theme.look.s, self.theme.look.c, self.rtl()
        rect = option.rect
        ground = c.selected if self.is_chosen(at) else c.hover if at == self.hovered else c.base
        painter.fillRect(rect, ground)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line)
        parts, start = fate_parts(rect, look, rtl), draw.start(rtl)
        draw.text(painter, look.f.secondary, c.text3, parts.line, number(row.line), start)
        who, tint = (row.label, c.text1) if row.label else (words("(no name)"), c.text3)
        draw.text(painter, look.f.body, tint, parts.who, " ".join(who.split()), start)
        colour = fate_colour(row.fate, look)
        icon = draw.mirrored(QRect(0, 0, s.icon, parts.fate.height()), QRect(0, 0, parts.fate.width(), 1), rtl)
        draw.icon(painter, look, fate_icon(row.fate), colour, icon.translated(parts.fate.topLeft()), rtl, s.icon_small)
        word = draw.mirrored(parts.fate.adjusted(s.icon + s.s, 0, 0, 0), parts.fate, rtl)
        draw.text(painter, look.f.secondary_strong, colour, word, fate_words(row.fate), start)
        source = self.rows.source
        assert isinstance(source, FateSource)
        draw.text(painter, look.f.secondary, c.text2, parts.why, " ".join(source.why(row).split()), start)
        if self.shows_focus(at):
            draw.outlined(painter, rect, s.radius_inner, c.focus, width=s.focus_ring)


def chosen_rows(fates: Fates, wanted: tuple[Fate, ...], text: str = "", alike: bool = False) -> array[int]:
    """The rows of these fates (or those probably there) whose label, line or reason holds a text."""
    rows = array("q", fates.alike) if alike else fates.of(*wanted)
    return fates.holding(text, rows) if text.strip() else rows


def lead_names(row_of: Callable[[int], LeadRow | None]) -> NameOf:
    """Names of leads by way of the workspace's rows, each asked for once."""
    known: dict[int, str] = {}

    def name_of(lead: int) -> str:
        if lead not in known:
            found = row_of(lead)
            known[lead] = found.name if found else ""
        return known[lead]

    return name_of


def list_of(theme: Theme) -> FateList:
    """A list to show fates in."""
    return FateList(theme, words("What becomes of each row"))
