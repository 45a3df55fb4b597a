"""Somebody types, and the program is killed: the words are there at the next start, with a passphrase too."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.main_window import MainWindow
from tests.builders import FixedClock
from tests.encryption.vault import PASSPHRASE, every_file, protected
from tests.typed.typing_in import HALF, READS

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 0.5
"""So long after the last key whoever types may count on it."""


def kill_while_typing(folder: Path, what: str, *passphrase: str) -> None:
    """A process of its own types in the window, and is killed half a second after the last key."""
    command = [sys.executable, "-m", "tests.typed.typist", str(folder), what, *passphrase]
    typist = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert typist.stdout is not None
    try:
        said = typist.stdout.readline()
        time.sleep(SECONDS)
    finally:
        typist.send_signal(signal.SIGKILL)
        _out, errors = typist.communicate()
    assert said == b"typed\n", errors[-2000:]
    assert typist.returncode == -signal.SIGKILL


@pytest.mark.parametrize("what", READS)
def test_what_was_typed_is_there_after_a_kill(folder, opened, what):
    kill_while_typing(folder, what)
    assert not [path for path in folder.rglob("*.log") if HALF in path.read_text("utf-8")]
    assert READS[what](opened(folder)) == HALF


def test_with_a_passphrase_too_and_nobody_else_can_read_it(folder, qtbot: QtBot, theme, tongue):
    protected(folder)
    kill_while_typing(folder, "note", PASSPHRASE)
    files = list(every_file(folder))
    assert not [file.name for file in files if HALF.encode() in file.read_bytes()]
    assert not [file.name for file in files if file.suffix != ".yaml" and file.stat().st_mode & 0o077]
    unlocked = replace(WorkspaceFolder(folder), key=SqliteProtection(folder).unlock(PASSPHRASE))
    around = AppSurroundings(unlocked, False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(total=6), around)
    with qtbot.waitSignal(window.loaded, timeout=20_000):
        window.begin()
    assert READS["note"](window) == HALF
    window.close()
    window.deleteLater()
