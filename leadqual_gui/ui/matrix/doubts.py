"""What is doubtful about the matrix, in words: a few for the row, a sentence for those who ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from leadqual_gui.domain.lint_values import LintFinding, Severity
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.grid.rows import Pill
from leadqual_gui.ui.matrix.wording import tr

SHORT: Mapping[str, Any] = {
    "label_missing": QT_TRANSLATE_NOOP("Matrix", "No name"),
    "never_matches": QT_TRANSLATE_NOOP("Matrix", "Can hold for nobody"),
    "reaches_nobody": QT_TRANSLATE_NOOP("Matrix", "Holds for nobody"),
    "always_matches": QT_TRANSLATE_NOOP("Matrix", "Matches {share} %: ranks nobody"),
    "hides_other_levels": QT_TRANSLATE_NOOP("Matrix", "Hides the levels after it"),
    "level_shadowed": QT_TRANSLATE_NOOP("Matrix", "A level never counts"),
    "levels_overlap": QT_TRANSLATE_NOOP("Matrix", "Levels overlap"),
    "levels_gap": QT_TRANSLATE_NOOP("Matrix", "Gap between levels"),
    "points_off_range": QT_TRANSLATE_NOOP("Matrix", "More points than the scale"),
    "points_off_scale": QT_TRANSLATE_NOOP("Matrix", "{points} is off the scale"),
    "negative_gives_points": QT_TRANSLATE_NOOP("Matrix", "Negative, but gives points"),
    "no_points": QT_TRANSLATE_NOOP("Matrix", "Gives no points"),
    "no_such_kind": QT_TRANSLATE_NOOP("Matrix", "Unknown activity"),
    "no_such_group": QT_TRANSLATE_NOOP("Matrix", "No such group"),
    "cap_silences": QT_TRANSLATE_NOOP("Matrix", "The cap silences it"),
    "cap_cuts_points": QT_TRANSLATE_NOOP("Matrix", "Always cut by its cap"),
    "cap_below_points": QT_TRANSLATE_NOOP("Matrix", "Cap below its points"),
    "contradicts": QT_TRANSLATE_NOOP("Matrix", "Against {other}"),
    "duplicates": QT_TRANSLATE_NOOP("Matrix", "Same leads as {other}"),
    "protected": QT_TRANSLATE_NOOP("Matrix", "Protected: {attribute}"),
}

LONG: Mapping[str, Any] = {
    "label_missing": QT_TRANSLATE_NOOP("Matrix", "Without a name nobody knows what the points are for. Give it one."),
    "never_matches": QT_TRANSLATE_NOOP(
        "Matrix", "The condition can hold for nobody. Correct it, or switch the criterion off."
    ),
    "reaches_nobody": QT_TRANSLATE_NOOP(
        "Matrix", "It holds for none of {leads} leads. Ask for the facts that it needs, or switch it off."
    ),
    "always_matches": QT_TRANSLATE_NOOP(
        "Matrix", "It holds for {share} % of all leads: everybody gets the points, nobody gains by them. Narrow it."
    ),
    "hides_other_levels": QT_TRANSLATE_NOOP(
        "Matrix", "This level holds for everybody, so those after it never count. Move it to the end."
    ),
    "level_shadowed": QT_TRANSLATE_NOOP(
        "Matrix", "An earlier level holds whenever this one does, and the first counts. Move it up, or delete it."
    ),
    "levels_overlap": QT_TRANSLATE_NOOP(
        "Matrix", "Two levels hold from {low} to {high}; the first counts. Draw a clear edge."
    ),
    "levels_gap": QT_TRANSLATE_NOOP("Matrix", "Between {low} and {high} no level holds. Move an edge."),
    "points_off_range": QT_TRANSLATE_NOOP("Matrix", "It gives {points} points on a scale of {room}. Give it less."),
    "points_off_scale": QT_TRANSLATE_NOOP("Matrix", "It gives {points} points; from −10 to 10 is usual."),
    "negative_gives_points": QT_TRANSLATE_NOOP(
        "Matrix", "A negative criterion takes points away. Write them below zero."
    ),
    "no_points": QT_TRANSLATE_NOOP("Matrix", "It gives nobody any points."),
    "no_such_kind": QT_TRANSLATE_NOOP("Matrix", "activities.yaml does not know the activity {name}."),
    "no_such_group": QT_TRANSLATE_NOOP("Matrix", "There is no group {group}. Move it into one that there is."),
    "cap_silences": QT_TRANSLATE_NOOP(
        "Matrix", "The others of the group reach its cap of {cap} without it. Raise the cap, or switch it off."
    ),
    "cap_cuts_points": QT_TRANSLATE_NOOP("Matrix", "Its own cap always cuts these points."),
    "cap_below_points": QT_TRANSLATE_NOOP(
        "Matrix", "The cap of {cap} is less than {name} alone gives ({points}). Raise the cap."
    ),
    "contradicts": QT_TRANSLATE_NOOP(
        "Matrix", "It holds for {share} % of the same leads as {other}, and counts against it. Keep one of them."
    ),
    "duplicates": QT_TRANSLATE_NOOP(
        "Matrix", "It holds for {share} % of the same leads as {other}: the same thing counts twice. Keep one of them."
    ),
    "protected": QT_TRANSLATE_NOOP(
        "Matrix", "Scoring people on {attribute} is unlawful in many places. Switch it off unless you are sure."
    ),
}
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMARK: 2}
_QUIET = frozenset({"no_points"})


def pills_of(findings: tuple[LintFinding, ...], name_of: Callable[[str], str]) -> dict[str, tuple[Pill, ...]]:
    """Warnings by criterion, the gravest first."""
    found: dict[str, list[tuple[int, Pill]]] = {}
    for finding in findings:
        if finding.place.kind in ("criterion", "level") and finding.code not in _QUIET:
            found.setdefault(finding.place.name, []).append((_RANK[finding.severity], pill_of(finding, name_of)))
    return {key: tuple(pill for _, pill in sorted(pills, key=lambda p: p[0])) for key, pills in found.items()}


def pill_of(finding: LintFinding, name_of: Callable[[str], str]) -> Pill:
    """One warning."""
    given = _Given({key: _said(key, value, name_of) for key, value in finding.params.items()})
    short = SHORT.get(finding.code)
    long = LONG.get(finding.code)
    words = tr(short).format_map(given) if short else finding.code.replace("_", " ")
    about = tr(long).format_map(given) if long else words
    grave = finding.severity is Severity.ERROR or finding.code == "protected"
    return Pill(words, about, grave, finding.severity is Severity.REMARK, finding.fix)


def _said(key: str, value: object, name_of: Callable[[str], str]) -> str:
    if key in ("share", "unknown") and isinstance(value, float):
        return number(round(100 * value))
    if isinstance(value, int | float):
        return number(value)
    return name_of(str(value)) if key in ("other", "by", "name") else str(value)


class _Given(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"
