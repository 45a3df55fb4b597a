"""What is written: leads that come back the same, rejects that can be mended, nothing that runs in a spreadsheet."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange.cells import as_meant, clean, neutral
from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.exchange.table_writers import table_sink
from leadqual_gui.adapters.exchange.writers import JsonSink, RejectsFile, read_mapping, write_mapping
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import Line, LineKind, NextChange, ScoreCard
from leadqual_gui.domain.mapping import propose
from leadqual_gui.domain.parsing import NULL_WORDS
from leadqual_gui.services.exporting import SCORE_COLUMNS, export_leads, number_text, points, score_item
from leadqual_gui.services.exporting_columns import usual_columns
from leadqual_gui.services.exporting_table import export_table
from leadqual_gui.services.importing import ImportContext, ImportOptions, ImportResult, plan_import, run_import
from leadqual_gui.services.importing_table import BadLine
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW, a_lead
from tests.importing.fakes import StoreInMemory

HERE = ImportContext(NOW, custom={"fleet": FactType.NUMBER, "since": FactType.DATE, "crm": FactType.TEXT})


def a_card(lead_id: int = 1) -> ScoreCard:
    """58, could be 45 to 86."""
    lines = (
        Line("company_size", LineKind.CRITERION, "Number of employees", 400, fit=400),
        Line("webinar", LineKind.CRITERION, "Attended a webinar", 176, engagement=176),
    )
    change = NextChange(datetime(2026, 11, 24, tzinfo=UTC), "cold")
    return ScoreCard(lead_id, NOW, 576, 58, 400, 176, "warm", "B1", 450, 856, False, lines, (), None, change)


class Leads:
    """A store that knows these leads; others are all the same."""

    def __init__(self, *leads: Lead) -> None:
        self._leads = {lead.id: lead for lead in leads}

    def leads(self, ids: Sequence[int]) -> list[Lead]:
        """One for each id."""
        return [self._leads.get(number) or a_lead(number) for number in ids]

    def values(self, ids: Sequence[int], fields: Sequence[str]) -> tuple[Sequence[int], list[list[Any]]]:
        """Their fields, as columns."""
        return ids, [[_field_of(lead, field) for lead in self.leads(ids)] for field in fields]


def _field_of(lead: Lead, field: str) -> object:
    custom = field.removeprefix("custom.")
    return getattr(lead, field) if custom == field else lead.custom.get(custom)


def scores(ids: Sequence[int]) -> dict[str, list[object]]:
    """All have the same card."""
    card = a_card()
    told: dict[str, object] = {"score": card.shown, "tier": card.tier, "grade": card.grade, "disqualified": None}
    told |= {name: getattr(card, name) / 10 for name in ("exact", "fit", "engagement")}
    told |= {name: points(getattr(card, name)) for name in ("least", "greatest")}
    return {name: [value] * len(ids) for name, value in told.items()}


def written(folder: Path, lead: Lead, custom: Sequence[str] = ()) -> Path:
    """A lead, exported as a table."""
    path = folder / "leads.csv"
    export_table(Leads(lead), [lead.id], usual_columns(custom), scores, table_sink(path))  # type: ignore[arg-type]
    return path


def brought_back(path: Path, store: StoreInMemory) -> ImportResult:
    """An exported file, imported."""
    file = CsvFile.open(path)
    plan = plan_import(file, ImportOptions(), HERE)
    assert not plan.questions
    done = run_import(file, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    return done.value


def test_an_exported_lead_comes_back_the_same(tmp_path: Path) -> None:
    lead = a_lead(
        full_name='\'s-Gravenhage, "Ines"\nCarvalho',
        notes="=1+1",
        phone="+44 20 7946 0018",
        employees=1.125,
        annual_revenue=1_234_567.5,
        tags=("Porto, Portugal",),
        do_not_contact=True,
        verified_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        outcome="lost",
        custom={"fleet": 12.0, "since": datetime(2026, 1, 4, tzinfo=UTC), "crm": "00417"},
    )
    store = StoreInMemory()
    result = brought_back(written(tmp_path, lead, custom=("fleet", "since", "crm")), store)
    assert (result.new, result.left_out) == (1, SCORE_COLUMNS)
    (back,) = store.leads.values()
    for field in ("full_name", "notes", "phone", "employees", "annual_revenue", "tags", "verified_at", "created_at"):
        assert back[field] == getattr(lead, field), field
    assert (back["do_not_contact"], back["unsubscribed"], back["outcome"]) == (True, False, "lost")
    assert [back[f"custom.{key}"] for key in ("fleet", "since", "crm")] == list(lead.custom.values())


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), min_size=1, max_size=12)
_TEXT = _WORDS.map(clean).filter(lambda text: text and text not in NULL_WORDS and ":::" not in text)
_MOMENT = st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC))
_LEADS = st.builds(
    Lead,
    id=st.just(1),
    full_name=_TEXT,
    company=st.none() | _TEXT,
    notes=st.none() | st.lists(_TEXT, min_size=1, max_size=3).map("\n".join),
    employees=st.none() | st.floats(0, 1e12).map(lambda n: round(n, 4)),
    expected_value=st.none() | st.integers(0, 10**12).map(float),
    tags=st.lists(_TEXT.filter(lambda t: not set(t) & set(";*|:")), unique=True, max_size=3).map(tuple),
    created_at=st.none() | _MOMENT,
    unsubscribed=st.booleans(),
    outcome=st.sampled_from([None, "won", "lost"]),
    external_id=_TEXT,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(lead=Lead(id=1, full_name="Ana", notes="on C:\nor on D:\\", external_id=",0"))
@given(lead=_LEADS)
def test_any_lead_comes_back_the_same(tmp_path: Path, lead: Lead) -> None:
    store = StoreInMemory()
    assert brought_back(written(tmp_path, lead), store).new == 1
    (back,) = store.leads.values()
    fields = ("full_name", "company", "notes", "employees", "expected_value", "tags", "created_at", "unsubscribed",
              "outcome", "external_id")  # fmt: skip
    assert {field: back[field] for field in fields} == {field: getattr(lead, field) for field in fields}


@given(_WORDS | st.from_regex(r"['=+\-@\t\r].{0,5}", fullmatch=True))
def test_no_text_can_be_taken_for_a_formula_and_each_comes_back(text: str) -> None:
    safe = neutral(text)
    assert safe[:1] not in ("=", "@", "\t", "\r")
    assert as_meant(safe) == text


@pytest.mark.parametrize("text", ["+44 20 7946 0018", "-12.5", "+1 (555) 010-9999", "-3e-05"])
def test_numbers_and_telephone_numbers_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "-1+cmd|' /C calc'!A0", "+SUM(A1)", "@import", "\tx", "\n=1+1", "＝1+1", "＠x", "'quoted"]
)
def test_formulas_are_marked(text: str) -> None:
    assert neutral(text) == f"'{text}"


@given(st.floats(-1e12, 1e12))
def test_a_number_is_written_so_that_it_reads_back(value: float) -> None:
    text = number_text(value)
    assert float(text) == value
    assert "e" not in text


def test_the_score_stands_behind_the_fields(tmp_path: Path) -> None:
    with written(tmp_path, a_lead()).open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["full_name"], row["score"], row["exact"], row["least"], row["greatest"]) == (
        "Ines Carvalho",
        "58",
        "57.6",
        "45",
        "86",
    )


def test_json_holds_the_ledger_which_sums_to_the_score(tmp_path: Path) -> None:
    path, lead = tmp_path / "leads.json", a_lead(tags=("vip",))
    export_leads(Leads(lead), [lead.id], a_card, JsonSink(path))  # type: ignore[arg-type]
    (item,) = json.loads(path.read_text(encoding="utf-8"))
    assert (item["id"], item["tags"], item["tier"]) == ("ines1@norbrook.example", ["vip"], "warm")
    assert round(sum(line["points"] for line in item["ledger"]), 1) == item["exact"] == 57.6
    assert item["next_change"] == {"at": "2026-11-24", "tier": "cold"}


def test_a_score_can_be_told_without_its_ledger() -> None:
    assert "ledger" not in score_item(a_lead(), a_card(), ledger=False)


def test_an_export_runs_in_chunks_and_appears_whole(tmp_path: Path) -> None:
    path, shares = tmp_path / "leads.json", []

    def progress(share: float) -> bool:
        shares.append(share)
        return not path.exists()

    count = export_leads(Leads(), range(1, 1202), a_card, JsonSink(path), progress)  # type: ignore[arg-type]
    assert (count, len(shares)) == (1201, 3)
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 1201
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_stopped_export_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text("before")
    stopped = export_leads(Leads(), range(1, 1202), a_card, JsonSink(path), lambda _: False)  # type: ignore[arg-type]
    assert (stopped, path.read_text()) == (0, "before")
    assert [p.name for p in tmp_path.iterdir()] == ["leads.json"]


def test_an_export_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(LeadQualError, match="cannot be written"):
        table_sink(tmp_path / "nowhere" / "leads.csv")
    with pytest.raises(LeadQualError, match=r"“\.docx” file"):
        table_sink(tmp_path / "leads.docx")


def imported_with_rejects(folder: Path, source: Path, store: StoreInMemory) -> ImportResult:
    """An import whose bad rows go to rejects.csv."""
    file = CsvFile.open(source)
    plan = plan_import(file, ImportOptions(), HERE)
    rejects = RejectsFile(folder / "rejects.csv", source)
    done = run_import(file, plan, store, HERE, rejects)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    return done.value


def test_rejected_rows_can_be_mended_and_imported_again(tmp_path: Path) -> None:
    source, store = tmp_path / "list.csv", StoreInMemory()
    source.write_text("Name,Employees,Notes\nInes,40,\nBo,forty,=cmd\nAna,7,a,b\n", encoding="utf-8")
    first = imported_with_rejects(tmp_path, source, store)
    assert (first.new, first.rejected) == (1, 2)
    mended = (tmp_path / "rejects.csv").read_text(encoding="utf-8").replace("forty", "40").replace(",a,b", ',"a,b"')
    assert mended.startswith("rejected_line,rejected_reason,Name,Employees,Notes")
    (tmp_path / "mended.csv").write_text(mended, encoding="utf-8")
    again = imported_with_rejects(tmp_path, tmp_path / "mended.csv", store)
    assert (again.new, again.rejected) == (2, 0)
    assert store.all("employees") == [40.0, 40.0, 7.0]
    assert store.all("notes") == [None, "=cmd", "a,b"]


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Name\nInes\n", encoding="utf-8")
    imported_with_rejects(tmp_path, source, StoreInMemory())
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_rejects_never_overwrite_the_list_itself(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    with pytest.raises(LeadQualError, match="would overwrite"):
        RejectsFile(source, source)
    rejects = RejectsFile(tmp_path / "rejects.csv", source)
    rejects.write(["Name"], [BadLine(2, "why", ["=x"])])
    rejects.discard()
    assert not list(tmp_path.iterdir())


def test_a_mapping_is_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    mapping = propose(["Name", "Mail"], [["Ines"], ["i@n.example"]]).choose(0, "company")
    write_mapping(path, mapping)
    assert read_mapping(path).columns == {"Name": "company", "Mail": "email"}
    with pytest.raises(LeadQualError, match="cannot be read"):
        read_mapping(tmp_path / "gone.json")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LeadQualError, match="not UTF-8"):
        read_mapping(path)


def test_values_of_every_sort_have_a_cell() -> None:
    from leadqual_gui.services.exporting import field_text

    values: list[Any] = [None, True, False, 3.0, datetime(2026, 1, 4, 9, tzinfo=UTC), ("a", "b"), "x"]
    assert [field_text(value) for value in values] == ["", "yes", "no", "3", "2026-01-04T09:00:00Z", "a; b", "x"]
