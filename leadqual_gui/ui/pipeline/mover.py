"""Moves leads for the board: asks what a way out needs to know, and says why a gate refuses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.services.commands import EditLeads, MoveLeads
from leadqual_gui.services.half_typed import WAY_OUT, TypingPlace
from leadqual_gui.services.moving_values import GateRefusal
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads.panel.doings import reason_against
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_fields import doubt_about
from leadqual_gui.ui.words import say

if TYPE_CHECKING:
    from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet

ASKS = frozenset(("lost", "disqualified", "nurture"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that was refused, to be tried again."""

    command: MoveLeads
    refusal: GateRefusal


class Mover(QObject):
    """Carries moves out.

    Signals: `gate_shut(Asked)`; `said_no(Refusal)`: another reason why not; `moved(stage, ids)`.
    """

    gate_shut = Signal(object)
    said_no = Signal(object)
    moved = Signal(str, object)

    def __init__(self, theme: Theme, bridge: Bridge, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._language, self._window = theme, bridge, language, parent

    def move(self, ids: tuple[int, ...], stage: Stage, where: QPoint) -> None:
        """Move leads to a stage; a way out first asks why, beside the point given."""
        if not ids:
            return
        if stage.exit in ASKS:
            from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet

            sheet = ExitSheet(self._theme, stage, self._language, len(ids), self._bridge.workspace.now, self._window)
            sheet.answered.connect(lambda reason, until: self._leave(MoveLeads(ids, stage.id, reason, until), sheet))
            if len(ids) == 1:
                sheet.keep_text(self._bridge.typed, sheet.line, TypingPlace(f"{WAY_OUT} {stage.id}", ids[0]))
            sheet.show_at(where)
            return
        self.carry_out(MoveLeads(ids, stage.id))

    def _leave(self, command: MoveLeads, sheet: ExitSheet) -> None:
        """Move out of the funnel; a reason that the disk did not take is there when it is asked for again."""
        if self.carry_out(command) != reason_against(None):
            sheet.finish()

    def carry_out(self, command: MoveLeads) -> str:
        """Do it; "" or why not."""
        told: list[str] = []
        done = self._bridge.execute(command, self, lambda answer: told.append(self._received(command, answer)))
        if done is None and not self._bridge.workspace.is_long(command):
            return reason_against(None)
        return told[0] if told else ""

    def _received(self, command: MoveLeads, answer: Outcome | Refusal) -> str:
        if isinstance(answer, GateRefusal):
            self.gate_shut.emit(Asked(command, answer))
            return say(answer.reason)
        if isinstance(answer, Refusal):
            self.said_no.emit(answer)
            return say(answer.reason)
        self.moved.emit(command.to, answer.leads or command.lead_ids)
        return ""

    def override(self, asked: Asked, reason: str) -> str:
        """Go past the gate for this reason; "" or why not."""
        return self.carry_out(replace(asked.command, override=reason))

    def only_ready(self, asked: Asked) -> None:
        """Move those that may enter."""
        self.carry_out(replace(asked.command, only_ready=True))

    def enter(self, asked: Asked, field: str, text: str) -> str:
        """Enter what was missing and try again; "" or why not."""
        if doubt := doubt_about(self._bridge.workspace.rules, field, text):
            return doubt
        answer = self._bridge.execute(EditLeads(asked.command.lead_ids, {field: text}), self)
        if isinstance(answer, Refusal):
            return say(answer.reason)
        self.carry_out(asked.command)
        return ""
