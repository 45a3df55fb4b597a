"""A label of one line that says less where there is less room, before anything is cut off."""

from __future__ import annotations

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import ElidedLabel, FaceName


class FittingLabel(ElidedLabel):
    """Shows the longest of several wordings that fits; the tooltip has the longest where that is not shown."""

    def __init__(self, theme: Theme, face: FaceName = "body", colour: str = "text1") -> None:
        self._shorter: tuple[str, ...] = ()
        super().__init__(theme, face=face, colour=colour)

    def say(self, *wordings: str) -> None:
        """The wordings, the longest first."""
        self._shorter = wordings[1:]
        self.set_words(wordings[0])

    def _cut(self) -> None:
        super()._cut()
        room, metrics = self.width(), self.fontMetrics()
        if room <= 0 or metrics.horizontalAdvance(self._whole) <= room:
            return
        fitting = (words for words in self._shorter if metrics.horizontalAdvance(words) <= room)
        self.setText(next(fitting, self.text()))
