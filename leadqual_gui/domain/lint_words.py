"""Findings in plain English, for the terminal; the screen has words of its own for the same codes."""

from __future__ import annotations

from collections.abc import Mapping

from leadqual_gui.domain.lint_values import LintFinding

WORDS: Mapping[str, str] = {
    "label_missing": "has no label; give it one that people understand",
    "never_matches": "can hold for nobody ({reason}); correct the condition or switch it off",
    "reaches_nobody": "holds for none of {leads:,} leads (unknown for {unknown:.0%}); ask for them or switch it off",
    "always_matches": "holds for {share:.0%} of leads, so it ranks nobody; narrow it or switch it off",
    "hides_other_levels": "holds for everybody, so that the levels below it never count; move it to the end",
    "level_shadowed": "never counts: level {first} before it holds whenever it does; remove it or move it up",
    "levels_overlap": "and level {first} both hold from {low:g} to {high:g}; the first counts; draw a clear edge",
    "levels_gap": "leaves a gap: nothing counts between {low:g} and {high:g}; move an edge",
    "points_off_range": "gives {points:g} points on a scale of {room:g}; give it less",
    "points_off_scale": "gives {points:g} points; from -10 to 10 is usual",
    "negative_gives_points": "is negative but gives {points:g} points; write them below zero",
    "no_points": "gives no points",
    "no_such_kind": "looks at the activity {name}, which activities.yaml does not know",
    "no_such_group": "stands in the group {group}, which there is not",
    "cap_silences": "never counts, because the cap of {by} ({cap:g}) hides it; raise the cap or switch it off",
    "cap_cuts_points": "has points that its own cap always cuts",
    "cap_below_points": "is capped at {cap:g}, less than {name} alone gives ({points:g}); raise the cap",
    "contradicts": "holds for {share:.0%} of the same leads as {other} and counts against it; keep one",
    "duplicates": "holds for {share:.0%} of the same leads as {other}; the same thing counts twice; keep one",
    "protected": "scores people on {attribute} ({fact}), which is unlawful in many places; switch it off",
    "group_is_empty": "has no criteria",
    "tier_unreachable": "begins at {edge}, but no lead can have more than {most}; lower the edge or give more points",
    "tier_unreachable_below": "ends at {edge}, but no lead can have less than {least}; raise the edge",
    "tier_is_empty": "holds no lead now",
    "grades_out_of_order": "has edges that do not fall from the best to the last",
    "scenario_without_tier": "expects {expect}, which is no tier",
}


def plain(finding: LintFinding) -> str:
    """One finding as a line."""
    place = finding.place
    where = place.name if place.index is None else f"{place.name}[{place.index}]"
    return f"{where}: {WORDS[finding.code].format(**finding.params)}"
