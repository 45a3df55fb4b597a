"""Duplicates: look for them, see why, and make one lead of those that are; worked down with the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.services.operations import Changes, Outcome, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.data.comparison import Comparison
from leadqual_gui.ui.data.groups import Group, GroupList, GroupSource, groups_from
from leadqual_gui.ui.data.merge_pane import MergePane
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.tasks import Control, Lane, Task
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Height, primary_button
from leadqual_gui.ui.widgets.empty import EmptyState
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, Surface, margins

_CONCERNED = Changes.DUPLICATES | Changes.MEMBERSHIP | Changes.IMPORT
STEPS = 1000


class DuplicatesPage(Surface):
    """Groups on the left, the chosen one side by side on the right.

    Signals: `lead_asked(id)` to open a lead; `refused(Refusal)`; `counted(int)`: so many groups are left.
    """

    lead_asked = Signal(int)
    refused = Signal(object)
    counted = Signal(int)

    def __init__(self, theme: Theme, bridge: Bridge, vocabulary: Vocabulary) -> None:
        super().__init__(theme, "base")
        self.theme, self._bridge = theme, bridge
        self._task: Task | None = None
        self._groups: tuple[Group, ...] = ()
        self.said = ElidedLabel(theme, colour="text2")
        self.search = Button(theme, words("Search again"), icon="search", key="F5", height=Height.SMALL)
        self.home = Button(theme, "", icon="globe", height=Height.SMALL)
        self.stop = Button(theme, words("Stop"), height=Height.SMALL)
        self.progress = QProgressBar()
        self.list = GroupList(theme, words("Leads that may stand twice"))
        self.pane = MergePane(theme, vocabulary)
        self.nothing = EmptyState(theme, words("Leads that stand twice"), large=False)
        self.begin = primary_button(theme, words("Search for duplicates"), icon="search", key="F5")
        self.stack = QStackedWidget()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        tools = margins(QHBoxLayout(), s.l, s.s, s.l, s.s, s.s)
        tools.addWidget(self.said, 1)
        for part in (self.progress, self.stop, self.home, self.search):
            tools.addWidget(part)
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(s.search_field, s.xs)
        self.progress.setAccessibleName(words("How far the search is"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(s.search_field)
        split.addWidget(self.list)
        split.addWidget(self.pane)
        split.setSizes([s.inspector_least, 3 * s.inspector_least])
        split.setStretchFactor(1, 1)
        button = QWidget()
        margins(QHBoxLayout(button), 0, 0, 0, 0).addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.nothing.add(button)
        self.stack.addWidget(split)
        self.stack.addWidget(self.nothing)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(tools)
        column.addWidget(Line(self.theme))
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        for button in (self.search, self.begin):
            button.clicked.connect(self.look)
        self.stop.clicked.connect(self.cancel)
        self.home.clicked.connect(self._ask_home)
        self.list.chosen.connect(lambda _key: self._show_group())
        self.list.entered_row.connect(lambda _key: self.pane.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.list.opened.connect(self.lead_asked)
        self.list.merge_asked.connect(self.merge)
        self.list.apart_asked.connect(self.keep_apart)
        self.pane.merge_asked.connect(self.merge)
        self.pane.apart_asked.connect(self.keep_apart)
        self.pane.left.connect(lambda: self.list.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.pane.lead_asked.connect(self.lead_asked)
        self._soon.timeout.connect(self._read_again)
        self._bridge.changed.connect(self._on_changed)

    # --- searching ---------------------------------------------------------------------------------------------------
    @property
    def searching(self) -> bool:
        """Whether a search is under way."""
        return self._task is not None

    @property
    def groups(self) -> Sequence[Group]:
        """What was found and still stands."""
        return self._groups

    def look(self) -> None:
        """Search all leads, in the background."""
        if self.searching:
            return
        desk = self._bridge.workspace.duplicates

        def work(control: Control) -> tuple[Group, ...] | None:
            def tell(share: float) -> bool:
                control.report(share)
                return not control.stopped()

            return None if desk.search(tell) is None else groups_from(desk.pairs())

        self._task = self._bridge.runner.start(work, Lane.FREE)
        self._task.progressed.connect(lambda share: self.progress.setValue(round(float(share) * STEPS)))
        self._task.finished.connect(self._on_found)
        self._task.failed.connect(self._bridge.report_failure)
        self._task.ended.connect(self._on_ended)
        self.progress.setValue(0)
        self.stop.show()
        if self.isVisible():
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_state()

    def cancel(self) -> None:
        """Stop searching; what an earlier search found stays."""
        if self._task is not None:
            self._task.cancel()

    def _on_found(self, groups: tuple[Group, ...] | None) -> None:
        if groups is not None:
            self._show_groups(groups)

    def _on_ended(self) -> None:
        self._task = None
        waited = self.stop.hasFocus()
        if waited:  # before it is hidden: else Qt gives the keyboard to whatever comes next
            first = self.focus_first()
            first.show()
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_state()

    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if changes & _CONCERNED and self._bridge.workspace.duplicates.searched and not self.searching:
            self._soon.start()
        elif changes & Changes.LEAD:
            self.list.viewport().update()
            self._show_group(anew=True)

    def _read_again(self) -> None:
        self._show_groups(groups_from(self._bridge.workspace.duplicates.pairs()))

    # --- showing -----------------------------------------------------------------------------------------------------
    def focus_first(self) -> QWidget:
        """What has the keyboard first."""
        again = self._bridge.workspace.duplicates.searched
        return self.list if self._groups else self.stop if self.searching else self.search if again else self.begin

    def _show_groups(self, groups: tuple[Group, ...]) -> None:
        at = max(0, self.list.currentIndex().row())
        chosen = self.list.chosen_key
        self._groups = groups
        self.list.show_rows(GroupSource(groups, self._bridge.workspace.row))
        if not self.list.choose(chosen):
            self.list.choose_row(at)
        self._show_group(anew=True)
        self._show_state()
        self.counted.emit(len(groups))

    def _show_group(self, anew: bool = False) -> None:
        group = next((one for one in self._groups if one.ids[0] == self.list.chosen_key), None)
        if group is None:
            self.pane.show_comparison(None, ())
            return
        shown = self.pane.comparison
        if anew or shown is None or shown.group.ids != group.ids:
            workspace = self._bridge.workspace
            rows = [row for lead in group.ids if (row := workspace.row(lead)) is not None]
            self.pane.show_comparison(Comparison(workspace, group), rows)

    def _show_state(self) -> None:
        desk = self._bridge.workspace.duplicates
        count = self._bridge.workspace.counts().all
        for part in (self.progress, self.stop):
            part.setVisible(self.searching)
        self.search.setVisible(not self.searching and desk.searched)
        self.home.setVisible(not self.searching)
        self.home.setText(words("Numbers from: {country}").format(country=desk.country or words("anywhere")))
        self.stack.setCurrentIndex(0 if self._groups else 1)
        self.begin.setVisible(not self.searching and not desk.searched)
        if self.searching:
            self.said.set_words(words("Comparing %Ln lead(s). You can go on working", count))
        elif self._groups:
            self.said.set_words(words("%Ln group(s) of leads that may be one person", len(self._groups)))
        else:
            self.said.set_words("")
        self.nothing.set_words(*self._nothing_words(desk.searched, count))

    def _nothing_words(self, searched: bool, count: int) -> tuple[str, str]:
        if self.searching:
            return words("Looking for leads that stand twice"), words(
                "They are shown here as soon as all are compared."
            )
        if searched:
            said = words("No lead stands twice")
            return said, words("{count} leads were compared by e-mail, phone, name and company.").format(
                count=number(count)
            )
        return (
            words("Does somebody stand here twice?"),
            words(
                "Leads are compared by e-mail, phone in any form, name in any spelling or order, and company. "
                "Nothing is changed by searching."
            ),
        )

    # --- what the user does ------------------------------------------------------------------------------------------
    def merge(self) -> None:
        """Make one lead of those that are shown."""
        command = self.pane.comparison.merging() if self.pane.comparison is not None else None
        self._do(command)

    def keep_apart(self) -> None:
        """Remember that they are different people."""
        command = self.pane.comparison.parting() if self.pane.comparison is not None else None
        self._do(command)

    def _do(self, command: object) -> None:
        if command is None or self.searching:
            return
        in_pane = self.pane.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        answer = self._bridge.execute(command, self)  # type: ignore[arg-type]
        if isinstance(answer, Refusal):
            self.refused.emit(answer)
        elif isinstance(answer, Outcome):
            self._soon.stop()
            self._read_again()
            if not (in_pane and self._groups):
                self.focus_first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_home(self) -> None:
        from leadqual_gui.ui.popover import Ask

        desk = self._bridge.workspace.duplicates

        def take(text: str) -> str | None:
            desk.put_country(text)
            if text and not desk.country:
                return words("There is no country “{text}”. Write it like DE or Germany").format(text=text)
            self._show_state()
            return None

        question = words("From which country are numbers that do not say?")
        Ask(self.theme, question, take, parent=self, offered=desk.country).show_at(self.home)
