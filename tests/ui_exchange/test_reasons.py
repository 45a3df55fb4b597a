"""Every reason that a reader or an import gives has words, and reasons that differ only in a cell are one reason."""

import re
from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping import propose
from leadqual_gui.ui.exchange import reasons
from leadqual_gui.ui.i18n import PSEUDO, Tongue
from tests.ui_kit.read_back import is_pseudo

ROOT = Path(__file__).parents[2] / "leadqual_gui"
SAID = (
    "E-mail: “x” is not a number",
    "it names nobody: a lead needs a name, a company or an e-mail address",
    "there is no lead “nobody@nowhere.example”",
    "Created: “31/31/2025” has no month 31; the column is read as day/month/year",
    "named like email, but cells such as “n” are not a date",
    "who agreed to e-mails is not kept, only who unsubscribed; a custom field can hold it",
)


@pytest.mark.parametrize("reason", SAID)
def test_a_reason_is_spoken_in_another_language(tongue: Tongue, reason: str) -> None:
    assert reasons.is_foreseen(reason)
    tongue.speak(PSEUDO)
    assert is_pseudo(reasons.reason_words(reason))


def test_a_reason_keeps_its_cell_and_names_fields_by_their_labels() -> None:
    assert reasons.reason_words("another column is the job_title") == "another column is the Job title"
    assert reasons.reason_words("Size: “many” is not a number") == "Size: “many” is not a number"


def test_what_nobody_foresaw_is_shown_as_it_is() -> None:
    assert reasons.reason_words("the moon is full") == "the moon is full"
    assert not reasons.is_foreseen("the moon is full")


def test_reasons_that_differ_in_a_cell_are_counted_together() -> None:
    said = [(2, "Size: “many” is not a number"), (5, "Size: “few” is not a number"), (7, "there is no lead “x”")]
    first, second = reasons.grouped(said)
    assert (first.count, first.line) == (2, 2)
    assert (second.count, second.line) == (1, 7)


def test_reasons_of_two_columns_are_two() -> None:
    assert len(reasons.grouped([(2, "A: “x” is not a number"), (3, "B: “x” is not a number")])) == 2


MESSAGE = re.compile(r'(?:Unreadable\([^"]*|LeadQualError\(\s*)f?"((?:[^"\\{}]|\{[^{}]*\})*)"')


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "adapters" / "exchange").glob("*.py")), ROOT / "domain" / "parsing.py"],
    ids=lambda path: path.name,
)
def test_what_readers_can_say_is_foreseen(path: Path) -> None:
    if path.name in ("questionnaire.py", "questionnaire_answers.py", "writers.py", "table_writers.py"):
        pytest.skip("nothing of an import")
    said = [re.sub(r"\{[^{}]*\}", "7", text) for text in MESSAGE.findall(path.read_text("utf-8"))]
    assert [text for text in said if not reasons.is_foreseen(text)] == []


def test_what_a_reader_found_out_has_words(tmp_path: Path) -> None:
    for name, data in (("a.csv", b"a;b\n1;2\n"), ("b.csv", "Ñu,b\nÉ,2\n".encode("cp1252")), ("c.json", b'[{"a": 1}]')):
        path = tmp_path / name
        path.write_bytes(data)
        preview = open_table(path).preview
        columns = propose(preview.headers, preview.sample).columns
        said = [choice.reason for choice in preview.choices] + [column.reason for column in columns]
        assert [reason for reason in said if not reasons.is_foreseen(reason)] == []


def test_a_file_that_cannot_be_read_says_so_in_words(tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(LeadQualError) as raised:
        open_table(path)
    assert reasons.is_foreseen(raised.value.message)
    assert reasons.is_foreseen(raised.value.hint)
