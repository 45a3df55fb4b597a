"""What the end of a call asks for in a small sheet: the reason for an outcome, and the day of a follow-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leadqual_gui.services.half_typed import CALL_ENDING, TypingPlace
from leadqual_gui.services.handlers.calls import OUTCOMES
from leadqual_gui.ui.half_typed import HalfTypedKeeper
from leadqual_gui.ui.interview.ending import EndingBar, day_from, reasons_of
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import words
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme

SHOWN_REASONS = 3
FURTHEST = timedelta(days=3650)


class EndingAsks(QObject):
    """Asks above the bar at the foot, and tells the session. `then` is called when something was answered."""

    def __init__(self, theme: Theme, session: CallSession, bar: EndingBar, window: QWidget, then: Callable[[], object]):
        super().__init__(window)
        self._theme, self._session, self._bar, self._window, self._then = theme, session, bar, window, then
        self._asking: Ask | None = None
        session.over.connect(self._on_over)

    def choose_outcome(self, outcome: str) -> None:
        """How it ends; where a reason is needed, ask for it."""
        session, known = self._session, OUTCOMES[outcome]
        if not known.needs_reason or session.outcome == outcome:
            if session.outcome == outcome:
                self._typed.finish(self._place(outcome))
            session.choose_outcome(outcome, session.reason if session.outcome == outcome else "")
            return
        choices = reasons_of(session.rules.funnel.stages, known.exit, session.language)
        question = words("Why? The reason makes the next call better")
        ask = Ask(self._theme, question, partial(self._on_reason, outcome), choices)
        ask.line.setPlaceholderText(" / ".join(choices[:SHOWN_REASONS]))
        ask.keep(self._typed, self._place(outcome), till_taken=False)
        self._show(ask, self._bar.outcomes.get(outcome, self._bar.further))

    def _on_reason(self, outcome: str, reason: str) -> str | None:
        if not reason.strip():
            return words("Write the reason in a few words")
        self._session.choose_outcome(outcome, reason.strip())
        self._then()
        return None

    @property
    def _typed(self) -> HalfTypedKeeper:
        return self._session.bridge.typed

    def _place(self, outcome: str) -> TypingPlace:
        """Where the reason of an outcome is typed: on disk until the call has ended, since no other place has it."""
        return TypingPlace(f"{CALL_ENDING} {outcome}", self._session.call.lead_id)

    def _on_over(self) -> None:
        """The reason is filed with the call; what was begun for other outcomes is of no use any more."""
        for outcome, known in OUTCOMES.items():
            if known.needs_reason:
                self._typed.finish(self._place(outcome))

    def ask_date(self) -> None:
        """Follow up on some day."""
        question = words("Follow up on which day? 2026-12-01, or 10 for in ten days")
        self._show(Ask(self._theme, question, self._on_date), self._bar.date)

    def _on_date(self, text: str) -> str | None:
        now = self._session.now.astimezone()
        if not text:
            self._session.follow_up_on(None)
            return None
        day = day_from(text, now)
        if day is None or not now.date() <= day.date() <= (now + FURTHEST).date():
            return words("Write a day to come, such as 2026-12-01, or a number of days")
        self._session.follow_up_on(day)
        self._then()
        return None

    def _show(self, ask: Ask, beside: QWidget) -> None:
        ask.setParent(self._window, ask.windowFlags())
        ask.show_at(beside, above=True)
        self._asking = ask
