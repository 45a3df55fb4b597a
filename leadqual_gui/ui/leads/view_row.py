"""The views of the Leads screen as tabs, and the place to save one's own."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadqual_gui.ui.fields import number
from leadqual_gui.ui.leads.views import View
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.menus import passing_menu
from leadqual_gui.ui.widgets.tabs import Tab, Tabs
from leadqual_gui.ui.widgets.themed import margins


class ViewRow(QWidget):
    """Tabs. `view_chosen(key)`, `view_saved(name)`, `view_removed(key)`."""

    view_chosen = Signal(str)
    view_saved = Signal(str)
    view_removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._views: tuple[View, ...] = ()
        self._quiet = False
        self.tabs = Tabs(theme, self.tr("Views"), underlined=False)
        self.tabs.currentChanged.connect(self._on_current_changed)
        self.tabs.setContextMenuPolicy(self.tabs.contextMenuPolicy().CustomContextMenu)
        self.tabs.customContextMenuRequested.connect(self._on_menu_asked)
        self.save = Button(theme, self.tr("Save this view"), Kind.QUIET, "bookmark", height=Height.SMALL)
        self.save.setShortcut(QKeySequence("Ctrl+Shift+S"))
        self.save.setToolTip(self.tr("Keep this filter and order under a name (Ctrl+Shift+S)"))
        self.save.clicked.connect(self._on_save_clicked)
        s = theme.look.s
        row = margins(QHBoxLayout(self), s.m, s.s, s.m, 0, s.s)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.save)

    def show_views(self, views: tuple[View, ...], counts: dict[str, int], current: str) -> None:
        """Show views with how many leads each holds (where that is known)."""
        self._views, self._quiet = views, True
        self.tabs.set_tabs(tuple(Tab(v.key, v.label, number(counts[v.key]) if v.key in counts else "") for v in views))
        self.tabs.set_current(current)
        self._quiet = False

    def _on_current_changed(self, _at: int) -> None:
        if not self._quiet:
            self.view_chosen.emit(self.tabs.current_key())

    def _on_save_clicked(self) -> None:
        from leadqual_gui.ui.popover import Ask  # not before it is asked

        Ask(self._theme, self.tr("Name of the view"), self._save, parent=self).show_at(self.save)

    def _save(self, name: str) -> str | None:
        if not name:
            return self.tr("Write a name for it first")
        if any(view.label == name for view in self._views):
            return self.tr("There is a view of this name already")
        self.view_saved.emit(name)
        return None

    def _on_menu_asked(self, position: QPoint) -> None:
        at = self.tabs.tabAt(position)
        if 0 <= at < len(self._views) and self._views[at].own:
            menu = passing_menu(self)
            key = self._views[at].key
            menu.addAction(self.tr("Remove this view")).triggered.connect(lambda: self.view_removed.emit(key))
            menu.popup(self.tabs.mapToGlobal(position))
