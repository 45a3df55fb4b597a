"""A Look: all that painting needs, in one frozen value that painting functions are given.

Colours as QColor, sizes at the user's zoom, faces with their metrics, icons. A theme change makes a new one.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

from leadqual_gui.ui.theme.fonts import Faces, make_faces
from leadqual_gui.ui.theme.icons import Icons
from leadqual_gui.ui.theme.tokens import Colours, HeatColours, Sizes, ToneColours


class Tone(IntEnum):
    """How a tier is coloured and drawn: the first tier is cold, the last is hot, any between are warm."""

    COLD = 0
    WARM = 1
    HOT = 2


class Look(NamedTuple):
    """What painting functions are given: colours `c`, sizes `s`, faces `f`, `icons`, and whether it is dark."""

    c: Colours[QColor]
    s: Sizes
    f: Faces
    icons: Icons
    dark: bool = False

    def tone(self, tone: Tone) -> ToneColours[QColor]:
        """The colours of a tier's tone."""
        return (self.c.cold, self.c.warm, self.c.hot)[tone]

    def heat(self, positive: bool) -> HeatColours[QColor]:
        """The steps for points above or below zero."""
        return self.c.plus if positive else self.c.minus


def make_look(scheme: Colours[str], zoom: float, icons: Icons, dark: bool) -> Look:
    """Turn tokens into what painting needs. Needs a running QGuiApplication for the metrics."""
    sizes = Sizes().scaled(zoom)
    return Look(scheme.map(QColor), sizes, make_faces(sizes), icons, dark)


def make_palette(colours: Colours[QColor]) -> QPalette:
    """The palette that plain Qt widgets use."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text1,
        role.Base: colours.base,
        role.AlternateBase: colours.base,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text1,
        role.PlaceholderText: colours.text3,
        role.Text: colours.text1,
        role.Button: colours.base,
        role.ButtonText: colours.text1,
        role.BrightText: colours.on_accent,
        role.Light: colours.line,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.control,
        role.Shadow: colours.line_strong,
        role.Highlight: colours.selected2,
        role.HighlightedText: colours.text1,
        role.Accent: colours.accent,
        role.Link: colours.accent_text,
        role.LinkVisited: colours.accent_text,
    }.items():
        palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, colours.text_disabled)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Accent, colours.line_strong)
    return palette
