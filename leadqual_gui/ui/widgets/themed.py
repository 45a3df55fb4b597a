"""The base of painted widgets, and labels whose size, weight and colour are names of tokens."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QWidget

from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object

L = TypeVar("L", bound=QLayout)

FaceName = Literal[
    "secondary", "secondary_medium", "secondary_strong", "body", "body_medium", "body_strong", "title", "display"
]


class Themed(_Widget):
    """Mixed into a QWidget: it is given a theme and lays itself out again when that changes.

    Call `_follow(theme)` in `__init__`; override `_on_theme_changed` for more than a repaint.
    """

    theme: Theme

    def _follow(self, theme: Theme) -> None:
        self.theme = theme
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    @property
    def look(self) -> Look:
        """The look that is on now."""
        return self.theme.look

    def ring_shown(self) -> bool:
        """Whether the focus ring is painted: the widget has the focus, and the keyboard brought it there."""
        return self.hasFocus() and focus_is_visible(self)

    def rtl(self) -> bool:
        """Whether this widget runs from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


def focus_is_visible(widget: QWidget) -> bool:
    """Whether the keyboard was used to move in this window; a click alone shows no ring."""
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def bring_keyboard_to(widget: QWidget) -> None:
    """Give a widget the focus, and let it show that: what comes next is a key."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class Label(QLabel):
    """Words in a face and colour of the tokens: `Label(theme, "Alerts", face="body_strong", colour="text1")`."""

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        face: FaceName = "body",
        colour: str = "text1",
        parent: QWidget | None = None,
        wrap: bool = False,
    ) -> None:
        super().__init__(words, parent)
        self._theme, self._face, self._colour = theme, face, colour
        self.setWordWrap(wrap)
        self._at_end = self._in_middle = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._dress()
        self._align()
        theme.changed.connect(self._dress)

    def put_at_end(self) -> None:
        """Set the words at the end of the line instead of its start."""
        self._at_end = True
        self._align()

    def put_in_middle(self) -> None:
        """Set the words in the middle of the line."""
        self._in_middle = True
        self._align()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._align()
        super().paintEvent(event)

    def _align(self) -> None:
        """Follow the interface's direction, not that of the words: a Latin name stays at the Arabic start.

        Looked at when painted: a `changeEvent` has Python make every class of event, and is called for each font.
        """
        at_right = (self.layoutDirection() == Qt.LayoutDirection.RightToLeft) != self._at_end
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        side = Qt.AlignmentFlag.AlignHCenter if self._in_middle else side
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def set_colour(self, colour: str) -> None:
        """Another token for the words, such as "hot.text"."""
        self._colour = colour
        self._dress()

    def set_face(self, face: FaceName) -> None:
        """Another face for the words, such as "title"."""
        self._face = face
        self._dress()

    def _dress(self) -> None:
        look = self._theme.look
        face: Face = getattr(look.f, self._face)
        font: QFont = face.font
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, named_colour(look, self._colour))
        self.setPalette(palette)


class ElidedLabel(Label):
    """A label of one line that is cut with an ellipsis where it does not fit; the tooltip then has all of it."""

    def __init__(self, theme: Theme, words: str = "", face: FaceName = "body", colour: str = "text1") -> None:
        super().__init__(theme, face=face, colour=colour)
        self._whole = words
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._whole = words
        self.setAccessibleName(words)
        self._cut()

    def words(self) -> str:
        """All of the words, cut or not."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown if self.width() > 0 else self._whole)
        self.setToolTip(self._whole if shown != self._whole else "")


class Line(QFrame):
    """A divider, one pixel in the colour `line`, across or down."""

    def __init__(self, theme: Theme, upright: bool = False, colour: str = "line") -> None:
        super().__init__()
        self._theme, self._colour = theme, colour
        self.setAutoFillBackground(True)
        self.setFixedWidth(1) if upright else self.setFixedHeight(1)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        paint_ground(self, named_colour(self._theme.look, self._colour))


class Surface(QWidget):
    """A plain area in the colour of a surface token: "window", "base", "raised", "selected"."""

    def __init__(self, theme: Theme, colour: str = "base", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._colour = theme, colour
        self.setAutoFillBackground(True)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        paint_ground(self, named_colour(self._theme.look, self._colour))


def named_colour(look: Look, name: str) -> QColor:
    """A colour by its token's name; tiers and steps with a dot: "warm.text"."""
    return attrgetter(name)(look.c)


def paint_ground(widget: QWidget, colour: QColor) -> None:
    """Let a widget fill itself with a colour through its palette."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    widget.setPalette(palette)


def margins(layout: L, left: int, top: int, right: int, bottom: int, spacing: int | None = None) -> L:
    """Set a layout's margins and, if given, spacing; returns the layout."""
    layout.setContentsMargins(left, top, right, bottom)
    if spacing is not None:
        layout.setSpacing(spacing)
    return layout
