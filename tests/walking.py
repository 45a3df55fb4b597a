"""Walks through the whole program: one thing after the other, each as soon as it can be done; then it is closed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.window import Session

Step = tuple[Callable[[Any], bool], Callable[[Any], object]]
"""Whether it can be done with the window in front, and what is done with it."""
LOOK_MS, PATIENCE_MS = 30, 40_000
"""How often it looks whether the next thing can be done, and how long it waits for that."""


def walk(app: QApplication, folder: WorkspaceFolder, is_ready: Callable[[Any], bool], *steps: Step) -> None:
    """Open the program; nothing is done with a window before it `is_ready`. Raises what a step raised."""
    session, left, raised = Session(app), list(steps), list[BaseException]()

    def look() -> None:
        window = session.window
        try:
            if window is None or not is_ready(window):
                return
            if not left:
                window.close()
            elif left[0][0](window):
                left.pop(0)[1](window)
                patience.start()
        except BaseException as error:
            raised.append(error)
            left.clear()

    patience = QTimer(interval=PATIENCE_MS, singleShot=True)
    patience.timeout.connect(lambda: (raised.append(TimeoutError(f"{len(left)} steps are left")), left.clear()))
    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    patience.start()
    session.run(folder, False)
    timer.stop()
    if raised:
        raise raised[0]
