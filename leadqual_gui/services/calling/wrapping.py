"""The end of a call: what it comes to, as one step, and the card that sums it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.interview import Interview
from leadqual_gui.domain.interview_outlook import Question, outlook
from leadqual_gui.domain.interview_states import table_of
from leadqual_gui.domain.playbook import Play
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.scoring_status import evaluate_some
from leadqual_gui.domain.today_days import day_after
from leadqual_gui.domain.truth import TRUE
from leadqual_gui.services.calling.filing import Filing
from leadqual_gui.services.calling.values import Ending, GateCheck, Kept, ScoreSeen, WrapUp
from leadqual_gui.services.commands import EndCall
from leadqual_gui.services.handlers.calls import OUTCOMES
from leadqual_gui.services.moving_values import GateRefusal
from leadqual_gui.services.operations import Outcome, Refusal, Said
from leadqual_gui.services.workspace import Workspace

QUALIFIED = "qualified"


def seen_in(interview: Interview) -> ScoreSeen:
    """The score of an interview at its moment."""
    table = interview.table
    return ScoreSeen(int(table.exact[0]), int(table.shown[0]), table.tiers[int(table.tier[0])])


def wrap_up(
    interview: Interview, before: ScoreSeen, filing: Filing, ending: Ending, workspace: Workspace
) -> WrapUp | Kept | Refusal:
    """End a call. Kept: the store cannot take it now."""
    ended_at = workspace.now.replace(microsecond=0)
    command = _command(interview, ending, ended_at, workspace)
    try:
        done = workspace.execute(command)
    except LeadQualError as error:
        return Kept(Said("call_kept", {"message": error.message}), filing.saved, error)
    if isinstance(done, GateRefusal):  # the call is over all the same; the card says what is missing
        command = replace(command, stage="")
        done = workspace.execute(command)
    if isinstance(done, Refusal):
        return done
    filing.took(done)
    return _card(interview, before, filing, ending, command, done, workspace)


def gates_ahead(
    table: ScoreTable, stage: str | None, rules: Rules, has_follow_up: bool = False
) -> tuple[GateCheck, ...]:
    """The gates of the working stages that lie ahead of `stage`, for the one lead of `table`."""
    stages = [s for s in rules.funnel.stages if not s.exit]
    here = next((n for n, s in enumerate(stages) if s.id == stage), 0)
    follow_ups = np.array([has_follow_up])
    found = []
    for ahead in stages[here + 1 :]:
        if ahead.gates:
            unmet = [g for g in ahead.gates if evaluate_some(g.when, table, [0], follow_ups)[0] != TRUE]
            met = len(ahead.gates) - len(unmet)
            missing = tuple(gate.message for gate in unmet)
            found.append(GateCheck(ahead.id, ahead.label, met, len(ahead.gates), missing, ahead.qualification))
    return tuple(found)


def next_play(table: ScoreTable, rules: Rules, has_follow_up: bool) -> Play | None:
    """What the playbook says to do next with the one lead of `table`: its first rule that holds."""
    follow_ups = np.array([has_follow_up])
    return next((p for p in rules.playbook.plays if evaluate_some(p.when, table, [0], follow_ups)[0] == TRUE), None)


def agenda_of(interview: Interview) -> tuple[Question, ...]:
    """What is still unknown, asked in this call or not: the next call's agenda, best first."""
    later = interview.since if not interview.answers else max(a.heard_at for a in interview.answers)
    asked_again = tuple(replace(s, asked=False) for s in interview.states)
    return outlook(replace(interview, states=asked_again, since=later)).remaining


def _command(interview: Interview, ending: Ending, ended_at: datetime, workspace: Workspace) -> EndCall:
    lead = interview.record.lead
    return EndCall(
        lead.id,
        ending.outcome,
        interview.since,
        ended_at,
        ending.topic or _topic(ending, interview.framework, int((ended_at - interview.since).total_seconds())),
        ending.reason or None,
        _stage(interview, ending, workspace),
        ending.follow_up_at,
        ending.follow_up_note or None,
        day_after(ended_at, workspace.funnel.zone),
    )


def _stage(interview: Interview, ending: Ending, workspace: Workspace) -> str:
    """Where the lead goes: out, if the outcome says so; to the sales qualified, if all gates are met."""
    outcome, funnel = OUTCOMES.get(ending.outcome), workspace.rules.funnel
    if outcome is not None and outcome.exit:
        return next((s.id for s in funnel.stages if s.exit == outcome.exit), "")
    if ending.outcome != QUALIFIED:
        return ""
    ahead = gates_ahead(interview.table, interview.record.lead.stage, workspace.rules)
    return next((g.stage for g in ahead if g.qualification == "sql" and g.open), "")


def _topic(ending: Ending, framework: Framework, seconds: int) -> str:
    told = ending.outcome.replace("_", " ").capitalize()
    told = f"{told}: {ending.reason.strip()}" if ending.reason.strip() else told
    return f"{told} ({framework.name}, {seconds // 60}:{seconds % 60:02d})"


def _card(
    interview: Interview,
    before: ScoreSeen,
    filing: Filing,
    ending: Ending,
    command: EndCall,
    done: Outcome[object],
    workspace: Workspace,
) -> WrapUp:
    lead_id, rules = interview.record.lead.id, workspace.rules
    record = workspace.store.record(lead_id) or interview.record
    plan = interview.plan if interview.plan.rules is rules else Plan.of(rules)
    now = interview.seen(record, plan, command.ended_at)
    table = table_of(record, plan, command.ended_at)
    promises = [f for f in workspace.store.follow_ups(lead_id) if f.done_at is None]
    made = next((f for f in promises if f.due_at == command.follow_up_at), promises[0] if promises else None)
    look = outlook(now)
    return WrapUp(
        lead=record.lead,
        framework=interview.framework,
        outcome=ending.outcome,
        reason=ending.reason.strip(),
        started_at=command.started_at,
        ended_at=command.ended_at,
        before=before,
        after=seen_in(now),
        disqualified=look.disqualified,
        steps=filing.steps,
        agenda=agenda_of(now),
        notes=filing.notes,
        gates=gates_ahead(table, record.lead.stage, rules, bool(promises)),
        action=next_play(table, rules, bool(promises)),
        follow_up=made,
        also_promised=tuple(f for f in promises if f is not made),
        stage=command.stage,
        operation=done.operation,
        saved=filing.saved,
    )
