"""A lead's story in words: each change of its score with the cause, its moves, and the next step if nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from leadqual_gui.domain.ledger import LineKind, ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.comparing import compare
from leadqual_gui.services.moving_values import Ahead, LeadHistory, ScorePoint, StageMove
from leadqual_gui.ui.fields import days_between, short_day
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.activity_tab import when_words
from leadqual_gui.ui.today.wording import day_words
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.score_chart import Moment, MomentKind
from leadqual_gui.ui.words import capital, say_cause


def moments_of(history: LeadHistory, vocabulary: Vocabulary, now: datetime) -> tuple[Moment, ...]:
    """Everything on the chart, in the order of time."""
    found = [*_scores(history, vocabulary, now), *_moves(history, vocabulary, now), *_ahead(history, vocabulary, now)]
    return tuple(sorted(found, key=lambda moment: moment.at))


def _scores(history: LeadHistory, vocabulary: Vocabulary, now: datetime) -> Iterator[Moment]:
    for before, point in pairwise([None, *history.points]):
        assert point is not None
        yield Moment(point.at, point.shown, point.tier, MomentKind.SCORE, score_words(before, point, vocabulary, now))


def score_words(before: ScorePoint | None, point: ScorePoint, vocabulary: Vocabulary, now: datetime) -> str:
    """ "12 Nov, 09:10: 45 → 58 (+13), warm. Demo requested"."""
    tier = vocabulary.scale.label(point.tier).lower()
    after = numerals.whole(point.shown)
    became = after if before is None else f"{numerals.whole(before.shown)} → {after}"
    step = "" if before is None else f" ({numerals.signed(point.shown - before.shown)})"
    cause = capital(say_cause(point.cause))
    return f"{when_words(point.at, now)}: {numerals.isolated(became + step)}, {tier}. {cause}"


def _moves(history: LeadHistory, vocabulary: Vocabulary, now: datetime) -> Iterator[Moment]:
    for move in history.moves:
        if not move.undone:
            at = next((p for p in reversed(history.points) if p.at <= move.at), None)
            score, tier = (at.shown, at.tier) if at is not None else (vocabulary.scale.low, vocabulary.scale.names[0])
            yield Moment(move.at, score, tier, MomentKind.MOVE, move_words(move, vocabulary, now))


def move_words(move: StageMove, vocabulary: Vocabulary, now: datetime) -> str:
    """ "12 Nov, 09:10: from New to MQL, by a rule"."""
    target = vocabulary.stages.get(move.target or "", move.target or words("nowhere"))
    source = vocabulary.stages.get(move.source or "", move.source or "")
    said = words("by hand") if move.by_hand else words("by a rule")
    told = words("from {source} to {target}") if source else words("to {target}")
    return f"{when_words(move.at, now)}: {told.format(source=source, target=target)}, {said}"


def _ahead(history: LeadHistory, vocabulary: Vocabulary, now: datetime) -> Iterator[Moment]:
    shown = history.points[-1].shown if history.points else None
    for step in history.ahead:
        change = "" if shown is None else f" ({numerals.signed(step.shown - shown)})"
        tier = vocabulary.scale.label(step.tier).lower()
        score = numerals.isolated(f"{numerals.whole(step.shown)}{change}")
        said = words("{day}, if nothing happens: {score}, {tier}")
        told = capital(said.format(day=day_words(step.at, now), score=score, tier=tier))
        yield Moment(step.at, step.shown, step.tier, MomentKind.AHEAD, told)
        shown = step.shown


def next_step_words(step: Ahead | None, card: ScoreCard, then: ScoreCard | None, rules: Rules, language: str) -> str:
    """ "−5 on Friday, if nothing happens: Demo requested counts less"."""
    if step is None:
        return words("Time alone takes nothing away within two weeks")
    points = numerals.isolated(numerals.signed(step.shown - card.shown))
    days = days_between(card.as_of, step.at)
    day = day_words(step.at, card.as_of) if days < 7 else short_day(step.at, card.as_of)
    said = words("{points} {day}, if nothing happens") if days <= 1 else words("{points} on {day}, if nothing happens")
    told = said.format(points=points, day=day)
    because = fading(card, then, rules, language) if then is not None else ""
    return f"{told}: {because}" if because else told


def fading(card: ScoreCard, then: ScoreCard, rules: Rules, language: str) -> str:
    """The line that will have lost most by then."""
    losses = [(pair.tenths[1] - pair.tenths[0], pair) for pair in compare([card, then], ()).lines]
    lost, line = min(losses, key=lambda loss: loss[0], default=(0, None))
    if line is None or lost >= 0:
        return ""
    criterion = next((c for c in rules.matrix.criteria if c.id == line.criterion), None)
    plain = criterion is not None and line.kind is LineKind.CRITERION
    label = criterion.label.of(language) if plain and criterion is not None else line.label
    points = numerals.isolated(numerals.tenths(lost))
    return words("{line} counts less ({points})").format(line=label or line.criterion, points=points)
