"""Sideways keys go where one reads: from right to left, Left is on and Right is back. Writing begins there too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LEFT, _RIGHT = "Left", "Right"


def as_one_reads(keys: str, rtl: bool) -> str:
    """Keys as they are written for who reads from left to right, for one who reads this way."""
    if not rtl:
        return keys
    parts = keys.split("+")
    return "+".join({_LEFT: _RIGHT, _RIGHT: _LEFT}.get(part, part) for part in parts)


def onward(widget: QWidget, key: int) -> bool:
    """Whether a sideways arrow goes on, seen in a widget; else it goes back."""
    forward = Qt.Key.Key_Left if widget.isRightToLeft() else Qt.Key.Key_Right
    return key == forward


def write_from_the_start(field: QPlainTextEdit) -> None:
    """Let what is written begin where lines begin: Qt puts plain text and its cursor at the left in every language."""
    option = field.document().defaultTextOption()
    option.setAlignment(Qt.AlignmentFlag.AlignRight if field.isRightToLeft() else Qt.AlignmentFlag.AlignLeft)
    field.document().setDefaultTextOption(option)


def back_and_on(widget: QWidget, back: Callable[[], object], on: Callable[[], object] | None = None) -> None:
    """Alt with the arrows goes back, and on again, while the keyboard is within a widget."""
    for name, key in ((_LEFT, Qt.Key.Key_Left), (_RIGHT, Qt.Key.Key_Right)):
        shortcut = QShortcut(QKeySequence(f"Alt+{name}"), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda k=key: _go(widget, k, back, on))


def _go(widget: QWidget, key: int, back: Callable[[], object], on: Callable[[], object] | None) -> None:
    if not onward(widget, key):
        back()
    elif on is not None:
        on()
