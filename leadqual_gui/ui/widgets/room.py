"""Room for what may be larger than the screen: it scrolls only where it has to, and asks for no room of its own.

Large text makes everything grow, the screen does not. A window whose parts stand in a `Room` fits any screen; one part
of a `Stage` asks for the room of the page in front, not for that of the largest page which was ever opened.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

FRAME = 40
"""What the desktop's frame around a window takes of the screen's height, about."""
EDGE = 4
"""Nothing that opens comes nearer to the edge of the screen."""


class Stage(QStackedWidget):
    """Pages, one in front. What it asks for is what the page in front asks for."""

    def sizeHint(self) -> QSize:
        current = self.currentWidget()
        return current.sizeHint() if current is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        current = self.currentWidget()
        if current is None:
            return QSize()
        return current.minimumSizeHint().expandedTo(current.minimumSize())


def least_size(content: QWidget, width: int) -> QSize:
    """The least that a widget can do with in that width; words wrap in it."""
    front = content.currentWidget() if isinstance(content, Stage) else content
    if front is None:
        return QSize()
    least, layout = front.minimumSizeHint().expandedTo(front.minimumSize()), front.layout()
    if layout is not None and layout.hasHeightForWidth():
        width = max(width, least.width())
        least.setHeight(max(front.minimumHeight(), layout.totalMinimumHeightForWidth(width)))
    return least


class Room(QScrollArea):
    """Holds one widget as if it were not there, until there is too little room: then it scrolls."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(content.hasHeightForWidth())
        self.setSizePolicy(policy)
        self._content, own_ground = content, content.autoFillBackground()
        self.setWidget(content)
        content.setAutoFillBackground(own_ground)
        self.viewport().setAutoFillBackground(False)
        if isinstance(content, Stage):
            content.currentChanged.connect(self._fit)

    @property
    def content(self) -> QWidget:
        """What it holds."""
        return self._content

    def sizeHint(self) -> QSize:
        return self._content.sizeHint().expandedTo(self._content.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def hasHeightForWidth(self) -> bool:
        return self._content.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._content.heightForWidth(width)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Give the content all the room there is, and as much as it needs at least.

        Qt's own "resizable" goes by the height that wrapped words would like to have: parts that can do with less
        would scroll too early.
        """
        room = self.maximumViewportSize()
        if least_size(self._content, room.width()).height() > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
        needed = least_size(self._content, room.width())
        if needed.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        self._content.resize(room.expandedTo(needed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody took scroll, where there is something to scroll; else they go on as if this was not here."""
        if self.verticalScrollBar().maximum() or self.horizontalScrollBar().maximum():
            super().keyPressEvent(event)
        else:
            event.ignore()


def give_room(window: QWidget) -> Room:
    """Let a finished window scroll where the screen is too small for it: its layout moves into a `Room`."""
    layout = window.layout()
    assert isinstance(layout, QLayout)
    content = QWidget()
    content.setLayout(layout)
    room = Room(content)
    outer = QVBoxLayout(window)
    outer.setContentsMargins(1, 1, 1, 1)
    outer.addWidget(room)
    return room


def screen_room(window: QWidget) -> QSize:
    """How large a window may be so that all of it is on its screen."""
    screen = window.screen() or QGuiApplication.primaryScreen()
    return screen.availableGeometry().size() - QSize(2 * EDGE, FRAME)


def fit_on_screen(window: QWidget, wanted: QSize, least: QSize | None = None) -> None:
    """As large as wanted, not smaller than `least`, and never larger than the screen."""
    room = screen_room(window)
    if least is not None:
        window.setMinimumSize(least.boundedTo(room))
    window.resize(wanted.boundedTo(room))


def shrink_to_screen(window: QWidget) -> QSize:
    """Let a finished sheet that is larger than the screen scroll in it; gives back how large it will be."""
    wanted, room = window.sizeHint().expandedTo(window.minimumSize()), screen_room(window)
    wanted = wanted.boundedTo(window.maximumSize())
    if wanted.width() <= room.width() and wanted.height() <= room.height():
        return wanted
    inside = give_room(window)
    inside.content.setMinimumSize(wanted)
    bar = inside.verticalScrollBar().sizeHint().width() + 2
    wanted = (wanted + QSize(bar, bar)).boundedTo(room)
    window.setFixedSize(wanted)
    return wanted
