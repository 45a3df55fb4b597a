"""Killed at any moment while a passphrase is set or removed: the workspace opens, wholly plain or wholly ciphered."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadqual_gui.adapters.db import protecting
from leadqual_gui.adapters.db.backup import backups, verify
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.services.protection import WorkspaceKey
from tests.encryption.vault import CHEAP, PASSPHRASE, a_day_of_work, plain_places, protected, store_in
from tests.store.builders import NOW

MOST = 400


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after a day of work."""
    folder = tmp_path_factory.mktemp("plain") / "office"
    a_day_of_work(folder)
    return folder


@pytest.fixture(scope="module")
def ciphered(plain: Path) -> Path:
    """The same with a passphrase."""
    folder = Path(shutil.copytree(plain, plain.with_name("ciphered")))
    protected(folder)
    return folder


def killed_at(number: int, what: str, template: Path, place: Path) -> tuple[Path, bool]:
    """A copy in which that was done until the kill; whether it came to its end."""
    folder = Path(shutil.copytree(template, place / f"{what}-{number}"))
    command = [sys.executable, "-m", "tests.encryption.kill_at", str(folder), what, str(number)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (0, -9), done.stderr
    return folder, done.returncode == 0


def opened_as_it_says(folder: Path) -> WorkspaceKey | None:
    """Open it as a person would; nothing is lost, nothing is half done."""
    protection = SqliteProtection(folder, CHEAP)
    key = protection.unlock(PASSPHRASE) if protection.is_protected else None
    store = store_in(folder, key)
    assert store.count() == 2
    assert len(store.activities(1)) == 1
    store.close()
    assert [finding for finding in examine(folder, NOW, key) if not finding.ok] == []
    if key is not None:
        protection.tidy(key)
        assert plain_places(folder) == []
        assert protecting.plain_copies(folder) == []
    for file in backups(folder / "backups"):
        if key is not None or protecting.is_plain(file):
            verify(file, key)
    assert not list(folder.glob("*.new*"))
    return key


def story(numbers: list[int], what: str, template: Path, place: Path) -> tuple[int, set[bool]]:
    """Kill at each of these moments; how many there were until the end, and what was found: ciphered or plain."""
    found = set()
    for number in numbers:
        folder, ended = killed_at(number, what, template, place)
        found.add(opened_as_it_says(folder) is not None)
        shutil.rmtree(folder)
        if ended:
            return number, found
    return 0, found


@pytest.mark.parametrize("what", ["protect", "unprotect"])
def test_a_kill_leaves_a_whole_workspace(what: str, plain: Path, ciphered: Path, tmp_path: Path):
    template = plain if what == "protect" else ciphered
    _last, found = story([2, 12, 20, 28, 34, 48, MOST], what, template, tmp_path)
    assert found == {True, False}


@pytest.mark.faults
@pytest.mark.parametrize("what", ["protect", "unprotect"])
def test_a_kill_at_every_touch_of_a_file(what: str, plain: Path, ciphered: Path, tmp_path: Path, capsys):
    template = plain if what == "protect" else ciphered
    last, found = story(list(range(1, MOST)), what, template, tmp_path)
    assert last > 20
    assert found == {True, False}
    with capsys.disabled():
        sys.stdout.write(f"\n{what}: killed at each of {last - 1} moments, nothing lost\n")
