"""Moves leads to a stage from the list or after a call: gates hold, ways out ask why, a shut gate says what helps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from leadqual_gui.domain.pipeline import Lack
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.pipeline.mover import Asked, Mover
from leadqual_gui.ui.pipeline.wording import lack_words, mendable
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.menus import literal, passing_menu


class StageMoves(QObject):
    """Carries moves out. A refusal is shown as a menu where the move was asked for.

    `call`: begins a call, where what is missing can be asked; without it that is not offered.
    """

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        language: str,
        screen: QWidget,
        call: Callable[[int], object] | None = None,
    ) -> None:
        super().__init__(screen)
        self._call = call
        self._theme, self._bridge, self._screen, self._language = theme, bridge, screen, language
        self._where = QPoint()
        self._beside = screen
        self.mover = Mover(theme, bridge, language, screen)
        self.mover.setParent(self)
        self.mover.gate_shut.connect(self._on_gate_shut)
        self.mover.said_no.connect(self._on_said_no)

    def move(self, leads: tuple[int, ...], stage_id: str, where: QPoint, beside: QWidget) -> None:
        """Move leads; what there is to ask or to say stands at the point given, or at a widget."""
        stage = self._bridge.workspace.rules.funnel.stage(stage_id)
        if stage is None or not leads:
            return
        self._where, self._beside = where, beside
        self.mover.move(leads, stage, where)

    def _on_said_no(self, refusal: Refusal) -> None:
        self._bridge.refused.emit(refusal, None)

    def _on_gate_shut(self, asked: Asked) -> None:
        self.refusal_menu(asked).popup(self._where)

    def refusal_menu(self, asked: Asked) -> QMenu:
        """What is missing, and what can be done about it."""
        menu = passing_menu(self._screen)
        messages = dict.fromkeys(gate.message.of(self._language) for one in asked.refusal.unmet for gate in one.gates)
        for message in messages:
            menu.addAction(literal(message)).setEnabled(False)
        menu.addSeparator()
        lacks = mendable(asked.refusal.unmet[0]) if len(asked.command.lead_ids) == 1 else ()
        for lack in lacks:
            if self._call is not None or not lack.element:
                now = menu.addAction(literal(lack_words(lack, self._custom())))
                now.triggered.connect(partial(self._mend, asked, lack))
        if asked.refusal.ready:
            ready = menu.addAction(self.tr("Move the %Ln that are ready", "", asked.refusal.ready))
            ready.triggered.connect(lambda _on=False: self.mover.only_ready(asked))
        past = menu.addAction(self.tr("Move anyway, with a reason"))
        past.triggered.connect(lambda _on=False: self._ask_why(asked))
        return menu

    def _custom(self) -> dict[str, str]:
        fields = self._bridge.workspace.rules.fields
        return {field.key: field.label.of(self._language) or field.key for field in fields}

    def _mend(self, asked: Asked, lack: Lack, _on: bool = False) -> None:
        """Find out or enter what is missing, now."""
        (lead,) = asked.command.lead_ids
        if lack.element:
            assert self._call is not None
            self._call(lead)
            return
        question = self.tr("{field} of {name}").format(
            field=field_label(lack.fact, self._custom()), name=asked.refusal.reason.params.get("name", "")
        )
        self._ask(question, lambda text: self.mover.enter(asked, lack.fact, text))

    def _ask_why(self, asked: Asked) -> None:
        ask = self._ask(self.tr("Why past the gate?"), lambda reason: self._override(asked, reason))
        self.mover.keep_override(ask, asked)

    def _ask(self, question: str, answered: Callable[[str], str]) -> Ask:
        ask = Ask(self._theme, question, answered, (), self._screen)
        ask.show_at(self._beside, above=self._beside is not self._screen)
        return ask

    def _override(self, asked: Asked, reason: str) -> str:
        if not reason:
            return self.tr("Write why, so that others can follow it")
        return self.mover.override(asked, reason)
