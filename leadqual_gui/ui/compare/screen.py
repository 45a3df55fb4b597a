"""The comparison of two to four leads: sentences that say why, and every line side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from leadqual_gui.services.operations import Changes, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.compare.lines import ComparedLead, CompareRow, as_text, by_difference, lead_of, reasons, rows_of
from leadqual_gui.ui.compare.table import CompareHead, CompareSource, CompareTable
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Chip, Height
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

COPIED_MS = 2_000


class CompareScreen(Surface):
    """Leads side by side. `closed()` on Esc; `refused(Refusal)` when they cannot be compared any more."""

    closed = Signal()
    refused = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, words: Vocabulary, language: str, leads: Sequence[int]) -> None:
        super().__init__(theme, "base")
        self.theme, self._bridge, self._words, self._language = theme, bridge, words, language
        self.lead_ids = tuple(leads)
        self.leads: tuple[ComparedLead, ...] = ()
        self.rows: tuple[CompareRow, ...] = ()
        self.why = Label(theme, wrap=True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = CompareTable(theme, self.tr("Lines side by side"))
        self.head = CompareHead(theme, self.table)
        self.by_difference = Chip(theme, self.tr("Largest differences first (D)"))
        self.by_difference.setChecked(True)
        self.copy = Button(theme, self.tr("Copy"), icon="copy", height=Height.SMALL)
        self.back = Button(theme, self.tr("Back"), key="Esc", height=Height.SMALL)
        self._copied = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._lay_out()
        self._connect()
        self.refresh()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        tools = margins(QHBoxLayout(), s.l, s.s, s.l, s.s, s.s)
        tools.addWidget(self.by_difference)
        tools.addStretch(1)
        tools.addWidget(self.copy)
        tools.addWidget(self.back)
        said = margins(QVBoxLayout(), s.l, s.xs, s.l, s.m, 0)
        said.addWidget(self.why)
        column.addLayout(tools)
        column.addLayout(said)
        column.addWidget(Line(self.theme))
        column.addWidget(self.head)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.by_difference.clicked.connect(self._show_rows)
        self.copy.setToolTip(self.tr("Copy the whole comparison (Ctrl+C)"))
        self.copy.clicked.connect(self.copy_all)
        self.table.copy_asked.connect(self.copy_all)
        self.back.clicked.connect(self.closed)
        self._copied.timeout.connect(lambda: self.copy.setText(self.tr("Copy")))
        only_here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("D"), self, context=only_here).activated.connect(self.by_difference.click)

    # --- showing -------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Compare again, with what is known now."""
        workspace = self._bridge.workspace
        found = workspace.funnel.compare(self.lead_ids)
        if isinstance(found, Refusal):
            self.refused.emit(found)
            self.closed.emit()
            return
        self.leads = tuple(lead_of(card, workspace.row(card.lead_id)) for card in found.cards)
        self.rows = rows_of(found, workspace.rules, self._language)
        self.why.setText("\n".join(reasons(self.leads, self.rows)))
        self._show_rows()

    def _show_rows(self) -> None:
        rows = by_difference(self.rows) if self.by_difference.isChecked() else self.rows
        self.table.show_comparison(CompareSource(rows, self.leads))
        self.head.set_scale(self._words.scale)
        if not self.table.chosen_key:
            self.table.choose_row(0)

    def title(self) -> str:
        """Who is compared, for the bar over the screen."""
        return ", ".join(lead.name for lead in self.leads)

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other tiers, other lines."""
        self._words, self._language = words, language

    def _on_changed(self, changes: Changes, leads: Sequence[int], _initiator: object) -> None:
        if self.isVisible() and (not leads or set(leads) & set(self.lead_ids)):
            self.refresh()

    # --- what the user does --------------------------------------------------------------------------------------
    def copy_all(self) -> None:
        """Put the whole comparison on the clipboard, in the order that is shown."""
        rows = [row for row in self.table.compared.rows if row.place >= 0]
        QGuiApplication.clipboard().setText(as_text(self.leads, rows))
        self.copy.setText(self.tr("Copied"))
        self._copied.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
