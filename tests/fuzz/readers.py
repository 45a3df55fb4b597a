"""Every reader of files from elsewhere: sound examples, signs that mean something to it, and how it is tried."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from leadqual_gui.adapters.call_files import LINES_AT, CallFolder
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.exchange.bundles import BundleFile
from leadqual_gui.adapters.exchange.questionnaire_answers import read_answer_file
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.commands import AddActivity, AddLead, AddNote, RecordAnswer
from leadqual_gui.services.lists import Query
from leadqual_gui.services.questionnaire import FilledIn, Problem
from leadqual_gui.services.workspace import Workspace
from tests.builders import NOW, FixedClock, days_ago
from tests.exchange.test_fuzzing import CARDS, CSV, JSON, XLSX, in_plain_words, rezipped, swallowed
from tests.fuzz.mutation import mutated
from tests.rules.test_strict_fuzz import read_everything

ROOT = Path(__file__).resolve().parents[2]
SHEET_PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml",
               "xl/_rels/workbook.xml.rels", "[Content_Types].xml")  # fmt: skip

Feed = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """`seeds()` are sound files; `feeding(folder)` is what tries one; `dressed` makes a changed file whole outside."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    feeding: Callable[[Path], object]
    signs: Sequence[bytes]
    dressed: Callable[[bytes, random.Random], bytes] = lambda data, _chance: data


def _plain(feed: Callable[[Path, bytes], None]) -> Callable[[Path], object]:
    @contextmanager
    def feeding(folder: Path) -> Iterator[Feed]:
        yield lambda data: feed(folder, data)

    return feeding


def _table(name: str) -> Callable[[Path], object]:
    return _plain(lambda folder, data: swallowed(folder, name, data))


# --- rules -----------------------------------------------------------------------------------------------------------
def _rule_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "rules").rglob("*.yaml"))]


# --- workbooks -------------------------------------------------------------------------------------------------------
def _in_a_part(data: bytes, chance: random.Random) -> bytes:
    """The accident happens inside of the archive, half of the time."""
    if chance.random() < 0.5:
        return data
    signs = (b"<c r='A1'>", b"</row>", b"<v>", b"<is><t>", b"&amp;", b"<!ENTITY", b"t='s'", b"r='XFD1048576'")
    change = lambda part: mutated(part, (part,), signs, chance)  # noqa: E731
    return rezipped(XLSX, chance.choice(SHEET_PARTS), change)


# --- answers, bundles ------------------------------------------------------------------------------------------------
_BODY = {
    "format": 1, "framework": "bant", "lead": "7", "name": "Ines", "filled_at": "2026-03-14T09:00:00Z",
    "answers": [{"element": "budget", "level": 2, "words": "about 30,000"}], "numbers": {"hours": 12.5},
}  # fmt: skip


def _answers() -> list[bytes]:
    return [json.dumps(_BODY).encode(), json.dumps({**_BODY, "answers": []}).encode()]


def _with_checksum(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    checksum = f"{crc32(text.encode()):08x}" if chance.random() < 0.8 else "00000000"
    return json.dumps({"leadqual_answers": text, "checksum": checksum}).encode()


def _feed_answers(folder: Path, data: bytes) -> None:
    path = folder / "answers.txt"
    path.write_bytes(data)
    try:
        assert isinstance(read_answer_file(path), FilledIn | Problem)
    except LeadQualError as error:
        in_plain_words(error)


def _bundle() -> list[bytes]:
    lead = {"lead": {"full_name": "Ines", "created_at": "2026-01-01", "custom": {"since": {"date": "2026-01-01"}}},
            "activities": [{"kind": "note", "occurred_at": "2026-01-02", "topic": "x"}],
            "answers": [{"framework": "bant", "element": "need", "state": "level", "level": 2,
                         "heard_at": "2026-01-01"}]}  # fmt: skip
    return [b'{"leadqual": 1}\n' + json.dumps(lead).encode() + b"\n"]


def _feed_bundle(folder: Path, data: bytes) -> None:
    path = folder / "all.jsonl"
    path.write_bytes(data)
    try:
        list(BundleFile.open(path).leads())
    except LeadQualError as error:
        in_plain_words(error)


# --- a workspace and its calls ---------------------------------------------------------------------------------------
def _office(folder: Path) -> Workspace:
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    workspace.load()
    return workspace


def _filled(folder: Path) -> Workspace:
    workspace = _office(folder)
    for name in ("Ines Carvalho", "Stefan Roth", "Lin Mei-Hua"):
        lead = workspace.execute(AddLead({"full_name": name, "company": "Norbrook", "employees": "120"})).value.id
        workspace.execute(AddNote(lead, "Wants the price sheet"))
        workspace.execute(AddActivity(lead, "demo_requested", days_ago(3)))
        workspace.execute(RecordAnswer(lead, "bant", "budget", AnswerState.LEVEL, 2, days_ago(3)))
    return workspace


def _database() -> list[bytes]:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        _filled(Path(place) / "w").close()
        return [(Path(place) / "w" / "leadqual.db").read_bytes()]


def _scattered(data: bytes, chance: random.Random) -> bytes:
    """Bytes of a database go wrong where they stand: all else is refused by its length alone."""
    changed = bytearray(_database_once()[0])
    for _ in range(chance.choice((1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    if chance.random() < 0.2:
        at = 4096 * chance.randrange(max(1, len(changed) // 4096))
        changed[at : at + 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
    return bytes(changed) if chance.random() < 0.9 else data


_kept: list[list[bytes]] = []


def _database_once() -> list[bytes]:
    if not _kept:
        _kept.append(_database())
    return _kept[0]


@contextmanager
def _feeding_workspace(folder: Path) -> Iterator[Feed]:
    made = folder / "office"
    _filled(made).close()

    def feed(data: bytes) -> None:
        for ending in ("-wal", "-shm", "-journal"):
            (made / f"leadqual.db{ending}").unlink(missing_ok=True)
        for left in (made / "backups").glob("*.db"):
            left.unlink()
        (made / "leadqual.db").write_bytes(data)
        examine(made, NOW)
        try:
            workspace = _office(made)
        except LeadQualError as error:
            in_plain_words(error)
            return
        try:
            _walk(workspace)
        except LeadQualError as error:
            in_plain_words(error)
        finally:
            workspace.close()

    yield feed


def _walk(workspace: Workspace) -> None:
    for lead in [int(one) for one in workspace.query(Query()).ids()]:
        workspace.row(lead)
        workspace.card(lead)
        workspace.store.lead(lead)
        workspace.store.activities(lead)
    workspace.steps()


def _call_files() -> list[bytes]:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        workspace = _filled(Path(place) / "w")
        desk = CallDesk(workspace, CallFolder(Path(place) / "calls"))
        call = desk.begin(1)
        assert isinstance(call, Call)
        call.answer(2)
        call.add_note("She prepares the choice")
        call.write_draft("her director Rui Pr")
        (path,) = (Path(place) / "calls").glob("*.call")
        data = path.read_bytes()
        desk.leave_all()
        workspace.close()
    return [data.rstrip(b"\x00") + b"\x00" * 64]


def _relined(data: bytes, chance: random.Random) -> bytes:
    """Lines get the checksum of what they have become, most of the time: the accident is then in what they say."""
    if chance.random() < 0.3:
        return data
    lines = []
    for line in data[LINES_AT:].split(b"\n"):
        body = line[9:].rstrip(b"\x00")
        lines.append(b"%08x %s\n" % (crc32(body), body) if body else b"")
    return data[:LINES_AT].ljust(LINES_AT, b"\x00") + b"".join(lines)


@contextmanager
def _feeding_calls(folder: Path) -> Iterator[Feed]:
    workspace = _filled(folder / "office")
    calls = folder / "calls"
    calls.mkdir()

    def feed(data: bytes) -> None:
        for old in calls.iterdir():
            old.unlink()
        (calls / "000001-aaaaaaaa.call").write_bytes(data)
        desk = CallDesk(workspace, CallFolder(calls))
        try:
            for left in desk.unfinished():
                desk.resume(left.key)
        except LeadQualError as error:
            in_plain_words(error)
        desk.leave_all()

    yield feed
    workspace.close()


READERS = {
    reader.name: reader
    for reader in (
        Reader("rules", _rule_files, _plain(lambda _folder, data: read_everything(data)),
               (b": ", b"- ", b"{", b"}", b"[", b"&a ", b"*a", b"!!x ", b"? ", b"|\n", b"<<: ", b"---\n", b"\n  ")),
        Reader("csv", lambda: [CSV, CSV.replace(b",", b";"), CSV.replace(b",", b"\t")], _table("a.csv"),
               (b",", b";", b'"', b'""', b"\t", b"\n", b"\r\n", b"=1+1", b"'")),
        Reader("xlsx", lambda: [XLSX], _table("a.xlsx"), (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"<"),
               _in_a_part),
        Reader("vcard", lambda: [CARDS], _table("a.vcf"),
               (b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b":", b";", b"=\r\n", b"ENCODING=b:", b"\r\n ")),
        Reader("json", lambda: [JSON], _table("a.json"),
               (b"{", b"[", b'"', b"\\u0000", b"\\ud800", b",", b"null", b"]")),
        Reader("answers", _answers, _plain(_feed_answers), (b"{", b"[", b'"', b",", b"null", b"\\ud800", b"level"),
               _with_checksum),
        Reader("bundle", _bundle, _plain(_feed_bundle),
               (b"{", b"[", b'"', b",", b"null", b"\n", b'{"leadqual": 1}\n')),
        Reader("workspace", _database_once, _feeding_workspace, (b"\x00", b"\xff" * 4), _scattered),
        Reader("calls", _call_files, _feeding_calls,
               (b"{", b'"', b"\n", b"null", b'"kind"', b"[", b"9" * 20), _relined),
    )
}  # fmt: skip
