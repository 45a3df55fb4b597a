"""Whatever the bytes, reading them gives a tree or problems, never an exception of another kind."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml import strict
from leadqual_gui.adapters.rules_yaml.folder import RECORDS
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import data_of
from leadqual_gui.adapters.rules_yaml.shapes import Reading
from leadqual_gui.adapters.rules_yaml.source import NOT_ALLOWED, Source
from leadqual_gui.adapters.rules_yaml.world import gather
from tests.rules.builders import BANT, FUNNEL, MATRIX

YAML_BITS = st.sampled_from(
    [
        *"[]{},:-?&*!|>'\"%@`#~\n\t \\",
        ": ",
        "- ",
        "? ",
        "<<: ",
        "---\n",
        "...\n",
        "  ",
        "\n  - ",
        "!!x",
        "&a ",
        "*a",
        "|+\n",
        "true",
        "1e9",
        "0x",
        ".5",
        "a",
        "é",
        "\u2028",
        "\ufeff",
        "\r",
        "\U0001f600",
        '"\\x',
        "%YAML 1.1\n",
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid file with pieces put in, taken out and doubled."""
    text = draw(st.sampled_from([MATRIX, FUNNEL, BANT]))
    for _ in range(draw(st.integers(1, 4))):
        start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 40))
        piece = draw(st.one_of(YAML_BITS, st.text(max_size=6), st.just(text[start : start + length] * 2)))
        text = text[:start] + piece + text[start + draw(st.sampled_from([0, length])) :]
    return text.encode("utf-8", "surrogatepass")


def read_everything(data: bytes) -> None:
    problems = Problems("matrix.yaml")
    document = strict.parse_bytes("matrix.yaml", data, problems)
    assert document is not None or problems.errors
    if document is not None:
        tree = document.root
        world = gather(tree, tree, tree, tree, [tree], True)
        for record in RECORDS.values():
            record.read(tree, Reading(problems, world))
    for problem in problems.found:
        assert problem.message
        assert problem.hint
        assert problem.line >= 1
        assert problem.column >= 1


@given(st.binary(max_size=200))
def test_any_bytes(data):
    read_everything(data)


@given(st.lists(YAML_BITS, max_size=40).map("".join))
def test_any_heap_of_yaml_signs(text):
    read_everything(text.encode())


@given(mutated())
def test_any_broken_rules(data):
    read_everything(data)


@given(
    st.one_of(mutated().map(lambda data: data.decode("utf-8", "ignore")), st.lists(YAML_BITS, max_size=25).map("".join))
)
def test_the_quick_parser_reads_as_the_pure_one_does(text):
    """What PyYAML's C parser accepts has the same values at the same places for the pure one, or is refused by it."""
    source = Source("matrix.yaml", text)
    if NOT_ALLOWED.search(text):
        return
    try:
        quick, quick_problems = strict._compose(strict._quick_events(text), text, "matrix.yaml")
    except (yaml.YAMLError, *strict._LEAKS):
        return
    slow, slow_problems = strict._compose_slowly(source.text, "matrix.yaml")
    if quick is not None and slow is not None:
        assert data_of(quick) == data_of(slow)
        assert quick_problems.found == slow_problems.found
