"""The project keeps its shape: the same few names at the top, no trace of the machine that it was made on."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadqual_gui.app import paths

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"leadqual_gui", "resources", "rules", "tests", "packaging"}
FILES = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "uv.lock"}
BUILT = {"build", "dist", "__pycache__"}
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|tmp/team)/|\.library\b")
REGISTRIES = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|(?:deb|security)\.debian\.org)\b"
)


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project but the lock file, with its path."""
    tops = [ROOT / name for name in sorted(FOLDERS)]
    inside = (file for top in tops for file in sorted(top.rglob("*")) if "__pycache__" not in file.parts)
    at_the_top = (ROOT / name for name in sorted(FILES - {"uv.lock"}))
    for file in (*at_the_top, *sorted((ROOT / ".ci").iterdir()), ROOT / ".gitignore", *inside):
        if file.is_file() and file != Path(__file__):
            try:
                yield str(file.relative_to(ROOT)), file.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def mentions(pattern: re.Pattern[str]) -> list[str]:
    """Places where a pattern stands in the project's texts."""
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for path, text in texts()
        for found in pattern.finditer(text)
    ]


def top_level() -> set[str]:
    """What a clone of the project shows; without git, what stands here and was not built."""
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {entry.name for entry in ROOT.iterdir()} - BUILT
    return {line.split("/")[0] for line in listed.splitlines()}


def test_the_top_level_holds_only_what_a_newcomer_expects():
    seen = {name for name in top_level() if not name.startswith(".")}

    assert seen - FOLDERS - FILES == set()
    assert seen >= FOLDERS | {"pyproject.toml", "README.md", "LICENSE", "uv.lock"}


def test_no_text_names_a_path_of_the_machine_it_was_written_on():
    assert mentions(MACHINE_PATHS) == []


def test_registries_are_named_in_the_lock_file_only():
    assert mentions(REGISTRIES) == []


@pytest.mark.parametrize("line", ["see /work/shared/x", "cp /root/.cache/a b"])
def test_a_machine_path_would_be_noticed(line):
    assert MACHINE_PATHS.search(line)


def test_the_lock_file_was_made_from_these_requirements():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    locked = next(package for package in packages if package["name"] == "leadqual-gui")["metadata"]

    extras = [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    wanted = names([*project["project"]["dependencies"], *extras])
    assert names(entry["name"] for entry in locked["requires-dist"]) == wanted
    for group, wanted in project["dependency-groups"].items():
        assert names(entry["name"] for entry in locked["requires-dev"][group]) == names(wanted), group


def names(requirements) -> set[str]:
    """The packages that requirements ask for, as the lock file spells them."""
    return {re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def test_the_shipped_rules_and_resources_are_found():
    assert (paths.data_root() / "rules").is_dir()
    assert (paths.data_root() / "resources").is_dir()


def test_an_installed_package_finds_them_inside_itself(tmp_path, monkeypatch):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)

    assert paths.data_root() == tmp_path / "_data"


def test_the_workspace_is_in_the_persons_own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert paths.default_workspace() == tmp_path / "LeadQual"
