"""Makes the environment that run.sh and test.sh start from, with the standard library alone.

The lock file says what is installed, uv included: where uv is missing, its wheel is fetched from the address in
uv.lock and checked against the hash there. A stamp in the environment remembers what it was made from, so that
the second start only compares a few kilobytes.
"""

from __future__ import annotations

import configparser
import hashlib
import io
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import tomllib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "uv.lock"
TOOLS = ROOT / ".bootstrap"
ENVIRONMENT = ROOT / os.environ.get("UV_PROJECT_ENVIRONMENT", ".venv")
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / ".leadqual-ready"
OLDEST_UV = (0, 7)
DEBIAN_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
PIP_FILES = ("~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf")
ATTEMPTS = 3
GROUPS = {"app": ["--no-default-groups"], "dev": [], "package": ["--no-default-groups", "--group", "package"]}
"""What each purpose installs beside the program's own packages."""


class SetupError(Exception):
    """Something that the person at the keyboard can mend; the text says how."""


def main(arguments: list[str]) -> int:
    """Prepare `app`, `dev` or `package`, for a `display` or `offscreen`; 0 if everything is there."""
    purpose, platform_kind = arguments
    try:
        prepare(purpose, display=platform_kind == "display")
    except (SetupError, system_libraries.MissingLibrariesError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def prepare(purpose: str, *, display: bool) -> None:
    """Install packages and system libraries unless the stamp says that they are there."""
    made_from, screen = fingerprint(), "display" if display else "offscreen"
    done = read_stamp(made_from)
    if {purpose, screen} <= done:
        return
    if purpose not in done:
        say("Preparing LeadQual: installing its packages (once) ...")
        install_packages(purpose)
        done |= {"app", purpose}
        write_stamp(made_from, done)
    system_libraries.require(ENVIRONMENT, display=display, say=say)
    write_stamp(made_from, done | {"offscreen", screen})


def say(sentence: str) -> None:
    """Tell the person what takes time, without mixing it into the program's own output."""
    print(sentence, file=sys.stderr, flush=True)


# --- what the environment was made from


def fingerprint() -> str:
    """A hash of everything that decides what the environment holds; a moved folder counts as a change."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    tool = project.get("tool", {})
    parts = [project.get(key) for key in ("project", "build-system", "dependency-groups")]
    parts += [tool.get("uv"), tool.get("hatch"), str(ENVIRONMENT), platform.platform()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode() + LOCK.read_bytes()).hexdigest()


def read_stamp(made_from: str) -> set[str]:
    """What is ready in the environment; nothing if it was made from something else."""
    try:
        first, *ready = STAMP.read_text("utf-8").split()
    except (OSError, ValueError):
        return set()
    return set(ready) if first == made_from and PYTHON.exists() else set()


def write_stamp(made_from: str, ready: set[str]) -> None:
    """Remember what is ready; someone else's environment that we may only read stays as it is."""
    try:
        STAMP.write_text(" ".join([made_from, *sorted(ready)]), "utf-8")
    except PermissionError:
        say(f"{STAMP} belongs to somebody else; the checks will run again at the next start.")


# --- packages


def install_packages(purpose: str) -> None:
    """Make the environment hold what the lock file says, compiled, with this project in it."""
    uv, groups = find_uv(), GROUPS[purpose]
    if not runs(PYTHON) or was_moved():
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        must(uv, "venv", "--quiet", "--python", sys.executable, ENVIRONMENT)
    mirror = index_mirror()
    if not (mirror and install_from_mirror(uv, mirror, groups)):
        must(uv, "sync", "--quiet", "--frozen", "--inexact", "--compile-bytecode", *groups)
    subprocess.run([PYTHON, "-m", "compileall", "-q", ROOT / "leadqual_gui"], check=False)


def install_from_mirror(uv: Path, mirror: str, groups: list[str]) -> bool:
    """Install the locked versions, with their hashes, from the index that this machine is told to use.

    uv.lock names the files by address, which a machine that reaches only its mirror cannot fetch.
    """
    wanted = ENVIRONMENT / "locked.txt"
    export = ("export", "--quiet", "--frozen", "--no-emit-project", "--no-header", "-o", wanted)
    install = ("pip", "install", "--quiet", "--no-config", "--python", PYTHON, "--default-index", mirror)
    return (
        call(uv, *export, *groups)
        and call(uv, *install, "--require-hashes", "--compile-bytecode", "-r", wanted)
        and call(uv, *install, "--no-deps", "-e", ROOT)
    )


def must(uv: Path, *arguments: object) -> None:
    """Run uv, whose own message says what went wrong; add what to do."""
    if not call(uv, *arguments):
        raise SetupError(
            "The packages could not be installed; the lines above say why. The first start needs to reach "
            "the package index: check the connection (and proxy), then run the same command again."
        )


def call(uv: Path, *arguments: object) -> bool:
    """Run uv on this project's environment, whatever other environment is active."""
    surroundings = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    certificates = ssl.get_default_verify_paths().cafile or DEBIAN_CERTIFICATES
    if Path(certificates).exists():
        surroundings.setdefault("SSL_CERT_FILE", str(certificates))
    if not os.access(os.environ.get("HOME", ""), os.W_OK):
        surroundings.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))
    return not subprocess.run([uv, *map(str, arguments)], cwd=ROOT, env=surroundings, check=False).returncode


def runs(program: Path) -> bool:
    """Whether a program starts at all: an environment outlives the Python that it was made with."""
    try:
        return not subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode
    except OSError:
        return False


def was_moved() -> bool:
    """Whether the project folder was moved: the programs in an environment know where it was made."""
    program = PYTHON.with_name("leadqual-gui")
    return program.exists() and str(ENVIRONMENT) not in program.read_text("utf-8", "replace")


# --- uv


def find_uv() -> Path:
    """The uv of this machine, or the one that the lock file names."""
    return uv_on_path() or locked_uv()


def uv_on_path() -> Path | None:
    """The installed uv, if it works and is young enough to read the lock file."""
    found = shutil.which("uv")
    if not found:
        return None
    try:
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    version = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return Path(found) if version and tuple(map(int, version.groups())) >= OLDEST_UV else None


def locked_uv() -> Path:
    """The uv of the lock file, fetched once into the project folder."""
    packages = tomllib.loads(LOCK.read_text("utf-8"))["package"]
    package = next(package for package in packages if package["name"] == "uv")
    program = TOOLS / f"uv-{package['version']}" / ("uv.exe" if os.name == "nt" else "uv")
    if not program.exists():
        say(f"Fetching uv {package['version']} ...")
        unpack_uv(fetch_checked(choose_wheel(package["wheels"])), program)
    return program


def choose_wheel(wheels: list[dict[str, Any]]) -> dict[str, Any]:
    """The wheel for this system, processor and C library."""
    for wheel in wheels:
        if any(fits(tag) for tag in wheel["url"].rsplit("/", 1)[-1].removesuffix(".whl").split("-")[-1].split(".")):
            return wheel
    raise SetupError(f"There is no uv for {platform.platform()}: install uv by hand, then run this again.")


def fits(tag: str) -> bool:
    """Whether a platform tag such as manylinux_2_17_x86_64 describes this machine."""
    if not tag.endswith(f"_{platform.machine().lower()}"):
        return False
    library, version = platform.libc_ver()
    if needed := re.match(r"manylinux_(\d+)_(\d+)_", tag):
        have = tuple(int(part) for part in version.split(".")[:2]) if library == "glibc" else (0, 0)
        return tuple(map(int, needed.groups())) <= have
    if tag.startswith("musllinux"):
        return sys.platform == "linux" and library != "glibc"
    return tag.startswith({"darwin": "macosx", "win32": "win"}.get(sys.platform, "-"))


def fetch_checked(wheel: dict[str, Any]) -> bytes:
    """The wheel's bytes, from the mirror or the address in the lock file, if they are what was locked."""
    name = wheel["url"].rsplit("/", 1)[-1]
    mirror = index_mirror()
    for address in [*(mirror_addresses(mirror, name) if mirror else []), *[wheel["url"]] * ATTEMPTS]:
        try:
            content = fetch(address)
        except OSError as problem:
            say(f"  {name}: {problem}")
            continue
        if f"sha256:{hashlib.sha256(content).hexdigest()}" == wheel["hash"]:
            return content
        say(f"  {name}: what arrived is not what the lock file describes; thrown away")
    raise SetupError(
        "uv could not be fetched; the lines above say why. The first start needs to reach the package index: "
        "check the connection (and proxy), or install uv by hand; then run the same command again."
    )


def mirror_addresses(mirror: str, name: str) -> list[str]:
    """Where an index keeps a file: its page for the project lists the addresses."""
    page_address = f"{mirror.rstrip('/')}/uv/"
    try:
        page = fetch(page_address).decode("utf-8", "replace")
    except OSError as problem:
        say(f"  {page_address}: {problem}")
        return []
    links = re.findall(r'href="([^"#]+)', page)
    return [urllib.parse.urljoin(page_address, link) for link in links if link.rsplit("/", 1)[-1] == name]


def index_mirror() -> str | None:
    """The package index that the environment or pip's settings name, if any."""
    for variable in INDEX_VARIABLES:
        if os.environ.get(variable):
            return os.environ[variable]
    for place in (os.environ.get("PIP_CONFIG_FILE", ""), *PIP_FILES):
        settings = configparser.RawConfigParser()
        settings.read(Path(place).expanduser() if place else [])
        if settings.has_option("global", "index-url"):
            return settings.get("global", "index-url")
    return None


def fetch(address: str) -> bytes:
    """Read an address through the system's proxy and certificates.

    A machine without any certificates cannot check the server; the hash in the lock file still checks the bytes.
    """
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    has_folder = paths.capath is not None and any(Path(paths.capath).iterdir())
    if not (context.cert_store_stats()["x509_ca"] or has_folder):
        context = ssl._create_unverified_context()
    with urllib.request.urlopen(address, timeout=60, context=context) as answer:
        content: bytes = answer.read()
    return content


def unpack_uv(wheel: bytes, program: Path) -> None:
    """Put the program from the wheel in its place, whole or not at all."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(name for name in archive.namelist() if name.endswith(f".data/scripts/{program.name}"))
        content = archive.read(member)
    program.parent.mkdir(parents=True, exist_ok=True)
    unfinished = program.with_name(f"{program.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.chmod(0o755)
    unfinished.replace(program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
