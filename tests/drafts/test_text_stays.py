"""Whatever is edited, in whatever order: the text of everything else stays, to the byte, and says what was meant."""

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.world import World
from tests.drafts.editing import after_some, comments_of, items_of, regions_of
from tests.drafts.nasty import NASTY
from tests.rules.builders import SHIPPED, world_of
from tests.rules.matrix_file import read_matrix, rewrite_matrix
from tests.rules.strategies import WORLD

EXAMPLES = int(os.environ.get("LEADQUAL_EXAMPLES", "25"))
"""Set it to thousands for the long proof."""
USUAL = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def a_shipped(path: Path) -> tuple[str, str, World]:
    return path.parent.name, path.read_bytes().decode(), world_of(path.parent)


SHIPPED_MATRICES = [a_shipped(path) for path in sorted(SHIPPED.rglob("matrix.yaml"))]


def hold_to_it(data: st.DataObject, text: str, world: World, most: int = 6) -> None:
    """Edit a text a few times, and see that only what was edited differs."""
    kinds = tuple(sorted(world.activity_kinds or ()))[:4]
    source = Source("matrix.yaml", text)
    before = read_matrix(source, world)
    assert before is not None
    for _ in range(data.draw(st.integers(1, 2))):
        after, done = after_some(data.draw, before, kinds, world, most)
        edited = rewrite_matrix(source, before, after, world)
        assert read_matrix(edited, world) == after
        only_what_was_edited_differs(source.text, edited.text, items_of(before), items_of(after))
        if not done:
            assert edited == source
        source, before = edited, after


def only_what_was_edited_differs(
    text: str, edited: str, before: dict[tuple[str, str], object], after: dict[tuple[str, str], object]
) -> None:
    old, old_between = regions_of(text)
    new, new_between = regions_of(edited)
    for key, item in before.items():
        if after.get(key) == item:
            assert new[key] == old[key], f"{key} was not edited"
    assert ("\r\n" in edited) == ("\r\n" in text)
    assert edited.count("\n") - edited.count("\r\n") == 0 or "\r\n" not in text
    lost = Counter(comments_of(old_between)) - Counter(comments_of(edited))
    assert not lost, "comments between items stay"
    if old.keys() == new.keys() and list(old) == list(new):
        words = iter(new_between.split())
        assert all(word in words for word in old_between.split()), "what stands between items stays, in its order"


@pytest.mark.parametrize("name", NASTY)
@given(st.data())
@USUAL
def test_text_as_people_write_it_stays(name, data):
    hold_to_it(data, NASTY[name], WORLD)


@pytest.mark.parametrize(("name", "text", "world"), SHIPPED_MATRICES, ids=[one[0] for one in SHIPPED_MATRICES])
@given(st.data())
@settings(USUAL, max_examples=max(EXAMPLES // 10, 2))
def test_the_text_of_every_shipped_matrix_stays(name, text, world, data):
    hold_to_it(data, text, world, most=4)


def test_the_last_scenario_goes_and_comes_back_between_its_comments():
    source = Source("matrix.yaml", NASTY["commented"])
    before = read_matrix(source, WORLD)
    assert before is not None
    none = replace(before, scenarios=())
    emptied = rewrite_matrix(source, before, none, WORLD)
    assert "scenarios:\n  # people we know\n" in emptied.text
    again = rewrite_matrix(emptied, none, replace(none, scenarios=before.scenarios[1:]), WORLD)
    assert "  # people we know\n  - {name: Nobody, expect: cold}\n# that is all\n" in again.text
