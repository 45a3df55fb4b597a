"""Distances that were set when a screen was made, taken along when the text size changes: margins and spacing of
layouts, and how large widgets have to be or may be.

Each remembers what it had at 100 %, so that going larger and back ends where it began. What a widget sets itself when
the theme changes counts as new. Windows are left as large as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout, QWidget
from shiboken6 import getAllValidWrappers

from leadqual_gui.ui.theme.tokens import Sizes

Gaps = tuple[int, ...]
_USUAL = "leadqual_at_100"
"""Name of a property: distances as they are set now, and what these are at 100 %."""
_NO_LIMIT = 16777215
"""How large Qt lets a widget be that has no limit."""
_FREE = (0, 0, _NO_LIMIT, _NO_LIMIT)
H = TypeVar("H", bound=QObject)


def known_widgets() -> list[QWidget]:
    """All widgets that Python knows: what Qt made for itself within them has no distances of ours."""
    return [one for one in getAllValidWrappers() if isinstance(one, QWidget)]


def layouts_of(widgets: Iterable[QWidget]) -> Iterator[QLayout]:
    """Every layout with distances, those inside others too.

    They are children of the outer ones. Asking these for their items (`itemAt`) would leave an object of Python's for
    each, which stays when the item is gone, and is taken for whatever comes to lie at its address.
    """
    for outer in (layout for widget in widgets if (layout := widget.layout()) is not None):
        for layout in (outer, *outer.findChildren(QLayout)):
            if isinstance(layout, QBoxLayout | QGridLayout | QFormLayout):
                yield layout


def resize_all(widgets: Sequence[QWidget], before: float, after: float) -> None:
    """Set all distances anew for another zoom. Layouts are read first: an inner one may have its outer one's."""
    layouts = [(layout, _at_100(layout, _gaps(layout), before)) for layout in layouts_of(widgets)]
    for layout, usual in layouts:
        _renew(layout, usual, after, _set_gaps, _gaps)
    for widget in widgets:
        if not widget.isWindow() and (limits := _limits(widget)) != _FREE:
            _renew(widget, _at_100(widget, limits, before), after, _set_limits, _limits)


def _at_100(holder: QObject, now: Gaps, zoom: float) -> Gaps:
    """What a layout or widget would have at 100 %."""
    known = holder.property(_USUAL)
    if known is not None and tuple(known[0]) == now:
        return tuple(known[1])
    tokens = {_scaled(gap, zoom): gap for gap in Sizes()[:5]}
    return tuple(gap if gap == _NO_LIMIT else tokens.get(gap, round(gap / zoom)) for gap in now)


def _renew(holder: H, usual: Gaps, zoom: float, put: Callable[[H, Gaps], None], read: Callable[[H], Gaps]) -> None:
    put(holder, tuple(_scaled(gap, zoom) for gap in usual))
    holder.setProperty(_USUAL, (read(holder), usual))


def _scaled(gap: int, zoom: float) -> int:
    """A distance at a zoom; none, and a line of one pixel, stay what they are."""
    return gap if gap <= 1 or gap == _NO_LIMIT else max(1, round(gap * zoom))


def _gaps(layout: QLayout) -> Gaps:
    edge = layout.contentsMargins()
    around = (edge.left(), edge.top(), edge.right(), edge.bottom())
    if isinstance(layout, QGridLayout | QFormLayout):
        return (*around, layout.horizontalSpacing(), layout.verticalSpacing())
    return (*around, layout.spacing())


def _set_gaps(layout: QLayout, gaps: Gaps) -> None:
    layout.setContentsMargins(*gaps[:4])
    if isinstance(layout, QGridLayout | QFormLayout):
        layout.setHorizontalSpacing(gaps[4])
        layout.setVerticalSpacing(gaps[5])
    else:
        layout.setSpacing(gaps[4])


def _limits(widget: QWidget) -> Gaps:
    return (widget.minimumWidth(), widget.minimumHeight(), widget.maximumWidth(), widget.maximumHeight())


def _set_limits(widget: QWidget, limits: Gaps) -> None:
    if limits != _limits(widget):
        widget.setMaximumSize(limits[2], limits[3])
        widget.setMinimumSize(limits[0], limits[1])
