"""What would become of each row is known before anything is written; what was decided once is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import Basis
from leadqual_gui.services.importing import (
    Fate,
    Fates,
    ImportContext,
    ImportOptions,
    ImportPlan,
    foretell,
    plan_import,
    refusal_of,
    run_import,
)
from leadqual_gui.services.importing_mapping import REMEMBERED, mapping_from_json, mapping_to_json
from leadqual_gui.services.importing_memory import fingerprint, forget, remember, with_memory
from leadqual_gui.services.importing_table import BadLine
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory, TableInMemory

HERE = ImportContext(NOW, stages={"new": "new", "won": "won"})
HEADERS = ("Name", "E-mail", "Customer ID", "Employees")
INES = {"full_name": "Ines", "email": "ines@norbrook.example", "external_id": "7", "employees": 3.0}


class Remembering(StoreInMemory):
    """A store with settings."""

    def __init__(self) -> None:
        super().__init__()
        self.settings: dict[str, str] = {}

    def setting(self, key: str) -> str | None:
        """What is kept under a key."""
        return self.settings.get(key)

    def put_setting(self, key: str, value: str) -> None:
        """Keep it."""
        self.settings[key] = value


def foretold(table: TableInMemory, store: StoreInMemory) -> Fates:
    """The fates of all rows."""
    done = foretell(table, plan_import(table, ImportOptions(), HERE), store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    return done.value


def test_each_row_is_told_what_would_become_of_it() -> None:
    table = TableInMemory(
        HEADERS,
        ("Ines", "ines@norbrook.example", "", "5"),
        ("Bo", "bo@hadley.example", "", ""),
        ("Bo Hadley", "BO@hadley.example", "", "4"),
        ("Ana", "", "", "many"),
        ("Ines C.", "", "7", ""),
        ("", "", "", "12"),
        bad=[BadLine(5, "a quotation mark is not closed", ["Cy"])],
    )
    store = StoreInMemory(INES)
    fates = foretold(table, store)
    rows = [fates.row(at) for at in range(len(fates))]
    assert [(row.line, row.fate, row.label) for row in rows[:3]] == [
        (2, Fate.UPDATES, "Ines"),
        (3, Fate.NEW, "Bo"),
        (4, Fate.DUPLICATE, "Bo Hadley"),
    ]
    assert (rows[0].lead, rows[0].changes) == (1, ("full_name", "employees"))
    assert rows[2].other_line == 3
    assert [row.line for row in rows if row.fate is Fate.REJECTED] == [5, 7]
    assert fates.counts[Fate.DUPLICATE] == 2
    assert store.writes == 0


def test_a_row_that_changes_nothing_is_told_so_and_lists_can_show_one_fate_only() -> None:
    table = TableInMemory(HEADERS, ("Ines", "ines@norbrook.example", "7", "3"), ("Bo", "", "8", ""))
    fates = foretold(table, StoreInMemory(INES))
    assert [fates.row(at).label for at in fates.of(Fate.UNCHANGED)] == ["Ines"]
    assert [fates.row(at).lead for at in fates.of(Fate.UNCHANGED, Fate.NEW)] == [1, 0]


def test_rows_repeated_many_batches_later_name_the_first_one() -> None:
    people = [(f"P{n}", f"p{n}@x.example", "", "") for n in range(4500)]
    fates = foretold(TableInMemory(HEADERS, *people, ("P0 again", "p0@x.example", "", "")), StoreInMemory())
    last = fates.row(4500)
    assert (last.fate, last.other_line, last.lead) == (Fate.DUPLICATE, 2, 0)


def planned(*rows: tuple[str, ...], headers: tuple[str, ...], **options: object) -> tuple[TableInMemory, ImportPlan]:
    """A table and its plan."""
    table = TableInMemory(headers, *rows)
    return table, plan_import(table, ImportOptions(**options), HERE)  # type: ignore[arg-type]


def test_words_without_a_meaning_are_asked_about_and_answers_count() -> None:
    rows = (("Ines", "won", "yes"), ("Bo", "Kunde geworden", "vielleicht"), ("Ana", "lost", "ja"))
    headers = ("Name", "Outcome", "Do not call")
    _, plan = planned(*rows, headers=headers)
    asked = [(q.code, q.column, q.example, q.optional) for q in plan.questions]
    assert asked == [
        ("word", "Outcome", "Kunde geworden", True),
        ("word", "Do not call", "vielleicht", True),
    ]
    assert refusal_of(plan) is None
    words = {"outcome": {"Kunde geworden": "won"}, "do_not_contact": {"vielleicht": ""}}
    table, plan = planned(*rows, headers=headers, words=words)
    assert plan.questions == ()
    store = StoreInMemory()
    run_import(table, plan, store, HERE)  # type: ignore[arg-type]
    assert (store.all("outcome"), store.all("do_not_contact")) == (["won", "won", "lost"], [True, False, True])


def test_a_number_that_could_be_either_is_asked_about() -> None:
    headers, rows = ("Name", "Annual revenue"), (("Ines", "1.234"), ("Bo", "2.500"))
    table, plan = planned(*rows, headers=headers)
    assert [(q.code, q.example, q.choices) for q in plan.questions] == [("decimal_mark", "1.234", (".", ","))]
    table, plan = planned(*rows, headers=headers, marks={"annual_revenue": "."})
    store = StoreInMemory()
    run_import(table, plan, store, HERE)  # type: ignore[arg-type]
    assert store.all("annual_revenue") == [1.234, 2.5]


def test_dates_that_are_open_follow_those_of_the_same_file_that_are_not() -> None:
    table, plan = planned(("Ines", "03/04/2026", "04/25/2026"), headers=("Name", "Created at", "Closed at"))
    assert plan.questions == ()
    store = StoreInMemory()
    run_import(table, plan, store, HERE)  # type: ignore[arg-type]
    assert store.all("created_at") == [datetime(2026, 3, 4, tzinfo=UTC)]


def test_a_mapping_is_remembered_for_the_same_headers_and_forgotten_on_request() -> None:
    store = Remembering()
    headers = ("Who", "Firm's name", "Mail")
    _, plan = planned(("Ines", "Norbrook", "ines@norbrook.example"), headers=headers)
    chosen = replace(plan, mapping=plan.mapping.choose(0, "full_name").choose(1, "company"))
    remember(store, chosen)  # type: ignore[arg-type]
    again = TableInMemory(("mail", "WHO", "Firms name"), ("bo@hadley.example", "Bo", "Hadley"))
    assert fingerprint(again.preview.headers) != fingerprint(("mail", "who"))
    options = with_memory(store, headers, ImportOptions())  # type: ignore[arg-type]
    table = TableInMemory(headers, ("Bo", "Hadley", "bo@hadley.example"))
    plan = plan_import(table, options, HERE)
    assert [column.target for column in plan.mapping.columns] == ["full_name", "company", "email"]
    assert [column.reason == REMEMBERED for column in plan.mapping.columns] == [True, True, False]
    assert plan.mapping.columns[0].basis is Basis.CHOSEN
    forget(store, headers)  # type: ignore[arg-type]
    assert with_memory(store, headers, ImportOptions()) == ImportOptions()  # type: ignore[arg-type]


def test_a_mapping_file_keeps_words_and_marks() -> None:
    _, plan = planned(("Ines", "Kunde"), headers=("Name", "Outcome"), words={"outcome": {"Kunde": "won"}})
    plan = replace(plan, mapping=replace(plan.mapping, marks={"expected_value": ","}))
    saved = mapping_from_json(mapping_to_json(plan.mapping))
    assert (saved.words, saved.marks) == ({"outcome": {"kunde": "won"}}, {"expected_value": ","})


def test_every_column_says_how_sure_it_is_and_why() -> None:
    _, plan = planned(("Ines", "x", "3"), headers=("Name", "Blah", "Employees"))
    assert [(c.target, c.confidence > 0.9, bool(c.reason)) for c in plan.mapping.columns] == [
        ("full_name", True, True),
        (None, False, True),
        ("employees", True, True),
    ]
    assert plan.mapping.columns[2].type is FactType.NUMBER
