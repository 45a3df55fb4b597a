"""A workspace, its calls, its key and its settings, to be damaged: a few leads of each sort, opened in memory's speed.

Rules are few and read once, not for each file: that took nine tenths of the time, and they have readers of their own.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from leadqual_gui.adapters.call_files import LINES_AT, CallFolder
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.repairing import repair
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.adapters.key_file import KeyFile, new_key, new_recovery_key
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.commands import AddActivity, AddLead, AddNote, EditLeads, RecordAnswer
from leadqual_gui.services.importing import ImportContext, ImportOptions, plan_import
from leadqual_gui.services.importing_mapping import mapping_to_json
from leadqual_gui.services.lists import Query
from leadqual_gui.services.ports import LoadedRules
from leadqual_gui.services.workspace import Workspace
from tests.builders import NOW, FixedClock, days_ago
from tests.exchange.test_fuzzing import CSV, in_plain_words
from tests.rules.builders import a_folder

Feed = Callable[[bytes], None]
Accident = Callable[[bytes], bytes]
PAGE = 4096
NAMES = ("Ines Carvalho", "Stefan Roth", "Lin Mei-Hua")
_WRITTEN_AS = slice(18, 20)
"""Bytes of the header: 2 says that there may be a write-ahead log, which a database in memory cannot have."""
_ODD: tuple[object, ...] = (
    None, -1, 0, 2**31, 2**62, -(2**62), 1e308, float("inf"), "", "x", "null", "[]", "{}", '{"a": 1}', "[1, 2]", "[[]]",
    '"x"', "\ud7ff", b"", b"\xff", b"\x00" * 40, 99, 10**12,
)  # fmt: skip


class RulesOnce:
    """Rules that were read before (a services.ports.RulesSource)."""

    def __init__(self, loaded: LoadedRules) -> None:
        self._loaded = loaded

    def load(self) -> LoadedRules:
        """Those."""
        return self._loaded

    def changed(self) -> bool:
        """Never."""
        return False

    def declare(self, _fields: object) -> None:
        """Nobody asks."""


def filled(folder: Path) -> Workspace:
    """A few leads with something of everything."""
    a_folder(folder / "rules")
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    workspace.load()
    for name in NAMES:
        fields = {"full_name": name, "company": "Norbrook", "employees": "120", "tags": ("fair", "warm")}
        lead = workspace.execute(AddLead(fields)).value.id
        workspace.execute(EditLeads((lead,), {"custom.oven": "deck", "created_at": days_ago(50)}))
        workspace.execute(AddNote(lead, "Wants the price sheet"))
        workspace.execute(AddActivity(lead, "demo_requested", days_ago(3)))
        workspace.execute(RecordAnswer(lead, "bant", "budget", AnswerState.LEVEL, 2, days_ago(3)))
    workspace.keep_scores()
    workspace.put_setting("list.columns", '["company"]')
    return workspace


# --- the database ----------------------------------------------------------------------------------------------------
@cache
def databases() -> tuple[bytes, ...]:
    """One that was closed, with its snapshot of the columns, and one without."""
    with tempfile.TemporaryDirectory() as place:
        filled(Path(place) / "w").close()
        whole = (Path(place) / "w" / "leadqual.db").read_bytes()
    with _in_memory(whole) as connection:
        connection.execute("DELETE FROM column_snapshot")
        connection.execute("VACUUM")
        return whole, _as_file(connection)


@contextmanager
def _in_memory(data: bytes) -> Iterator[sqlite3.Connection]:
    plain = bytearray(data)
    plain[_WRITTEN_AS] = b"\x01\x01"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(bytes(plain))
        connection.create_function("casefold", 1, str)
        yield connection


def _as_file(connection: sqlite3.Connection) -> bytes:
    made = bytearray(connection.serialize())
    made[_WRITTEN_AS] = b"\x02\x02"
    return bytes(made)


def within_a_database(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    """Values that nobody wrote in a sound file, bytes that went wrong where they stand, a page that was lost."""
    match chance.choice(("values", "values", "values", "bytes", "bytes", "page", "anything")):
        case "values":
            return _other_values(data, accident, chance)
        case "bytes":
            return _scattered(data, chance)
        case "page":
            return _other_page(data, accident, chance)
    return accident(data)


def _other_values(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    if len(data) < PAGE:
        return accident(data)
    try:
        with _in_memory(data) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            tables = _tables(connection)
            for _ in range(chance.choice((1, 1, 2, 4))):
                with suppress(sqlite3.Error):
                    _put_other(connection, chance.choice(tables), accident, chance)
            return _as_file(connection)
    except (sqlite3.Error, UnicodeDecodeError, IndexError, OverflowError):
        return accident(data)


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables with rows in them, without those that the search keeps for itself."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
            "AND name NOT LIKE 'sqlite_%' AND name NOT IN ('lead_text_idx', 'lead_text_data')"
        )
    ]
    return [name for name in names if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()]


def _put_other(connection: sqlite3.Connection, table: str, accident: Accident, chance: random.Random) -> None:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    column = chance.choice(columns)
    rows = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    at = chance.randrange(rows)
    (old,) = connection.execute(f'SELECT "{column}" FROM "{table}" LIMIT 1 OFFSET ?', (at,)).fetchone()
    new: object = chance.choice(_ODD)
    if isinstance(old, str | bytes) and chance.random() < 0.6:
        changed = accident(old.encode() if isinstance(old, str) else old)
        new = changed.decode("utf-8", "replace") if isinstance(old, str) else changed
    where = "IS ?" if chance.random() < 0.9 else "IS NOT ?"
    connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE "{column}" {where}', (new, old))


def _scattered(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64)) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _other_page(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    """One page, its length kept: all else is refused by the length alone."""
    at = PAGE * chance.randrange(max(1, len(data) // PAGE))
    page = data[at : at + PAGE]
    made = chance.choice((bytes(PAGE), chance.randbytes(PAGE), accident(page), accident(page), accident(page)))
    return data[:at] + made[: len(page)].ljust(len(page), b"\x00") + data[at + PAGE :]


@contextmanager
def feeding_workspace(folder: Path) -> Iterator[Feed]:
    """Examined, opened, looked at all over, written to, closed: read, or refused in words."""
    made = folder / "office"
    filled(made).close()
    rules = RulesOnce(RulesFolder(made / "rules").load())

    def feed(data: bytes) -> None:
        for left in (*made.glob("leadqual.db*"), *(made / "backups").glob("*.db")):
            left.unlink()
        (made / "leadqual.db").write_bytes(data)
        sound = all(finding.ok for finding in examine(made, NOW))
        try:
            if not sound and crc32(data) % 4 == 0:
                repair(made, NOW)
            with closing(Workspace(open_store(made, FixedClock()), rules, FixedClock())) as workspace:
                workspace.load()
                _walk(workspace)
                workspace.execute(AddLead({"full_name": "Bo Hadley"}))
        except LeadQualError as error:
            in_plain_words(error)

    yield feed


def _walk(workspace: Workspace) -> None:
    """What a person would look at."""
    store = workspace.store
    ids = [int(one) for one in workspace.query(Query()).ids()]
    for lead in ids:
        workspace.row(lead)
        workspace.card(lead)
        details = workspace.lead_details(lead)
        if details is not None:
            list(details.activities)
        store.activities(lead)
        store.follow_ups(lead)
        store.verdicts(lead)
    workspace.counts()
    workspace.steps()
    store.setting("list.columns")
    store.kept_apart()
    store.hidden_leads()
    store.privacy_log()
    list(store.scores())
    store.search("ines")
    list(store.identities())
    store.contacts()


# --- calls under way -------------------------------------------------------------------------------------------------
def call_files() -> list[bytes]:
    """A call that was answered once, noted, and left in the middle of a word."""
    with tempfile.TemporaryDirectory() as place:
        workspace = filled(Path(place) / "w")
        desk = CallDesk(workspace, CallFolder(Path(place) / "calls"))
        call = desk.begin(1)
        assert isinstance(call, Call)
        call.answer(2)
        call.add_note("She prepares the choice")
        call.write_draft("her director Rui Pr")
        (path,) = (Path(place) / "calls").glob("*.call")
        data = path.read_bytes()
        call.leave()
        workspace.close()
    return [data.rstrip(b"\x00") + b"\x00" * 64]


def relined(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    """Lines get the checksum of what they have become, most of the time: the accident is then in what they say."""
    if chance.random() < 0.3:
        return accident(data)
    lines = [line[9:].rstrip(b"\x00") for line in data[LINES_AT:].split(b"\n")]
    said = accident(b"\n".join(line for line in lines if line)).split(b"\n")
    whole = b"".join(b"%08x %s\n" % (crc32(line), line) for line in said)
    return data[:LINES_AT].ljust(LINES_AT, b"\x00") + whole


@contextmanager
def feeding_calls(folder: Path) -> Iterator[Feed]:
    """Found at the start, resumed, left again."""
    workspace = filled(folder / "office")
    calls = folder / "calls"
    calls.mkdir()

    def feed(data: bytes) -> None:
        for old in calls.iterdir():
            old.unlink()
        (calls / "000001-aaaaaaaa.call").write_bytes(data)
        desk = CallDesk(workspace, CallFolder(calls))
        try:
            for left in desk.unfinished():
                call = desk.resume(left.key)
                if isinstance(call, Call):
                    call.leave()
        except LeadQualError as error:
            in_plain_words(error)

    yield feed
    workspace.close()


# --- what is remembered, what unlocks --------------------------------------------------------------------------------
def remembered_mappings() -> list[bytes]:
    """How the columns of a file were read, as it is kept for the next one."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "a.csv"
        path.write_bytes(CSV)
        return [mapping_to_json(plan_import(open_table(path), ImportOptions(), ImportContext(NOW)).mapping).encode()]


def key_files() -> list[bytes]:
    """A key, wrapped cheaply."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "key"
        KeyFile.made(new_key(), "a passphrase", new_recovery_key(), cost=2).write(path)
        return [path.read_bytes()]
