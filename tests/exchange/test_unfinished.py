"""What a killed export leaves in somebody's folder goes with the next one of that name, and nothing else goes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.files import WholeFile, write_whole

WRITES_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from leadqual_gui.adapters.exchange.files import WholeFile
file = WholeFile(Path(sys.argv[1]))
file.text.write("Lena Vogt,lena@vogt.example")
file.text.flush()
print("writing", flush=True)
time.sleep(60)
"""


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_what_a_killed_export_left_goes_with_the_next_one_of_that_name(tmp_path):
    wanted = tmp_path / "leads [spring].csv"
    command = [sys.executable, "-c", WRITES_UNTIL_KILLED, str(wanted)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        writing.stdout.readline()
        write_whole(tmp_path / "other.csv", b"name")
        write_whole(wanted, b"name")
        assert len(files_in(tmp_path)) == 3, "what somebody is writing stays"
        os.kill(writing.pid, signal.SIGKILL)
    write_whole(tmp_path / "other.csv", b"name")
    assert len(files_in(tmp_path)) == 3, "another name is no business of this export"
    write_whole(wanted, b"name\nLena Vogt")
    assert files_in(tmp_path) == ["leads [spring].csv", "other.csv"]
    assert wanted.read_bytes() == b"name\nLena Vogt"


def test_nothing_of_somebody_else_goes(tmp_path):
    theirs = (
        ".leads.csv.tmp",
        ".leads.csv.abcdefgh.tmp",
        ".leads.csv.leadqual-notes.tmp",
        ".old-leads.csv.leadqual-a1b2c3d4.tmp",
        "leads.csv.leadqual-a1b2c3d4.tmp",
    )
    for name in theirs:
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / ".leads.csv.leadqual-aaaaaaaa.tmp").mkdir()
    write_whole(tmp_path / "leads.csv", b"name")
    assert [name for name in theirs if not (tmp_path / name).exists()] == []
    assert (tmp_path / ".leads.csv.leadqual-aaaaaaaa.tmp").is_dir()


def test_two_exports_of_one_name_at_once_leave_the_later_one_whole(tmp_path):
    first, second = WholeFile(tmp_path / "leads.csv"), WholeFile(tmp_path / "leads.csv")
    for file, said in ((second, "second"), (first, "first")):
        file.text.write(said)
        file.put()
    assert (tmp_path / "leads.csv").read_text() == "first"
    assert files_in(tmp_path) == ["leads.csv"]
