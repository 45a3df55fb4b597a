"""Says under which licences the parts of LeadQual stand, and gathers their texts for a package.

`python packaging/licences.py` prints a line for each library that ships; with a FOLDER it writes the
texts into FOLDER. Both end with 1 if a library has a licence that nobody has looked at, or no text.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = "leadqual-gui"
ALLOWED = re.compile(
    r"MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|Zlib|ISC|MPL-2\.0|Mozilla Public|LGPL|CC0|Unlicense|OFL", re.I
)
"""Licences under which a part may ship with a program under the MIT licence, as a library that can be replaced."""
COPYLEFT_TEXTS = {"pyside6": ("LGPL-3.0.txt", "GPL-3.0.txt"), "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt")}
"""Wheels that name their licence and bring no text of it: Qt and its bindings are used under LGPL 3."""
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
        write_texts(parts, Path(arguments[0]))
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


def part_of(found: Distribution) -> Part:
    """What a wheel says of its licence."""
    metadata = found.metadata
    name, classified = metadata["Name"], metadata.get_all("Classifier") or []
    named = (
        metadata["License-Expression"]
        or " ".join((metadata["License"] or "").split())
        or ", ".join(line.rpartition(" :: ")[2] for line in classified if line.startswith("License"))
    )
    texts = tuple(
        Path(str(file.locate()))
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and LICENCE_FILE.search(file.name) and file.locate().is_file()  # type: ignore[attr-defined]
    )
    for start, names in COPYLEFT_TEXTS.items():
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
    lines = [f"{part.name} {part.version}: {part.licence}" for part in parts]
    (folder / "LIST.txt").write_text("\n".join(lines) + "\n", "utf-8")


def python_homes() -> Iterator[Path]:
    """Where the text of Python's licence may lie."""
    yield Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info.minor}"
    yield Path(sys.base_prefix)


def debian_packages_of(files: list[Path]) -> set[str]:
    """Debian packages that these system libraries came from."""
    if not files or not shutil.which("dpkg-query"):
        return set()
    asked = subprocess.run(["dpkg-query", "-S", *map(str, files)], capture_output=True, text=True, check=False)
    return {line.split(":")[0] for line in asked.stdout.splitlines()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
