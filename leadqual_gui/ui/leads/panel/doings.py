"""What a user does with the chosen lead from its panel, as commands; why not is said where it was tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import (
    AddActivity,
    AddNote,
    Command,
    EditActivity,
    EditLeads,
    FieldValue,
    PutStakeholder,
    RecordAnswer,
    RemoveActivity,
    RemoveStakeholder,
)
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.words import say


def reason_against(answer: Outcome[object] | Refusal | None) -> str:
    """Why it was not done, to be said where it was asked, so that what was typed stays there; "" if it was."""
    if answer is None:
        return QCoreApplication.translate("Asking", "Not kept. The notice in the window says why; try again")
    return say(answer.reason) if isinstance(answer, Refusal) else ""


class LeadDoings(QObject):
    """Carries out what the panel's parts ask for, about the lead that `lead()` names."""

    def __init__(self, bridge: Bridge, lead: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._lead = bridge, lead

    def set_field(self, field: str, value: FieldValue) -> str:
        """Set a field; "" or why not."""
        from leadqual_gui.ui.typed_fields import doubt_about  # not needed before something is typed

        doubt = doubt_about(self._bridge.workspace.rules, field, value)
        return doubt or self._reason(EditLeads((self._lead(),), {field: value}))

    def add_note(self, text: str) -> bool:
        """File a note; whether it is filed."""
        return self._done(AddNote(self._lead(), text))

    def add_activity(self, kind: str, moment: datetime, topic: str) -> str:
        """Something happened; "" or why that cannot be."""
        return self._reason(AddActivity(self._lead(), kind, moment, topic or None))

    def edit_activity(self, activity_id: int, kind: str, moment: datetime, topic: str) -> str:
        """Correct what happened; "" or why that cannot be."""
        return self._reason(EditActivity(activity_id, kind, moment, topic or None))

    def remove_activity(self, activity_id: int) -> None:
        """Take an activity off the time line."""
        self._done(RemoveActivity(activity_id))

    def answer(self, framework: str, element: str, state: AnswerState, level: int | None) -> None:
        """Record an answer, heard now."""
        self._done(RecordAnswer(self._lead(), framework, element, state, level, self._bridge.workspace.now))

    def put_person(self, person: Stakeholder) -> bool:
        """Add or change a person of the buying group; whether it is done."""
        return self._done(PutStakeholder(person))

    def remove_person(self, person_id: int) -> None:
        """Take a person out of the buying group."""
        self._done(RemoveStakeholder(person_id))

    def _reason(self, command: Command) -> str:
        return reason_against(self._bridge.execute(command, self))

    def _done(self, command: Command) -> bool:
        """Whether it was done; the window says why not."""
        return isinstance(self._bridge.execute(command), Outcome)
