"""Why the score is what it is, and what could still change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.ui.leads.panel.account import gap_rows, ledger_rows
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.account_views import GapsView, LedgerView
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.details import LeadDetails


class ScoreTab(QWidget):
    """Ledger and gaps of one lead."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ledger = LedgerView(theme)
        self.nothing_counts = Label(
            theme, self.tr("Nothing counts yet: no criterion holds."), colour="text2", wrap=True
        )
        self.gaps_head = Label(theme, self.tr("What we do not know"), "body_strong")
        self.gaps = GapsView(theme)
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        column.addWidget(self.ledger)
        column.addWidget(self.nothing_counts)
        column.addSpacing(s.s)
        column.addWidget(self.gaps_head)
        column.addWidget(self.gaps)
        column.addStretch(1)

    def show_details(self, details: LeadDetails, rules: Rules, language: str) -> None:
        """Show the account of a lead's score."""
        rows = ledger_rows(details.card, rules, language)
        self.ledger.set_rows(rows)
        self.nothing_counts.setVisible(len(rows) == 1)
        gaps = gap_rows(details.card, rules, language)
        self.gaps.set_rows(gaps)
        self.gaps_head.setVisible(bool(gaps))
        self.gaps.setVisible(bool(gaps))
