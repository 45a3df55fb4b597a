"""Lead lists as other programs write them, and as accidents leave them: each is read, or refused in plain words."""

from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.exchange.csv_records import UNCLOSED
from leadqual_gui.adapters.exchange.dialects import find_dialect
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import BadLine, TableOptions

NAMES = "Name,Company,E-mail\n"


def opened(folder: Path, content: str | bytes, written_in: str = "utf-8", **options: object) -> CsvFile:
    """A file with this content, looked at."""
    path = folder / "leads.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(written_in))
    return CsvFile.open(path, TableOptions(**options))  # type: ignore[arg-type]


def rows_of(file: CsvFile) -> list[tuple[str, ...]]:
    """All good rows."""
    return [row for batch in file.batches(7) for row in zip(*batch.columns, strict=True)]


def bad_of(file: CsvFile) -> list[BadLine]:
    """All bad rows."""
    return [bad for batch in file.batches(7) for bad in batch.bad]


def chosen(file: CsvFile, what: str) -> str:
    """What was found out about the file."""
    return next(choice.value for choice in file.preview.choices if choice.what == what)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_each_sort_of_line_end_parts_the_rows(tmp_path: Path, ending: str) -> None:
    file = opened(tmp_path, ending.join(["Name,Company", "Ines,Norbrook", '"Bo\n2nd line",Hadley', ""]))
    assert rows_of(file) == [("Ines", "Norbrook"), ("Bo\n2nd line", "Hadley")]


@pytest.mark.parametrize(
    ("delimiter", "word"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")]
)
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, word: str) -> None:
    lines = [["Name", "Umsatz", "Ort"], ["Ines", "12,5", "Köln"], ["Bo", "7,25", "Bonn"]]
    lines = [[cell.replace(",", "." if delimiter == "," else ",") for cell in line] for line in lines]
    file = opened(tmp_path, "\n".join(delimiter.join(line) for line in lines))
    assert chosen(file, "delimiter") == word
    assert rows_of(file)[0][2] == "Köln"


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    lines = "".join(f"Firma {i};{i},5\n" for i in range(50))
    file = opened(tmp_path, "Unternehmen;Umsatz\n" + lines)
    assert rows_of(file)[3] == ("Firma 3", "3,5")


def test_decimal_commas_do_not_pass_for_delimiters_under_headers_that_nobody_knows() -> None:
    text = "Menge;Gewicht\n" + "".join(f"{i},5;{i},25\n" for i in range(50))
    assert find_dialect(text).delimiter == ";"


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    file = opened(tmp_path, "E-mail\nines@norbrook.example\nbo@hadley.example\n")
    assert file.preview.headers == ("E-mail",)
    assert rows_of(file) == [("ines@norbrook.example",), ("bo@hadley.example",)]


def test_a_first_line_that_names_the_delimiter_is_believed(tmp_path: Path) -> None:
    file = opened(tmp_path, "sep=|\nName|Company\nInes|Norbrook, Ltd\n")
    assert rows_of(file) == [("Ines", "Norbrook, Ltd")]
    assert file.preview.header_line == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    text = "Name,City\nŁucja Żak,Łódź\nสมชาย,กรุงเทพ\nمحمد,القاهرة\n"
    mark = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    content = mark + text.encode("utf-8" if mark else encoding)
    file = opened(tmp_path, content)
    assert rows_of(file)[1:] == [("สมชาย", "กรุงเทพ"), ("محمد", "القاهرة")]
    assert file.preview.headers == ("Name", "City")


@pytest.mark.parametrize(
    ("encoding", "cells"),
    [
        ("cp1252", ("Jürgen Größ", "Café Zoë", "Málaga")),
        ("cp1250", ("Łucja Żak", "Kraków Spółka", "Łódź")),
        ("cp1251", ("Иван Петров", "Северный ветер", "Москва")),
        ("cp1256", ("محمد الحسن", "شركة النور", "القاهرة")),
        ("cp874", ("สมชาย ใจดี", "บริษัท สยาม", "กรุงเทพ")),
        ("gb18030", ("王小明", "北京贸易公司", "北京")),
        ("cp932", ("山田太郎", "東京商事株式会社", "東京")),
        ("mac_roman", ("José Núñez", "Peña y Muñoz", "Cádiz")),
    ],
)
def test_older_encodings_are_guessed_and_said_to_be_guesses(
    tmp_path: Path, encoding: str, cells: tuple[str, ...]
) -> None:
    text = "Name,Company,City\n" + (",".join(cells) + "\n") * 30
    file = opened(tmp_path, text, encoding)
    assert rows_of(file)[0] == cells
    assert not next(choice for choice in file.preview.choices if choice.what == "encoding").sure


def test_a_single_line_in_another_encoding_does_not_spoil_the_file(tmp_path: Path) -> None:
    good = "Łucja,Łódź\n".encode() * 20
    file = opened(tmp_path, b"Name,City\n" + good + "Jürgen,Köln\n".encode("cp1252") + good)
    assert rows_of(file)[20] == ("Jürgen", "Köln")
    assert rows_of(file)[0] == rows_of(file)[40] == ("Łucja", "Łódź")
    assert sum(batch.notices.get("other_encoding", 0) for batch in file.batches()) == 1


def test_nul_bytes_are_dropped_and_counted(tmp_path: Path) -> None:
    file = opened(tmp_path, b"Name,Company\nIn\0es,Nor\0brook\nBo,Hadley\n")
    assert rows_of(file) == [("Ines", "Norbrook"), ("Bo", "Hadley")]
    assert next(file.batches()).notices["nul"] == 1


def test_a_cell_of_a_million_characters_is_read(tmp_path: Path) -> None:
    file = opened(tmp_path, f'Name,Notes\nInes,"{"long " * 200_000}end"\nBo,short\n')
    assert [len(row[1]) for row in rows_of(file)] == [1_000_003, 5]


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadqual_gui.adapters.exchange.csv_records.CELL_LIMIT", 200)
    with pytest.raises(LeadQualError, match="line 2 is longer"):
        list(opened(tmp_path, "Name,Notes\nInes," + "x" * 500).batches())


def test_short_rows_are_filled_and_long_ones_refused(tmp_path: Path) -> None:
    file = opened(tmp_path, NAMES + "Ines\nBo,Hadley,bo@hadley.example\nAna,A,B,C\nLi,Sun,li@sun.example,,\n")
    assert rows_of(file) == [("Ines", "", ""), ("Bo", "Hadley", "bo@hadley.example"), ("Li", "Sun", "li@sun.example")]
    (bad,) = bad_of(file)
    assert (bad.line, list(bad.cells)) == (4, ["Ana", "A", "B", "C"])
    assert "4 cells, but the header has 3" in bad.reason


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('name,note\nAna,"he said \\"yes\\", twice"\n', 'he said "yes", twice'),
        ('name,note\nBo,"a pipe of 12\\""\n', 'a pipe of 12"'),
        ('name,note\nCy,"on C:\nor D:\\"\n', "on C:\nor D:\\"),
        ('name,note\nDi,"on ""C:\\"""\n', 'on "C:\\"'),
    ],
)
def test_a_backslash_before_a_quote_is_read_as_it_was_meant(tmp_path: Path, text: str, note: str) -> None:
    assert rows_of(opened(tmp_path, text))[0][1] == note


def test_a_quote_that_is_never_closed_costs_one_row_only(tmp_path: Path) -> None:
    rows = "".join(f"Lead {i},Firm {i},l{i}@firm.example\n" for i in range(3000))
    file = opened(tmp_path, NAMES + 'Ines,"Norbrook,ines@norbrook.example\n' + rows)
    (bad,) = bad_of(file)
    assert (bad.line, bad.reason) == (2, UNCLOSED)
    assert bad.cells[0] == "Ines"
    assert len(rows_of(file)) == 3000


def test_a_quote_that_is_open_at_the_end_is_named_with_its_line(tmp_path: Path) -> None:
    file = opened(tmp_path, NAMES + 'Ines,Norbrook,\nBo,Hadley,"bo@hadley.example')
    assert [(bad.line, bad.reason) for bad in bad_of(file)] == [(3, UNCLOSED)]
    assert rows_of(file) == [("Ines", "Norbrook", "")]


def test_a_quote_that_is_closed_by_the_next_ones_quote_is_noticed(tmp_path: Path) -> None:
    content = NAMES + 'Ines,"Norbrook,i@n.example\nBo,Hadley,b@h.example\nAna,"Salt, Ltd",a@s.example\n'
    file = opened(tmp_path, content + "Li,Sun,l@s.example\n" * 3)
    assert [bad.line for bad in bad_of(file)] == [2]
    assert rows_of(file)[:2] == [("Bo", "Hadley", "b@h.example"), ("Ana", "Salt, Ltd", "a@s.example")]


def test_a_note_of_many_lines_is_a_note_and_no_accident(tmp_path: Path) -> None:
    note = "\n".join(f"line {i}, with a comma" for i in range(200))
    file = opened(tmp_path, f'Name,Notes,City\nInes,"{note}",Leeds\nBo,short,Graz\n')
    assert rows_of(file)[0] == ("Ines", note, "Leeds")
    assert not bad_of(file)


def test_the_header_is_searched_below_a_preamble(tmp_path: Path) -> None:
    preamble = 'Notes:\n"When exporting your connections, some e-mail addresses may be missing."\n\n'
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    file = opened(tmp_path, preamble + header + "Ines,Carvalho,https://x.example/ines,,Norbrook,Buyer,15 Mar 2024\n")
    assert file.preview.header_line == 4
    assert file.preview.headers[0] == "First Name"
    assert file.preview.preamble[0] == "Notes:"
    assert rows_of(file)[0][4] == "Norbrook"
    assert [line for batch in file.batches() for line in batch.lines] == [5]


def test_a_table_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    file = opened(tmp_path, "Ines Carvalho,ines@norbrook.example,12\nBo Hadley,bo@hadley.example,7\n")
    assert file.preview.headers == ("Column 1", "Column 2", "Column 3")
    assert file.preview.header_line == 0
    assert len(rows_of(file)) == 2


def test_what_was_found_out_can_be_overruled(tmp_path: Path) -> None:
    content = "Jürgen;7\nName;Number\nBo;8\n".encode("cp1252")
    file = opened(tmp_path, content, encoding="cp1252", delimiter=";", header=2)
    assert (file.preview.headers, rows_of(file)) == (("Name", "Number"), [("Bo", "8")])
    headless = opened(tmp_path, content, encoding="cp1252", header=0)
    assert rows_of(headless)[0] == ("Jürgen", "7")
    with pytest.raises(LeadQualError, match="line 9"):
        opened(tmp_path, content, header=9)
    with pytest.raises(LeadQualError, match="not an encoding"):
        opened(tmp_path, content, encoding="klingon")


def test_headers_get_names_of_their_own(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,Phone,Phone,,Company\nInes,1,2,3,Norbrook\n")
    assert file.preview.headers == ("Name", "Phone", "Phone (2)", "Column 4", "Company")


def test_a_thousand_columns_of_one_name_are_told_apart_and_a_million_refused(tmp_path: Path) -> None:
    file = opened(tmp_path, ",".join(["Phone"] * 1000) + "\n" + ",".join(["1"] * 1000))
    assert len(set(file.preview.headers)) == 1000
    with pytest.raises(LeadQualError, match=r"1,000,001 columns"):
        opened(tmp_path, "a," * 1_000_000 + "\n1\n")


@pytest.mark.parametrize("encoding", ["idna", "punycode", "utf-7", "utf-32", "shift_jis", "ascii", "unicode_escape"])
def test_a_wrong_encoding_gives_a_message_or_a_table(tmp_path: Path, encoding: str) -> None:
    with suppress(LeadQualError):
        rows_of(opened(tmp_path, "Name,Größe\nInes\\x,ü\n" * 5, encoding=encoding))


def test_blank_lines_and_outer_spaces_say_nothing(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,Company\n\n  Ines\u00a0, Norbrook \n , \n\u200eBo,Hadley\n\n")
    assert rows_of(file) == [("Ines", "Norbrook"), ("Bo", "Hadley")]


def test_the_mark_against_formulas_is_taken_off_again(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,Notes\n''s-Hertogenbosch,'=1+1\n's-Gravenhage,O'Brien\n")
    assert rows_of(file) == [("'s-Hertogenbosch", "=1+1"), ("'s-Gravenhage", "O'Brien")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n \n", "the file holds no text"),
        (codecs.BOM_UTF8, "the file holds no text"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "a vCard file"),
    ],
)
def test_what_is_no_list_is_refused_with_the_next_step(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(LeadQualError, match=message) as refused:
        opened(tmp_path, content)
    assert refused.value.hint
    assert refused.value.place == "leads.csv"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LeadQualError, match="cannot be read"):
        CsvFile.open(tmp_path / "gone.csv")
    with pytest.raises(LeadQualError, match="folder"):
        CsvFile.open(tmp_path)


def test_one_byte_is_a_header_without_rows(tmp_path: Path) -> None:
    file = opened(tmp_path, b"a")
    assert (file.preview.headers, rows_of(file)) == (("a",), [])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text("a,;\"\n\r\t|\\'=0é", max_size=120).map(str.encode))
def test_no_bytes_whatever_raise_anything_but_a_plain_message(tmp_path: Path, content: bytes) -> None:
    with suppress(LeadQualError):
        file = opened(tmp_path, content)
        width = len(file.preview.headers)
        assert all(len(batch.columns) == width for batch in file.batches(3))
