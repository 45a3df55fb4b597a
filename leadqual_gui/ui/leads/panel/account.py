"""The account of a score in words and rows: the ledger with its evidence, and what is not known yet.

Pure functions from a ScoreCard to what the views show, so that a test can add the lines up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from leadqual_gui.domain.facts import is_entered
from leadqual_gui.domain.ledger import Evidence, Line, LineKind, ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.details import NextQuestion
from leadqual_gui.ui.fields import field_label, how_long_ago, short_day
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.gaps import GapRow
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale

_KINDS = {
    LineKind.CRITERION: RowKind.LINE,
    LineKind.CAP: RowKind.CUT,
    LineKind.LIMIT: RowKind.CUT,
    LineKind.ADJUSTMENT: RowKind.MANUAL,
}
_REST = "\0rest"


def words(text: str, n: int = -1) -> str:
    """A text of the account in the user's language."""
    return QCoreApplication.translate("Account", text, None, n)


def whole(tenths: int) -> int:
    """Tenths as whole points, half up, as scores are shown."""
    return (tenths + 5) // 10


def score_value(card: ScoreCard) -> ScoreValue:
    """The score as widgets show it."""
    return ScoreValue(card.shown, whole(card.least), whole(card.greatest), card.tier, card.decided, card.grade)


def ledger_rows(card: ScoreCard, rules: Rules, language: str) -> tuple[LedgerRow, ...]:
    """Groups in the matrix's order with their lines, what belongs to none, and the sum."""
    counted = [line for line in card.lines if line.tenths]
    by_group: dict[str, list[Line]] = {}
    for line in counted:
        by_group.setdefault(_group_of(line), []).append(line)
    rows: list[LedgerRow] = []
    for group in rules.matrix.groups:
        rows += _group_rows(group.label.of(language), by_group.pop(group.id, []), card.as_of, rules, language)
    rest = [line for lines in by_group.values() for line in lines]
    rows += _group_rows(words("Other"), rest, card.as_of, rules, language)
    shown = words("shown as %1").replace("%1", numerals.whole(card.shown))
    rows.append(LedgerRow(words("Score"), card.exact, shown, RowKind.SUM))
    return tuple(rows)


def _group_of(line: Line) -> str:
    return line.group if line.kind in (LineKind.CRITERION, LineKind.CAP) and line.group else _REST


def _group_rows(label: str, lines: Sequence[Line], as_of: datetime, rules: Rules, language: str) -> list[LedgerRow]:
    if not lines:
        return []
    head = LedgerRow(label, sum(line.tenths for line in lines), kind=RowKind.GROUP)
    ordered = sorted(lines, key=lambda line: line.kind is not LineKind.CRITERION)
    return [head, *(_row(line, as_of, rules, language) for line in ordered)]


def _row(line: Line, as_of: datetime, rules: Rules, language: str) -> LedgerRow:
    label = line.label
    if line.kind is LineKind.CRITERION:
        criterion = next((c for c in rules.matrix.criteria if c.id == line.criterion), None)
        label = criterion.label.of(language) if criterion else line.label
    said = evidence_words(line.evidence, as_of)
    return LedgerRow(label or line.criterion, line.tenths, said, _KINDS[line.kind], line.criterion)


def evidence_words(evidence: Evidence, as_of: datetime) -> str:
    """What a line rests on: "3, newest 10 days ago"; "120, so 50 to 250"; "31 days"."""
    if evidence.count:
        ago = how_long_ago(evidence.newest, as_of) if evidence.newest else ""
        if evidence.count == 1 or not ago:
            return ago or numerals.whole(evidence.count)
        return words("%1, newest %2").replace("%1", numerals.whole(evidence.count)).replace("%2", ago)
    if evidence.silent_days is not None:
        return words("%Ln day(s)", int(evidence.silent_days))
    if evidence.level and evidence.fact.startswith("answer."):
        return evidence.level
    if evidence.fact.startswith("stakeholders.") and evidence.value.isdigit():
        return words("%Ln (person|people)", int(evidence.value)) if evidence.value != "0" else ""
    if evidence.value and evidence.level and evidence.level != evidence.value:
        return words("%1, so %2").replace("%1", _value_words(evidence)).replace("%2", evidence.level)
    return evidence.level or _value_words(evidence) or evidence.text


def _value_words(evidence: Evidence) -> str:
    """The value that a line rests on; a number as the user's language writes it, where the account speaks English."""
    if evidence.number is None:
        return evidence.value
    return (numerals.exact if is_entered(evidence.fact) else numerals.grouped)(evidence.number)


def gap_rows(card: ScoreCard, rules: Rules, language: str) -> tuple[GapRow, ...]:
    """What is not known and could still move the score."""
    rows = [_gap_row(gap.label, gap.criterion, gap.least, gap.greatest, rules, language) for gap in card.gaps]
    return tuple(row for row in rows if row.swing)


def _gap_row(label: str, criterion_id: str, least: int, greatest: int, rules: Rules, language: str) -> GapRow:
    criterion = next((c for c in rules.matrix.criteria if c.id == criterion_id), None)
    return GapRow(criterion.label.of(language) if criterion else label, least, greatest, criterion_id)


def next_change_words(card: ScoreCard, scale: TierScale) -> str:
    """ "If nothing happens: warm on 24 Nov", or "If nothing happens: stays warm"."""
    if card.next_change is None:
        return words("If nothing happens: stays %1").replace("%1", scale.label(card.tier).lower())
    label = scale.label(card.next_change.tier).lower()
    text = words("If nothing happens: %1 on %2")
    return text.replace("%1", label).replace("%2", short_day(card.next_change.at, card.as_of))


def question_words(question: NextQuestion | None, language: str) -> tuple[str, str]:
    """The next best question in its own words, and what the answer would move."""
    if question is None or not question.element.questions:
        return "", ""
    asked = f"“{question.element.questions[0].of(language)}”"
    if not question.gap.swing:
        return asked, words("%1 is not known yet").replace("%1", question.element.label.of(language))
    moves = words("%1 moves the score most: %2 to %3")
    moves = moves.replace("%1", question.element.label.of(language))
    moves = moves.replace("%2", numerals.isolated(numerals.signed_tenths_short(question.gap.least)))
    return asked, moves.replace("%3", numerals.isolated(numerals.signed_tenths_short(question.gap.greatest)))


def axes_words(card: ScoreCard) -> str:
    """ "Fit 38.0 + Engagement 33.2"."""
    fit, engagement = numerals.bare_tenths(card.fit), numerals.bare_tenths(card.engagement)
    return (
        f"{field_label('fit')} {numerals.isolated(fit)} + {field_label('engagement')} {numerals.isolated(engagement)}"
    )
