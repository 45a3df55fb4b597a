"""The workspace is closed to others, the log tells nothing about people, a crash is told once."""

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.crash import CrashHook, CrashReport
from leadqual_gui.app.folder import WorkspaceFolder, sample_path
from leadqual_gui.app.logs import current_log, impersonal, start_logging, stop_logging
from leadqual_gui.app.rule_sets import set_aside
from leadqual_gui.domain.errors import LeadQualError


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    mask = os.umask(0o022)
    yield
    os.umask(mask)
    stop_logging()


def test_a_new_workspace_is_closed_to_others(tmp_path):
    folder = WorkspaceFolder(tmp_path / "office").make()
    made = [folder.path, folder.backups, folder.exports, folder.logs]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700] * 4


def test_a_folder_that_others_could_read_is_closed(tmp_path):
    office = tmp_path / "office"
    office.mkdir(mode=0o755)
    WorkspaceFolder(office).make()
    assert stat.S_IMODE(office.stat().st_mode) == 0o700


def test_what_a_link_leads_to_stays_as_open_as_it_was(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    letter = shared / "letter.txt"
    letter.write_text("for all of us")
    office = WorkspaceFolder(tmp_path / "office")
    office.path.mkdir()
    office.exports.symlink_to(shared, target_is_directory=True)
    office.make()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (shared, letter)] == [0o755, 0o644]


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "office").write_text("a file stands here")
    with pytest.raises(LeadQualError, match="cannot be used as a workspace"):
        WorkspaceFolder(tmp_path / "office").make()


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("Dropbox/leads", "Dropbox"),
        ("OneDrive - Norbrook/leads", "OneDrive - Norbrook"),
        ("Nextcloud/a/b", "Nextcloud"),
        ("documents/leads", None),
        ("dropboxes/leads", None),
    ],
)
def test_folders_that_a_service_copies_are_recognised(tmp_path, path, service):
    assert WorkspaceFolder(tmp_path / path).synced_by() == service


def test_the_sample_stands_beside_the_workspace(tmp_path):
    assert sample_path(tmp_path / "LeadQual") == tmp_path / "LeadQual-sample"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("no lead for ana@frigo.example", "no lead for <address>"),
        ("called +351 555 010 442 twice", "called <number> twice"),
        ("KeyError: 'Ines Carvalho'", "KeyError: <text>"),
        ("bad name “Ines Carvalho”", "bad name <text>"),
        ("17 leads in 3 steps", "17 leads in 3 steps"),
    ],
)
def test_the_log_leaves_people_out(told, kept):
    assert impersonal(told) == kept


def test_the_log_is_a_file_of_the_workspace(tmp_path):
    log = start_logging(tmp_path)
    logging.getLogger("leadqual_gui.services.anything").warning("cannot score %s", "ana@frigo.example")
    assert current_log() == log
    assert "cannot score <address>" in log.read_text("utf-8")
    stop_logging()
    assert current_log() is None


def test_of_many_crashes_the_first_is_shown_and_all_are_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    log = start_logging(tmp_path)
    shown: list[CrashReport] = []
    hook = CrashHook(shown.append, log)
    monkeypatch.setattr("threading.excepthook", None)
    hook.install()
    for number in range(3):
        try:
            raise KeyError(f"ana{number}@frigo.example")
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    assert [report.summary for report in shown] == ["KeyError"]
    assert "test_folder_and_logs.py" in shown[0].details
    assert "frigo" not in shown[0].details
    assert log.read_text("utf-8").count("Uncaught") == 3


def test_stopping_by_hand_is_no_crash(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    shown: list[CrashReport] = []
    CrashHook(shown.append).install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []


def test_two_sets_of_rules_may_be_set_aside_within_one_second(tmp_path):
    folder = WorkspaceFolder(tmp_path / "office")
    for text in ("first", "second"):
        folder.rules.mkdir(parents=True)
        (folder.rules / "matrix.yaml").write_text(text)
        set_aside(folder)

    kept = sorted(file.read_text() for file in folder.backups.glob("rules-before-*/matrix.yaml"))
    assert kept == ["first", "second"]


def test_rules_that_another_program_is_just_choosing_are_left_to_it(tmp_path):
    folder = WorkspaceFolder(tmp_path / "office")
    chosen = folder.path / "rules.chosen"
    with closing(open_workspace(folder)):
        chosen.mkdir()
        with pytest.raises(LeadQualError, match="another LeadQual"):
            open_workspace(folder)
        assert chosen.is_dir()
    open_workspace(folder).close()
    assert not chosen.exists()


STUMBLES = """
import sys
from leadqual_gui.app.main import main
from leadqual_gui.ui import screens
def capture(window, folder):
    raise KeyError("of our own making")
screens.capture = capture
main(sys.argv[1:])
"""


def test_what_goes_wrong_while_screens_are_drawn_is_noted_beside_the_pictures(tmp_path):
    pictures = tmp_path / "pictures"
    command = [sys.executable, "-c", STUMBLES, "screenshots", "--out", str(pictures)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert f"Details are in {pictures / 'leadqual.log'}" in done.stderr
    assert "Logging error" not in done.stderr
    assert "KeyError" in (pictures / "leadqual.log").read_text("utf-8")
