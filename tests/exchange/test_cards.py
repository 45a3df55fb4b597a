"""Contact cards of telephones, mail programs and web mailers: folded, quoted, mislabelled, cut short."""

from __future__ import annotations

from pathlib import Path

import pytest
import vobject

from leadqual_gui.adapters.exchange.tables import open_table, pasted_table
from leadqual_gui.adapters.exchange.vcard_writer import card, folded
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import BadLine, TableSource


def opened(folder: Path, *lines: str, written_in: str = "utf-8", end: str = "\r\n") -> TableSource:
    """A file of these lines."""
    path = folder / "contacts.vcf"
    path.write_bytes(end.join([*lines, ""]).encode(written_in))
    return open_table(path)


def cards_of(table: TableSource) -> list[dict[str, str]]:
    """What each card says, without what it leaves open."""
    names = table.preview.headers
    rows = [row for batch in table.batches(2) for row in zip(*batch.columns, strict=True)]
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]


def bad_of(table: TableSource) -> list[BadLine]:
    """The cards that are none."""
    return [bad for batch in table.batches(2) for bad in batch.bad]


def test_a_card_of_today(tmp_path: Path) -> None:
    (ines,) = cards_of(opened(
        tmp_path, "BEGIN:VCARD", "VERSION:4.0", "FN:Ines Carvalho", "N:Carvalho;Ines;;;",
        "ORG:Norbrook\\, Lda;Operations",
        "TITLE:COO", "EMAIL;TYPE=home:ines@home.example", "EMAIL;TYPE=work;PREF=1:ines@norbrook.example",
        "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+351-21-555-0101", "TEL;TYPE=cell:+351 91 555 0102",
        "TEL;TYPE=fax:+351 21 555 0199", "ADR;TYPE=work:;;Cais 4;Porto;Norte;4000-001;Portugal",
        "URL:https://www.linkedin.com/in/ines", "URL;TYPE=work:https://norbrook.example", "CATEGORIES:fair,cold",
        "NOTE:Met at the fair\\nCalls back", "UID:urn:uuid:4fbe8971", "END:VCARD",
    ))  # fmt: skip
    assert ines == {
        "full_name": "Ines Carvalho", "first_name": "Ines", "last_name": "Carvalho", "company": "Norbrook, Lda",
        "department": "Operations", "job_title": "COO", "email": "ines@norbrook.example",
        "email_2": "ines@home.example",
        "phone": "+351-21-555-0101", "mobile": "+351 91 555 0102", "street": "Cais 4", "city": "Porto",
        "region": "Norte",
        "postal_code": "4000-001", "country": "Portugal", "linkedin": "https://www.linkedin.com/in/ines",
        "website": "https://norbrook.example", "tags": "fair; cold", "notes": "Met at the fair\nCalls back",
        "external_id": "4fbe8971",
    }  # fmt: skip


def test_quoted_printable_goes_over_lines_and_folds_go_anywhere(tmp_path: Path) -> None:
    (ines, bo) = cards_of(opened(
        tmp_path, "BEGIN:VCARD", "VERSION:2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Carvalho;In=C3=AA=", "s;;;",
        "TEL;WORK;VOICE:555-0101", "END:VCARD",
        "begin:vcard", "VERSION:3.0", "FN:Bo Had", " ley", "NOTE:one,", "\ttwo",
        "item1.EMAIL;type=INTERNET:bo@hadley.example",
        "item1.X-ABLabel:_$!<Work>!$_", "end:vcard",
    ))  # fmt: skip
    assert (ines["first_name"], ines["phone"]) == ("Inês", "555-0101")
    assert (bo["full_name"], bo["notes"], bo["email"]) == ("Bo Hadley", "one,two", "bo@hadley.example")


@pytest.mark.parametrize("written_in", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_encoding_that_programs_write(tmp_path: Path, written_in: str) -> None:
    (ines,) = cards_of(
        opened(tmp_path, "BEGIN:VCARD", "VERSION:3.0", "FN:Inês Müller", "END:VCARD", written_in=written_in)
    )
    assert ines["full_name"] == "Inês Müller"


def test_an_encoding_that_a_line_claims_wrongly(tmp_path: Path) -> None:
    line = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=FCller"
    assert cards_of(opened(tmp_path, "BEGIN:VCARD", line, "END:VCARD"))[0]["full_name"] == "Müller"


def test_a_missing_end_costs_nobody_the_next_card(tmp_path: Path) -> None:
    table = opened(
        tmp_path, "BEGIN:VCARD", "FN:Ines", "BEGIN:VCARD", "FN:Bo", "END:VCARD", "BEGIN:VCARD", "X-ODD:1", "END:VCARD",
        "BEGIN:VCARD", "TITLE:CEO",
    )  # fmt: skip
    assert [one["full_name"] for one in cards_of(table)] == ["Ines", "Bo"]
    assert [(bad.line, bad.reason.split(":")[0]) for bad in bad_of(table)] == [
        (6, "the card says nothing of a lead"),
        (9, "the card is not ended"),
    ]


def test_an_agent_within_a_card_and_nested_groups_are_nobody(tmp_path: Path) -> None:
    (ines,) = cards_of(opened(
        tmp_path, "BEGIN:VCARD", "FN:Ines", "AGENT:", "BEGIN:VCARD", "FN:Assistant", "EMAIL:a@x.example", "END:VCARD",
        "a.b.c.EMAIL:ines@norbrook.example", "no colon here", "END:VCARD",
    ))  # fmt: skip
    assert ines == {"full_name": "Ines", "email": "ines@norbrook.example"}


def test_cards_can_be_pasted(tmp_path: Path) -> None:
    assert cards_of(pasted_table("BEGIN:VCARD\nFN:Ines\nEND:VCARD\n")) == [{"full_name": "Ines"}]
    with pytest.raises(LeadQualError, match="no contact card"):
        pasted_table("\n\nBEGIN:VCARD\n".replace("BEGIN", "BEGIN ") + "x").preview.headers and pasted_table(
            "BEGIN:VCARD"
        )


def test_what_we_write_others_read(tmp_path: Path) -> None:
    text = card(
        {"full_name": "Inês, Ph.D.", "first_name": "Inês", "last_name": "Car;valho", "company": "Norbrook",
         "notes": "one\ntwo " * 20, "tags": ("a,b", "c"), "email": "ines@norbrook.example", "city": "Porto"}
    )  # fmt: skip
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    theirs = vobject.readOne(text)
    assert (theirs.fn.value, theirs.n.value.family, theirs.adr.value.city) == ("Inês, Ph.D.", "Car;valho", "Porto")
    assert theirs.note.value == "one\ntwo " * 20
    path = tmp_path / "one.vcf"
    path.write_text(text, encoding="utf-8", newline="")
    (ours,) = cards_of(open_table(path))
    assert (ours["full_name"], ours["last_name"], ours["tags"]) == ("Inês, Ph.D.", "Car;valho", "a,b; c")


def test_folds_never_break_a_letter() -> None:
    assert folded("é" * 80).replace("\r\n ", "") == "é" * 80
