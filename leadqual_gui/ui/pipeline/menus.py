"""Menus of the board: what can be done with the chosen cards, and where they can go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.pipeline.board import BoardArea
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.menus import add_action, literal, passing_menu


class CardMenus(QObject):
    """Makes the menus of the chosen cards. What is chosen in them comes out as signals.

    `call_asked(lead)`, `panel_asked()`, `lead_asked(lead)`, `move_asked(Stage)`, `step_asked(step)`,
    `suggestion_taken(lead)`, `promise_asked()`, `adjust_asked()`, `compare_asked()`, `calendar_asked(lead)`.
    """

    call_asked = Signal(int)
    panel_asked = Signal()
    lead_asked = Signal(int)
    move_asked = Signal(object)
    step_asked = Signal(int)
    suggestion_taken = Signal(int)
    promise_asked = Signal()
    adjust_asked = Signal()
    compare_asked = Signal()
    calendar_asked = Signal(int)

    def __init__(self, bridge: Bridge, area: BoardArea, words: Vocabulary, language: str, screen: QWidget) -> None:
        super().__init__(screen)
        self._bridge, self._area, self._screen = bridge, area, screen
        self._words, self._language = words, language

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other stages."""
        self._words, self._language = words, language

    def _chosen(self) -> tuple[int, ...]:
        view = self._area.front_view()
        return view.chosen_ids() if view is not None else ()

    def stages(self) -> QMenu:
        """Where the chosen cards can go; a gate that would refuse is marked."""
        menu = passing_menu(self._screen)
        menu.setTitle(self.tr("Move to stage"))
        self.add_stages(menu, self.move_asked.emit)
        return menu

    def add_stages(self, menu: QMenu, then: Callable[[Stage], object]) -> None:
        """All stages, with keys; `then` is told the one that is chosen."""
        funnel, ids = self._bridge.workspace.funnel, self._chosen()
        for number, stage in enumerate(self._bridge.workspace.rules.funnel.stages, 1):
            label = stage.label.of(self._language)
            shut = len(ids) <= 1 and bool(funnel.gates(ids, stage.id)) if ids else False
            label = self.tr("{stage}, not yet").format(stage=label) if shut else label
            label = literal(label)
            action = menu.addAction(f"&{number % 10}  {label}" if number <= 10 else label)
            action.setEnabled(stage.id != self._area.front_stage)
            action.triggered.connect(lambda _on=False, s=stage: then(s))

    def of_card(self, lead: int) -> QMenu:
        """What can be done with the chosen cards; `lead` is the one in front."""
        menu = passing_menu(self._screen)
        add_action(menu, self.tr("Call"), lambda: self.call_asked.emit(lead), "Return")
        add_action(menu, self.tr("Open on the right"), self.panel_asked.emit, "F4")
        add_action(menu, self.tr("Open in Leads"), lambda: self.lead_asked.emit(lead))
        menu.addSeparator()
        self._add_moves(menu, lead)
        menu.addSeparator()
        add_action(menu, self.tr("Promise a follow-up"), self.promise_asked.emit, "Ctrl+Shift+L")
        add_action(menu, self.tr("Points by hand"), self.adjust_asked.emit, "Ctrl+Shift+B")
        several = len(self._chosen()) > 1
        add_action(menu, self.tr("Compare"), self.compare_asked.emit, "Ctrl+Shift+K").setEnabled(several)
        add_action(menu, self.tr("Follow-ups to a calendar"), lambda: self.calendar_asked.emit(lead))
        return menu

    def _add_moves(self, menu: QMenu, lead: int) -> None:
        card = self._bridge.workspace.funnel.card(lead)
        if card is not None and card.suggestion is not None:
            stage = self._words.stages.get(card.suggestion.stage, card.suggestion.stage)
            said = self.tr("Move to {stage}, as a rule suggests").format(stage=stage)
            add_action(menu, said, lambda: self.suggestion_taken.emit(lead), "A")
        self.add_stages(menu.addMenu(self.tr("Move to stage")), self.move_asked.emit)
        add_action(menu, self.tr("Move back a stage"), lambda: self.step_asked.emit(-1), "Ctrl+Left")
        add_action(menu, self.tr("Move on a stage"), lambda: self.step_asked.emit(1), "Ctrl+Right")
