"""Imports what a screen consists of before somebody opens it: in the main thread, a few modules at a time.

Not in a thread of its own: PySide makes its classes when they are first asked for, and where two threads ask for the
same one at once the program dies without a word (4 of 120 starts on a busy machine, both in `import QEasingCurve`).
So nothing of Qt is imported anywhere else (tests/app/test_imports_ahead.py), and nobody waits longer than for the
largest single module: what a module imports itself comes before it, as a step of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

OURS = "leadqual_gui."
AT_ONCE = 0.008
"""Seconds after which the window has its turn."""
PAUSE_MS = 8
"""Between two turns."""


def in_steps(names: Iterable[str]) -> Iterator[str]:
    """Import these modules and ours that they import, one with each step, whoever is imported first; yields its name.

    A module that only type checkers need may be among them.
    """
    begun: set[str] = set()
    stack = list(reversed(tuple(names)))
    while stack:
        name = stack[-1]
        if name in begun or name in sys.modules:
            stack.pop()
            if name not in sys.modules:
                import_module(name)
                yield name
        else:
            begun.add(name)
            stack += [one for one in _imported_by(name) if one not in begun and one not in sys.modules]


def _imported_by(name: str) -> tuple[str, ...]:
    """Modules of ours whose whole names stand in a module's code, as those that it imports do."""
    spec = find_spec(name)
    code = getattr(spec.loader, "get_code", lambda _name: None)(name) if spec is not None else None
    return tuple(one for one in reversed(code.co_names) if one.startswith(OURS)) if code is not None else ()


class ImportsAhead(QObject):
    """Carries out the steps between events. `ended()` comes when all is there."""

    ended = Signal()

    def __init__(self, names: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = in_steps(names)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin with the next turn of events."""
        self._timer.start()

    def _on_turn(self) -> None:
        until = perf_counter() + AT_ONCE
        while perf_counter() < until:
            if next(self._steps, None) is None:
                self._timer.stop()
                self.ended.emit()
                return
