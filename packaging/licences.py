"""Says under which licences the parts of LeadQual stand, and gathers their texts for a package.

`python packaging/licences.py` prints a line for each library that ships; with a FOLDER it writes the texts into FOLDER,
and if that lies in a folder build, it compares them with what is really in there. Both end with 1 if a library has a
licence that nobody has looked at, or no text, or is bundled without being known.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = "leadqual-gui"
PACKED_TOO = ("sqlcipher3", "pyinstaller")
"""In a package though no installation asks for them: the passphrase, and the program that starts Python."""
ALLOWED = re.compile(
    r"MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|Zlib|ISC|MPL-2\.0|Mozilla Public|LGPL|CC0|Unlicense|OFL"
    r"|special exception which allows to use PyInstaller to build and distribute",
    re.I,
)
"""Licences under which a part may ship with a program under the MIT licence, as a library that can be replaced."""
QT = ("LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt")
TEXTS_TOO = {"pyside6": QT, "shiboken6": QT, "sqlcipher3": ("SQLCipher.txt", "Apache-2.0.txt")}
"""Texts that are not in a wheel of what is: Qt and its bindings under LGPL 3, with ICU; SQLCipher and OpenSSL."""
SEEN = {"sqlcipher3": "Zlib; in it SQLCipher (BSD-3-Clause), SQLite (public domain) and OpenSSL (Apache-2.0)"}
"""Licences that a wheel brings without naming them: somebody has read the text."""
QT_PARTS = (
    "Qt holds smaller parts of others, listed with their texts at https://doc.qt.io/qt-6/licenses-used-in-qt.html"
)
LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|authors", re.I)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A library that ships: its licence in its own words, and the files that hold the text."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    @property
    def trouble(self) -> str | None:
        """Why this part may not ship as it is."""
        if not ALLOWED.search(self.licence):
            return f"{self.name} {self.version}: nobody has looked at its licence ({self.licence or 'none named'})"
        return None if self.texts else f"{self.name} {self.version}: it brings no text of its licence"


def main(arguments: list[str]) -> int:
    """Print the list, or write the texts into the folder that is named."""
    parts = sorted(shipped(PROJECT), key=lambda part: part.name.lower())
    troubles = [part.trouble for part in parts if part.trouble]
    if arguments:
        folder = Path(arguments[0])
        write_texts(parts, folder)
        if sys.platform == "linux" and (folder.parent / "_internal").exists():
            troubles += compare(parts, folder)
    else:
        for part in parts:
            print(f"{part.name:24} {part.version:14} {part.licence}")
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    return 1 if troubles else 0


def shipped(root: str) -> Iterator[Part]:
    """Every library that an installation of `root` brings here, itself left out."""
    waiting, seen = [root], set[str]()
    while waiting:
        name = canonical(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # wanted on another platform only
            continue
        waiting += [NAME.match(line)[0] for line in found.requires or () if "extra ==" not in line]  # type: ignore[index]
        if name != canonical(root):
            yield part_of(found)
    for name in PACKED_TOO:
        try:
            found = distribution(name)
        except PackageNotFoundError:  # nobody is packing here
            continue
        if name not in seen:
            yield part_of(found)


def part_of(found: Distribution) -> Part:
    """What a wheel says of its licence."""
    metadata = found.metadata
    name, classified = metadata["Name"], metadata.get_all("Classifier") or []
    named = (
        metadata["License-Expression"]
        or " ".join((metadata["License"] or "").split())
        or ", ".join(line.rpartition(" :: ")[2] for line in classified if line.startswith("License"))
        or SEEN.get(name, "")
    )
    texts = tuple(
        Path(str(file.locate()))
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and LICENCE_FILE.search(file.name) and file.locate().is_file()  # type: ignore[attr-defined]
    )
    for start, names in TEXTS_TOO.items():
        if canonical(name).startswith(start):
            texts += tuple(HERE / "licences" / text for text in names)
    return Part(name, metadata["Version"], named[:120], texts)


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write_texts(parts: list[Part], folder: Path) -> None:
    """One folder for each part, Python's own text, and a list of them all."""
    for part in parts:
        place = folder / f"{part.name}-{part.version}"
        place.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(part.texts):
            shutil.copyfile(text, place / (text.name if number == 0 else f"{number}-{text.name}"))
    python = next((file for base in python_homes() for file in base.glob("LICENSE*")), None)
    if python:
        shutil.copyfile(python, folder / "Python.txt")
    lines = [*(f"{part.name} {part.version}: {part.licence}" for part in parts), QT_PARTS]
    (folder / "LIST.txt").write_text("\n".join(lines) + "\n", "utf-8")


def compare(parts: list[Part], folder: Path) -> list[str]:
    """Add what came from the system to the texts in a folder build; what is in there and not among the parts."""
    import bundled  # late: the list alone does not need it

    known = {canonical(name) for name in (*(part.name for part in parts), PROJECT)}
    troubles = [
        f"{name}: bundled, though nothing asks for it"
        for name in sorted(bundled.distributions(folder.parent))
        if canonical(name) not in known
    ]
    packages, strangers = bundled.system_packages(folder.parent)
    troubles += [f"{name}: bundled, and no package of this system has it" for name in strangers]
    troubles += [
        f"{package.name}: bundled, and its licence is not on this system" for package in packages if not package.text
    ]
    bundled.write_system_texts(packages, folder / "system")
    lines = [f"{package.name} (system/{package.name}.txt): {' '.join(package.libraries)}" for package in packages]
    with (folder / "LIST.txt").open("a", encoding="utf-8") as listed:
        listed.write("\nLibraries of the system that it was built on:\n" + "\n".join(lines) + "\n")
    return troubles


def python_homes() -> Iterator[Path]:
    """Where the text of Python's licence may lie."""
    yield Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info.minor}"
    yield Path(sys.base_prefix)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
