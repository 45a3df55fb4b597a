"""Which rule file is on the screen: the matrix, or one of the others in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.ui.matrix.other.page import RuleFilePage
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.tabs import Tab, Tabs
from leadqual_gui.ui.widgets.themed import Line, Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge

MATRIX, INTERVIEWS = "matrix.yaml", "frameworks"
FIRST_INTERVIEW = f"{INTERVIEWS}/own.yaml"


class RuleFiles(QWidget):
    """A row of tabs over the matrix and the pages of the other files. `steps_changed()` when another is in front, or
    when it has other steps to take back."""

    steps_changed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, language: str, matrix: QWidget) -> None:
        super().__init__()
        self._theme, self._bridge, self._language = theme, bridge, language
        self._pages: dict[str, RuleFilePage] = {}
        self._framework = ""
        self._begun: tuple[str, ...] = ()
        self.tabs = Tabs(theme, tr("Rule files"), underlined=False)
        self.tabs.set_tabs(
            (
                Tab(MATRIX, tr("Matrix")),
                Tab("funnel.yaml", tr("Funnel")),
                Tab("playbook.yaml", tr("Playbook")),
                Tab("profiles.yaml", tr("Profiles")),
                Tab("activities.yaml", tr("Activities")),
                Tab(INTERVIEWS, tr("Interviews")),
                Tab("fields.yaml", tr("Fields")),
            )
        )
        self.tabs.currentChanged.connect(lambda _at: self._show())
        self.stack = QStackedWidget()
        self.stack.addWidget(matrix)
        bar = Surface(theme, "base")
        bar.setFixedHeight(theme.look.s.tool_row)
        s = theme.look.s
        row = margins(QHBoxLayout(bar), s.s, 0, s.l, 0, s.s)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        for part in (bar, Line(theme)):
            column.addWidget(part)
        column.addWidget(self.stack, 1)

    @property
    def page(self) -> RuleFilePage | None:
        """The page in front; None while it is the matrix."""
        current = self.stack.currentWidget()
        return current if isinstance(current, RuleFilePage) else None

    def show_file(self, name: str) -> None:
        """Bring a file to the front: "funnel.yaml", "frameworks/bant.yaml", "matrix.yaml"."""
        if name.startswith(f"{INTERVIEWS}/"):
            self._framework = name
            self._begun = (*(file for file in self._begun if file != name), name)
            name = INTERVIEWS
        if self.tabs.current_key() == name:
            self._show()
        self.tabs.set_current(name)

    def _show(self) -> None:
        name = self.tabs.current_key()
        if name == MATRIX:
            self.stack.setCurrentIndex(0)
        else:
            self.stack.setCurrentWidget(self._page(self._interview() if name == INTERVIEWS else name))
        self.steps_changed.emit()

    def _frameworks(self) -> tuple[tuple[str, str], ...]:
        """Files and names of all interviews, with those that are only begun."""
        rules = self._bridge.workspace.rules
        told = [(f"{INTERVIEWS}/{one.id}.yaml", one.name.of(self._language) or one.id) for one in rules.frameworks]
        known = [file for file, _name in told]
        told += [(file, _stem(file)) for file in self._begun if file not in known]
        return tuple(told) or ((FIRST_INTERVIEW, tr("First interview")),)

    def _interview(self) -> str:
        return self._framework or self._frameworks()[0][0]

    def _page(self, name: str) -> RuleFilePage:
        known = self._frameworks() if name.startswith(INTERVIEWS) else ()
        if name not in self._pages:
            session = FileSession(self._bridge, name, self._language, self)
            page = RuleFilePage(self._theme, session)
            page.steps_changed.connect(self.steps_changed)
            page.framework_chosen.connect(self.show_file)
            self._pages[name] = page
            self.stack.addWidget(page)
            session.open()
        self._pages[name].show_frameworks(known)
        return self._pages[name]

    # --- taking back -------------------------------------------------------------------------------------------------
    def step(self, act: Callable[[FileSession], object], words: str) -> bool:
        """Take a step of the file in front back, or do it again; False if there is none."""
        if self.page is None or not words:
            return False
        act(self.page.session)
        return True


def _stem(file: str) -> str:
    """What an interview without a name is called: as its file."""
    return file.removeprefix(f"{INTERVIEWS}/").removesuffix(".yaml").replace("_", " ")
