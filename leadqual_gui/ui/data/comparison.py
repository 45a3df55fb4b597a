"""What merging a group would be: who takes part, who stays, what is kept of each field, what it would score.

It holds no widget: the page shows it, and asks it for the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadqual_gui.services.commands import FieldValue, KeepApart, MergeLeads
from leadqual_gui.services.merging_view import MergeView
from leadqual_gui.ui.data.groups import Group
from leadqual_gui.ui.data.merge_table import MergeRow, kept_value, merge_rows
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.leads.panel.account import score_value
from leadqual_gui.ui.widgets import numerals

if TYPE_CHECKING:
    from leadqual_gui.domain.duplicates import Pair
    from leadqual_gui.domain.ledger import ScoreCard
    from leadqual_gui.domain.records import LeadRecord
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.vocabulary import Vocabulary

MOST = 4
"""So many leads stand side by side; of a larger group the others come once these are merged."""


def with_spare_address(view: MergeView, kept: int) -> MergeView:
    """The address that is not kept becomes the second one, where none of them has a second one."""
    lines = {line.field: line for line in view.fields}
    mails, second = lines.get("email"), lines.get("email_2")
    if mails is None or second is None or any(second.values):
        return view
    first = str(kept_value(mails, kept)).casefold()
    spare = next((value for value in mails.values if value and str(value).casefold() != first), None)
    changed = replace(second, proposed=spare)
    return replace(view, fields=tuple(changed if line is second else line for line in view.fields))


class Comparison:
    """One group on its way to becoming one lead."""

    def __init__(self, workspace: Workspace, group: Group) -> None:
        self._workspace = workspace
        self.group = group
        self.members = group.ids[:MOST]
        self.left_out: set[int] = set()
        self.view: MergeView | None = None
        self.keep = 0
        self.picked: dict[str, int] = {}
        self._made: tuple[LeadRecord, ScoreCard] | None = None
        self.look()

    @property
    def ids(self) -> tuple[int, ...]:
        """Who takes part."""
        return tuple(lead for lead in self.members if lead not in self.left_out)

    @property
    def pairs(self) -> Sequence[Pair]:
        """What speaks for it, of those that take part."""
        return [pair for pair in self.group.pairs if set(pair.ids) <= set(self.ids)]

    def look(self) -> None:
        """Read the leads, and begin with what is proposed."""
        self.view = self._workspace.duplicates.side_by_side(self.ids)
        self.picked = {}
        if self.view is not None and self.keep not in self.ids:
            self.keep = self.view.keep
        self._foretell()

    def leave_out(self, lead_id: int, out: bool) -> None:
        """Somebody else after all: the others are merged without it."""
        self.left_out = self.left_out | {lead_id} if out else self.left_out - {lead_id}
        self.look()

    def pick(self, field: str, place: int) -> None:
        """Keep another value of a field."""
        self.picked[field] = place
        if field == "email" and self.view is not None:
            self.view = with_spare_address(self.view, place)
        self._foretell()

    def stay(self, lead_id: int) -> None:
        """Another lead is the one that stays."""
        self.keep = lead_id
        self._foretell()

    def _foretell(self) -> None:
        self._made = None
        if self.view is not None:
            desk = self._workspace.duplicates
            self._made = desk.foretell(self.view, self.keep, self._values(), self._workspace.as_of)

    def _values(self) -> dict[str, FieldValue]:
        assert self.view is not None
        lines = {line.field: line for line in self.view.fields}
        return {field: kept_value(lines[field], place) for field, place in self.picked.items() if field in lines}

    @property
    def card(self) -> ScoreCard | None:
        """The account of the lead that comes of it."""
        return None if self._made is None else self._made[1]

    def result_words(self) -> tuple[str, str]:
        """Tier and score of the lead that comes of it."""
        card = self.card
        if card is None:
            return "", ""
        value = score_value(card)
        span = "" if value.least == value.greatest else numerals.span(value.least, value.greatest)
        return card.tier, "  ".join(filter(None, (numerals.whole(value.score), span)))

    def rows(self, vocabulary: Vocabulary, only_differing: bool) -> tuple[MergeRow, ...]:
        """The lines to show."""
        if self.view is None:
            return ()
        fields = [line for line in self.view.fields if line.differs or not only_differing]
        return merge_rows(fields, self.picked, self._joined(), vocabulary)

    def _joined(self) -> Sequence[tuple[str, tuple[int, ...], int]]:
        """How much hangs on each lead and on the result; what has alike counts once."""
        assert self.view is not None
        names = {"activities": words("Activities"), "answers": words("Answers"), "stakeholders": words("People")}
        found = []
        for key, label in names.items():
            counts = tuple(hanging[key] for hanging in self.view.joined)
            made = len(getattr(self._made[0], key)) if self._made is not None else sum(counts)
            if any(counts):
                found.append((label, counts, made))
        promised = tuple(hanging["follow_ups"] for hanging in self.view.joined)
        if any(promised):
            found.append((words("Follow-ups"), promised, sum(promised)))
        return found

    def merging(self) -> MergeLeads | None:
        """The command that makes one lead of them."""
        if self.view is None:
            return None
        others = tuple(lead for lead in self.ids if lead != self.keep)
        return MergeLeads(self.keep, others, self.view.chosen(self.keep, self._values()))

    def parting(self) -> KeepApart | None:
        """The command that remembers that they are different people."""
        return KeepApart(self.ids) if len(self.ids) > 1 else None
