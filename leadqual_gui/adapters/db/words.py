"""Texts that stand in many rows, each kept once and named by a number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

SHORT = 120
"""A topic up to this length is a word; a longer one stands in its row."""
NOTE_KINDS = frozenset({"note"})
"""Kinds of activity whose text is somebody's own and not one of a few: it stands in its row and is searched."""


class Words:
    """The numbers of texts, for the one connection that writes. `forget` after a transaction that was rolled back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = self._stored(text)
        return found

    def learn(self, texts: Iterable[str]) -> dict[str, int]:
        """The numbers of many texts; the mapping holds at least these."""
        for text in texts:
            if text not in self._ids:
                self._ids[text] = self._stored(text)
        return self._ids

    def forget(self) -> None:
        """Ask the file again."""
        self._ids.clear()

    def topic(self, kind: str, topic: str | None) -> tuple[int | None, str | None]:
        """Where a topic is kept: as a word, or in its row."""
        if not topic:
            return None, None
        if kind in NOTE_KINDS or len(topic) > SHORT:
            return None, topic
        return self[topic], None

    def _stored(self, text: str) -> int:
        found = self._connection.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
        if found:
            return int(found[0])
        return self._connection.execute("INSERT INTO word (text) VALUES (?)", (text,)).lastrowid or 0
