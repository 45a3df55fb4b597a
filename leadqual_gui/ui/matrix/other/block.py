"""A table of a rule file under its title, with what can be done with its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.matrix.other.columns import Section, fresh_id
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.other.table import ItemsTable
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import IconButton
from leadqual_gui.ui.widgets.themed import Label, margins


class SectionBlock(QWidget):
    """A table under its title, with buttons for its rows. `changed(section, items, what, name)`."""

    changed = Signal(object, object, str, str)

    def __init__(self, theme: Theme, session: FileSession, section: Section) -> None:
        super().__init__()
        self.theme, self._session = theme, session
        self.title = Label(theme, section.title, "body_strong")
        self.table = ItemsTable(theme, section, session.terms)
        s = theme.look.s
        head = margins(QHBoxLayout(), s.l, 0, s.l, 0, s.xs)
        head.addWidget(self.title, 1)
        self.buttons: dict[str, IconButton] = {}
        for name, icon, words in (
            ("up", "arrow-up", tr("Move up (Alt+Up)")),
            ("down", "arrow-down", tr("Move down (Alt+Down)")),
            ("copy", "copy", tr("Copy the row (Ctrl+D)")),
            ("yaml", "file-code", tr("The row as YAML text (Ctrl+E)")),
            ("delete", "trash-2", tr("Delete the row (Del)")),
            ("add", "plus", tr("Add a row (Insert)")),
        ):
            button = IconButton(theme, icon, words)
            button.clicked.connect(lambda _on=False, name=name: self.command(name))
            button.setVisible(self._offers(section, name))
            self.buttons[name] = button
            head.addWidget(button)
        column = margins(QVBoxLayout(self), 0, s.m, 0, s.s, s.xs)
        column.addLayout(head)
        inset = margins(QHBoxLayout(), s.s, 0, s.s, 0, 0)
        inset.addWidget(self.table)
        column.addLayout(inset)
        self.nothing = Label(theme, tr("Nothing here yet. The plus adds the first row (Insert)."), "secondary", "text3")
        self.nothing.setContentsMargins(s.l, s.xs, s.l, 0)
        self.nothing.hide()
        column.addWidget(self.nothing)
        self.table.item_set.connect(self._on_item_set)
        self.table.condition_asked.connect(self.ask_condition)
        self.table.commanded.connect(self.command)
        self.table.current_changed.connect(self._show_what_can_be_done)
        self._show_what_can_be_done()

    @property
    def section(self) -> Section:
        """What is shown."""
        return self.table.section

    def show_value(self, section: Section, value: Any) -> None:
        """Show what the file says now."""
        self.title.setText(section.title)
        self.table.show_items(section, section.read(value), self._session.terms)
        self.table.share_width()
        self.nothing.setVisible(not self.table.items and self._offers(section, "add"))
        self._show_what_can_be_done()

    def _name(self, item: Any) -> str:
        return self.section.name_of(item, self._session.terms)

    # --- changing ----------------------------------------------------------------------------------------------------
    def _on_item_set(self, row: int, item: Any) -> None:
        items = list(self.table.items)
        if items[row] != item:
            items[row] = item
            self._tell(items, "rules_edited", self._name(item))

    def _tell(self, items: list[Any], what: str, name: str) -> None:
        self.changed.emit(self.section, tuple(items), what, name)

    def command(self, name: str) -> None:
        """Add, copy, move or delete a row."""
        row, items = self.table.currentIndex().row(), list(self.table.items)
        if not self._offers(self.section, name):
            return
        if name == "yaml":
            self.edit_yaml(max(0, row))
        elif name == "add":
            new = self.section.blank(self._session.value) if self.section.blank is not None else None
            if new is None:
                return
            at = row + 1 if row >= 0 else len(items)
            items.insert(at, new)
            self._tell(items, "rules_added", self._name(new))
            self._go_to(new, at)
        elif 0 <= row < len(items):
            {"copy": self._copy, "delete": self._delete, "up": self._move, "down": self._move}[name](items, row, name)

    def _offers(self, section: Section, name: str) -> bool:
        """Whether something can be done with rows of a table."""
        return name in section.offers and (name == "yaml" or section.blank is not None)

    def _show_what_can_be_done(self) -> None:
        """Nothing can be done with a row before one is chosen."""
        chosen = 0 <= self.table.currentIndex().row() < len(self.table.items)
        for name, button in self.buttons.items():
            button.setEnabled(chosen or name == "add")

    def _copy(self, items: list[Any], row: int, _name: str) -> None:
        old = items[row]
        known = next((key for key in ("id", "key") if hasattr(old, key)), "")
        taken = [getattr(one, known) for one in items] if known else []
        new = replace(old, **{known: fresh_id(getattr(old, known), taken)}) if known else replace(old)
        items.insert(row + 1, new)
        self._tell(items, "rules_copied", self._name(old))
        self._go_to(new, row + 1)

    def _delete(self, items: list[Any], row: int, _name: str) -> None:
        gone = items.pop(row)
        self._tell(items, "rules_removed", self._name(gone))

    def _move(self, items: list[Any], row: int, name: str) -> None:
        to = row - 1 if name == "up" else row + 1
        if 0 <= to < len(items):
            items[row], items[to] = items[to], items[row]
            self._tell(items, "rules_moved", self._name(items[to]))
            self._go_to(items[to], to)

    def _go_to(self, item: Any, at: int) -> None:
        """The keyboard goes to an item, wherever the file has put it."""
        items = self.table.items
        row = next((n for n, one in enumerate(items) if one is item or one == item), min(at, len(items) - 1))
        if row >= 0:
            self.table.go(row, max(0, self.table.currentIndex().column()))
            self.table.setFocus()

    def ask_condition(self, row: int, column: int) -> None:
        """Edit a condition in a sheet below its cell."""
        from leadqual_gui.ui.matrix.other.condition import FileConditionSheet

        item, field = self.table.items[row], self.section.columns[column]
        title = f"{self._name(item).rstrip('.')}: {field.title}"

        def kept(condition: object) -> None:
            self._on_item_set(row, replace(item, **{field.key: condition}))

        sheet = FileConditionSheet(
            self.theme, self._session, title, getattr(item, field.key), field.optional, kept, self
        )  # fmt: skip
        sheet.text_asked.connect(lambda: self.edit_yaml(row))
        place = self.table.visualRect(self.table.model().index(row, column))
        corner = place.bottomRight() if self.isRightToLeft() else place.bottomLeft()
        sheet.show_at(self.table.viewport().mapToGlobal(corner + QPoint(0, 4)))

    def edit_yaml(self, row: int) -> None:
        """Edit the text of an item in a sheet below its row."""
        from leadqual_gui.ui.matrix.other.yaml_sheet import ItemYamlSheet

        value = self._session.value
        path = self.section.path(value, row) if value is not None and row < len(self.table.items) else None
        if path is None:
            return
        item = self.table.items[row]
        known = next((getattr(item, key) for key in ("id", "key") if hasattr(item, key)), "")
        sheet = ItemYamlSheet(self.theme, self._session, self._name(item), known, path, self)
        place = self.table.visualRect(self.table.model().index(row, 0))
        corner = place.bottomRight() if self.isRightToLeft() else place.bottomLeft()
        sheet.show_at(self.table.viewport().mapToGlobal(corner + QPoint(0, 4)))
