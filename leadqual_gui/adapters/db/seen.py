"""Which keys an import into an empty workspace has brought so far, so that it need not ask the file who is there.

Asking for each row costs a first import a tenth of its time. The answer is "nobody" each time, as long as nobody else
writes and the keys fit into memory; then the file is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadqual_gui.adapters.db.codec import email_keys

if TYPE_CHECKING:
    from leadqual_gui.adapters.db.connections import Connections
    from leadqual_gui.adapters.db.lead_shape import Rows

_MOST = 300_000
"""Keys of a kind that are held."""


class SeenKeys:
    """All keys that a lead may have. It can rule a key out; that somebody has it only the file can tell."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._turns = connections.turns
        self._keys: dict[str, set[object]] = {"external_id": set(), "email_key": set()}
        with connections.bulk() as connection:
            self._knows = connection.execute("SELECT 1 FROM lead LIMIT 1").fetchone() is None

    def rules_out(self, kind: str, keys: Sequence[str]) -> bool:
        """Is it sure that nobody has one of these?"""
        self._knows = self._knows and self._turns == self._connections.turns
        return self._knows and self._keys[kind].isdisjoint(keys)

    def add(self, fields: Sequence[str], rows: Rows) -> None:
        """These rows are about to be leads."""
        if not self._knows:
            return
        for at, field in enumerate(fields):
            if field == "external_id":
                self._keys[field].update(row[at] for row in rows)
            elif field == "email":
                self._keys["email_key"].update(email_keys([row[at] for row in rows]))  # type: ignore[misc]
        self._knows = max(map(len, self._keys.values())) <= _MOST
