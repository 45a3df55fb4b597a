"""What an import is going to do, before it does it: which column is which, and what has to be asked first.

A plan looks through the whole file where the first rows cannot settle something: which of 03/04/2026 is the month,
what a column of the user's own holds. What the file does not settle becomes a `Question`; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind, TableMapping, propose
from leadqual_gui.domain.mapping_content import custom_type, filled
from leadqual_gui.domain.parsing import decimal_mark
from leadqual_gui.domain.parsing_dates import DateEvidence, DateOrder, date_evidence, month_named, read_date
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.services.importing_mapping import SavedMapping, told_as_remembered
from leadqual_gui.services.importing_questions import Question, mark_questions, when_questions, word_questions
from leadqual_gui.services.importing_table import PREVIEW_ROWS, Choice, TablePreview, TableSource
from leadqual_gui.services.progress import Progress


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user said about an import; None and empty mean: find out.

    `words` and `marks` are as in TableMapping. `when` is the moment of counters that the file does not date.
    `remembered`: what is `saved` was not chosen now, but for an earlier file.
    """

    kind: ImportKind | None = None
    saved: SavedMapping | None = None
    custom: bool = False
    date_order: DateOrder | None = None
    year: int | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    when: datetime | None = None
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the rules know that cells may refer to, by casefolded id and label; and the moment of the import."""

    now: datetime
    custom: Mapping[str, FactType] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    first_stage: str | None = None
    exits: Mapping[str, str] = field(default_factory=dict)
    """The stage in which leads with an outcome stand, by the outcome."""

    @classmethod
    def of(cls, rules: Rules, now: datetime) -> ImportContext:
        """The names that these rules give to stages, activity kinds, frameworks and custom fields."""
        return cls(
            now,
            {one.key: FactType.TEXT if one.type is FactType.CHOICE else one.type for one in rules.fields},
            {name: stage.id for stage in rules.funnel.stages for name in _names(stage.id, stage.label)},
            {name: kind.id for kind in rules.activity_kinds for name in _names(kind.id, kind.label)},
            {
                (one, other): (framework.id, element.id)
                for framework in rules.frameworks
                for element in framework.elements
                for one in _names(framework.id, framework.name)
                for other in _names(element.id, element.label)
            },
            rules.funnel.first,
            rules.funnel.exits,
        )


def _names(key: str, label: Text) -> set[str]:
    return {text.casefold() for text in (key, label.default, *label.by_language.values()) if text}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The mapping, the questions still open, and what was found out on the way.

    `marks` holds the decimal mark of columns that show one. `new_fields` are custom fields that the workspace does
    not have yet.
    """

    preview: TablePreview
    mapping: TableMapping
    questions: tuple[Question, ...] = ()
    marks: Mapping[int, str] = field(default_factory=dict)
    new_fields: tuple[CustomField, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was found out about the file, for the person who looks at the preview."""
        dates = {c.date_order.value for c in self.mapping.used if c.type is FactType.DATE and c.date_order}
        found = tuple(Choice("dates", order, "told by the column, or by you") for order in sorted(dates))
        return self.preview.choices + found


def plan_import(
    source: TableSource, options: ImportOptions, context: ImportContext, progress: Progress | None = None
) -> ImportPlan:
    """Propose what each column is and ask what the file leaves open. Raises LeadQualError for a wrong saved mapping."""
    preview = source.preview
    saved = options.saved or SavedMapping()
    kind = options.kind or saved.kind
    mapping = proposed = propose(preview.headers, preview.sample, kind, options.custom, context.custom)
    mapping = saved.applied_to(mapping, preview.sample)
    if options.remembered:
        mapping = told_as_remembered(mapping, proposed)
    return settle(source, mapping, options, context, progress)


def settle(
    source: TableSource,
    mapping: TableMapping,
    options: ImportOptions,
    context: ImportContext,
    progress: Progress | None = None,
) -> ImportPlan:
    """Make a plan of a mapping that a person may have changed: look through the file where that is needed."""
    saved = options.saved or SavedMapping()
    order = options.date_order or saved.date_order
    mapping = replace(
        mapping,
        year=options.year or saved.year or mapping.year,
        words=_joined(_joined(mapping.words, saved.words), options.words),
        marks={**mapping.marks, **saved.marks, **options.marks},
    )
    if options.when:
        mapping = replace(mapping, constants={**mapping.constants, "occurred_at": options.when.isoformat()})
    survey = _survey(source, mapping, order, progress)
    columns = tuple(_settled(column, survey, order) for column in mapping.columns)
    mapping = replace(mapping, columns=_as_the_others(columns, survey))
    survey.marks.update({c.index: mark for c in mapping.used if (mark := mapping.marks.get(c.target or ""))})
    questions = (
        *_date_questions(mapping, survey),
        *_year_questions(mapping, source.preview),
        *when_questions(mapping, source.preview),
        *word_questions(mapping, source.preview.sample.__getitem__, context.stages),
        *mark_questions(mapping, source.preview, survey.marks),
    )
    return ImportPlan(source.preview, mapping, questions, survey.marks, _new_fields(mapping, context))


def _joined(
    below: Mapping[str, Mapping[str, str]], above: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """Meanings of words, by field; what is said later counts. Words are compared without regard to case."""
    folded = {target: {word.strip().casefold(): v for word, v in words.items()} for target, words in above.items()}
    return {target: {**below.get(target, {}), **folded.get(target, {})} for target in {**below, **folded}}


def _new_fields(mapping: TableMapping, context: ImportContext) -> tuple[CustomField, ...]:
    """The custom fields that the workspace does not have yet, named as the columns are."""
    own = [(column, (column.target or "").removeprefix("custom.")) for column in mapping.used]
    return tuple(
        CustomField(key, Text(column.header), column.type)
        for column, key in own
        if key != column.target and key not in context.custom
    )


@dataclass(slots=True)
class _Survey:
    """What the cells of the columns in doubt showed."""

    evidence: dict[int, DateEvidence] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    types: dict[int, FactType] = field(default_factory=dict)


def _survey(source: TableSource, mapping: TableMapping, order: DateOrder | None, progress: Progress | None) -> _Survey:
    sample = source.preview.sample
    survey = _Survey()
    for column in mapping.used:
        _look(survey, column, sample[column.index], order)
    doubtful = [column for column in mapping.used if _in_doubt(column, sample[column.index], order)]
    if doubtful and len(source.preview.rows) >= PREVIEW_ROWS:
        for batch in source.batches():
            for column in doubtful:
                _look(survey, column, batch.columns[column.index], order)
            if progress and not progress(batch.share):
                break
    return survey


def _in_doubt(column: ColumnMatch, cells: Sequence[str], order: DateOrder | None) -> bool:
    """Could the rows below the sample change how this column is read?"""
    if column.type is FactType.DATE:
        some = filled(cells)
        return order is None and column.date_order is None and (not some or any(map(_not_iso, some)))
    if column.basis is Basis.CUSTOM:
        return column.type is not FactType.TEXT or not filled(cells)
    if column.type is FactType.NUMBER:
        return any("." in cell or "," in cell for cell in cells) and decimal_mark(cells) is None
    return False


def _not_iso(cell: str) -> bool:
    return not (len(cell) >= 10 and cell[4:5] == "-" and cell[:4].isdecimal())


def _look(survey: _Survey, column: ColumnMatch, cells: Sequence[str], order: DateOrder | None) -> None:
    index = column.index
    if column.type is FactType.DATE and order is None and column.date_order is None:
        found = date_evidence(dict.fromkeys(cells))
        survey.evidence[index] = survey.evidence.get(index, DateEvidence()) + found
    elif column.basis is Basis.CUSTOM and survey.types.get(index) is not FactType.TEXT and filled(cells):
        kind = custom_type(dict.fromkeys(cells))
        survey.types[index] = kind if survey.types.get(index, kind) is kind else FactType.TEXT
    if column.type is FactType.NUMBER and index not in survey.marks and (mark := decimal_mark(cells)):
        survey.marks[index] = mark


def _settled(column: ColumnMatch, survey: _Survey, order: DateOrder | None) -> ColumnMatch:
    if column.basis is Basis.CUSTOM and column.index not in survey.types:
        return ColumnMatch(column.index, column.header, None, Basis.LEFT_OUT, 0.0, "it is empty")
    if column.basis is Basis.CUSTOM:
        return replace(column, type=survey.types[column.index])
    if column.type is not FactType.DATE:
        return column
    found = survey.evidence.get(column.index, DateEvidence()).order
    return replace(column, date_order=order or column.date_order or found)


def _as_the_others(columns: tuple[ColumnMatch, ...], survey: _Survey) -> tuple[ColumnMatch, ...]:
    """A column of dates that leaves their order open is read as those of the same file that prove it."""
    proved = {c.date_order for c in columns if c.target and c.type is FactType.DATE and c.date_order}
    if len(proved) != 1:
        return columns
    (order,) = proved
    nothing = DateEvidence()
    return tuple(
        replace(c, date_order=order)
        if c.type is FactType.DATE and c.date_order is None and survey.evidence.get(c.index, nothing).either
        and not survey.evidence[c.index].day_first else c
        for c in columns
    )  # fmt: skip


def _date_questions(mapping: TableMapping, survey: _Survey) -> list[Question]:
    return [
        Question("date_order", column.header, survey.evidence[column.index].example, ("dmy", "mdy"))
        for column in mapping.used
        if column.date_order is None and survey.evidence.get(column.index, DateEvidence()).must_ask
    ]


def _year_questions(mapping: TableMapping, preview: TablePreview) -> list[Question]:
    """A month without a year is no date: which year it was has to be said."""
    if mapping.kind is not ImportKind.ACTIVITIES or mapping.year or mapping.has("occurred_at"):
        return []
    return [
        Question("year", column.header, next(iter(filled(preview.sample[column.index])), ""))
        for column in mapping.used
        if column.target == "month"
    ]


def month_as_date(text: str, year: int) -> datetime | None:
    """The first midnight of a month in a year that was said; None if the text is no month."""
    number = month_named(text)
    if number:
        return datetime(year, number, 1, tzinfo=UTC)
    whole = read_date(text)
    return whole if isinstance(whole, datetime) else None
