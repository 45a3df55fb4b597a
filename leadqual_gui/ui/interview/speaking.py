"""Who is speaking in a call: the lead, unless somebody else of those known there was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from leadqual_gui.services.calling.call import Call


class Speaking(QObject):
    """Whose words the answers of a call are. `changed()`: somebody else speaks now."""

    changed = Signal()

    def __init__(self, call: Call, parent: QObject) -> None:
        super().__init__(parent)
        self._call = call
        self._chosen = ""

    @property
    def name(self) -> str:
        """Who is speaking."""
        return self._chosen or self._lead_name

    def people(self) -> tuple[str, ...]:
        """Who may be speaking: the lead first."""
        return tuple(dict.fromkeys((self._lead_name, *(person.name for person in self._call.stakeholders))))

    def choose(self, name: str) -> None:
        """Somebody else speaks now."""
        self._chosen = "" if name == self._lead_name else name
        self.changed.emit()

    def choose_next(self) -> None:
        """The next of those who may be speaking."""
        people = self.people()
        at = people.index(self.name) if self.name in people else -1
        self.choose(people[(at + 1) % len(people)])

    @property
    def _lead_name(self) -> str:
        return self._call.interview.record.lead.name
