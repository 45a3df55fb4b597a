"""Whatever is in a rules file, its reader is told what is wrong, where, and what to do."""

import pytest

from leadqual_gui.adapters.rules_yaml.nodes import Mapping, Scalar
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.strict import Document, parse_bytes


def parsed(text: str | bytes) -> tuple[Document | None, list[str]]:
    problems = Problems("matrix.yaml")
    document = parse_bytes("matrix.yaml", text if isinstance(text, bytes) else text.encode(), problems)
    assert all(problem.hint and problem.line and problem.column for problem in problems.found)
    return document, [str(problem) for problem in problems.in_order()]


def value(text: str) -> object:
    document, problems = parsed(f"key: {text}")
    assert document is not None
    assert not problems
    assert isinstance(document.root, Mapping)
    node = document.root.get("key")
    assert isinstance(node, Scalar)
    return node.value


HAZARDS = {
    "an empty file": ("", "1:1: the file is empty; write its content, or delete the file"),
    "only a comment": ("# nothing\n", "1:1: the file is empty"),
    "only a dash line": ("---\n", "1:1: the file is empty"),
    "a tab as indentation": ("a:\n\tb: 1\n", "2:1: a tab where spaces are needed; indent with spaces"),
    "a quote left open": (
        'a: "text\nb: 1\n',
        "a quote is never closed (it began in line 1, column 4); close the quote",
    ),
    "a bracket left open": ("a: [1, 2\nb: 3\n", "2:2: a list that begins with '[' is not closed"),
    "a brace left open": ("a: {b: 1\n", "a mapping that begins with '{' is not closed"),
    "a colon in a text": ("a: b: c\n", "1:5: a ':' where no key can begin; put the text in quotes"),
    "a key without colon": ("a: 1\nb\nc: 2\n", "a key without ':'"),
    "a line indented wrongly": (
        "a:\n  - b: 1\n   c: 2\n",
        "3:4: this line does not fit the indentation of the lines above",
    ),
    "a text that begins with @": ("a: @b\n", "1:4: a text begins with '@'; put the text in quotes"),
    "a text that begins with %": ("a: %b\n", "1:4: a text begins with '%'"),
    "an unknown escape": ('a: "\\d"\n', "an unknown \\ sequence in a text in double quotes"),
    "half a character": ('a: "\\ud800"\n', "1:4: half a character (a surrogate)"),
    "an impossible character": ('a: "\\UFFFFFFFF"\n', "this is not YAML that can be read"),
    "a repeated key": ("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' stands here again; it was first given in line 1"),
    "a repeated key in quotes": ('a: 1\n"a": 3\n', "2:1: the key 'a' stands here again"),
    "an anchor": ("a: &x 1\n", "1:4: &x is an anchor, and rules have none"),
    "an alias": ("a: *x\n", "1:4: *x is an alias, and rules have none; write the value out here"),
    "a tag": (
        "a: !!python/object:os.system 1\n",
        "1:4: the tag tag:yaml.org,2002:python/object:os.syst… is not allowed",
    ),
    "a second document": ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; keep one document a file"),
    "a list as a key": ("? [a]\n: 1\n", "1:3: a list cannot be a key"),
    "a NUL": ("a: b\0c\n", "1:5: the character U+0000 is not allowed; delete it"),
    "an invisible line separator": ("a: x\u2028y\n", "1:5: the character U+2028 is not allowed; delete it"),
    "a byte order mark in the middle": ("a: 1\nb: \ufeffx\n", "2:4: the character U+FEFF is not allowed"),
    "a bell": ("a: 1\nb: \a\n", "2:4: the character U+0007 is not allowed"),
    "a number of a gigabyte": ("a: 1e999999999\n", "1:4: the number 1e999999999 is too large; numbers end at"),
    "a hexadecimal bomb": (f"a: 0x{'f' * 5000}\n", "1:4: the number 0xffff"),
    "ten thousand digits": (f"a: {'9' * 10_000}\n", "1:4: the number 9999999999999999999… is too large"),
    "a huge YAML version": (f"%YAML {'9' * 5000}.1\n---\na: 1\n", "this is not YAML that can be read"),
    "100,000 brackets": ("[" * 100_000, "1:41: nested more than 40 levels deep"),
    "100,000 braces": ("{a: " * 100_000, "nested more than 40 levels deep"),
    "100,000 dashes": ("- " * 100_000, "1:81: nested more than 40 levels deep"),
    "10,000 levels of indentation": (
        "\n".join(" " * depth + "a:" for depth in range(900)),
        "41:41: nested more than 40 levels deep; close brackets, or write it flatter",
    ),
    "more values than rules have": ("- 1\n" * 20_001, "20000:3: more than 20000 values in one file"),
    "more than 512 KiB": ("# " + "x" * 512 * 1024, "1:1: the file is larger than 512 KiB"),
    "UTF-16": ("a: 1".encode("utf-16"), "1:1: the file is UTF-16, not UTF-8; save it again"),
    "UTF-16 without its mark": (
        "a: 1".encode("utf-16-le"),
        "U+0000 is not allowed; delete it; the file looks like UTF-16",
    ),
    "Windows-1252": ("a: 1\nname: Bäckerei".encode("cp1252"), "2:8: byte 13 (0xE4) is not UTF-8; save the file again"),
    "a truncated character": ("a: ä".encode()[:-1], "1:4: byte 4 (0xC3) is not UTF-8"),
}


@pytest.mark.parametrize(("text", "expected"), HAZARDS.values(), ids=HAZARDS)
def test_a_hazard_is_explained_where_it_stands(text, expected):
    _, problems = parsed(text)
    assert len(problems) == 1
    assert expected in problems[0]
    assert problems[0].startswith("matrix.yaml:")


def test_an_alias_bomb_is_refused_before_it_grows():
    bomb = "a: &a [x]\n" + "".join(
        f"{name}: &{name} [*{last}, *{last}]\n" for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    _, problems = parsed(bomb)
    assert len(problems) == 9 + 16
    assert "2:8: *a is an alias" in problems[2]


def test_several_repeated_keys_are_all_reported():
    _, problems = parsed("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [problem.split(";")[0] for problem in problems] == [
        "matrix.yaml:2:1: the key 'a' stands here again",
        "matrix.yaml:3:11: the key 'c' stands here again",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"), ("on", "on"), ("1:30", "1:30"), ("012", "012"), ("1_000", "1_000"), ("2026-03-31", "2026-03-31"),
        ("12", 12), ("-3", -3), ("+3", 3), ("2.5", 2.5), (".5", 0.5), ("1e3", 1000.0), ("0x1F", 31), ("0o17", 15),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("'12'", "12"), ("=", "="),
        (".inf", ".inf"), (".nan", ".nan"), ("<<", "<<"), ("- not a list", None),
    ][:-1],
)  # fmt: skip
def test_scalars_mean_what_yaml_1_2_says(text, expected):
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_a_byte_order_mark_is_accepted_and_kept():
    document, problems = parsed(b"\xef\xbb\xbfa: 1\n")
    assert document is not None
    assert not problems
    assert document.source.encoded() == b"\xef\xbb\xbfa: 1\n"


def test_lines_may_end_as_windows_writes_them():
    document, problems = parsed("a: 1\r\nb: {c: 2, c: 3}\r\n")
    assert document is not None
    assert problems[0].startswith("matrix.yaml:2:11: the key 'c'")


def test_nodes_remember_which_characters_they_are():
    text = "ä: 'x y'\nlist: [1, {k: plain text}] # comment\n"
    document, _ = parsed(text)
    assert document is not None
    assert isinstance(document.root, Mapping)
    quoted, listed = (entry.value for entry in document.root)
    assert text[quoted.place.index : quoted.end] == "'x y'"
    assert text[listed.place.index : listed.end] == "[1, {k: plain text}]"
    assert (listed.place.line, listed.place.column) == (2, 7)
