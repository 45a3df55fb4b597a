"""Every reader of files from elsewhere: sound examples, signs that mean something to it, and how it is tried."""

from __future__ import annotations

import json
import random
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zlib import crc32
from zlib import error as zlib_error

from leadqual_gui.adapters.exchange.bundles import BundleFile
from leadqual_gui.adapters.exchange.questionnaire import BEGIN, END
from leadqual_gui.adapters.exchange.questionnaire_answers import read_answer_file
from leadqual_gui.adapters.exchange.tables import pasted_table
from leadqual_gui.adapters.key_file import KeyFile
from leadqual_gui.adapters.rules_yaml.folder import files_of, judge
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.app.look_file import NAME as LOOK
from leadqual_gui.app.look_file import read_look
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_mapping import mapping_from_json
from leadqual_gui.services.questionnaire import FilledIn, Problem
from tests.exchange.test_fuzzing import CARDS, CSV, JSON, XLSX, in_plain_words, swallowed, taken_in
from tests.fuzz import offices
from tests.fuzz.mutation import LONGEST
from tests.rules.builders import WHOLE
from tests.rules.test_strict_fuzz import read_everything

ROOT = Path(__file__).resolve().parents[2]

Feed = Callable[[bytes], None]
Accident = Callable[[bytes], bytes]
"""What happens to some bytes; where it happens is the reader's to say."""
Changed = Callable[[bytes, Accident, random.Random], bytes]


def _anywhere(data: bytes, accident: Accident, _chance: random.Random) -> bytes:
    return accident(data)


@dataclass(frozen=True, slots=True)
class Reader:
    """`seeds()` are sound files; `feeding(folder)` is what tries one; `changed` lets an accident happen in it."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    feeding: Callable[[Path], AbstractContextManager[Feed]]
    signs: Sequence[bytes]
    changed: Changed = _anywhere
    longest: int = LONGEST


def _plain(feed: Callable[[Path, bytes], None]) -> Callable[[Path], AbstractContextManager[Feed]]:
    @contextmanager
    def feeding(folder: Path) -> Iterator[Feed]:
        yield lambda data: feed(folder, data)

    return feeding


def _table(name: str) -> Callable[[Path], AbstractContextManager[Feed]]:
    return _plain(lambda folder, data: swallowed(folder, name, data))


def _feed_pasted(_folder: Path, data: bytes) -> None:
    try:
        taken_in(pasted_table(data.decode("utf-8", "surrogateescape")))
    except LeadQualError as error:
        in_plain_words(error)


# --- rules -----------------------------------------------------------------------------------------------------------
_NAMED = b"# "


def _rule_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "rules").rglob("*.yaml"))]


def _whole_rules() -> list[bytes]:
    """Small files and those that nothing small stands in for, each below a line that says whose place it takes."""
    shipped = ("profiles.yaml", "playbook.yaml", "funnel.yaml", "activities.yaml", "fields.yaml")
    texts = [*WHOLE.items(), *((name, (ROOT / "rules" / name).read_text("utf-8")) for name in shipped)]
    return [_NAMED + name.encode() + b"\n" + text.encode() for name, text in texts]


def _feed_rules(_folder: Path, data: bytes) -> None:
    """One file among sound ones: read, checked against the others, its scenarios scored."""
    first, _, rest = data.partition(b"\n")
    name = first.removeprefix(_NAMED).decode("utf-8", "replace")
    if name not in {*WHOLE, "profiles.yaml", "playbook.yaml"}:
        name = "matrix.yaml"
    texts = WHOLE | {name: rest.decode("utf-8", "surrogateescape")}
    loaded = judge(files_of(texts), Problems("rules"), "rules")
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    assert (loaded.rules is None) == bool(errors)
    assert all(problem.message and problem.hint for problem in loaded.problems)


# --- workbooks -------------------------------------------------------------------------------------------------------
def _in_a_part(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    """The accident happens inside of the archive, most of the time."""
    if chance.random() < 0.2:
        return accident(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist() if old.getinfo(name).file_size < LONGEST}
    except (zipfile.BadZipFile, zlib_error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return accident(data)
    read = [name for name in parts if "theme" not in name and "docProps" not in name]
    if read:
        part = chance.choice(read)
        parts[part] = accident(parts[part])
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


# --- answers, bundles ------------------------------------------------------------------------------------------------
_BODY = {
    "format": 1, "framework": "bant", "fingerprint": "5f0c", "lead": "7", "name": "Ines",
    "filled_at": "2026-03-14T09:00:00Z", "numbers": {"hours": 12.5},
    "answers": [{"element": "budget", "level": 2, "remark": "about 30,000"}, {"element": "need", "level": None}],
}  # fmt: skip


def _answers() -> list[bytes]:
    """As a file, and as a block within an e-mail."""
    file = _wrapped(json.dumps(_BODY))
    return [file, _wrapped(json.dumps({**_BODY, "answers": []})), _in_a_mail(file)]


def _wrapped(text: str) -> bytes:
    return json.dumps({"leadqual_answers": text, "checksum": f"{crc32(text.encode('utf-8', 'replace')):08x}"}).encode()


def _in_a_mail(file: bytes) -> bytes:
    return b"Hello,\n> " + BEGIN.encode() + b"\n> " + b64encode(file) + b"\n> " + END.encode() + b"\n"


def _within_the_checksum(data: bytes, accident: Accident, chance: random.Random) -> bytes:
    """What is said changes and the checksum with it, most of the time."""
    begin, end = data.find(BEGIN.encode()), data.find(END.encode())
    try:
        file = b64decode(data[begin + len(BEGIN) : end].strip(b"\n> ")) if 0 <= begin < end else data
        text = json.loads(file)["leadqual_answers"].encode("utf-8", "replace")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return accident(data)
    if chance.random() < 0.2:
        return accident(data)
    made = _wrapped(accident(text).decode("utf-8", "replace"))
    return _in_a_mail(made) if begin >= 0 else made


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


# --- what a window and an import remember, and what opens a workspace -------------------------------------------------
_SETTINGS = (
    {"window.theme": "dark", "window.zoom": "1.2", "window.language": "ar", "window.geometry": "AAAA"},
    {
        "columns": {"Name": "full_name"},
        "constants": {"stage": "new"},
        "words": {"outcome": {"bought": "won"}},
        "year": 2026,
        "date_order": "dmy",
        "marks": {"expected_value": ","},
    },
)


def _settings() -> list[bytes]:
    return [*(json.dumps(one).encode() for one in _SETTINGS), *offices.remembered_mappings(), *offices.key_files()]


def _feed_settings(folder: Path, data: bytes) -> None:
    (folder / LOOK).write_bytes(data)
    assert all(isinstance(value, str) for value in read_look(folder).values())
    for read in (lambda: mapping_from_json(data.decode("utf-8", "replace")), lambda: KeyFile.read(folder / LOOK)):
        try:
            read()
        except LeadQualError as error:
            in_plain_words(error)


_OF_JSON = (b"{", b"[", b'"', b",", b"null", b"]", b"\\ud800", b"\\u0000")
_OF_YAML = (b": ", b"- ", b"{", b"}", b"[", b"&a ", b"*a", b"!!x ", b"? ", b"|\n", b"<<: ", b"---\n", b"\n  ", b"null",
            b"when: ", b"points: ", b"any:", b"not:", b"at_least: ", b"between: [1, 2]", b"within: 3d")  # fmt: skip

READERS = {
    reader.name: reader
    for reader in (
        Reader("rules", _rule_files, _plain(lambda _folder, data: read_everything(data)), _OF_YAML),
        Reader("rule_sets", _whole_rules, _plain(_feed_rules), _OF_YAML),
        Reader("csv", lambda: [CSV, CSV.replace(b",", b";"), CSV.replace(b",", b"\t")], _table("a.csv"),
               (b",", b";", b'"', b'""', b"\t", b"\n", b"\r\n", b"=1+1", b"'")),
        Reader("pasted", lambda: [CSV.replace(b",", b"\t"), CARDS, JSON], _plain(_feed_pasted),
               (b",", b";", b'"', b"\t", b"\n", b"\r\n", b"{", b"[", b"BEGIN:VCARD\r\n")),
        Reader("xlsx", lambda: [XLSX], _table("a.xlsx"),
               (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"<c r='A1'>", b"</row>", b"<v>", b"<is><t>", b"&amp;",
                b"<!ENTITY", b"t='s'", b"r='XFD1048576'"), _in_a_part),
        Reader("vcard", lambda: [CARDS], _table("a.vcf"),
               (b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b":", b";", b"=\r\n", b"ENCODING=b:", b"\r\n ")),
        Reader("json", lambda: [JSON], _table("a.json"), _OF_JSON),
        Reader("answers", _answers, _plain(_feed_answers), (*_OF_JSON, b"level"), _within_the_checksum),
        Reader("bundle", _bundle, _plain(_feed_bundle), (*_OF_JSON, b"\n", b'{"leadqual": 1}\n')),
        Reader("settings", _settings, _plain(_feed_settings), _OF_JSON),
        Reader("workspace", offices.databases, offices.feeding_workspace, (b"\x00", b"\xff" * 4, b"null", b"[]", b"-1"),
               offices.within_a_database, 400_000),
        Reader("calls", offices.call_files, offices.feeding_calls,
               (*_OF_JSON, b"\n", b'"kind"', b"9" * 20), offices.relined),
    )
}  # fmt: skip
