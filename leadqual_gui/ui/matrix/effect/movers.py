"""The leads that change tier: chips for each way, and a list with scores before and after, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.whatif_values import Effect, Mover, Why
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.matrix.wording import signed_words, tr
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import TierScale, paint_tier_mark
from leadqual_gui.ui.widgets.themed import Label, Themed, margins

SHORT, LONG = 4, 100
USUALLY_MOST = 100
"""There is room for scores up to this in each line, so that they stand below each other."""


@dataclass(frozen=True, slots=True)
class MoverRow:
    """One lead that changes tier."""

    lead_id: int
    name: str
    company: str
    before: int
    after: int
    tones: tuple[Tone, Tone]
    why: str

    @property
    def label(self) -> str:
        """Who."""
        return self.name

    @property
    def spoken(self) -> str:
        """All of it."""
        return tr("{name}, {company}: {before} becomes {after}. {why}").format(
            name=self.name, company=self.company, before=self.before, after=self.after, why=self.why
        )


class WayChip(Themed, QAbstractButton):
    """One way that leads go, with how many: press it to see only those."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.way, self._tones, self._count = ("", ""), (Tone.COLD, Tone.COLD), ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_way(self, way: tuple[str, str], scale: TierScale, count: int) -> None:
        """Show another way."""
        changed = number(count) != self._count
        self.way, self._count = way, number(count)
        self._tones = scale.tone(way[0]), scale.tone(way[1])
        words = tr("{before} to {after}: {count}").format(
            before=scale.label(way[0]), after=scale.label(way[1]), count=self._count
        )
        self.setAccessibleName(words)
        self.setToolTip(words)
        if changed:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(2 * s.s + 3 * s.l + s.xs + self.look.f.secondary_medium.width(self._count), s.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        c, on = look.c, self.isChecked()
        with draw.painting(QPainter(self)) as painter:
            edge = c.focus if self.ring_shown() else c.accent if on else c.line_strong
            fill = c.selected if on else c.hover if self.underMouse() else c.base
            draw.outlined(painter, rect, rect.height() / 2, edge, fill, s.focus_ring if self.ring_shown() else 1)
            cells = [QRect(s.s - 1 + at * s.l, 0, s.l, rect.height()) for at in range(3)]
            first, arrow, last = (draw.mirrored(cell, rect, rtl) for cell in cells)
            paint_tier_mark(painter, look, first, self._tones[0])
            draw.icon(painter, look, "arrow-right", c.text3, arrow, rtl, s.type_secondary)
            paint_tier_mark(painter, look, last, self._tones[1])
            words = draw.mirrored(rect.adjusted(s.s + 3 * s.l, 0, -s.s, 0), rect, rtl)
            colour = c.accent_text if on else c.text1
            draw.text(painter, look.f.secondary_medium, colour, words, self._count, draw.start(rtl))
        painter.end()


class MoverRows(RowsView[MoverRow]):
    """The list. A click or Enter on a lead emits `opened(row)`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(self.tr("Leads that change tier"))
        self.clicked.connect(lambda index: self.opened.emit(self.rows[index.row()]))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def row_height(self, row: MoverRow, at: int) -> int:
        return self.theme.look.s.row_ledger + 1

    def mouseDoubleClickEvent(self, event: object) -> None:
        """The first click has opened the lead already."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: MoverRow, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        s, c, f = look.s, look.c, look.f
        zoom = s.switch_width / 28
        scores = numerals.whole(row.before), numerals.whole(row.after)
        numbers = max(f.body_strong.width(text) for text in (numerals.whole(USUALLY_MOST), *scores)) + 2
        widths = [round(14 * zoom), numbers, round(20 * zoom), round(14 * zoom), numbers]
        ends = sum(widths) + s.s
        names = draw.mirrored(rect.adjusted(0, 0, -ends, 0), rect, rtl)
        used = draw.text(painter, f.body, c.text1, names, row.name, draw.start(rtl)) + s.xs + 1
        rest = names.adjusted(0, 0, -used, 0) if rtl else names.adjusted(used, 0, 0, 0)
        if rest.width() > s.xl:
            draw.text(painter, f.secondary, c.text2, rest, row.company, draw.start(rtl))
        left = rect.right() + 1 - sum(widths)
        spots = []
        for width in widths:
            spots.append(draw.mirrored(QRect(left, rect.top(), width, rect.height()), rect, rtl))
            left += width
        paint_tier_mark(painter, look, spots[0], row.tones[0])
        draw.text(painter, f.body, c.text2, spots[1], scores[0], draw.end(rtl))
        draw.icon(painter, look, "arrow-right", c.text3, spots[2], rtl, s.type_secondary)
        paint_tier_mark(painter, look, spots[3], row.tones[1])
        draw.text(painter, f.body_strong, c.text1, spots[4], scores[1], draw.end(rtl))


class Movers(QWidget):
    """Heading, chips and list. `lead_asked(id)` when a lead is to be opened."""

    lead_asked = Signal(int)

    def __init__(self, theme: Theme, who: Callable[[int], tuple[str, str]], why: Callable[[Why], str]) -> None:
        super().__init__()
        self._theme, self._who, self._why = theme, who, why
        self._effect: Effect | None = None
        self._scale = TierScale()
        self._way: tuple[str, str] | None = None
        self.title = Label(theme, face="body_strong")
        self.all = Button(theme, self.tr("Show all"), Kind.QUIET, height=Height.SMALL)
        self.all.setCheckable(True)
        self.all.toggled.connect(self._on_all)
        self.chips: list[WayChip] = []
        self.rows = MoverRows(theme)
        self.rows.opened.connect(lambda row: self.lead_asked.emit(row.lead_id))
        self.why = Label(theme, face="secondary", colour="text3", wrap=True)
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        self._flow = Flow(spacing=4)
        self._build()

    def _build(self) -> None:
        from PySide6.QtWidgets import QHBoxLayout

        head = margins(QHBoxLayout(), 0, 0, 0, 0, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.all)
        self._ways = QWidget()
        self._ways.setLayout(self._flow)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 4)
        column.addLayout(head)
        column.addWidget(self._ways)
        column.addWidget(self.rows)
        column.addWidget(self.why)

    def show_effect(self, effect: Effect, scale: TierScale) -> None:
        """Show who moves under another draft."""
        self._effect, self._scale = effect, scale
        count = effect.up + effect.down
        self.title.setText(tr("%n lead(s) chang(es|e) tier", count) if count else tr("No lead changes tier"))
        self._show_chips(effect)
        self._show_rows()

    def _show_chips(self, effect: Effect) -> None:
        ways = sorted(effect.moves, key=lambda move: -self._rank(move[0], move[1]))
        while len(self.chips) < len(ways):
            chip = WayChip(self._theme)
            chip.clicked.connect(lambda _on=False, c=chip: self._on_chip(c))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        for at, chip in enumerate(self.chips):
            chip.setVisible(at < len(ways))
            if at < len(ways):
                before, after, count = ways[at]
                chip.show_way((before, after), self._scale, count)
                chip.setChecked((before, after) == self._way)
        if self._way is not None and self._way not in [(a, b) for a, b, _ in ways]:
            self._way = None
        self._ways.setVisible(bool(ways))

    def _rank(self, before: str, after: str) -> int:
        names = self._scale.names
        places = [names.index(name) if name in names else 0 for name in (before, after)]
        return (places[1] > places[0]) * 100 + places[1] * 10 + places[0]

    def _show_rows(self) -> None:
        effect = self._effect
        if effect is None:
            return
        most = LONG if self.all.isChecked() else SHORT
        rows = [self._row(mover) for mover in self._chosen(effect, most)]
        if tuple(rows) != self.rows.rows:
            self.rows.set_rows(rows)
        self.all.setVisible(effect.up + effect.down > SHORT)
        self.why.setVisible(bool(rows))
        if rows and not self.rows.currentIndex().isValid():
            self.why.setText(rows[0].name + ": " + rows[0].why)

    def _chosen(self, effect: Effect, most: int) -> Sequence[Mover]:
        if self._way is not None:
            both = chain(effect.risers, effect.fallers)
            return [m for m in both if (m.from_tier, m.to_tier) == self._way][:most]
        if most == LONG:
            return [*effect.risers, *effect.fallers]
        share = max(SHORT - 1, most - len(effect.fallers))
        up, down = effect.risers[: share if len(effect.fallers) else most], effect.fallers[:most]
        mixed = list(chain(up, down))
        return mixed[:most] if mixed else [m for pair in zip_longest(up, down) for m in pair if m]

    def _row(self, mover: Mover) -> MoverRow:
        name, company = self._who(mover.lead_id)
        tones = self._scale.tone(mover.from_tier), self._scale.tone(mover.to_tier)
        return MoverRow(mover.lead_id, name, company, mover.before, mover.after, tones, self._why(mover.why))

    def _on_chip(self, chip: WayChip) -> None:
        self._way = chip.way if chip.isChecked() else None
        for other in self.chips:
            other.setChecked(other is chip and chip.isChecked())
        self._show_rows()

    def _on_all(self, on: bool) -> None:
        self.all.setText(self.tr("Show fewer") if on else self.tr("Show all"))
        self._show_rows()

    def _on_current(self) -> None:
        row = self.rows.current_row()
        if row is not None:
            self.why.setText(f"{row.name}: {row.why}")


def why_words(why: Why, name_of: Callable[[str], str]) -> str:
    """Why a lead changes tier."""
    match why.kind:
        case "criterion":
            return tr("{criterion} {points}").format(criterion=name_of(why.name), points=signed_words(why.tenths))
        case "tier":
            return tr("the tier begins elsewhere")
        case "group":
            return tr("the cap of {group}").format(group=name_of(why.name))
    return tr("the limits of the total")
