"""The Matrix screen: the grid on the left, what the draft would do on the right, the draft's state above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.services.half_typed import PUBLISHED, TypingPlace
from leadqual_gui.ui.matrix.effect.panel import EffectPanel
from leadqual_gui.ui.matrix.grid.menu import GridMenu
from leadqual_gui.ui.matrix.grid.rows_hand import RowsHand
from leadqual_gui.ui.matrix.grid.view import MatrixGrid
from leadqual_gui.ui.matrix.header import ColumnHeads, HintLine, MatrixHeader
from leadqual_gui.ui.matrix.keys import keys_of_grid, keys_of_screen
from leadqual_gui.ui.matrix.other.switch import RuleFiles
from leadqual_gui.ui.matrix.outside import OutsideBar
from leadqual_gui.ui.matrix.publishing import Reason, failing_words, nothing_changed
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.sheets import Sheets
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.side_by_side import SideBySide
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.matrix.history.pane import HistoryPane

AT_THE_LATEST_MS = 200
"""So long the first frame may take before the rest is brought all the same."""
_WHY = TypingPlace(f"{PUBLISHED} matrix.yaml")
"""Where the reason stands until the draft is published."""


class MatrixScreen(QWidget):
    """Signals: `lead_asked(id)` to open a lead; `steps_changed()` when undo and redo have other names;
    `settings_changed(key, text)` is to be remembered."""

    lead_asked = Signal(int)
    steps_changed = Signal()
    settings_changed = Signal(str, str)

    def __init__(self, theme: Theme, bridge: Bridge, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.session = MatrixSession(bridge, language, self)
        self._trouble = self._step = ""
        self._reason = Reason()
        self.header = MatrixHeader(theme, self.session)
        self.search = SearchField(theme, self.tr("Find a criterion"))
        self.grid = MatrixGrid(theme, self.session)
        self.heads = ColumnHeads(theme, self.grid.stripes)
        self.rows = RowsHand(self.session, self.grid, self.search.text, self._say_control)
        self.hint = HintLine(theme)
        self.panel = EffectPanel(theme, self.session)
        self.outside = OutsideBar(theme, self.session)
        self.history: HistoryPane | None = None
        self.menu = GridMenu(self)
        self.sheets = Sheets(self)
        self._build()
        self._connect()
        self.grid.keys.commands |= keys_of_grid(self)
        self._keys = keys_of_screen(self)
        self.rows.refresh()
        self._wake_soon = QTimer(self, singleShot=True, interval=AT_THE_LATEST_MS)
        self._wake_soon.timeout.connect(self.session.wake)

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        from leadqual_gui.ui.widgets.themed import Line

        self.left = left = Surface(self.theme, "base")
        self.column = margins(QVBoxLayout(left), 0, 0, 0, 0, 0)
        self.column.addWidget(self.header)
        self.column.addWidget(Line(self.theme))
        self.column.addWidget(self.outside)
        s = self.theme.look.s
        self.sought = QWidget()
        margins(QVBoxLayout(self.sought), s.l, s.s, s.l, s.xs, 0).addWidget(self.search)
        self.sought.hide()
        self.column.addWidget(self.sought)
        self.column.addWidget(self.heads)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(Line(self.theme))
        self.column.addWidget(self.hint)
        self.beside = SideBySide(self.theme, left, self.panel)
        self.beside.drawn.connect(lambda width: self.settings_changed.emit("matrix.panel", str(width)))
        self.files = RuleFiles(self.theme, self.session.bridge, self.session.language, self.beside)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.files)

    def _connect(self) -> None:
        session, grid = self.session, self.grid
        self.files.steps_changed.connect(self.steps_changed)
        session.matrix_changed.connect(self.rows.refresh)
        session.insights_changed.connect(self.rows.refresh)
        session.steps_changed.connect(self._on_steps_changed)
        session.refused.connect(self.say_trouble)
        grid.points.typed_changed.connect(self.rows.refresh)
        grid.points.said.connect(self.say_trouble)
        grid.fold_asked.connect(self.rows.fold)
        grid.moved.connect(self.rows.drop)
        grid.rename_asked.connect(self.sheets.ask_name)
        grid.menu_asked.connect(lambda where: self.menu.popup(where))
        grid.chosen.connect(self._on_criterion_chosen)
        self.header.publish_asked.connect(self.ask_why)
        self.header.add_asked.connect(self.sheets.ask_new)
        grid.condition_asked.connect(self.sheets.edit_condition)
        grid.warning_asked.connect(self.sheets.show_warnings)
        grid.cap_asked.connect(self.sheets.ask_cap)
        self.header.compare_asked.connect(self.show_history)
        self.header.discard_asked.connect(self.session.discard)
        self.panel.lead_asked.connect(self.lead_asked)
        self.search.textChanged.connect(lambda _text: self.rows.refresh())
        self.search.escaped.connect(self._close_search)
        self.search.stepped.connect(lambda _step: self.grid.setFocus())
        self.search.returnPressed.connect(self.grid.setFocus)

    def event(self, event: QEvent) -> bool:
        """Keys of this screen come before the window's shortcuts, wherever in it the focus is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._slot_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slot = self._slot_of(event)
        if slot is None:
            super().keyPressEvent(event)
        else:
            slot()

    def _slot_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._keys.get((event.key(), modifiers))

    # --- layout ------------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wake_soon.start(AT_THE_LATEST_MS)
        self._share_room()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wake_soon.stop()
        self.session.sleep()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first frame comes first: what is brought from the lane would take its time from it."""
        super().paintEvent(event)
        if self._wake_soon.isActive():
            self._wake_soon.start(0)

    def _share_room(self) -> None:
        s = self.theme.look.s
        self.beside.limit()
        usual = s.inspector_least if self.width() < 1300 * self.theme.zoom else s.inspector_matrix
        self.beside.share(self.width(), usual)

    # --- what is shown -----------------------------------------------------------------------------------------------
    def _say_control(self, rate: float) -> None:
        words = tr("control {share} %").format(share=round(100 * rate))
        self.heads.set_control(numerals.isolated(words))

    def _on_criterion_chosen(self, criterion: str) -> None:
        self._trouble = ""
        self._say_hint()
        self.panel.show_criterion(criterion)

    def _on_steps_changed(self) -> None:
        if self._step != self.session.undo_words:
            self._step, self._trouble = self.session.undo_words, ""
        self.header.refresh()
        self._say_hint()
        self.steps_changed.emit()

    def say_trouble(self, words: str) -> None:
        """Say at the foot why something cannot be; the next step takes it away."""
        self._trouble = words
        self._say_hint()

    def _say_hint(self) -> None:
        if self._trouble:
            self.hint.say(self._trouble, trouble=True)
            return
        keys = tr("Arrow keys move, digits set points, F2 edits the condition")
        step = self.session.undo_words
        if step:
            keys += ", " + tr("Ctrl Z takes back “{step}”").format(step=step)
        self.hint.say(keys)

    def find_criterion(self) -> None:
        """Look for a criterion."""
        self.sought.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _close_search(self) -> None:
        """Nothing is sought any more."""
        self.sought.hide()
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- history -----------------------------------------------------------------------------------------------------
    def show_history(self) -> None:
        """Show all versions in the place of the grid; or the grid again."""
        from leadqual_gui.ui.matrix.history.pane import HistoryPane

        if self.history is not None:
            self.close_history()
            return
        if not self.session.ready or not self.grid.points.commit():
            return
        self.history = HistoryPane(self.theme, self.session)
        self.history.closed.connect(self.close_history)
        self.beside.insertWidget(0, self.history)
        self.left.hide()
        self.beside.setStretchFactor(0, 1)
        self._share_room()
        self.history.versions.setFocus()

    def close_history(self) -> None:
        """Back to the grid."""
        if self.history is not None:
            self.history.hide()
            self.history.deleteLater()
            self.history = None
            self.left.show()
            self.grid.setFocus()

    # --- publishing --------------------------------------------------------------------------------------------------
    def ask_why(self) -> None:
        """Ask for a line of why, then publish."""
        if not self.grid.points.commit():
            return
        if self.session.change_count == 0:
            self.say_trouble(nothing_changed())
            return

        def answered(note: str) -> str | None:
            if lacking := self._reason.taken(note):
                return lacking
            self.header.publish.setEnabled(False)
            self.session.publish(note, self._on_published)
            return None

        question, act = tr("Why? One line for the history"), self.header.publish.text()
        offered = self._reason.or_else(self.session.offered_note)
        warned = failing_words(self.session.effect)
        ask = Ask(self.theme, question, answered, parent=self, offered=offered, act=act, warned=warned)
        ask.keep(self.session.bridge.typed, _WHY, till_taken=False)
        ask.show_at(self.header.publish)

    def _on_published(self, refused: str | None) -> None:
        self._reason.answered(refused)
        if refused == "":
            self.session.bridge.typed.finish(_WHY)
        if refused:
            self.say_trouble(refused)
        self.header.refresh()

    # --- taking back -------------------------------------------------------------------------------------------------
    @property
    def undo_words(self) -> str:
        """The step of the file in front that `undo` would take back, by name."""
        return (self.files.page or self).session.undo_words

    @property
    def redo_words(self) -> str:
        """The step of the file in front that `redo` would do again, by name."""
        return (self.files.page or self).session.redo_words

    def undo(self) -> bool:
        """Take a step of the draft back; False if there is none."""
        if self.files.page is not None:
            return self.files.step(lambda session: session.undo(), self.undo_words)
        self.grid.points.cancel()
        if not self.session.undo_words:
            return False
        self.rows.keeping(self.session.undo)
        return True

    def redo(self) -> bool:
        """Do a step of the draft again; False if there is none."""
        if self.files.page is not None:
            return self.files.step(lambda session: session.redo(), self.redo_words)
        if not self.session.redo_words:
            return False
        self.rows.keeping(self.session.redo)
        return True
