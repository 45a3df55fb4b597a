"""What keys are called, everywhere alike: in menus, tooltips, the palette and the help.

Qt says "Return" for the key that keyboards, buttons and people call Enter.
"""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def key_words(shortcut: str | QKeySequence) -> str:
    """A shortcut as the platform writes it: "Ctrl+K"; with Enter as the buttons call it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def key_caps(shortcut: str | QKeySequence) -> tuple[str, ...]:
    """A shortcut as key caps: ("Ctrl", "K")."""
    words = key_words(shortcut)
    return tuple(part for part in words.replace("++", "+Plus").split("+") if part)
