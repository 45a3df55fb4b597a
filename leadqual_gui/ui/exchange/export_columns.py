"""Which columns an export has: those that another system takes, or one's own.

One's own are a check list that is put in order by dragging, or with Alt+Up and Alt+Down.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leadqual_gui.services.exporting_columns import LEDGER
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.export_choice import TABLES, TEMPLATE_NAMES, ExportChoice
from leadqual_gui.ui.fields import field_label, has_label
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.themed import Label, margins

KEY = int(Qt.ItemDataRole.UserRole)


def column_words(key: str, custom: dict[str, str]) -> str:
    """What a column is called in the list."""
    said = {
        "exact": words("Score with decimals"),
        "least": words("Least possible score"),
        "greatest": words("Greatest possible score"),
        "disqualified": words("Disqualified, and why"),
        LEDGER: words("Ledger: what gave how many points"),
    }
    return field_label(key, custom) if has_label(key) or key not in said else said[key]


class ColumnList(QListWidget):
    """Columns to tick and to order. `ticked(key, on)`; `ordered(keys)`."""

    ticked = Signal(str, bool)
    ordered = Signal(object)

    def __init__(self, theme: Theme, custom: dict[str, str]) -> None:
        super().__init__()
        self._custom = custom
        self._row = QSize(0, max(theme.look.s.chip, theme.look.f.body.metrics.height() + theme.look.s.xs))
        self.setAccessibleName(words("Columns of the file"))
        self.setFont(theme.look.f.body.font)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.itemChanged.connect(self._on_item_changed)
        self.model().rowsMoved.connect(lambda *_moved: self.ordered.emit(self.keys()))

    def show_columns(self, columns: tuple[tuple[str, bool], ...]) -> None:
        """Show these; where only ticks differ, the list stays where it was."""
        self.blockSignals(True)
        if self.keys() != [key for key, _on in columns]:
            self.clear()
            for key, _on in columns:
                item = QListWidgetItem(column_words(key, self._custom))
                item.setData(KEY, key)
                item.setSizeHint(self._row)
                item.setFlags(_FLAGS)
                self.addItem(item)
        for at, (_key, on) in enumerate(columns):
            self.item(at).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def keys(self) -> list[str]:
        """The columns in their order."""
        return [str(self.item(at).data(KEY)) for at in range(self.count())]

    def shift(self, step: int) -> None:
        """Move the current column up or down."""
        at = self.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(at)
        self.insertItem(to, item)
        self.setCurrentRow(to)
        self.blockSignals(False)
        self.ordered.emit(self.keys())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.ticked.emit(str(item.data(KEY)), item.checkState() is Qt.CheckState.Checked)


_F = Qt.ItemFlag
_FLAGS = _F.ItemIsEnabled | _F.ItemIsSelectable | _F.ItemIsUserCheckable | _F.ItemIsDragEnabled


class ColumnsPart(QWidget):
    """The columns with what chooses and orders them. `chosen(ExportChoice)`: the export as it is with other ones."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, custom: dict[str, str]) -> None:
        super().__init__()
        self._choice = ExportChoice()
        self.template = QComboBox()
        self.list = ColumnList(theme, custom)
        self.all = Button(theme, self.tr("All"), Kind.QUIET, height=Height.SMALL)
        self.none = Button(theme, self.tr("None"), Kind.QUIET, height=Height.SMALL)
        self.up = Button(theme, self.tr("Up"), Kind.QUIET, "arrow-up", height=Height.SMALL)
        self.down = Button(theme, self.tr("Down"), Kind.QUIET, "arrow-down", height=Height.SMALL)
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        self.template.setAccessibleName(self.tr("Columns for"))
        self.template.addItem(self.tr("The columns that I choose"), "")
        for key, name in TEMPLATE_NAMES:
            self.template.addItem(self.tr("As {system} takes them").format(system=name), key)
        tools = margins(QHBoxLayout(), 0, 0, 0, 0, s.xs)
        for button in (self.all, self.none):
            tools.addWidget(button)
        tools.addStretch(1)
        for button in (self.up, self.down):
            tools.addWidget(button)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.s)
        column.addWidget(Label(theme, self.tr("Columns"), "body_strong"))
        column.addWidget(self.template)
        column.addWidget(self.list, 1)
        column.addLayout(tools)

    def _connect(self) -> None:
        self.template.activated.connect(
            lambda _at: self.chosen.emit(self._choice.with_template(self.template.currentData()))
        )
        self.list.ticked.connect(lambda key, on: self.chosen.emit(self._choice.ticked(key, on)))
        self.list.ordered.connect(lambda keys: self.chosen.emit(self._choice.in_order(keys)))
        self.all.clicked.connect(lambda _on=False: self.chosen.emit(self._choice.all_ticked(True)))
        self.none.clicked.connect(lambda _on=False: self.chosen.emit(self._choice.all_ticked(False)))
        self.up.clicked.connect(lambda _on=False: self.list.shift(-1))
        self.down.clicked.connect(lambda _on=False: self.list.shift(1))
        self.up.setToolTip(self.tr("Further to the front (Alt+Up)"))
        self.down.setToolTip(self.tr("Further back (Alt+Down)"))

    def show_choice(self, choice: ExportChoice) -> None:
        """Show the columns of an export."""
        self._choice = choice
        self.template.setEnabled(choice.form in TABLES)
        self.template.setCurrentIndex(max(0, self.template.findData(choice.template)))
        self.list.setEnabled(choice.has_columns)
        self.list.show_columns(choice.columns)
        for button in (self.all, self.none, self.up, self.down):
            button.setEnabled(choice.has_columns)
