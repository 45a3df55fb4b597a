"""The time line of the chosen lead: what happened, what each is worth today, and a form to add to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.domain.activities import Activity, Sign
from leadqual_gui.domain.parsing_dates import read_date
from leadqual_gui.services.half_typed import ACTIVITY, TypingPlace
from leadqual_gui.services.time_line import TimeLine
from leadqual_gui.ui.fields import clock, days_between, short_day
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.half_typed import HalfTypedKeeper, KeptText
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.entry_form import EntryForm
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.controls import Button, Chip, Height, Kind
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow, TimeLineView

if TYPE_CHECKING:
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.details import ActivityLine, LeadDetails

_ICONS = {
    "web": "mouse-pointer-click",
    "email": "mail",
    "call": "phone",
    "event": "presentation",
    "form": "file-text",
    "social": "share-2",
    "product": "monitor",
    "note": "message-square",
}
NOTE = "note"
ALL = ""
PAGE = 200
"""So many activities are shown at once; the earlier ones when they are asked for."""


def channel_words(channel: str) -> str:
    """What a channel is called."""
    said = {
        "web": words("Web"),
        "email": words("E-mail"),
        "call": words("Calls"),
        "event": words("Events"),
        "form": words("Forms"),
        "social": words("Social"),
        "product": words("Product"),
        "note": words("Notes"),
    }
    return said.get(channel, words("Other"))


def channel_of(line: ActivityLine) -> str:
    """The channel of an activity; notes are one of their own."""
    if line.activity.kind == NOTE:
        return NOTE
    return line.kind.channel if line.kind else "other"


def time_line_row(line: ActivityLine, now: datetime, language: str) -> TimeLineRow:
    """One activity as the time line shows it."""
    activity, kind = line.activity, line.kind
    label = kind.label.of(language) if kind else activity.kind.replace("_", " ").capitalize()
    if activity.kind == NOTE:
        label = activity.topic or words("Note")
    elif activity.topic:
        label = f"{label}: {activity.topic}"
    sign = kind.sign if kind else Sign.NONE
    tag = {Sign.INTENT: words("intent"), Sign.INTEREST: words("interest")}.get(sign, "")
    worth = "" if line.tenths is not None else words("note") if activity.kind == NOTE else words("no rule")
    icon = _ICONS.get(channel_of(line), "activity")
    return TimeLineRow(
        label, when_words(activity.occurred_at, now), icon, tag, sign is Sign.INTENT, line.tenths, worth,
        key=str(activity.id),
    )  # fmt: skip


def when_words(moment: datetime, now: datetime) -> str:
    """Yesterday, 16:20; 9 Nov, 14:31; a midnight is a day without a time."""
    ago = days_between(moment, now)
    day = {0: words("Today"), 1: words("Yesterday")}.get(ago, short_day(moment, now))
    bare = moment.astimezone(UTC)
    return day if (bare.hour, bare.minute) == (0, 0) else f"{day}, {clock(moment)}"


class ActivityTab(QWidget):
    """Chips of channels, the time line, the form.

    `added(kind, moment, topic)`; `corrected(activity id, kind, moment, topic)`; `removed(activity id)`.
    """

    added = Signal(str, object, str)
    corrected = Signal(int, str, object, str)
    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[ActivityLine] = ()
        self._shown: list[ActivityLine] = []
        self._lead, self._most = 0, PAGE
        self._channel, self._language = ALL, ""
        self._now = datetime.now(tz=UTC)
        self._chips: dict[str, Chip] = {}
        self.form = ActivityForm(theme)
        self.form.filed.connect(self._on_form_filed)
        self.view = EditableTimeLine(theme)
        self.view.opened.connect(self._on_opened)
        self.view.remove_asked.connect(lambda row: self.removed.emit(int(row.key)))
        self.empty = Label(
            theme, self.tr("Nothing has happened yet. Write a note below, or add an activity."), wrap=True
        )
        self.add = Button(theme, self.tr("Add an activity"), Kind.PLAIN, "plus", height=Height.SMALL)
        self.add.setShortcut(QKeySequence("Ctrl+Shift+A"))
        self.add.setToolTip(self.tr("Add an activity (Ctrl+Shift+A)"))
        self.add.clicked.connect(self._on_add_clicked)
        self.earlier = Button(theme, self.tr("Show earlier ones"), Kind.QUIET, height=Height.SMALL)
        self.earlier.clicked.connect(self._on_earlier_clicked)
        self._sum = Label(theme, face="body_strong")
        self._lay_out()

    def _lay_out(self) -> None:
        s = self._theme.look.s
        chips = QWidget()
        self._chip_row = Flow(chips, s.s)
        head = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        head.addWidget(self.add)
        head.addStretch(1)
        column = margins(QVBoxLayout(self), s.l, s.s, s.l, s.m, s.s)
        column.addWidget(chips)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(
            Label(self._theme, self.tr("worth today"), "secondary", "text3"), 0, Qt.AlignmentFlag.AlignRight
        )
        column.addWidget(self.view)
        column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.empty)
        column.addWidget(self._sum, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def show_details(self, details: LeadDetails, rules: Rules, language: str) -> None:
        """Show what happened with a lead, the newest first."""
        if details.lead.id != self._lead:
            self._lead, self._most = details.lead.id, PAGE
            self.form.hide()
            self.form.lead_id = details.lead.id
        self._lines, self._language, self._now = details.activities, language, details.card.as_of
        self.form.offer([(kind.id, kind.label.of(language)) for kind in rules.activity_kinds if kind.id != NOTE])
        self._show_chips()
        self._show_lines()
        engagement = numerals.isolated(numerals.tenths(details.card.engagement))
        self._sum.setText(self.tr("Engagement after caps and checks: {points}").format(points=engagement))
        self._sum.setVisible(bool(self._lines))

    def _show_chips(self) -> None:
        lines = self._lines
        some = lines.of_each_kind() if isinstance(lines, TimeLine) else lines
        present = sorted({channel_of(line) for line in some})
        wanted = [ALL, *present] if len(present) > 1 else []
        if self._channel not in wanted:
            self._channel = ALL
        if list(self._chips) != wanted:
            for chip in self._chips.values():
                self._chip_row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {channel: self._chip(channel) for channel in wanted}
            for chip in self._chips.values():
                self._chip_row.addWidget(chip)
        for channel, chip in self._chips.items():
            chip.setChecked(channel == self._channel)

    def _chip(self, channel: str) -> Chip:
        chip = Chip(self._theme, self.tr("All") if channel == ALL else channel_words(channel))
        chip.clicked.connect(lambda: self._choose(channel))
        return chip

    def _choose(self, channel: str) -> None:
        self._channel, self._most = channel, PAGE
        self._show_chips()
        self._show_lines()

    def _show_lines(self) -> None:
        fitting = (line for line in self._lines if self._channel in (ALL, channel_of(line)))
        self._shown = list(islice(fitting, self._most))
        self.view.set_rows([time_line_row(line, self._now, self._language) for line in self._shown])
        self.earlier.setVisible(next(fitting, None) is not None)
        self.empty.setVisible(not self._lines)

    def _on_earlier_clicked(self) -> None:
        self._most += PAGE
        self._show_lines()

    def _activity(self, row: TimeLineRow) -> Activity | None:
        return next((line.activity for line in self._shown if str(line.activity.id) == row.key), None)

    def _on_add_clicked(self) -> None:
        self.form.begin()

    def _on_opened(self, row: TimeLineRow) -> None:
        if (activity := self._activity(row)) is not None:
            self.form.begin(activity)

    def _on_form_filed(self, activity_id: int, kind: str, moment: datetime, topic: str) -> None:
        if activity_id:
            self.corrected.emit(activity_id, kind, moment, topic)
        else:
            self.added.emit(kind, moment, topic)


class EditableTimeLine(TimeLineView):
    """The time line, with Delete to take a row off it."""

    remove_asked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() == Qt.Key.Key_Delete and row is not None:
            self.remove_asked.emit(row)
            return
        super().keyPressEvent(event)


class ActivityForm(EntryForm):
    """What happened, when, about what. `filed(activity id or 0, kind, moment, topic)` on Enter."""

    filed = Signal(int, str, object, str)
    kept: KeptText | None = None

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._id, self._before = theme, 0, ""
        self._moment: datetime | None = None
        self.lead_id = 0
        self.kind, self.day, self.topic = QComboBox(), QLineEdit(), QLineEdit()
        self.refusal = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.file = Button(theme, self.tr("File it"), key="Enter", height=Height.SMALL)
        self.cancel = Button(theme, self.tr("Leave it"), Kind.QUIET, key="Esc", height=Height.SMALL)
        self._lay_out()
        for line in (self.day, self.topic):
            line.returnPressed.connect(self._on_filed)
        self.file.clicked.connect(self._on_filed)
        self.cancel.clicked.connect(self.leave)
        self.hide()

    def _lay_out(self) -> None:
        s = self._theme.look.s
        grid = margins(QGridLayout(self), 0, 0, 0, s.s, s.s)
        names = (self.tr("What happened"), self.tr("When"), self.tr("About what"))
        for at, (name, field) in enumerate(zip(names, (self.kind, self.day, self.topic), strict=True)):
            label = Label(self._theme, name, "secondary", "text3")
            label.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1, 1, 2)
        self.day.setPlaceholderText(self.tr("2026-11-21 14:30, or nothing for now"))
        grid.addWidget(self.refusal, 3, 0, 1, 3)
        buttons = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.file)
        grid.addLayout(buttons, 4, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def offer(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Which kinds of activity there are."""
        if [self.kind.itemData(at) for at in range(self.kind.count())] != [kind for kind, _label in kinds]:
            self.kind.clear()
            for kind, label in kinds:
                self.kind.addItem(label, kind)

    def begin(self, activity: Activity | None = None) -> None:
        """Ask for a new activity, or show one to be corrected."""
        self._id = activity.id if activity else 0
        self._moment = activity.occurred_at if activity else None
        self._before = activity.occurred_at.astimezone().strftime("%Y-%m-%d %H:%M") if activity else ""
        self.day.setText(self._before)
        topic = activity.topic or "" if activity else ""
        if self.kept is None:
            self.topic.setText(topic)
        else:
            self.kept.turn_to(TypingPlace(f"{ACTIVITY} {self._id}", self.lead_id), topic)
        if activity:
            if self.kind.findData(activity.kind) < 0:
                self.kind.addItem(activity.kind, activity.kind)
            self.kind.setCurrentIndex(self.kind.findData(activity.kind))
        self.refuse("")
        self.show()
        self.kind.setFocus()

    def refuse(self, reason: str) -> None:
        """Say why it was not filed; an empty reason closes nothing."""
        self.refusal.setText(reason)
        self.refusal.setVisible(bool(reason))

    def _on_filed(self) -> None:
        moment = self._read_moment()
        if moment is None:
            self.refuse(self.tr("“{text}” is no date. Write it like 2026-11-21 14:30").format(text=self.day.text()))
            return
        self.hide()
        self.filed.emit(self._id, str(self.kind.currentData()), moment, self.topic.text().strip())

    def _read_moment(self) -> datetime | None:
        text = self.day.text().strip()
        if not text:
            return datetime.now(tz=UTC)
        if self._moment is not None and text == self._before:
            return self._moment
        read = read_date(text)
        if not isinstance(read, datetime):
            return None
        bare = read.replace(tzinfo=None)
        return bare.astimezone(UTC) if len(text) > 10 else read

    def keep(self, keeper: HalfTypedKeeper) -> None:
        """Keep on disk what is written about, until it is filed (`finish`) or left with Esc."""
        self.kept = KeptText(keeper, self.topic)
