"""What the fuzzer found stays mended; and each reader is tried for a moment in every run."""

import json
import random
from pathlib import Path
from zlib import crc32

import pytest

from leadqual_gui.adapters.call_files import LINES_AT, CallFolder
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing import ImportContext, ImportOptions, foretell, plan_import
from tests.builders import NOW, FixedClock
from tests.fuzz.mutation import mutated
from tests.fuzz.readers import READERS, Reader
from tests.importing.fakes import StoreInMemory

TRIES = {"workspace": 3, "calls": 20}


@pytest.mark.parametrize("reader", READERS.values(), ids=lambda reader: reader.name)
def test_a_sound_file_with_accidents_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    chance, pool = random.Random(3), list(reader.seeds())
    with reader.feeding(tmp_path) as feed:
        for _ in range(TRIES.get(reader.name, 40)):
            feed(reader.dressed(mutated(chance.choice(pool), pool, reader.signs, chance), chance))


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


def test_a_database_whose_names_are_no_text_is_said_to_be_damaged(tmp_path: Path) -> None:
    folder = WorkspaceFolder(tmp_path / "office")
    open_workspace(folder, FixedClock()).close()
    data = folder.database.read_bytes()
    at = data.find(b"CREATE TABLE")
    assert at > 0
    folder.database.write_bytes(data[: at + 13] + b"\xc2\xc2" + data[at + 15 :])
    assert not all(finding.ok for finding in examine(folder.path, NOW))
    with pytest.raises(LeadQualError) as refused:
        open_workspace(folder, FixedClock()).close()
    assert "damaged" in refused.value.message
