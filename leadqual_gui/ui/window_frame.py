"""What stays in the window whatever screen is in front: the rail, the top bar, the status bar, and notices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.announcements import Announcements
from leadqual_gui.ui.places import PLACES
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.bars import StatusBar, TopBar
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.rail import Rail
from leadqual_gui.ui.widgets.room import Room, Stage
from leadqual_gui.ui.widgets.themed import Line, Surface, margins


class WindowFrame(Surface):
    """The frame around the stage, on which screens stand. `screen_chosen(key)` in the rail, `search_asked()` on top.

    `action`: gives the window's actions by name; the frame shows their words and keys.
    """

    screen_chosen = Signal(str)
    search_asked = Signal()

    def __init__(self, theme: Theme, action: Callable[[str], QAction]) -> None:
        super().__init__(theme, "window")
        self.theme, self._action = theme, action
        self.rail = self._made_rail()
        self.top = self._made_top()
        self.stack = Stage()
        self.status = StatusBar(theme)
        middle = QWidget()
        column = margins(QVBoxLayout(middle), 0, 0, 0, 0, 0)
        for part in (self.top, Room(self.stack)):
            column.addWidget(part)
        column.setStretch(1, 1)
        self.announcements = Announcements(theme, column, self)
        self._lay_out(middle)

    def _made_rail(self) -> Rail:
        rail, get = Rail(self.theme), self._action
        rail.add("import", "file-up", self.tr("Import"), get("import").toolTip(), at_foot=True)
        for one in PLACES:
            rail.add(one.key, one.icon, one.words(), get(one.key).toolTip(), one.at_foot)
        rail.add("help", "circle-question-mark", self.tr("Help"), get("help").toolTip(), at_foot=True)
        rail.chosen.connect(self.screen_chosen)
        return rail

    def _made_top(self) -> TopBar:
        get = self._action
        top = TopBar(self.theme, get("undo"), get("redo"))
        top.search.setToolTip(get("find").toolTip())
        top.search_requested.connect(lambda: self.search_asked.emit())
        self.new_button = Button(self.theme, self.tr("New lead"), icon="plus", key="Ctrl N")
        self.new_button.follow_action(get("new_lead"))
        top.add(self.new_button)
        return top

    def _lay_out(self, middle: QWidget) -> None:
        upper = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        upper.addWidget(self.rail)
        upper.addWidget(Line(self.theme, upright=True))
        upper.addWidget(middle, 1)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)
