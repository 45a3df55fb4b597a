"""An import from beginning to end: planned, checked, brought in batch by batch, one step to undo.

One bad row never stops the rest: it goes to the file of rejects with its reason. What is cancelled is taken back
wholly. A dry run does everything but write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from leadqual_gui.domain.mapping import ImportKind, is_told_wide
from leadqual_gui.services.importing_events import ActivityRows, AnswerRows
from leadqual_gui.services.importing_fates import Fate, Fates, RowFate, Verdicts
from leadqual_gui.services.importing_leads import LeadRows, rejected
from leadqual_gui.services.importing_plan import (
    ImportContext,
    ImportOptions,
    ImportPlan,
    plan_import,
    settle,
)
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_questions import Question, word_questions
from leadqual_gui.services.importing_rehearsal import Rehearsal
from leadqual_gui.services.importing_result import ImportResult, RejectedRow, Tally
from leadqual_gui.services.importing_table import (
    BadLine,
    Choice,
    RejectsSink,
    RowBatch,
    TableOptions,
    TablePreview,
    TableSource,
)
from leadqual_gui.services.importing_wide import WideRows
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress

__all__ = [
    "Choice",
    "Fate",
    "Fates",
    "ImportContext",
    "ImportOptions",
    "ImportPlan",
    "ImportResult",
    "Question",
    "RejectedRow",
    "RejectsSink",
    "RowFate",
    "TableOptions",
    "TablePreview",
    "TableSource",
    "foretell",
    "plan_import",
    "refusal_of",
    "run_import",
    "settle",
]

BATCH = 500
_REHEARSED = 200
"""Rows in one piece of a rehearsal: as many as the processor's cache holds."""
_NEEDED = {
    ImportKind.LEADS: (("full_name", "first_name", "last_name", "company", "email", "external_id"),),
    ImportKind.ACTIVITIES: (("lead",), ("kind",), ("occurred_at", "month")),
    ImportKind.ANSWERS: (("lead",), ("framework",), ("element",), ("level",)),
}
_CHANGES = {
    ImportKind.LEADS: Changes.IMPORT | Changes.LEAD | Changes.MEMBERSHIP | Changes.STAGE | Changes.SCORES,
    ImportKind.ACTIVITIES: Changes.IMPORT | Changes.ACTIVITY | Changes.SCORES,
    ImportKind.ANSWERS: Changes.IMPORT | Changes.ANSWER | Changes.SCORES,
}


class Rows(Protocol):
    """Takes the batches of one kind of table. After each, a rehearsal's `verdicts` say what became of its rows."""

    verdicts: Verdicts

    @property
    def fields(self) -> Sequence[str]:
        """The fields that rows of this import fill."""

    def take(self, batch: RowBatch) -> list[BadLine]:
        """Bring in a batch; comes back with the rows that were refused."""


def refusal_of(plan: ImportPlan) -> Refusal | None:
    """Why this plan cannot be carried out yet: a question is open, or a column that is needed is missing."""
    for question in plan.questions:
        if question.optional:
            continue
        code = f"import_{question.code}_needed"
        return Refusal(Said(code, {"column": question.column, "example": question.example}), question.column)
    needed = _NEEDED[plan.mapping.kind]
    for anyone_of in needed[:1] if is_told_wide(plan.mapping) else needed:
        if not any(map(plan.mapping.has, anyone_of)):
            params = {
                "kind": plan.mapping.kind.value,
                "needed": " or ".join(anyone_of),
                "columns": ", ".join(plan.preview.headers[:20]),
            }
            return Refusal(Said("import_column_needed", params))
    return None


def run_import(
    source: TableSource,
    plan: ImportPlan,
    store: Store,
    context: ImportContext,
    rejects: RejectsSink | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> Outcome[ImportResult] | Refusal:
    """Carry a plan out. The outcome's operation is the step that takes all of it back."""
    if refusal := refusal_of(plan):
        return refusal
    label = Said("imported", {"file": plan.preview.name})
    bulk = store.bulk(label)
    writer: BulkWriter = Rehearsal(bulk) if dry_run else bulk
    tally = Tally()
    try:
        rows = _rows(plan, context, writer, tally)
        whole = _take_all(source, rows, tally, rejects, progress)
        if rejects and whole:
            rejects.close()
    except BaseException:
        _give_up(writer, rejects)
        raise
    if not whole:
        _give_up(writer, rejects)
        return Refusal(Said("import_cancelled", {"file": plan.preview.name}))
    return _finished(plan, writer, tally, label, dry_run)


def foretell(
    source: TableSource,
    plan: ImportPlan,
    store: Store,
    context: ImportContext,
    progress: Progress | None = None,
) -> Outcome[Fates] | Refusal:
    """What would become of each row. Nothing is written."""
    if refusal := refusal_of(plan):
        return refusal
    label = Said("imported", {"file": plan.preview.name})
    writer = Rehearsal(store.bulk(label))
    try:
        rows = _rows(plan, context, writer, Tally())
        fates = Fates(rows.fields)
        for batch in source.batches(_REHEARSED):
            refused = rows.take(batch)
            fates.add(batch.lines, rows.verdicts, [*batch.bad, *refused])
            if progress and not progress(batch.share):
                return Refusal(Said("import_cancelled", {"file": plan.preview.name}))
        fates.newcomers = writer.newcomers
        if isinstance(rows, LeadRows):
            fates.questions = tuple(word_questions(plan.mapping, rows.values.texts_of, context.stages))
    finally:
        writer.take_back()
    return Outcome(fates, Changes.NOTHING, label)


def _give_up(writer: BulkWriter, rejects: RejectsSink | None) -> None:
    writer.take_back()
    if rejects:
        rejects.discard()


def _rows(plan: ImportPlan, context: ImportContext, writer: BulkWriter, tally: Tally) -> Rows:
    match plan.mapping.kind:
        case ImportKind.ACTIVITIES if is_told_wide(plan.mapping):
            return WideRows(plan, context, writer, tally)
        case ImportKind.ACTIVITIES:
            return ActivityRows(plan, context, writer, tally)
        case ImportKind.ANSWERS:
            return AnswerRows(plan, context, writer, tally)
        case ImportKind.LEADS:
            return LeadRows(plan, context, writer, tally)


def _take_all(
    source: TableSource, rows: Rows, tally: Tally, rejects: RejectsSink | None, progress: Progress | None
) -> bool:
    """All batches, one after another; False if the user asked to stop."""
    for batch in source.batches(BATCH):
        bad = [*batch.bad, *rows.take(batch)]
        if bad:
            bad.sort(key=lambda line: line.line)
            tally.reject(rejected(bad))
            if rejects:
                rejects.write(source.preview.headers, bad)
        tally.notices.update(batch.notices)
        if progress and not progress(batch.share):
            return False
    return True


def _finished(plan: ImportPlan, writer: BulkWriter, tally: Tally, label: Said, dry_run: bool) -> Outcome[ImportResult]:
    result = tally.result(plan.mapping.kind, plan.mapping.left_out, {f.key: f.type for f in plan.new_fields}, dry_run)
    touched = tally.new or tally.updated or (tally.duplicates and plan.mapping.kind is ImportKind.LEADS)
    if dry_run or not touched:
        writer.take_back()
        return Outcome(result, Changes.NOTHING, label)
    writer.finish()
    return Outcome(result, _CHANGES[plan.mapping.kind], label, writer.operation)
