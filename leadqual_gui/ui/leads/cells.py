"""What may be typed into a cell of the list, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from leadqual_gui.services.commands import EditLeads
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads.field_watch import FieldWatch
from leadqual_gui.ui.typed_fields import doubt_about
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.words import say

_OWN = ("full_name", "email", "phone", "company")
"""Fields that each lead has a value of its own for: what others have there is no help."""
_PROPOSED = 200


class LeadCells:
    """The cells of one workspace's leads. `words` are those of the rules in force; `screen` speaks when one changes."""

    def __init__(self, bridge: Bridge, words: Vocabulary, screen: QWidget) -> None:
        self._bridge, self._screen = bridge, screen
        self.words = words

    def put(self, lead_id: int, field: str, text: str) -> str:
        """Take over what was typed; "" or why not."""
        doubt = doubt_about(self._bridge.workspace.rules, field, text)
        if doubt:
            return doubt
        answer = self._bridge.execute(EditLeads((lead_id,), {field: text}), self._screen)
        return say(answer.reason) if isinstance(answer, Refusal) else ""

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """The values that alone are possible, with what they are called; none where anything can be written."""
        return list(self.words.stages.items()) if field == "stage" else []

    def known(self, field: str) -> Sequence[str]:
        """What others have there, to complete what is begun."""
        if field in _OWN or FieldWatch.of(self._bridge).waits_for((field,)):
            return []  # what is not read yet is proposed from the next time on
        found = self._bridge.workspace.values(field)
        return [value.value for value in found[:_PROPOSED] if value.value]
