"""Screens are there before somebody opens them, and no two threads ask PySide for its classes."""

import json
import subprocess
import sys
from pathlib import Path

MOST_AT_ONCE = 15
"""Modules of ours that a single step may bring: its own, packages, and what packages bring.

A whole screen has more than a hundred.
"""

STEPS = """
import json, sys
import leadqual_gui.app.companions as companions
from leadqual_gui.app.imports_ahead import in_steps
before, brought = len(sys.modules), []
for name in in_steps(companions.SCREENS):
    now = sum(one.startswith("leadqual_gui.") for one in sys.modules)
    brought.append((name, now - (brought[-1][2] if brought else now - 1), now))
print(json.dumps([brought, [one for one in companions.SCREENS if one not in sys.modules]]))
"""

WINDOW = """
import sys, threading
from pathlib import Path
elsewhere = []
def hear(event, told):
    if event == "import" and threading.current_thread() is not threading.main_thread():
        elsewhere.append(told[0])
sys.addaudithook(hear)
from PySide6.QtCore import QTimer
from leadqual_gui.app.companions import SCREENS
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.window import Session, application
session = Session(application())
def look():
    if all(one in sys.modules for one in SCREENS):
        session.window.close()
timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
session.run(WorkspaceFolder(Path(sys.argv[1])), False)
print("elsewhere", *elsewhere)
"""


def run(code: str, *arguments: str) -> str:
    """What a program of its own says."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


def test_a_screen_is_imported_a_module_at_a_time_those_first_that_it_needs() -> None:
    brought, missing = json.loads(run(STEPS))
    assert missing == []
    assert len(brought) > 50
    assert [one for one in brought if one[1] > MOST_AT_ONCE] == []


def test_a_new_window_gets_its_screens_and_qt_in_the_main_thread_only(tmp_path: Path) -> None:
    said = run(WINDOW, str(tmp_path / "office")).split()
    assert said[0] == "elsewhere"
    assert any(one.startswith("leadqual_gui.") for one in said), "the leads are loaded in a lane of their own"
    assert [one for one in said if one.startswith(("PySide6", "shiboken", "leadqual_gui.ui"))] == []
