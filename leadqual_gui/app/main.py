"""Where the program begins: reads the command line, then opens the window or carries out a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from leadqual_gui.app.arguments import parser

REFUSED = 1
INTERRUPTED = 130
NO_DISPLAY = (
    "leadqual-gui: there is no display here, so no window can open. "
    "Commands such as import and score work without one; so does screenshots --out DIR"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, 1 (refused, with the reason on standard error) or 2 (wrong usage)."""
    chosen = parser().parse_args(arguments)
    if chosen.version:
        from leadqual_gui.app.crash import version

        print(f"LeadQual {version()}")
        return 0
    try:
        return _run(chosen)
    except KeyboardInterrupt:
        print("leadqual-gui: stopped", file=sys.stderr)
        return INTERRUPTED


def has_display() -> bool:
    """Whether a window can open: Qt would end the whole program if not."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command is None:
        if not has_display():
            print(NO_DISPLAY, file=sys.stderr)
            return REFUSED
        from leadqual_gui.app.hurry import hurry

        hurry()
        from leadqual_gui.app.window import run_window

        return run_window(chosen)
    from leadqual_gui.app.headless import run_command

    return run_command(chosen)


if __name__ == "__main__":
    sys.exit(main())
