"""What is done with the cards of the board: moved by key, menu or suggestion, and asked about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.services.commands import MoveLeads
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.board import BoardArea
from leadqual_gui.ui.pipeline.menus import CardMenus
from leadqual_gui.ui.pipeline.mover import Asked, Mover
from leadqual_gui.ui.pipeline.refusing import Refusals
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.menus import passing_menu


class BoardDoings(QObject):
    """Does something with the chosen cards. `moved(ids)`: they stand elsewhere now, the board shows it not yet."""

    moved = Signal(object)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        area: BoardArea,
        mover: Mover,
        refusals: Refusals,
        menus: CardMenus,
        screen: QWidget,
    ) -> None:
        super().__init__(screen)
        self._theme, self._bridge, self._area, self._screen = theme, bridge, area, screen
        self._mover, self._refusals, self._menus = mover, refusals, menus
        mover.moved.connect(self._on_moved)
        menus.move_asked.connect(self.move_to)
        menus.step_asked.connect(self.move_along)
        menus.suggestion_taken.connect(self.take_suggestion)
        menus.promise_asked.connect(self._ask_promise)
        menus.adjust_asked.connect(self._ask_adjustment)

    # --- the chosen cards ----------------------------------------------------------------------------------------
    def chosen(self) -> tuple[int, ...]:
        """The chosen leads."""
        view = self._area.front_view()
        return view.chosen_ids() if view is not None else ()

    @property
    def chosen_lead(self) -> int:
        """The lead whose card is chosen; 0 if none is."""
        view = self._area.front_view()
        return view.chosen_key if view is not None else 0

    # --- moving --------------------------------------------------------------------------------------------------
    def move_along(self, step: int) -> None:
        """Move the chosen cards to the stage before or after."""
        stages = [stage for stage in self._bridge.workspace.rules.funnel.stages if stage.exit in ("", "won")]
        ids = [stage.id for stage in stages]
        if self._area.front_stage not in ids:
            return
        at = ids.index(self._area.front_stage) + step
        if 0 <= at < len(stages):
            self.move_to(stages[at])

    def move_to(self, stage: Stage) -> None:
        """Move the chosen cards to a stage."""
        self.forget_refusal()
        self._mover.move(self.chosen(), stage, self._area.place_of(stage.id))

    def take_suggestion(self, lead: int) -> None:
        """Do what a rule suggests for a lead."""
        card = self._bridge.workspace.funnel.card(lead)
        stage = self._stage(card.suggestion.stage) if card is not None and card.suggestion is not None else None
        if card is None or stage is None or card.suggestion is None:
            return
        reason = wording.said_words(card.suggestion.because)
        if stage.exit and reason:
            self._mover.carry_out(MoveLeads((lead,), stage.id, reason))
            return
        self._mover.move((lead,), stage, self._area.place_of(stage.id))

    def _on_moved(self, _stage: str, ids: Sequence[int]) -> None:
        self.forget_refusal()
        self.moved.emit(ids)

    def _stage(self, stage_id: str) -> Stage | None:
        funnel = self._bridge.workspace.rules.funnel
        return funnel.stage(stage_id or funnel.first)

    def forget_refusal(self) -> None:
        """Take the refusal away; the card stays where it was."""
        self._refusals.forget()

    @property
    def refusal(self) -> Asked | None:
        """The move that was refused last, as long as that is shown."""
        return self._refusals.asked

    def ask_rehome(self, stage_id: str) -> None:
        """A stage is no longer in the rules: all its leads go where the user says."""
        column = self._area.columns[stage_id]
        ids = tuple(int(lead) for lead in column.column.cards.ids())
        menu = passing_menu(self._area)
        self._menus.add_stages(menu, lambda stage: self._mover.move(ids, stage, self._area.place_of(stage_id)))
        menu.popup(column.rehome.mapToGlobal(column.rehome.rect().bottomLeft()))

    # --- menus ---------------------------------------------------------------------------------------------------
    def ask_stages(self) -> None:
        """Ask where the chosen cards go."""
        view = self._area.front_view()
        if view is not None:
            menu = self.stages_menu()
            menu.popup(view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).center()))

    def stages_menu(self) -> QMenu:
        """Where the chosen cards can go."""
        return self._menus.stages()

    def ask_menu(self, where: QPoint) -> None:
        """Show what can be done with the chosen cards."""
        if self.chosen():
            self.card_menu().popup(where)

    def card_menu(self) -> QMenu:
        """What can be done with the chosen cards."""
        return self._menus.of_card(self.chosen_lead)

    def _ask_promise(self) -> None:
        from leadqual_gui.ui.leads.panel.asking import ask_promise

        ask_promise(self._theme, self._bridge, self._screen, self.chosen_lead)

    def _ask_adjustment(self) -> None:
        from leadqual_gui.ui.leads.panel.asking import ask_adjustment

        ask_adjustment(self._theme, self._bridge, self._screen, self.chosen_lead)
