"""Handlers of what a user can do, one small function for each command, in modules by subject."""

from __future__ import annotations

from leadqual_gui.services import commands as c
from leadqual_gui.services.handlers import activities, answers, calls, leads, people, verdicts
from leadqual_gui.services.merging import keep_apart, merge_leads
from leadqual_gui.services.plans import Planned, Situation

Plannable = (
    c.AddLead
    | c.EditLeads
    | c.TagLeads
    | c.DeleteLeads
    | c.AddActivity
    | c.AddNote
    | c.EditActivity
    | c.RemoveActivity
    | c.RecordAnswer
    | c.PutStakeholder
    | c.RemoveStakeholder
    | c.AdjustScore
    | c.GiveVerdict
    | c.PutFollowUp
    | c.FinishFollowUp
    | c.RemoveFollowUp
    | c.EndCall
    | c.MergeLeads
    | c.KeepApart
)
"""Every command but Undo and Redo, which the store carries out by itself."""


def plan(command: Plannable, situation: Situation) -> Planned:
    """Say what a command comes to, or why it cannot be done."""
    match command:
        case c.AddLead():
            return leads.add_lead(command, situation)
        case c.EditLeads():
            return leads.edit_leads(command, situation)
        case c.TagLeads():
            return leads.tag_leads(command, situation)
        case c.DeleteLeads():
            return leads.delete_leads(command, situation)
        case c.AddActivity():
            return activities.add_activity(command, situation)
        case c.AddNote():
            return activities.add_note(command, situation)
        case c.EditActivity():
            return activities.edit_activity(command, situation)
        case c.RemoveActivity():
            return activities.remove_activity(command, situation)
        case c.RecordAnswer():
            return answers.record_answer(command, situation)
        case c.PutStakeholder():
            return people.put_stakeholder(command, situation)
        case c.RemoveStakeholder():
            return people.remove_stakeholder(command, situation)
        case c.AdjustScore():
            return people.adjust_score(command, situation)
        case c.GiveVerdict():
            return verdicts.give_verdict(command, situation)
        case c.PutFollowUp():
            return calls.put_follow_up(command, situation)
        case c.FinishFollowUp():
            return calls.finish_follow_up(command, situation)
        case c.RemoveFollowUp():
            return calls.remove_follow_up(command, situation)
        case c.EndCall():
            return calls.end_call(command, situation)
        case c.MergeLeads():
            return merge_leads(command, situation)
        case c.KeepApart():
            return keep_apart(command, situation)
