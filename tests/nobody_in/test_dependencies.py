"""What ships is what was looked at: every library is locked to one version, one source, and a checksum of each file."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = {package["name"]: package for package in LOCK["package"]}
OWN = PROJECT["project"]["name"]


def normal(requirement: str) -> str:
    """The name in a requirement, as the lock file writes it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def shipped() -> set[str]:
    """All that is installed for a user, the extra for passphrases included."""
    wanted = [normal(one) for one in PROJECT["project"]["dependencies"]]
    wanted += [normal(one) for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += [one["name"] for one in PACKAGES[name].get("dependencies", ())]
    return found


def untrustworthy(package: dict) -> str:
    """Why a locked package cannot be relied on, or ""."""
    if "registry" not in package["source"]:
        return "it comes from no package index"
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    if not files:
        return "no file of it is locked"
    if not all(re.fullmatch(r"sha256:[0-9a-f]{64}", file.get("hash", "")) for file in files):
        return "a file of it has no SHA-256"
    return "" if all(urlsplit(file["url"]).scheme == "https" for file in files) else "a file is not fetched by https"


def test_everything_that_is_installed_is_locked_with_checksums():
    assert {"pyside6-essentials", "numpy", "sqlalchemy", "sqlcipher3", "pyyaml"} <= shipped()
    assert {
        package["name"]: why
        for package in LOCK["package"]
        if package["name"] != OWN and (why := untrustworthy(package))
    } == {}


def test_no_library_that_ships_has_two_versions():
    named = [package["name"] for package in LOCK["package"]]
    assert {name for name in shipped() if named.count(name) != 1} == set()


def test_what_runs_here_is_what_is_locked():
    differing = {}
    for name in sorted(shipped()):
        try:
            running = version(name)
        except PackageNotFoundError:
            continue  # for another platform, or an extra that is not installed
        if running != PACKAGES[name]["version"]:
            differing[name] = (running, PACKAGES[name]["version"])
    assert differing == {}


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"source": {"git": "https://example.org/x"}}, "no package index"),
        ({"wheels": [], "sdist": {"url": "https://x", "hash": "sha256:12"}}, "no SHA-256"),
        ({"wheels": [{"url": "http://x", "hash": f"sha256:{'0' * 64}"}]}, "not fetched by https"),
    ],
)
def test_the_audit_would_notice(spoil: dict, why: str):
    sound = {"source": {"registry": "https://x"}, "wheels": [{"url": "https://x", "hash": f"sha256:{'0' * 64}"}]}
    assert untrustworthy(sound) == ""
    assert why in untrustworthy(sound | spoil)
