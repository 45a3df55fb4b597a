"""The list of versions: number, when, by whom, why, and what each did to the leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from leadqual_gui.services.rule_editing.ports import RuleVersion
from leadqual_gui.ui.fields import clock, number, short_day
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.rows_view import RowsView

DRAFT = 0
"""Stands for the draft where a number of a version is asked for."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in words."""

    number: int
    label: str
    when: str
    why: str
    effect: str
    current: bool = False

    @property
    def spoken(self) -> str:
        """All of a version."""
        state = tr("in force") if self.current else ""
        return ", ".join(filter(None, (self.label, state, self.when, self.why, self.effect)))


def version_rows(versions: Sequence[RuleVersion], current: int, now: datetime, changes: int = 0) -> list[VersionRow]:
    """The draft, if it says anything new, and all versions, newest first."""
    rows = [] if not changes else [VersionRow(DRAFT, tr("Draft"), "", tr("%n change(s), not published", changes), "")]
    return rows + [_row(version, version.number == current, now) for version in versions]


def _row(version: RuleVersion, current: bool, now: datetime) -> VersionRow:
    when = f"{short_day(version.at, now)}, {clock(version.at)}"
    if version.author:
        when += f", {version.author}"
    return VersionRow(
        version.number,
        tr("Version {number}").format(number=number(version.number)),
        when,
        _why(version),
        _effect(version),
        current,
    )


def _why(version: RuleVersion) -> str:
    origin = {
        "seeded": tr("As it came with the program"),
        "outside": tr("Changed by another program: {files}").format(files=", ".join(version.files)),
        "rolled_back": tr("Back to version {number}: {note}").format(number=number(version.to), note=version.note),
    }
    words = origin.get(version.origin, version.note)
    return tr("{words} (taken back)").format(words=words) if version.taken_back else words


def _effect(version: RuleVersion) -> str:
    effect = version.effect
    if effect is None:
        return ""
    words = tr("%n lead(s) changed tier", effect.moved)
    if effect.moved:
        words += tr(": {up} up, {down} down").format(up=number(effect.up), down=number(effect.down))
    return words


class VersionRows(RowsView[VersionRow]):
    """The versions as cards of two or three lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr("Versions of the rules"))

    def row_height(self, row: VersionRow, at: int) -> int:
        look = self.theme.look
        lines = 2 + bool(row.effect)
        return look.f.body_strong.leading + (lines - 1) * look.f.secondary.leading + 2 * look.s.s + look.s.xs

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: VersionRow, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        c, f, s = look.c, look.f, look.s
        if option.state & QStyle.StateFlag.State_Selected or self.current_row() == row:
            painter.fillRect(rect, c.selected)
            bar = QRect(rect.left(), rect.top(), s.current_bar, rect.height())
            painter.fillRect(draw.mirrored(bar, rect, rtl), c.accent)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, c.line)
        inner = rect.adjusted(s.m, s.s, -s.m, -s.s)
        head = QRect(inner.left(), inner.top(), inner.width(), f.body_strong.leading)
        state = tr("in force") if row.current else row.when.split(", ")[0]
        draw.text(painter, f.secondary, c.positive_text if row.current else c.text3, head, state, draw.end(rtl))
        room = head.adjusted(0, 0, -f.secondary.width(state) - s.s, 0)
        draw.text(painter, f.body_strong, c.text1, draw.mirrored(room, head, rtl), row.label, draw.start(rtl))
        line = QRect(inner.left(), head.bottom() + 3, inner.width(), f.secondary.leading)
        draw.text(painter, f.secondary, c.text2, line, row.why, draw.start(rtl))
        if row.effect:
            last = line.translated(0, line.height())
            draw.text(painter, f.secondary, c.text3, last, row.effect, draw.start(rtl))
