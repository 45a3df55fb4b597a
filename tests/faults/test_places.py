"""Folders that cannot be written, that fill up, or that go away; a second program; a disk that loses its power."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.repairing import repair
from leadqual_gui.adapters.db.restoring import restore
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.commands import AddNote
from tests.conftest import ROOT
from tests.drafts.workshop import Workshop
from tests.faults.deeds import deed_named
from tests.faults.world import bakery, done, losses, wrong_by_the_doctor
from tests.store.builders import NOW, a_lead, edit, opened, put

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
CUTS = 40
IMAGE_BYTES = 48 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with two leads."""
    bakery(tmp_path / "workspace")
    return tmp_path / "workspace"


def run_as_root(*command: str) -> None:
    """Something that only root may do; skipped where that is not so."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount")
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        pytest.skip(f"{command[0]}: {ran.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte and a half, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    run_as_root("mount", "-t", "tmpfs", "-o", "size=1500k,mode=700", "tmpfs", str(place))
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_second_program_is_refused_whatever_it_wants(folder):
    put_aside = make_backup(folder / FILE_NAME, folder / "backups", NOW).file
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ}
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        for attempt in (
            lambda: opened(folder),
            lambda: restore(put_aside, folder, NOW),
            lambda: repair(folder, NOW),
        ):
            with pytest.raises(LeadQualError, match="another LeadQual"):
                attempt()
        make_backup(folder / FILE_NAME, folder / "backups", NOW)
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    opened(folder).close()
    assert losses(deed_named("edit"), folder, {}) == []


HOLD = (
    "import sys; from pathlib import Path; from tests.store.builders import opened; "
    "store = opened(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read(); import time; time.sleep(60)"
)


def test_a_workspace_that_vanishes_is_told_and_nothing_is_acknowledged(folder, tmp_path):
    workshop = Workshop(folder)
    workspace = workshop.workspace
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(LeadQualError, match="not where it was"):
        workspace.execute(AddNote(1, "said into the void"))
    (tmp_path / "elsewhere").rename(folder)
    done(workspace.execute(AddNote(1, "note 1")))
    workspace.close()
    assert losses(deed_named("activity"), folder, {"note": 1}) == []


def test_a_workspace_that_is_deleted_while_it_is_open_acknowledges_nothing(folder):
    workspace = Workshop(folder).workspace
    shutil.rmtree(folder)
    with pytest.raises(LeadQualError, match="not where it was"):
        workspace.execute(AddNote(1, "said into the void"))
    workspace.close()
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_told(small_disk):
    folder = small_disk / "workspace"
    bakery(folder)
    run_as_root("mount", "-o", "remount,ro", str(small_disk))
    with pytest.raises(LeadQualError) as told:
        opened(folder)
    assert told.value.hint
    run_as_root("mount", "-o", "remount,rw", str(small_disk))
    assert losses(deed_named("edit"), folder, {}) == []


def test_a_disk_that_fills_up_loses_nothing_and_goes_on_when_there_is_room(small_disk):
    folder, acknowledged = small_disk / "workspace", 0
    with closing(opened(folder)) as store:
        while put_one(store) == "":
            acknowledged += 1
        assert "full" in put_one(store)
        assert store.count() == acknowledged > 10
    run_as_root("mount", "-o", "remount,size=6m", str(small_disk))
    with closing(opened(folder)) as store:
        assert store.count() == acknowledged
        assert edit(store, [1], company="There is room again")
    assert wrong_by_the_doctor(folder) == []


def put_one(store: SqliteStore) -> str:
    """Store a lead; what was wrong ("": nothing)."""
    try:
        put(store, a_lead(notes="Met at the fair " * 500))
    except LeadQualError as error:
        return error.message
    return ""


@pytest.mark.faults
def test_power_cuts_on_a_real_file_system_lose_nothing(tmp_path, record_property):
    """ext4 on a disk image: the image is copied while somebody works, as if the power went at that moment."""
    image, place, random = tmp_path / "disk.img", tmp_path / "disk", Random(8)
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    place.mkdir()
    run_as_root("mkfs.ext4", "-q", str(image))
    run_as_root("mount", "-o", "loop", str(image), str(place))
    try:
        bakery(place / "workspace")
        subprocess.run(["sync", "-f", str(place)], check=True)
        cuts = _cut_while_working(image, place / "workspace", tmp_path, random)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
    record_property("tried loop image: power cut", cuts)


def _cut_while_working(image: Path, folder: Path, tmp_path: Path, random: Random) -> int:
    tried = 0
    with closing(opened(folder)) as store:
        for number in range(1, CUTS + 1):
            edit(store, [1], company=f"Company {number}", notes=f"Company {number}")
            time.sleep(random.random() * 0.02)
            left = tmp_path / "left.img"
            subprocess.run(["cp", "--sparse=always", str(image), str(left)], check=True)
            after = tmp_path / "after"
            after.mkdir(exist_ok=True)
            run_as_root("mount", "-o", "loop", str(left), str(after))
            try:
                copy = Path(shutil.copytree(after / "workspace", tmp_path / "copy"))
            finally:
                subprocess.run(["umount", str(after)], check=True)
            with closing(opened(copy)) as found:
                lead = found.lead(1)
                assert (lead.company, lead.notes) == (f"Company {number}", f"Company {number}")
            shutil.rmtree(copy)
            tried += 1
    return tried
