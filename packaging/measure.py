"""Measures the folder build beside a bare PySide6 window that PyInstaller packs, and its start beside that from source.

After `sh packaging/package.sh folder`: build/environment/bin/python packaging/measure.py. Needs Xvfb and xdotool.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build/dist/leadqual-gui"
ENVIRONMENT = ROOT / "build/environment/bin"
MOST_MEGABYTES, MOST_START = 80, 1.1
STARTS = 7
BARE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(["bare"])
window = QLabel("bare")
window.show()
application.exec()
"""


def main() -> int:
    """Print the figures beside their goals."""
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_build(Path(folder))
        ours, theirs = megabytes(BUILT), megabytes(bare)
        print(f"size: {ours:.0f} MB, bare window {theirs:.0f} MB: {ours - theirs:+.0f} MB (goal {MOST_MEGABYTES})")
        source = starts([ENVIRONMENT / "leadqual-gui"], Path(folder))
        packed = starts([BUILT / "leadqual-gui"], Path(folder))
    ratio = packed / source
    print(f"start to a window: {packed:.2f} s packed, {source:.2f} s from source: {ratio:.2f}x (goal {MOST_START}x)")
    return 0


def bare_build(folder: Path) -> Path:
    """What PyInstaller makes of a window with a word in it, with its own defaults."""
    (folder / "bare.py").write_text(BARE)
    command = [ENVIRONMENT / "pyinstaller", "--noconfirm", "--log-level", "ERROR", "--windowed", "bare.py"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "dist" / "bare"


def megabytes(folder: Path) -> float:
    """The size of all files in a folder; links count once, at what they lead to."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6


def starts(command: list[Path], folder: Path) -> float:
    """Seconds from the start until the window is on the display: the median, after one start to warm up."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed")
    display = f":{os.getpid() % 1000 + 100}"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        return statistics.median([one_start(command, folder, display) for _ in range(STARTS)][1:])
    finally:
        server.terminate()
        server.wait()


def one_start(command: list[Path], folder: Path, display: str) -> float:
    """One start on the sample workspace, ended when its window is there."""
    surroundings = {**os.environ, "DISPLAY": display, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    surroundings.pop("QT_QPA_PLATFORM", None)
    begun = time.perf_counter()
    program = subprocess.Popen([*map(str, command), "--sample"], env=surroundings, stderr=subprocess.DEVNULL)
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "leadqual"]
    subprocess.run(search, env=surroundings, stdout=subprocess.DEVNULL, check=True, timeout=60)
    took = time.perf_counter() - begun
    time.sleep(2)  # let it settle, so that the next start finds what a user's would
    program.terminate()
    program.wait()
    return took


if __name__ == "__main__":
    sys.exit(main())
