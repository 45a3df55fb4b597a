"""What is worked with on the left, and on the right what is known of the chosen one, as wide as the user likes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from leadqual_gui.ui.theme.theme import Theme


class SideBySide(QSplitter):
    """Two parts with a line between them; more room goes to the left one.

    `drawn(width)`: the user made the right part this wide, in points at 100 %, which is to be remembered.
    """

    drawn = Signal(int)

    def __init__(self, theme: Theme, left: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._right = theme, right
        self._width = 0
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._on_moved)

    def recall(self, width: str) -> None:
        """As the user left it, by what was remembered; "" if it was never drawn."""
        self._width = int(width) if width.isdigit() else 0

    @property
    def is_drawn(self) -> bool:
        """Whether the user gave the right part its width, now or earlier."""
        return bool(self._width)

    def limit(self) -> None:
        """Let the right part be no narrower and no wider than is of use at this text size."""
        s = self._theme.look.s
        self._right.setMinimumWidth(s.inspector_least)
        self._right.setMaximumWidth(s.inspector_most)

    def share(self, room: int, usual: int) -> None:
        """Of this room for both, give the right part what the user gave it, else what is usual."""
        self.give(room, round(self._width * self._theme.zoom) if self._width else usual)

    def give(self, room: int, width: int) -> None:
        """Of this room for both, give the right part so much, and the left one the rest."""
        between = [0] * (self.count() - 2)
        self.setSizes([max(1, room - width), *between, width])

    def _on_moved(self, _at: int, _index: int) -> None:
        self._width = round(self._right.width() / self._theme.zoom)
        self.drawn.emit(self._width)
