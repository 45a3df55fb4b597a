"""The Theme: which look is on now, and how it reaches the application.

One Theme is made at start-up and given to what needs it; nothing reaches for a global. When the user changes the
scheme or the text size, `look` is replaced, palette, font and style follow, and `changed` tells widgets to repaint.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.fonts import load_fallback_fonts, load_fonts
from leadqual_gui.ui.theme.icons import Icons
from leadqual_gui.ui.theme.look import Look, make_look, make_palette

if TYPE_CHECKING:
    from leadqual_gui.ui.theme.style import LeadQualStyle

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


def next_zoom(zoom: float, steps: int) -> float:
    """The text size so many steps larger or smaller, as far as there is one; 0 is the usual size."""
    at = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - zoom)) if steps else ZOOMS.index(1.0)
    return ZOOMS[max(0, min(at + steps, len(ZOOMS) - 1))]


class Scheme(Enum):
    """What the user chose; SYSTEM follows the desktop."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(QObject):
    """The look that is on. `changed()` is emitted after `look` was replaced and the application repainted."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        scheme: Scheme = Scheme.SYSTEM,
        zoom: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._scheme = scheme
        self._zoom = zoom
        self._icons = Icons()
        self.motion = True
        load_fonts()
        self._look = self._made_look()
        self._style: LeadQualStyle | None = None
        self._installed = False
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def look(self) -> Look:
        """Colours, sizes, faces and icons as they are now. Do not keep it: ask again when painting."""
        return self._look

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    @property
    def zoom(self) -> float:
        """The user's text size, as a factor."""
        return self._zoom

    @property
    def is_dark(self) -> bool:
        """Whether dark colours are on, chosen or by the system."""
        return self._look.dark

    def install_colours(self) -> None:
        """Give the application its palette and font, which is all that a window needs to be painted at first.

        The style follows with `install`: for Python its hundred enumerations cost as much as a third of the window.
        """
        self._installed = True
        self._apply()

    def install(self) -> None:
        """Give the application its style, palette and font. Called once, before the first window or right after."""
        from leadqual_gui.ui.theme.style import LeadQualStyle

        load_fallback_fonts()
        self._style = LeadQualStyle(self)
        self._app.setStyle(self._style)
        if not self._installed:
            self._installed = True
            self._apply()

    def choose_scheme(self, scheme: Scheme) -> None:
        """Change to light, dark or what the system says, at once."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._renew()

    def choose_zoom(self, zoom: float) -> None:
        """Change the text size, at once; distances follow."""
        if zoom != self._zoom:
            from leadqual_gui.ui.theme.distances import known_widgets, resize_all

            before, self._zoom = self._zoom, zoom
            resize_all(known_widgets(), before, zoom)
            self._renew()

    def icon(self, name: str, colour: str = "text2", size: int | None = None) -> QIcon:
        """A tinted QIcon; `colour` is the name of a token. Ask again after `changed`."""
        look = self._look
        rtl = self._app.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return look.icons.icon(
            name,
            getattr(look.c, colour),
            look.c.text_disabled,
            size or look.s.icon,
            self._app.devicePixelRatio(),
            rtl,
        )

    def _made_look(self) -> Look:
        dark = self._wants_dark()
        return make_look(tokens.DARK if dark else tokens.LIGHT, self._zoom, self._icons, dark)

    def _wants_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    def _renew(self) -> None:
        self._look = self._made_look()
        if self._installed:
            self._apply()
        self.changed.emit()
        for widget in self._app.allWidgets():
            _lay_out_again(widget)

    def _apply(self) -> None:
        self._app.setPalette(make_palette(self._look.c))
        self._app.setFont(self._look.f.body.font)

    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM and self._wants_dark() != self.is_dark:
            self._renew()


def _lay_out_again(widget: QWidget) -> None:
    widget.updateGeometry()
    widget.update()
