"""Scores on their way between the resident table and the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import score_many
from leadqual_gui.services.operations import Changes, ScoreMove
from leadqual_gui.services.plans import Move
from leadqual_gui.services.ports import ScoreRow, StoredScore
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.score_saving import rows_at

Shown = Mapping[int, tuple[int, str]]
"""Whole points and tier by lead, before a step."""


def scored(columns: Columns, rules: Rules, now: datetime) -> Resident:
    """All leads of `columns`, scored."""
    return Resident(columns, score_many(columns, rules, now), rules, now)


def score_again(
    resident: Resident,
    lead_ids: Sequence[int],
    moment: datetime,
    kind: str | None = None,
    facts: frozenset[str] | None = None,
) -> list[int]:
    """Score some leads at this moment; their positions. `kind`: all that is new is an activity of this kind; `facts`:
    all that was done is setting these fields."""
    positions = resident.positions(lead_ids)
    if positions:
        resident.board.rescore(positions, moment, kind, facts)
        resident.moments.update(dict.fromkeys(positions, moment))
    return positions


def as_little_as_needed(
    resident: Resident, lead_ids: Sequence[int], changes: Changes, moves: Sequence[Move], now: datetime
) -> tuple[datetime, str | None]:
    """The moment to score for, and the kind of activity if that is all that is new.

    A new activity from before the moment for which the lead's score holds concerns few criteria; anything else, all.
    """
    if changes is not Changes.ACTIVITY or len(lead_ids) != 1 or len(moves) != 1:
        return now, None
    before, after = moves[0]
    position = resident.position(lead_ids[0])
    if before is not None or after is None or position is None:
        return now, None
    moment = resident.moment(position)
    return (moment, after.kind) if after.occurred_at <= moment else (now, None)


def score_each(resident: Resident, moments: Mapping[int, datetime]) -> None:
    """Score leads again, each at its own moment."""
    for moment in set(moments.values()):
        score_again(resident, [lead_id for lead_id, own in moments.items() if own == moment], moment)


def shown_before(resident: Resident, lead_ids: Sequence[int]) -> Shown:
    """What the lists show of these leads, for comparing later."""
    return {lead_id: _shown(resident, at) for lead_id in lead_ids if (at := resident.position(lead_id)) is not None}


def moved(resident: Resident, lead_ids: Sequence[int], before: Shown) -> tuple[ScoreMove, ...]:
    """Which of these leads show another score or tier than before."""
    moves = []
    for lead_id in lead_ids:
        at = resident.position(lead_id)
        was = before.get(lead_id)
        if at is None or (now := _shown(resident, at)) == was:
            continue
        points, tier = was or (None, "")
        moves.append(ScoreMove(lead_id, points, now[0], tier, now[1]))
    return tuple(moves)


def row_at(resident: Resident, position: int) -> ScoreRow:
    """What is stored beside a lead."""
    return rows_at(resident, (position,))[0]


def row_of(card: ScoreCard, rules: Rules, last_sign: datetime | None) -> ScoreRow:
    """What is stored beside a lead, from its account."""
    return ScoreRow(
        card.lead_id,
        card.exact,
        card.shown,
        card.fit,
        card.engagement,
        card.tier,
        card.grade,
        card.least,
        card.greatest,
        card.disqualified,
        card.as_of,
        rules.version,
        card.decided,
        last_sign,
    )


def differing(resident: Resident, stored: Iterable[StoredScore]) -> list[int]:
    """Positions of the leads whose score is not stored as it is now."""
    kept = list(stored)
    columns, board = resident.columns, resident.board
    same = np.zeros(len(columns), np.bool_)
    if kept:
        ids, exact, fit, engagement, tier, grade, least, greatest, reason = zip(*kept, strict=True)
        at, there = _places(columns.ids, np.asarray(ids, np.int64))
        equal = there.copy()
        for now, was in (
            (board.exact, exact),
            (board.fit, fit),
            (board.engagement, engagement),
            (board.least, least),
            (board.greatest, greatest),
        ):
            equal &= now[at] == np.asarray(was, np.int64)
        for codes, names, texts in (
            (board.tier, board.tiers, tier),
            (board.grade, board.grades, grade),
            (board.disqualified, board.reasons, reason),
        ):
            equal &= codes[at] == _codes(names, texts)
        same[at[equal]] = True
    changed: list[int] = np.flatnonzero(~same & columns.alive).tolist()
    return changed


def _places(ids: Array, wanted: Array) -> tuple[Array, Array]:
    at = np.minimum(np.searchsorted(ids, wanted), max(0, len(ids) - 1))
    there = ids[at] == wanted if len(ids) else np.zeros(len(wanted), np.bool_)
    return at, there


def _codes(names: Sequence[str], texts: Sequence[str | None]) -> Array:
    """The code of each text: its first place among the names, -1 for none, -2 for one that is unknown by now."""
    known: dict[str | None, int] = {name: code for code, name in reversed(list(enumerate(names)))}
    known[None] = -1
    return np.fromiter((known.get(text, -2) for text in texts), np.int64, len(texts))


def _shown(resident: Resident, position: int) -> tuple[int, str]:
    board = resident.board
    return int(board.shown[position]), board.tiers[int(board.tier[position])]
