"""What was changed, when, and what it was before; and how the score moved."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.fields import field_label, is_number, number_text, short_day
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.activity_tab import when_words
from leadqual_gui.ui.leads.panel.story import moments_of
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.menus import add_action, passing_menu
from leadqual_gui.ui.widgets.score_chart import Moment, ScoreChart
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow, TimeLineView
from leadqual_gui.ui.words import capital, say, say_cause

if TYPE_CHECKING:
    from leadqual_gui.domain.adjustments import Adjustment
    from leadqual_gui.services.details import LeadDetails
    from leadqual_gui.services.moving_values import LeadHistory
    from leadqual_gui.services.ports import Change, Snapshot

LONGEST = 40
ADDED, REMOVED = "+", "-"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


def change_row(change: Change, now: datetime, vocabulary: Vocabulary) -> TimeLineRow:
    """A change as a row: what, from what to what, when, and whether it was taken back."""
    what = capital(say(change.label))
    if change.field in (ADDED, REMOVED):
        said = words("Added: %1") if change.field == ADDED else words("Removed: %1")
        name = _short(change.after or change.before)
        what = said.replace("%1", vocabulary.kinds.get(name, name)) if name else what
    elif change.field:
        values = (_value(change.field, value, now, vocabulary) for value in (change.before, change.after))
        what = f"{field_label(change.field, vocabulary.custom)}: {' → '.join(values)}"
    worth = words("taken back") if change.undone else ""
    when, key = f"{when_words(change.at, now)}{_how_moved(change)}", str(change.operation)
    return TimeLineRow(what, when, "history", worth=worth, quiet=change.undone, key=key)


def _value(field: str, text: str | None, now: datetime, vocabulary: Vocabulary) -> str:
    """What a field held, as people say it: the name of a stage, a moment; the rest as it is kept."""
    if not text:
        return words("not known")
    if field == "stage":
        return _short(vocabulary.stages.get(text, text))
    if is_number(field, vocabulary.numbers):
        return number_text(text)
    return when_words(datetime.fromisoformat(text), now) if _MOMENT.fullmatch(text) else _short(text)


def _how_moved(change: Change) -> str:
    """Who moved a lead but for a person with open gates: a rule, or somebody past a gate, for a reason."""
    if change.field != "stage":
        return ""
    if change.label.code in ("moved_by_rule", "leads_moved_by_rule"):
        return words(", by a rule")
    reason = str(change.label.params.get("override") or "")
    return words(", past its gate: %1").replace("%1", reason) if reason else ""


def snapshot_row(snapshot: Snapshot, now: datetime, vocabulary: Vocabulary) -> TimeLineRow:
    """A change of the score as a row."""
    label = words("Score %1, %2").replace("%1", str((snapshot.exact + 5) // 10))
    label = label.replace("%2", vocabulary.scale.label(snapshot.tier).lower())
    return TimeLineRow(f"{label}: {say_cause(snapshot.cause)}", when_words(snapshot.at, now), "activity")


def _short(text: str | None) -> str:
    text = (text or "").replace("\n", " ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def adjustment_row(adjustment: Adjustment, now: datetime) -> TimeLineRow:
    """Points by hand as a row: why, who, until when; over ones are quiet."""
    over = adjustment.ends_at is not None and adjustment.ends_at <= now
    parts = [when_words(adjustment.starts_at, now), adjustment.author]
    if adjustment.ends_at is not None:
        ended = words("ended %1") if over else words("until %1")
        parts.append(ended.replace("%1", short_day(adjustment.ends_at, now)))
    when = ", ".join(part for part in parts if part)
    return TimeLineRow(adjustment.reason, when, "pencil", tenths=adjustment.tenths, quiet=over)


class ChangeLines(TimeLineView):
    """Changes, of which one can be taken back or done again. `turn_asked(row)` on Delete or from the menu."""

    turn_asked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() == Qt.Key.Key_Delete and row is not None:
            self.turn_asked.emit(row)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current_row()
        if row is None:
            return
        menu = passing_menu(self)
        words = self.tr("Do this step again") if row.quiet else self.tr("Take this step back")
        add_action(menu, words, lambda: self.turn_asked.emit(row), "Del")
        menu.popup(event.globalPos())


class HistoryTab(QWidget):
    """The score over time with its causes, what comes next, points by hand, and every change, newest first.

    Signals: `adjust_asked()`; `turn_asked(operation, back)`: take that step back, or do it again.
    """

    adjust_asked = Signal()
    turn_asked = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = ScoreChart(theme)
        self.next = Label(theme, wrap=True)
        self.moment = Label(theme, face="secondary", colour="text2", wrap=True)
        self.changes, self.scores, self.by_hand = ChangeLines(theme), TimeLineView(theme), TimeLineView(theme)
        self.changes.setAccessibleName(self.tr("Changes"))
        self.changes.setToolTip(self.tr("Delete takes a step back, or does it again"))
        self.scores.setAccessibleName(self.tr("Changes of the score"))
        self.by_hand.setAccessibleName(self.tr("Points by hand"))
        self.empty = Label(theme, self.tr("Nothing was changed since this lead came in."), colour="text2", wrap=True)
        self.chart_head = Label(theme, self.tr("The score over time"), "body_strong")
        self.scores_head = Label(theme, self.tr("What moved the score"), "body_strong")
        self.changes_head = Label(theme, self.tr("Changes"), "body_strong")
        self.hand_head = Label(theme, self.tr("Points by hand"), "body_strong")
        self.adjust = Button(theme, self.tr("Points"), icon="plus", height=Height.SMALL)
        self.adjust.setToolTip(self.tr("Give or take points by hand, with a reason (Ctrl+Shift+B)"))
        self._lay_out(theme)
        self.chart.chosen.connect(self._on_moment_chosen)
        self.adjust.clicked.connect(self.adjust_asked)
        self.changes.turn_asked.connect(lambda row: self.turn_asked.emit(int(row.key), not row.quiet))

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        by_hand = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        by_hand.addWidget(self.hand_head, 1)
        by_hand.addWidget(self.adjust)
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        above: tuple[QWidget, ...] = (self.chart_head, self.next, self.moment, self.chart)
        for part in above:
            column.addWidget(part)
        column.addLayout(by_hand)
        for part in (self.by_hand, self.scores_head, self.scores, self.changes_head, self.changes, self.empty):
            column.addWidget(part)
        column.addStretch(1)

    def show_details(self, details: LeadDetails, vocabulary: Vocabulary) -> None:
        """Show what happened to the data of a lead."""
        now = details.card.as_of
        self.changes.set_rows([change_row(change, now, vocabulary) for change in details.changes])
        self.scores.set_rows([snapshot_row(shot, now, vocabulary) for shot in details.snapshots])
        newest = sorted(details.adjustments, key=lambda one: one.starts_at, reverse=True)
        self.by_hand.set_rows([adjustment_row(one, now) for one in newest])
        self.by_hand.setVisible(bool(newest))
        self.empty.setVisible(not details.changes)
        self.changes_head.setVisible(bool(details.changes))
        self.scores_head.setVisible(bool(details.snapshots))

    def show_story(self, history: LeadHistory | None, next_step: str, vocabulary: Vocabulary, now: datetime) -> None:
        """Show the score over time, and what time alone will do."""
        moments = moments_of(history, vocabulary, now) if history is not None else ()
        days = (short_day(moments[0].at, now), short_day(moments[-1].at, now)) if moments else ("", "")
        self.chart.show_moments(moments, vocabulary.scale, now, days)
        self.chart.setVisible(bool(moments))
        self.next.setText(next_step)
        self._on_moment_chosen(None)

    def _on_moment_chosen(self, moment: Moment | None) -> None:
        told = self.tr("Left and Right, or the pointer, tell what changed the score")
        self.moment.setText(moment.words if moment is not None else told)
