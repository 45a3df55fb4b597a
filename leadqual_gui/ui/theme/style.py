"""The style of plain Qt controls: Fusion with our outlines, focus ring, check box, combo and scroll bar.

Only what Fusion draws differently is taken over; everything else follows from the palette. No style sheets: they
wrap the style of every widget and block palette changes. Metrics are left to Fusion: they are asked for all the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QWidget,
)

from leadqual_gui.ui.theme.shapes import chevron, outline, paint_check_box

if TYPE_CHECKING:
    from leadqual_gui.ui.theme.look import Look
    from leadqual_gui.ui.theme.theme import Theme

_P = QStyle.PrimitiveElement
_E = QStyle.ControlElement
_S = QStyle.StateFlag
_C = QStyle.ComplexControl
_STEP = QAbstractSpinBox.StepEnabledFlag
_SPIN_UP, _SPIN_DOWN = QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown
_TOOL_TIP = "QTipLabel"


class LeadQualStyle(QProxyStyle):
    """Fusion, with the parts that carry our look painted from the theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("fusion")
        self._theme = theme
        self._primitives = {
            _P.PE_FrameFocusRect: self._focus_ring,
            _P.PE_IndicatorCheckBox: self._check_box,
            _P.PE_IndicatorItemViewItemCheck: self._check_box,
            _P.PE_IndicatorRadioButton: self._radio,
            _P.PE_PanelButtonCommand: self._button,
            _P.PE_PanelLineEdit: self._field,
            _P.PE_FrameMenu: self._menu_frame,
            _P.PE_PanelTipLabel: self._menu_frame,
            _P.PE_Frame: self._frame,
        }
        self._controls = {
            _E.CE_HeaderSection: self._header,
            _E.CE_HeaderEmptyArea: self._header,
            _E.CE_ProgressBarGroove: self._groove,
            _E.CE_ProgressBarContents: self._progress,
        }

    def polish(self, what: Any) -> Any:
        """Tool tips are plain text: Qt takes a name such as "<img src=...>" for HTML there, and would fetch it."""
        if isinstance(what, QLabel) and what.metaObject().className() == _TOOL_TIP:
            what.setTextFormat(Qt.TextFormat.PlainText)
        return super().polish(what)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = self._controls.get(element)
        if paint is None:
            super().drawControl(element, option, painter, widget)
            return
        painter.save()
        paint(option, painter)
        painter.restore()

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = self._primitives.get(element)
        if paint is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        paint(option, painter)
        painter.restore()

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == _C.CC_ComboBox and isinstance(widget, QComboBox | QDateTimeEdit):
            painter.save()
            self._combo(option, painter)
            painter.restore()
        elif control == _C.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            painter.save()
            self._scroll_bar(option, painter, widget)
            painter.restore()
        elif control == _C.CC_SpinBox and isinstance(option, QStyleOptionSpinBox):
            painter.save()
            self._spin_box(option, painter, widget)
            painter.restore()
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _focus_ring(self, option: QStyleOption, painter: QPainter) -> None:
        look = self._theme.look
        clear = QColor(Qt.GlobalColor.transparent)
        outline(painter, option.rect, look.s.radius, clear, look.c.focus, look.s.focus_ring)

    def _check_box(self, option: QStyleOption, painter: QPainter) -> None:
        look, state = self._theme.look, option.state
        size = min(option.rect.width(), option.rect.height(), look.s.check_box)
        box = QRect(0, 0, size, size)
        box.moveCenter(option.rect.center())
        paint_check_box(
            painter, look_colours(look, state), box, bool(state & _S.State_On), bool(state & _S.State_NoChange)
        )

    def _radio(self, option: QStyleOption, painter: QPainter) -> None:
        look, state = self._theme.look, option.state
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

    def _button(self, option: QStyleOption, painter: QPainter) -> None:
        look, state = self._theme.look, option.state
        fill = look.c.base
        if state & (_S.State_Sunken | _S.State_On):
            fill = look.c.selected
        elif state & _S.State_MouseOver and state & _S.State_Enabled:
            fill = look.c.hover
        outline(painter, option.rect, look.s.radius, fill, look.c.line_strong)

    def _field(self, option: QStyleOption, painter: QPainter) -> None:
        if getattr(option, "lineWidth", 1) <= 0:
            return
        look = self._theme.look
        focused = bool(option.state & _S.State_HasFocus)
        edge = look.c.focus if focused else look.c.control
        if not option.state & _S.State_Enabled:
            edge = look.c.line_strong
        width = look.s.focus_ring if focused else 1
        outline(painter, option.rect, look.s.radius, look.c.base, edge, width)

    def _menu_frame(self, option: QStyleOption, painter: QPainter) -> None:
        look = self._theme.look
        painter.setPen(look.c.line_strong)
        painter.setBrush(look.c.raised)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _frame(self, option: QStyleOption, painter: QPainter) -> None:
        look = self._theme.look
        focused = bool(option.state & _S.State_HasFocus)
        painter.setPen(look.c.focus if focused else look.c.control)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _header(self, option: QStyleOption, painter: QPainter) -> None:
        look, rect = self._theme.look, option.rect
        painter.fillRect(rect, look.c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)

    def _groove(self, option: QStyleOption, painter: QPainter) -> None:
        self._progress_bar(painter, option.rect, 1.0, self._theme.look.c.sunken)

    def _progress(self, option: QStyleOption, painter: QPainter) -> None:
        if not isinstance(option, QStyleOptionProgressBar):
            return
        whole = option.maximum - option.minimum
        share = (option.progress - option.minimum) / whole if whole > 0 else 1.0
        colour = self._theme.look.c.accent if whole > 0 else self._theme.look.c.selected2
        rect, width = option.rect, round(option.rect.width() * min(1.0, max(0.0, share)))
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        left = rect.right() + 1 - width if rtl else rect.left()
        self._progress_bar(painter, QRect(left, rect.top(), width, rect.height()), share, colour)

    def _progress_bar(self, painter: QPainter, rect: QRect, share: float, colour: QColor) -> None:
        if share <= 0:
            return
        height = min(rect.height(), self._theme.look.s.s)
        bar = QRectF(rect.left(), rect.center().y() - height / 2 + 0.5, rect.width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, height / 2, height / 2)

    def _combo(self, option: QStyleOption, painter: QPainter) -> None:
        look, rect = self._theme.look, option.rect
        enabled = bool(option.state & _S.State_Enabled)
        self._field_outline(painter, option)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        x = rect.left() + look.s.l if rtl else rect.right() - look.s.l
        colour = look.c.text2 if enabled else look.c.text_disabled
        chevron(painter, QPointF(x, rect.center().y() + 0.5), look.s.s, colour)

    def _spin_box(self, option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget | None) -> None:
        """The outline of a field, and a chevron for each step; what cannot be stepped is faint."""
        look = self._theme.look
        if option.frame:
            self._field_outline(painter, option)
        if option.buttonSymbols == QAbstractSpinBox.ButtonSymbols.NoButtons:
            return
        steps = ((_SPIN_UP, _STEP.StepUpEnabled, False), (_SPIN_DOWN, _STEP.StepDownEnabled, True))
        for part, step, down in steps:
            place = self.subControlRect(_C.CC_SpinBox, option, part, widget)
            can = bool(option.stepEnabled & step) and bool(option.state & _S.State_Enabled)
            colour = look.c.text2 if can else look.c.text_disabled
            chevron(painter, QPointF(place.center()) + QPointF(0.5, 0.5), look.s.s - 1, colour, down)

    def _field_outline(self, painter: QPainter, option: QStyleOption) -> None:
        look, state = self._theme.look, option.state
        focused = bool(state & _S.State_HasFocus)
        edge = look.c.focus if focused else look.c.control if state & _S.State_Enabled else look.c.line_strong
        outline(painter, option.rect, look.s.radius, look.c.base, edge, look.s.focus_ring if focused else 1)

    def _scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        look = self._theme.look
        painter.fillRect(option.rect, look.c.base)
        handle = self.subControlRect(_C.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, widget)
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

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        wanted = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind in _FIELDS:
            s = self._theme.look.s
            return QSize(wanted.width() + 2 * s.s, max(s.button, wanted.height()))
        return wanted

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Check boxes and radio buttons are as large as the text asks for, and the first and last entry of a menu do
        not stick to its edge; all other metrics are Fusion's."""
        if metric in _INDICATORS:
            return self._theme.look.s.check_box
        if metric == QStyle.PixelMetric.PM_MenuVMargin:
            return self._theme.look.s.xs
        return super().pixelMetric(metric, option, widget)

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        rect = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        if element == QStyle.SubElement.SE_LineEditContents and getattr(option, "lineWidth", 1) > 0:
            return rect.adjusted(self._theme.look.s.xs, 0, -self._theme.look.s.xs, 0)
        return rect

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        rect = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        if control == _C.CC_ScrollBar and part in _ARROW_BUTTONS:
            return QRect()
        if control == _C.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return rect.adjusted(self._theme.look.s.xs, 0, -self._theme.look.s.xs, 0)
        return rect


_FIELDS = (
    QStyle.ContentsType.CT_ComboBox,
    QStyle.ContentsType.CT_LineEdit,
    QStyle.ContentsType.CT_PushButton,
    QStyle.ContentsType.CT_SpinBox,
)
_INDICATORS = frozenset(
    {
        QStyle.PixelMetric.PM_IndicatorWidth,
        QStyle.PixelMetric.PM_IndicatorHeight,
        QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
        QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
    }
)
_ARROW_BUTTONS = (QStyle.SubControl.SC_ScrollBarAddLine, QStyle.SubControl.SC_ScrollBarSubLine)


def look_colours(look: Look, state: QStyle.StateFlag) -> tuple[QColor, QColor, QColor]:
    """Accent, edge and mark colours of a check box in a state."""
    c = look.c
    if not state & _S.State_Enabled:
        return c.line_strong, c.line_strong, c.base
    return c.accent, c.control, c.on_accent
