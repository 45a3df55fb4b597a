"""Leads on their way out as a table, column by column: a hundred thousand with their scores in about a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.services.exporting import SCORE_COLUMNS
from leadqual_gui.services.exporting_columns import LEDGER, ExportColumn, column_values, fields_needed
from leadqual_gui.services.progress import Progress

if TYPE_CHECKING:
    from leadqual_gui.services.ports import Store
    from leadqual_gui.services.resident import Resident

_CHUNK = 250

Columns = Sequence[Sequence[object]]


class TableSink(Protocol):
    """A file that a table is written to. It appears whole when it is closed, or not at all."""

    def begin(self, columns: Sequence[ExportColumn]) -> None:
        """Write the header."""

    def write(self, values: Columns) -> None:
        """Add rows, as columns of values of equal length."""

    def close(self) -> None:
        """All of it is on disk."""

    def discard(self) -> None:
        """Nothing was written."""


Scores = Callable[[Sequence[int]], Mapping[str, Sequence[object]]]
"""The columns of the score for these leads (each of SCORE_COLUMNS, and `ledger` if it is wanted)."""


def export_table(
    store: Store,
    lead_ids: Sequence[int],
    columns: Sequence[ExportColumn],
    scores: Scores,
    sink: TableSink,
    progress: Progress | None = None,
) -> int:
    """Write these leads, in this order; how many were written (0 if the user stopped it: then there is no file)."""
    fields, written = fields_needed(columns), 0
    scored = any(column.source in _FROM_SCORES for column in columns)
    try:
        sink.begin(columns)
        for start in range(0, len(lead_ids), _CHUNK):
            ids, told = store.values(lead_ids[start : start + _CHUNK], fields or ("full_name",))
            values = dict(zip(fields, told, strict=False)) | dict(scores(ids) if scored else {})
            sink.write([column_values(column, values, len(ids)) for column in columns])
            written += len(ids)
            if progress and not progress((start + _CHUNK) / max(len(lead_ids), _CHUNK)):
                sink.discard()
                return 0
    except BaseException:
        sink.discard()
        raise
    sink.close()
    return written


_FROM_SCORES = frozenset((*SCORE_COLUMNS, LEDGER, "rating", "pipedrive_label"))


def scores_of(resident: Resident, cards: Callable[[Sequence[int]], Iterator[ScoreCard]] | None = None) -> Scores:
    """The scores that are held in memory; with `cards`, the ledgers too."""
    import numpy as np  # late: an export is long after the first paint

    board, all_ids = resident.board, resident.columns.ids

    def scores(lead_ids: Sequence[int]) -> Mapping[str, Sequence[object]]:
        at = np.searchsorted(all_ids, np.asarray(lead_ids, np.int64))

        def named(codes: object, names: Sequence[str]) -> list[object]:
            return [names[code] if code >= 0 else None for code in codes[at].tolist()]  # type: ignore[index]

        found: dict[str, Sequence[object]] = {"score": board.shown[at].tolist()}
        found |= {name: (getattr(board, name)[at] / 10).tolist() for name in ("exact", "fit", "engagement")}
        found |= {"tier": named(board.tier, board.tiers), "grade": named(board.grade, board.grades)}
        for name in ("least", "greatest"):
            found[name] = ((getattr(board, name)[at].astype(np.int64) + 5) // 10).tolist()  # as `points` does
        found["disqualified"] = named(board.disqualified, board.reasons)
        if cards:
            found[LEDGER] = [ledger_text(card) for card in cards(lead_ids)]
        return found

    return scores


def ledger_text(card: ScoreCard) -> str:
    """The ledger in one cell: what gave or took how many points."""
    return "; ".join(f"{line.label.replace(';', ',')} {line.tenths / 10:+g}" for line in card.lines if line.tenths)
