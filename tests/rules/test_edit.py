"""What the editor saves differs from what was there only where the user changed it."""

import difflib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml.edit import EditRefused, delete, insert_item, set_key, set_scalar
from leadqual_gui.adapters.rules_yaml.nodes import Mapping, Node, Scalar, Sequence
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import data_of, render_block, render_flow, render_scalar, same
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from tests.rules.builders import SHIPPED

TEXT = """\
# Points of the bakery
name: 'Bakery: supplies'   # shown in the title
criteria:
  # the first
  - id: size               # a comment
    points: 5
    levels:
      - {label: small, points: 1}   # one
      - {label: large, points: 2}

  # the second
  - id: oven
    label: "Kind of \\"oven\\""
    points: -2.5
    tags: [deck, rack]
notes: |
  A text
  of two lines.
last:
"""
NESTED = """\
- - a
  - b: 1   # one
    c:
      - x

      - y: 2
        z: [{k: v}, []]
-
  d: 'it''s'
  "quoted key": >-
    folded
    text
  e: {}
- f:
  - same indent
  # a comment
  - of two
- last
"""
TEXTS = [
    TEXT,
    TEXT.replace("\n", "\r\n"),
    NESTED,
    *(path.read_text(encoding="utf-8") for path in sorted(SHIPPED.rglob("*.yaml"))),
]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    st.text(max_size=20),
    st.sampled_from(
        ["no", "12", "1e5", "a: b", "# x", "- a", " a ", "a\nb", "'", '"', "null", "{}", "é", "1:30", "\x85", "0x1f"]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def a_source(text: str = TEXT) -> Source:
    return Source("matrix.yaml", text)


def data(source: Source) -> object:
    problems = Problems(source.name)
    document = parse_source(source, problems)
    assert document is not None, problems.found
    return data_of(document.root)


def changed_lines(before: Source, after: Source) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    lines = list(difflib.ndiff(before.text.splitlines(), after.text.splitlines()))
    return [one[2:] for one in lines if one.startswith("- ")], [one[2:] for one in lines if one.startswith("+ ")]


def paths(node: Node, path: tuple = ()) -> list[tuple[tuple, Node]]:
    inner: list[tuple[object, Node]] = []
    if isinstance(node, Mapping):
        inner = [(entry.key.text, entry.value) for entry in node]
    elif isinstance(node, Sequence):
        inner = list(enumerate(node.items))
    return [((*path, key), child) for key, child in inner] + [
        found for key, child in inner for found in paths(child, (*path, key))
    ]


def tree_of(text: str) -> Node:
    document = parse_source(Source("matrix.yaml", text), Problems("matrix.yaml"))
    assert document is not None
    return document.root


SCALARS = [
    (text, path)
    for text in TEXTS
    for path, node in paths(tree_of(text))
    if isinstance(node, Scalar) and "\n" not in text[node.place.index : node.end]
]


@given(st.sampled_from(SCALARS), scalars)
def test_a_changed_value_changes_one_line_and_reads_back(place, value):
    """Any value of any shipped file, replaced by anything: one line differs, and it says what was meant."""
    text, path = place
    before = Source("matrix.yaml", text)
    after = set_scalar(before, path, value)
    gone, come = changed_lines(before, after)
    assert len(gone) == len(come) <= 1
    expected = data(before)
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert same(data(after), expected)


@given(scalars, st.sampled_from(["", "'", '"']))
@example("a\x85b", "")
@example("\ufeff", "'")
def test_a_rendered_value_reads_back(value, quote):
    assume(not isinstance(value, str) or max(value, default="") < "\ud800" or max(value) > "\udfff")
    assert same(data(a_source(f"key: {render_scalar(value, quote)}\n")), {"key": value})


@given(values)
def test_rendered_lists_and_mappings_read_back(value):
    assert same(data(a_source(f"key: {render_flow(value)}\n")), {"key": value})
    if isinstance(value, dict | list) and value:
        assert same(data(a_source(f"key:\n  {render_block(value, 2)}\n")), {"key": value})
        assert same(data(a_source(f"- {render_block(value, 2)}\n")), [value])


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("criteria", 0, "points"), 6, "    points: 6"),
        (("criteria", 0, "id"), "company size", "  - id: company size               # a comment"),
        (("name",), "Bob's", "name: 'Bob''s'   # shown in the title"),
        (("criteria", 1, "label"), "Oven", '    label: "Oven"'),
        (
            ("criteria", 0, "levels", 0, "label"),
            "small, or less",
            '      - {label: "small, or less", points: 1}   # one',
        ),
        (("criteria", 1, "tags", 0), "no", '    tags: ["no", rack]'),
        (("last",), "now", "last: now"),
    ],
)
def test_quotes_and_comments_stay(path, value, line):
    gone, come = changed_lines(a_source(), set_scalar(a_source(), path, value))
    assert (len(gone), come) == (1, [line])


def test_a_text_of_several_lines_can_become_one():
    after = set_scalar(a_source(), ("notes",), "short")
    assert changed_lines(a_source(), after) == (["notes: |", "  A text", "  of two lines."], ["notes: short"])


@pytest.mark.parametrize(
    ("path", "index", "value", "come"),
    [
        (("criteria", 0, "levels"), 2, {"label": "huge", "points": 3}, ["      - {label: huge, points: 3}"]),
        (("criteria", 0, "levels"), 0, {"label": "tiny", "points": 0}, ["      - {label: tiny, points: 0}"]),
        (("criteria", 0, "levels"), 1, {"label": "mid", "points": 1.5}, ["      - {label: mid, points: 1.5}"]),
        (("criteria",), 2, {"id": "new", "points": 1}, ["  - {id: new, points: 1}"]),
        (
            ("criteria",),
            1,
            {"id": "new", "levels": [{"points": 1}]},
            ["  - id: new", "    levels:", "      - {points: 1}"],
        ),
    ],
)
def test_an_inserted_item_adds_lines_and_touches_none(path, index, value, come):
    assert changed_lines(a_source(), insert_item(a_source(), path, index, value)) == ([], come)


@pytest.mark.parametrize(
    ("index", "line"),
    [(0, "tags: [new, deck, rack]"), (1, "tags: [deck, new, rack]"), (2, "tags: [deck, rack, new]")],
)
def test_an_item_goes_into_a_list_in_brackets(index, line):
    after = insert_item(a_source(), ("criteria", 1, "tags"), index, "new")
    assert changed_lines(a_source(), after)[1] == [f"    {line}"]


@pytest.mark.parametrize(
    ("path", "gone", "come"),
    [
        (("criteria", 0, "points"), ["    points: 5"], []),
        (("criteria", 0, "levels", 1), ["      - {label: large, points: 2}"], []),
        (("criteria", 0, "id"), ["  - id: size               # a comment", "    points: 5"], ["  - points: 5"]),
        (("criteria", 1, "tags", 0), ["    tags: [deck, rack]"], ["    tags: [rack]"]),
        (("criteria", 1, "tags", 1), ["    tags: [deck, rack]"], ["    tags: [deck]"]),
        (("last",), ["last:"], []),
        (
            ("criteria", 1),
            ["  - id: oven", '    label: "Kind of \\"oven\\""', "    points: -2.5", "    tags: [deck, rack]"],
            [],
        ),
    ],
)
def test_what_is_deleted_goes_and_nothing_else(path, gone, come):
    assert changed_lines(a_source(), delete(a_source(), path)) == (gone, come)


def test_the_last_item_leaves_an_empty_list():
    after = delete(a_source("tags:\n  - one  # why\nb: 1\n"), ("tags", 0))
    assert data(after) == {"tags": [], "b": 1}


def test_a_new_key_goes_to_the_end_of_its_mapping():
    after = set_key(a_source(), ("criteria", 0), "enabled", False)
    assert changed_lines(a_source(), after) == ([], ["    enabled: false"])
    inner = set_key(a_source(), ("criteria", 0, "levels", 0), "why", "because")
    assert changed_lines(a_source(), inner)[1] == ["      - {label: small, points: 1, why: because}   # one"]


def test_a_file_with_windows_line_ends_keeps_them():
    source = a_source(TEXT.replace("\n", "\r\n"))
    for after in (
        set_scalar(source, ("criteria", 0, "points"), 6),
        set_key(source, ("criteria", 0), "enabled", False),
        insert_item(source, ("criteria", 0, "levels"), 0, {"label": "tiny", "points": 0}),
        delete(source, ("criteria", 1)),
    ):
        assert after.text.count("\n") == after.text.count("\r\n")


def test_a_file_without_a_last_line_break_can_grow():
    after = insert_item(a_source("a:\n  - 1"), ("a",), 1, 2)
    assert after.text.startswith("a:\n  - 1\n  - 2")


@given(st.sampled_from(TEXTS), st.data())
def test_any_item_or_key_can_be_deleted_or_the_edit_is_refused(text, draws):
    """Deleting never changes anything else: either it says what was meant, or nothing is done."""
    source = Source("matrix.yaml", text)
    path, _ = draws.draw(st.sampled_from(paths(tree_of(text))))
    expected = data(source)
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder.pop(path[-1])
    assert same(data(delete(source, path)), expected)


@given(st.sampled_from(TEXTS), values, st.data())
def test_anything_can_be_inserted_into_any_list(text, value, draws):
    source = Source("matrix.yaml", text)
    lists = [(path, node) for path, node in paths(tree_of(text)) if isinstance(node, Sequence)]
    assume(lists)
    path, node = draws.draw(st.sampled_from(lists))
    index = draws.draw(st.integers(0, len(node.items)))
    after = insert_item(source, path, index, value)
    gone, come = changed_lines(source, after)
    assert not gone or (len(gone) == len(come) == 1 and node.flow) or len(come) >= 1
    assert len(after.text) > len(text)


def test_an_edit_that_would_say_something_else_is_refused():
    with pytest.raises(EditRefused, match=r"would not say what was meant.*Make this change in a text editor"):
        delete(a_source("? a\n: 1\n? b\n: 2\n"), ("b",))


def test_an_edit_of_something_that_is_gone_is_refused():
    with pytest.raises(EditRefused, match=r"matrix\.yaml:5:3: The file has changed: there is no '7'. Load it again"):
        set_scalar(a_source(), ("criteria", 7, "points"), 1)
    with pytest.raises(EditRefused, match="a list or mapping stands there"):
        set_scalar(a_source(), ("criteria",), 1)
    with pytest.raises(EditRefused, match="Mend the file first"):
        set_scalar(a_source("a: 1\na: 2\n"), ("a",), 1)
