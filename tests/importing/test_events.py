"""Activities and answers brought in, each to the lead that it names."""

from __future__ import annotations

from datetime import UTC, datetime

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import ImportContext, ImportOptions, plan_import, run_import
from leadqual_gui.services.importing_mapping import SavedMapping
from leadqual_gui.services.operations import Outcome, Refusal
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory, TableInMemory
from tests.importing.test_leads import bring_in, counts, result

ACTIVITIES = "lead|kind|occurred_at|topic"
ANSWERS = "lead|framework|element|level|heard_at|said_by|evidence"


def a_store() -> StoreInMemory:
    """Ines, known by an id and an address, and Bo, known by an address."""
    return StoreInMemory(
        {"external_id": "A1", "full_name": "Ines", "email": "ines@norbrook.example"},
        {"full_name": "Bo", "email": "bo@hadley.example"},
    )


def test_activities_find_their_lead_by_id_or_address() -> None:
    store = a_store()
    done = bring_in(store, ACTIVITIES, "A1|webinar|2026-03-04T10:00:00Z|Pricing", "BO@hadley.example|Demo|2026-03-05|")
    assert counts(done) == (2, 0, 0, 0, 0)
    assert store.activities == [
        (1, "webinar", datetime(2026, 3, 4, 10, tzinfo=UTC), "Pricing"),
        (2, "demo", datetime(2026, 3, 5, tzinfo=UTC), None),
    ]


def test_rows_without_lead_kind_or_time_are_refused_each_with_its_reason() -> None:
    store = a_store()
    done = bring_in(
        store,
        ACTIVITIES,
        "A9|webinar|2026-03-04|",
        "A1||2026-03-04|",
        "A1|webinar||",
        "|webinar|2026-03-04|",
        "A1|webinar|soon|",
        *["A1|visit|2026-03-04|"] * 2,
        *["A1|call|2026-03-04|"] * 3,
    )
    assert counts(done) == (5, 0, 0, 5, 0)
    assert [row.reason for row in result(done).rejects] == [
        "there is no lead “A9”",
        "it does not say what happened (kind)",
        "it does not say when (occurred_at)",
        "it does not say whose it is (lead)",
        "“soon” is not a date; write it as 2026-04-03",
    ]


def test_a_count_repeats_the_activity() -> None:
    store = a_store()
    header = "lead_id|activity_type|occurred_at|count"
    done = bring_in(
        store, header, "A1|visit|2026-03-04|3", "A1|call|2026-03-04|0", "A1|call|2026-03-05|", "A1|x|2026-03-05|-2"
    )
    assert counts(done) == (2, 0, 0, 1, 1)
    assert [kind for _, kind, _, _ in store.activities] == ["visit", "visit", "visit", "call"]


def test_a_month_without_a_year_is_asked_about() -> None:
    store = a_store()
    header = "lead_id|activity_type|month|count"
    done = bring_in(store, header, "A1|visit|Feb|2")
    assert isinstance(done, Refusal)
    assert (done.reason.code, done.reason.params["example"]) == ("import_year_needed", "Feb")
    done = bring_in(store, header, "A1|visit|Feb|2", "A1|visit|Smarch|1", year=2024)
    assert counts(done) == (1, 0, 0, 1, 0)
    assert store.activities[0][2] == datetime(2024, 2, 1, tzinfo=UTC)


def test_the_same_activities_again_change_nothing() -> None:
    store = a_store()
    rows = ("A1|visit|2026-03-04|Prices", "A1|visit|2026-03-04|Prices", "A1|call|2026-03-05|")
    assert counts(bring_in(store, ACTIVITIES, *rows)) == (3, 0, 0, 0, 0)
    again = bring_in(store, ACTIVITIES, *rows, "A1|visit|2026-03-04|Prices")
    assert counts(again) == (1, 0, 3, 0, 0)
    assert len(store.activities) == 4


def test_kinds_are_known_by_id_or_label_and_new_ones_are_told() -> None:
    store = a_store()
    context = ImportContext(
        NOW, kinds={"webinar_attended": "webinar_attended", "besuchte webinare": "webinar_attended"}
    )
    table = TableInMemory(
        ACTIVITIES.split("|"),
        ["A1", "Webinar Attended", "2026-03-04", ""],
        ["A1", "Besuchte Webinare", "2026-03-05", ""],
        ["A1", "Coffee chat", "2026-03-06", ""],
    )
    done = run_import(table, plan_import(table, ImportOptions(), context), store, context)  # type: ignore[arg-type]
    assert [kind for _, kind, _, _ in store.activities] == ["webinar_attended", "webinar_attended", "coffee_chat"]
    assert result(done).notices == {"kind:coffee_chat": 1}


def test_a_constant_can_say_what_happened() -> None:
    store = a_store()
    saved = SavedMapping(constants={"kind": "form_submitted"}, columns={"contact": "lead", "at": "occurred_at"})
    done = bring_in(store, "contact|at", "A1|2026-03-04", saved=saved, kind=ImportKind.ACTIVITIES)
    assert counts(done) == (1, 0, 0, 0, 0)
    assert store.activities[0][1] == "form_submitted"


def test_answers_arrive_with_level_unknown_or_refused() -> None:
    store = a_store()
    done = bring_in(
        store,
        ANSWERS,
        "A1|bant|budget|2|2026-03-04|Ines|“about 20k”",
        "A1|bant|need|unknown|2026-03-04||",
        "A1|bant|authority|Refused|||",
        "A1|bant|timeline|7|2026-03-04||",
    )
    assert counts(done) == (3, 0, 0, 1, 0)
    budget, need, authority = store.answers
    assert (budget.state, budget.level, budget.said_by) == (AnswerState.LEVEL, 2, "Ines")
    assert (need.state, need.level) == (AnswerState.UNKNOWN, None)
    assert (authority.state, authority.heard_at) == (AnswerState.REFUSED, NOW)
    assert "“7” is no level" in result(done).rejects[0].reason


def test_the_same_answers_again_change_nothing() -> None:
    store = a_store()
    row = "A1|bant|budget|2|2026-03-04||"
    bring_in(store, ANSWERS, row)
    again = bring_in(store, ANSWERS, row)
    assert counts(again) == (0, 0, 1, 0, 0)
    assert isinstance(again, Outcome)
    assert again.operation == 0


def test_an_element_that_no_framework_has_is_refused() -> None:
    context = ImportContext(
        NOW, elements={("bant", "budget"): ("bant", "budget"), ("bant", "geld"): ("bant", "budget")}
    )
    cells = [f"A1|bant|{element}|2|||".split("|") for element in ("Geld", "Mood")]
    table, store = TableInMemory(ANSWERS.split("|"), *cells), a_store()
    done = run_import(table, plan_import(table, ImportOptions(), context), store, context)  # type: ignore[arg-type]
    assert [answer.element for answer in store.answers] == ["budget"]
    assert result(done).rejects[0].reason == "there is no element “Mood” in a framework “bant”"
