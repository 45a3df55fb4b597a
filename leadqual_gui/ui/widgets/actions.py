"""Actions that show their key: a factory for QActions whose tooltip names the shortcut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.key_names import key_words
from leadqual_gui.ui.widgets.menus import literal


def tool_tip(words: str, shortcut: str | QKeySequence = "", hint: str = "") -> str:
    """What a tooltip says: the action, its key, and a hint on a second line."""
    plain = words.rstrip("…")
    key = key_words(shortcut)
    first = f"{plain} ({key})" if key else plain
    return f"{first}\n{hint}" if hint else first


class Actions(QObject):
    """Makes and keeps the actions of a window; icons are tinted again when the theme changes.

    Without `tinted` the actions carry no icons of their own: a window that paints them elsewhere opens sooner.

    `make("new_lead", self.tr("New lead"), slot, "Ctrl+N", icon="plus")` returns the
    QAction; add it to the window so that its key works. `all()` gives them to the command palette.
    """

    def __init__(self, theme: Theme, parent: QObject, tinted: bool = True) -> None:
        super().__init__(parent)
        self._theme, self._tinted = theme, tinted
        self._actions: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self._hints: dict[str, str] = {}
        theme.changed.connect(self._tint)

    def make(
        self,
        key: str,
        words: str,
        slot: Callable[[], object] | None = None,
        shortcut: str | QKeySequence | Sequence[str] = "",
        icon: str = "",
        hint: str = "",
        checkable: bool = False,
        everywhere: bool = True,
    ) -> QAction:
        """An action by its key. `everywhere=False`: the shortcut only works in the widget that it is added to."""
        action = QAction(words, self)
        action.setObjectName(key)
        action.setCheckable(checkable)
        several = [shortcut] if isinstance(shortcut, str | QKeySequence) else list(shortcut)
        action.setShortcuts([QKeySequence(one) for one in several if one])
        context = Qt.ShortcutContext
        action.setShortcutContext(context.WindowShortcut if everywhere else context.WidgetWithChildrenShortcut)
        if slot is not None:
            action.triggered.connect(lambda _checked=False: slot())
        self._actions[key], self._icons[key], self._hints[key] = action, icon, hint
        self.rename(key, words)
        self._tint_one(key)
        return action

    def rename(self, key: str, words: str) -> None:
        """Other words for an action ("Take back: import of leads.csv"); its tooltip follows."""
        action = self._actions[key]
        action.setText(literal(words))
        action.setToolTip(tool_tip(words, action.shortcut(), self._hints[key]))

    def get(self, key: str) -> QAction:
        """An action by its key."""
        return self._actions[key]

    def all(self) -> dict[str, QAction]:
        """Every action by its key, in the order they were made."""
        return dict(self._actions)

    def icon_name(self, key: str) -> str:
        """The Lucide name of an action's icon, for painted rows."""
        return self._icons[key]

    def _tint(self) -> None:
        for key in self._actions:
            self._tint_one(key)

    def _tint_one(self, key: str) -> None:
        if self._icons[key] and self._tinted:
            self._actions[key].setIcon(self._theme.icon(self._icons[key]))
