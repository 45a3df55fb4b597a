"""A folder of rules while the program runs, and how rules get into it."""

import os
import stat
from pathlib import Path

import pytest

from leadqual_gui.adapters.rules_yaml import save
from leadqual_gui.adapters.rules_yaml.folder import check_rules, load_rules
from leadqual_gui.adapters.rules_yaml.save import save_whole
from leadqual_gui.adapters.rules_yaml.seed import seed_rules, template_names, templates
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.headless.doctor import _of_rules
from leadqual_gui.domain.errors import LeadQualError
from tests.rules.builders import MATRIX, SHIPPED, a_folder

BROKEN = MATRIX.replace("points: 5", "points: five")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write(path: Path, text: str, *, seconds_later: int = 10) -> None:
    """Save a file as an editor would, some time after the last save."""
    path.write_text(text)
    before = path.stat().st_mtime
    os.utime(path, (before + seconds_later, before + seconds_later))


def test_a_file_broken_while_the_program_runs_leaves_the_last_good_rules_in_force(tmp_path):
    folder = RulesFolder(a_folder(tmp_path))
    good = folder.load().rules
    write(tmp_path / "matrix.yaml", BROKEN)
    assert folder.changed()
    loaded = folder.load()
    assert loaded.rules == folder.rules == good
    assert [str(problem) for problem in loaded.problems] == [
        "matrix.yaml:22:13: points must be a number; found 'five'; write digits, such as 8 or 2.5"
    ]
    write(tmp_path / "matrix.yaml", MATRIX.replace("points: 5", "points: 6"), seconds_later=20)
    assert folder.changed()
    mended = folder.load()
    assert mended.problems == folder.problems == ()
    assert mended.rules.matrix.criteria[1].tenths == 60


def test_nothing_changed_means_nothing_is_read_again(tmp_path):
    folder = RulesFolder(a_folder(tmp_path))
    folder.load()
    assert not folder.changed()
    write(tmp_path / "matrix.yaml", MATRIX)  # saved again, the same
    assert not folder.changed()


def test_a_change_of_the_same_length_in_the_same_instant_is_noticed(tmp_path):
    folder = RulesFolder(a_folder(tmp_path))
    folder.load()
    before = (tmp_path / "matrix.yaml").stat()
    (tmp_path / "matrix.yaml").write_text(MATRIX.replace("points: 5", "points: 7"))
    os.utime(tmp_path / "matrix.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert folder.changed()


@pytest.mark.parametrize("name", ["profiles.yaml", "frameworks/champ.yaml"])
def test_a_new_file_is_noticed(tmp_path, name):
    folder = RulesFolder(a_folder(tmp_path))
    folder.load()
    (tmp_path / name).write_text("format: 1\n")
    assert folder.changed()


def test_a_removed_file_is_noticed(tmp_path):
    folder = RulesFolder(a_folder(tmp_path))
    folder.load()
    (tmp_path / "fields.yaml").unlink()
    assert folder.changed()


def test_rules_broken_before_the_start_are_an_error_with_a_place(tmp_path):
    folder = RulesFolder(a_folder(tmp_path, matrix=BROKEN))
    with pytest.raises(LeadQualError, match="points must be a number") as caught:
        folder.load()
    assert caught.value.place == f"{tmp_path / 'matrix.yaml'}:22:13"
    assert caught.value.hint == "write digits, such as 8 or 2.5"


def test_rules_broken_before_the_start_fall_back_to_those_of_the_last_run(tmp_path):
    rules, kept = tmp_path / "rules", tmp_path / "last_good"
    first = RulesFolder(a_folder(rules), kept).load().rules
    a_folder(rules, matrix=BROKEN)
    loaded = RulesFolder(rules, kept).load()
    assert loaded.rules == first
    assert "points must be a number" in loaded.problems[0].message
    assert {mode(path) for path in kept.rglob("*")} == {0o600, 0o700}


def test_only_the_newest_good_rules_are_kept_and_nothing_of_others_is_touched(tmp_path):
    rules, kept = tmp_path / "rules", tmp_path / "last_good"
    (kept / "my own copy").mkdir(parents=True)
    RulesFolder(a_folder(rules), kept).load()
    loaded = RulesFolder(a_folder(rules, matrix=MATRIX.replace("points: 5", "points: 6")), kept).load()
    assert {path.name for path in kept.iterdir()} == {loaded.rules.version, "my own copy"}


def test_a_folder_that_is_not_there_is_explained(tmp_path):
    assert "there is no matrix.yaml in" in str(check_rules(tmp_path / "nowhere")[0])


def test_what_is_wrong_with_a_file_as_a_whole_is_said_without_a_line(tmp_path):
    folder = a_folder(tmp_path / "rules", matrix=None)
    (problem,) = check_rules(folder)
    assert str(problem).startswith("matrix.yaml: there is no matrix.yaml in ")
    assert problem.place == "matrix.yaml"
    with pytest.raises(LeadQualError) as caught:
        RulesFolder(folder).load()
    assert caught.value.place == str(folder / "matrix.yaml")
    said = list(_of_rules(WorkspaceFolder(tmp_path)))
    assert [finding.place for finding in said] == ["matrix.yaml"]


def test_what_is_no_file_is_explained(tmp_path):
    a_folder(tmp_path, matrix=None)
    (tmp_path / "matrix.yaml").mkdir()
    os.mkfifo(tmp_path / "playbook.yaml")
    (tmp_path / "profiles.yaml").symlink_to("/dev/zero")
    (tmp_path / "template.yaml").symlink_to("nowhere")
    messages = [str(problem) for problem in check_rules(tmp_path)]
    assert messages[0].startswith("matrix.yaml:1:1: the file cannot be read: Is a directory; check that it exists")
    assert messages[1:] == [
        "playbook.yaml:1:1: this is not a file; put a text file here, or take it away",
        "profiles.yaml:1:1: this is not a file; put a text file here, or take it away",
    ]


def test_a_file_of_a_gigabyte_is_not_read(tmp_path):
    folder = a_folder(tmp_path)
    with (folder / "matrix.yaml").open("ab") as file:
        file.truncate(2**30)
    assert str(check_rules(folder)[0]).startswith("matrix.yaml:1:1: the file is larger than 512 KiB")


def test_a_scenario_that_the_matrix_gets_wrong_is_a_warning_where_it_stands(tmp_path):
    text = MATRIX + "scenarios:\n  - name: Large bakery\n    facts: {employees: 100}\n    expect: hot\n"
    loaded = load_rules(a_folder(tmp_path, matrix=text))
    assert loaded.rules is not None
    assert [(str(problem), problem.severity) for problem in loaded.problems] == [
        (
            "matrix.yaml:33:13: scenario 'Large bakery' should be hot, but is cold with 10 points; "
            "change points or tiers, or what is expected",
            "warning",
        )
    ]
    assert load_rules(a_folder(tmp_path, matrix=text.replace("hot\n", "cold\n"))).problems == ()


def test_a_saved_file_is_whole_private_and_alone(tmp_path):
    path = tmp_path / "matrix.yaml"
    path.write_text("old")
    save_whole(path, b"new")
    assert path.read_text() == "new"
    assert mode(path) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["matrix.yaml"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call):
    path = tmp_path / "matrix.yaml"
    path.write_text("old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((save.os, "fsync") if call == "fsync" else (Path, "replace")), full)
    with pytest.raises(LeadQualError, match="No space left on device") as caught:
        save_whole(path, b"new")
    assert "The file is as it was" in caught.value.hint
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["matrix.yaml"]


def test_a_link_to_rules_elsewhere_stays_a_link(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "matrix.yaml").write_text("old")
    link = tmp_path / "matrix.yaml"
    link.symlink_to(tmp_path / "shared" / "matrix.yaml")
    save_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "shared" / "matrix.yaml").read_text() == "new"


def test_a_new_workspace_gets_its_own_private_copy_of_the_rules(tmp_path):
    target = tmp_path / "workspace" / "rules"
    written = seed_rules(target, shipped=SHIPPED)
    assert target / "frameworks" / "bant.yaml" in written
    assert target / "schema" / "matrix.schema.json" in written
    assert {mode(path) for path in [target, *target.rglob("*")]} == {0o600, 0o700}
    assert load_rules(target).rules == load_rules(SHIPPED).rules
    assert not (target / "templates").exists()


def test_seeding_never_overwrites(tmp_path):
    (tmp_path / "matrix.yaml").write_text("mine")
    assert tmp_path / "matrix.yaml" not in seed_rules(tmp_path, shipped=SHIPPED)
    assert (tmp_path / "matrix.yaml").read_text() == "mine"
    assert seed_rules(tmp_path, shipped=SHIPPED) == ()


@pytest.mark.parametrize("name", template_names(SHIPPED))
def test_a_starter_set_is_complete_on_its_own(tmp_path, name):
    seed_rules(tmp_path, name, shipped=SHIPPED)
    loaded = load_rules(tmp_path)
    assert [str(problem) for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.rules == load_rules(SHIPPED / "templates" / name).rules
    assert (tmp_path / "schema" / "matrix.schema.json").exists()


def test_starter_sets_say_whom_they_are_for():
    found = templates(SHIPPED)
    assert len(found) == 4
    assert all(template.name and template.summary for template in found)


def test_a_starter_set_that_is_none_is_explained(tmp_path):
    with pytest.raises(LeadQualError, match=r"There is no template 'bakery'\. Choose one of: b2b_services, "):
        seed_rules(tmp_path, "bakery", shipped=SHIPPED)
