"""The texts of the help say what is so: links lead somewhere, keys are real, every interview stands in it."""

import ast
import re
from pathlib import Path
from secrets import token_hex

import pytest
from PySide6.QtGui import QKeySequence

from leadqual_gui import ui
from leadqual_gui.ui.help.topics import OF_SCREEN, ORDER, anchor_of, load_topics, made_topic, nearest, search
from leadqual_gui.ui.theme.resources import resources_folder
from tests.encryption.test_window import who_remembers

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


def test_code_is_no_heading_and_is_found_all_the_same() -> None:
    topic = made_topic("a", "# Tea\n\n```yaml\n# tea.yaml\nkinds: [green]\n```\n", {})
    assert [section.heading for section in topic.sections] == ["Tea"]
    (hit,) = search((topic,), "green")
    assert "tea.yaml kinds: [green]" in hit.context


def test_a_name_that_was_looked_for_by_mistake_stays_nowhere() -> None:
    name = f"z{token_hex(6)}"
    assert search(TOPICS, name) == nearest(TOPICS, name) == ()
    assert who_remembers(name) == []


def test_words_that_nobody_reads_lead_to_a_place() -> None:
    topic = made_topic("a", "# Tea\n<!-- also: infusion, brew -->\n\nHot water.\n\n## Milk\n\nCold.\n", {})
    assert [hit.anchor for hit in search((topic,), "brew")] == ["tea"]
    assert "brew" not in topic.markdown
    assert topic.sections[0].text == "Hot water."


@pytest.mark.parametrize(
    ("sought", "topic", "anchor"),
    [
        ("password", "privacy", "a-passphrase"),
        ("forgot password", "privacy", "a-passphrase"),
        ("restore", "privacy", "backups"),
        ("new laptop", "privacy", "another-computer"),
        ("GDPR", "privacy", "privacy-and-safety"),
        ("delete person", "privacy", "one-person-s-data"),
        ("dark mode", "settings", "settings"),
        ("shortcut", "keys", "keyboard"),
        ("csv", "in_and_out", "import"),
        ("stage", "pipeline", "pipeline"),
        ("bulk edit", "leads", "leads"),
        ("reminder", "today", "alerts"),
        ("glossary", "words", "the-words"),
    ],
)
def test_what_new_users_look_for_is_found_first(sought: str, topic: str, anchor: str) -> None:
    hit = search(TOPICS, sought)[0]
    assert (hit.topic, hit.anchor) == (topic, anchor)


def test_headings_become_anchors() -> None:
    assert anchor_of("Draft, publish, undo") == "draft-publish-undo"


EXPLAINED = {
    "Caps", "Control rate", "Decay", "Doubts", "Forgotten?", "No network.", "One folder.", "leakage", "recovery key",
    "Without the passphrase and without the recovery key nobody can open the workspace or its backups again:",
}  # fmt: skip
"""What stands out for another reason than being on the screen."""


@pytest.mark.parametrize(
    "topic", [one for one in TOPICS if one.key not in ("words", "rules")], ids=lambda topic: topic.key
)
def test_what_stands_out_has_the_name_that_is_on_the_screen(topic, said_on_screen: set[str]) -> None:
    text = (resources_folder() / "help" / f"{topic.key}.md").read_text("utf-8")
    named = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}
    assert named - EXPLAINED <= said_on_screen


@pytest.fixture(scope="module")
def said_on_screen() -> set[str]:
    """Every text in the sources of the window."""
    folder = Path(ui.__file__).parent
    trees = (ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value.rstrip("…:") for node in nodes if isinstance(node.value, str)}


def test_what_looks_like_a_key_can_be_pressed() -> None:
    for topic in TOPICS:
        for text in re.findall(r"`((?:Ctrl|Alt|Shift)\+[^`]+)`", topic.markdown):
            assert not QKeySequence(text.replace("Enter", "Return")).isEmpty(), (topic.key, text)
