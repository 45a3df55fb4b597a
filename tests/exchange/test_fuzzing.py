"""Any bytes at all, and sound files with a few of theirs changed: rows, rejects with their lines, or a clear refusal.

Never another error, never a hang, and never half an import.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange.bundles import BundleFile
from leadqual_gui.adapters.exchange.tables import open_table, pasted_table
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing import (
    Fates,
    ImportContext,
    ImportOptions,
    foretell,
    plan_import,
    refusal_of,
    run_import,
)
from leadqual_gui.services.importing_fates import Fate
from leadqual_gui.services.importing_table import TableSource
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.importing.fakes import StoreInMemory

HERE = ImportContext(NOW)
FUZZED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def taken_in(table: TableSource) -> None:
    """The import of a table: what is foretold is what happens, and the numbers add up."""
    store = StoreInMemory({"full_name": "Ines", "email": "ines@norbrook.example", "external_id": "7"})
    plan = plan_import(table, ImportOptions(), HERE)
    if refusal_of(plan):
        return
    fates = foretell(table, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(fates, Outcome)
    assert store.writes == 0
    done = run_import(table, plan, store, HERE)  # type: ignore[arg-type]
    assert isinstance(done, Outcome)
    result, told = done.value, fates.value
    assert isinstance(told, Fates)
    assert len(told) == result.read == sum(told.counts.values())
    assert (told.counts[Fate.NEW], told.counts[Fate.REJECTED]) == (result.new, result.rejected)
    assert [told.row(at).line for at in told.of(Fate.REJECTED)] == [row.line for row in result.rejects]
    assert all(row.line > 0 and row.reason for row in result.rejects)


def in_plain_words(error: LeadQualError) -> None:
    """A refusal says what is wrong."""
    assert error.message


def swallowed(folder: Path, name: str, data: bytes) -> None:
    """A file with these bytes: imported, or refused in plain words with nothing left behind."""
    path = folder / name
    path.write_bytes(data)
    try:
        taken_in(open_table(path))
    except LeadQualError as error:
        in_plain_words(error)


CSV = (
    b'Name,Company,E-mail,Employees,Created\nIn\xc3\xaas,"Nor, brook",ines@norbrook.example,12,2026-03-14\n'
    b"Bo,Hadley,,x,03/04/2026\n"
)
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Carv=C3=AA=\r\nlho;Ines\r\nTEL;CELL:1\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nFN:Bo\r\n Hadley\r\nitem1.EMAIL;TYPE=work:bo@hadley.example\r\nEND:VCARD\r\n"
)
JSON = json.dumps(
    [{"full_name": "Ines", "employees": 3, "tags": ["a"]}, {"full_name": "Bo", "deep": {"x": [1]}}]
).encode()


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in (
        ("Name", "Company", "E-mail", "Created"),
        ("Ines", "Norbrook", "ines@norbrook.example", NOW.replace(tzinfo=None)),
    ):
        book.active.append(row)
    book.active.merge_cells("A4:B4")
    book.save(out)
    return out.getvalue()


XLSX = _workbook()
_EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.binary(max_size=6)), max_size=6)


def mutated(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with some cut out, put in, doubled or cut off."""
    for at, what, new in edits:
        at %= len(data) + 1
        match what:
            case 0:
                data = data[:at] + new + data[at:]
            case 1:
                data = data[:at] + new + data[at + len(new) :]
            case 2:
                data = data[:at] + data[at // 2 : at] + data[at:]
            case 3:
                data = data[:at] if at > len(data) // 2 else data[at // 8 :]
    return data[:100_000]


@FUZZED
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.vcf", "a.json", "a.xlsx", "a.tsv"]))
def test_any_bytes(tmp_path: Path, data: bytes, name: str) -> None:
    swallowed(tmp_path, name, data)


@pytest.mark.parametrize("sound", [CSV, CARDS, JSON, XLSX], ids=["csv", "cards", "json", "workbook"])
@FUZZED
@given(edits=_EDITS)
def test_a_sound_file_with_accidents(tmp_path: Path, sound: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    swallowed(tmp_path, "list.json" if sound is JSON else "list", mutated(sound, edits))


def rezipped(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


@FUZZED
@given(
    edits=_EDITS,
    part=st.sampled_from(
        [
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
        ]
    ),
)
def test_a_workbook_whose_parts_had_accidents(tmp_path: Path, edits: list[tuple[int, int, bytes]], part: str) -> None:
    swallowed(tmp_path, "list.xlsx", rezipped(XLSX, part, lambda data: mutated(data, edits)))


_CELL = st.sampled_from(
    ['<c r="B2" t="s"><v>99</v></c>', '<c r="A2" t="inlineStr"><is><r><t>Bo</t></r><rPh><t>x</t></rPh></is></c>',
     "<c><v/></c>", '<c r="XFE1"><v>1</v></c>', '<c r="A2" t="d"><v>2026-01-01</v></c>',
     '<c r="D2" s="1"><v>1E400</v></c>',
     "<c r='7'/>", '<c t="b"><v>1</v></c>', '<c t="e"><v>#DIV/0!</v></c>', "</row><row r='0'>",
     "</row><row>", "<f>1+1</f>", "<v>x</v>"]
)  # fmt: skip


@FUZZED
@given(cells=st.lists(_CELL, max_size=8))
def test_cells_that_no_program_writes(tmp_path: Path, cells: list[str]) -> None:
    change = b"<row r='2'>" + "".join(cells).encode() + b"</row></sheetData>"
    data = rezipped(XLSX, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", change))
    swallowed(tmp_path, "list.xlsx", data)


@FUZZED
@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    try:
        taken_in(pasted_table(text))
    except LeadQualError as error:
        in_plain_words(error)


@FUZZED
@given(edits=_EDITS)
def test_a_bundle_with_accidents(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    lead = {"lead": {"full_name": "Ines", "created_at": "2026-01-01", "custom": {"since": {"date": "2026-01-01"}}},
            "answers": [{"framework": "bant", "element": "need", "state": "level", "level": 2,
                         "heard_at": "2026-01-01"}]}  # fmt: skip
    path = tmp_path / "all.jsonl"
    path.write_bytes(b'{"leadqual": 1}\n' + mutated(json.dumps(lead).encode(), edits) + b"\n")
    try:
        found = list(BundleFile.open(path).leads())
    except LeadQualError as error:
        in_plain_words(error)
    else:
        assert all(one.line > 1 for one in found)


@FUZZED
@given(
    rows=st.lists(
        st.tuples(*[st.sampled_from(["", "Ines", "7", "8", "ines@norbrook.example", "bo@x.example", "many"])] * 4)
    )
)
def test_what_is_foretold_is_what_happens(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    lines = ["full_name,email,external_id,employees", *(",".join(row) for row in rows)]
    swallowed(tmp_path, "list.csv", "\n".join(lines).encode())
