"""What was done and why not, in English: for headless commands, logs and scripts.

The window has its own words for the same codes, in the user's language. Every code that a handler can say stands
here, so a test can find one that has no words.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadqual_gui.services.operations import Said

STEPS: Mapping[str, str] = {
    "lead_added": "{name} added",
    "lead_edited": "{name}: {fields} edited",
    "leads_edited": "{count} leads: {fields} edited",
    "lead_tagged": "{name}: tags {tags}",
    "leads_tagged": "{count} leads: tags {tags}",
    "lead_deleted": "{name} deleted",
    "leads_deleted": "{count} leads deleted",
    "activity_added": "{name}: {label}",
    "activity_edited": "{name}: {label} corrected",
    "activity_removed": "{name}: {label} removed",
    "note_added": "Note on {name}",
    "answer_recorded": "{name}: {label} answered: {answer}",
    "stakeholder_added": "{name}: {person} added",
    "stakeholder_changed": "{name}: {person} changed",
    "stakeholder_removed": "{name}: {person} removed",
    "score_adjusted": "{name}: {points:+g} points by hand: {reason}",
    "verdict_too_high": "{name}: score {points} judged too high",
    "verdict_too_low": "{name}: score {points} judged too low",
    "follow_up_added": "{name}: {action} promised for {date}",
    "follow_up_changed": "{name}: {action} promised for {date} instead",
    "follow_up_done": "{name}: {action} of {date} done",
    "follow_up_removed": "{name}: {action} of {date} is off",
    "call_ended": "{name}: call, {outcome}",
    "call_kept": "Kept in the call's own file, and tried again: {message}",
    "call_lead_gone": "{name} was deleted. What you type is kept; take the deletion back to file it",
    "call_answer_kept_as_note": "{label} is no question any more. The answer was kept as a note",
    "call_framework_gone": "{framework} is not among the rules any more. Answers are kept as notes",
    "call_framework_changed": "{framework} was changed. The questions are the new ones",
    "call_levels_gone": "{framework} was changed: the levels answered of {elements} are gone. Ask again",
    "lead_moved": "{name} to {stage}",
    "leads_moved": "{count} leads to {stage}",
    "lead_moved_past_gate": "{name} to {stage} past its gate: {override}",
    "leads_moved_past_gate": "{count} leads to {stage} past its gate: {override}",
    "moved_by_rule": "{name} to {stage}, by rule",
    "leads_moved_by_rule": "{count} leads to {stage}, by rule",
    "leads_merged": "{name} merged with {others}",
    "kept_apart": "{name} and {others} are not the same person",
    "alert_snoozed": "{name}: alert put off until {date}",
    "alert_done": "{name}: alert dealt with",
    "today_done": "{name}: {action} done",
    "day_opened": "The day was opened: {moved} leads moved, {alerts} alerts",
    "imported": "Import of {file}",
    "sample_made": "Sample leads",
    "undone": "Taken back: {step}",
    "redone": "Done again: {step}",
    "loaded": "{count} leads loaded",
    "rescored": "Scores of {date}",
    "rules_loaded": "Rules read: {name}",
    "nothing_changed": "Nothing changed",
    "matrix_published": "Matrix {number} published: {note}",
    "rules_published": "Rules {number} published ({file}): {note}",
    "rules_rolled_back": "Rules {number} published, as {to}: {note}",
    "rules_taken_back": "Rules {number} taken back",
    "rules_published_again": "Rules {number} published again",
    "draft_discarded": "Changes of {file} discarded",
    "draft_merged": "Changes of {file} merged",
    "draft_follows": "{file} read again",
    "insights_taken": "{count} changes that {closed} closed leads propose",
    "insights_profile_taken": "Ideal buyer profile of {closed} closed leads",
}
"""Names of steps, and causes of changed scores."""

CAUSES: Mapping[str, str] = {
    "activity_added": "{label}",
    "activity_edited": "{label} corrected",
    "activity_removed": "{label} removed",
    "note_added": "Note",
    "answer_recorded": "{label}: {answer}",
    "call_ended": "Call: {outcome}",
    "rescored": "Time passed",
    "loaded": "Time passed",
    "rules_loaded": "Rules changed",
    "matrix_published": "matrix {number} replaced {before}",
    "rules_published": "rules {number} replaced {before} ({file})",
    "rules_rolled_back": "rules {number}, as {to}, replaced {before}",
    "rules_taken_back": "rules {before} are back in place of {number}",
    "rules_published_again": "rules {number} replaced {before} again",
    "rules_seen": "rules {number} replaced {before}, changed outside",
}
"""Why a score changed, where that is said otherwise than the step's name."""

REFUSALS: Mapping[str, str] = {
    "name_needed": "a lead needs a name, a company or an e-mail address",
    "no_leads_chosen": "no lead is chosen",
    "lead_gone": "the lead is not there any more",
    "activity_gone": "the activity is not there any more",
    "stakeholder_gone": "the person is not there any more",
    "framework_gone": "there is no interview framework “{framework}” any more; choose another one",
    "no_frameworks": "there are no interview frameworks; put one into rules/frameworks",
    "call_running": "a call with {name} is under way already",
    "call_unfinished": "a call with {name} was never ended; take it up again or let it go",
    "call_gone": "this call is not there any more",
    "call_over": "this call is over",
    "call_not_empty": "{count} lines of this call are not in the store yet; make room on the disk, then try again",
    "nothing_to_confirm": "the data propose nothing here; answer by a level",
    "no_question": "there is no question at hand",
    "no_such_level": "{label} has no level {level} any more",
    "follow_up_gone": "the follow-up is not there any more",
    "follow_up_in_past": "{date} is past; a follow-up lies ahead",
    "follow_up_too_far": "a follow-up must lie within ten years; found {date}",
    "follow_up_out_of_range": "a follow-up must lie between the call and ten years from now; found {date}",
    "stands_there": "the lead stands in {stage} already",
    "gate_shut": "{name} cannot enter {stage} yet: {missing}",
    "gate_shut_for_many": "{count} leads cannot enter {stage} yet: {missing}",
    "move_reason_needed": "{stage} needs a reason; for example: {reasons}",
    "until_out_of_range": "a lead comes back after now and within ten years; found {date}",
    "alert_gone": "the alert is not there any more",
    "snooze_in_past": "an alert is put off to a later moment; {date} is past",
    "compare_two_to_four": "two to four different leads can be compared; found {count}",
    "action_needed": "a follow-up needs an action: call, email",
    "no_such_outcome": "a call cannot end with “{outcome}”; write one of: {outcomes}",
    "call_reason_needed": "write the reason: it is what makes the next call better",
    "call_ends_before_it_began": "a call cannot end before it began",
    "no_such_lead": "there is no lead “{key}”; write an external id, an e-mail address or a row number",
    "identity_taken": "{name} has the {field} “{value}” already",
    "not_for_many": "{field} must differ from lead to lead; edit one lead at a time",
    "no_tags": "no tag is given",
    "no_such_field": "there is no field “{field}”",
    "not_text": "{field} must be text; found “{value}”",
    "not_a_number": "{field} must be a number; found “{value}”",
    "negative_number": "{field} cannot be below zero; found “{value}”",
    "not_a_date": "{field} must be a date such as 2026-11-21; found “{value}”",
    "not_yes_or_no": "{field} must be yes or no; found “{value}”",
    "not_an_email": "“{value}” is not an e-mail address; write one such as ana@norbrook.example",
    "not_an_outcome": "“{value}” is no outcome; write won, lost or leave it empty",
    "not_a_choice": "“{value}” is not among the choices of {field}: {choices}",
    "no_such_stage": "there is no stage “{value}” in funnel.yaml",
    "text_too_long": "{field} is longer than {longest} characters",
    "date_in_future": "{date} is in the future; this can only hold what has happened",
    "date_too_early": "{date} is before 1900; check the year",
    "kind_needed": "an activity needs a kind",
    "note_empty": "the note is empty",
    "no_such_element": "there is no element “{element}” in the framework “{framework}”",
    "level_out_of_range": "a level is 0, 1, 2 or 3; found {level}",
    "stakeholder_name_needed": "the person needs a name",
    "no_such_role": "there is no role “{role}”; write one of {roles}",
    "influence_out_of_range": "influence is 0 (none) to 3 (decides); found {value}",
    "stance_out_of_range": "stance is -2 (against) to 2 (for); found {value}",
    "no_such_axis": "an adjustment counts on fit or engagement; found “{axis}”",
    "adjustment_out_of_range": "an adjustment adds or takes points, {most} at most",
    "reason_needed": "an adjustment needs a reason, so that the ledger can say why",
    "end_out_of_range": "an adjustment ends after now and within ten years; found {date}",
    "type_the_name": "type the name “{name}” to delete this person for good; nothing brings the data back",
    "merge_two": "choose two leads or more that are one person; found {count}",
    "nothing_to_undo": "this step cannot be taken back: it was taken back already, or later steps build on it",
    "nothing_to_redo": "this step cannot be done again: it was not taken back, or later steps build on it",
    "import_date_order_needed": "the column “{column}” holds dates such as {example}, in which nothing tells day from "
    "month; add --date-order dmy or --date-order mdy",
    "import_year_needed": "the column “{column}” holds months such as {example} without a year; add --year 2025",
    "import_when_needed": "the column “{column}” counts what leads did and nothing says of which day that is; "
    "add --date 2026-11-01",
    "import_column_needed": "no column holds {needed}, which {kind} need; the columns are {columns}; "
    "say which is which with --mapping FILE",
    "import_cancelled": "the import of {file} was stopped and taken back wholly",
    "note_needed": "write in one line why the rules change",
    "nothing_to_publish": "nothing differs from what is in force",
    "no_such_version": "there is no text of version {number}",
    "draft_broken": "the draft has {count} mistakes and cannot be published; the first: {first}",
    "rules_changed_outside": "{file} was changed outside; look at that change first",
    "conflicts_open": "{count} places were changed on both sides; choose one side for each",
    "later_rules_stand": "rules {later} were published after {number}; take those back first",
    "rules_changed_since": "{file} was changed outside since version {number}; roll back from the history instead",
    "insights_nothing_chosen": "no change is chosen",
    "insights_nothing_left": "nothing of what was proposed is in the draft any more; ask again",
    "insights_held_back": "nothing is proposed: {reason}",
    "insights_draft_open": "the draft of the matrix holds changes of its own; publish or discard them first",
    "rules_broken": "the rules have {count} problems; the last good ones stay in force",
}
"""Ordinary "no"s: what is wrong and what would help."""

NOTICES: Mapping[str, str] = {
    "ranges": "{count} spans such as 51-200 were read as their lower end",
    "shared_email": "{count} rows have the e-mail address of a lead with another id; they are leads of their own",
    "short_rows": "{count} rows are shorter than the header; what is missing is not known",
    "cells_beside": "{count} rows have cells beside the table, which were left out",
    "formulas": "{count} formulas were saved without their value; those cells are not known",
    "nul": "{count} lines held NUL bytes, which were dropped",
    "other_encoding": "{count} lines are in another encoding than the rest of the file",
    "fields_not_declared": "{count} custom fields could not be added to fields.yaml; add them there for use in rules",
    "edited_meanwhile": "{count} values were edited while the import ran; they stay as they were typed",
    "stage": "the funnel has no stage “{name}”; these leads stand where they stood, new ones in the first stage",
    "kind": "activities.yaml has no kind “{name}”; add it there to give points for it",
}
"""What an import mended or took in part, by the codes of ImportResult.notices."""


def notice_words(code: str, count: int) -> str:
    """What was mended or taken in part."""
    kind, _, name = code.partition(":")
    return _filled(NOTICES, Said(kind, {"count": count, "name": name}))


def step_words(said: Said) -> str:
    """The name of a step."""
    return _filled(STEPS, said)


def cause_words(said: Said) -> str:
    """Why a score changed."""
    return _filled(CAUSES, said) if said.code in CAUSES else _filled(STEPS, said)


def refusal_words(said: Said) -> str:
    """Why not."""
    return _filled(REFUSALS, said)


def _filled(templates: Mapping[str, str], said: Said) -> str:
    template = templates.get(said.code)
    if template is None:
        return said.code.replace("_", " ")
    return template.format_map(_Parameters(said.params))


class _Parameters(dict[str, object]):
    """Parameters of a message; one that is missing (a step of an older version) reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
