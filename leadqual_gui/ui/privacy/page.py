"""Privacy: leads that were deleted but are held still, and the log of what was done about people's data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry
from leadqual_gui.services.operations import Changes
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.fields import clock, short_day
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.single_column import RowList, SingleColumn
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins


def entry_words(entry: PrivacyEntry) -> tuple[str, str, str]:
    """When, what, and how much: a line of the log."""
    when = f"{short_day(entry.at)}, {clock(entry.at)}"
    what = words("Deleted for good") if entry.act is PrivacyAct.DELETED else words("Handed out")
    leads, rows = words("%Ln lead(s)", entry.leads), words("%Ln row(s) of data", entry.rows)
    return when, what, f"{leads}, {rows}"


class HeldSource(RowList):
    """Deleted leads."""

    def label(self, row: Any) -> str:
        return str(row.name)

    def spoken(self, row: Any) -> str:
        return ", ".join(filter(None, (row.name, row.company)))


class LogSource(RowList):
    """Lines of the log, newest first."""

    def key(self, index: int) -> int:
        return len(self.rows) - index

    def label(self, row: Any) -> str:
        return entry_words(row)[1]

    def spoken(self, row: Any) -> str:
        return numerals.plain(", ".join(entry_words(row)))


class PlainList(SingleColumn):
    """Rows of a few texts, the first at the start, the others after it. `delete_asked(key)` on Delete."""

    delete_asked = Signal(int)

    def texts(self, row: Any) -> Sequence[str]:
        """What stands in a row."""
        return entry_words(row) if isinstance(row, PrivacyEntry) else (row.name, row.company or "", row.email or "")

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        chosen = self.is_chosen(at) and self.hasFocus()
        painter.fillRect(rect, look.c.selected if chosen else look.c.hover if at == self.hovered else look.c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
        inner = rect.adjusted(look.s.l, 0, -look.s.l, 0)
        texts = self.texts(row)
        width = min(inner.width() // len(texts), look.s.search_field)
        for column, text in enumerate(texts):
            cell = QRect(inner.left() + column * width, inner.top(), width - look.s.m, inner.height())
            face, colour = (look.f.body_medium, look.c.text1) if column == 0 else (look.f.body, look.c.text2)
            draw.text(painter, face, colour, draw.mirrored(cell, inner, rtl), text, draw.start(rtl))
        if self.shows_focus(at):
            draw.outlined(painter, rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.chosen_key:
            self.delete_asked.emit(self.chosen_key)
            return
        super().keyPressEvent(event)


class PrivacyPage(Surface):
    """Signals: `forget_asked(lead id)`, `hand_out_asked(lead id)`."""

    forget_asked = Signal(int)
    hand_out_asked = Signal(int)

    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        super().__init__(theme, "base")
        self.theme, self._bridge = theme, bridge
        self.held_head, self.log_head = SectionHead(theme), SectionHead(theme)
        self.held = PlainList(theme, words("Deleted leads that are held still"))
        self.log = PlainList(theme, words("What was done about people's data"))
        self.forget = Button(theme, words("Delete for good"), icon="trash-2", key="Del", height=Height.SMALL)
        self.hand_out = Button(theme, words("Export all that is held"), icon="download", height=Height.SMALL)
        self.no_held = Label(theme, words("Nothing: no deleted lead is held."), colour="text3")
        self.no_log = Label(
            theme, words("Nobody was deleted for good, and nothing was handed out yet."), colour="text3"
        )
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        about = Label(
            self.theme,
            words(
                "A deleted lead is held, out of sight, so that deleting can be taken back. Deleting for good takes a "
                "person out of the file, its history and its search, and cannot be undone. For a lead that is still "
                "in the list, choose either in the lead's menu."
            ),
            colour="text2",
            wrap=True,
        )
        top = margins(QHBoxLayout(), s.l, s.m, s.l, s.m, 0)
        top.addWidget(about, 1)
        top.addStretch(0)
        self.held_head.add(self.hand_out)
        self.held_head.add(self.forget)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(top)
        self._stacks = []
        for head, rows, nothing in ((self.held_head, self.held, self.no_held), (self.log_head, self.log, self.no_log)):
            column.addWidget(Line(self.theme))
            column.addWidget(head)
            column.addWidget(Line(self.theme))
            stack, empty = QStackedWidget(), QWidget()
            inner = margins(QVBoxLayout(empty), s.l, s.m, s.l, s.m, 0)
            inner.addWidget(nothing)
            inner.addStretch(1)
            stack.addWidget(rows)
            stack.addWidget(empty)
            self._stacks.append(stack)
            column.addWidget(stack, 1)

    def _connect(self) -> None:
        self.held.delete_asked.connect(self.forget_asked)
        self.held.entered_row.connect(self.forget_asked)
        self.forget.clicked.connect(lambda: self.forget_asked.emit(self.held.chosen_key))
        self.hand_out.clicked.connect(lambda: self.hand_out_asked.emit(self.held.chosen_key))
        self._soon.timeout.connect(self.refresh)
        self._bridge.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def _on_changed(self, _changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if self.isVisible():
            self._soon.start()

    def focus_first(self) -> QWidget:
        """What has the keyboard first."""
        return self.held if len(self.held.rows.source) else self.log

    def refresh(self) -> None:
        """Read both lists again."""
        self._soon.stop()
        desk = self._bridge.workspace.privacy
        held: Sequence[Lead] = desk.deleted_leads()
        log: Sequence[PrivacyEntry] = desk.log()
        self.held.show_rows(HeldSource(held))
        self.log.show_rows(LogSource(log))
        if held and not self.held.chosen_key:
            self.held.choose_row(0)
        self.held_head.set_words(words("Deleted, but held still"), str(len(held) or ""))
        self.log_head.set_words(words("Log, without the data"), str(len(log) or ""))
        for stack, rows in zip(self._stacks, (held, log), strict=True):
            stack.setCurrentIndex(0 if rows else 1)
        for button in (self.forget, self.hand_out):
            button.setEnabled(bool(held))
