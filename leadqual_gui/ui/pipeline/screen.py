"""The Pipeline screen: the board, how it is asked for, and what is done with its cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.services.moving_values import Board, BoardQuery
from leadqual_gui.services.operations import Changes
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads import views
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.board import BoardArea
from leadqual_gui.ui.pipeline.board_source import BoardSource
from leadqual_gui.ui.pipeline.cards import CardStyle, fields_as_text, fields_from_text
from leadqual_gui.ui.pipeline.column import ColumnWidget
from leadqual_gui.ui.pipeline.doings import BoardDoings
from leadqual_gui.ui.pipeline.dragging import Dragging
from leadqual_gui.ui.pipeline.menus import CardMenus
from leadqual_gui.ui.pipeline.mover import Mover
from leadqual_gui.ui.pipeline.nothing import NothingToMove
from leadqual_gui.ui.pipeline.refusing import Refusals
from leadqual_gui.ui.pipeline.tips import card_tip
from leadqual_gui.ui.pipeline.tools import BoardTools, query_as_text, query_from_text
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.side_by_side import SideBySide
from leadqual_gui.ui.widgets.themed import Surface, margins

CONCERNS = (
    Changes.LEAD
    | Changes.STAGE
    | Changes.SCORES
    | Changes.ACTIVITY
    | Changes.ANSWER
    | Changes.FOLLOW_UP
    | Changes.ADJUSTMENT
    | Changes.MEMBERSHIP
    | Changes.IMPORT
    | Changes.RULES
)


class PipelineScreen(QWidget):
    """Pipeline.

    Signals: `settings_changed(key, text)` is to be remembered; `call_asked(lead)`; `lead_asked(lead)`: open it in
    Leads; `compare_asked()` of the chosen leads; `calendar_asked(lead)`: its follow-ups; `subtitle_changed(words)`;
    `refused(Refusal)`: why not, where no column can say it.
    """

    settings_changed = Signal(str, str)
    call_asked = Signal(int)
    lead_asked = Signal(int)
    compare_asked = Signal()
    calendar_asked = Signal(int)
    subtitle_changed = Signal(str)
    refused = Signal(object)

    def __init__(
        self, theme: Theme, bridge: Bridge, words: Vocabulary, language: str, remembered: dict[str, str]
    ) -> None:
        super().__init__()
        self.theme, self._bridge, self._words, self._language = theme, bridge, words, language
        self.query = query_from_text(
            remembered.get("pipeline.query", ""), views.filter_from_text(remembered.get("pipeline.filter"))
        )
        self.fields = fields_from_text(remembered.get("pipeline.fields", ""))
        self.board: Board | None = None
        self.source = BoardSource(bridge, self)
        self._stale = True
        self.tools = BoardTools(theme)
        self.area = BoardArea(theme, self._style())
        self.area.open_exits = frozenset(filter(None, remembered.get("pipeline.open", "").split(",")))
        self.nothing = NothingToMove(theme)
        self.panel = LeadPanel(theme)
        self.panel.hide()
        self.mover = Mover(theme, bridge, language, self)
        self.refusals = Refusals(theme, bridge, self.area, self.mover, words, language)
        self.dragging = Dragging(bridge, self.area, self.mover, self.refusals, language)
        self.menus = CardMenus(bridge, self.area, words, language, self)
        self.doings = BoardDoings(theme, bridge, self.area, self.mover, self.refusals, self.menus, self)
        self._lay_out()
        self._connect()
        self.panel.attach(bridge, words, language)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        left = Surface(self.theme, "base")
        column = margins(QVBoxLayout(left), 0, 0, 0, 0, 0)
        column.addWidget(self.tools)
        around = margins(QVBoxLayout(), s.m, 0, s.m, s.s, s.s)
        around.addWidget(self.nothing)
        around.addWidget(self.area, 1)
        column.addLayout(around, 1)
        self.beside = SideBySide(self.theme, left, self.panel)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.beside)
        self._fit()
        self.theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.beside.limit()
        self.area.style_ = self._style()
        if self.board is not None:
            self._show()

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.tools.query_changed.connect(self._on_query_changed)
        self.tools.fields_changed.connect(self._on_fields_changed)
        self.tools.set_values(lambda dimension: self.source.values(dimension, self.query.filter))
        self.source.came.connect(self.refresh)
        self.tools.left.connect(self.take_focus)
        self.area.column_made.connect(self._on_column_made)
        self.area.chosen.connect(self._on_chosen)
        self.area.opened_changed.connect(self._on_opened_changed)
        self.refusals.unplaced.connect(self.refused)
        self.refusals.call_asked.connect(self.call_asked)
        self.refusals.closed.connect(self.take_focus)
        self.mover.said_no.connect(self.refused)
        self.doings.moved.connect(self._on_moved)
        self.panel.call_asked.connect(self.call_asked)
        self.panel.menu_asked.connect(lambda: self.doings.ask_menu(self.panel.mapToGlobal(QPoint(0, 48))))
        menus = self.menus
        menus.call_asked.connect(self.call_asked)
        menus.panel_asked.connect(self.open_panel)
        menus.lead_asked.connect(self.lead_asked)
        menus.compare_asked.connect(self.compare_asked)
        menus.calendar_asked.connect(self.calendar_asked)

    def _on_column_made(self, column: ColumnWidget) -> None:
        view = column.view
        view.entered_row.connect(self.call_asked)
        view.opened.connect(lambda _lead: self.open_panel())
        view.menu_asked.connect(self.doings.ask_menu)
        view.move_asked.connect(self.doings.move_along)
        view.menu_of_stages_asked.connect(self.doings.ask_stages)
        view.suggestion_taken.connect(self.doings.take_suggestion)
        view.drag_ended.connect(self.dragging.end)
        column.gate.closed.connect(self.doings.forget_refusal)
        column.gate.mend_asked.connect(self.refusals.mend)
        column.gate.override_asked.connect(self.refusals.override)
        column.gate.ready_asked.connect(self.refusals.move_ready)
        column.rehome_asked.connect(self.doings.ask_rehome)

    def _style(self) -> CardStyle:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return CardStyle(self.theme.look, self._words, self._language, self.fields, rtl)

    # --- showing -------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        QTimer.singleShot(0, self, self.take_focus)

    def refresh(self) -> None:
        """Ask for the board again."""
        self._stale = False
        self.board = self.source.find(self.query)
        self._show()

    def _show(self) -> None:
        assert self.board is not None
        tip = partial(card_tip, self._bridge.workspace, self._words, self._language)
        self.area.show_board(self.board, self._style(), tip, self.query.group)
        self.tools.show_wanted(self.query, self.fields, self._words)
        self.subtitle_changed.emit(wording.title_words(self.board))
        has_stages = self.source.has_stages
        self.nothing.explain(self.board, self.query, has_stages)
        for column in self.area.columns.values():
            column.rehome.setVisible(column.column.stage is None and has_stages)
        if self.panel.isVisible():
            self.panel.refresh()

    def subtitle(self) -> str:
        """What is said of the board beside its title."""
        return wording.title_words(self.board) if self.board is not None else ""

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other stages, tiers, actions."""
        self._words, self._language = words, language
        for part in (self.panel, self.refusals, self.dragging, self.menus):
            part.retitle(words, language)

    def detach(self) -> None:
        """The workspace is about to be closed."""
        self.panel.detach()
        self.tools.set_values(lambda _dimension: ())

    # --- what changed --------------------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if not changes & CONCERNS:
            return
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _on_query_changed(self, query: BoardQuery) -> None:
        self.query = query
        self.settings_changed.emit("pipeline.query", query_as_text(query))
        self.settings_changed.emit("pipeline.filter", views.filter_as_text(query.filter))
        self.refresh()

    def _on_fields_changed(self, fields: frozenset[str]) -> None:
        self.fields = fields
        self.settings_changed.emit("pipeline.fields", fields_as_text(fields))
        self._show()

    def _on_opened_changed(self) -> None:
        self.settings_changed.emit("pipeline.open", ",".join(sorted(self.area.open_exits)))
        if self.board is not None:
            self._show()

    # --- the chosen card -----------------------------------------------------------------------------------------
    def take_focus(self) -> None:
        """Put the keyboard on the chosen card, or on the first one."""
        view = self.area.front_view()
        if view is None or not view.chosen_key:
            filled = [w.view for w in self.area.columns.values() if w.column.count]
            view = filled[0] if filled else None
        if view is not None:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
            if view.chosen_key:
                self.area.choose(view.chosen_key)

    def chosen(self) -> tuple[int, ...]:
        """The chosen leads."""
        return self.doings.chosen()

    @property
    def chosen_lead(self) -> int:
        """The lead whose card is chosen; 0 if none is."""
        return self.doings.chosen_lead

    def _on_moved(self, ids: Sequence[int]) -> None:
        if self._stale:
            self.refresh()
        if len(ids) == 1 and self.area.choose(ids[0]):
            self.take_focus()

    def show_lead(self, lead: int) -> None:
        """Choose a lead's card."""
        self.area.choose(lead)

    def _on_chosen(self, lead: int) -> None:
        if self.panel.isVisible():
            self.panel.show_lead(lead)

    def open_panel(self) -> None:
        """Show everything about the chosen lead on the right."""
        self.panel.show()
        self.beside.give(self.width(), self.theme.look.s.inspector_matrix)
        self.panel.show_lead(self.chosen_lead)

    def close_panel(self) -> None:
        """Give the board all the room again."""
        self.panel.hide()
        self.take_focus()

    def keyPressEvent(self, event: object) -> None:
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            if self.doings.refusal is not None:
                self.doings.forget_refusal()
                return
            if self.panel.isVisible():
                self.close_panel()
                return
        super().keyPressEvent(event)  # type: ignore[arg-type]
