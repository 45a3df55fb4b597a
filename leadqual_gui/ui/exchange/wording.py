"""Sentences of the wizard: how a file was read, what the filled button does, what is still missing."""

from __future__ import annotations

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.importing import ImportPlan
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.about import Foretold
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.file_step import parted_words
from leadqual_gui.ui.exchange.targets import Names
from leadqual_gui.ui.words import say

_PARTS_OF_A_NAME = ("first_name", "last_name")


def names_of(rules: Rules, language: str) -> Names:
    """What these rules call fields, stages and activities."""
    return Names(
        {one.key: one.label.of(language) or one.key for one in rules.fields},
        {stage.id: stage.label.of(language) or stage.id for stage in rules.funnel.stages},
        {kind.id: kind.label.of(language) or kind.id for kind in rules.activity_kinds},
    )


def facts_words(plan: ImportPlan, rows: int | None = None) -> str:
    """How a file was read, in a line: "1,240 rows, semicolons, Windows-1252"."""
    preview = plan.preview
    found = {choice.what: choice.value for choice in preview.choices}
    parts = [] if rows is None else [words("%Ln row(s)", rows)]
    if preview.sheet and len(preview.sheets) > 1:
        parts.append(words("sheet {name}").format(name=preview.sheet))
    if "delimiter" in found:
        parts.append(parted_words(found["delimiter"]))
    if "encoding" in found:
        parts.append(found["encoding"])
    return ", ".join(parts)


def import_words(told: Foretold | None, plan: ImportPlan | None) -> str:
    """What the filled button would do."""
    if told is None or plan is None:
        return words("Being worked out…")
    if not told.useful:
        return words("Nothing to import")
    match plan.mapping.kind:
        case ImportKind.LEADS:
            return words("Import %Ln lead(s)", told.useful)
        case ImportKind.ACTIVITIES:
            return words("Import %Ln row(s) of activities", told.useful)
    return words("Import %Ln answer(s)", told.useful)


def refusal_words(refusal: Refusal, names: Names) -> str:
    """What is missing, with fields named as the lists of choices name them."""
    if refusal.reason.code != "import_column_needed":
        return say(refusal.reason)
    kind = ImportKind(str(refusal.reason.params["kind"]))
    needed = [key for key in str(refusal.reason.params["needed"]).split(" or ") if key not in _PARTS_OF_A_NAME]
    named = ", ".join(f"“{names.target(kind, key)}”" for key in needed)
    if needed == ["lead"]:
        said = words(
            "No column says whose these rows are. Choose {names} for the column with the e-mail address or the id of"
            " the person. If there is none, export the file again with it"
        )
    elif len(needed) > 1:
        said = words("Nothing says yet whom a row is about. Choose one of these for a column below: {names}")
    else:
        said = words("No column is {names} yet. Choose it below for the column that is")
    return said.format(names=named)


def obstacle_words(bridge: Bridge, operation: int) -> str:
    """Which later step of a person stands in the way of taking this one back; moves by rule go with it."""
    obstacle = bridge.workspace.store.obstacle(operation)
    if obstacle is None or obstacle.label.code in (BY_RULE, BY_RULES):
        return ""
    said = words("A later step builds on this import: {step}. Take that back first")
    return said.format(step=bridge.name_of(obstacle.label))
