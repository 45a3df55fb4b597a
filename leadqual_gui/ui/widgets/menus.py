"""Menus that are made anew each time, for what is chosen then, and go when they are closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem, QWidget

from leadqual_gui.ui.widgets.key_names import key_words


def literal(words: str) -> str:
    """Words from outside, as a menu shows them whole: else it takes the "&" of "R&D" for the mark of a key."""
    return words.replace("&", "&&")


class KeyedMenu(QMenu):
    """A menu that writes the keys of its entries as everything else does."""

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        words, tab, _key = option.text.partition("\t")
        if tab:
            option.text = f"{words}\t{key_words(action.shortcut())}"


def passing_menu(parent: QWidget) -> QMenu:
    """A menu that goes when it is closed."""
    menu = KeyedMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def add_action(menu: QMenu, words: str, do: Callable[[], object], key: str = "") -> QAction:
    """One more thing to do; `key` does the same outside the menu, and is shown beside it."""
    action = menu.addAction(literal(words))
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _on=False: do())
    return action
