"""Workbooks as people save them, and as nobody should: read as values only, or refused in plain words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange import xlsx_package
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.adapters.exchange.xlsx_file import XlsxFile
from leadqual_gui.adapters.exchange.xlsx_rows import column_number
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import TableOptions, TableSource

HEADER = ("Name", "Company", "E-mail", "Employees", "Created")


def a_workbook(folder: Path, *rows: Sequence[object], more: Callable[[openpyxl.Workbook], None] | None = None) -> Path:
    """A workbook with these rows on its first sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if more:
        more(book)
    path = folder / "leads.xlsx"
    book.save(path)
    return path


def rows_of(table: TableSource) -> list[tuple[str, ...]]:
    """All good rows."""
    return [row for batch in table.batches(3) for row in zip(*batch.columns, strict=True)]


def lines_of(table: TableSource) -> list[int]:
    """The lines of all good rows."""
    return [line for batch in table.batches(3) for line in batch.lines]


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_numbers_dates_and_truths_arrive_as_they_are_shown(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path,
        ("Name", "Employees", "Revenue", "Created", "Seen", "Verified", "Code"),
        ("Ines", 140, 0.1 + 0.2, datetime(2026, 3, 14), datetime(2026, 3, 14, 9, 30), True, "00417"),
    )
    assert rows_of(open_table(path)) == [
        ("Ines", "140", "0.3", "2026-03-14", "2026-03-14T09:30:00", "true", "00417"),
    ]


def test_formulas_count_as_the_value_that_was_saved_and_links_are_never_followed(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, HEADER, ("Ines", '=HYPERLINK("http://x.example")', "=[1]Other!A1", "=1+1", None))
    table = open_table(path)
    assert rows_of(table) == [("Ines", "", "", "", "")]
    assert sum(batch.notices.get("formulas", 0) for batch in table.batches()) == 3
    saved = rewritten(
        path, "xl/worksheets/sheet1.xml", lambda x: re.sub(r"1\+1</f><v ?/?>(?:</v>)?", "1+1</f><v>2</v>", x)
    )
    assert rows_of(open_table(saved))[0][3] == "2"


def test_rows_keep_their_numbers_where_some_are_missing(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, HEADER, ("Ines",), (), (), ("Bo",))
    assert lines_of(open_table(path)) == [2, 5]


def test_titles_above_the_header_and_cells_beside_the_table(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path,
        ("Export of leads",),
        (),
        HEADER,
        ("Ines", "Norbrook", "", "", "", "", "a note beside"),
        *[("Bo",)] * 3,
    )
    table = open_table(path)
    assert (table.preview.header_line, table.preview.preamble) == (3, ("Export of leads",))
    assert [batch.notices for batch in table.batches()] == [{"cells_beside": 1}]


def test_a_header_over_two_rows_is_joined(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for cells in ("A1:B1", "C1:D1", "E1:E2"):
            book.active.merge_cells(cells)

    path = a_workbook(
        tmp_path,
        ("Person", None, "Firm", None, "Country"),
        ("Name", "E-mail", "Name", "City", None),
        ("Ines", "ines@norbrook.example", "Norbrook", "Porto", "Portugal"),
        more=merge,
    )
    table = open_table(path)
    assert table.preview.headers == ("Person Name", "E-mail", "Firm Name", "City", "Country")
    assert lines_of(table) == [3]


def two_sheets(book: openpyxl.Workbook) -> None:
    """Notes first, the list second, both visible."""
    book.active.title = "Read me"
    for row in (HEADER, ("Ines", "Norbrook", "ines@norbrook.example", 3, None)):
        book.create_sheet("Leads") if "Leads" not in book.sheetnames else None
        book["Leads"].append(list(row))


def test_the_sheet_with_the_list_is_chosen_and_can_be_chosen_otherwise(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, ("How to use this file",), ("Write to Ana",), more=two_sheets)
    table = open_table(path)
    assert (table.preview.sheets, table.preview.sheet) == (("Read me", "Leads"), "Leads")
    assert open_table(path, TableOptions(sheet="read me")).preview.sheet == "Read me"
    with pytest.raises(LeadQualError, match="no sheet “Fans”"):
        open_table(path, TableOptions(sheet="Fans"))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, HEADER)
    bomb = rewritten(
        path, "xl/worksheets/sheet1.xml", lambda x: x.replace("</sheetData>", " " * (80 << 20) + "</sheetData>")
    )
    with pytest.raises(LeadQualError, match="would unpack to"):
        open_table(bomb)


def test_entities_and_declarations_are_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, HEADER, ("Ines",))
    laugh = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    odd = rewritten(path, "xl/worksheets/sheet1.xml", lambda x: laugh + re.sub(r"<\?xml[^>]*>", "", x))
    with pytest.raises(LeadQualError, match="document type"):
        open_table(odd)


def test_too_many_parts_or_rows_that_no_sheet_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_workbook(tmp_path, HEADER, ("Ines",))
    far = rewritten(path, "xl/worksheets/sheet1.xml", lambda x: x.replace('<row r="2"', '<row r="99999999999"'))
    with pytest.raises(LeadQualError, match="no sheet has"):
        open_table(far)
    monkeypatch.setattr(xlsx_package, "MOST_PARTS", 3)
    with pytest.raises(LeadQualError, match="parts"):
        open_table(path)


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(LeadQualError, match="no Excel workbook"):
        open_table(path)
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(LeadQualError, match="damaged"):
        open_table(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(LeadQualError, match="old or locked"):
        open_table(path)


def test_column_letters_are_counted_as_a_spreadsheet_does() -> None:
    assert [column_number(name) for name in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
    for odd in ("", "XFE", "a", "A1"):
        with pytest.raises(ValueError, match="no sheet has"):
            column_number(odd)


_CELLS = (
    st.none()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=8)
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_CELLS, min_size=5, max_size=5), max_size=8))
def test_rows_are_those_that_another_reader_finds(tmp_path: Path, rows: list[list[object]]) -> None:
    path = a_workbook(tmp_path, HEADER, ("Ines", "Norbrook", "ines@norbrook.example", 1, None), *rows)
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).active
    theirs = [
        tuple("" if cell is None else str(cell).strip() for cell in row)
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    ours = rows_of(XlsxFile.open(path, TableOptions(header=1)))
    plain = [row for row in theirs if any(row)]
    assert [tuple(c.lstrip("'") for c in row) for row in ours] == [
        tuple(c.lstrip("'") for c in (*row, *[""] * 5)[:5]) for row in plain
    ]
