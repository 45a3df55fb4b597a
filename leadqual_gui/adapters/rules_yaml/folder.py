"""Reads a whole folder of rules: every file, then what they say about one another.

All problems of all files come back at once. Rules come back only if none of
the problems is an error, named by a hash of the bytes that they were read from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.rules_yaml.kinds.activities import ACTIVITIES
from leadqual_gui.adapters.rules_yaml.kinds.fields import FIELDS
from leadqual_gui.adapters.rules_yaml.kinds.frameworks import FRAMEWORK
from leadqual_gui.adapters.rules_yaml.kinds.funnel import FUNNEL
from leadqual_gui.adapters.rules_yaml.kinds.matrix import MATRIX
from leadqual_gui.adapters.rules_yaml.kinds.playbook import PLAYBOOK
from leadqual_gui.adapters.rules_yaml.kinds.profiles import PROFILES
from leadqual_gui.adapters.rules_yaml.nodes import Node, Place
from leadqual_gui.adapters.rules_yaml.problems import Problems, in_order
from leadqual_gui.adapters.rules_yaml.record import Record
from leadqual_gui.adapters.rules_yaml.scenarios import check_scenarios
from leadqual_gui.adapters.rules_yaml.shapes import Reading, Wrong
from leadqual_gui.adapters.rules_yaml.source import read_bytes
from leadqual_gui.adapters.rules_yaml.strict import parse_bytes
from leadqual_gui.adapters.rules_yaml.words import suggestion
from leadqual_gui.adapters.rules_yaml.world import World, gather
from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.domain.rules import Rules

RECORDS: dict[str, Record[Any]] = {
    "matrix": MATRIX,
    "funnel": FUNNEL,
    "profiles": PROFILES,
    "playbook": PLAYBOOK,
    "activities": ACTIVITIES,
    "fields": FIELDS,
    "framework": FRAMEWORK,
}
"""The description of each kind of file."""

SINGLE_FILES = ("matrix", "funnel", "profiles", "playbook", "activities", "fields")
FRAMEWORKS = "frameworks"
ABOUT_TEMPLATE = "template.yaml"
WHOLE_FILE = Place(0, 0, 0)
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RulesLoaded:
    """The rules, or None if an error keeps them from being used; every problem; the version of the files."""

    rules: Rules | None
    problems: tuple[RuleProblem, ...]
    version: str


@dataclass(slots=True)
class RulesFile:
    """One file on the way from bytes to a value."""

    name: str
    kind: str
    data: bytes | None
    problems: Problems
    tree: Node | None = None
    value: Any = None


def load_rules(folder: Path, *, scenarios: bool = True) -> RulesLoaded:
    """Read a folder of rules; whatever is in it, problems come back and never an exception.

    Without `scenarios`, those are read but not scored, and NumPy is not needed.
    """
    files = read_files(folder)
    about_folder = Problems(folder.name)
    _warn_of_strangers(folder, about_folder)
    return judge(files, about_folder, str(folder), scenarios=scenarios)


def judge(files: list[RulesFile], about_folder: Problems, place: str, *, scenarios: bool = True) -> RulesLoaded:
    """What files that have been read come to."""
    read_values(files)
    _check_folder(place, files, about_folder)
    rules = _assemble(files)
    sound = rules is not None and not about_folder.errors and not any(file.problems.errors for file in files)
    if rules is not None and sound and scenarios:
        matrix = next(file for file in files if file.kind == "matrix")
        check_scenarios(rules, matrix.tree, matrix.problems)
    problems = in_order([about_folder, *(file.problems for file in files)])
    return RulesLoaded(rules if sound else None, problems, version_of(files))


def read_values(files: list[RulesFile], only: str | None = None) -> World:
    """Parse files and read their values (or `only` that of one), in the light of the others; what they define."""
    for file in files:
        _parse(file)
    world = _world(files)
    for file in files:
        if file.tree is not None and only in (None, file.name):
            value = RECORDS[file.kind].read(file.tree, Reading(file.problems, world))
            file.value = None if isinstance(value, Wrong) else value
    return world


def files_of(texts: Texts) -> list[RulesFile]:
    """Texts as files, in the order in which they are read from a folder."""
    singles = [f"{kind}.yaml" for kind in SINGLE_FILES if f"{kind}.yaml" in texts]
    names = [*singles, *sorted(name for name in texts if name.startswith(f"{FRAMEWORKS}/"))]
    return [RulesFile(name, kind_of(name), bytes_of(texts[name]), Problems(name)) for name in names]


def kind_of(name: str) -> str:
    """The kind of a file, by its name in the folder."""
    return "framework" if name.startswith(f"{FRAMEWORKS}/") else name.removesuffix(".yaml")


def bytes_of(text: str) -> bytes:
    """The bytes of a file, also of one that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def check_rules(folder: Path) -> tuple[RuleProblem, ...]:
    """Every problem of a folder of rules."""
    return load_rules(folder).problems


def rules_files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Name, kind and path of the files that are there, always in the same order."""
    for kind in SINGLE_FILES:
        if (path := folder / f"{kind}.yaml").exists() or path.is_symlink():
            yield path.name, kind, path
    try:
        inner = sorted((folder / FRAMEWORKS).iterdir())
    except OSError:
        return
    for path in inner:
        if path.suffix == ".yaml" and not path.name.startswith("."):
            yield f"{FRAMEWORKS}/{path.name}", "framework", path


def read_files(folder: Path) -> list[RulesFile]:
    """Read the files of a folder, without parsing them."""
    files = []
    for name, kind, path in rules_files(folder):
        problems = Problems(name)
        files.append(RulesFile(name, kind, read_bytes(path, problems), problems))
    return files


def _parse(file: RulesFile) -> None:
    document = None if file.data is None else parse_bytes(file.name, file.data, file.problems)
    file.tree = document.root if document else None


def version_of(files: list[RulesFile]) -> str:
    """A hash of names and bytes: the same files, the same version."""
    digest = hashlib.sha256()
    for file in files:
        data = file.data or b""
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def _world(files: list[RulesFile]) -> World:
    trees = {file.kind: file.tree for file in files if file.kind != "framework"}
    frameworks = [file for file in files if file.kind == "framework"]
    world = gather(
        matrix=trees.get("matrix"),
        funnel=trees.get("funnel"),
        activities=trees.get("activities"),
        fields=trees.get("fields"),
        frameworks=[file.tree for file in frameworks if file.tree is not None],
        all_frameworks=all(file.tree is not None for file in frameworks),
    )
    return world.without_custom_fields() if "fields" not in trees else world


def _check_folder(folder: str, files: list[RulesFile], problems: Problems) -> None:
    if not any(file.kind == "matrix" for file in files):
        problems.file = "matrix.yaml"
        problems.error(
            WHOLE_FILE, f"there is no matrix.yaml in {folder}", "copy one from a template, or choose another folder"
        )
    seen: dict[str, str] = {}
    for file in files:
        if file.kind == "framework" and file.value is not None:
            if first := seen.get(file.value.id):
                message = f"the framework '{file.value.id}' is already in {first}"
                file.problems.error(WHOLE_FILE, message, "give this one another id, or delete one of the files")
            seen.setdefault(file.value.id, file.name)


def _warn_of_strangers(folder: Path, problems: Problems) -> None:
    """Files that look like rules but are never read."""
    known = [f"{kind}.yaml" for kind in SINGLE_FILES]
    silent = (*known, ABOUT_TEMPLATE)
    try:
        paths = sorted(
            [*folder.iterdir(), *((folder / FRAMEWORKS).iterdir() if (folder / FRAMEWORKS).is_dir() else ())]
        )
    except OSError:
        return
    for path in paths:
        misplaced = path.suffix == ".yaml" and path.parent == folder and path.name not in silent
        if (misplaced or path.suffix == ".yml") and not path.name.startswith("."):
            hint = "rename it to end in .yaml" if path.suffix == ".yml" else suggestion(path.name, known)
            stranger = Problems(str(path.relative_to(folder)))
            stranger.warn(WHOLE_FILE, "no rules are read from this file", hint)
            problems.found += stranger.found


def _assemble(files: list[RulesFile]) -> Rules | None:
    values = {file.kind: file.value for file in files if file.kind != "framework" and file.value is not None}
    if "matrix" not in values:
        return None
    names = {"activities": "activity_kinds"}
    frameworks = tuple(file.value for file in files if file.kind == "framework" and file.value is not None)
    given = {names.get(kind, kind): value for kind, value in values.items()}
    return Rules(**given, frameworks=frameworks, version=version_of(files))
