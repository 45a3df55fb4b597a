"""A button of the call window that shows one frozen view, and takes no keyboard from the note line."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Themed

V = TypeVar("V")


class ShownButton(Themed, QAbstractButton, Generic[V]):
    """Subclasses paint `view`, and say in `describe(view)` what it is called and what its tooltip says."""

    def __init__(self, theme: Theme, view: V) -> None:
        super().__init__()
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)

    @property
    def view(self) -> V:
        """What is shown."""
        return self._view

    def show_view(self, view: V) -> None:
        """Show another one."""
        if view != self._view:
            self._view = view
            name, tip = self.describe(view)
            self.setAccessibleName(name)
            self.setToolTip(tip)
            self.update()

    def describe(self, view: V) -> tuple[str, str]:
        """Its name for screen readers, and its tooltip; for subclasses."""
        raise NotImplementedError

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)
