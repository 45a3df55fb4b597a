"""Rows pasted from a spreadsheet, and JSON: the same table as a file would be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.json_file import JsonFile
from leadqual_gui.adapters.exchange.tables import open_table, pasted_table
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import TableOptions, TableSource


def rows_of(table: TableSource) -> list[tuple[str, ...]]:
    """All good rows."""
    return [row for batch in table.batches(3) for row in zip(*batch.columns, strict=True)]


def test_rows_of_a_spreadsheet_are_parted_by_tabs() -> None:
    table = pasted_table('Name\tCompany\tNotes\nInes\tNorbrook, Lda\t"one\ntwo"\nBo\tHadley\t5" pipe\n')
    assert rows_of(table) == [("Ines", "Norbrook, Lda", "one\ntwo"), ("Bo", "Hadley", '5" pipe')]
    assert [line for batch in table.batches() for line in batch.lines] == [2, 4]


def test_rows_without_a_header_can_be_pasted_too() -> None:
    table = pasted_table("Ines\tines@norbrook.example\nBo\tbo@hadley.example\n", TableOptions(header=0))
    assert (table.preview.headers, len(rows_of(table))) == (("Column 1", "Column 2"), 2)


def test_an_empty_clipboard_says_so() -> None:
    with pytest.raises(LeadQualError, match="holds no text"):
        pasted_table(" \n ")


@pytest.mark.parametrize("suffix", [".tsv", ".txt", ".tab"])
def test_a_file_of_tabs_is_a_table(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"leads{suffix}"
    path.write_text("Name\tE-mail\nInes\tines@norbrook.example\n", encoding="utf-8")
    assert rows_of(open_table(path)) == [("Ines", "ines@norbrook.example")]


@pytest.mark.parametrize("template", ["[{},{}]", "{}\n{}\n", "[\n{},\n{}\n]\n"])
def test_objects_are_rows(tmp_path: Path, template: str) -> None:
    one = json.dumps({"name": "Ines", "employees": 3.0, "tags": ["a", "b"], "ledger": [{"points": 1}]})
    two = json.dumps({"name": "Bo", "verified": True, "deep": {"x": 1}, "notes": None})
    path = tmp_path / "leads.json"
    path.write_text(template.replace("{}", one, 1).replace("{}", two, 1), encoding="utf-8-sig")
    table = open_table(path)
    assert isinstance(table, JsonFile)
    assert table.preview.headers == ("name", "employees", "tags", "verified", "notes")
    assert rows_of(table) == [("Ines", "3", "a; b", "", ""), ("Bo", "", "", "yes", "")]


@pytest.mark.parametrize(
    "text", ['[{"a": 1}', '[{"a": 1}, 7]', '{"a": ', '[{"a": 1}] x', "[" * 5000 + "{", '[{"a": 1} oops']
)
def test_broken_json_names_the_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "leads.json"
    path.write_text(text)
    if text == '[{"a": 1}':  # all that was written is there
        assert rows_of(open_table(path)) == [("1",)]
        return
    with pytest.raises(LeadQualError, match=r"line 1|no list"):
        rows_of(open_table(path))


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text("[" + ",\n".join(json.dumps({"name": f"Lead {n}", "notes": "x" * 50}) for n in range(9000)) + "]")
    rows = rows_of(open_table(path))
    assert (len(rows), rows[-1][0]) == (9000, "Lead 8999")
