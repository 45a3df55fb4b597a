"""Names of the steps of a draft, to stand after "Take back:" and in the hint line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from leadqual_gui.services.operations import Said
from leadqual_gui.ui import words
from leadqual_gui.ui.matrix.wording import tr

STEPS: Mapping[str, Any] = {
    "matrix_points": QT_TRANSLATE_NOOP("Matrix", "{name} {before} to {after}"),
    "matrix_points_many": QT_TRANSLATE_NOOP("Matrix", "points of %n cell(s)"),
    "matrix_on": QT_TRANSLATE_NOOP("Matrix", "{name} on"),
    "matrix_off": QT_TRANSLATE_NOOP("Matrix", "{name} off"),
    "matrix_added": QT_TRANSLATE_NOOP("Matrix", "new criterion {name}"),
    "matrix_removed": QT_TRANSLATE_NOOP("Matrix", "deletion of {name}"),
    "matrix_copied": QT_TRANSLATE_NOOP("Matrix", "copy of {name}"),
    "matrix_moved": QT_TRANSLATE_NOOP("Matrix", "move of {name}"),
    "matrix_level_added": QT_TRANSLATE_NOOP("Matrix", "new level of {name}"),
    "matrix_level_removed": QT_TRANSLATE_NOOP("Matrix", "deletion of a level of {name}"),
    "matrix_level_moved": QT_TRANSLATE_NOOP("Matrix", "move of a level of {name}"),
    "matrix_renamed": QT_TRANSLATE_NOOP("Matrix", "name {name}"),
    "matrix_condition": QT_TRANSLATE_NOOP("Matrix", "condition of {name}"),
    "matrix_cap": QT_TRANSLATE_NOOP("Matrix", "cap of {name}"),
    "matrix_tier": QT_TRANSLATE_NOOP("Matrix", "{name} from {before} to {after}"),
    "matrix_grades": QT_TRANSLATE_NOOP("Matrix", "edges of the grades"),
    "matrix_scenario": QT_TRANSLATE_NOOP("Matrix", "scenario {name}"),
    "matrix_scenario_removed": QT_TRANSLATE_NOOP("Matrix", "deletion of scenario {name}"),
    "matrix_pasted": QT_TRANSLATE_NOOP("Matrix", "pasting of %n cell(s)"),
    "matrix_fixed": QT_TRANSLATE_NOOP("Matrix", "mending of {name}"),
    "rules_edited": QT_TRANSLATE_NOOP("Matrix", "change of {name}"),
    "rules_added": QT_TRANSLATE_NOOP("Matrix", "new row {name}"),
    "rules_copied": QT_TRANSLATE_NOOP("Matrix", "copy of {name}"),
    "rules_removed": QT_TRANSLATE_NOOP("Matrix", "deletion of {name}"),
    "rules_moved": QT_TRANSLATE_NOOP("Matrix", "move of {name}"),
    "draft_discarded": QT_TRANSLATE_NOOP("Matrix", "discarding of all changes"),
    "draft_merged": QT_TRANSLATE_NOOP("Matrix", "merge with the file"),
    "draft_follows": QT_TRANSLATE_NOOP("Matrix", "new text of the file"),
    "insights_taken": QT_TRANSLATE_NOOP("Matrix", "%n change(s) that {closed} closed leads propose"),
    "insights_profile_taken": QT_TRANSLATE_NOOP("Matrix", "ideal buyer profile of {closed} closed leads"),
}

EDIT_ERRORS: Mapping[str, Any] = {
    "last_level": QT_TRANSLATE_NOOP("Matrix", "The last level cannot be deleted. Delete the criterion instead"),
    "group_is_in_use": QT_TRANSLATE_NOOP("Matrix", "A criterion is still in this group. Move it first"),
    "edge_out_of_order": QT_TRANSLATE_NOOP("Matrix", "A tier must begin between its neighbours"),
    "points_are_in_levels": QT_TRANSLATE_NOOP("Matrix", "The points of this criterion stand in its levels"),
    "negative_gives_nothing": QT_TRANSLATE_NOOP(
        "Matrix", "A negative criterion costs points: write 0 or less, or make it explicit or implicit"
    ),
    "no_such_group": QT_TRANSLATE_NOOP("Matrix", "This group is not there any more. Choose another one"),
}


def step_words(said: Said) -> str:
    """The name of a step."""
    template = STEPS.get(said.code)
    if template is None:
        return words.say(said)
    count = said.params.get("count")
    return tr(template, int(str(count)) if count is not None else -1).format_map(_Missing(said.params))


def error_words(code: str, name: str) -> str:
    """Why an edit makes no sense."""
    template = EDIT_ERRORS.get(code)
    return tr(template) if template else tr("This cannot be done: {reason}").format(reason=f"{code} {name}".strip())


class _Missing(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
