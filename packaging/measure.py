"""Measures the folder build beside a bare PySide6 window that PyInstaller packs, and its start beside that from source.

After `sh packaging/package.sh folder`: build/environment/bin/python packaging/measure.py. Needs Xvfb and xdotool.
The bare window is what PyInstaller makes with its defaults. Ours is stripped and leaves parts of Qt out, so the size of
the bare window treated the same way is printed, too.
"""

from __future__ import annotations

import ast
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
        print(f"size: {ours:.1f} MB, bare window {theirs:.1f} MB: {ours - theirs:+.1f} MB (goal {MOST_MEGABYTES})")
        subprocess.run(["sh", ROOT / "packaging/linux/strip.sh", bare / "_internal"], check=True)
        stripped = megabytes(bare)
        print(f"      the bare window stripped as ours is {stripped:.1f} MB: {ours - stripped:+.1f} MB")
        leave_out_the_same(bare)
        slim = megabytes(bare)
        print(f"      and without the parts of Qt that we leave out {slim:.1f} MB: {ours - slim:+.1f} MB")
        source, packed = starts([ENVIRONMENT / "leadqual-gui", BUILT / "leadqual-gui"], Path(folder))
    ratio = packed / source
    print(f"start to a window: {packed:.2f} s packed, {source:.2f} s from source: {ratio:.2f}x (goal {MOST_START}x)")
    return 0


def bare_build(folder: Path) -> Path:
    """What PyInstaller makes of a window with a word in it, with its own defaults."""
    (folder / "bare.py").write_text(BARE)
    command = [ENVIRONMENT / "pyinstaller", "--noconfirm", "--log-level", "ERROR", "--windowed", "bare.py"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "dist" / "bare"


def leave_out_the_same(bare: Path) -> None:
    """Take from the bare window what our build leaves out, and the words of Qt's parts beside its base."""
    script = ast.parse((ROOT / "packaging/bundle/leadqual.spec").read_text("utf-8"))
    lists = [node.value for node in script.body if isinstance(node, ast.Assign) and is_named(node, "UNUSED_FILES")]
    unused = ast.literal_eval(lists[0])
    for file in [file for file in bare.rglob("*") if file.is_file()]:
        name = "/" + str(file.relative_to(bare / "_internal")) if (bare / "_internal") in file.parents else ""
        if any(part in name for part in unused) or ("/translations/" in name and "/qtbase_" not in name):
            file.unlink()


def is_named(assignment: ast.Assign, name: str) -> bool:
    """Whether an assignment gives a value to this name."""
    return any(isinstance(target, ast.Name) and target.id == name for target in assignment.targets)


def megabytes(folder: Path) -> float:
    """The size of all files in a folder; links count once, at what they lead to."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6


def starts(programs: list[Path], folder: Path) -> list[float]:
    """Seconds from the start until the window is on the display: each program's median, after one start to warm up.

    They take turns, so that whatever else the machine does slows both.
    """
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed")
    display = f":{os.getpid() % 1000 + 100}"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        wait_for(Path(f"/tmp/.X11-unix/X{display[1:]}"))
        rounds = [[one_start(program, folder, display) for program in programs] for _ in range(STARTS)]
        return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]
    finally:
        server.terminate()
        server.wait()


def wait_for(socket: Path) -> None:
    """Until a display listens there, on a busy machine too."""
    for _ in range(200):
        if socket.exists():
            return
        time.sleep(0.1)
    sys.exit(f"no display came up at {socket}")


def one_start(path: Path, folder: Path, display: str) -> float:
    """One start on the sample workspace, ended when its window is there."""
    surroundings = {**os.environ, "DISPLAY": display, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    surroundings.pop("QT_QPA_PLATFORM", None)
    begun = time.perf_counter()
    program = subprocess.Popen([path, "--sample"], env=surroundings, stderr=subprocess.DEVNULL)
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "leadqual"]
    subprocess.run(search, env=surroundings, stdout=subprocess.DEVNULL, check=True, timeout=60)
    took = time.perf_counter() - begun
    time.sleep(2)  # let it settle, so that the next start finds what a user's would
    program.terminate()
    program.wait()
    return took


if __name__ == "__main__":
    sys.exit(main())
