"""Says what a folder build really holds: Python's modules, and libraries that came from this system.

licences.py compares it with what ought to be in there. System libraries are known by their bytes, so this has to run
before anything in the folder is changed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")
DOCUMENTS = Path("/usr/share/doc")


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package of which libraries are bundled, and the text of its licence, if the system has it."""

    name: str
    libraries: tuple[str, ...]
    text: Path | None


def distributions(built: Path) -> set[str]:
    """The distributions whose modules lie in the folder or in the archive of its program."""
    owners = packages_distributions()
    return {owner for module in modules(built) for owner in owners.get(module, ())}


def modules(built: Path) -> set[str]:
    """The first part of the name of every module, Python's own among them."""
    inner = built / "_internal"
    return {name.partition(".")[0] for name in archived(built)} | {
        entry.name.partition(".")[0] for entry in inner.iterdir() if entry.is_dir() or ".cpython-" in entry.name
    }


def archived(built: Path) -> Iterator[str]:
    """The names of the modules that PyInstaller put into the program itself."""
    from PyInstaller.archive.readers import CArchiveReader

    program = next(file for file in (built / "leadqual-gui", built / "leadqual-gui.exe") if file.exists())
    archive = CArchiveReader(str(program))
    for name in archive.toc:
        if name.lower().endswith(".pyz"):
            yield from archive.open_embedded_archive(name).toc


def system_packages(built: Path) -> tuple[list[SystemPackage], list[str]]:
    """The Debian packages that libraries were taken from, and the libraries that no package is known for."""
    libraries = [file for file in sorted((built / "_internal").glob("*.so*")) if is_foreign(file)]
    owners = {file.name: owner_of(file) for file in libraries}
    packages = [
        SystemPackage(package, tuple(name for name, owner in owners.items() if owner == package), text_of(package))
        for package in sorted({owner for owner in owners.values() if owner})
    ]
    return packages, [name for name, owner in owners.items() if owner is None]


def is_foreign(file: Path) -> bool:
    """Whether a library is neither a link into a wheel nor Python's or a wheel's own."""
    return not (file.is_symlink() or file.name.startswith("libpython") or ".cpython-" in file.name)


def owner_of(library: Path) -> str | None:
    """The installed package that has this very library."""
    if not shutil.which("dpkg-query"):
        return None
    asked = subprocess.run(["dpkg-query", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False)
    for line in asked.stdout.splitlines():
        package, _, place = line.rpartition(": ")
        if Path(place).is_file() and Path(place).read_bytes() == library.read_bytes():
            return package.partition(":")[0]
    return None


def text_of(package: str) -> Path | None:
    """Where Debian keeps what a package says of its licence."""
    text = DOCUMENTS / package / "copyright"
    return text if text.exists() else None


def write_system_texts(packages: list[SystemPackage], folder: Path) -> None:
    """What the packages say, and the whole licences that they point to."""
    folder.mkdir(parents=True, exist_ok=True)
    named: set[str] = set()
    for package in packages:
        if package.text:
            shutil.copyfile(package.text, folder / f"{package.name}.txt")
            named |= set(COMMON.findall(package.text.read_text("utf-8", "replace")))
    for name in sorted(named):
        common = Path("/usr/share/common-licenses") / name
        if common.exists():
            shutil.copyfile(common, folder / f"{name}.txt")


if __name__ == "__main__":
    for found in sorted(distributions(Path(sys.argv[1]))):
        print(found)
    for package in system_packages(Path(sys.argv[1]))[0]:
        print(package.name, *package.libraries)
