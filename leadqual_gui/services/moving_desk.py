"""The facade of the work of the day: what can be asked (`FunnelAnswers`), moves, alerts, and days that begin.

Got by `Workspace.funnel`. Moves, snoozes and the like are commands of `Workspace.execute`. `open_day` and `settle` take
longer than questions (storage lane); they write in small steps, so that a click never waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.moments import seconds
from leadqual_gui.services.alerts import live_crossings, plan_alert
from leadqual_gui.services.alerts_ports import BY_HAND, Decision
from leadqual_gui.services.commands import (
    DismissAlert,
    EditLeads,
    EndCall,
    FinishToday,
    MoveLeads,
    OfTheDay,
    SnoozeAlert,
)
from leadqual_gui.services.moving import move_leads
from leadqual_gui.services.moving_along import edit_and_move, end_and_move
from leadqual_gui.services.moving_answers import FunnelAnswers
from leadqual_gui.services.moving_auto import TIME, Automation, RuleMove
from leadqual_gui.services.moving_values import PassReport
from leadqual_gui.services.operations import Changes, Outcome, Said, ScoreMove
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal
from leadqual_gui.services.ports import Clock, Store, UnitOfWork
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.scorekeeper import FEW, ScoreKeeper

CarryOut = Callable[[Plan], Outcome[object]]
"""Carries a plan out as one step, and scores the leads concerned (Workspace)."""


class FunnelDesk(FunnelAnswers):
    """What can be done about the funnel and the day, and asked. Before `Workspace.load` nothing happens."""

    def __init__(self, keeper: ScoreKeeper, store: Store, clock: Clock, carry_out: CarryOut) -> None:
        super().__init__(keeper, store, clock)
        self.carry_out = carry_out
        self._automation = Automation(self)

    # --- commands --------------------------------------------------------------------------------------------------
    def plan(self, command: OfTheDay, situation: Situation) -> Planned:
        """What a command of the day comes to, or why it cannot be done."""
        match command:
            case MoveLeads():
                with self.lock:
                    scored = self._scored(command.lead_ids)
                return move_leads(command, situation, scored)
            case SnoozeAlert() | DismissAlert():
                return plan_alert(command, situation)
            case FinishToday():
                return _finish(command, situation)

    def plan_with_move(self, command: EditLeads | EndCall, situation: Situation) -> Planned:
        """What a command comes to that moves leads among other things: gates hold for it as for any move."""
        ids = command.lead_ids if isinstance(command, EditLeads) else (command.lead_id,)
        with self.lock:
            scored = self._scored(ids)
        if isinstance(command, EditLeads):
            return edit_and_move(command, situation, scored)
        return end_and_move(command, situation, scored)

    def ring(self, unit: UnitOfWork, moves: Sequence[ScoreMove], cause: Said) -> None:
        """Within a step: thresholds that it crosses ring, and are undone with it."""
        resident = self.resident
        if self._memory is None or resident is None or not moves:
            return
        with self.lock:
            alerts, announced = live_crossings(resident, self.memory, moves, cause, self.now)
        if announced:
            unit.add_alerts(alerts, announced)

    def after(self, outcome: Outcome[object], cause: Said, turned: bool = False) -> Outcome[object]:
        """After a step: remember what it did, and let rules move the leads that it touched.

        `turned`: the step was taken back or done again; then nothing rings and no rule moves anybody.
        """
        if self._memory is None or self.resident is None:
            return outcome
        if not outcome.leads or len(outcome.leads) > FEW:
            self._stale = True
            return outcome
        if turned:
            self._turned(outcome)
            return outcome
        self.notice(outcome)
        moves = [] if outcome.changes & Changes.STAGE else self._moves_after(outcome.leads)
        also = [self._follow(move, cause) for move in moves]
        changes = outcome.changes
        for step in also:
            changes |= step.changes
        return replace(outcome, changes=changes, also=(*outcome.also, *also)) if also else outcome

    def notice(self, outcome: Outcome[object], news: bool = True) -> None:
        """Remember what a step did to its leads; `news`: it told something new of them."""
        if self._memory is None or self.resident is None:
            return
        leads, changes = outcome.leads, outcome.changes
        with self.lock:
            memory, resident = self.memory, self.resident
            promises = {i: self.store.follow_ups(i) for i in leads} if changes & Changes.FOLLOW_UP else {}
            if changes & Changes.STAGE and outcome.operation:
                memory.leave(outcome.operation)
            for lead_id, found in promises.items():
                memory.promise(lead_id, found)
            against = outcome.label.params.get("against")
            if outcome.label.code in BY_HAND and isinstance(against, Mapping):
                memory.decide([Decision(outcome.operation, against)])
            if resident is not None:
                memory.update(resident, leads, changes, news)

    def _moves_after(self, lead_ids: Sequence[int]) -> list[RuleMove]:
        with self.lock:
            resident = self.resident
            return [] if resident is None else self._automation.follow_few(resident, self.memory, lead_ids)

    def _follow(self, move: RuleMove, cause: Said) -> Outcome[object]:
        with self.lock:
            resident, memory = self.resident, self.memory
            assert resident is not None
            plan = self._automation.plan_of(resident, memory, [move], cause)
        done = self.carry_out(plan)
        self.notice(done)
        return done

    def _turned(self, outcome: Outcome[object]) -> None:
        """After taking back or doing again: the tiers are as they are, and nothing rings."""
        told = {m.lead_id: m.tier_after for m in outcome.scores if m.tier_before != m.tier_after}
        with self.lock:
            self.memory.turn()
            self.memory.tell(told)
        self.notice(replace(outcome, changes=outcome.changes & ~Changes.STAGE), news=False)
        if told:
            self.store.day_book.keep((), told, None)

    # --- what takes longer (storage lane) --------------------------------------------------------------------------
    def open_day(self, progress: Progress | None = None) -> Outcome[PassReport]:
        """Make up for every day that began since this was done last: automatic moves, nurtured leads that come back,
        alerts. Call after `Workspace.load`, after rules changed, and at the first sign of life of a day; also every few
        minutes, for promises that fall due: when nothing is due it costs a millisecond or two."""
        if self.resident is None:
            return Outcome(PassReport(), Changes.NOTHING, TIME)
        report = self._automation.open_day(progress)
        self._warm_up()
        return self._passed(report)

    def settle(self, cause: Said) -> Outcome[PassReport]:
        """Rules or many facts changed: move all leads to where they belong now. Rings nothing."""
        if self.resident is None:
            return Outcome(PassReport(), Changes.NOTHING, TIME)
        report = self._automation.settle(cause)
        self._warm_up()
        return self._passed(report)

    def _passed(self, report: PassReport) -> Outcome[PassReport]:
        changes = Changes.ALERT if report.alerts else Changes.NOTHING
        if report.moved:
            changes |= Changes.LEAD | Changes.STAGE | Changes.SCORES
        said = Said("day_opened", {"moved": report.moved, "alerts": report.alerts, "days": report.days})
        return Outcome(report, changes, said)

    def _warm_up(self) -> None:
        """Work out beforehand what the first board would have to wait for."""
        with self.lock:
            resident = self.resident
            if resident is not None:
                self.memory.due(resident)
        with self.lock:
            if resident is not None and resident is self.resident:
                self.memory.suggested(resident)
                self.memory.stays.flows(resident.rules.funnel, seconds(self.now))


def _finish(command: FinishToday, situation: Situation) -> Planned:
    name = situation.name_of(command.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    done = FollowUp(0, command.lead_id, command.action, situation.now, None, situation.now)
    said = Said("today_done", {"name": name, "action": command.action})
    return Plan(said, Changes.FOLLOW_UP, (command.lead_id,), lambda unit: unit.put_follow_up(done))
