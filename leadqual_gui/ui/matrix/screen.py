"""The Matrix screen: the grid on the left, what the draft would do on the right, the draft's state above."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from leadqual_gui.ui.matrix.effect.panel import EffectPanel
from leadqual_gui.ui.matrix.grid.clipboard import copy_cells, paste_cells
from leadqual_gui.ui.matrix.grid.menu import GridMenu
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, Spot
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow, RowCache, View, rows_of
from leadqual_gui.ui.matrix.grid.rows_edits import RowEdits
from leadqual_gui.ui.matrix.grid.view import RATES_UP_TO, MatrixGrid
from leadqual_gui.ui.matrix.header import ColumnHeads, HintLine, MatrixHeader
from leadqual_gui.ui.matrix.other.switch import RuleFiles
from leadqual_gui.ui.matrix.outside import OutsideBar
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.sheets import Sheets
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.matrix.history.pane import HistoryPane

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key
AT_THE_LATEST_MS = 200


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
        self.edits = RowEdits(self.session)
        self._folded: frozenset[tuple[str, str]] = frozenset()
        self._trouble = ""
        self._panel_width = 0
        self._rows = RowCache()
        self.header = MatrixHeader(theme, self.session)
        self.search = SearchField(theme, self.tr("Find a criterion"))
        self.search.hide()
        self.grid = MatrixGrid(theme, self.session)
        self.heads = ColumnHeads(theme, self.grid.stripes)
        self.hint = HintLine(theme)
        self.panel = EffectPanel(theme, self.session)
        self.outside = OutsideBar(theme, self.session)
        self.history: HistoryPane | None = None
        self.menu = GridMenu(self)
        self.sheets = Sheets(self)
        self._build()
        self._connect()
        self._bind_keys()
        self.refresh_rows()
        self._open_soon = QTimer(self, singleShot=True, interval=AT_THE_LATEST_MS)
        self._open_soon.timeout.connect(self.session.open)
        self._open_soon.start()

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        from leadqual_gui.ui.widgets.themed import Line

        self.left = left = Surface(self.theme, "base")
        self.column = margins(QVBoxLayout(left), 0, 0, 0, 0, 0)
        self.column.addWidget(self.header)
        self.column.addWidget(Line(self.theme))
        self.column.addWidget(self.outside)
        self.column.addWidget(self.search)
        self.column.addWidget(self.heads)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(Line(self.theme))
        self.column.addWidget(self.hint)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.files = RuleFiles(self.theme, self.session.bridge, self.session.language, self.splitter)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.files)

    def _connect(self) -> None:
        session, grid = self.session, self.grid
        self.files.steps_changed.connect(self.steps_changed)
        session.matrix_changed.connect(self.refresh_rows)
        session.insights_changed.connect(self.refresh_rows)
        session.steps_changed.connect(self._on_steps_changed)
        session.refused.connect(self.say_trouble)
        grid.points.typed_changed.connect(self.refresh_rows)
        grid.points.said.connect(self.say_trouble)
        grid.fold_asked.connect(self.fold)
        grid.moved.connect(lambda criterion, before: self._keeping(lambda: self.edits.drop(criterion, before)))
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
        self.search.textChanged.connect(lambda _text: self.refresh_rows())
        self.splitter.splitterMoved.connect(self._on_splitter_moved)

    def _bind_keys(self) -> None:
        commands: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (Key.Key_Space, _NONE): lambda: self.edits.switch(self.grid.chosen_criteria()),
            (Key.Key_Delete, _NONE): self.delete_chosen,
            (Key.Key_Insert, _NONE): self.sheets.ask_new,
            (Key.Key_F2, _NONE): self.sheets.ask_condition,
            (Key.Key_F1, _NONE): lambda: self.sheets.show_warnings(self.grid.criterion_id),
            (Key.Key_D, _CTRL): self.duplicate,
            (Key.Key_L, _CTRL): self.add_level,
            (Key.Key_Up, _ALT): lambda: self._keeping(lambda: self.edits.move(self.grid.criterion_id, -1)),
            (Key.Key_Down, _ALT): lambda: self._keeping(lambda: self.edits.move(self.grid.criterion_id, 1)),
            (Key.Key_Left, _ALT): lambda: self.move_level(-1),
            (Key.Key_Right, _ALT): lambda: self.move_level(1),
            (Key.Key_C, _CTRL): lambda: copy_cells(self.grid),
            (Key.Key_V, _CTRL): lambda: paste_cells(self.grid, self.session, self.say_trouble),
            (Key.Key_A, _CTRL): self.choose_all,
        }
        self.grid.keys.commands |= {(int(key), modifiers): act for (key, modifiers), act in commands.items()}
        self._keys: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {
            (int(Key.Key_F), _CTRL): self.find_criterion,
            (int(Key.Key_H), _CTRL | _SHIFT): self.show_history,
            (int(Key.Key_Return), _CTRL): self.ask_why,
            (int(Key.Key_Enter), _CTRL): self.ask_why,
        }

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
        self.session.wake()
        self._share_room()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.session.sleep()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first frame comes first: what is brought from the lane would take its time from it."""
        super().paintEvent(event)
        if self._open_soon.isActive():
            self._open_soon.start(0)

    def set_panel_width(self, width: int) -> None:
        """As wide as the user left it."""
        self._panel_width = width

    def _share_room(self) -> None:
        s = self.theme.look.s
        self.panel.setMinimumWidth(s.inspector_least)
        self.panel.setMaximumWidth(s.inspector_most)
        usual = s.inspector_least if self.width() < 1300 * self.theme.zoom else s.inspector_matrix
        width = round(self._panel_width * self.theme.zoom) if self._panel_width else usual
        room = max(1, self.width() - width)
        self.splitter.setSizes([room, width] if self.history is None else [room, 0, width])

    def _on_splitter_moved(self, _at: int, _index: int) -> None:
        self._panel_width = round(self.panel.width() / self.theme.zoom)
        self.settings_changed.emit("matrix.panel", str(self._panel_width))

    # --- what is shown -----------------------------------------------------------------------------------------------
    def refresh_rows(self) -> None:
        """Show the matrix as it is."""
        session = self.session
        view = View(self._folded, self.search.text(), self.grid.points.typed)
        rows = rows_of(session.matrix, session.live, session.insights, session.terms, view, self._rows)
        self.grid.grid.show(rows)
        rates = [row.insight.rate for row in rows if isinstance(row, CriterionRow) and row.insight.rate is not None]
        if rates:
            highest = max((rate.high for rate in rates if rate.enough), default=0.0)
            self.grid.rates_up_to = max(RATES_UP_TO, highest)
            words = tr("control {share} %").format(share=round(100 * rates[0].control))
            self.heads.set_control(numerals.isolated(words))

    def _on_criterion_chosen(self, criterion: str) -> None:
        self._trouble = ""
        self._say_hint()
        self.panel.show_criterion(criterion)

    def _on_steps_changed(self) -> None:
        self._trouble = ""
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

    # --- rows --------------------------------------------------------------------------------------------------------
    def fold(self, section: tuple[str, str]) -> None:
        """Fold a group, or unfold it."""
        self._folded = self._folded ^ {section}
        self.refresh_rows()
        self.grid.go(Spot(section, NAME))

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold all groups."""
        keys = frozenset(row.key for row in self.grid.grid.rows if isinstance(row, GroupRow))
        self._folded = keys if folded else frozenset()
        self.refresh_rows()

    def _keeping(self, act: Callable[[], object]) -> None:
        """Do something that moves rows, and stay where one was."""
        spot = self.grid.spot
        act()
        self.grid.go(spot)

    def go_to(self, criterion: str, column: int = FIRST_CELL) -> None:
        """Bring a criterion into view, with its cells ready."""
        found = self.session.criterion(criterion)
        if found is not None and (found.kind, found.group) in self._folded:
            self._folded = self._folded - {(found.kind, found.group)}
            self.refresh_rows()
        self.grid.go(Spot(criterion, column))
        self.grid.setFocus()

    def delete_chosen(self) -> None:
        """Take out the chosen criteria, or the level on whose cell the keyboard is."""
        cell, row = self.grid.current_cell(), self.grid.current_row()
        if (
            not self.grid.chosen_spots()
            and cell is not None
            and cell.level is not None
            and isinstance(row, CriterionRow)
        ):
            spot = self.grid.spot
            self.edits.delete_level(row.id, cell.level)
            self.grid.go(spot)
            return
        at = self.grid.currentIndex().row()
        if self.edits.delete(self.grid.chosen_criteria()) and self.grid.grid.rows:
            rows = self.grid.grid.rows
            self.grid.go(Spot(rows[min(at, len(rows) - 1)].key, NAME))

    def duplicate(self) -> None:
        """A copy of the current criterion, right below."""
        new = self.edits.duplicate(self.grid.criterion_id)
        if new:
            self.go_to(new)

    def add_level(self) -> None:
        """A new level after the current one."""
        cell, criterion = self.grid.current_cell(), self.grid.criterion_id
        at = self.edits.add_level(criterion, cell.level if cell is not None else None) if criterion else None
        if at is not None:
            self.go_to(criterion, FIRST_CELL + at)

    def move_level(self, step: int) -> None:
        """Move the current level; the first that holds counts."""
        cell, spot = self.grid.current_cell(), self.grid.spot
        step = -step if self.grid.rtl() else step
        if cell is None or cell.level is None or spot is None:
            return
        if self.edits.move_level(self.grid.criterion_id, cell.level, step):
            self.grid.go(Spot(spot.key, spot.column + step))

    def choose_all(self) -> None:
        """Choose all cells, to change them together."""
        rows = [row for row in self.grid.grid.rows if isinstance(row, CriterionRow)]
        spots = (Spot(row.key, FIRST_CELL + at) for row in rows for at in range(len(row.cells)))
        self.grid.choose(frozenset(spots))

    def find_criterion(self) -> None:
        """Look for a criterion."""
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

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
        self.splitter.insertWidget(0, self.history)
        self.left.hide()
        self.splitter.setStretchFactor(0, 1)
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
        if not self.grid.points.commit() or self.session.change_count == 0:
            return

        def answered(note: str) -> str | None:
            if not note:
                return tr("Write a line that says why, for the history")
            self.header.publish.setEnabled(False)
            self.session.publish(note, self._on_published)
            return None

        ask = Ask(self.theme, tr("Why? One line for the history"), answered, parent=self)
        ask.show_at(self.header.publish)

    def _on_published(self, refused: str) -> None:
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
        self._keeping(self.session.undo)
        return True

    def redo(self) -> bool:
        """Do a step of the draft again; False if there is none."""
        if self.files.page is not None:
            return self.files.step(lambda session: session.redo(), self.redo_words)
        if not self.session.redo_words:
            return False
        self._keeping(self.session.redo)
        return True
