"""What comes between: a step while leads are read, scored or saved. The lists say what is stored, always."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Said
from tests.services.office import Office

MANY = 60
"""More leads than are scored within their step."""


@contextmanager
def once_after(monkeypatch: pytest.MonkeyPatch, of: object, name: str, happens: Callable[[], object]) -> Iterator[None]:
    """The first time that `name` is asked, something happens before the answer arrives."""
    real, waiting = getattr(of, name), [happens]

    def asked(*given: Any, **named: Any) -> Any:
        answer = real(*given, **named)
        if waiting:
            waiting.pop()()
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(of, name, asked)
        yield
    assert not waiting


def many_leads(office: Office) -> tuple[int, ...]:
    """As many as a bulk edit has."""
    bulk = office.workspace.store.bulk(Said("imported"))
    ids = bulk.add_leads(["full_name", "industry"], [(f"Lead {number}", "mining") for number in range(MANY)])
    bulk.finish()
    office.workspace.load()
    office.workspace.keep_scores()
    return tuple(ids)


def is_as_stored(office: Office, lead_id: int) -> None:
    """List, account from the store and the score kept beside the lead are one."""
    shown, moment = office.workspace.row(lead_id), office.workspace.card(lead_id)
    assert shown is not None
    assert moment is not None
    account = office.workspace.card(lead_id, moment.as_of)
    kept = next(row for row in office.workspace.store.scores() if row[0] == lead_id)
    assert (shown.shown, kept[1]) == (account.shown, account.exact)


def test_an_edit_while_many_leads_are_read_again_is_not_overwritten(office, monkeypatch):
    ines, *others = many_leads(office)
    store = office.workspace.store

    def edit() -> None:
        office.do(c.EditLeads((ines,), {"industry": "logistics"}))

    tagged = c.TagLeads((ines, *others), ("fair",))
    real, asked = store.leads, []

    def leads(ids: Any) -> Any:
        found = real(ids)
        asked.append(ids)
        if len(asked) == 2:  # the first time the command looks whether they are there
            edit()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(store, "leads", leads)
        office.do(tagged)
    assert office.score(ines) == 20
    is_as_stored(office, ines)


def test_a_request_for_a_demo_while_all_leads_are_loaded_counts_at_once(office, monkeypatch):
    ines = office.lead()

    def ask() -> None:
        office.clock.moment += timedelta(seconds=30)
        office.happened(ines, "demo_requested", 0)

    with once_after(monkeypatch, office.workspace.store, "columns", ask):
        office.workspace.load()
    assert office.score(ines) == 25
    is_as_stored(office, ines)


def test_an_edit_while_all_leads_are_scored_by_other_rules_stands_in_the_new_list(office, monkeypatch):
    ines = office.lead()
    keeper = office.workspace._keeper

    def publish() -> None:
        keeper.rescore(office.workspace.rules, office.clock.now(), Said("rescored"), later=True)

    with once_after(monkeypatch, keeper._watch, "touch", publish):
        office.do(c.EditLeads((ines,), {"industry": "logistics"}))
    assert office.score(ines) == 20
    is_as_stored(office, ines)


def test_scores_of_everybody_do_not_overwrite_that_of_a_lead_edited_meanwhile(office, monkeypatch):
    ines = office.lead()
    office.workspace._keeper.rescore(office.workspace.rules, office.clock.now(), Said("rescored"), later=True)
    store, real, waiting = office.workspace.store, office.workspace.store.save_scores, [1]

    def save(rows: Any, cause: Said) -> None:
        if waiting:
            waiting.pop()
            office.do(c.EditLeads((ines,), {"industry": "logistics"}))
        real(rows, cause)

    with monkeypatch.context() as patched:
        patched.setattr(store, "save_scores", save)
        patched.setattr(store, "scores", lambda: [])
        office.workspace.keep_scores()
    is_as_stored(office, ines)


def test_leads_that_could_not_be_read_again_are_right_after_the_next_start(office, monkeypatch):
    ines, *others = many_leads(office)
    real, asked = office.workspace.store.leads, []

    def leads(ids: Any) -> Any:
        asked.append(ids)
        if len(asked) == 2:
            raise LeadQualError("the disk reported an error")
        return real(ids)

    with monkeypatch.context() as patched:
        patched.setattr(office.workspace.store, "leads", leads)
        with pytest.raises(LeadQualError):
            office.do(c.EditLeads((ines, *others), {"industry": "logistics"}))
    office.open_again()
    assert office.score(ines) == 20
    is_as_stored(office, ines)


def test_a_tag_given_while_many_are_tagged_stays(office, monkeypatch):
    ines, *others = many_leads(office)

    def tag_one() -> None:
        office.do(c.TagLeads((ines,), ("vip",)))

    with once_after(monkeypatch, office.workspace.store, "leads", tag_one):
        office.do(c.TagLeads((ines, *others), ("fair",)))
    assert [office.workspace.store.lead(lead).tags for lead in (ines, others[0])] == [("vip", "fair"), ("fair",)]


def test_a_promise_made_while_another_is_noted_is_remembered(office, monkeypatch):
    ines, tomorrow = office.lead(), office.clock.now() + timedelta(days=1)
    memory = office.workspace.funnel.memory
    second = Thread(target=lambda: office.do(c.PutFollowUp(FollowUp(0, ines, "call", tomorrow, "second"))))

    def begin() -> None:
        second.start()
        second.join(0.5)

    with once_after(monkeypatch, office.workspace.store, "follow_ups", begin):
        office.do(c.PutFollowUp(FollowUp(0, ines, "call", tomorrow, "first")))
        second.join()
    assert {promise.note for promise in memory.promises[ines]} == {"first", "second"}
