"""The first start: bring a list, try the sample, open a workspace, or type the first lead; and what one will see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.start.example import ExampleCard, numbered
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.actions import Actions
from leadqual_gui.ui.widgets.controls import Button, Chip, Kind
from leadqual_gui.ui.widgets.empty import ChoiceCard, EmptyState
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

ASIDE_FROM = 1080


class StartScreen(Surface):
    """Shown while the workspace holds no leads. What went wrong is told to `report`."""

    def __init__(
        self, theme: Theme, actions: Actions, around: Surroundings, report: Callable[[LeadQualError], object]
    ) -> None:
        super().__init__(theme, "base")
        self.theme, self._actions, self._around, self._report = theme, actions, around, report
        self._set = ""
        self.cards: dict[str, ChoiceCard] = {}
        self.sets: dict[str, Chip] = {}
        self._aside = self._make_aside()
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        row.addWidget(self._make_middle(), 1)
        row.addWidget(self._aside)
        self.setFocusProxy(self.cards["import"])

    def _make_middle(self) -> QWidget:
        about = self.tr(
            "Bring your leads, and LeadQual ranks them, says why in points that add up, "
            "and tells you what to ask next. It works without a network, and nothing leaves this computer."
        )
        middle = EmptyState(self.theme, self.tr("Which leads should you call today?"), about)
        self.cards["import"] = ChoiceCard(
            self.theme, "file-up", self.tr("Import your list"), self.tr("CSV, Excel, contacts. See the result first."),
            "Ctrl I", self.tr("Choose a file"), primary=True,
        )  # fmt: skip
        self.cards["sample"] = ChoiceCard(
            self.theme, "play", self.tr("Try sample data"),
            self.tr("Invented leads with a year of history, kept apart from yours"), "Ctrl T",
        )  # fmt: skip
        self.cards["open"] = ChoiceCard(
            self.theme, "folder-open", self.tr("Open a workspace"), self.tr("A folder that LeadQual made before"),
            "Ctrl O",
        )  # fmt: skip
        for key, card in self.cards.items():
            card.clicked.connect(self._actions.get(key).trigger)
            middle.add(card)
        middle.add(self._make_foot())
        middle.add(Line(self.theme))
        middle.add(self._make_sets())
        return middle

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = margins(QHBoxLayout(foot), 0, 0, 0, 0, self.theme.look.s.s)
        first = Button(self.theme, self.tr("Or type the first lead"), Kind.QUIET, "plus", "Ctrl N")
        first.setAutoDefault(True)
        first.clicked.connect(self._actions.get("new_lead").trigger)
        first.setToolTip(self._actions.get("new_lead").toolTip())
        row.addWidget(first)
        row.addStretch(1)
        row.addWidget(
            Label(self.theme, self.tr("You can also drop a file anywhere in this window"), "secondary", "text3")
        )
        return foot

    def _make_sets(self) -> QWidget:
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, self.theme.look.s.s)
        row.addWidget(Label(self.theme, self.tr("Rules to begin with"), colour="text2"))
        row.addStretch(1)
        self._set = self._around.starter_set_in_force()
        for key, name in self._around.starter_sets():
            chip = Chip(self.theme, name, on=key == self._set)
            chip.setToolTip(
                self.tr("Begin with the rules for {name}. You can change every point later.").format(name=name)
            )
            chip.clicked.connect(lambda _on=False, k=key: self._choose_set(k))
            self.sets[key] = chip
            row.addWidget(chip)
        return whole

    def _choose_set(self, key: str) -> None:
        try:
            self._around.use_starter_set(key)
            self._set = key
        except LeadQualError as error:
            self._report(error)
        for one, chip in self.sets.items():
            chip.setChecked(one == self._set)

    def _make_aside(self) -> QWidget:
        aside = Surface(self.theme, "window")
        s = self.theme.look.s
        aside.setFixedWidth(s.inspector_leads - s.l)
        column = margins(QVBoxLayout(aside), s.xl + s.l, s.xl, s.xl + s.l, s.xl, s.m)
        column.addStretch(1)
        column.addWidget(Label(self.theme, self.tr("What you will see for each lead"), "body_strong"))
        column.addWidget(ExampleCard(self.theme))
        column.addSpacing(s.s)
        for at, (title, about) in enumerate(
            (
                (self.tr("Every point has a reason"), self.tr("Each line names the evidence behind it")),
                (self.tr("Unknown is not zero"), self.tr("The bar shows how far the score can still move")),
                (self.tr("The next question"), self.tr("The one answer that would change the most")),
            )
        ):
            column.addWidget(numbered(self.theme, at + 1, title, about))
        column.addStretch(1)
        return aside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._aside.setVisible(self.width() >= ASIDE_FROM * self.theme.zoom)
