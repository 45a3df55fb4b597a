"""How plain controls look: each function paints one part of a control, in the colours and sizes of a look.

They are told where and in which state by Qt's option; where a part of a control lies only the style can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionProgressBar, QStyleOptionSlider

from leadqual_gui.ui.theme.shapes import chevron, outline, paint_check_box

if TYPE_CHECKING:
    from leadqual_gui.ui.theme.look import Look

_S = QStyle.StateFlag


def focus_ring(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """Around whatever has the keyboard."""
    clear = QColor(Qt.GlobalColor.transparent)
    outline(painter, option.rect, look.s.radius, clear, look.c.focus, look.s.focus_ring)


def check_box(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A check box, also one of a list."""
    state = option.state
    size = min(option.rect.width(), option.rect.height(), look.s.check_box)
    box = QRect(0, 0, size, size)
    box.moveCenter(option.rect.center())
    paint_check_box(
        painter, _check_colours(look, state), box, bool(state & _S.State_On), bool(state & _S.State_NoChange)
    )


def _check_colours(look: Look, state: QStyle.StateFlag) -> tuple[QColor, QColor, QColor]:
    """Accent, edge and mark colours of a check box in a state."""
    c = look.c
    if not state & _S.State_Enabled:
        return c.line_strong, c.line_strong, c.base
    return c.accent, c.control, c.on_accent


def radio(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A ring, with a dot in it if it is the chosen one."""
    state = option.state
    on, enabled = bool(state & _S.State_On), bool(state & _S.State_Enabled)
    edge = look.c.accent if on else look.c.control
    ring = QRectF(option.rect).adjusted(1, 1, -1, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge if enabled else look.c.line_strong, 1.5))
    painter.setBrush(look.c.base)
    painter.drawEllipse(ring)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(edge if enabled else look.c.line_strong)
        quarter = ring.width() / 4
        painter.drawEllipse(ring.adjusted(quarter, quarter, -quarter, -quarter))


def button(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """What lies behind the words of a button."""
    state, fill = option.state, look.c.base
    if state & (_S.State_Sunken | _S.State_On):
        fill = look.c.selected
    elif state & _S.State_MouseOver and state & _S.State_Enabled:
        fill = look.c.hover
    outline(painter, option.rect, look.s.radius, fill, look.c.line_strong)


def line_edit(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """What lies behind the text of a line edit that has a frame."""
    if getattr(option, "lineWidth", 1) > 0:
        field(look, option, painter)


def field(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """What lies behind anything that is typed or chosen."""
    focused = bool(option.state & _S.State_HasFocus)
    edge = look.c.focus if focused else look.c.control if option.state & _S.State_Enabled else look.c.line_strong
    outline(painter, option.rect, look.s.radius, look.c.base, edge, look.s.focus_ring if focused else 1)


def raised_frame(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """Menus and tool tips."""
    painter.setPen(look.c.line_strong)
    painter.setBrush(look.c.raised)
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


def frame(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The edge of a list or a text of several lines."""
    focused = bool(option.state & _S.State_HasFocus)
    painter.setPen(look.c.focus if focused else look.c.control)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


def header(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """What lies behind the head of a column: plain, with a line below."""
    rect = option.rect
    painter.fillRect(rect, look.c.base)
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)


def groove(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The whole way of a progress bar."""
    _bar(look, painter, option.rect, look.c.sunken)


def progress(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """How far a progress bar has come; all of it, but faint, if nobody knows."""
    if not isinstance(option, QStyleOptionProgressBar):
        return
    whole = option.maximum - option.minimum
    share = (option.progress - option.minimum) / whole if whole > 0 else 1.0
    if share <= 0:
        return
    rect, width = option.rect, round(option.rect.width() * min(1.0, max(0.0, share)))
    rtl = option.direction == Qt.LayoutDirection.RightToLeft
    left = rect.right() + 1 - width if rtl else rect.left()
    place = QRect(left, rect.top(), width, rect.height())
    _bar(look, painter, place, look.c.accent if whole > 0 else look.c.selected2)


def _bar(look: Look, painter: QPainter, rect: QRect, colour: QColor) -> None:
    height = min(rect.height(), look.s.s)
    bar = QRectF(rect.left(), rect.center().y() - height / 2 + 0.5, rect.width(), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, height / 2, height / 2)


def combo(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A field with a chevron at its end."""
    rect, enabled = option.rect, bool(option.state & _S.State_Enabled)
    field(look, option, painter)
    rtl = option.direction == Qt.LayoutDirection.RightToLeft
    x = rect.left() + look.s.l if rtl else rect.right() - look.s.l
    colour = look.c.text2 if enabled else look.c.text_disabled
    chevron(painter, QPointF(x, rect.center().y() + 0.5), look.s.s, colour)


def step(look: Look, painter: QPainter, place: QRect, can: bool, down: bool) -> None:
    """The chevron of one step of a spin box; faint if there is none to take."""
    colour = look.c.text2 if can else look.c.text_disabled
    chevron(painter, QPointF(place.center()) + QPointF(0.5, 0.5), look.s.s - 1, colour, down)


def scroll_bar(look: Look, option: QStyleOptionSlider, painter: QPainter, handle: QRect) -> None:
    """A pill on the ground of the list; none where there is nothing to scroll."""
    painter.fillRect(option.rect, look.c.base)
    if option.maximum <= option.minimum:
        return
    inset = look.s.xs - 1
    pill = QRectF(handle).adjusted(inset, inset, -inset, -inset)
    held = bool(option.state & (_S.State_MouseOver | _S.State_Sunken))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.c.control if held else look.c.line_strong)
    radius = min(pill.width(), pill.height()) / 2
    painter.drawRoundedRect(pill, radius, radius)
