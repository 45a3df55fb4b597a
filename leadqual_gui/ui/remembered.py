"""What the window remembers in its workspace: layout, columns, filters, the look. Written a moment after it changes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leadqual_gui.domain.errors import LeadQualError

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

AFTER_MS = 400


class Remembered(QObject):
    """Settings by key. Before the workspace is there they wait; `save()` writes what is new."""

    def __init__(self, known: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._known, self._new = dict(known), dict[str, str]()
        self._workspace: Workspace | None = None
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self.save)

    def attach(self, workspace: Workspace) -> None:
        """From now on there is a place to write to."""
        self._workspace = workspace
        self.save()

    def get(self, key: str) -> str:
        """What is remembered under a key, "" if nothing is."""
        return self._known.get(key, "")

    def put(self, key: str, text: str) -> None:
        """Remember something."""
        if self._known.get(key) != text:
            self._known[key] = self._new[key] = text
            self._soon.start()

    def save(self) -> None:
        """Write what is new."""
        self._soon.stop()
        if self._workspace is not None:
            for key, text in self._new.items():
                self._workspace.put_setting(key, text)
            self._new.clear()

    def close(self) -> None:
        """Write what is new, and nothing more. A disk that does not take it keeps no window from being closed."""
        with suppress(LeadQualError):
            self.save()
        self._workspace = None
