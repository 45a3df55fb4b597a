"""The chosen group: why they may be one, who takes part, the table side by side, and the two decisions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.data import wording
from leadqual_gui.ui.data.comparison import MOST, Comparison
from leadqual_gui.ui.data.merge_table import MergeHead, MergeTable
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Button, Chip, Kind, primary_button
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins


class MergePane(Surface):
    """Shows one Comparison. `merge_asked()`, `apart_asked()`; `left()` back to the list; `lead_asked(id)`."""

    merge_asked = Signal()
    apart_asked = Signal()
    left = Signal()
    lead_asked = Signal(int)

    def __init__(self, theme: Theme, vocabulary: Vocabulary) -> None:
        super().__init__(theme, "base")
        self.theme, self._vocabulary = theme, vocabulary
        self.comparison: Comparison | None = None
        self._leads: tuple[LeadRow, ...] = ()
        self.why = Label(theme, face="body_medium", wrap=True)
        self.against = Label(theme, face="secondary", colour="text3", wrap=True)
        self.members = QWidget()
        self.member_chips: dict[int, Chip] = {}
        self._flow = Flow(self.members, theme.look.s.s)
        self.table = MergeTable(theme, words("Fields side by side"))
        self.head = MergeHead(theme, self.table)
        self.only_differing = Chip(theme, words("Only what differs"), on=True)
        self.stays = Button(theme, words("Let another one stay"), Kind.QUIET)
        self.merge = primary_button(theme, words("Merge"), icon="git-compare", key="M")
        self.apart = Button(theme, words("Not a duplicate"), icon="users", key="D")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        said = margins(QVBoxLayout(), s.l, s.m, s.l, s.m, s.xs)
        for part in (self.why, self.against, self.members):
            said.addWidget(part)
        foot = margins(QHBoxLayout(), s.l, s.s, s.l, s.s, s.s)
        for widget in (self.only_differing, self.stays):
            foot.addWidget(widget)
        foot.addStretch(1)
        for widget in (self.apart, self.merge):
            foot.addWidget(widget)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(said)
        column.addWidget(Line(self.theme))
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addWidget(Line(self.theme))
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.kept.connect(self._on_kept)
        self.table.merge_asked.connect(self.merge_asked)
        self.table.apart_asked.connect(self.apart_asked)
        self.table.left.connect(self.left)
        self.head.stays_asked.connect(self._on_stays_asked)
        self.only_differing.toggled.connect(lambda _on: self._show())
        self.stays.clicked.connect(self._let_next_stay)
        self.merge.clicked.connect(self.merge_asked)
        self.apart.clicked.connect(self.apart_asked)
        self.apart.setToolTip(words("They are different people: they are not proposed again (D)"))

    def retitle(self, vocabulary: Vocabulary) -> None:
        """The rules changed: other stages, tiers, fields."""
        self._vocabulary = vocabulary
        self._show()

    # --- showing -----------------------------------------------------------------------------------------------------
    def show_comparison(self, comparison: Comparison | None, leads: Sequence[LeadRow]) -> None:
        """Show another group, or nothing."""
        self.comparison, self._leads = comparison, tuple(leads)
        self._show_members()
        self._show()

    def _show(self) -> None:
        comparison = self.comparison
        can = comparison is not None and comparison.view is not None
        for button in (self.merge, self.apart, self.stays):
            button.setEnabled(can)
        if comparison is None or comparison.view is None:
            self.why.setText(words("Two leads or more have to take part") if comparison is not None else "")
            self.against.setText("")
            self.table.show_merge((), 0)
            self.head.show_leads((), 0, ("", ""))
            return
        self._say_why(comparison)
        taking_part = [row for lead in comparison.view.leads for row in self._leads if row.id == lead.id]
        rows = comparison.rows(self._vocabulary, self.only_differing.isChecked())
        self.table.show_merge(rows, len(comparison.view.leads))
        self.head.show_leads(taking_part, comparison.keep, comparison.result_words(), self._vocabulary.scale)
        stays = next((row.name for row in taking_part if row.id == comparison.keep), "")
        self.stays.setToolTip(words("{name} keeps its history and takes over the rest").format(name=stays))
        self.merge.setText(words("Merge %Ln lead(s) into one", len(comparison.ids)))

    def _say_why(self, comparison: Comparison) -> None:
        pairs = comparison.pairs or comparison.group.pairs
        best = pairs[0]
        likely = wording.likeness_words(best.score)
        said = words("{share}, {sureness}: {why}").format(
            share=likely, sureness=wording.sureness_words(best.score), why=wording.whys_words(best.why)
        )
        self.why.setText(said)
        against = wording.against_words(best.why)
        said = words("Against it: {why}").format(why=against) if against else ""
        more = len(comparison.group.ids) - MOST
        rest = words("%Ln more of this group come once these are merged", more) if more > 0 else ""
        self.against.setText("\n".join(filter(None, (said, rest))))
        self.against.setVisible(bool(said or rest))

    def _show_members(self) -> None:
        """Of a larger group each lead can be left out."""
        for chip in self.member_chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.member_chips = {}
        comparison = self.comparison
        members = comparison.members if comparison is not None else ()
        self.members.setVisible(len(members) > 2)
        if comparison is None or len(members) <= 2:
            return
        for lead in members:
            name = next((row.name for row in self._leads if row.id == lead), str(lead))
            chip = Chip(self.theme, name, on=lead not in comparison.left_out)
            chip.setToolTip(words("Takes part; press to leave it out"))
            chip.toggled.connect(lambda on, which=lead: self._leave_out(which, not on))
            self.member_chips[lead] = chip
            self._flow.addWidget(chip)

    # --- what the user does ------------------------------------------------------------------------------------------
    def _leave_out(self, lead_id: int, out: bool) -> None:
        if self.comparison is not None:
            self.comparison.leave_out(lead_id, out)
            self._show()

    def _on_kept(self, field: str, place: int) -> None:
        if self.comparison is not None:
            self.comparison.pick(field, place)
            self._show()

    def _on_stays_asked(self, lead_id: int) -> None:
        if self.comparison is not None and lead_id != self.comparison.keep:
            self.comparison.stay(lead_id)
            self._show()

    def _let_next_stay(self) -> None:
        if self.comparison is not None and self.comparison.keep in self.comparison.ids:
            ids = self.comparison.ids
            self._on_stays_asked(ids[(ids.index(self.comparison.keep) + 1) % len(ids)])
