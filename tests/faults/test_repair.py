"""What the doctor repairs, from the database itself and from its copies; and what it says it did."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from leadqual_gui.adapters.db.backup import backups, make_backup, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.repairing import Repair, repair
from leadqual_gui.domain.errors import LeadQualError
from tests.faults.damage import PAGE, pages_of, spoil, write
from tests.faults.world import wrong_by_the_doctor
from tests.store.builders import NOW, a_lead, an_activity, edit, opened, put, step

LATER = NOW + timedelta(days=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with three hundred leads, a copy, and a little work after it."""
    made = tmp_path / "workspace"
    with closing(opened(made)) as store:
        leads = put(store, *[a_lead(full_name=f"Lead {n}", company=f"Firm {n}", notes="x" * 300) for n in range(300)])
        with store.unit(step("activity_added")) as unit:
            for lead in leads:
                unit.add_activity(an_activity(lead.id))
            unit.commit()
        make_backup(store.path, made / "backups", NOW)
        edit(store, [7], company="After the copy")
        store.put_setting("window.theme", "dark")
        put(store, a_lead(full_name="Lena Vogt"))
    return made


def said(repairs: list[Repair]) -> str:
    return "\n".join(f"{one.subject}: {one.message}" for one in repairs)


def test_a_sound_workspace_is_left_alone(folder):
    before = (folder / FILE_NAME).read_bytes()
    assert repair(folder, LATER) == []
    assert (folder / FILE_NAME).read_bytes() == before


def test_what_the_rest_of_the_file_tells_is_mended(folder):
    write(
        folder,
        "DELETE FROM lead_text WHERE rowid = 7",
        "UPDATE operation SET state = 1 WHERE id = (SELECT max(id) FROM operation)",
        "INSERT INTO watch (lead_id, tier) VALUES (9999, 'hot')",
    )
    folder.chmod(0o755)
    assert len(wrong_by_the_doctor(folder)) == 4
    done = said(repair(folder, LATER))
    assert "the search was made anew" in done
    assert "1 rows of lead were hidden" in done
    assert "1 rows of leads that are not there" in done
    assert "closed to others" in done
    assert "a copy of before was made" in done
    assert wrong_by_the_doctor(folder) == []
    with closing(opened(folder)) as store:
        assert (store.count(), list(store.search("after"))) == (300, [7])


def test_damaged_rows_come_from_the_copy_and_everything_else_from_the_file(folder):
    damaged = pages_of(folder, "lead")[3:5]
    spoil(folder, damaged)
    assert wrong_by_the_doctor(folder)
    done = said(repair(folder, LATER))
    assert "rows of lead came from a copy" in done
    assert "the damaged file is kept" in done
    assert wrong_by_the_doctor(folder) == []
    with closing(opened(folder)) as store:
        assert store.count() == 301
        assert store.lead(7).company == "After the copy"
        assert [store.lead(n).full_name for n in range(1, 301)] == [f"Lead {n}" for n in range(300)]
        assert len(store.search("lena")) == 1
        assert store.setting("window.theme") == "dark"


def test_a_file_whose_beginning_is_gone_comes_from_the_copy(folder):
    spoil(folder, [0])
    done = said(repair(folder, LATER))
    assert "restored from a copy, as of 2026-11-02 09:30 UTC" in done
    assert wrong_by_the_doctor(folder) == []
    with closing(opened(folder)) as store:
        assert (store.count(), store.lead(7).company) == (300, "Firm 6")


def test_without_a_copy_what_can_be_read_is_saved(folder):
    for file in (folder / "backups").iterdir():
        file.unlink()
    spoil(folder, pages_of(folder, "lead")[3:4])
    repair(folder, LATER)
    assert wrong_by_the_doctor(folder) == []
    with closing(opened(folder)) as store:
        assert 270 < store.count() < 301
    spoil(folder, [0])
    with pytest.raises(LeadQualError, match="no sound copy"):
        repair(folder, LATER)


def test_any_damage_at_all_ends_in_a_sound_workspace(folder):
    random = Random(8)
    whole = (folder / FILE_NAME).read_bytes()
    for _ in range(12):
        (folder / FILE_NAME).write_bytes(whole)
        spoil(folder, random.sample(range(1, len(whole) // PAGE), random.randrange(1, 6)))
        repair(folder, LATER)
        assert wrong_by_the_doctor(folder) == []
        with closing(opened(folder)) as store:
            assert store.count() >= 300


def test_a_damaged_copy_does_not_count_any_more(folder):
    copy = backups(folder / "backups")[0]
    os.truncate(copy, copy.stat().st_size - PAGE)
    assert "a damaged copy does not count any more" in said(repair(folder, LATER))
    assert backups(folder / "backups") == []
    assert [file.name for file in (folder / "backups").iterdir()] == [f"damaged-{copy.name}"]


def test_moving_a_workspace_is_copying_its_folder(folder, tmp_path):
    elsewhere = tmp_path / "another laptop" / "LeadQual"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    assert wrong_by_the_doctor(elsewhere) == []
    assert verify(backups(elsewhere / "backups")[0]).leads == 300
    with closing(opened(elsewhere)) as store:
        assert (store.count(), store.lead(7).company) == (301, "After the copy")
        assert store.undo(next(s.operation for s in store.steps() if s.label.code == "leads_edited"))


OURS = (
    "backups/leadqual-2026-11-20-080000-4711.part",
    "backups/leadqual-2026-11-20-080000-2-before-import-4711.part-journal",
    "backups/leadqual-2026-11-20-080000.db.sha256.part",
    "backups/leadqual-2026-11-20-080000.db.sha256",
    "leadqual.db.new",
    "leadqual.db.new-wal",
    "rules/.matrix.yaml.k3_x9ab2.tmp",
    "rules/frameworks/.bant.yaml.a1b2c3d4.tmp",
)
THEIRS = (
    "backups/leadqual-x.partners.db",
    "backups/leadqual-2026-11-20-080000.partners.db",
    "backups/prices.part1.rar",
    "backups/holiday.sha256",
    "backups/leadqual-end-of-year.db.sha256",
    "leadqual.db.new-laptop.txt",
    "shop.db.new",
    "rules/.notes.tmp",
    "rules/frameworks/.bant.yaml.from-ana.tmp",
)


def test_only_our_own_unfinished_files_are_cleared_away(folder):
    for name in OURS + THEIRS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"half of it")
        os.utime(folder / name, (NOW.timestamp(), NOW.timestamp()))
    repair(folder, LATER)
    assert [name for name in OURS if (folder / name).exists()] == []
    assert [name for name in THEIRS if not (folder / name).exists()] == []
