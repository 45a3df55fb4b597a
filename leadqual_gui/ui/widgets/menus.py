"""Menus that are made anew each time, for what is chosen then, and go when they are closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


def literal(words: str) -> str:
    """Words from outside, as a menu shows them whole: else it takes the "&" of "R&D" for the mark of a key."""
    return words.replace("&", "&&")


def passing_menu(parent: QWidget) -> QMenu:
    """A menu that goes when it is closed."""
    menu = QMenu(parent)
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
