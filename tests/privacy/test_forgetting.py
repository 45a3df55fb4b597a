"""A person is forgotten for good, or learns what is held."""

import json
import re
import stat
from contextlib import closing
from datetime import timedelta

import pytest

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.exchange.person_file import PersonFile
from leadqual_gui.adapters.sealing import Sealer
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.privacy import PrivacyAct
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.privacy import Forgotten

TRACES = (
    b"Zwetlana",
    b"Quirrenbach",
    b"zq@morrow",
    b"5550199",
    b"likes sailing",
    b"Hildegund",
    b"earlier-zq",
    b"Oberst",
)


@pytest.fixture
def known(office):
    """A person of whom a lot is known, among others."""
    lead = office.lead("Zwetlana Quirrenbach", email="earlier-zq@morrow.example", company="Morrow Mills")
    office.do(c.EditLeads((lead,), {"email": "zq@morrow.example", "phone": "+49 30 5550199"}))
    other = office.lead("Omar Said", company="Beta Foods")
    office.do(c.EditLeads((lead, other), {"industry": "milling"}))
    office.do(c.AddNote(lead, "likes sailing"))
    office.happened(lead, topic="Oberst Mills tour")
    office.do(c.RecordAnswer(lead, "bant", "need", AnswerState.LEVEL, 2, office.at(1), evidence="Zwetlana said so"))
    office.do(c.PutStakeholder(Stakeholder(0, lead, "Hildegund Vogel", "champion")))
    office.do(c.PutFollowUp(FollowUp(0, lead, "call", office.clock.now() + timedelta(days=2), "ask Zwetlana")))
    office.do(c.AdjustScore(lead, 10, "fit", "Zwetlana is nice", "Lena"))
    office.do(c.GiveVerdict(lead, Judgement.TOO_LOW))
    office.do(c.KeepApart((lead, other)))
    again = office.lead("Quirrenbach, Zwetlana", company="Morrow Mills")
    office.do(c.MergeLeads(lead, (again,)))
    office.workspace.put_setting("search.recent", "zwetlana quirrenbach; Zwetlana Quirrenbach; omar")
    return lead


def left_in(folder) -> dict[str, list[bytes]]:
    """The traces that can be found in the bytes of each file."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.name: found for path in files if (found := [t for t in TRACES if t.lower() in path.read_bytes().lower()])
    }


def test_nothing_of_the_person_is_left_in_any_byte_of_the_file(office, known):
    office.workspace._keeper.keep_snapshot()
    assert left_in(office.folder)["leadqual.db-wal"]
    done = office.workspace.privacy.forget(known, "zwetlana  quirrenbach")
    assert isinstance(done, Forgotten)
    assert done.leads == 2
    assert done.rows > 15
    assert office.workspace.setting("search.recent") == "; ; omar"
    assert not re._cache, "Python keeps the patterns that it was given, names and all"
    assert left_in(office.folder) == {}
    make_backup(office.folder / "leadqual.db", office.folder / "backups", office.clock.now())
    office.do(c.EditLeads((2,), {"city": "Berlin"}))
    office.open_again()
    assert left_in(office.folder) == {}
    assert office.names() == ["Omar Said"]
    assert [finding for finding in examine(office.folder, office.clock.now()) if not finding.ok] == []


def test_everybody_else_stays_as_they_were_and_can_still_be_undone(office, known):
    office.do(c.EditLeads((2,), {"city": "Berlin"}))
    office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert office.workspace.store.lead(2).industry == "milling"
    assert office.workspace.store.search("omar") == [2]
    for step in office.workspace.steps():
        office.workspace.execute(c.Undo(step.operation))
    assert office.workspace.store.count() == 0
    for step in reversed(office.workspace.steps()):
        office.workspace.execute(c.Redo(step.operation))
    lead = office.workspace.store.lead(2)
    assert (lead.name, lead.city, lead.industry) == ("Omar Said", "Berlin", "milling")
    assert left_in(office.folder) == {}


def test_steps_of_the_person_alone_leave_the_history(office, known):
    before = len(office.workspace.steps())
    office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    labels = [step.label for step in office.workspace.steps()]
    assert len(labels) < before
    assert {label.code for label in labels} == {"lead_added", "leads_edited"}
    assert "Zwetlana" not in str(labels)


def test_it_has_to_be_asked_for_by_name(office, known):
    refused = office.workspace.privacy.forget(known, "Omar Said")
    assert isinstance(refused, Refusal)
    assert refused.reason.code == "type_the_name"
    assert office.workspace.store.lead(known) is not None
    assert office.workspace.privacy.forget(999, "Omar Said").reason.code == "lead_gone"


def test_somebody_deleted_long_ago_can_still_be_forgotten(office, known):
    office.do(c.DeleteLeads((known,)))
    assert "Zwetlana Quirrenbach" in [lead.name for lead in office.workspace.privacy.deleted_leads()]
    assert office.workspace.privacy.forget(known, "Zwetlana Quirrenbach").leads == 2
    assert office.workspace.privacy.deleted_leads() == []


def test_leads_that_mention_the_person_are_named_and_left_alone(office, known):
    office.do(c.AddNote(2, "Zwetlana Quirrenbach sent us here"))
    done = office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert done.mentioned == (2,)
    assert "Zwetlana" in office.workspace.store.activities(2)[0].topic


def test_notes_of_a_call_that_was_never_ended_go_too(office, known, tmp_path):
    folder = CallFolder(tmp_path / "calls")
    (twin,) = office.workspace.store.merged_into(known)
    for lead in (known, twin.id, 2):
        file = folder.new()
        file.write({"kind": "begun", "lead": lead})
        file.close()
    office.workspace.privacy.calls = folder
    assert office.workspace.privacy.forget(known, "Zwetlana Quirrenbach").calls == 2
    assert len(folder.names()) == 1


@pytest.fixture
def calls(office, known, tmp_path):
    """Four calls that were never ended and cannot be read; the damaged lines of two still say with whom they were."""
    folder = CallFolder(tmp_path / "calls")
    for lead in (known, 2):
        with closing(folder.new()) as file:
            file.write({"kind": "begun", "lead": lead, "name": office.workspace.store.lead(lead).name})
        torn = tmp_path / "calls" / f"{file.key}.call"
        torn.write_bytes(torn.read_bytes().replace(b'{"kind', b'!"kind', 1))
    with closing(CallFolder(tmp_path / "calls", Sealer(b"k" * 32)).new()) as file:
        file.write({"kind": "begun", "lead": known})
    (tmp_path / "calls" / "000009-aaaa.call").write_bytes(b"likes sailing" * 9)
    office.workspace.privacy.calls = folder
    return folder


def test_calls_that_cannot_be_read_stand_in_no_way_and_are_named(office, known, calls):
    _, others, sealed, junk = calls.names()
    privacy = office.workspace.privacy
    assert [one.key for one in privacy.calls_in_doubt(known)] == [sealed, junk]
    done = privacy.forget(known, "Zwetlana Quirrenbach")
    assert (done.calls, [one.key for one in done.in_doubt]) == (1, [sealed, junk])
    assert office.workspace.store.lead(known) is None
    assert calls.names() == [others, sealed, junk]


def test_calls_that_cannot_be_read_go_too_if_that_is_wanted(office, known, calls):
    _, others, sealed, junk = calls.names()
    done = office.workspace.privacy.forget(known, "Zwetlana Quirrenbach", (sealed, junk))
    assert (done.calls, done.in_doubt) == (3, ())
    assert calls.names() == [others]


def test_a_damaged_line_that_contradicts_itself_is_not_believed(office, known, calls, tmp_path):
    _, others, *_ = calls.names()
    file = tmp_path / "calls" / f"{others}.call"
    file.write_bytes(file.read_bytes().replace(b'"lead":2', b'"lead":%d' % known))
    assert others in [one.key for one in office.workspace.privacy.calls_in_doubt(known)]


def test_all_that_is_held_comes_as_one_private_file(office, known, tmp_path):
    target = tmp_path / "person.json"
    office.workspace.privacy.export(known, PersonFile(target))
    held = json.loads(target.read_text("utf-8"))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert held["lead"]["name"] == "Zwetlana Quirrenbach"
    assert {a["topic"] for a in held["activities"]} == {"likes sailing", "Oberst Mills tour"}
    assert held["answers"][0]["evidence"] == "Zwetlana said so"
    assert [p["name"] for p in held["stakeholders"]] == ["Hildegund Vogel"]
    assert all(held[part] for part in ("follow_ups", "adjustments", "verdicts", "score_history"))
    assert "earlier-zq@morrow.example" in str(held["changes"])
    assert [lead["name"] for lead in held["merged_leads"]] == ["Quirrenbach, Zwetlana"]


def test_what_was_done_is_logged_without_the_data(office, known, tmp_path):
    office.workspace.privacy.export(known, PersonFile(tmp_path / "person.json"))
    office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    deleted, exported = office.workspace.privacy.log()
    assert (deleted.act, deleted.leads, exported.act, exported.leads) == (PrivacyAct.DELETED, 2, PrivacyAct.EXPORTED, 1)
    assert deleted.rows > 15
    assert deleted.at == office.clock.now()
