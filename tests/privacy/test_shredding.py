"""While somebody is forgotten others work on; what a kill leaves of it is done at the next start."""

import threading

import pytest

from leadqual_gui.adapters.db import shredding
from leadqual_gui.adapters.db.gate import Lane, WriteGate
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services import commands as c
from tests.privacy.test_forgetting import known, left_in

__all__ = ["known"]


def test_writing_the_file_anew_is_given_up_for_whoever_waits_and_begun_again(office, known, monkeypatch):
    tries: list[bool] = []
    real = shredding._vacuumed

    def vacuumed(connections, gives_way):
        if not tries:
            connections.gate._foreground_waiting += 1  # somebody came in this very moment
        done = real(connections, gives_way)
        if not tries:
            connections.gate._foreground_waiting -= 1
        tries.append(done)
        return done

    monkeypatch.setattr(shredding, "_STEPS", 1)
    monkeypatch.setattr(shredding, "_vacuumed", vacuumed)
    connections = office.workspace.store._connections
    monkeypatch.setattr(connections.gate, "enter", _entering_at_once(connections.gate))
    office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert tries == [False, True]
    assert left_in(office.folder) == {}


def _entering_at_once(gate: WriteGate):
    """The gate lets bulk writers in although somebody waits, as when that one comes a moment later."""

    def enter(lane: Lane) -> None:
        gate._inside = threading.get_ident()

    return enter


def test_what_a_kill_left_is_shredded_at_the_next_start(office, known, monkeypatch):
    def killed(*_: object) -> bool:
        raise LeadQualError("killed")

    monkeypatch.setattr(shredding, "_vacuumed", killed)
    with pytest.raises(LeadQualError):
        office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert office.workspace.store.lead(known) is None
    monkeypatch.undo()
    seen: list[object] = []
    real = shredding.shred
    monkeypatch.setattr(shredding, "shred", lambda connections: (seen.append(connections), real(connections)))
    office.open_again()
    assert len(seen) == 1
    assert left_in(office.folder) == {}
    office.open_again()
    assert len(seen) == 1
    assert office.names() == ["Omar Said"]


def test_the_search_still_finds_everybody_else(office, known):
    for number in range(30):
        office.lead(f"Walter Brunner {number}", company="Gamma")
    office.do(c.EditLeads((office.workspace.find("2"),), {"notes": "likes rowing"}))
    office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert len(office.workspace.store.search("brunner")) == 30
    assert len(office.workspace.store.search("rowing")) == 1
    assert len(office.workspace.store.search("zwetlana")) == 0


def test_only_who_really_speaks_of_the_person_is_named(office, known):
    near = office.lead("Zwetlana Berg", company="Quirrenbach Ltd")
    told = office.lead("Mia Holt", company="Holt Ltd")
    office.do(c.AddNote(told, "knows Zwetlana Quirrenbach from school"))
    done = office.workspace.privacy.forget(known, "Zwetlana Quirrenbach")
    assert told in done.mentioned
    assert near not in done.mentioned
