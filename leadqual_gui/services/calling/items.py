"""What a call files: an answer, a note, a person, a wish not to be called; as a value, as JSON, as a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import AddNote, Command, EditLeads, PutStakeholder, RecordAnswer
from leadqual_gui.services.handlers.activities import NOTE

ANSWER, PERSON, DO_NOT_CALL = "answer", "stakeholder", "do_not_call"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to file. `label` and `sentence` are what the element and the level said when it was filed, so that it
    can be read even when the framework is gone."""

    kind: str
    at: datetime
    framework: str = ""
    element: str = ""
    text: str = ""
    state: str = ""
    level: int | None = None
    said_by: str = ""
    confirmed: bool = False
    label: str = ""
    sentence: str = ""
    person: Stakeholder | None = None
    on: bool = True

    def command(self, lead_id: int) -> Command:
        """What files it."""
        match self.kind:
            case "answer":
                state = AnswerState(self.state)
                said_by, evidence = self.said_by or None, self.text or None
                return RecordAnswer(
                    lead_id, self.framework, self.element, state, self.level, self.at, said_by, evidence, self.confirmed
                )
            case "stakeholder":
                assert self.person is not None
                return PutStakeholder(replace(self.person, lead_id=lead_id))
            case "do_not_call":
                return EditLeads((lead_id,), {"do_not_contact": self.on})
        return AddNote(lead_id, self.topic, self.at)

    @property
    def topic(self) -> str:
        """The text of a note as the time line has it."""
        return f"{self.label}: {self.text}" if self.label and self.kind == NOTE else self.text

    def as_note(self) -> Item:
        """The same as plain text, for when there is no element any more that it could be an answer to."""
        level = {"unknown": "does not know yet", "refused": "would not say"}.get(self.state, f"level {self.level}")
        told = ", ".join(filter(None, (level, self.sentence)))
        text = f"{self.framework} {self.label or self.element}: {told}"
        return Item(NOTE, self.at, text=f"{text}\n{self.text}" if self.text else text)

    def answer(self, lead_id: int, number: int) -> Answer:
        """The answer that it is."""
        state = AnswerState(self.state)
        said_by, evidence = self.said_by or None, self.text or None
        return Answer(
            number, lead_id, self.framework, self.element, state, self.level, self.at, said_by, evidence, self.confirmed
        )

    def is_in(self, record: LeadRecord) -> bool:
        """Whether the store has it already."""
        match self.kind:
            case "answer":
                wanted = (self.framework, self.element, self.state, self.level, self.at, self.text or None)
                told = (
                    (a.framework, a.element, a.state.value, a.level, a.heard_at, a.evidence) for a in record.answers
                )
                return wanted in told
            case "stakeholder":
                assert self.person is not None
                known = {(p.name.strip(), p.role) for p in record.stakeholders}
                return (self.person.name.strip(), self.person.role) in known
            case "do_not_call":
                return record.lead.do_not_contact == self.on
        return (NOTE, self.at, self.topic) in ((a.kind, a.occurred_at, a.topic) for a in record.activities)

    def json(self) -> dict[str, object]:
        """What the call's file keeps of it."""
        plain = asdict(self)
        plain["what"] = plain.pop("kind")
        return {**plain, "at": self.at.isoformat()}


def item_of(entry: Mapping[str, Any]) -> Item:
    """An item as the call's file has it."""
    given = {key: value for key, value in entry.items() if key in Item.__slots__ and key != "kind"}
    person = given.get("person")
    if person is not None:
        person = Stakeholder(**{**person, "cares_about": tuple(person["cares_about"]), "knows": tuple(person["knows"])})
    return Item(
        **{**given, "kind": str(entry["what"]), "at": datetime.fromisoformat(str(entry["at"])), "person": person}
    )
