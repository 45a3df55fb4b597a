"""What the fuzzer found stays mended; and each reader is tried for a moment in every run."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from textwrap import dedent
from time import process_time
from zlib import crc32

import pytest

from leadqual_gui.adapters.call_files import LINES_AT, CallFolder
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.meaning import senseless
from leadqual_gui.adapters.db.repairing import repair
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.importing import ImportContext, ImportOptions, foretell, plan_import
from leadqual_gui.services.importing_table import TableSource
from tests.builders import NOW, FixedClock
from tests.exchange.test_fuzzing import XLSX, rezipped
from tests.fuzz.__main__ import main
from tests.fuzz.judging import Judge
from tests.fuzz.mutation import mutated
from tests.fuzz.offices import filled
from tests.fuzz.readers import READERS, ROOT, Reader
from tests.importing.fakes import StoreInMemory

TRIES = {"workspace": 25, "calls": 20}


@pytest.mark.parametrize("reader", READERS.values(), ids=lambda reader: reader.name)
def test_a_sound_file_with_accidents_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    chance, pool = random.Random(3), list(reader.seeds())
    with reader.feeding(tmp_path) as feed:
        for _ in range(TRIES.get(reader.name, 40)):
            feed(reader.changed(chance.choice(pool), lambda part: mutated(part, pool, reader.signs, chance), chance))


def test_a_judge_keeps_each_error_once_with_its_file(tmp_path: Path) -> None:
    def feed(data: bytes) -> None:
        int(data)

    judge = Judge(feed, tmp_path)
    assert [judge.try_one(data) for data in (b"1", b"x", b"y")] == [False, True, False]
    ((told, data),) = [(one.told, one.data) for one in judge.found.values()]
    assert (told.startswith("ValueError: invalid literal"), data) == (True, b"x")


def test_a_reader_that_writes_elsewhere_or_never_ends_is_told(tmp_path: Path) -> None:
    story = """
        import sys, tests.fuzz.judging as judging
        from pathlib import Path
        judging.TOO_LONG = 0.2
        def feed(data):
            if data == b"loop":
                while True: pass
            Path(data.decode()).write_text("mine")
        judge = judging.Judge(feed, Path(sys.argv[1]) / "inside")
        judge.watch()
        for name in ("inside/fine.txt", "outside.txt"):
            judge.try_one(bytes(Path(sys.argv[1]) / name))
        judge.try_one(b"loop")
        print(*(told.split()[0] for told in judge.found))
    """
    (tmp_path / "inside").mkdir()
    command = [sys.executable, "-c", dedent(story), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["TrespassError", "TooLongError"]
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["fine.txt"]


def test_who_lacks_atheris_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("sys.argv", ["fuzz", "csv", "--guided"])
    assert main() == 2
    assert "uv sync --inexact --group fuzz" in capsys.readouterr().out


def call_file(folder: Path, *lines: bytes) -> CallFolder:
    """A file of a call in which these lines stand, each with its right checksum."""
    folder.mkdir()
    whole = b"".join(b"%08x %s\n" % (crc32(line), line) for line in lines)
    (folder / "000001-aaaaaaaa.call").write_bytes(bytes(LINES_AT) + whole)
    return CallFolder(folder)


@pytest.mark.parametrize("line", [b'{"kind": ', b"[1]", b"\xff\xfe", b"abc", b'{"a": "\x01"}'])
def test_a_call_is_read_up_to_a_line_that_nobody_wrote(tmp_path: Path, line: bytes) -> None:
    file = call_file(tmp_path / "calls", b'{"kind":"begun"}', line, b'{"kind":"item"}').open("000001-aaaaaaaa")
    assert list(file.entries()) == [{"kind": "begun"}]
    file.close()


def test_a_call_of_a_lead_that_no_number_can_name_is_not_offered(tmp_path: Path) -> None:
    begun = b'{"kind":"begun","lead":99999999999999999999,"name":"Ines","framework":"bant","at":"2026-11-18T09:00:00Z"}'
    folder = call_file(tmp_path / "calls", begun, b'{"kind":"item","n":1,"what":"note","text":"x","at":"2026-11-18"}')
    with closing(filled(tmp_path / "office")) as workspace:
        assert CallDesk(workspace, folder).unfinished() == ()


def json_file(tmp_path: Path, text: str) -> TableSource:
    """A JSON file with this text, opened."""
    path = tmp_path / "list.json"
    path.write_text(text, "utf-8")
    return open_table(path)


def test_half_a_character_in_the_name_of_a_json_field_is_a_question_mark(tmp_path: Path) -> None:
    table = json_file(tmp_path, '[{"full_name": "Ines", "\\ud800 oven": "deck"}]')
    plan = plan_import(table, ImportOptions(custom=True), ImportContext(NOW))
    assert table.preview.headers == ("full_name", "? oven")
    assert plan.mapping.columns[1].target == "custom.oven"
    (batch,) = table.batches()
    assert [list(column) for column in batch.columns] == [["Ines"], ["deck"]]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("[{" + ",".join(f'"k{at}":1' for at in range(5000)) + "}]", "5,000 columns"),
        ('[{"employees":' + "9" * 10_000 + "}]", "a number in it is too long"),
        ('[{"a":' * 50_000, "nests too deeply"),
    ],
    ids=["keys", "number", "depth"],
)
def test_json_that_is_too_much_is_refused_in_words(tmp_path: Path, text: str, refusal: str) -> None:
    with pytest.raises(LeadQualError, match=refusal):
        json_file(tmp_path, text)


def test_a_tag_of_a_workbook_that_does_not_end_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    endless = b"<worksheet><sheetData><row r='" + b"1" * 20_000_000 + b"'/></sheetData></worksheet>"
    path.write_bytes(rezipped(XLSX, "xl/worksheets/sheet1.xml", lambda _: endless))
    begun = process_time()
    with pytest.raises(LeadQualError, match="a tag that does not end"):
        open_table(path)
    assert process_time() - begun < 3  # it was minutes


def test_a_large_workbook_has_tags_that_end(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    row = b"<row><c t='inlineStr'><is><t>Ines Carvalho of Norbrook</t></is></c></row>"
    sheet = b"<worksheet><sheetData>" + row * 60_000 + b"</sheetData></worksheet>"
    path.write_bytes(rezipped(XLSX, "xl/worksheets/sheet1.xml", lambda _: sheet))
    assert sum(len(batch.lines) for batch in open_table(path).batches()) == 60_000


def test_objects_of_one_line_are_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"employees": 3}, {"full_name": "Bo"}, {"full_name": "Ines"}]), "utf-8")
    table, store = open_table(path), StoreInMemory({})
    plan = plan_import(table, ImportOptions(), ImportContext(NOW))
    fates = foretell(table, plan, store, ImportContext(NOW)).value
    rows = [fates.row(at) for at in range(len(fates))]
    assert [(row.line, row.label, row.fate.value) for row in rows] == [
        (1, "", "rejected"),
        (2, "Bo", "new"),
        (3, "Ines", "new"),
    ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[WorkspaceFolder, sqlite3.Connection]]:
    """A small workspace that was closed, and a way to write into its file what no LeadQual would."""
    folder = WorkspaceFolder(tmp_path / "office")
    filled(folder.path).close()
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
        connection.create_function("casefold", 1, str)
        yield folder, connection


def looked_at(folder: WorkspaceFolder) -> None:
    """A workspace is opened, and a lead in it with everything that it did."""
    with closing(open_workspace(folder, FixedClock())) as workspace:
        workspace.load()
        details = workspace.lead_details(1)
        assert details is not None
        list(details.activities)


def refusal(folder: WorkspaceFolder) -> str:
    """What is said of a workspace that cannot be looked at."""
    with pytest.raises(LeadQualError) as refused:
        looked_at(folder)
    return refused.value.message


def test_a_database_whose_names_are_no_text_is_said_to_be_damaged(tmp_path: Path) -> None:
    folder = WorkspaceFolder(tmp_path / "office")
    open_workspace(folder, FixedClock()).close()
    data = folder.database.read_bytes()
    at = data.find(b"CREATE TABLE")
    assert at > 0
    folder.database.write_bytes(data[: at + 13] + b"\xc2\xc2" + data[at + 15 :])
    assert not all(finding.ok for finding in examine(folder.path, NOW))
    assert "damaged" in refusal(folder)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE answer SET heard_at = 'x'", "answer.heard_at"),
        ("UPDATE lead SET employees = '[[]]' WHERE id = 1", "lead.employees"),
        ("UPDATE answer SET state = 'maybe'", "answer.state"),
        ("UPDATE activity SET at = 4611686018427387904", "activity.at"),
        ("UPDATE lead SET company = x'ff' WHERE id = 2", "lead.company"),
        ("UPDATE lead SET tags = '[' WHERE id = 1", "lead.tags"),
        ("UPDATE lead SET custom = '{\"oven\": [1]}' WHERE id = 1", "lead.custom"),
        ("UPDATE operation SET params = '['", "operation.params"),
        ('UPDATE "change" SET "after" = 5 WHERE field LIKE \'custom.%\'', "change.after"),
        ("UPDATE word SET text = 'x' || id WHERE id IN (SELECT cause FROM score_history)", "word.text"),
    ],
)
def test_values_that_nobody_wrote_are_named_by_their_column(
    office: tuple[WorkspaceFolder, sqlite3.Connection], change: str, where: str
) -> None:
    folder, connection = office
    assert connection.execute(change).rowcount > 0
    connection.execute("DELETE FROM column_snapshot")
    (wrong,) = [finding for finding in examine(folder.path, NOW) if not finding.ok]
    assert wrong.subject == "values"
    assert where in wrong.message
    assert where in refusal(folder)
    connection.close()
    repair(folder.path, NOW)
    if where != "operation.params":  # the log is not guessed at
        assert [finding.subject for finding in examine(folder.path, NOW) if not finding.ok] == []
        looked_at(folder)


def test_who_is_not_to_be_contacted_stays_so_whatever_number_says_it(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    connection.execute("UPDATE lead SET do_not_contact = 99 WHERE id = 1")
    connection.execute("DELETE FROM column_snapshot")
    assert ["lead.do_not_contact" in found.message for found in examine(folder.path, NOW) if not found.ok] == [True]
    with closing(open_workspace(folder, FixedClock())) as workspace:
        workspace.load()
        assert workspace.row(1) is not None
        lead = workspace.store.lead(1)
        assert lead is not None
        assert lead.do_not_contact is True


def test_a_lead_with_a_number_beyond_all_laptops_takes_no_memory(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    connection.execute("INSERT INTO lead (id, made_by) VALUES (2000000000, 1)")
    connection.execute("DELETE FROM column_snapshot")
    assert "lead.id" in refusal(folder)  # eight gigabytes were asked for


def test_a_file_that_a_leadqual_wrote_holds_no_such_values(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    assert senseless(connection) == ""
    assert all(finding.ok for finding in examine(folder.path, NOW))


def test_our_own_mistake_is_not_blamed_on_the_file(office: tuple[WorkspaceFolder, sqlite3.Connection]) -> None:
    folder, _ = office
    with closing(Connections(folder.database)) as connections, pytest.raises(TypeError), connections.reading():
        raise TypeError("a mistake in a reader of ours")


def test_a_snapshot_of_the_columns_with_other_bytes_is_not_believed(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    data = connection.execute("SELECT data FROM column_snapshot WHERE part = 'fields/company/text'").fetchone()[0]
    changed = data.replace(b"Norbrook", b"Norbrick")
    assert changed != data
    connection.execute("UPDATE column_snapshot SET data = ? WHERE part = 'fields/company/text'", (changed,))
    with closing(open_workspace(folder, FixedClock())) as workspace:
        workspace.load()
        row = workspace.row(1)
        assert row is not None
        assert row.company == "Norbrook"


def test_a_file_of_a_format_that_sqlite_does_not_know_is_said_to_be_damaged(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    connection.close()
    data = bytearray(folder.database.read_bytes())
    data[47] = 9  # the format of the schema
    folder.database.write_bytes(data)
    assert ["damaged" in finding.message for finding in examine(folder.path, NOW) if not finding.ok] == [True]
    assert "damaged" in refusal(folder)


def test_a_search_that_cannot_be_opened_is_found_and_made_anew(
    office: tuple[WorkspaceFolder, sqlite3.Connection],
) -> None:
    folder, connection = office
    connection.execute("UPDATE lead_text_config SET v = -1 WHERE k = 'version'")
    connection.close()
    assert [finding.subject for finding in examine(folder.path, NOW) if not finding.ok] == ["search"]
    repair(folder.path, NOW)
    assert all(finding.ok for finding in examine(folder.path, NOW))
    with closing(open_workspace(folder, FixedClock())) as workspace:
        assert workspace.store.search("ines") == [1]
