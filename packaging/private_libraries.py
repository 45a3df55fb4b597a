"""Copies of system libraries for somebody who may not install any: fetched by apt, unpacked beside the packages.

apt can fetch and dpkg-deb can unpack without root, as long as both keep to folders of their own. The programs that
need the copies find them through `variables.sh`, which the shell scripts read.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLES = "variables.sh"
FONT_SETTINGS = """<?xml version="1.0"?>
<fontconfig>
  <dir>{unpacked}/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def folder(environment: Path) -> Path:
    """Where the copies are kept: with the packages, so that both go together."""
    return environment / "system-libraries"


def provide(environment: Path, packages: str) -> None:
    """Unpack packages, and what they depend on, into the environment; what apt says is shown only if it fails."""
    discard(environment)
    place = folder(environment)
    for name in ("lists/partial", "archives/partial", "unpacked"):
        (place / name).mkdir(parents=True)
    try:
        fetch(place, packages)
        for package in sorted((place / "archives").glob("*.deb")):
            subprocess.run(["dpkg-deb", "--extract", package, place / "unpacked"], check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(getattr(problem, "output", None) or problem, file=sys.stderr)
        discard(environment)
        return
    for name in ("lists", "archives"):
        shutil.rmtree(place / name)
    write_variables(place)


def fetch(place: Path, packages: str) -> None:
    """Have apt download packages with lists and locks of our own."""
    ours = {"Debug::NoLocking": "1", "APT::Sandbox::User": "", "Dir::Cache": place}
    ours |= {"Dir::State::Lists": place / "lists", "Dir::Cache::Archives": place / "archives"}
    apt = ["apt-get", "-q", *(part for key, value in ours.items() for part in ("-o", f"{key}={value}"))]
    download = ["install", "-y", "--download-only", "--no-install-recommends", *packages.split()]
    for task in (["update"], download):
        subprocess.run([*apt, *task], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)


def write_variables(place: Path) -> None:
    """Say to the shell scripts where the copies are; fonts, too, if the system has no settings for them."""
    lines = [f"LD_LIBRARY_PATH={shlex.quote(search_path(place.parent))}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"]
    lines += ["export LD_LIBRARY_PATH"]
    if not Path("/etc/fonts/fonts.conf").exists():
        settings = place / "fonts.conf"
        settings.write_text(FONT_SETTINGS.format(unpacked=place / "unpacked"), "utf-8")
        lines += [f"FONTCONFIG_FILE={shlex.quote(str(settings))}", "export FONTCONFIG_FILE"]
    (place / VARIABLES).write_text("\n".join([*lines, ""]), "utf-8")


def search_path(environment: Path) -> str:
    """The folders with copies, as the dynamic linker wants them; empty if there are none."""
    unpacked = folder(environment) / "unpacked"
    return os.pathsep.join(str(found) for top in ("usr/lib", "lib") for found in unpacked.glob(f"{top}/*-linux-gnu*"))


def discard(environment: Path) -> None:
    """Remove the copies."""
    shutil.rmtree(folder(environment), ignore_errors=True)
