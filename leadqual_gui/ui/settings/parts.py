"""What the parts of Settings are made of: a row with its controls at the end, and small buttons that Enter presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.themed import Label, margins


def small_button(theme: Theme, words: str, icon: str, slot: Callable[[], object], key: str = "") -> Button:
    """A button of a row; `key` works while Settings are in front."""
    button = Button(theme, words, icon=icon, height=Height.SMALL)
    button.setAutoDefault(True)
    button.setToolTip(f"{words} ({key})" if key else words)
    if key:
        button.setShortcut(QKeySequence(key))
    button.clicked.connect(lambda _on=False: slot())
    return button


def setting_row(theme: Theme, name: str, about: str, *controls: QWidget) -> QHBoxLayout:
    """What is set, a line about it, and what it is set with."""
    s = theme.look.s
    words = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
    words.addWidget(Label(theme, name, "body_medium"))
    words.addWidget(Label(theme, about, "secondary", "text2", wrap=True))
    row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
    row.addLayout(words, 1)
    row.addSpacing(s.s)
    for control in controls:
        row.addWidget(control)
    return row
