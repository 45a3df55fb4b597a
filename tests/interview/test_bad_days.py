"""Whatever happens during a call, nothing typed is lost, and what happened is said plainly."""

from contextlib import closing
from dataclasses import replace

import pytest

from leadqual_gui.adapters import call_files
from leadqual_gui.adapters.sealing import Sealer
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services import commands as c
from leadqual_gui.services import wording
from leadqual_gui.services.calling.values import Done, Ending, Kept, Saved, WrapUp
from leadqual_gui.services.operations import Refusal
from tests.builders import a_stakeholder


@pytest.fixture
def full_disk(monkeypatch, office):
    """The database cannot be written as long as the list is not empty."""
    full = []
    execute = office.workspace.execute

    def refusing(command):
        if full:
            raise LeadQualError("The disk is full", "Make room")
        return execute(command)

    monkeypatch.setattr(office.workspace, "execute", refusing)
    return full


def test_a_call_that_was_killed_is_offered_again_with_the_unfinished_line(phone, office, ines):
    call = phone.call(ines)
    call.jump("a")
    call.answer(2)
    call.add_note("She prepares the choice")
    call.write_draft("her director Rui Pr")
    before = call.before
    phone.killed()
    (left,) = phone.desk.unfinished()
    assert (left.name, left.draft, left.answers, len(left.notes)) == ("Ines Carvalho", "her director Rui Pr", 1, 1)
    again = phone.desk.resume(left.key)
    assert (again.draft, again.interview.at, again.before) == ("her director Rui Pr", "authority", before)
    assert [n.text for n in again.notes] == ["She prepares the choice"]
    assert [s.kind for s in again.steps] == ["answer", "note"]
    again.end(Ending("reached"))
    notes = [a.topic for a in office.workspace.store.activities(ines) if a.kind == "note"]
    assert sorted(notes) == ["She prepares the choice", "her director Rui Pr"]
    assert phone.desk.unfinished() == ()


def test_two_calls_with_one_lead_are_one(phone, office, ines):
    call = phone.call(ines)
    refused = phone.desk.begin(ines, "champ")
    assert isinstance(refused, Refusal)
    assert refused.reason.code == "call_running"
    assert phone.desk.call_with(ines) is call
    phone.killed()
    refused = phone.desk.begin(ines)
    assert refused.reason.code == "call_unfinished"
    assert phone.desk.resume(refused.reason.params["key"]).lead_id == ines


def test_with_a_full_disk_everything_is_kept_in_the_file_and_filed_later(phone, office, ines, full_disk):
    call = phone.call(ines)
    full_disk.append(True)
    kept = call.answer(3)
    assert isinstance(kept, Kept)
    assert (kept.saved, kept.error.message) == (Saved.FILE, "The disk is full")
    assert isinstance(call.add_note("two cold rooms went warm"), Kept)
    assert isinstance(call.put_stakeholder(a_stakeholder("champion", "Rui Prata")), Kept)
    assert isinstance(call.do_not_call(), Kept)
    assert (call.unsaved, call.saved) == (4, Saved.FILE)
    assert call.interview.state.level == 3
    assert call.outlook.exact == call.before.exact + 100
    assert isinstance(call.end(Ending("reached")), Kept)
    assert not call.closed
    full_disk.clear()
    assert call.tick() is Saved.DATABASE
    record = office.workspace.store.record(ines)
    assert (record.answers[0].level, record.stakeholders[0].name, record.lead.do_not_contact) == (3, "Rui Prata", True)
    assert [a.topic for a in record.activities] == ["two cold rooms went warm"]
    assert isinstance(call.end(Ending("reached")), WrapUp)


def test_what_a_full_disk_kept_in_the_file_survives_a_kill(phone, office, ines, full_disk):
    call = phone.call(ines)
    full_disk.append(True)
    call.answer(3)
    call.add_note("#b thinks of 10 to 12")
    full_disk.clear()
    phone.killed()
    (left,) = phone.desk.unfinished()
    assert left.unsaved == 2
    again = phone.desk.resume(left.key)
    assert again.saved is Saved.DATABASE
    record = office.workspace.store.record(ines)
    assert [(a.element, a.level) for a in record.answers] == [("budget", 3)]
    assert [a.topic for a in record.activities] == ["Budget: thinks of 10 to 12"]


def test_where_not_even_the_file_takes_it_the_screen_keeps_it_and_says_so(phone, ines, full_disk, monkeypatch):
    call = phone.call(ines)
    full_disk.append(True)
    written = call_files.os.write
    monkeypatch.setattr(call_files.os, "write", _no_room)
    kept = call.add_note("lost a full load of fish")
    assert (kept.saved, call.saved) == (Saved.SCREEN, Saved.SCREEN)
    assert [(n.text, n.saved) for n in call.notes] == [("lost a full load of fish", Saved.SCREEN)]
    monkeypatch.setattr(call_files.os, "write", written)
    full_disk.clear()
    assert call.retry() is Saved.DATABASE


def _no_room(handle, data):
    raise OSError(28, "No space left on device")


def test_the_room_for_a_call_is_reserved_before_it_begins(phone, office, ines):
    call = phone.call(ines)
    file = office.folder / "calls" / f"{call.key}.call"
    assert file.stat().st_size == call_files.ROOM
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_lead_deleted_during_its_call_loses_nothing_and_comes_back_whole(phone, office, ines):
    call = phone.call(ines)
    call.answer(2)
    gone = office.do(c.DeleteLeads((ines,)))
    assert [s.code for s in call.refresh()] == ["call_lead_gone"]
    kept = call.jump("need") and call.answer(3)
    assert isinstance(kept, Kept)
    assert wording.STEPS[kept.said.code].format(**kept.said.params).startswith("Ines Carvalho was deleted")
    assert isinstance(call.end(Ending("reached")), Kept)
    phone.killed()
    (left,) = phone.desk.unfinished()
    assert (left.lead_there, left.unsaved) == (False, 1)
    assert phone.desk.resume(left.key).reason.code == "lead_gone"
    office.do(c.Undo(gone.operation))
    phone.desk.resume(left.key)
    assert {(a.element, a.level) for a in office.workspace.store.answers(ines)} == {("budget", 2), ("need", 3)}


def test_a_framework_deleted_in_mid_interview_keeps_answers_as_notes(phone, office, ines):
    call = phone.call(ines)
    rest = tuple(f for f in office.desk.rules.frameworks if f.id != "bant")
    office.desk.save(replace(office.desk.rules, frameworks=rest, version="without"))
    office.workspace.reload_rules()
    assert [s.code for s in call.refresh()] == ["call_framework_gone"]
    kept = call.answer(3)
    assert (kept.said.code, kept.saved) == ("call_answer_kept_as_note", Saved.DATABASE)
    assert office.workspace.store.activities(ines)[0].topic == (
        "bant Budget: level 3, The money is granted, and the owner of the budget is named."
    )
    assert isinstance(call.end(Ending("reached")), WrapUp)


def test_an_element_and_a_level_that_the_new_version_dropped_are_said(phone, office, ines):
    call = phone.call(ines)
    call.answer(3)
    bant = office.desk.rules.framework("bant")
    budget = replace(bant.elements[0], levels=bant.elements[0].levels[:3])
    less = replace(bant, elements=(budget, *bant.elements[2:]))
    others = tuple(f for f in office.desk.rules.frameworks if f.id != "bant")
    office.desk.save(replace(office.desk.rules, frameworks=(less, *others), version="less"))
    office.workspace.reload_rules()
    assert [s.code for s in call.refresh()] == ["call_framework_changed", "call_levels_gone"]
    assert call.interview.of("authority") is None
    assert call.answer(3).reason.code == "no_such_level"
    assert isinstance(call.answer(2), Done)
    assert [a.level for a in office.workspace.store.answers(ines) if a.element == "budget"] == [2, 3]


def test_a_torn_last_line_leaves_all_lines_before_it(tmp_path):
    folder = call_files.CallFolder(tmp_path / "calls")
    file = folder.new()
    for number in range(3):
        file.write({"kind": "item", "n": number})
    file.draft("first")
    file.draft("second")
    file.close()
    path = next((tmp_path / "calls").iterdir())
    data = bytearray(path.read_bytes())
    at = data.index(b'"n":2')
    data[at] ^= 1
    data[data.index(b"second")] ^= 1
    path.write_bytes(bytes(data))
    again = folder.open(file.key)
    assert [e["n"] for e in again.entries()] == [0, 1]
    assert again.drafted() == "first"
    again.write({"kind": "item", "n": 9})
    again.close()
    once_more = folder.open(file.key)
    assert [e["n"] for e in once_more.entries()] == [0, 1, 9]
    once_more.close()


@pytest.mark.parametrize("text", ["", "ä" * 20_000, "line\nline", "\U0001f600" * 10, "\ud800"])
def test_any_unfinished_line_comes_back_as_it_was_typed(tmp_path, text):
    folder = call_files.CallFolder(tmp_path / "calls")
    file = folder.new()
    file.draft("before")
    file.draft(text)
    file.close()
    again = folder.open(file.key)
    assert again.drafted() == text
    again.close()


def test_a_call_that_is_let_go_leaves_its_lines_on_the_time_line(phone, office, ines):
    phone.call(ines).write_draft("call her sister company")
    phone.killed()
    (left,) = phone.desk.unfinished()
    assert phone.desk.let_go(left.key) is None
    assert office.workspace.store.activities(ines)[0].topic == "call her sister company"
    assert phone.desk.unfinished() == ()


@pytest.mark.parametrize("junk", [b"junk", b"deadbeef {}\n" * 4000, b"\x00" * call_files.LINES_AT + b"torn"])
def test_a_file_that_cannot_be_read_is_named_and_stands_in_no_way(phone, office, ines, junk):
    phone.call(ines).answer(2)
    phone.killed()
    file = office.folder / "calls" / "000009-aaaa.call"
    file.write_bytes(junk)
    assert [left.lead_id for left in phone.desk.unfinished()] == [ines]
    assert [(one.key, one.place) for one in phone.desk.unreadable()] == [("000009-aaaa", str(file))]
    assert file.read_bytes() == junk


@pytest.mark.parametrize("nothing", [b"", b"\x00" * 40_000])
def test_a_call_that_was_killed_before_its_first_line_is_not_spoken_of(phone, office, nothing):
    folder = office.folder / "calls"
    folder.mkdir()
    (folder / "000001-aaaa.call").write_bytes(nothing)
    assert phone.desk.unfinished() == phone.desk.unreadable() == ()


def test_notes_that_were_sealed_with_another_key_are_named_and_others_can_be_called(phone, office, ines):
    folder = office.folder / "calls"
    with closing(call_files.CallFolder(folder, Sealer(b"k" * 32)).new()) as lost:
        lost.write({"kind": "begun"})
    (unread,) = phone.desk.unreadable()
    assert "sealed with another key" in unread.reason
    assert phone.desk.unfinished() == ()
    assert phone.call(ines).lead_id == ines
