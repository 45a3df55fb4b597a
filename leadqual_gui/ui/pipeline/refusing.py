"""A refused move on the board: said in the column, the card seen to go back, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QWidget

from leadqual_gui.domain.pipeline import Lack
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.pipeline.board import BoardArea
from leadqual_gui.ui.pipeline.mover import Asked, Mover
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.theme.tokens import MOVE_MS
from leadqual_gui.ui.vocabulary import Vocabulary

CARRIED = "carried card"


class Refusals(QObject):
    """The move that was refused last. `call_asked(lead)`: ask the lead what is missing; `closed()`: it is forgotten.

    `unplaced(Refusal)`: there is no column that could say it.
    """

    call_asked = Signal(int)
    closed = Signal()
    unplaced = Signal(object)

    def __init__(
        self, theme: Theme, bridge: Bridge, area: BoardArea, mover: Mover, words: Vocabulary, language: str
    ) -> None:
        super().__init__(area)
        self._theme, self._bridge, self._area, self._mover = theme, bridge, area, mover
        self._words, self._language = words, language
        self._asked: Asked | None = None
        self._dropped_at: QPoint | None = None
        mover.gate_shut.connect(self._on_gate_shut)
        mover.moved.connect(self._on_moved)

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other fields, other words."""
        self._words, self._language = words, language

    @property
    def asked(self) -> Asked | None:
        """The move that was refused, as long as that is shown."""
        return self._asked

    def expect_drop(self) -> None:
        """The next refusal is of a card that is dropped where the pointer is."""
        self._dropped_at = QCursor.pos()

    def forget(self) -> None:
        """Take the refusal away; the card stays where it was."""
        if self._asked is None:
            return
        asked, self._asked = self._asked, None
        column = self._area.columns.get(asked.command.to)
        if column is not None:
            focused = self._area.window().focusWidget()
            had = focused is not None and column.gate.isAncestorOf(focused)
            column.gate.hide()
            if had:
                self.closed.emit()

    def _on_gate_shut(self, asked: Asked) -> None:
        self.forget()
        where, self._dropped_at = self._dropped_at, None
        if where is not None:
            self._send_back(where, len(asked.command.lead_ids))
        self._asked = asked
        column = self._area.columns.get(asked.command.to)
        if column is None:
            self.unplaced.emit(asked.refusal)
            return
        rules, refusal = self._bridge.workspace.rules, asked.refusal
        name = str(refusal.reason.params.get("name", ""))
        column.gate.refuse(refusal.unmet, refusal.ready, name, rules, self._language, self._words.custom)
        self._area.show_column(column)

    def _on_moved(self, _stage: str, _ids: object) -> None:
        self._dropped_at = None

    # --- going back ----------------------------------------------------------------------------------------------
    def _send_back(self, where: QPoint, count: int) -> QLabel | None:
        """Let the card be seen to go back to its place; nothing waits for that."""
        view = self._area.front_view()
        if view is None or not self._theme.motion or not view.currentIndex().isValid():
            return None
        window: QWidget = self._area.window()
        carried = QLabel(window)
        carried.setObjectName(CARRIED)
        carried.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        carried.setPixmap(view.card_pixmap(count))
        carried.adjustSize()
        home = view.viewport().mapTo(window, view.visualRect(view.currentIndex()).topLeft())
        carried.move(window.mapFromGlobal(where) - QPoint(carried.width() // 2, carried.height() // 2))
        carried.show()
        going = QPropertyAnimation(carried, b"pos", carried)
        going.setDuration(MOVE_MS)
        going.setEasingCurve(QEasingCurve.Type.OutCubic)
        going.setEndValue(home)
        going.finished.connect(carried.deleteLater)
        going.start()
        return carried

    # --- what can be done about it -------------------------------------------------------------------------------
    def mend(self, lack: Lack) -> None:
        """Find out or enter what is missing, now."""
        asked = self._asked
        if asked is None:
            return
        if lack.element:
            self.call_asked.emit(asked.command.lead_ids[0])
            return
        column = self._area.columns[asked.command.to]
        question = self.tr("{field} of {name}").format(
            field=field_label(lack.fact, self._words.custom), name=asked.refusal.reason.params.get("name", "")
        )
        ask = Ask(
            self._theme, question, lambda text: self._mover.enter(asked, lack.fact, text), parent=self._area.window()
        )
        ask.show_at(column.gate.mend)

    def override(self) -> None:
        """Ask why the move should go past the gate."""
        asked = self._asked
        if asked is None:
            return
        column = self._area.columns[asked.command.to]

        def answered(reason: str) -> str:
            if not reason:
                return self.tr("Write why, so that others can follow it")
            return self._mover.override(asked, reason)

        ask = Ask(self._theme, self.tr("Why past the gate?"), answered, parent=self._area.window())
        self._mover.keep_override(ask, asked)
        ask.show_at(column.gate.override)

    def move_ready(self) -> None:
        """Move those that may enter."""
        if self._asked is not None:
            self._mover.only_ready(self._asked)
