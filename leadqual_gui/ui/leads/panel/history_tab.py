"""What was changed, when, and what it was before; and how the score moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.activity_tab import when_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow, TimeLineView
from leadqual_gui.ui.words import capital, say, say_cause

if TYPE_CHECKING:
    from datetime import datetime

    from leadqual_gui.services.details import LeadDetails
    from leadqual_gui.services.ports import Change, Snapshot

LONGEST = 40
ADDED, REMOVED = "+", "-"


def change_row(change: Change, now: datetime, vocabulary: Vocabulary) -> TimeLineRow:
    """A change as a row: what, from what to what, when, and whether it was taken back."""
    what = capital(say(change.label))
    if change.field in (ADDED, REMOVED):
        said = words("Added: %1") if change.field == ADDED else words("Removed: %1")
        name = _short(change.after or change.before)
        what = said.replace("%1", vocabulary.kinds.get(name, name)) if name else what
    elif change.field:
        unknown = words("not known")
        before, after = _short(change.before) or unknown, _short(change.after) or unknown
        what = f"{field_label(change.field, vocabulary.custom)}: {before} → {after}"
    worth = words("taken back") if change.undone else ""
    return TimeLineRow(what, when_words(change.at, now), "history", worth=worth, quiet=change.undone)


def snapshot_row(snapshot: Snapshot, now: datetime, vocabulary: Vocabulary) -> TimeLineRow:
    """A change of the score as a row."""
    label = words("Score %1, %2").replace("%1", str((snapshot.exact + 5) // 10))
    label = label.replace("%2", vocabulary.scale.label(snapshot.tier).lower())
    return TimeLineRow(f"{label}: {say_cause(snapshot.cause)}", when_words(snapshot.at, now), "activity")


def _short(text: str | None) -> str:
    text = (text or "").replace("\n", " ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class HistoryTab(QWidget):
    """Changes of the lead and of its score, newest first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes, self.scores = TimeLineView(theme), TimeLineView(theme)
        self.changes.setAccessibleName(self.tr("Changes"))
        self.scores.setAccessibleName(self.tr("Changes of the score"))
        self.empty = Label(theme, self.tr("Nothing was changed since this lead came in."), colour="text2", wrap=True)
        self.scores_head = Label(theme, self.tr("The score over time"), "body_strong")
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        for part in (self.empty, self.changes, self.scores_head, self.scores):
            column.addWidget(part)
        column.addStretch(1)

    def show_details(self, details: LeadDetails, vocabulary: Vocabulary) -> None:
        """Show what happened to the data of a lead."""
        now = details.card.as_of
        self.changes.set_rows([change_row(change, now, vocabulary) for change in details.changes])
        self.scores.set_rows([snapshot_row(shot, now, vocabulary) for shot in details.snapshots])
        self.empty.setVisible(not details.changes)
        self.scores_head.setVisible(bool(details.snapshots))
