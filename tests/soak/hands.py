"""Hands on keyboard and mouse: real events to whatever has the focus, and a short wait now and then."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from shiboken6 import getAllValidWrappers, isValid

from leadqual_gui.app.memory import MemoryKeeper
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.main_window import MainWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
BLOCKED = 1.0
"""So many seconds after a key press something that waits for an answer is told no."""
PATIENCE = 20.0
"""So many seconds work in the background may take before somebody says so."""


def _ancestry(widget: QWidget) -> Iterator[QWidget]:
    above: QWidget | None = widget
    while above is not None:
        yield above
        above = above.parentWidget()


class Hands:
    """Of one user in front of one window."""

    def __init__(self, window: MainWindow, chance: random.Random, told: Callable[[str], object] | None = None) -> None:
        self.window, self.chance = window, chance
        self._told = told
        self.keys = 0
        self.clicks = 0
        self._pressed_at = 0.0
        self._waker = QTimer(window, interval=300)
        self._waker.timeout.connect(self._answer_what_blocks)
        self._waker.start()

    # --- where the keyboard is ---------------------------------------------------------------------------------------
    def target(self) -> QWidget:
        """Whatever gets a key that is pressed now; of a window of ours that popped up the field that has the focus.

        Never a QWindow: a menu closes when Alt goes down, and QTest would still press the key in what is gone. Nor
        what Qt keeps within its own lists: Python would go on knowing it when it is gone.
        """
        if (popup := QApplication.activePopupWidget()) is not None:
            ours = type(popup).__module__.startswith("leadqual_gui.")
            return (popup.focusWidget() if ours else None) or popup
        return (
            QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow() or self.window
        )

    def press(self, key: Key | str, held: Held = Held.NoModifier, times: int = 1) -> None:
        """Press a key, perhaps several times."""
        for _ in range(times):
            self._pressed_at = time.monotonic()
            target = self.target()
            self._tell("key", repr(key), held.name or "", target)
            QTest.keyClick(target, key, held)
            self._pressed_at = 0.0
            self.keys += 1

    def _tell(self, what: str, key: str, held: str, target: QWidget) -> None:
        """Before it happens, to whoever wants to know what happened last."""
        if self._told:
            above = [type(one).__name__ for one in _ancestry(target)]
            self._told(f"{what} {key} {held} {target.accessibleName() or target.objectName()} {' < '.join(above)}")

    def _answer_what_blocks(self) -> None:
        """Qt's own questions ("replace the file?") and menus keep a key press waiting: answer no."""
        if self._pressed_at and time.monotonic() - self._pressed_at > BLOCKED:
            front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if front is not None:
                QTest.keyClick(front, Key.Key_Escape)

    def ctrl(self, key: Key, shift: bool = False) -> None:
        """Ctrl and a key."""
        self.press(key, Held.ControlModifier | (Held.ShiftModifier if shift else Held.NoModifier))

    def write(self, text: str) -> None:
        """Type a text, letter by letter, wherever the keyboard is by then."""
        for letter in text:
            self.press(letter)

    def any_of(self, keys: Sequence[Key]) -> None:
        """Press one of these."""
        self.press(self.chance.choice(keys))

    def in_sight(self, front: QWidget) -> list[QWidget]:
        """What could be clicked in there. In the window only what Python knows already: asking Qt for its own widgets
        would leave an object of Python's for each, also when they are gone, as long as the window is there."""
        if front is self.window:
            known = (one for one in getAllValidWrappers() if isinstance(one, QAbstractButton | QAbstractItemView))
            return [one for one in known if front.isAncestorOf(one)]
        return [*front.findChildren(QAbstractButton), *front.findChildren(QAbstractItemView)]

    # --- mouse -------------------------------------------------------------------------------------------------------
    def click(self, widget: QWidget, at: QPoint | None = None, double: bool = False, right: bool = False) -> None:
        """Click into a widget, in the middle unless told otherwise."""
        where = at or widget.rect().center()
        button = RIGHT if right else LEFT
        self._pressed_at = time.monotonic()
        self._tell("click", f"{where.x()},{where.y()}", "double" * double + "right" * right, widget)
        (QTest.mouseDClick if double else QTest.mouseClick)(widget, button, Held.NoModifier, where)
        self._let_go()
        self._pressed_at = 0.0
        self.clicks += 1

    def _let_go(self) -> None:
        """No finger stays on a button whose widget was gone before it came up again: QTest forgets to lift it then."""
        for button in (LEFT, RIGHT):
            if QApplication.mouseButtons() & button:
                QTest.mouseRelease(self.window, button)

    def wheel(self, widget: QWidget) -> None:
        """Turn the wheel over a widget."""
        way = QPoint(0, self.chance.choice((-360, -120, 120, 360)))
        middle = QPointF(widget.rect().center())
        everywhere = QPointF(widget.mapToGlobal(widget.rect().center()))
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(middle, everywhere, QPoint(), way, none, Held.NoModifier, phase, False)
        QApplication.sendEvent(widget, event)

    def drag(self, widget: QWidget, start: QPoint, way: QPoint) -> None:
        """Pull something within a widget."""
        QTest.mousePress(widget, LEFT, Held.NoModifier, start)
        for step in range(1, 6):
            QTest.mouseMove(widget, start + way * step / 5)
        QTest.mouseRelease(widget, LEFT, Held.NoModifier, start + way)
        self._let_go()
        self.clicks += 1

    def drop(self, path: Path) -> None:
        """Let a file fall onto the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        where = QPoint(300, 300)
        QApplication.sendEvent(
            self.window, QDragEnterEvent(where, Qt.DropAction.CopyAction, data, LEFT, Held.NoModifier)
        )
        QApplication.sendEvent(
            self.window, QDropEvent(QPointF(where), Qt.DropAction.CopyAction, data, LEFT, Held.NoModifier)
        )

    # --- patience ----------------------------------------------------------------------------------------------------
    def look(self, seconds: float = 0.0) -> None:
        """Let the program do what it has to for so long, or once."""
        until = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # nobody else does without exec()
            if time.monotonic() >= until:
                return
            time.sleep(0.002)

    def wait(self) -> bool:
        """Wait until nothing is under way; False if that takes too long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.look(0.01)
            if not self.window.runner.busy:
                return True
        return False

    def idle_until_memory_is_freed(self) -> None:
        """Touch nothing until the program has let go of memory by itself, as it does when nothing is under way."""
        keeper = self.window.findChild(MemoryKeeper)
        assert keeper is not None
        freed: list[bool] = []
        told = keeper.freed.connect(lambda: freed.append(True))
        until = time.monotonic() + PATIENCE
        while not freed and time.monotonic() < until:
            self.look(0.02)
        keeper.freed.disconnect(told)

    # --- tidying up --------------------------------------------------------------------------------------------------
    def calls(self) -> list[CallWindow]:
        """Calls under way."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, CallWindow) and one.isVisible()]

    def put_away(self) -> None:
        """Close what is open in front of the window, as a user does: Esc, and again."""
        for _ in range(6):
            front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if front is None:
                break
            QTest.keyClick(front, Key.Key_Escape)
            self.look()
        for _ in range(6):
            front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if front is None:
                break
            front.close()
            self.look()

    def close_others(self) -> None:
        """Close windows that stand beside the first one and were left open."""
        for other in QApplication.topLevelWidgets():
            if isValid(other) and other is not self.window and other.isVisible():
                other.close()
                self.look()

    def come_back(self) -> None:
        """The keyboard is in the window again."""
        self.window.activateWindow()
        if QApplication.focusWidget() is None or QApplication.focusWidget().window() is not self.window:
            current = self.window.stack.currentWidget()
            (current.focusProxy() or current).setFocus()
        self.look()
