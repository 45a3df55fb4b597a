"""Types in the window, in a process of its own, until somebody kills it.

`python -m tests.typed.typist FOLDER WHAT [PASSPHRASE]`; it says "typed" on standard output after its last key.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.typed.typing_in import TYPES

if TYPE_CHECKING:
    from leadqual_gui.app.folder import WorkspaceFolder

LOOK_MS = 30


def sit_down(folder: WorkspaceFolder, what: str) -> None:
    """Open the window, type, and wait for what comes."""
    from PySide6.QtCore import QTimer

    from leadqual_gui.app.window import Session, application

    session = Session(application())

    def look() -> None:
        window = session.window
        if window is None or window.bridge is None or window.runner.busy:
            return
        timer.stop()
        said = "stumbled"
        try:
            TYPES[what](window)
            said = "typed"
        finally:
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()

    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    session.run(folder, False)


def _unlocked(folder: WorkspaceFolder, passphrase: str) -> WorkspaceFolder:
    from leadqual_gui.adapters.db.protecting import SqliteProtection

    return replace(folder, key=SqliteProtection(folder.path).unlock(passphrase))


if __name__ == "__main__":
    from leadqual_gui.app.folder import WorkspaceFolder

    where = WorkspaceFolder(Path(sys.argv[1]))
    sit_down(_unlocked(where, sys.argv[3]) if len(sys.argv) > 3 else where, sys.argv[2])
