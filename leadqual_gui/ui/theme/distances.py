"""Distances inside layouts, taken along when the text size changes: what was set when a screen was made is the same
token in the new size.

A layout remembers what it had at 100 %, so that going larger and back ends where it began. What a widget sets itself
when the theme changes counts as new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout, QWidget

from leadqual_gui.ui.theme.tokens import Sizes

Gaps = tuple[int, ...]
_USUAL = "leadqual_at_100"
"""Name of a layout's property: its distances as they are set now, and what these are at 100 %."""


def layouts_of(widgets: Iterable[QWidget]) -> Iterator[QLayout]:
    """Every layout with distances, those inside others too."""
    waiting = [layout for widget in widgets if (layout := widget.layout()) is not None]
    while waiting:
        layout = waiting.pop()
        if isinstance(layout, QBoxLayout | QGridLayout | QFormLayout):
            yield layout
        items = (layout.itemAt(at) for at in range(layout.count()))
        waiting.extend(inner for item in items if item is not None and (inner := item.layout()) is not None)


def resize_layouts(widgets: Iterable[QWidget], before: float, after: float) -> None:
    """Set margins and spacing anew for another zoom. All are read first: an inner layout may have its outer one's."""
    sized = [(layout, _at_100(layout, before)) for layout in layouts_of(widgets)]
    for layout, usual in sized:
        now = tuple(_scaled(gap, after) for gap in usual)
        if now != _gaps(layout):
            _set(layout, now)
        layout.setProperty(_USUAL, (now, usual))


def _at_100(layout: QLayout, zoom: float) -> Gaps:
    """What a layout would have at 100 %."""
    now = _gaps(layout)
    known = layout.property(_USUAL)
    if known is not None and tuple(known[0]) == now:
        return tuple(known[1])
    tokens = {_scaled(gap, zoom): gap for gap in Sizes()[:5]}
    return tuple(tokens.get(gap, round(gap / zoom)) for gap in now)


def _scaled(gap: int, zoom: float) -> int:
    """A distance at a zoom; none, and a line of one pixel, stay what they are."""
    return gap if gap <= 1 else max(1, round(gap * zoom))


def _gaps(layout: QLayout) -> Gaps:
    edge = layout.contentsMargins()
    around = (edge.left(), edge.top(), edge.right(), edge.bottom())
    if isinstance(layout, QGridLayout | QFormLayout):
        return (*around, layout.horizontalSpacing(), layout.verticalSpacing())
    return (*around, layout.spacing())


def _set(layout: QLayout, gaps: Gaps) -> None:
    layout.setContentsMargins(*gaps[:4])
    if isinstance(layout, QGridLayout | QFormLayout):
        layout.setHorizontalSpacing(gaps[4])
        layout.setVerticalSpacing(gaps[5])
    else:
        layout.setSpacing(gaps[4])
