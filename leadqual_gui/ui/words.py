"""What was done, and why not, in the user's language: a sentence for every code that a service can say.

Parameters keep their names: `{name}`, `{count}`. Names of fields among them are put into words too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import field_label, has_label

_CONTEXT = "Words"

STEPS: Mapping[str, Any] = {
    "lead_added": QT_TRANSLATE_NOOP("Words", "new lead {name}"),
    "lead_edited": QT_TRANSLATE_NOOP("Words", "{fields} of {name}"),
    "leads_edited": QT_TRANSLATE_NOOP("Words", "{fields} of {count} leads"),
    "lead_tagged": QT_TRANSLATE_NOOP("Words", "tags {tags} on {name}"),
    "leads_tagged": QT_TRANSLATE_NOOP("Words", "tags {tags} on {count} leads"),
    "lead_deleted": QT_TRANSLATE_NOOP("Words", "deletion of {name}"),
    "leads_deleted": QT_TRANSLATE_NOOP("Words", "deletion of {count} leads"),
    "activity_added": QT_TRANSLATE_NOOP("Words", "{label}, {name}"),
    "activity_edited": QT_TRANSLATE_NOOP("Words", "correction of {label}, {name}"),
    "activity_removed": QT_TRANSLATE_NOOP("Words", "removal of {label}, {name}"),
    "note_added": QT_TRANSLATE_NOOP("Words", "note on {name}"),
    "answer_recorded": QT_TRANSLATE_NOOP("Words", "answer to {label}, {name}"),
    "stakeholder_added": QT_TRANSLATE_NOOP("Words", "{person} beside {name}"),
    "stakeholder_changed": QT_TRANSLATE_NOOP("Words", "change of {person} beside {name}"),
    "stakeholder_removed": QT_TRANSLATE_NOOP("Words", "removal of {person} beside {name}"),
    "score_adjusted": QT_TRANSLATE_NOOP("Words", "points by hand for {name}: {reason}"),
    "follow_up_added": QT_TRANSLATE_NOOP("Words", "{action} promised to {name} for {date}"),
    "follow_up_changed": QT_TRANSLATE_NOOP("Words", "{action} for {name} moved to {date}"),
    "follow_up_done": QT_TRANSLATE_NOOP("Words", "{action} of {date} done, {name}"),
    "verdict_too_high": QT_TRANSLATE_NOOP("Words", "score {points} of {name} judged too high"),
    "verdict_too_low": QT_TRANSLATE_NOOP("Words", "score {points} of {name} judged too low"),
    "follow_up_removed": QT_TRANSLATE_NOOP("Words", "{action} of {date} called off, {name}"),
    "call_ended": QT_TRANSLATE_NOOP("Words", "call with {name}: {outcome}"),
    "call_kept": QT_TRANSLATE_NOOP("Words", "Kept in the call's own file, and tried again: {message}"),
    "call_lead_gone": QT_TRANSLATE_NOOP(
        "Words", "{name} was deleted. What you type is kept. Take the deletion back to file it"
    ),
    "call_answer_kept_as_note": QT_TRANSLATE_NOOP(
        "Words", "{label} is no question any more. The answer was kept as a note"
    ),
    "call_framework_gone": QT_TRANSLATE_NOOP(
        "Words", "{framework} is not among the rules any more. Answers are kept as notes"
    ),
    "call_framework_changed": QT_TRANSLATE_NOOP("Words", "{framework} was changed. The questions are the new ones"),
    "call_levels_gone": QT_TRANSLATE_NOOP(
        "Words", "{framework} was changed: the levels answered of {elements} are gone. Ask again"
    ),
    "lead_moved": QT_TRANSLATE_NOOP("Words", "move of {name} to {stage}"),
    "leads_moved": QT_TRANSLATE_NOOP("Words", "move of {count} leads to {stage}"),
    "lead_moved_past_gate": QT_TRANSLATE_NOOP("Words", "move of {name} to {stage} past its gate ({override})"),
    "leads_moved_past_gate": QT_TRANSLATE_NOOP("Words", "move of {count} leads to {stage} past its gate ({override})"),
    "moved_by_rule": QT_TRANSLATE_NOOP("Words", "move of {name} to {stage} by rule"),
    "leads_moved_by_rule": QT_TRANSLATE_NOOP("Words", "move of {count} leads to {stage} by rule"),
    "leads_merged": QT_TRANSLATE_NOOP("Words", "{name} merged with {others}"),
    "kept_apart": QT_TRANSLATE_NOOP("Words", "{name} and {others} kept apart"),
    "alert_snoozed": QT_TRANSLATE_NOOP("Words", "putting off an alert, {name}"),
    "alert_done": QT_TRANSLATE_NOOP("Words", "alert dealt with, {name}"),
    "today_done": QT_TRANSLATE_NOOP("Words", "{action} done, {name}"),
    "day_opened": QT_TRANSLATE_NOOP("Words", "opening of the day"),
    "imported": QT_TRANSLATE_NOOP("Words", "import of {file}"),
    "sample_made": QT_TRANSLATE_NOOP("Words", "sample leads"),
    "undone": QT_TRANSLATE_NOOP("Words", "taking back: {step}"),
    "redone": QT_TRANSLATE_NOOP("Words", "doing again: {step}"),
    "loaded": QT_TRANSLATE_NOOP("Words", "opening of the workspace"),
    "rescored": QT_TRANSLATE_NOOP("Words", "scores of {date}"),
    "rules_loaded": QT_TRANSLATE_NOOP("Words", "new rules: {name}"),
    "nothing_changed": QT_TRANSLATE_NOOP("Words", "nothing"),
    "matrix_published": QT_TRANSLATE_NOOP("Words", "publication of matrix {number} ({note})"),
    "rules_published": QT_TRANSLATE_NOOP("Words", "publication of rules {number}, {file} ({note})"),
    "rules_rolled_back": QT_TRANSLATE_NOOP("Words", "return to rules {to} ({note})"),
    "rules_taken_back": QT_TRANSLATE_NOOP("Words", "taking back of rules {number}"),
    "rules_published_again": QT_TRANSLATE_NOOP("Words", "publication of rules {number} again"),
    "draft_discarded": QT_TRANSLATE_NOOP("Words", "discarding of all changes in {file}"),
    "draft_merged": QT_TRANSLATE_NOOP("Words", "merge of both changes in {file}"),
    "insights_taken": QT_TRANSLATE_NOOP("Words", "{count} changes that {closed} closed leads propose"),
    "insights_profile_taken": QT_TRANSLATE_NOOP("Words", "ideal buyer profile of {closed} closed leads"),
    "draft_follows": QT_TRANSLATE_NOOP("Words", "change of {file} outside"),
}
"""Names of steps, to stand after "Take back:" and "Do again:"."""

CAUSES: Mapping[str, Any] = {
    "activity_added": QT_TRANSLATE_NOOP("Words", "{label}"),
    "activity_edited": QT_TRANSLATE_NOOP("Words", "{label} corrected"),
    "activity_removed": QT_TRANSLATE_NOOP("Words", "{label} removed"),
    "note_added": QT_TRANSLATE_NOOP("Words", "Note"),
    "answer_recorded": QT_TRANSLATE_NOOP("Words", "{label} answered"),
    "call_ended": QT_TRANSLATE_NOOP("Words", "call: {outcome}"),
    "rescored": QT_TRANSLATE_NOOP("Words", "time passed"),
    "loaded": QT_TRANSLATE_NOOP("Words", "time passed"),
    "rules_loaded": QT_TRANSLATE_NOOP("Words", "the rules changed"),
    "matrix_published": QT_TRANSLATE_NOOP("Words", "matrix {number} replaced {before}"),
    "rules_published": QT_TRANSLATE_NOOP("Words", "rules {number} replaced {before} ({file})"),
    "rules_rolled_back": QT_TRANSLATE_NOOP("Words", "rules {number}, as {to}, replaced {before}"),
    "rules_taken_back": QT_TRANSLATE_NOOP("Words", "rules {before} are back in place of {number}"),
    "rules_published_again": QT_TRANSLATE_NOOP("Words", "rules {number} replaced {before} again"),
    "rules_seen": QT_TRANSLATE_NOOP("Words", "rules {number} replaced {before}, changed outside"),
}

REFUSALS: Mapping[str, Any] = {
    "name_needed": QT_TRANSLATE_NOOP("Words", "A lead needs a name, a company or an e-mail address"),
    "no_leads_chosen": QT_TRANSLATE_NOOP("Words", "No lead is chosen. Tick one first"),
    "stands_there": QT_TRANSLATE_NOOP("Words", "This lead stands in {stage} already"),
    "gate_shut": QT_TRANSLATE_NOOP("Words", "Not yet, {name}. {missing}"),
    "gate_shut_for_many": QT_TRANSLATE_NOOP("Words", "Not yet for {count} leads. {missing}"),
    "move_reason_needed": QT_TRANSLATE_NOOP("Words", "{stage} needs a reason. For example: {reasons}"),
    "until_out_of_range": QT_TRANSLATE_NOOP("Words", "Choose a day after today and within ten years"),
    "alert_gone": QT_TRANSLATE_NOOP("Words", "This alert is not there any more"),
    "snooze_in_past": QT_TRANSLATE_NOOP("Words", "Put an alert off to a later moment. This one is past"),
    "type_the_name": QT_TRANSLATE_NOOP("Words", "Type “{name}” to delete this person for good. Nothing brings it back"),
    "merge_two": QT_TRANSLATE_NOOP("Words", "Choose two leads or more that are one person"),
    "compare_two_to_four": QT_TRANSLATE_NOOP("Words", "Choose two to four leads to compare"),
    "lead_gone": QT_TRANSLATE_NOOP("Words", "This lead is not there any more"),
    "activity_gone": QT_TRANSLATE_NOOP("Words", "This activity is not there any more"),
    "stakeholder_gone": QT_TRANSLATE_NOOP("Words", "This person is not there any more"),
    "no_such_lead": QT_TRANSLATE_NOOP("Words", "There is no lead “{key}”"),
    "identity_taken": QT_TRANSLATE_NOOP("Words", "{name} has this {field} already: {value}"),
    "not_for_many": QT_TRANSLATE_NOOP("Words", "{field} must differ from lead to lead. Edit one lead at a time"),
    "no_tags": QT_TRANSLATE_NOOP("Words", "Write a tag first"),
    "no_such_field": QT_TRANSLATE_NOOP("Words", "There is no field “{field}”"),
    "not_text": QT_TRANSLATE_NOOP("Words", "{field} must be text, and “{value}” is none"),
    "not_a_number": QT_TRANSLATE_NOOP("Words", "{field} must be a number, and “{value}” is none"),
    "negative_number": QT_TRANSLATE_NOOP("Words", "{field} cannot be below zero"),
    "not_a_date": QT_TRANSLATE_NOOP("Words", "“{value}” is no date. Write it like 2026-11-21"),
    "not_yes_or_no": QT_TRANSLATE_NOOP("Words", "{field} is yes or no, and “{value}” is neither"),
    "not_an_email": QT_TRANSLATE_NOOP("Words", "“{value}” is no e-mail address. Write it like ana@norbrook.example"),
    "not_an_outcome": QT_TRANSLATE_NOOP("Words", "“{value}” is no outcome. Write won or lost, or leave it empty"),
    "not_a_choice": QT_TRANSLATE_NOOP("Words", "“{value}” is none of the choices of {field}: {choices}"),
    "no_such_stage": QT_TRANSLATE_NOOP("Words", "There is no stage “{value}” in funnel.yaml"),
    "text_too_long": QT_TRANSLATE_NOOP("Words", "{field} is longer than {longest} characters"),
    "date_in_future": QT_TRANSLATE_NOOP("Words", "{date} has not come yet. Write when it happened"),
    "date_too_early": QT_TRANSLATE_NOOP("Words", "{date} is before 1900. Check the year"),
    "kind_needed": QT_TRANSLATE_NOOP("Words", "Choose what happened"),
    "note_empty": QT_TRANSLATE_NOOP("Words", "The note is empty"),
    "no_such_element": QT_TRANSLATE_NOOP("Words", "There is no “{element}” in {framework}"),
    "level_out_of_range": QT_TRANSLATE_NOOP("Words", "A level is 0, 1, 2 or 3, and {level} is none of them"),
    "stakeholder_name_needed": QT_TRANSLATE_NOOP("Words", "The person needs a name"),
    "no_such_role": QT_TRANSLATE_NOOP("Words", "There is no role “{role}”"),
    "influence_out_of_range": QT_TRANSLATE_NOOP("Words", "Influence is 0 (none) to 3 (decides)"),
    "stance_out_of_range": QT_TRANSLATE_NOOP("Words", "Stance is -2 (against) to 2 (for)"),
    "no_such_axis": QT_TRANSLATE_NOOP("Words", "Points by hand count on fit or on engagement"),
    "adjustment_out_of_range": QT_TRANSLATE_NOOP("Words", "Points by hand are {most} at most"),
    "reason_needed": QT_TRANSLATE_NOOP("Words", "Write a reason, so that the ledger can say why"),
    "end_out_of_range": QT_TRANSLATE_NOOP("Words", "Points by hand end after today and within ten years"),
    "nothing_to_undo": QT_TRANSLATE_NOOP(
        "Words", "This cannot be taken back: it was already, or later changes build on it"
    ),
    "nothing_to_redo": QT_TRANSLATE_NOOP(
        "Words", "This cannot be done again: it was not taken back, or later changes build on it"
    ),
    "framework_gone": QT_TRANSLATE_NOOP("Words", "There is no framework “{framework}” any more. Choose another one"),
    "no_frameworks": QT_TRANSLATE_NOOP("Words", "There are no interview frameworks. Put one into rules/frameworks"),
    "call_running": QT_TRANSLATE_NOOP("Words", "A call with {name} is under way already"),
    "call_unfinished": QT_TRANSLATE_NOOP("Words", "A call with {name} was never ended. Take it up again, or let it go"),
    "call_gone": QT_TRANSLATE_NOOP("Words", "This call is not there any more"),
    "call_over": QT_TRANSLATE_NOOP("Words", "This call is over"),
    "call_not_empty": QT_TRANSLATE_NOOP(
        "Words", "{count} lines of this call are not in the store yet. Make room on the disk, then try again"
    ),
    "nothing_to_confirm": QT_TRANSLATE_NOOP("Words", "The data propose nothing here. Answer by a level"),
    "no_question": QT_TRANSLATE_NOOP("Words", "There is no question at hand"),
    "no_such_level": QT_TRANSLATE_NOOP("Words", "{label} has no level {level} any more"),
    "follow_up_gone": QT_TRANSLATE_NOOP("Words", "This follow-up is not there any more"),
    "follow_up_in_past": QT_TRANSLATE_NOOP("Words", "This moment is past. Choose a later one"),
    "follow_up_too_far": QT_TRANSLATE_NOOP("Words", "A follow-up lies within ten years, and {date} does not"),
    "follow_up_out_of_range": QT_TRANSLATE_NOOP("Words", "A follow-up lies after the call and within ten years"),
    "action_needed": QT_TRANSLATE_NOOP("Words", "Choose what to do then: a call or an e-mail"),
    "no_such_outcome": QT_TRANSLATE_NOOP("Words", "A call cannot end with “{outcome}”. It can with: {outcomes}"),
    "call_reason_needed": QT_TRANSLATE_NOOP("Words", "Write the reason: it makes the next call better"),
    "call_ends_before_it_began": QT_TRANSLATE_NOOP("Words", "A call cannot end before it began"),
    "import_date_order_needed": QT_TRANSLATE_NOOP(
        "Words", "Column “{column}”: is {example} written with the day or the month first? Choose below"
    ),
    "import_year_needed": QT_TRANSLATE_NOOP("Words", "Column “{column}” holds months ({example}) without a year"),
    "import_when_needed": QT_TRANSLATE_NOOP(
        "Words", "Column “{column}” counts what leads did ({example}), but not when. Say of which day it is"
    ),
    "import_column_needed": QT_TRANSLATE_NOOP("Words", "A column is missing: {needed}. Choose it below"),
    "import_cancelled": QT_TRANSLATE_NOOP("Words", "The import of {file} was stopped and taken back wholly"),
    "note_needed": QT_TRANSLATE_NOOP("Words", "Write in one line why the rules change"),
    "nothing_to_publish": QT_TRANSLATE_NOOP("Words", "Nothing differs from what is in force"),
    "no_such_version": QT_TRANSLATE_NOOP("Words", "There is no text of version {number}"),
    "draft_broken": QT_TRANSLATE_NOOP(
        "Words", "The draft cannot be published yet. Mistakes: {count}. The first is {first}"
    ),
    "rules_changed_outside": QT_TRANSLATE_NOOP("Words", "{file} was changed outside. Look at that change first"),
    "conflicts_open": QT_TRANSLATE_NOOP("Words", "{count} places were changed on both sides. Choose a side for each"),
    "later_rules_stand": QT_TRANSLATE_NOOP(
        "Words", "Rules {later} were published after {number}. Take those back first"
    ),
    "rules_changed_since": QT_TRANSLATE_NOOP(
        "Words", "{file} was changed outside since version {number}. Roll back from the history instead"
    ),
    "insights_nothing_chosen": QT_TRANSLATE_NOOP("Words", "No change is chosen"),
    "insights_nothing_left": QT_TRANSLATE_NOOP(
        "Words", "Nothing of what was proposed is in the draft any more. Ask again"
    ),
    "insights_held_back": QT_TRANSLATE_NOOP("Words", "Nothing is proposed: {reason}"),
    "insights_draft_open": QT_TRANSLATE_NOOP(
        "Words", "The draft of the matrix holds changes of its own. Publish or discard them first"
    ),
    "rules_broken": QT_TRANSLATE_NOOP("Words", "The rules have {count} problems. The last good ones stay in force"),
}
"""Ordinary "no"s: what is wrong, and what would help."""

_FIELD_PARAMETERS = ("field", "fields")


def say(said: Said) -> str:
    """The name of a step, or the sentence of a refusal."""
    template = STEPS.get(said.code) or REFUSALS.get(said.code)
    return _filled(template, said)


def say_cause(said: Said) -> str:
    """Why a score changed."""
    return _filled(CAUSES.get(said.code) or STEPS.get(said.code), said)


def capital(words: str) -> str:
    """The same words at the beginning of a line."""
    return words[:1].upper() + words[1:]


def _filled(template: str | None, said: Said) -> str:
    if template is None:
        return said.code.replace("_", " ")
    return QCoreApplication.translate(_CONTEXT, template).format_map(_Parameters(said.params))


class _Parameters(dict[str, object]):
    """Parameters of a message; one that is missing (a step of an older version) reads as an ellipsis."""

    def __getitem__(self, key: str) -> object:
        value = super().__getitem__(key)
        if key in _FIELD_PARAMETERS and isinstance(value, str):
            return ", ".join(field_label(part) if _is_field(part) else part for part in value.split(", "))
        if key == "outcome" and isinstance(value, str):
            from leadqual_gui.ui.interview.wording import outcome_words  # only where a call is told of

            return outcome_words(value)
        if isinstance(value, Mapping) and "code" in value:
            return say(Said(str(value["code"]), value.get("params") or {}))
        return value

    def __missing__(self, key: str) -> str:
        return "…"


def _is_field(name: str) -> bool:
    return has_label(name) or name.startswith("custom.")
