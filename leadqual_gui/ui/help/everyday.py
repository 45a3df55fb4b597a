"""Everyday words for what the program can do: those by which the help finds its sections.

In a help topic, a line `<!-- does: sheet, settings.look -->` right below a line of `also:` says what its words are
about: actions of the window, entries of a lead's menu and parts of Settings, by their keys.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from leadqual_gui.ui.help.topics import topic_files, words_of

_BOTH = re.compile(r"^<!-- also: (.+?) -->\n<!-- does: (.+?) -->$", re.MULTILINE)
SHORTEST = 3
"""Fewer letters begin too many words."""


class EverydayWords:
    """The words of a folder of help topics in a language. They are read when they are first asked for."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder, self._language = folder, language

    def mean(self, key: str, sought: str) -> bool:
        """Whether each word sought begins an everyday word for what has this key."""
        if len(sought) < SHORTEST or key not in self.by_key:
            return False
        known = self.by_key[key]  # no pattern is made of what is sought: Python keeps patterns, also of a lead's name
        return all(any(one.startswith(word) for one in known) for word in words_of(sought))

    @cached_property
    def by_key(self) -> Mapping[str, Collection[str]]:
        """All words for each key, without case and accents."""
        found: dict[str, set[str]] = {}
        for path in topic_files(self._folder, self._language).values():
            for also, does in _BOTH.findall(path.read_text("utf-8")):
                for key in does.split(", "):
                    found.setdefault(key, set()).update(words_of(also))
        return found
