"""What is done from the card of a call that is over: the lead moved on, its score judged, or all of it taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wrapup import WrapUpCard
from leadqual_gui.ui.theme.theme import Theme

if TYPE_CHECKING:
    from leadqual_gui.ui.leads.moving import StageMoves


class AfterCall(QObject):
    """Carries out what the card asks for. `taken_back()`: the ending and all that was done after it are undone."""

    taken_back = Signal()

    def __init__(self, theme: Theme, session: CallSession, card: WrapUpCard, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._session, self._card, self._window = theme, session, card, window
        self._moves: StageMoves | None = None
        self._steps_on: list[int] = []
        card.take_back_asked.connect(self._on_take_back_asked)
        card.move_asked.connect(self._on_move_asked)
        card.verdict_asked.connect(self._on_verdict_asked)

    def _on_move_asked(self, stage: str) -> None:
        """Move the lead on after the call; a gate that is shut says what is missing, and what can be done."""
        from leadqual_gui.ui.leads.moving import StageMoves  # not needed before a call is over

        session, button = self._session, self._card.move_on
        assert button is not None
        session.deliver()
        if self._moves is None:
            self._moves = StageMoves(self._theme, session.bridge, session.language, self._window)
            self._moves.mover.moved.connect(self._on_moved)
        self._moves.move((session.call.lead_id,), stage, button.mapToGlobal(QPoint(0, 0)), button)

    def _on_moved(self, stage: str, _leads: object) -> None:
        found = self._session.rules.funnel.stage(stage)
        self._count_step()
        self._card.show_moved(found.label.of(self._session.language) if found is not None else stage)

    def _on_verdict_asked(self, too_high: bool) -> None:
        """Keep what the caller thinks of the score that the call came to."""
        from leadqual_gui.domain.verdicts import Judgement
        from leadqual_gui.ui.leads.panel.asking import ask_verdict

        self._session.deliver()

        def kept() -> None:
            self._count_step()
            self._card.show_judged(too_high)

        judgement = Judgement.TOO_HIGH if too_high else Judgement.TOO_LOW
        lead, bridge = self._session.call.lead_id, self._session.bridge
        ask_verdict(self._theme, bridge, self._window, lead, judgement, self._card.wrap.after.exact, kept)

    def _count_step(self) -> None:
        """What was just done after the call goes back together with its ending."""
        newest = self._session.bridge.workspace.steps(1)
        self._steps_on += [step.operation for step in newest]

    def _on_take_back_asked(self) -> None:
        """Undo what was done after the call, the last of it first, and the ending; nothing that was done elsewhere."""
        self._session.take_back((self._card.wrap.operation, *self._steps_on))
        self.taken_back.emit()
