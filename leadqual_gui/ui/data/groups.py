"""The list of leads that may be one: who, how sure that is, and why; one row a group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.domain.duplicates import SURE, Pair, groups_of
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.data import wording
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.single_column import SingleColumn

RowOf = Callable[[int], LeadRow | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Leads that hang together, and the pairs that say so, the best first."""

    ids: tuple[int, ...]
    pairs: tuple[Pair, ...]

    @property
    def score(self) -> float:
        """How sure the best pair is."""
        return self.pairs[0].score


def groups_from(pairs: Iterable[Pair]) -> tuple[Group, ...]:
    """Pairs as groups, the surest first."""
    told = tuple(pairs)
    groups = groups_of(told)
    home = {lead: at for at, ids in enumerate(groups) for lead in ids}
    of_group: list[list[Pair]] = [[] for _ in groups]
    for pair in told:
        of_group[home[pair.lead_id]].append(pair)
    made = (
        Group(ids, tuple(sorted(pairs, key=lambda pair: -pair.score)))
        for ids, pairs in zip(groups, of_group, strict=True)
    )
    return tuple(sorted(made, key=lambda group: -group.score))


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as it is painted."""

    names: str
    companies: str
    score: float
    why: str


class GroupSource:
    """Groups as rows, put into words when they are looked at. A group is named by its first lead."""

    def __init__(self, groups: Sequence[Group], row_of: RowOf) -> None:
        self.groups = tuple(groups)
        self._row_of = row_of
        self._places = {group.ids[0]: at for at, group in enumerate(self.groups)}

    def __len__(self) -> int:
        return len(self.groups)

    def row(self, index: int) -> GroupRow:
        """A group in words."""
        group = self.groups[index]
        leads = [row for lead in group.ids if (row := self._row_of(lead)) is not None]
        names = " / ".join(dict.fromkeys(lead.name for lead in leads))
        if len(leads) > 2:
            names = wording.words("%Ln leads: {names}", len(leads)).format(names=names)
        companies = ", ".join(dict.fromkeys(lead.company for lead in leads if lead.company))
        return GroupRow(names, companies, group.score, wording.whys_words(group.pairs[0].why))

    def key(self, index: int) -> int:
        """The first of its leads."""
        return self.groups[index].ids[0]

    def index_of(self, key: int) -> int | None:
        """Where a group stands."""
        return self._places.get(key)

    def label(self, row: Any) -> str:
        """Who it is."""
        return str(row.names)

    def spoken(self, row: Any) -> str:
        """The whole row in words."""
        parts = (row.names, row.companies, wording.likeness_words(row.score), row.why)
        return numerals.plain(", ".join(filter(None, parts)))

    def tip(self, row: Any) -> str:
        """What a hover says."""
        return numerals.plain(f"{row.names}\n{row.companies}\n{row.why}")


class GroupList(SingleColumn):
    """Groups. `merge_asked()` on M or Ctrl+Enter, `apart_asked()` on D."""

    merge_asked = Signal()
    apart_asked = Signal()

    def row_height(self) -> int:
        look = self.theme.look
        return max(look.s.row_call_list, 2 * look.f.body.metrics.height() + look.s.m)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: GroupRow, at: int) -> None:
        look, rect, rtl, chosen = self.theme.look, option.rect, self.rtl(), self.is_chosen(at)
        s = look.s
        painter.fillRect(rect, look.c.selected if chosen else look.c.hover if at == self.hovered else look.c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
        if chosen:
            bar = QRect(rect.left(), rect.top(), s.current_bar, rect.height())
            painter.fillRect(draw.mirrored(bar, rect, rtl), look.c.accent)
        inner = rect.adjusted(s.l, s.xs, -s.l, -s.xs)
        half, end = inner.height() // 2, s.ledger_points
        upper = QRect(inner.left(), inner.top(), inner.width() - end - s.s, half)
        share = QRect(inner.right() - end, inner.top(), end + 1, half)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half)
        names = draw.mirrored(upper, inner, rtl)
        draw.text(painter, look.f.body_medium, look.c.text1, names, row.names, draw.start(rtl))
        sure = look.c.positive_text if row.score >= SURE else look.c.text2
        said = numerals.isolated(wording.likeness_words(row.score))
        draw.text(painter, look.f.body_medium, sure, draw.mirrored(share, inner, rtl), said, draw.end(rtl))
        colour = look.c.text2 if chosen else look.c.text3
        draw.text(painter, look.f.secondary, colour, draw.mirrored(lower, inner, rtl), row.why, draw.start(rtl))
        if self.shows_focus(at):
            draw.outlined(painter, rect, s.radius_inner, look.c.focus, width=s.focus_ring)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_M or (enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier):
            self.merge_asked.emit()
        elif event.key() == Qt.Key.Key_D and not event.modifiers():
            self.apart_asked.emit()
        else:
            super().keyPressEvent(event)
