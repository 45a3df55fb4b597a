"""Exports with chosen columns: for spreadsheets, other systems and telephones; safe, and read back as they were."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from leadqual_gui.adapters.exchange.table_writers import ColumnTexts, table_sink
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.exporting import SCORE_COLUMNS
from leadqual_gui.services.exporting_columns import TEMPLATES, ExportColumn, chosen_columns, template, usual_columns
from leadqual_gui.services.exporting_table import export_table, ledger_text
from leadqual_gui.services.importing import ImportContext, ImportOptions, plan_import, run_import
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.exchange.test_writing import a_card
from tests.importing.fakes import StoreInMemory

INES: dict[str, FieldValue] = {
    "full_name": "Inês Carvalho",
    "company": "=HYPERLINK(\"http://x.example\")",
    "email": "ines@norbrook.example",
    "phone": "+351 21 555 0101",
    "job_title": "@COO",
    "employees": 140.0,
    "annual_revenue": 1234.125,
    "tags": ("fair", "cold"),
    "notes": "-1+cmd|' /C calc'!A0\nsecond line",
    "created_at": datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
    "verified_at": datetime(2026, 5, 1, tzinfo=UTC),
    "unsubscribed": True,
    "do_not_contact": False,
    "external_id": "00417",
    "custom.fleet": 12.0,
}  # fmt: skip
BO: dict[str, FieldValue] = {"first_name": "Bo", "email": "bo@hadley.example", "tags": (), "do_not_contact": True}


class Leads:
    """A store that knows Ines (1) and Bo (2)."""

    def values(self, ids: Sequence[int], fields: Sequence[str]) -> tuple[list[int], list[list[FieldValue]]]:
        """Their fields, as columns."""
        known = {1: INES, 2: BO}
        there = [lead_id for lead_id in ids if lead_id in known]
        return there, [[known[lead_id].get(field) for lead_id in there] for field in fields]


def scores(ids: Sequence[int]) -> dict[str, list[object]]:
    """Ines is hot, everybody else cold."""
    hot = [lead_id == 1 for lead_id in ids]
    found: dict[str, list[object]] = {name: [None] * len(hot) for name in SCORE_COLUMNS}
    return found | {
        "score": [58 if one else 3 for one in hot],
        "exact": [57.6 if one else 3.0 for one in hot],
        "tier": ["hot" if one else "cold" for one in hot],
        "ledger": [ledger_text(a_card()) for _ in hot],
    }


def exported(path: Path, columns: Sequence[ExportColumn]) -> Path:
    """Ines, a lead that is gone, and Bo."""
    assert export_table(Leads(), [1, 7, 2], columns, scores, table_sink(path)) == 2  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", ["all.csv", "all.tsv", "all.xlsx", "all.json"])
def test_what_is_exported_comes_back_the_same(tmp_path: Path, name: str) -> None:
    path = exported(tmp_path / name, usual_columns(["fleet"]))
    store, here = StoreInMemory(), ImportContext(NOW, custom={"fleet": FactType.NUMBER})
    table = open_table(path)
    plan = plan_import(table, ImportOptions(), here)
    assert plan.questions == ()
    done = run_import(table, plan, store, here)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    assert (done.value.new, done.value.rejected) == (2, 0)
    ines, bo = store.leads.values()
    assert {key: ines[key] for key in INES} == INES
    assert {key: bo[key] for key in BO} == BO


def test_nothing_in_a_workbook_is_a_formula_and_numbers_are_numbers(tmp_path: Path) -> None:
    columns = chosen_columns(["company", "job_title", "notes", "phone", "employees", "created_at", "score", "tier"])
    sheet = openpyxl.load_workbook(exported(tmp_path / "all.xlsx", columns)).active
    header, ines, _ = sheet.iter_rows()
    assert [cell.value for cell in header] == [column.header for column in columns]
    assert [cell.data_type for cell in ines] == ["s", "s", "s", "s", "n", "d", "n", "s"]
    assert [cell.value for cell in ines][:4] == [
        '\'=HYPERLINK("http://x.example")',
        "'@COO",
        "'-1+cmd|' /C calc'!A0\nsecond line",
        "+351 21 555 0101",
    ]
    assert (ines[4].value, ines[5].value, ines[6].value) == (140, datetime(2026, 3, 14, 9, 30), 58)


def test_the_ledger_fits_into_a_cell(tmp_path: Path) -> None:
    path = exported(tmp_path / "some.csv", chosen_columns(["full_name", "tier", "ledger"]))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["Inês Carvalho", "hot", "Number of employees +40; Attended a webinar +17.6"]


@pytest.mark.parametrize("key", [one.id for one in TEMPLATES])
def test_templates_fill_what_the_other_system_insists_on(tmp_path: Path, key: str) -> None:
    found = template(key)
    assert found is not None
    with exported(tmp_path / "out.csv", found.columns).open(encoding="utf-8", newline="") as file:
        ines, bo = csv.DictReader(file)
    names = {"pipedrive": "Person - Last name", "hubspot": "Last name"}
    assert (ines[names.get(key, "Last Name")], bo[names.get(key, "Last Name")]) == ("Carvalho", "Bo")
    if key in ("salesforce", "zoho"):
        assert bo["Company"] == "[not provided]"
        assert (ines["No. of Employees"], ines["Email Opt Out"]) == ("140", "true")
    if key == "salesforce":
        assert (ines["Rating"], bo["Rating"], bo["Do Not Call"]) == ("Hot", "Cold", "true")
    if key == "pipedrive":
        assert (ines["Lead - Title"], ines["Lead - Labels"]) == ("Inês Carvalho", "Hot lead")
    table = open_table(tmp_path / "out.csv")
    assert len(plan_import(table, ImportOptions(), ImportContext(NOW)).mapping.used) >= len(found.columns) - 4


def test_cards_come_back(tmp_path: Path) -> None:
    table = open_table(exported(tmp_path / "all.vcf", usual_columns()))
    (batch,) = table.batches()
    names = table.preview.headers
    ines = dict(zip(names, batch.cells(0), strict=True))
    assert (ines["full_name"], ines["email"], ines["tags"]) == ("Inês Carvalho", "ines@norbrook.example", "fair; cold")
    assert ines["notes"] == INES["notes"]


def test_json_with_chosen_columns_leaves_out_what_is_not_known(tmp_path: Path) -> None:
    path = exported(tmp_path / "some.json", chosen_columns(["full_name", "tags", "score"]))
    assert json.loads(path.read_text(encoding="utf-8")) == [
        {"full_name": "Inês Carvalho", "tags": ["fair", "cold"], "score": 58},
        {"tags": [], "score": 3},
    ]


def test_a_column_or_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hair"):
        chosen_columns(["full_name", "hair"])
    with pytest.raises(LeadQualError, match=r"use one of \.csv"):
        table_sink(tmp_path / "leads.docx")


def test_a_stopped_export_leaves_nothing(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx", "a.vcf", "a.json"):
        sink = table_sink(tmp_path / name)
        stopped = export_table(Leads(), [1, 2], usual_columns(), scores, sink, lambda _: False)  # type: ignore[arg-type]
        assert stopped == 0
    assert list(tmp_path.iterdir()) == []


def test_a_field_of_ones_own_may_hold_texts_numbers_and_no() -> None:
    """What counts as nothing to Python is something to a reader: no, and zero."""
    assert ColumnTexts().of(["=1+1", False, 0.0, None, True, ""]) == ["'=1+1", "no", "0", None, "yes", ""]
    assert ColumnTexts().of(["Ines", None, "+1 day"]) == ["Ines", None, "'+1 day"]
    assert ColumnTexts().of([None, 0, 7]) == [None, 0, 7]
