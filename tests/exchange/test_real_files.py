"""Real files of other systems, read and mapped. They are not part of the project: without them, nothing is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import (
    ImportContext,
    ImportOptions,
    ImportPlan,
    plan_import,
    refusal_of,
    run_import,
)
from leadqual_gui.services.operations import Outcome, Refusal
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HERE = ImportContext(NOW)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files of others are not beside the project")


def planned(name: str, **options: object) -> tuple[CsvFile, ImportPlan]:
    """A real file, looked at and mapped."""
    file = CsvFile.open(DATA / name)
    return file, plan_import(file, ImportOptions(**options), HERE)  # type: ignore[arg-type]


def mapped(plan: ImportPlan) -> dict[str, str]:
    """Field by header."""
    return {column.header: column.target or "" for column in plan.mapping.used}


@pytest.mark.parametrize("path", sorted((DATA / "import").glob("*.*")) or [Path("none")], ids=lambda path: path.name)
def test_every_small_file_is_imported_or_refused_in_plain_words(path: Path) -> None:
    file = open_table(path)
    plan = plan_import(file, ImportOptions(), HERE)
    assert all(column.reason for column in plan.mapping.columns)
    done = run_import(file, plan, StoreInMemory(), HERE)  # type: ignore[arg-type]
    if isinstance(done, Refusal):
        assert done.reason.params
    else:
        result = done.value
        assert result.read == result.new + result.updated + result.duplicates + result.rejected + result.unchanged
        assert all(row.line > plan.preview.header_line and row.reason for row in result.rejects)


def test_cards_of_real_programs_become_leads() -> None:
    found = {}
    for path in sorted((DATA / "import").glob("vcard_*.vcf")):
        store, file = StoreInMemory(), open_table(path)
        done = run_import(file, plan_import(file, ImportOptions(), HERE), store, HERE)  # type: ignore[arg-type]
        assert isinstance(done, Outcome)
        found[path.stem.removeprefix("vcard_")] = (done.value.new, done.value.rejected)
    assert found["John_Doe_ANDROID"] == (6, 0)
    assert found["rfc2426-example"] == (2, 0)
    assert found["sabre_issue64"] == (0, 1)
    assert {found[f"John_Doe_{name}"] for name in ("GMAIL", "IPHONE", "MS_OUTLOOK")} == {(1, 0)}


def test_a_header_in_merged_cells_over_five_rows() -> None:
    preview = open_table(DATA / "import" / "tabulator_multiline_headers.xlsx").preview
    assert preview.headers[:2] == ("Region", "Caloric contribution (%)")
    assert preview.rows == (("A", "B", "C", "D"),)


def test_form_submissions_are_activities_of_one_kind() -> None:
    file = open_table(DATA / "import" / "hubspot_form_submissions.csv")
    plan = plan_import(file, ImportOptions(), HERE)
    assert (plan.mapping.kind, plan.mapping.constants) == (ImportKind.ACTIVITIES, {"kind": "contact_requested"})
    assert mapped(plan)["contact_id"] == "lead"


@pytest.mark.parametrize(("name", "kind"), [("click", "email_clicked"), ("open", "email_opened")])
def test_clicks_and_opens_without_a_person_ask_whose_they_are(name: str, kind: str) -> None:
    """They are no leads: nobody is made of a row that only tells of a browser."""
    file = open_table(DATA / "import" / f"hubspot_email_{name}_events.csv")
    plan = plan_import(file, ImportOptions(), HERE)
    assert (plan.mapping.kind, plan.mapping.constants) == (ImportKind.ACTIVITIES, {"kind": kind})
    refusal = refusal_of(plan)
    assert refusal is not None
    assert refusal.reason.params["needed"] == "lead"


def test_hubspots_own_names_are_known() -> None:
    _, plan = planned("import/hubspot_contact_fivetran.csv")
    found = mapped(plan)
    assert found["property_firstname"] == "first_name"
    assert found["property_annualrevenue"] == "annual_revenue"
    assert "property_email_1" in plan.mapping.left_out


def test_salesforces_wide_lead_keeps_its_forty_useful_columns() -> None:
    found = mapped(planned("import/salesforce_lead_fivetran_wide.csv")[1])
    assert (found["name"], found["company"], found["has_opted_out_of_email"]) == (
        "full_name",
        "company",
        "unsubscribed",
    )
    assert found["title"] == "job_title"


def test_salesforce_tasks_are_activities() -> None:
    _, plan = planned("import/salesforce_task_fivetran.csv")
    assert plan.mapping.kind is ImportKind.ACTIVITIES
    assert mapped(plan)["who_id"] == "lead"


def test_titles_above_the_header_are_skipped() -> None:
    file = CsvFile.open(DATA / "import" / "messy_title_rows_before_header.csv")
    assert file.preview.header_line == 12
    assert file.preview.headers[1] == "1985"


def test_utf_16_and_windows_accents_arrive_whole() -> None:
    assert CsvFile.open(DATA / "import" / "messy_utf16le.csv").preview.headers[0] == "Organisation_code"
    assert CsvFile.open(DATA / "import" / "messy_cp1252_spanish.csv").preview.headers[-1] == "Descripción"
    assert "Träger" in CsvFile.open(DATA / "import" / "messy_ragged_rows.csv").preview.rows[0][1]


def test_a_table_of_null_words_has_no_header_and_no_lead() -> None:
    file, plan = planned("import/messy_null_words.csv")
    assert file.preview.header_line == 0
    assert refusal_of(plan) is not None


def test_opportunities_become_leads_with_custom_fields() -> None:
    store = StoreInMemory()
    file, plan = planned("b2b_opportunities.csv", custom=True)
    done = run_import(file, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    assert (done.value.new, done.value.rejected) == (312, 0)
    assert {"won", "lost"} == set(store.all("outcome"))
    assert done.value.new_fields["authority"].value == "text"


def test_visits_by_month_ask_for_the_year_and_count_repeats_them() -> None:
    store = StoreInMemory()
    leads, plan = planned("shop_sessions.csv")
    run_import(leads, plan, store, HERE)  # type: ignore[arg-type]
    visits, plan = planned("shop_sessions_activities.csv")
    assert [question.code for question in plan.questions] == ["year"]
    assert isinstance(run_import(visits, plan, store, HERE), Refusal)  # type: ignore[arg-type]
    visits, plan = planned("shop_sessions_activities.csv", year=2024)
    done = run_import(visits, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    assert done.value.new == 15_024
    assert len(store.activities) > 15_024
