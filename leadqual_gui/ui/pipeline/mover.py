"""Moves leads for the board: asks what a way out needs to know, and says why a gate refuses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.services.commands import EditLeads, MoveLeads
from leadqual_gui.services.half_typed import PAST_THE_GATE, WAY_OUT, TypingPlace
from leadqual_gui.services.moving_values import GateRefusal
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads.panel.doings import reason_against
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_fields import doubt_about
from leadqual_gui.ui.words import say

if TYPE_CHECKING:
    from leadqual_gui.ui.popover import Ask

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
            place = TypingPlace.of_leads(f"{WAY_OUT} {stage.id}", ids)
            sheet.answered.connect(lambda why, until: self.carry_out(MoveLeads(ids, stage.id, why, until), place))
            sheet.keep_text(self._bridge.typed, sheet.line, place)
            sheet.show_at(where)
            return
        self.carry_out(MoveLeads(ids, stage.id))

    def carry_out(self, command: MoveLeads, place: TypingPlace | None = None) -> str:
        """Do it; "" or why not. `place`: where the reason was typed; one that is not filed is there again when it is
        asked for."""
        told: list[str] = []

        def received(answer: Outcome | Refusal) -> None:
            told.append(self._received(command, answer))
            if place is not None and isinstance(answer, Outcome):
                self._bridge.typed.finish(place)

        done = self._bridge.execute(command, self, received)
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

    def keep_override(self, ask: Ask, asked: Asked) -> None:
        """Keep what is written as the reason to go past a gate, until the leads are there."""
        ask.keep(self._bridge.typed, _past_the_gate(asked), till_taken=False)

    def override(self, asked: Asked, reason: str) -> str:
        """Go past the gate for this reason; "" or why not."""
        return self.carry_out(replace(asked.command, override=reason), _past_the_gate(asked))

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


def _past_the_gate(asked: Asked) -> TypingPlace:
    return TypingPlace.of_leads(f"{PAST_THE_GATE} {asked.command.to}", asked.command.lead_ids)
