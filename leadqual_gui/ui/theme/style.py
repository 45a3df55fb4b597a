"""The style of plain Qt controls: Fusion with our outlines, focus ring, check box, combo and scroll bar.

Only what Fusion draws differently is taken over; everything else follows from the palette. No style sheets: they
wrap the style of every widget and block palette changes. Metrics are left to Fusion: they are asked for all the time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QWidget,
)

from leadqual_gui.ui.theme import control_shapes
from leadqual_gui.ui.theme.look import Look

if TYPE_CHECKING:
    from leadqual_gui.ui.theme.theme import Theme

_P = QStyle.PrimitiveElement
_E = QStyle.ControlElement
_S = QStyle.StateFlag
_C = QStyle.ComplexControl
_STEP = QAbstractSpinBox.StepEnabledFlag
_SPIN_UP, _SPIN_DOWN = QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown
_TOOL_TIP = "QTipLabel"

Paint = Callable[[Look, QStyleOption, QPainter], None]
_PRIMITIVES: dict[QStyle.PrimitiveElement, Paint] = {
    _P.PE_FrameFocusRect: control_shapes.focus_ring,
    _P.PE_IndicatorCheckBox: control_shapes.check_box,
    _P.PE_IndicatorItemViewItemCheck: control_shapes.check_box,
    _P.PE_IndicatorRadioButton: control_shapes.radio,
    _P.PE_PanelButtonCommand: control_shapes.button,
    _P.PE_PanelLineEdit: control_shapes.line_edit,
    _P.PE_FrameMenu: control_shapes.raised_frame,
    _P.PE_PanelTipLabel: control_shapes.raised_frame,
    _P.PE_Frame: control_shapes.frame,
}
_CONTROLS: dict[QStyle.ControlElement, Paint] = {
    _E.CE_HeaderSection: control_shapes.header,
    _E.CE_HeaderEmptyArea: control_shapes.header,
    _E.CE_ProgressBarGroove: control_shapes.groove,
    _E.CE_ProgressBarContents: control_shapes.progress,
}
"""What is painted otherwise than by Fusion."""


class LeadQualStyle(QProxyStyle):
    """Fusion, with the parts that carry our look painted from the theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("fusion")
        self._theme = theme

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
        paint = _CONTROLS.get(element)
        if paint is None:
            super().drawControl(element, option, painter, widget)
            return
        painter.save()
        paint(self._theme.look, option, painter)
        painter.restore()

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = _PRIMITIVES.get(element)
        if paint is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        paint(self._theme.look, option, painter)
        painter.restore()

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        look = self._theme.look
        if control == _C.CC_ComboBox and isinstance(widget, QComboBox | QDateTimeEdit):
            painter.save()
            control_shapes.combo(look, option, painter)
            painter.restore()
        elif control == _C.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            painter.save()
            handle = self.subControlRect(control, option, QStyle.SubControl.SC_ScrollBarSlider, widget)
            control_shapes.scroll_bar(look, option, painter, handle)
            painter.restore()
        elif control == _C.CC_SpinBox and isinstance(option, QStyleOptionSpinBox):
            painter.save()
            self._spin_box(option, painter, widget)
            painter.restore()
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _spin_box(self, option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget | None) -> None:
        """The outline of a field, and a chevron for each step; what cannot be stepped is faint."""
        look = self._theme.look
        if option.frame:
            control_shapes.field(look, option, painter)
        if option.buttonSymbols == QAbstractSpinBox.ButtonSymbols.NoButtons:
            return
        for part, step, down in ((_SPIN_UP, _STEP.StepUpEnabled, False), (_SPIN_DOWN, _STEP.StepDownEnabled, True)):
            place = self.subControlRect(_C.CC_SpinBox, option, part, widget)
            can = bool(option.stepEnabled & step) and bool(option.state & _S.State_Enabled)
            control_shapes.step(look, painter, place, can, down)

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
