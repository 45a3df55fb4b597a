"""Over the table: the views with their counts, and the filters that are on, as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from leadqual_gui.services.lists import Filter
from leadqual_gui.ui.fields import field_label, is_number
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.leads import views
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.controls import Chip
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount

MOST_VALUES = 40
Values = Callable[[str], "Sequence[ValueCount] | None"]
"""The values of a dimension; None while they are being read."""


class FilterRow(QWidget):
    """Chips of the filters that are on. `filter_changed(Filter)` when the user filters otherwise."""

    filter_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filter = Filter()
        self._words = Vocabulary()
        self._values: Values = lambda dimension: ()
        self._chips: list[Chip] = []
        self.add = Chip(theme, self.tr("Filter"), icon="plus")
        self.add.setCheckable(False)
        self.add.setAccessibleName(self.tr("Add a filter"))
        self.add.setShortcut(QKeySequence("Ctrl+Shift+F"))
        self.add.setToolTip(self.tr("Add a filter (Ctrl+Shift+F)"))
        self.add.clicked.connect(self._on_add_clicked)
        self.order = Label(theme, face="secondary", colour="text3")
        chips = QWidget()
        self._row = Flow(chips, theme.look.s.s)
        self._row.addWidget(self.add)
        row = margins(QHBoxLayout(self), theme.look.s.l, 0, theme.look.s.l, 0, theme.look.s.s)
        row.addWidget(chips, 1)
        row.addWidget(self.order)

    def set_values(self, values: Values) -> None:
        """Where the values of a dimension and their counts come from."""
        self._values = values

    def show_filter(self, chosen: Filter, words: Vocabulary) -> None:
        """Show a chip for each dimension that is filtered by."""
        if chosen == self._filter and words is self._words and self._chips:
            return
        self._filter, self._words = chosen, words
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(dimension) for dimension in views.in_use(chosen)]
        if chosen.only:
            self._chips.insert(0, self._chip_of_only(len(chosen.only)))
        for at, chip in enumerate(self._chips):
            self._row.insert(at, chip)

    def _chip(self, dimension: str) -> Chip:
        words = views.chip_words(self._filter, dimension, self._words)
        chip = Chip(self._theme, words, on=True, closable=True)
        chip.setCheckable(False)
        chip.setAccessibleName(words)
        chip.closed.connect(lambda: self._change(views.with_values(self._filter, dimension, ())))
        chip.clicked.connect(lambda: self._pop_up(self.values_menu(dimension), chip))
        return chip

    def _chip_of_only(self, count: int) -> Chip:
        """Leads that were chosen by something else, such as an import."""
        chip = Chip(self._theme, self.tr("%Ln imported lead(s)", "", count), on=True, closable=True)
        chip.setCheckable(False)
        chip.setAccessibleName(chip.text())
        chip.closed.connect(lambda: self._change(replace(self._filter, only=())))
        chip.clicked.connect(lambda: self._change(replace(self._filter, only=())))
        return chip

    def _change(self, chosen: Filter) -> None:
        self.filter_changed.emit(chosen)

    def _on_add_clicked(self) -> None:
        self._pop_up(self.dimensions_menu(), self.add)

    def _pop_up(self, menu: QMenu, beside: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def dimensions_menu(self) -> QMenu:
        """Every dimension that can be filtered by, each with its values."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Filter by"))
        for dimension in (*views.DIMENSIONS, *(f"custom.{key}" for key in self._words.custom)):
            values = self.values_menu(dimension, menu)
            values.setTitle(field_label(dimension, self._words.custom))
            menu.addMenu(values)
        return menu

    def values_menu(self, dimension: str, above: QMenu | None = None) -> QMenu:
        """The values of a dimension with how many leads have each; filled when it opens. It goes with the one above."""
        menu = QMenu(above or self)
        menu.aboutToShow.connect(lambda: self._fill(menu, dimension))
        return menu

    def _not_counted(self, dimension: str) -> list[ValueCount]:
        """Quality is worked out when somebody first asks for it: until then its values stand there without numbers."""
        from leadqual_gui.services.details import ValueCount

        return [ValueCount(value, 0) for value in self._words.labels(dimension)] if dimension in views.MADE else []

    def _fill(self, menu: QMenu, dimension: str) -> None:
        if menu.actions():
            return
        chosen, labels = views.values_of(self._filter, dimension), self._words.labels(dimension)
        values = self._values(dimension)
        numbers = is_number(dimension, self._words.numbers)
        found = list(values or ()) or self._not_counted(dimension)
        for value in found[:MOST_VALUES]:
            words = views.value_words(value.value, labels, numbers)
            action = QAction(f"{words.replace('&', '&&')}\t{value.count or ''}", menu)
            action.setCheckable(True)
            action.setChecked(value.value in chosen)
            action.triggered.connect(
                lambda _checked=False, v=value.value: self._change(views.toggled(self._filter, dimension, v))
            )
            menu.addAction(action)
        if len(found) > MOST_VALUES:
            more = menu.addAction(self.tr("%Ln more: search for them above", "", len(found) - MOST_VALUES))
            more.setEnabled(False)
        if values is None:
            menu.addAction(self.tr("Being read: open this again in a moment")).setEnabled(False)
        elif not found:
            menu.addAction(self.tr("No lead has a value here")).setEnabled(False)
