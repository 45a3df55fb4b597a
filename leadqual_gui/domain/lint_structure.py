"""What can be told of a matrix without looking at leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadqual_gui.domain.activities import Sign
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.lint_levels import level_findings
from leadqual_gui.domain.lint_logic import always_holds, facts_in, never_holds
from leadqual_gui.domain.lint_values import LintFinding, Place, Severity, finding, of_criterion
from leadqual_gui.domain.matrix import Criterion, Group, Matrix
from leadqual_gui.domain.matrix_edits import MoveCriterion, PutGroup, RemoveGroup, SetEnabled, SetLabel, SetPoints
from leadqual_gui.domain.protected import protected_attribute, protected_in_label
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.whatif_basis import shape, steps
from leadqual_gui.domain.whatif_limits import limits_of, span_of

USUAL = 100
"""Ordinary criteria give from -10 to 10 points (here in tenths)."""
OF_INTENT = 200
"""What shows intent (a quote asked for, a trial) may count twice as much."""


def structural(rules: Rules) -> Iterator[LintFinding]:
    """All findings about the criteria that are switched on, and about what stands around them."""
    matrix = rules.matrix
    enabled = [c for c in matrix.criteria if c.enabled]
    for criterion in enabled:
        yield from _of_one(criterion, rules)
    yield from _alike(enabled)
    yield from _groups(matrix, enabled)
    yield from _tiers(matrix)
    yield from _grades(matrix)
    yield from _scenarios(matrix)


def _of_one(criterion: Criterion, rules: Rules) -> Iterator[LintFinding]:
    yield from _labels(criterion)
    yield from _conditions(criterion, rules)
    yield from level_findings(criterion)
    yield from _points(criterion, rules)
    yield from _own_cap(criterion)
    yield from _protected(criterion, rules)
    if criterion.group and rules.matrix.group(criterion.group) is None:
        fix = (MoveCriterion(criterion.id, rules.matrix.criteria.index(criterion), ""),)
        yield finding("no_such_group", of_criterion(criterion.id), Severity.ERROR, fix, group=criterion.group)


def _labels(criterion: Criterion) -> Iterator[LintFinding]:
    if not str(criterion.label).strip():
        fix = (SetLabel(criterion.id, Text(in_words(criterion.id))),)
        yield finding("label_missing", of_criterion(criterion.id), Severity.WARNING, fix)
    for index, level in enumerate(criterion.levels):
        if not str(level.label).strip() and len(criterion.levels) > 1:
            yield finding("label_missing", of_criterion(criterion.id, index), Severity.WARNING)


def in_words(name: str) -> str:
    """An id as a label: "company_size" -> "Company size"."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _whens(criterion: Criterion) -> Iterator[tuple[int | None, Condition]]:
    if criterion.when is not None:
        yield None, criterion.when
    yield from enumerate(level.when for level in criterion.levels)


def _conditions(criterion: Criterion, rules: Rules) -> Iterator[LintFinding]:
    off = (SetEnabled(criterion.id, False),)
    for level, when in _whens(criterion):
        place = of_criterion(criterion.id, level)
        if reason := never_holds(when, rules):
            fix = off if len(criterion.levels) < 2 else None
            yield finding("never_matches", place, Severity.ERROR, fix, reason=reason)
        elif always_holds(when) and (level is None or len(criterion.levels) == 1):
            yield finding("always_matches", place, Severity.WARNING, off, share=1.0)
        elif always_holds(when) and level is not None and level < len(criterion.levels) - 1:
            yield finding("hides_other_levels", place, Severity.WARNING)
    yield from _kinds(criterion, rules, off)


def _kinds(criterion: Criterion, rules: Rules, off: tuple[SetEnabled, ...]) -> Iterator[LintFinding]:
    rule = criterion.activity or criterion.inactive
    if rule is None or not rules.activity_kinds:
        return
    missing = [kind for kind in rule.kinds if rules.kind(kind) is None]
    if not missing:
        return
    if len(missing) == len(rule.kinds) and criterion.activity is not None:
        place = of_criterion(criterion.id)
        yield finding("never_matches", place, Severity.ERROR, off, reason="no_such_kind", name=missing[0])
    else:
        yield finding("no_such_kind", of_criterion(criterion.id), Severity.WARNING, name=missing[0])


def _points(criterion: Criterion, rules: Rules) -> Iterator[LintFinding]:
    room = rules.matrix.maximum - rules.matrix.minimum
    usual = OF_INTENT if _shows_intent(criterion, rules) else USUAL
    for level, tenths in _given(criterion):
        place = of_criterion(criterion.id, level)
        if abs(tenths) > room:
            yield finding("points_off_range", place, Severity.ERROR, points=tenths / 10, room=room / 10)
        elif abs(tenths) > usual:
            yield finding("points_off_scale", place, Severity.REMARK, points=tenths / 10)
        if criterion.kind == "negative" and tenths > 0:
            fix = (SetPoints(criterion.id, -tenths, level),)
            yield finding("negative_gives_points", place, Severity.WARNING, fix, points=tenths / 10)
    if not any(tenths for _, tenths in _given(criterion)):
        yield finding("no_points", of_criterion(criterion.id), Severity.REMARK)


def _shows_intent(criterion: Criterion, rules: Rules) -> bool:
    rule = criterion.activity
    known = [rules.kind(kind) for kind in rule.kinds] if rule is not None else []
    return bool(known) and all(kind is not None and kind.sign is Sign.INTENT for kind in known)


def _given(criterion: Criterion) -> list[tuple[int | None, int]]:
    return [*enumerate(level.tenths for level in criterion.levels)] if criterion.levels else [(None, criterion.tenths)]


def _own_cap(criterion: Criterion) -> Iterator[LintFinding]:
    given = [tenths for _, tenths in _given(criterion)]
    low, high = span_of(criterion)
    if any(given) and low == high:
        yield finding("cap_silences", of_criterion(criterion.id), Severity.WARNING, cap=low / 10, by=criterion.id)
    elif criterion.activity is None and list(steps(criterion)) != given:
        yield finding("cap_cuts_points", of_criterion(criterion.id), Severity.REMARK)


def _protected(criterion: Criterion, rules: Rules) -> Iterator[LintFinding]:
    place, off = of_criterion(criterion.id), (SetEnabled(criterion.id, False),)
    labels = {f"custom.{field.key}": str(field.label) for field in rules.fields}
    facts = dict.fromkeys(fact for _, when in _whens(criterion) for fact in facts_in(when))
    for fact in facts:
        attribute = protected_attribute(fact) or (protected_in_label(labels[fact]) if fact in labels else None)
        if attribute:
            yield finding("protected", place, Severity.WARNING, off, attribute=attribute, fact=fact)
            return
    own = (criterion.label, *criterion.label.by_language.values())
    attribute = next((found for text in own if (found := protected_in_label(str(text)))), None)
    if attribute and facts:
        yield finding("protected", place, Severity.WARNING, off, attribute=attribute, fact=next(iter(facts)))


def _alike(criteria: Iterable[Criterion]) -> Iterator[LintFinding]:
    """Criteria that ask for exactly the same: counted twice, or against one another."""
    seen: dict[object, Criterion] = {}
    for criterion in criteria:
        first = seen.setdefault(shape(criterion), criterion)
        if first is criterion:
            continue
        code = "contradicts" if sign_of(first) * sign_of(criterion) < 0 else "duplicates"
        fix = (SetEnabled(criterion.id, False),) if code == "duplicates" else None
        yield finding(code, of_criterion(criterion.id), Severity.WARNING, fix, other=first.id, share=1.0)


def sign_of(criterion: Criterion) -> int:
    """1 if a criterion only gives points, -1 if it only takes them, 0 if it does both or nothing."""
    low, high = span_of(criterion)
    return (high > 0) - (low < 0)


def _groups(matrix: Matrix, enabled: list[Criterion]) -> Iterator[LintFinding]:
    for group in matrix.groups:
        place = Place("group", group.id)
        if not str(group.label).strip():
            named = Group(group.id, Text(in_words(group.id)), group.axis, group.maximum, group.minimum)
            yield finding("label_missing", place, Severity.WARNING, (PutGroup(named),))
        if not any(c.group == group.id for c in matrix.criteria):
            yield finding("group_is_empty", place, Severity.REMARK, (RemoveGroup(group.id),))
        yield from _cap_of_group(group, [c for c in enabled if c.group == group.id])


def _cap_of_group(group: Group, members: list[Criterion]) -> Iterator[LintFinding]:
    for criterion in members:
        low, high = span_of(criterion)
        if group.maximum is not None and high > 0 and group.maximum <= 0 <= low:
            cap = group.maximum
        elif group.minimum is not None and low < 0 and group.minimum >= 0 >= high:
            cap = group.minimum
        else:
            continue
        yield finding("cap_silences", of_criterion(criterion.id), Severity.WARNING, cap=cap / 10, by=group.id)
    if group.maximum is not None and members:
        largest = max(members, key=lambda c: max(steps(c)))
        if max(steps(largest)) > group.maximum > 0:
            points, most = max(steps(largest)) / 10, group.maximum / 10
            yield finding(
                "cap_below_points", Place("group", group.id), Severity.WARNING, name=largest.id, points=points, cap=most
            )


def _tiers(matrix: Matrix) -> Iterator[LintFinding]:
    limits = limits_of(matrix)
    most, least = (limits.maximum + 5) // 10, (limits.minimum + 5) // 10
    for index, tier in enumerate(matrix.tiers):
        above = matrix.tiers[index + 1].lower_edge if index + 1 < len(matrix.tiers) else None
        if index and tier.lower_edge > most:
            yield finding("tier_unreachable", Place("tier", tier.id), Severity.ERROR, edge=tier.lower_edge, most=most)
        elif above is not None and least >= above:
            yield finding("tier_unreachable_below", Place("tier", tier.id), Severity.ERROR, edge=above, least=least)


def _grades(matrix: Matrix) -> Iterator[LintFinding]:
    for axis, steps_ in (("fit", matrix.grades.fit), ("engagement", matrix.grades.engagement)):
        edges = [edge for _, edge in steps_]
        if edges != sorted(edges, reverse=True) or len(set(edges)) < len(edges):
            yield finding("grades_out_of_order", Place("grade", axis), Severity.ERROR, axis=axis)


def _scenarios(matrix: Matrix) -> Iterator[LintFinding]:
    tiers = {tier.id for tier in matrix.tiers}
    for index, scenario in enumerate(matrix.scenarios):
        if scenario.expect not in tiers:
            place = Place("scenario", str(scenario.name), index)
            yield finding("scenario_without_tier", place, Severity.ERROR, expect=scenario.expect)
