"""Data quality: how good the data are all in all, and what to mend first, each thing with one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.domain.quality import Issue
from leadqual_gui.services.commands import EditLeads, FieldValue
from leadqual_gui.services.lists import Filter
from leadqual_gui.services.operations import Changes, Refusal
from leadqual_gui.services.quality import Mend
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.data.mend_list import MendList, MendSource
from leadqual_gui.ui.data.quality_watch import QualityWatch
from leadqual_gui.ui.data.wording import band_labels, issue_words, words
from leadqual_gui.ui.fields import field_label, number
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_fields import doubt_about
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.empty import EmptyState
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, margins
from leadqual_gui.ui.words import say

STEPS = 1000
_CONCERNED = Changes.LEAD | Changes.MEMBERSHIP | Changes.IMPORT | Changes.SCORES


class QualityPage(Surface):
    """Signals: `lead_asked(id)`; `list_asked(Filter)`: show leads of that kind in the list; `refused(Refusal)`."""

    lead_asked = Signal(int)
    list_asked = Signal(object)
    refused = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, vocabulary: Vocabulary) -> None:
        super().__init__(theme, "base")
        self.theme, self._bridge, self._vocabulary = theme, bridge, vocabulary
        self.watch = QualityWatch.of(bridge)
        self.said = ElidedLabel(theme, face="body_medium")
        self.kinds = QComboBox()
        self.poor = Button(theme, words("Show poor ones in the list"), icon="list-filter", height=Height.SMALL)
        self.progress = QProgressBar()
        self.hint = Label(theme, face="secondary", colour="text3")
        self.list = MendList(theme, words("What to mend first"), vocabulary.scale)
        self.nothing = EmptyState(theme, "", large=False)
        self.stack = QStackedWidget()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        tools = margins(QHBoxLayout(), s.l, s.s, s.l, s.s, s.s)
        tools.addWidget(self.said, 1)
        for part in (self.progress, self.kinds, self.poor):
            tools.addWidget(part)
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(s.search_field, s.xs)
        self.progress.setAccessibleName(words("How far looking at all leads is"))
        self.kinds.setAccessibleName(words("Show only"))
        self.kinds.addItem(words("Everything"), -1)
        for issue in Issue:
            if issue is not Issue.STALE:
                self.kinds.addItem(issue_words(issue), issue.value)
        self.hint.setText(
            words("Enter does what stands at the end, V marks as verified, F4 opens the lead. Best leads come first.")
        )
        hint = margins(QHBoxLayout(), s.l, s.xs, s.l, s.xs, 0)
        hint.addWidget(self.hint)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(tools)
        column.addWidget(Line(self.theme))
        column.addWidget(self.stack, 1)
        column.addWidget(Line(self.theme))
        column.addLayout(hint)

    def _connect(self) -> None:
        self.watch.prepared.connect(self.refresh)
        self.watch.progressed.connect(lambda share: self.progress.setValue(round(share * STEPS)))
        self.kinds.activated.connect(lambda _at: self.refresh())
        self.poor.clicked.connect(lambda: self.list_asked.emit(Filter(quality=("poor",))))
        self.list.act_asked.connect(self.act)
        self.list.verify_asked.connect(self.verify)
        self.list.opened.connect(self._open)
        self._soon.timeout.connect(self.refresh)
        self._bridge.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def focus_first(self) -> QWidget:
        """What has the keyboard first."""
        return self.list

    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if changes & _CONCERNED and self.isVisible():
            self._soon.start()

    # --- showing -----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Ask again what to mend."""
        self._soon.stop()
        ready = self.watch.want()
        self.progress.setVisible(not ready)
        mends = self.wanted() if ready else []
        self.hint.setVisible(bool(mends))
        at = self.list.currentIndex().row()
        chosen = self.list.chosen_key
        self.list.show_rows(MendSource(mends))
        if mends and not self.list.choose(chosen):
            self.list.choose_row(max(0, at))
        self.stack.setCurrentIndex(0 if mends else 1)
        self._say(ready)

    def wanted(self) -> Sequence[Mend]:
        """What to mend, of the kind chosen."""
        kind = self.kinds.currentData()
        found = self._bridge.workspace.quality.mend_first()
        return [mend for mend in found if kind in (-1, mend.deduction.issue.value)]

    def _say(self, ready: bool) -> None:
        workspace = self._bridge.workspace
        if not ready:
            self.said.set_words(words("Looking at the data of all leads"))
            self.nothing.set_words(words("Looking at the data of all leads"), "")
            return
        average = workspace.quality.average()
        bands = {value.value: value.count for value in workspace.values("quality")}
        counts = ", ".join(
            words("{count} {band}").format(count=number(bands.get(key, 0)), band=label.lower())
            for key, label in band_labels().items()
        )
        said = words("Average quality {points} of 100: {counts}").format(points=average, counts=counts)
        self.said.set_words(said if average is not None else "")
        self.poor.setEnabled(bool(bands.get("poor")))
        self.nothing.set_words(
            words("Nothing to mend here"),
            words(
                "No open lead has a gap or a mistake of this kind in its contact data. Won and lost leads, "
                "disqualified ones and those who are not to be contacted are left out."
            ),
        )

    # --- what the user does ------------------------------------------------------------------------------------------
    def act(self, key: int) -> None:
        """Do what stands at the end of a row."""
        mend = self.list.mend_at(key)
        if mend is None:
            return
        if mend.deduction.proposal:
            self._at_once(mend, mend.deduction.issue.field, mend.deduction.proposal)
        elif mend.deduction.issue is Issue.STALE:
            self.verify(key)
        else:
            self._ask(mend, key)

    def verify(self, key: int) -> None:
        """Somebody had proof today that this is a real person with these data."""
        mend = self.list.mend_at(key)
        if mend is not None:
            self._at_once(mend, "verified", True)

    def _at_once(self, mend: Mend, field: str, value: FieldValue) -> None:
        """Where nothing was asked there is no line beside which to say why not: the window says it."""
        if (refusal := self._do(mend, field, value)) is not None:
            self.refused.emit(refusal)

    def _edit(self, mend: Mend, value: str) -> str:
        if doubt := doubt_about(self._bridge.workspace.rules, mend.deduction.issue.field, value):
            return doubt
        refusal = self._do(mend, mend.deduction.issue.field, value)
        return say(refusal.reason) if refusal is not None else ""

    def _do(self, mend: Mend, field: str, value: FieldValue) -> Refusal | None:
        answer = self._bridge.execute(EditLeads((mend.lead_id,), {field: value}), self)
        return answer if isinstance(answer, Refusal) else None

    def _ask(self, mend: Mend, key: int) -> None:
        from leadqual_gui.ui.popover import Ask

        field = field_label(mend.deduction.issue.field)
        question = words("{field} of {name}").format(field=field, name=mend.name)

        def take(text: str) -> str | None:
            return self._edit(mend, text) if text else words("Write it, or leave it with Esc")

        ask = Ask(self.theme, question, take, parent=self, offered=mend.deduction.value)
        corner = self.list.rect().bottomLeft()
        at = self.list.rows.source.index_of(key)
        if at is not None:
            rect: QRect = self.list.visualRect(self.list.rows.index(at, 0))
            corner = rect.bottomLeft() if not self.list.rtl() else rect.bottomRight()
            shift = self.theme.look.s.search_field if not self.list.rtl() else -2 * self.theme.look.s.search_field
            corner.setX(corner.x() + shift)
        ask.put(self.list.viewport().mapToGlobal(corner))
        ask.line.selectAll()

    def _open(self, key: int) -> None:
        mend = self.list.mend_at(key)
        if mend is not None:
            self.lead_asked.emit(mend.lead_id)
