"""The typefaces: Inter in three weights, with tabular digits, in the four sizes of the tokens.

A Face is a font with its metrics, made once per theme, so that nothing is measured twice while painting.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.resources import resources_folder
from leadqual_gui.ui.theme.tokens import MEDIUM, REGULAR, SEMIBOLD, Sizes

_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_FALLBACKS = ("NotoSansArabic-Regular.ttf", "NotoSansThai-Regular.ttf")


class Face:
    """A font ready to paint with: `font`, its `metrics`, and `leading`, the height of its line."""

    __slots__ = ("font", "leading", "metrics")

    def __init__(self, font: QFont, leading: int) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.leading = max(leading, self.metrics.height())

    def width(self, text: str) -> int:
        """How wide `text` is, in pixels."""
        return self.metrics.horizontalAdvance(text)


class Faces(NamedTuple):
    """Each face by its use: size, then weight."""

    secondary: Face
    secondary_medium: Face
    secondary_strong: Face
    body: Face
    body_medium: Face
    body_strong: Face
    title: Face
    display: Face


def load_fonts() -> None:
    """Make Inter known to Qt. Missing files are no error: the system's sans serif takes its place."""
    if "Inter" in _loaded_families():
        return
    for name in _FILES:
        path = resources_folder() / "fonts" / name
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def load_fallback_fonts() -> None:
    """Make known to Qt what writes Thai and Arabic where the system has nothing for it; the first paint can wait."""
    if QFontDatabase.applicationFontFamilies(len(_FILES)):
        return
    for name in _FALLBACKS:
        path = resources_folder() / "fonts" / name
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def _loaded_families() -> tuple[str, ...]:
    """Families already loaded by this application; asking for font 0 does not read the system's list."""
    return tuple(QFontDatabase.applicationFontFamilies(0))


def make_font(pixels: int, weight: int = REGULAR) -> QFont:
    """Inter at a size and weight, with tabular digits, falling back by script."""
    font = QFont()
    font.setFamilies(list(tokens.FAMILIES))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def make_faces(sizes: Sizes) -> Faces:
    """All faces at the sizes given."""
    return Faces(
        secondary=Face(make_font(sizes.type_secondary), sizes.leading_secondary),
        secondary_medium=Face(make_font(sizes.type_secondary, MEDIUM), sizes.leading_secondary),
        secondary_strong=Face(make_font(sizes.type_secondary, SEMIBOLD), sizes.leading_secondary),
        body=Face(make_font(sizes.type_body), sizes.leading_body),
        body_medium=Face(make_font(sizes.type_body, MEDIUM), sizes.leading_body),
        body_strong=Face(make_font(sizes.type_body, SEMIBOLD), sizes.leading_body),
        title=Face(make_font(sizes.type_title, SEMIBOLD), sizes.leading_title),
        display=Face(make_font(sizes.type_display, SEMIBOLD), sizes.leading_display),
    )
