"""What a call shows at any moment: where the interview stands, its score, its notes, and where they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from leadqual_gui.domain.interview import Interview
from leadqual_gui.domain.interview_outlook import (
    LevelOutcome,
    Outlook,
    card_of,
    outcomes,
    outlook,
    without_answer,
)
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.calling.briefing import briefing_of
from leadqual_gui.services.calling.filing import Filing
from leadqual_gui.services.calling.ports import CallFile
from leadqual_gui.services.calling.values import Briefing, CallStep, NoteLine, Saved
from leadqual_gui.services.calling.wrapping import seen_in
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.workspace import Workspace

Accept = Callable[[Outcome[object]], None]
"""Takes in each step that the call did (`ui.bridge.Bridge.accept`)."""


class CallShown:
    """What the window of a call reads; `Call` adds what is done there."""

    def __init__(self, workspace: Workspace, file: CallFile, interview: Interview, accept: Accept | None) -> None:
        self._workspace = workspace
        self._interview = interview
        self._outlook: Outlook | None = None
        self._closed = False
        self._filing = Filing(workspace, file, interview.record.lead.id, interview.record.lead.name, accept)
        self.before = seen_in(interview)

    @property
    def key(self) -> str:
        """The name of the call's file."""
        return self._filing.file.key

    @property
    def lead_id(self) -> int:
        """Whom the call is with."""
        return self._interview.record.lead.id

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self._interview.since

    @property
    def interview(self) -> Interview:
        """Where the interview stands."""
        return self._interview

    @property
    def outlook(self) -> Outlook:
        """The live score and the questions left, the one that tells most first."""
        if self._outlook is None:
            self._outlook = outlook(self._interview)
        return self._outlook

    @property
    def outcomes(self) -> tuple[LevelOutcome, ...]:
        """What each level of the element at hand would do."""
        return outcomes(self._interview)

    @property
    def without_answer(self) -> LevelOutcome | None:
        """What "does not know" or "would not say" would do."""
        return without_answer(self._interview)

    @property
    def card(self) -> ScoreCard:
        """The full account of the score as it is now."""
        return card_of(self._interview)

    @property
    def briefing(self) -> Briefing:
        """What to know before the first word."""
        return briefing_of(self._interview, self._workspace)

    @property
    def steps(self) -> tuple[CallStep, ...]:
        """What this call did so far, oldest first; without what was taken back."""
        return self._filing.steps

    @property
    def notes(self) -> tuple[NoteLine, ...]:
        """The lines of notes, oldest first."""
        return self._filing.notes

    @property
    def draft(self) -> str:
        """The unfinished line."""
        return self._filing.draft

    @property
    def saved(self) -> Saved:
        """Where what was typed is."""
        return self._filing.saved

    @property
    def unsaved(self) -> int:
        """How many answers and notes the store has not taken yet."""
        return len(self._filing.pending)

    @property
    def stakeholders(self) -> tuple[Stakeholder, ...]:
        """Who takes part, as far as is known."""
        return self._interview.record.stakeholders

    @property
    def closed(self) -> bool:
        """Whether the call is over."""
        return self._closed
