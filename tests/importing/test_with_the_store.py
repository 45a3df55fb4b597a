"""The whole way: a file on disk into the real store, taken back, done again, exported and brought in elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.exchange.table_writers import table_sink
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.services.exporting_columns import usual_columns
from leadqual_gui.services.exporting_table import export_table
from leadqual_gui.services.importing import ImportContext, ImportOptions, ImportResult, plan_import, run_import
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.services.progress import Progress
from tests.builders import NOW, FixedClock
from tests.importing.fakes import StoreInMemory

HERE = ImportContext(NOW, custom={"fleet": FactType.NUMBER}, stages={"new": "new"}, first_stage="new")
HEADER = "ID,Name,E-mail,Employees,Tags,Do not call,Created at,Fleet,Notes\n"
ROWS = (
    'A1,Ines Carvalho,ines@norbrook.example,40,"vip; new",yes,2026-01-04,3,"said: ""call me"""\n'
    "A2,Bo Hadley,bo@hadley.example,,,,,,\n"
    ",Ana Weiss,ana@salt.example,7,,no,2026-02-01,,=2+2\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A new, empty store on disk."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    store = open_store(folder, FixedClock())
    yield store
    store.close()


def bring_in(
    folder: Path, store: SqliteStore | StoreInMemory, content: str, progress: Progress | None = None, dry: bool = False
) -> Outcome[ImportResult] | Refusal:
    """Import a file with this content."""
    path = folder / "list.csv"
    path.write_text(content, encoding="utf-8")
    file = CsvFile.open(path)
    plan = plan_import(file, ImportOptions(), HERE)
    return run_import(file, plan, store, HERE, None, progress, dry)  # type: ignore[arg-type]


def told(done: Outcome[ImportResult] | Refusal) -> tuple[int, int, int, int, int]:
    """New, updated, duplicates, rejected, unchanged."""
    assert isinstance(done, Outcome)
    value = done.value
    return value.new, value.updated, value.duplicates, value.rejected, value.unchanged


def names(store: SqliteStore) -> list[str]:
    """All leads by name, in the order of their arrival."""
    return [lead.name for lead in store.leads(range(1, 20_000)) if lead]


def test_a_list_arrives_and_is_taken_back_as_one_step(tmp_path: Path, store: SqliteStore) -> None:
    done = bring_in(tmp_path, store, HEADER + ROWS)
    assert told(done) == (3, 0, 0, 0, 0)
    ines = store.leads([1])[0]
    assert (ines.employees, ines.tags, ines.do_not_contact, ines.stage) == (40.0, ("vip", "new"), True, "new")
    assert (ines.custom["fleet"], ines.notes) == (3.0, 'said: "call me"')
    assert store.search("salt")
    assert isinstance(done, Outcome)
    assert store.undo(done.operation)
    assert (store.count(), list(store.search("salt"))) == (0, [])
    assert store.redo(done.operation)
    assert names(store) == ["Ines Carvalho", "Bo Hadley", "Ana Weiss"]


def test_an_update_is_taken_back_to_what_was_there(tmp_path: Path, store: SqliteStore) -> None:
    bring_in(tmp_path, store, HEADER + ROWS)
    done = bring_in(
        tmp_path, store, "E-mail,Name,Fleet,Tags\nINES@norbrook.example,Ines C.,4,vip\nana@salt.example,,5,\n"
    )
    assert told(done) == (0, 2, 0, 0, 0)
    assert (names(store)[0], store.leads([3])[0].custom["fleet"]) == ("Ines C.", 5.0)
    assert isinstance(done, Outcome)
    store.undo(done.operation)
    ines, ana = store.leads([1, 3])
    assert (ines.full_name, ines.custom["fleet"], ines.tags) == ("Ines Carvalho", 3.0, ("vip", "new"))
    assert "fleet" not in ana.custom


def test_the_same_list_again_leaves_no_step(tmp_path: Path, store: SqliteStore) -> None:
    bring_in(tmp_path, store, HEADER + ROWS)
    steps = len(store.steps())
    assert told(bring_in(tmp_path, store, HEADER + ROWS)) == (0, 0, 0, 0, 3)
    assert len(store.steps()) == steps


def test_a_dry_run_leaves_no_trace_and_a_cancelled_import_none_either(tmp_path: Path, store: SqliteStore) -> None:
    bring_in(tmp_path, store, HEADER + ROWS)
    many = HEADER + ROWS + "".join(f"B{i},Lead {i},l{i}@firm.example,,,,,,\n" for i in range(1500))
    assert told(bring_in(tmp_path, store, many, dry=True)) == (1500, 0, 0, 0, 3)
    assert store.count() == 3
    assert isinstance(bring_in(tmp_path, store, many, progress=lambda share: share < 0.5), Refusal)
    assert (store.count(), len(store.steps())) == (3, 1)


@pytest.mark.parametrize(
    "content",
    [
        HEADER + ROWS + ROWS,
        "Name,Email\nInes,i@n.example\nIna,I@N.example\n,\nBo,\n",
        "ID,Name,Email\nA1,Ines,info@n.example\nA2,Bo,info@n.example\nA1,Ines C.,\n",
        "Name,Employees\nInes,many\nBo,3\nAna,4\n",
    ],
)
def test_the_store_and_its_double_tell_the_same(tmp_path: Path, store: SqliteStore, content: str) -> None:
    double = StoreInMemory()
    for _ in range(2):
        assert told(bring_in(tmp_path, store, content)) == told(bring_in(tmp_path, double, content))
    assert [lead.full_name for lead in store.leads(range(1, 99)) if lead] == double.all("full_name")


_HEADERS = (HEADER, "Name;Created at\n", "lead,kind,occurred_at,count\n", "lead|framework|element|level\n")
_ODD = st.text("Ia1,;\"'\n\r\t=@é\x00ก- /.", max_size=60).map(str.encode) | st.binary(max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ODD, header=st.sampled_from(_HEADERS))
def test_no_bytes_below_a_header_raise_anything_but_a_plain_message(tmp_path: Path, rows: bytes, header: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(header.encode() + rows)
    with suppress(LeadQualError):
        file = CsvFile.open(path)
        plan = plan_import(file, ImportOptions(custom=True), HERE)
        done = run_import(file, plan, StoreInMemory({"external_id": "1", "email": "a@a.example"}), HERE)  # type: ignore[arg-type]
        if isinstance(done, Outcome):
            assert done.value.read == sum(told(done))


def test_what_is_exported_is_the_same_elsewhere(tmp_path: Path, store: SqliteStore) -> None:
    bring_in(tmp_path, store, HEADER + ROWS)
    path, ids = tmp_path / "out.csv", [1, 2, 3]
    columns = usual_columns(["fleet"], scores=False)
    assert export_table(store, ids, columns, lambda _ids: {}, table_sink(path)) == 3
    (tmp_path / "other").mkdir()
    other = open_store(tmp_path / "other", FixedClock())
    try:
        bring_in(tmp_path, other, path.read_text(encoding="utf-8"))
        assert as_text(other.leads(ids)) == as_text(store.leads(ids))
    finally:
        other.close()


def as_text(leads: Sequence[object]) -> list[str]:
    """Leads as text, for a difference that can be read."""
    return [str(lead) for lead in leads]
