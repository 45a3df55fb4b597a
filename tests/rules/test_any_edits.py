"""The user's text stays: after any sequence of edits of any rule file, only what was edited is written otherwise.

Thousands of sequences with `--slow`; some on every run. An edit that the grammar cannot say (`value_of` finds so) is
left out; any other has to be carried out.
"""

import difflib
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml import folder as rules_folder
from leadqual_gui.adapters.rules_yaml.nodes import Mapping, Node, Scalar, Sequence
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.slices import text_of_item
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.adapters.rules_yaml.texts import RuleTextsFolder
from leadqual_gui.domain.errors import LeadQualError
from tests.rules.builders import SHIPPED
from tests.rules.generated_edits import edited, one_of

SETS = [SHIPPED, *sorted(path for path in (SHIPPED / "templates").iterdir() if path.is_dir())]
PORTS = {folder.name: RuleTextsFolder(folder, folder / "never") for folder in SETS}
TEXTS = {name: port.read() for name, port in PORTS.items()}
FILES = [(name, file) for name, texts in TEXTS.items() for file in texts]
VALUES = {(name, file): PORTS[name].value(file, TEXTS[name]) for name, file in FILES}
ORIGINAL = {text for texts in TEXTS.values() for text in texts.values()}
LISTS = ("criteria", "scenarios", "stages", "plays", "personas", "disqualifiers", "kinds", "fields", "elements")
MANY = settings.default.max_examples >= 1000
PARTS, SEQUENCES = (20, 250) if MANY else (1, 30)
"""In parts, since a test that takes two minutes is taken for one that hangs."""
DONE = {"sequences": 0, "edits": 0, "left out": 0}
"""How much was looked at, for those who run it with `-s`."""


@pytest.fixture(scope="module", autouse=True)
def _parsed_once():
    """Files that are not edited need not be parsed anew each time."""
    known: dict[tuple[str, bytes], Node | None] = {}
    parse = rules_folder._parse

    def remembered(file: rules_folder.RulesFile) -> None:
        key = file.name, file.data or b""
        if key in known:
            file.tree = known[key]
            return
        parse(file)
        if file.data is not None and file.data.decode() in ORIGINAL and not file.problems.found:
            known[key] = file.tree

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules_folder, "_parse", remembered)
        yield


def said(port: RuleTextsFolder, file: str, value: object, texts: dict[str, str]) -> bool:
    """Whether the grammar can say this value."""
    try:
        return port.value_of(file, port.data(file, value), texts) == value
    except LeadQualError:
        return False


def world(file: str, texts: dict[str, str]) -> dict[str, str]:
    """The files whose words a file uses; a framework uses no other framework."""
    if file == "activities.yaml" or file == "fields.yaml":
        return {file: texts[file]}
    return {
        name: text
        for name, text in texts.items()
        if name == file or (not name.startswith("frameworks/") or not file.startswith("frameworks/"))
    }


def items_of(text: str) -> dict[tuple[str, str], tuple[str, range]]:
    """The rows of a file by list and id: their own text, and the lines that it covers."""
    document = parse_source(Source("rules.yaml", text), Problems("rules.yaml"))
    root: Node | None = document.root if document else None
    found = {}
    for name in LISTS:
        listed = root.get(name) if isinstance(root, Mapping) else None
        if not isinstance(listed, Sequence) or listed.flow:
            continue
        for at, item in enumerate(listed.items):
            known = next(
                (item.get(key) for key in ("id", "key", "name") if isinstance(item, Mapping) and item.get(key)), 0
            )
            own = text_of_item(text, listed, at)
            first = item.place.line - 1
            words = known.text if isinstance(known, Scalar) else str(at)
            found[name, words] = (own, range(first, first + own.rstrip("\r\n").count("\n") + 1))
    return found


def named(item: Node) -> str:
    """What a row is called."""
    names = [item.get(key) for key in ("id", "key", "name")] if isinstance(item, Mapping) else []
    return next((one.text for one in names if isinstance(one, Scalar)), "")


def rows_of(value: object) -> dict[tuple[str, str], object]:
    """The same rows as values."""
    listed = (
        {one.name: getattr(value, one.name) for one in fields(value)}
        if is_dataclass(value)
        else {list_of(value): value}
    )
    return {
        (name, str(getattr(row, "id", getattr(row, "key", getattr(row, "name", ""))))): row
        for name, rows in listed.items()
        if isinstance(rows, tuple)
        for row in rows
    }


def list_of(rows: object) -> str:
    """The list in the file that rows without a value around them stand in."""
    return "fields" if isinstance(rows, tuple) and rows and hasattr(rows[0], "key") else "kinds"


def unchanged(before: object, after: object) -> set[tuple[str, str]]:
    """Lists and names of rows that say the same before and after."""
    old, new = rows_of(before), rows_of(after)
    return {key for key, row in old.items() if new.get(key) == row}


def check(before: object, after: object, old: str, new: str) -> None:
    """Rows that were not edited stand as they stood, and no line outside the edited ones went."""
    same, was, now = unchanged(before, after), items_of(old), items_of(new)
    for key, (text, _lines) in was.items():
        if key in same and key in now:
            assert now[key][0].strip("\r\n") == text.strip("\r\n"), key
    assert ("\r\n" in new) == ("\r\n" in old)
    comments = [line for line in old.splitlines() if line.lstrip().startswith("#")]
    inside = {at for key, (_, lines) in was.items() if key not in same for at in lines}
    lines = old.splitlines()
    kept = set(new.splitlines())
    lost = [line for at, line in enumerate(lines) if at not in inside and line in comments and line not in kept]
    assert lost == []
    if not is_moved(was, now):
        for tag, first, last, _start, _end in difflib.SequenceMatcher(
            None, lines, new.splitlines(), False
        ).get_opcodes():
            if tag in ("delete", "replace"):
                outside = [at for at in range(first, last) if at not in inside and lines[at].strip()]
                assert all(not lines[at].startswith((" ", "-")) or in_header(lines, at) for at in outside), outside


def is_moved(was: dict, now: dict) -> bool:
    """Whether rows stand in another order."""
    return [key for key in was if key in now] != [key for key in now if key in was]


def in_header(lines: list[str], at: int) -> bool:
    """Whether a line belongs to a part of the file that is no list of rows."""
    while at > 0 and (lines[at].startswith((" ", "-")) or not lines[at].strip()):
        at -= 1
    return lines[at].split(":")[0] not in LISTS


@pytest.mark.parametrize("_part", range(PARTS))
@given(windows=st.booleans(), data=st.data())
# Shrinking would take longer than reading the example.
@settings(max_examples=SEQUENCES, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
def test_any_sequence_of_edits_changes_only_what_was_edited(_part, windows, data):
    place = name, file = one_of(data.draw, FILES)
    port, texts = PORTS[name], world(file, TEXTS[name])
    if windows:
        texts = {**texts, file: texts[file].replace("\n", "\r\n")}
    before = now = VALUES[place]
    for _ in range(data.draw(st.integers(1, 5))):
        after = edited(data.draw, now)
        if after == now or not said(port, file, after, texts):
            DONE["left out"] += 1
            continue
        DONE["edits"] += 1
        now = after
    text = port.rewrite(file, texts, before, now)
    assert port.value(file, {**texts, file: text}) == now
    check(before, now, texts[file], text)
    DONE["sequences"] += 1


def test_enough_was_looked_at():
    print(DONE)  # noqa: T201
    assert DONE["sequences"] >= PARTS * SEQUENCES // 2
    assert DONE["edits"] >= (DONE["left out"] // 2 if MANY else PARTS * SEQUENCES // 3), DONE
