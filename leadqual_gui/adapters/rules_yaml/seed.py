"""Puts the shipped rules into a workspace, where from then on they are the user's own text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from leadqual_gui.adapters.rules_yaml.kinds.template import TEMPLATE, Template
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.save import save_whole
from leadqual_gui.adapters.rules_yaml.shapes import WRONG, Reading, Wrong
from leadqual_gui.adapters.rules_yaml.strict import parse_file
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.text import Text

TEMPLATES = "templates"
ABOUT = "template.yaml"
_SUFFIXES = (".yaml", ".json", ".md")


def template_names(shipped: Path) -> tuple[str, ...]:
    """The starter sets that can be chosen."""
    folder = shipped / TEMPLATES
    names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    return tuple(sorted(names))


def templates(shipped: Path) -> tuple[Template, ...]:
    """The starter sets, each with its name and whom it is for."""
    return tuple(_template(shipped / TEMPLATES / name) for name in template_names(shipped))


def _template(folder: Path) -> Template:
    problems = Problems(f"{folder.name}/{ABOUT}")
    document = parse_file(folder / ABOUT, problems.file, problems)
    read = TEMPLATE.read(document.root, Reading(problems, World())) if document else WRONG
    return (
        Template(folder.name, Text(folder.name), Text("")) if isinstance(read, Wrong) else replace(read, id=folder.name)
    )


def seed_rules(target: Path, template: str | None = None, *, shipped: Path) -> tuple[Path, ...]:
    """Copy shipped rules to `target`; what is there already stays. Returns the files written.

    A template is complete: of the default set only the JSON Schemas are added to it.
    """
    if template is not None and template not in template_names(shipped):
        known = ", ".join(template_names(shipped)) or "none"
        raise LeadQualError(f"There is no template '{template}'", f"Choose one of: {known}")
    if not shipped.is_dir():
        raise LeadQualError("The shipped rules are missing", "Install the program again", str(shipped))
    chosen = dict(_files(shipped))
    if template is not None:
        schemas = {name: path for name, path in chosen.items() if path.suffix == ".json"}
        chosen = schemas | dict(_files(shipped / TEMPLATES / template))
    return tuple(written for name, path in sorted(chosen.items()) if (written := _copy(path, target / name)))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.suffix in _SUFFIXES and TEMPLATES not in name.parts and path.name != ABOUT:
            yield name.as_posix(), path


def _copy(source: Path, target: Path) -> Path | None:
    if target.exists() or target.is_symlink():
        return None
    try:
        for folder in (target.parent.parent, target.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = source.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LeadQualError(f"The rules cannot be copied: {reason}", "Check the folder", str(target)) from error
    save_whole(target, data)
    return target
