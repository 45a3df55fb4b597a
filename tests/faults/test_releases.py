"""Databases as each version of the tables left them, with data, opened by the newest."""

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.backup import backups, occasion_of, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME, SCHEMA_VERSION
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.commands import AddNote, EditLeads
from leadqual_gui.services.safekeeping import Occasion
from tests.drafts.workshop import Workshop
from tests.faults.copies import unpack
from tests.faults.world import done, wrong_by_the_doctor
from tests.store.builders import FakeClock, edit, opened

VERSIONS = range(1, SCHEMA_VERSION + 1)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    """A version of the tables."""
    return int(request.param)


@pytest.fixture
def folder(tmp_path: Path, version: int) -> Path:
    """A workspace as that version left it."""
    made = tmp_path / "workspace"
    made.mkdir(mode=0o700)
    unpack(version, made)
    return made


def test_everything_that_was_kept_is_there(folder, version):
    with closing(opened(folder)) as store:
        lead = store.lead(1)
        assert (store.count(), lead.full_name, lead.company, lead.stage) == (
            11,
            "Ines Keller 1",
            "Norbrook Mills",
            "mql",
        )
        assert (lead.email, lead.custom["machine"]) == ("ines1@example.org", "M1")
        assert [len(store.activities(n)) for n in (1, 2, 3, 4)] == [0, 1, 2, 3]
        assert [a.topic for a in store.activities(4)] == [None, "ovens", "ovens"]
        assert store.answers(4)[0].level == 3
        assert store.stakeholders(5)[0].name == "Omar"
        assert len(list(store.scores())) == 11
        assert store.setting("window.theme") == "dark"
        assert store.rules_files("v1") == {"matrix.yaml": "format: 1\n"}
        if version >= 2:
            assert list(store.rules_archive.draft_lines("matrix.yaml")) == ['{"points": 5}']
        if version >= 4:
            assert store.kept_apart() == {(5, 6)}
            assert len(store.privacy_log()) == 1


def test_searching_finds_what_was_indexed_then(folder):
    with closing(opened(folder)) as store:
        assert list(store.search("norbrook")) == [1]
        assert list(store.search("北京")) == [3]
        assert list(store.search("taken")) == []
        assert 4 in store.search("ines keller")


def test_steps_of_then_can_be_taken_back_now(folder):
    with closing(opened(folder)) as store:
        deleted = next(step for step in store.steps() if step.label.code == "leads_deleted")
        assert store.undo(deleted.operation)
        assert store.lead(12).full_name == "Ines Keller 12"
        edited = next(step for step in store.steps() if step.label.code == "leads_edited" and not step.undone)
        assert store.undo(edited.operation)
        assert store.lead(1).company == "Acme Pumps"


def test_it_is_worked_with_as_with_a_new_one(folder):
    workshop = Workshop(folder)
    with closing(workshop.workspace) as workspace:
        done(workspace.execute(EditLeads((1,), {"company": "Newer"})))
        done(workspace.execute(AddNote(1, "Called about ovens")))
        assert workspace.card(1) is not None
    assert wrong_by_the_doctor(folder) == []


def test_a_copy_of_before_is_kept(folder, version):
    before = shutil.copy(folder / FILE_NAME, folder.with_name("before.db"))
    opened(folder).close()
    made = backups(folder / "backups")
    assert [occasion_of(file) for file in made] == ([Occasion.MIGRATION] if version < SCHEMA_VERSION else [])
    assert [verify(file).leads for file in made] == [11] * len(made)
    shutil.copy(before, folder / FILE_NAME)


def test_a_newer_file_is_refused_and_left_alone(tmp_path):
    folder = tmp_path / "workspace"
    with closing(opened(folder)) as store:
        store._connections.writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(LeadQualError, match="newer LeadQual") as refused:
        open_store(folder, FakeClock())
    assert "Nothing was changed" in refused.value.hint
    assert (folder / FILE_NAME).read_bytes() == before
    wrong = [finding for finding in examine(folder, datetime.now(UTC)) if not finding.ok]
    assert "newer LeadQual" in wrong[0].message


def test_the_newest_release_is_kept_as_an_example(tmp_path):
    assert unpack(SCHEMA_VERSION, tmp_path).exists(), "keep a database of each version of the tables here"
    with closing(opened(tmp_path)) as store:
        assert edit(store, [1], company="Newer")
