"""Lucide icons, tinted and drawn to size when first asked for, and kept while they are in use.

A name that is not in resources/icons is a mistake of ours and raises. To add an icon, copy its SVG there from Lucide.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QTransform

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.resources import resources_folder

DIRECTIONAL = frozenset(
    {
        "arrow-right",
        "arrow-left",
        "arrow-up-right",
        "arrow-down-right",
        "chevron-right",
        "chevron-left",
        "undo-2",
        "redo-2",
        "list-filter",
        "file-text",
        "message-square",
        "play",
        "history",
        "presentation",
        "chart-column",
        "link",
    }
)
KEPT = 400
"""Pixmaps: more than all screens need in one theme and size of text. Each theme and each size brings others."""


class Icons:
    """The icons of one theme. Give it what to paint (name, colour, size); it remembers those asked for last."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resources_folder() / "icons"
        self._sources: dict[str, str] = {}
        self._pixmaps: OrderedDict[tuple[str, int, int, float, bool], QPixmap] = OrderedDict()

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0, rtl: bool = False) -> QPixmap:
        """The icon in one colour, `size` pixels square at the screen's `ratio`; directional ones mirror."""
        mirrored = rtl and name in DIRECTIONAL
        key = (name, colour.rgba(), size, ratio, mirrored)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = self._drawn(name, colour, size, ratio, mirrored)
            if len(self._pixmaps) > KEPT:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return pixmap

    def icon(
        self, name: str, colour: QColor, disabled: QColor, size: int, ratio: float = 1.0, rtl: bool = False
    ) -> QIcon:
        """A QIcon with a normal and a disabled face."""
        icon = QIcon(self.pixmap(name, colour, size, ratio, rtl))
        icon.addPixmap(self.pixmap(name, disabled, size, ratio, rtl), QIcon.Mode.Disabled)
        return icon

    def names(self) -> list[str]:
        """Every icon that is bundled."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def _drawn(self, name: str, colour: QColor, size: int, ratio: float, mirrored: bool) -> QPixmap:
        source, pixels = self._source(name).replace("currentColor", colour.name()), round(size * ratio)
        pixmap = QPixmap()
        if not pixmap.loadFromData(_sized(source, pixels).encode(), "SVG"):
            pixmap = _rendered(source, pixels)
        if mirrored:
            pixmap = pixmap.transformed(QTransform().scale(-1, 1))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            self._sources[name] = text.replace('stroke-width="2"', f'stroke-width="{tokens.ICON_STROKE}"')
        return self._sources[name]


def _sized(source: str, pixels: int) -> str:
    """The picture in so many pixels: Lucide's are 24 wide and high."""
    return source.replace('width="24"', f'width="{pixels}"', 1).replace('height="24"', f'height="{pixels}"', 1)


def _rendered(source: str, pixels: int) -> QPixmap:
    """Drawn by QtSvg, where Qt's plugin for SVG is missing. Importing it takes longer than drawing a dozen icons."""
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap
