"""The full account of one lead: its ledger with evidence, its range, and what is not known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.conditions import Operator, tests_of
from leadqual_gui.domain.ledger import Evidence, Gap, Line, LineKind, NextChange, ScoreCard
from leadqual_gui.domain.matrix import FIT
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_disqualified import can_disqualify
from leadqual_gui.domain.scoring_evidence import evidence_of, fact_value
from leadqual_gui.domain.scoring_plan import Plan, adjusted_one
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.scoring_totals import Entry, account
from leadqual_gui.domain.truth import UNKNOWN


def card_of(
    plan: Plan,
    rows: Rows,
    given: Sequence[int],
    *,
    gaps: bool,
    disqualified: str | None,
    change: NextChange | None,
    reach: tuple[int, int] | None = None,
) -> ScoreCard:
    """The card of the one lead in `rows`, from what each criterion gave. `reach`: least and greatest, if known."""
    entries = account(plan.rules.matrix, plan.heaps, given, adjusted_one(rows))
    lines = tuple(lines_of(plan, rows, entries))
    exact, fit = sum(line.tenths for line in lines), sum(line.fit for line in lines)
    spans = _spans(plan, rows) if gaps or reach is None else {}
    if reach is None:
        reach = _reach(plan, rows, given, spans)
    least, greatest = reach
    scale, tiers = plan.scale, plan.rules.matrix.tiers
    return ScoreCard(
        lead_id=int(rows.of(rows.columns.ids)[0]),
        as_of=moment_of(rows.as_of),
        exact=exact,
        shown=(exact + 5) // 10,
        fit=fit,
        engagement=exact - fit,
        tier=tiers[scale.tier(exact)].id,
        grade=_grade(plan, fit, exact - fit),
        least=least,
        greatest=greatest,
        decided=scale.tier(least) == scale.tier(greatest),
        lines=lines,
        gaps=_gaps(plan, rows, given, spans, exact) if gaps else (),
        disqualified=disqualified,
        next_change=change,
    )


def _grade(plan: Plan, fit: int, engagement: int) -> str:
    grades = plan.rules.matrix.grades
    letter = next((name for name, edge in grades.fit if fit >= edge), grades.fit[-1][0])
    digit = next((name for name, edge in grades.engagement if engagement >= edge), grades.engagement[-1][0])
    return letter + digit


def criterion_line(plan: Plan, rows: Rows, entry: Entry) -> Line:
    """What a criterion gave the one lead in `rows`, and why."""
    judge = plan.judges[entry.index]
    criterion = judge.criterion
    tenths = entry.fit + entry.engagement
    evidence = evidence_of(plan.rules, judge, rows)
    return Line(
        criterion.id,
        LineKind.CRITERION,
        str(criterion.label),
        tenths,
        entry.fit,
        entry.engagement,
        criterion.group,
        evidence,
    )


def lines_of(
    plan: Plan,
    rows: Rows,
    entries: Sequence[Entry],
    line_of: Callable[[Plan, Rows, Entry], Line] = criterion_line,
) -> Iterator[Line]:
    """The ledger: what criteria gave, with their cuts; adjustments; the limit of the total."""
    for entry in entries:
        if entry.heap >= 0:
            yield _cap(plan, entry) if entry.cut else line_of(plan, rows, entry)
    for adjustment in _in_force(rows):
        on_fit = adjustment.tenths if adjustment.axis == FIT else 0
        evidence = Evidence(text=f"by {adjustment.author}" if adjustment.author else "")
        yield Line(
            "",
            LineKind.ADJUSTMENT,
            adjustment.reason,
            adjustment.tenths,
            on_fit,
            adjustment.tenths - on_fit,
            "",
            evidence,
        )
    for entry in entries:
        if entry.heap < 0:
            matrix = plan.rules.matrix
            label = _limit("Total", entry, matrix.minimum, matrix.maximum)
            yield Line("", LineKind.LIMIT, label, entry.fit + entry.engagement, entry.fit, entry.engagement)


def _cap(plan: Plan, entry: Entry) -> Line:
    tenths = entry.fit + entry.engagement
    if entry.index >= 0:
        criterion = plan.judges[entry.index].criterion
        label = _limit(str(criterion.label), entry, criterion.minimum, criterion.maximum)
        return Line(criterion.id, LineKind.CAP, label, tenths, entry.fit, entry.engagement, criterion.group)
    group = plan.heaps[entry.heap].group
    assert group is not None
    label = _limit(str(group.label), entry, group.minimum, group.maximum)
    return Line(group.id, LineKind.CAP, label, tenths, entry.fit, entry.engagement, group.id)


def _limit(label: str, entry: Entry, low: int | None, high: int | None) -> str:
    down = entry.fit + entry.engagement < 0
    bound = high if down else low
    return f"{label}: at {'most' if down else 'least'} {(bound or 0) / 10:g}"


def _in_force(rows: Rows) -> Iterator[Adjustment]:
    position = rows.start if rows.picked is None else int(rows.picked[0])
    for a in rows.columns.adjustments.get(position, ()):
        if a.tenths and seconds(a.starts_at) <= rows.as_of and (a.ends_at is None or rows.as_of < seconds(a.ends_at)):
            yield a


Spans = dict[int, tuple[int, int]]


def _spans(plan: Plan, rows: Rows) -> Spans:
    """Least and greatest contribution of the criteria that are not settled, by index."""
    found: Spans = {}
    for index, judge in enumerate(plan.judges):
        if judge.criterion.activity is None:
            _, least, greatest = judge.of_one(rows)
            if least != greatest:
                found[index] = (least, greatest)
    return found


def _reach(plan: Plan, rows: Rows, given: Sequence[int], spans: Spans) -> tuple[int, int]:
    """The least and greatest score that the unknown allows."""
    least, greatest = (plan.exact_of_one(rows, _with(given, spans, side)) for side in (0, 1))
    return least, greatest


def _with(given: Sequence[int], spans: Spans, side: int) -> list[int]:
    return [spans[i][side] if i in spans else tenths for i, tenths in enumerate(given)]


def _gaps(plan: Plan, rows: Rows, given: Sequence[int], spans: Spans, exact: int) -> tuple[Gap, ...]:
    fatal = can_disqualify(plan.rules)
    gaps = []
    for index, span in spans.items():
        moved = [plan.exact_of_one(rows, [*given[:index], side, *given[index + 1 :]]) - exact for side in span]
        facts = _unknown_facts(plan.judges[index], rows)
        gaps.append(_gap(plan.judges[index], moved[0], moved[1], facts, fatal))
    asked = {fact for gap in gaps for fact in gap.facts}
    in_use = _frameworks_in_use(plan)
    for fact in sorted(fatal - asked):
        if fact.split(".")[1] in in_use and fact_value(rows, fact) is None:
            gaps.append(_answer_gap(plan, fact))
    worth = [gap for gap in gaps if gap.swing or gap.can_disqualify]
    return tuple(sorted(worth, key=lambda gap: -gap.swing))


def _frameworks_in_use(plan: Plan) -> frozenset[str]:
    """The interviews that the matrix gives points for: of the others nobody is asked unless they are held."""
    facts = {test.fact for judge in plan.judges for level in judge.levels for test in tests_of(level.when)}
    return frozenset(fact.split(".")[1] for fact in facts if fact.startswith("answer."))


def _gap(judge: Judge, least: int, greatest: int, facts: tuple[str, ...], fatal: frozenset[str]) -> Gap:
    answer = next((f for f in facts if f.startswith("answer.")), "")
    framework, element = answer.split(".")[1:] if answer else ("", "")
    can = not fatal.isdisjoint(facts)
    criterion = judge.criterion
    return Gap(criterion.id, str(criterion.label), least, greatest, facts, framework, element, can)


def _answer_gap(plan: Plan, fact: str) -> Gap:
    _, framework_id, element_id = fact.split(".")
    framework = plan.rules.framework(framework_id)
    element = framework.element(element_id) if framework else None
    label = str(element.label) if element else element_id
    return Gap("", label, 0, 0, (fact,), framework_id, element_id, True)


def _unknown_facts(judge: Judge, rows: Rows) -> tuple[str, ...]:
    """The unknown facts in the levels that are unknown, in the order in which the rule names them."""
    if judge.criterion.inactive is not None:
        return ("created_at",)
    asking = [level.when for level, truth in zip(judge.levels, judge.truths(rows), strict=True) if truth[0] == UNKNOWN]
    tests = [test for when in asking for test in tests_of(when)]
    settled = (Operator.KNOWN, Operator.UNKNOWN)
    facts = dict.fromkeys(test.fact for test in tests if test.operator not in settled)
    return tuple(fact for fact in facts if fact_value(rows, fact) is None)
