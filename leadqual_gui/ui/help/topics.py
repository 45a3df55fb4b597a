"""The topics of the help: Markdown files under resources/help, their sections, and a search that ranks them.

A translated set may stand in a folder of its language's code; a topic that lacks there is shown in English. A line
`<!-- also: password, encrypt -->` below a heading names words by which people look for that section; nobody reads them.
What these words are about may stand below (see `everyday`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ORDER = (
    "first_steps", "today", "leads", "pipeline", "calls", "matrix", "insights", "in_and_out", "clean_up", "settings",
    "privacy", "frameworks", "rules_by_example", "rules", "keys", "words",
)  # fmt: skip
OF_SCREEN = {
    "start": "first_steps",
    "today": "today",
    "leads": "leads",
    "compare": "leads",
    "pipeline": "pipeline",
    "matrix": "matrix",
    "insights": "insights",
    "settings": "settings",
    "import_file": "in_and_out",
    "clean_up": "clean_up",
}
"""Which topic is about which screen."""
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")
_COMMENT = re.compile(r"<!--(?! place:| also:).*?-->\n?", re.DOTALL)
_FENCE = "```"
_ALSO = re.compile(r"^<!-- also: (.+?) -->\n?", re.MULTILINE)
_TABLE_HEAD = re.compile(r"^\|.*\n\|[-:\s|]+$", re.MULTILINE)
_PLACE = re.compile(r"<!-- place: (\w+) -->")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKUP = re.compile(r"[*`|#>]|^\s*\d+\.\s|^\s*-\s", re.MULTILINE)
_WORD = re.compile(r"\w+", re.UNICODE)
BEFORE, AFTER = 40, 110
TITLE_POINTS, HEADING_POINTS, WHOLE_WORD_POINTS, ALSO_POINTS = 40, 12, 3, 8
REFERENCES, REFERENCE_SHARE = ("rules_by_example", "rules"), 3
"""The topics that name everything, and by how much less their sections count: the screens come first."""
MOST_HITS = 40
LONG_WORD = 4


@dataclass(frozen=True, slots=True)
class Section:
    """The words under one heading; `heading_sought`, `text_sought` and `also_sought` are what a search looks at."""

    heading: str
    anchor: str
    text: str
    heading_sought: str
    text_sought: str
    also_sought: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help."""

    key: str
    title: str
    markdown: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section in which all words sought stand, and some of what is written around the first."""

    topic: str
    title: str
    heading: str
    anchor: str
    context: str


Places = dict[str, Callable[[], str]]
"""What the program writes into a topic where it says `<!-- place: name -->`."""


def load_topics(folder: Path, places: Places, language: str = "en") -> tuple[Topic, ...]:
    """All topics there are, in reading order; others after those that are known by name."""
    found = topic_files(folder, language)
    keys = [key for key in ORDER if key in found] + [key for key in found if key not in ORDER]
    return tuple(made_topic(key, found[key].read_text("utf-8"), places) for key in keys)


def topic_files(folder: Path, language: str) -> dict[str, Path]:
    """The files of all topics by their keys."""
    found = {path.stem: path for path in sorted(folder.glob("*.md"))}
    return found | {path.stem: path for path in sorted((folder / language).glob("*.md"))}


def made_topic(key: str, text: str, places: Places) -> Topic:
    """A topic of Markdown text, with what the program has to add."""
    text = _COMMENT.sub("", text)
    text = _PLACE.sub(lambda found: places[found[1]]() if found[1] in places else "", text)
    sections = tuple(_sections(text))
    return Topic(key, sections[0].heading if sections else key, _ALSO.sub("", text), sections)


def anchor_of(heading: str) -> str:
    """How a link names a heading: `matrix.md#what-a-cell-says`."""
    return "-".join(_WORD.findall(heading.lower()))


def plain(markdown: str) -> str:
    """The words of a text without its marks, on one line."""
    words = _MARKUP.sub(" ", _LINK.sub(r"\1", _TABLE_HEAD.sub("", markdown)))
    return " ".join(words.split())


def _sections(text: str) -> list[Section]:
    heading = ""
    lines: list[str] = []
    found: list[tuple[str, list[str]]] = []
    in_code = False
    for line in text.splitlines():
        if line.startswith(_FENCE):
            in_code = not in_code
        elif (match := _HEADING.match(line)) and not in_code:
            found.append((heading, lines))
            heading, lines = plain(match[2]), []
        else:
            lines.append(line)
    found.append((heading, lines))
    return [_section(name, "\n".join(body)) for name, body in found if name or any(body)]


def _section(heading: str, body: str) -> Section:
    text, also = plain(_ALSO.sub("", body)), " ".join(_ALSO.findall(body))
    return Section(heading, anchor_of(heading), text, folded(heading), folded(text), folded(also))


# --- search ----------------------------------------------------------------------------------------------------------
def folded(text: str) -> str:
    """Without case and accents, letter by letter, so that places in it are places in the text."""
    return "".join((unicodedata.normalize("NFKD", letter)[0:1] or letter).lower()[:1] for letter in text)


def words_of(sought: str) -> list[str]:
    """The words that are looked for, without case and accents."""
    return _WORD.findall(folded(sought))


def search(topics: Sequence[Topic], sought: str) -> tuple[Hit, ...]:
    """Sections in which every word sought begins some word, the best first."""
    words = words_of(sought)
    return _ranked(topics, words, len(words)) if words else ()


def nearest(topics: Sequence[Topic], sought: str) -> tuple[Hit, ...]:
    """Sections that have at least half of the long words of a question, for when none has all of its words."""
    words = [word for word in words_of(sought) if len(word) >= LONG_WORD]
    return _ranked(topics, words, (len(words) + 1) // 2) if words else ()


def _ranked(topics: Sequence[Topic], words: Sequence[str], least: int) -> tuple[Hit, ...]:
    """Sections with at least so many of the words: those with more words first, then those with more points."""
    ranked = []
    for order, topic in enumerate(topics):
        for at, section in enumerate(topic.sections):
            points = [found for word in words if (found := _points(topic, section, word))]
            if len(points) >= least:
                share = REFERENCE_SHARE if topic.key in REFERENCES else 1
                ranked.append((-len(points), -sum(points) / share, order, at, _hit(topic, section, words)))
    ranked.sort(key=lambda entry: entry[:4])
    return tuple(entry[4] for entry in ranked[:MOST_HITS])


def _points(topic: Topic, section: Section, word: str) -> int:
    """What a word is worth in a section; 0 if it is not there."""
    in_title = section is topic.sections[0] and _begins(word, folded(topic.title))
    points = TITLE_POINTS * bool(in_title)
    points += HEADING_POINTS * bool(_begins(word, section.heading_sought))
    points += ALSO_POINTS * bool(_begins(word, section.also_sought))
    found = _begins(word, section.text_sought).values()
    points += min(5, len(found))
    return points + WHOLE_WORD_POINTS * (word in found)


def _begins(word: str, text: str) -> dict[int, str]:
    """Places in a text where a word begins so, and these words.

    No pattern is made of what is sought: Python keeps patterns, and it may be a lead's name.
    """
    if word not in text:
        return {}
    return {found.start(): found[0] for found in _WORD.finditer(text) if found[0].startswith(word)}


def _hit(topic: Topic, section: Section, words: Sequence[str]) -> Hit:
    at = min((place for word in words for place in _begins(word, section.text_sought)), default=0)
    start = max(0, at - BEFORE)
    if start:
        start = section.text.find(" ", start) + 1
    cut = section.text[start : at + AFTER]
    context = ("…" if start else "") + cut + ("…" if at + AFTER < len(section.text) else "")
    heading = "" if section.heading == topic.title else section.heading
    return Hit(topic.key, topic.title, heading, section.anchor, context)
