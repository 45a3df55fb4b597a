"""What somebody types and has not finished is on disk: with its lead, for nobody else, and not a day longer."""

import sqlite3
from contextlib import closing

import pytest

from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.app.first_sight import settings
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.samples import open_sample
from leadqual_gui.services import commands as c
from leadqual_gui.services.half_typed import NEW_LEAD, NOTE, TypingPlace
from leadqual_gui.services.privacy import Forgotten
from tests.builders import FixedClock, days_ago

HALF = "Her daughter marries in Zanzi"


def traces_in(folder, *words: str) -> set[str]:
    """The files in whose bytes one of these words stands."""
    wanted = [word.casefold().encode() for word in words]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(word in path.read_bytes().lower() for word in wanted)}


def rows(office) -> list[tuple[str, str]]:
    """What stands in the file."""
    with closing(sqlite3.connect(office.folder / "leadqual.db")) as connection:
        return connection.execute("SELECT key, value FROM setting WHERE key GLOB 'typed*' ORDER BY key").fetchall()


def test_words_stay_with_their_lead_and_are_there_at_the_next_start(office):
    ines, omar = office.lead("Ines Keller"), office.lead("Omar Said")
    office.workspace.half_typed.keep(TypingPlace(NOTE, ines), HALF)
    office.workspace.half_typed.keep(TypingPlace(NOTE, omar), "Likes\nrye \ud83d")
    office.open_again()
    typed = office.workspace.half_typed
    assert typed.text(TypingPlace(NOTE, ines)) == HALF
    assert typed.text(TypingPlace(NOTE, omar)) == "Likes\nrye ?"
    assert typed.text(TypingPlace("reason", ines)) == ""
    assert typed.leads() == [ines, omar]


def test_filed_or_emptied_words_are_no_longer_there(office):
    ines = office.lead("Ines Keller")
    typed = office.workspace.half_typed
    typed.keep(TypingPlace(NOTE, ines), HALF)
    typed.keep(TypingPlace(NOTE, ines), " \n")
    assert rows(office) == []
    assert typed.leads() == []


def test_typing_is_no_step_and_nothing_of_how_the_window_was_left(office):
    ines = office.lead("Ines Keller")
    before = [step.operation for step in office.workspace.steps()]
    office.workspace.half_typed.keep(TypingPlace(NOTE, ines), HALF)
    assert [step.operation for step in office.workspace.steps()] == before
    assert not [change for change in office.workspace.store.changes(ines) if HALF in str(change)]
    office.workspace.put_setting("window.theme", "dark")
    assert {"dark"} <= set(settings(office.folder / "leadqual.db").values())
    assert HALF not in settings(office.folder / "leadqual.db").values()
    assert [f for f in examine(office.folder, office.clock.now()) if not f.ok] == []


def test_who_is_deleted_for_good_leaves_no_typed_byte(office):
    ines, again, omar = office.lead("Ines Keller"), office.lead("Keller, Ines"), office.lead("Omar Said")
    typed = office.workspace.half_typed
    for number in range(40):
        typed.keep(TypingPlace(NOTE, ines), HALF[: number + 1] + " plumbago")
    typed.keep(TypingPlace("reason", ines), "plumbago again")
    typed.keep(TypingPlace(NOTE, again), "plumbago too")
    typed.keep(TypingPlace(NOTE, omar), "Ask whether Ines Keller likes rye")
    office.do(c.MergeLeads(ines, (again,)))
    assert traces_in(office.folder, "plumbago")
    done = office.workspace.privacy.forget(ines, "Ines Keller")
    assert isinstance(done, Forgotten)
    assert traces_in(office.folder, "plumbago", "Zanzi") == set()
    assert rows(office) == [(f"typed.note.{omar}", "Ask whether Ines Keller likes rye")]
    assert done.mentioned == (omar,)
    make_backup(office.folder / "leadqual.db", office.folder / "backups", office.clock.now())
    office.open_again()
    assert traces_in(office.folder, "plumbago", "Zanzi") == set()


def test_a_key_that_comes_late_writes_nothing_about_somebody_deleted_for_good(office):
    ines = office.lead("Ines Keller")
    office.workspace.privacy.forget(ines, "Ines Keller")
    office.workspace.half_typed.keep(TypingPlace(NOTE, ines), HALF)
    assert rows(office) == []
    office.workspace.half_typed.keep(TypingPlace("new_lead"), "Zwetl")
    assert rows(office) == [("typed.new_lead.0", "Zwetl")]


def test_a_name_that_is_being_typed_for_nobody_yet_goes_with_the_person(office):
    ines = office.lead("Ines Keller")
    office.workspace.half_typed.keep(TypingPlace("new_lead"), "Ines Keller, Acme")
    office.workspace.privacy.forget(ines, "Ines Keller")
    assert rows(office) == [("typed.new_lead.0", ", Acme")]
    assert traces_in(office.folder, "Ines Keller") == set()


def test_a_merged_lead_brings_its_words_along(office):
    ines, again = office.lead("Ines Keller"), office.lead("Keller, Ines")
    typed = office.workspace.half_typed
    typed.keep(TypingPlace(NOTE, ines), "Likes rye")
    typed.keep(TypingPlace(NOTE, again), HALF)
    merged = office.do(c.MergeLeads(ines, (again,)))
    office.do(c.Undo(merged.operation))
    assert typed.text(TypingPlace(NOTE, ines)) == "Likes rye"
    assert typed.text(TypingPlace(NOTE, again)) == HALF
    office.do(c.MergeLeads(ines, (again,)))
    assert typed.text(TypingPlace(NOTE, ines)) == f"Likes rye\n{HALF}"
    typed.keep(TypingPlace(NOTE, ines), "")
    assert typed.text(TypingPlace(NOTE, ines)) == ""


def test_a_lead_that_was_deleted_and_comes_back_has_its_words_still(office):
    ines = office.lead("Ines Keller")
    office.workspace.half_typed.keep(TypingPlace(NOTE, ines), HALF)
    gone = office.do(c.DeleteLeads((ines,)))
    office.open_again()
    office.do(c.Undo(gone.operation))
    assert office.workspace.half_typed.text(TypingPlace(NOTE, ines)) == HALF


def test_who_asks_what_is_held_is_told_what_was_being_typed(office):
    ines = office.lead("Ines Keller")
    office.workspace.half_typed.keep(TypingPlace(NOTE, ines), HALF)
    assert office.workspace.privacy.held(ines)["half_typed"] == [{"what": "note", "text": HALF}]


@pytest.mark.parametrize("place", [TypingPlace(NOTE, 1), TypingPlace(NEW_LEAD)])
def test_a_sample_in_which_somebody_types_is_not_made_anew_the_next_day(tmp_path, place):
    folder, clock = WorkspaceFolder(tmp_path / "sample"), FixedClock(days_ago(1))
    sample = open_sample(folder, clock)
    sample.half_typed.keep(place, HALF)
    sample.close()
    clock = FixedClock()
    sample = open_sample(folder, clock)
    assert sample.half_typed.text(place) == HALF
    sample.half_typed.keep(place, "")
    made = sample.setting("sample.made")
    sample.close()
    sample = open_sample(folder, clock)
    assert sample.setting("sample.made") != made
    sample.close()
