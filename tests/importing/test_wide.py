"""Exports that tell in columns what leads did: e-mail, webinars, web analytics and forms, wide and long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import (
    ImportContext,
    ImportOptions,
    ImportResult,
    plan_import,
    refusal_of,
    run_import,
)
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory, TableInMemory

HERE = ImportContext(NOW)


def a_store() -> StoreInMemory:
    return StoreInMemory(
        {"full_name": "Ines Carvalho", "email": "ines@norbrook.example", "external_id": "7"},
        {"full_name": "Omar Saleh", "email": "omar@hadley.example", "external_id": "8"},
    )


def brought_in(store: StoreInMemory, table: TableInMemory, **options: object) -> ImportResult:
    """The table, imported as it is understood."""
    plan = plan_import(table, ImportOptions(**options), HERE)  # type: ignore[arg-type]
    done = run_import(table, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome), done
    return done.value


def kinds(store: StoreInMemory) -> list[tuple[int, str]]:
    """Who did what."""
    return sorted((lead, kind) for lead, kind, _, _ in store.activities)


def test_counters_of_an_email_export_become_that_many_activities() -> None:
    store = a_store()
    table = TableInMemory(
        ("Email Address", "First Name", "Opens", "Clicks", "Last Open"),
        ("ines@norbrook.example", "Ines", "3", "1", "2026-11-02 10:00"),
        ("omar@hadley.example", "Omar", "0", "", ""),
    )
    result = brought_in(store, table)
    assert (result.kind, result.new, result.unchanged) == (ImportKind.ACTIVITIES, 1, 1)
    assert kinds(store) == [(1, "email_clicked")] + [(1, "email_opened")] * 3
    assert {at for _, _, at, _ in store.activities} == {datetime(2026, 11, 2, 10, tzinfo=UTC)}


def test_next_months_export_adds_only_what_is_new() -> None:
    store = a_store()
    headers = ("Email", "Clicks", "Last click")
    brought_in(store, TableInMemory(headers, ("ines@norbrook.example", "3", "2026-10-02")))
    again = brought_in(store, TableInMemory(headers, ("ines@norbrook.example", "3", "2026-10-02")))
    assert (again.new, again.duplicates) == (0, 1)
    brought_in(store, TableInMemory(headers, ("ines@norbrook.example", "5", "2026-11-09")))
    assert [at.month for _, _, at, _ in store.activities] == [10, 10, 10, 11, 11]


def test_a_webinar_tells_who_registered_and_who_came() -> None:
    store = a_store()
    table = TableInMemory(
        ("First Name", "Last Name", "Email", "Registration Time", "Attended", "Join Time", "Topic"),
        (
            "Ines",
            "Carvalho",
            "ines@norbrook.example",
            "11/02/2026 08:00 AM",
            "Yes",
            "11/15/2026 02:58 PM",
            "Cold rooms",
        ),
        ("Omar", "Saleh", "omar@hadley.example", "11/03/2026 08:00 AM", "No", "", "Cold rooms"),
    )
    brought_in(store, table)
    assert kinds(store) == [(1, "webinar_attended"), (1, "webinar_registered"), (2, "webinar_registered")]
    assert {topic for *_, topic in store.activities} == {"Cold rooms"}


def test_counters_without_any_date_ask_for_their_day() -> None:
    table = TableInMemory(("Email", "Pageviews", "Downloads"), ("ines@norbrook.example", "12", "1"))
    plan = plan_import(table, ImportOptions(), HERE)
    refusal = refusal_of(plan)
    assert refusal is not None
    assert (refusal.reason.code, refusal.reason.params["column"]) == ("import_when_needed", "Pageviews")
    store = a_store()
    brought_in(store, table, when=datetime(2026, 11, 1, tzinfo=UTC))
    assert len(store.activities) == 13


def test_a_counter_that_is_no_number_rejects_its_row_only() -> None:
    store = a_store()
    table = TableInMemory(
        ("Email", "Opens", "Last open"),
        ("ines@norbrook.example", "many", "2026-11-01"),
        ("omar@hadley.example", "1", "2026-11-01"),
        ("nobody@nowhere.example", "1", "2026-11-01"),
    )
    result = brought_in(store, table)
    assert [(row.line, row.reason.split(":")[0]) for row in result.rejects] == [
        (2, "Opens"),
        (4, "there is no lead “nobody@nowhere.example”"),
    ]
    assert result.new == 1


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("timestamp|form_id|contact_id|page_url|title", "contact_requested"),
        ("Email|Join Time (UTC)|Time in Session|Date", "webinar_attended"),
        ("email|timestamp|session_id|page_title", "page_viewed"),
        ("id|created|recipient|url|browser|ip_address|user_agent", "email_clicked"),
        ("id|created|recipient|duration|browser|location|user_agent", "email_opened"),
    ],
)
def test_exports_of_one_kind_need_not_name_it(headers: str, kind: str) -> None:
    names = headers.split("|")
    plan = plan_import(TableInMemory(names, ["7" if "contact" in n else "" for n in names]), ImportOptions(), HERE)
    assert plan.mapping.kind is ImportKind.ACTIVITIES
    assert plan.mapping.constants == {"kind": kind}


def test_a_list_of_leads_with_a_counter_stays_a_list_of_leads() -> None:
    names = ["Email", "First Name", "Company", "Job Title", "Country", "Industry", "Phone", "Number of Pageviews"]
    plan = plan_import(TableInMemory(names, [""] * len(names)), ImportOptions(), HERE)
    assert plan.mapping.kind is ImportKind.LEADS
