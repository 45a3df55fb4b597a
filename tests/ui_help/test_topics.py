"""The texts of the help say what is so: links lead somewhere, keys are real, every interview stands in it."""

import re

import pytest
from PySide6.QtGui import QKeySequence

from leadqual_gui.ui.help.topics import OF_SCREEN, ORDER, anchor_of, load_topics, made_topic, search
from leadqual_gui.ui.theme.resources import resources_folder

PLACES = {
    "keys": lambda: "## In a call\n\n| key | what |\n|---|---|\n| `U` | unknown |",
    "frameworks": lambda: "## BANT",
}
TOPICS = load_topics(resources_folder() / "help", PLACES)
BY_KEY = {topic.key: topic for topic in TOPICS}


def test_every_topic_that_is_known_by_name_is_there_and_every_screen_has_one() -> None:
    assert [topic.key for topic in TOPICS] == list(ORDER)
    assert set(OF_SCREEN.values()) <= set(BY_KEY)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_links_lead_to_topics_and_headings_that_exist(topic) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", topic.markdown):
        page, _, anchor = target.partition("#")
        assert page.removesuffix(".md") in BY_KEY, target
        headings = {section.anchor for section in BY_KEY[page.removesuffix(".md")].sections}
        assert not anchor or anchor in headings, target


def test_a_search_wants_every_word_and_puts_titles_first() -> None:
    hits = search(TOPICS, "pipel")
    assert hits[0].topic == "pipeline"
    assert search(TOPICS, "merge duplicates")[0].topic == "clean_up"
    assert search(TOPICS, "merge xyzzy") == ()
    assert search(TOPICS, "  ") == ()


def test_a_hit_shows_the_words_around_it_and_finds_them_without_accents() -> None:
    topic = made_topic("a", "# Tea\n\nlong before " + "x " * 60 + "a café in **Porto** and more\n", {})
    (hit,) = search((topic,), "CAFE")
    assert "café in Porto" in hit.context
    assert hit.context.startswith("…")


def test_headings_become_anchors() -> None:
    assert anchor_of("Draft, publish, undo") == "draft-publish-undo"


def test_what_looks_like_a_key_can_be_pressed() -> None:
    for topic in TOPICS:
        for text in re.findall(r"`((?:Ctrl|Alt|Shift)\+[^`]+)`", topic.markdown):
            assert not QKeySequence(text.replace("Enter", "Return")).isEmpty(), (topic.key, text)
