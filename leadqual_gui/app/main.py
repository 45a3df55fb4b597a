"""Where the program begins: reads the command line, then opens the window or carries out a command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from leadqual_gui.app.arguments import parser

INTERRUPTED = 130


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


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command is None:
        from leadqual_gui.app.window import run_window

        return run_window(chosen)
    from leadqual_gui.app.headless import run_command

    return run_command(chosen)


if __name__ == "__main__":
    sys.exit(main())
