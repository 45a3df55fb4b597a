"""The libraries of the system that Qt needs, and how to get those that are missing.

The dynamic linker says what is missing (ldd on Qt's own files), a table says which Debian package has it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import private_libraries

OFFSCREEN = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Network.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6Svg.so.6",
    "plugins/platforms/libqoffscreen.so",
)
DISPLAY = ("plugins/platforms/libqxcb.so",)
WAYLAND = ("plugins/platforms/libqwayland.so",)

PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libX11-xcb.so": "libx11-xcb1",
    "libX11.so": "libx11-6",
    "libbrotlicommon.so": "libbrotli1",
    "libbrotlidec.so": "libbrotli1",
    "libdbus-1.so": "libdbus-1-3",
    "libfontconfig.so": "libfontconfig1",
    "libfreetype.so": "libfreetype6",
    "libglib-2.0.so": "libglib2.0-0",
    "libgobject-2.0.so": "libglib2.0-0",
    "libgssapi_krb5.so": "libgssapi-krb5-2",
    "libgthread-2.0.so": "libglib2.0-0",
    "libwayland-client.so": "libwayland-client0",
    "libwayland-cursor.so": "libwayland-cursor0",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-randr.so": "libxcb-randr0",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-render.so": "libxcb-render0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-shm.so": "libxcb-shm0",
    "libxcb-sync.so": "libxcb-sync1",
    "libxcb-util.so": "libxcb-util1",
    "libxcb-xfixes.so": "libxcb-xfixes0",
    "libxcb-xkb.so": "libxcb-xkb1",
    "libxcb.so": "libxcb1",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libxkbcommon.so": "libxkbcommon0",
    "libzstd.so": "libzstd1",
}
WHOLE_QT = "libqt6gui6"  # pulls in whatever the table does not know

INSTALL = "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends"


class MissingLibrariesError(Exception):
    """Libraries are missing and cannot be had; the text says what to do."""


def require(environment: Path, *, display: bool, say: Callable[[str], None]) -> None:
    """Make sure that Qt can start: install what is missing, or, where we may not, keep copies of our own."""
    if not sys.platform.startswith("linux"):
        return
    needed = OFFSCREEN + (DISPLAY if display else ())
    if display and os.environ.get("WAYLAND_DISPLAY"):
        needed += WAYLAND
    if not missing(environment, needed):
        private_libraries.discard(environment)
        return
    libraries = missing(environment, OFFSCREEN + DISPLAY + needed)
    if not shutil.which("apt-get"):
        raise MissingLibrariesError(f"Qt needs system libraries that are missing here: {' '.join(sorted(libraries))}")
    packages = " ".join(sorted({package_of(library) for library in libraries}))
    become_root = way_to_root()
    if become_root is not None:
        say(f"Installing the system libraries that Qt needs: {packages} ...")
        install(packages, become_root)
        if not missing(environment, needed):
            return
    use_copies(environment, needed, packages, say)


def use_copies(environment: Path, needed: tuple[str, ...], packages: str, say: Callable[[str], None]) -> None:
    """Tell the one line to run, and get along with copies of our own until somebody has run it."""
    say("Qt needs system libraries that are missing here. To install them, run this line as root:")
    say(f"apt-get update && apt-get install -y --no-install-recommends {packages}")
    say("Trying to get along with copies inside the project folder until then ...")
    private_libraries.provide(environment, packages)
    if missing(environment, needed, private_libraries.search_path(environment)):
        raise MissingLibrariesError("That did not work. Run the line above as root, then the same command again.")


def missing(environment: Path, files: tuple[str, ...], also_in: str = "") -> set[str]:
    """The libraries that the dynamic linker finds neither in the system nor in `also_in` for these files of Qt."""
    qt = next(environment.glob("lib/python3*/site-packages/PySide6/Qt"))
    there = [str(qt / name) for name in files if (qt / name).exists()]
    if not there:
        return set()
    surroundings = {**os.environ, "LD_LIBRARY_PATH": also_in}
    answer = subprocess.run(["ldd", *there], capture_output=True, text=True, env=surroundings, check=False)
    return set(re.findall(r"^\s*(\S+) => not found", answer.stdout, re.MULTILINE))


def package_of(library: str) -> str:
    """The Debian package of a library such as libxcb-icccm.so.4."""
    return PACKAGES.get(re.sub(r"\.so\..*", ".so", library), WHOLE_QT)


def way_to_root() -> list[str] | None:
    """What to put before a command that needs root; None if we may not become root."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def install(packages: str, become_root: list[str]) -> None:
    """Run apt quietly; what it says is shown only if it fails."""
    script = f"export DEBIAN_FRONTEND=noninteractive; apt-get -q update; {INSTALL} -q {packages}"
    done = subprocess.run(
        [*become_root, "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
