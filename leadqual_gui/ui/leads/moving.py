"""Moves the chosen leads to a stage from the list: gates hold, ways out ask why, and a shut gate says what helps."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.pipeline.mover import Asked, Mover
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme


class StageMoves(QObject):
    """Carries moves of the list out. A refusal is shown as a menu where the move was asked for."""

    def __init__(self, theme: Theme, bridge: Bridge, language: str, screen: QWidget) -> None:
        super().__init__(screen)
        self._theme, self._bridge, self._screen, self._language = theme, bridge, screen, language
        self._where = QPoint()
        self._beside = screen
        self.mover = Mover(theme, bridge, language, screen)
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
        menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        messages = dict.fromkeys(gate.message.of(self._language) for one in asked.refusal.unmet for gate in one.gates)
        for message in messages:
            menu.addAction(message).setEnabled(False)
        menu.addSeparator()
        if asked.refusal.ready:
            ready = menu.addAction(self.tr("Move the %Ln that are ready", "", asked.refusal.ready))
            ready.triggered.connect(lambda _on=False: self.mover.only_ready(asked))
        past = menu.addAction(self.tr("Move anyway, with a reason"))
        past.triggered.connect(lambda _on=False: self._ask_why(asked))
        return menu

    def _ask_why(self, asked: Asked) -> None:
        ask = Ask(
            self._theme, self.tr("Why past the gate?"), lambda reason: self._override(asked, reason), (), self._screen
        )
        ask.show_at(self._beside, above=self._beside is not self._screen)

    def _override(self, asked: Asked, reason: str) -> str:
        if not reason:
            return self.tr("Write why, so that others can follow it")
        return self.mover.override(asked, reason)
