"""What a tab of the Insights screen is: a widget that shows an answer, made when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.theme.theme import Theme

if TYPE_CHECKING:
    from leadqual_gui.services.insights.values import InsightsReport
    from leadqual_gui.ui.insights.session import InsightsSession


class InsightsPage(QWidget):
    """The base of all tabs: `show_report` with each answer, also when the tab is made after it came.

    `session.report` is the answer, `session.language` the user's language, `session.workspace.rules` what things are
    called. `focus_first` is what has the keyboard when the tab is shown. `lead_asked(id)`, `screen_asked(key)`.
    """

    lead_asked = Signal(int)
    screen_asked = Signal(str)

    def __init__(self, theme: Theme, session: InsightsSession) -> None:
        super().__init__()
        self.theme, self.session = theme, session

    def show_report(self, report: InsightsReport) -> None:
        """Show an answer; for subclasses."""
        raise NotImplementedError

    def focus_first(self) -> QWidget:
        """What has the keyboard first; for subclasses."""
        return self


class TabKind(NamedTuple):
    """A tab: its key, its name (translated in the context "InsightsTabs"), and how it is made."""

    key: str
    name: str
    make: Callable[[Theme, InsightsSession], InsightsPage]
