"""The two commands on machines that lack something: the right uv, the right packages, the right sentence."""

import hashlib
import importlib
import io
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ICCCM, UNHEARD = "libxcb-icccm.so.4", "libunheard-of.so.7"


@pytest.fixture(scope="module", autouse=True)
def scripts():
    """The setup scripts are no package: they are found as when they are run."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.syspath_prepend(str(ROOT / "packaging"))
        yield


@pytest.fixture
def bootstrap():
    return importlib.import_module("bootstrap")


@pytest.fixture
def system_libraries():
    return importlib.import_module("system_libraries")


@pytest.fixture
def this_machine(bootstrap, monkeypatch):
    """Pretend to be another machine."""

    def pretend(system: str, machine: str, library: str = "", version: str = "") -> None:
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setattr(bootstrap.platform, "machine", lambda: machine)
        monkeypatch.setattr(bootstrap.platform, "libc_ver", lambda: (library, version))

    return pretend


@pytest.mark.parametrize(
    ("machine", "wheel"),
    [
        (("linux", "x86_64", "glibc", "2.36"), "manylinux_2_17_x86_64"),
        (("linux", "aarch64", "glibc", "2.39"), "manylinux_2_17_aarch64"),
        (("linux", "x86_64"), "musllinux_1_1_x86_64"),
        (("darwin", "arm64"), "macosx_11_0_arm64"),
        (("win32", "AMD64"), "win_amd64"),
    ],
)
def test_each_machine_gets_the_uv_that_runs_on_it(bootstrap, this_machine, machine, wheel):
    this_machine(*machine)
    packages = bootstrap.tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    uv = next(package for package in packages if package["name"] == "uv")

    assert wheel in bootstrap.choose_wheel(uv["wheels"])["url"]


def test_a_machine_without_a_uv_is_told_what_to_do(bootstrap, this_machine):
    this_machine("linux", "vax", "glibc", "2.36")

    with pytest.raises(bootstrap.SetupError, match="install uv by hand"):
        bootstrap.choose_wheel([{"url": "somewhere/uv-1-py3-none-win_amd64.whl"}])


def wheel_of(content: bytes) -> dict[str, str]:
    return {"url": "https://index.invalid/uv-1.whl", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def test_a_download_that_is_not_what_was_locked_is_thrown_away(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "index_mirror", lambda: None)
    monkeypatch.setattr(bootstrap, "fetch", lambda address: b"tampered")

    with pytest.raises(bootstrap.SetupError, match="could not be fetched"):
        bootstrap.fetch_checked(wheel_of(b"genuine"))
    assert "not what the lock file describes" in capsys.readouterr().err


def test_a_mirror_named_by_the_environment_is_asked_first(bootstrap, monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mirror.invalid/simple/")
    pages = {
        "https://mirror.invalid/simple/uv/": b'<a href="../../files/uv-1.whl#sha256=0">uv-1.whl</a>',
        "https://mirror.invalid/files/uv-1.whl": b"genuine",
    }
    monkeypatch.setattr(bootstrap, "fetch", pages.__getitem__)

    assert bootstrap.fetch_checked(wheel_of(b"genuine")) == b"genuine"


def test_the_program_from_the_wheel_can_be_run(bootstrap, tmp_path):
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("uv-1.data/scripts/uv", "#!/bin/sh\necho here\n")

    bootstrap.unpack_uv(wheel.getvalue(), tmp_path / "tools" / "uv")

    assert subprocess.check_output([tmp_path / "tools" / "uv"], text=True) == "here\n"
    assert [file.name for file in (tmp_path / "tools").iterdir()] == ["uv"]


def test_a_second_start_installs_nothing(bootstrap, system_libraries, tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "ready")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "install_packages", lambda _purpose: done.append("packages"))
    monkeypatch.setattr(system_libraries, "require", lambda *_, **__: done.append("libraries"))

    bootstrap.prepare("app", display=False)
    bootstrap.prepare("app", display=False)
    assert done == ["packages", "libraries"]

    bootstrap.prepare("app", display=True)
    assert done == ["packages", "libraries", "libraries"]

    monkeypatch.setattr(bootstrap, "fingerprint", lambda: "another lock file")
    bootstrap.prepare("app", display=True)
    assert done[3:] == ["packages", "libraries"]


@pytest.fixture
def machine_without_libraries(system_libraries, tmp_path, monkeypatch):
    """An environment whose Qt misses libraries, on a machine with apt where we are nobody special."""
    plugins = tmp_path / "env/lib/python3.11/site-packages/PySide6/Qt/plugins/platforms"
    plugins.mkdir(parents=True)
    (plugins / "libqxcb.so").touch()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, says in {"ldd": f"\t{ICCCM} => not found\n\t{UNHEARD} => not found", "apt-get": ""}.items():
        (programs / name).write_text(f"#!/bin/sh\nprintf '%s\\n' '{says}'\n")
        (programs / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_libraries, "way_to_root", lambda: None)
    return tmp_path / "env"


def test_somebody_without_root_gets_the_one_line_to_run(system_libraries, machine_without_libraries, capsys):
    with pytest.raises(system_libraries.MissingLibrariesError, match="Run the line above as root"):
        system_libraries.require(machine_without_libraries, display=True, say=print)

    line = "apt-get update && apt-get install -y --no-install-recommends libqt6gui6 libxcb-icccm4"
    assert line in capsys.readouterr().out.splitlines()


def test_somebody_without_root_gets_along_with_copies(system_libraries, machine_without_libraries, monkeypatch):
    copies = machine_without_libraries / "system-libraries/unpacked/usr/lib/some-linux-gnu"
    monkeypatch.setattr(system_libraries.private_libraries, "provide", lambda *_: copies.mkdir(parents=True))
    ldd = Path(os.environ["PATH"].split(":")[0]) / "ldd"
    ldd.write_text(f'#!/bin/sh\ntest -n "$LD_LIBRARY_PATH" || printf "\\t{ICCCM} => not found\\n"\n')

    system_libraries.require(machine_without_libraries, display=True, say=print)

    assert system_libraries.private_libraries.search_path(machine_without_libraries) == str(copies)


def test_a_start_without_display_does_not_ask_for_its_libraries(system_libraries, machine_without_libraries):
    system_libraries.require(machine_without_libraries, display=False, say=print)


def test_the_test_command_explains_its_flags():
    said = subprocess.check_output(["sh", ROOT / "packaging/test.sh", "--help"], text=True)

    assert "--slow" in said
    assert "--faults" in said
