"""Time passes, rules change, rules break, leads change while others are being read."""

from dataclasses import replace

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.services import commands as c
from leadqual_gui.services.lists import Query
from leadqual_gui.services.operations import Changes, Outcome, Refusal
from tests.builders import a_criterion, a_matrix, is_, some_rules
from tests.services.office import Office


def test_as_days_pass_interest_cools_and_silence_costs(office):
    ines = office.lead(industry="logistics")
    office.happened(ines, "webinar_attended", 0)
    assert office.score(ines) == 32
    office.clock.pass_days(60)
    outcome = office.workspace.rescore()
    assert outcome.value == 1
    assert office.score(ines) == 20  # 12 points halved after 60 days, and 6 for a month of silence
    assert office.workspace.as_of == office.clock.now()


def test_what_happens_later_in_the_day_counts_at_once(office):
    ines = office.lead(industry="logistics")
    office.clock.pass_days(0.3)
    office.happened(ines, "demo_requested", 0)
    assert office.score(ines) == office.workspace.card(ines).shown == 45


def test_changed_rules_score_all_leads_again(office):
    ines = office.lead(industry="logistics")
    dearer = a_matrix(a_criterion("industry", 42, when=is_("industry", "Logistics")))
    assert not office.workspace.rules_changed()
    office.desk.save(some_rules(dearer, version="examples-2"))
    assert office.workspace.rules_changed()
    outcome = office.workspace.reload_rules()
    assert isinstance(outcome, Outcome)
    assert outcome.changes & Changes.RULES
    assert (office.score(ines), office.workspace.row(ines).tier) == (42, "warm")
    assert office.workspace.store.snapshots(ines)[0].rules_version == "examples-2"


def test_rules_may_ask_for_what_was_not_in_memory(office):
    ines = office.lead(city="Porto", custom={"fleet": "12"})
    matrix = a_matrix(
        a_criterion("city", 7, when=is_("city", "porto")), a_criterion("fleet", 5, when=is_("custom.fleet", "12"))
    )
    office.desk.save(some_rules(matrix, version="examples-2"))
    office.workspace.reload_rules()
    assert office.score(ines) == 12


def test_broken_rules_change_nothing_but_are_reported(office):
    ines = office.lead(industry="logistics")
    office.desk.break_them()
    answer = office.workspace.reload_rules()
    assert isinstance(answer, Refusal)
    assert answer.reason.code == "rules_broken"
    assert str(office.workspace.problems[0]).startswith("matrix.yaml:12:15: points must be a number")
    assert office.score(ines) == 20
    office.desk.problems = ()
    assert isinstance(office.workspace.reload_rules(), Outcome)
    assert office.workspace.problems == ()


def test_the_past_knows_nothing_of_what_was_heard_later(office):
    ines = office.lead(industry="logistics", created_at=office.at(90))
    office.do(c.RecordAnswer(ines, "bant", "budget", AnswerState.LEVEL, 2, office.at(50)))
    office.do(c.RecordAnswer(ines, "bant", "budget", AnswerState.LEVEL, 0, office.at(10)))
    office.happened(ines, "demo_requested", 5)
    workspace = office.workspace
    assert workspace.card(ines).shown == 45
    assert workspace.card(ines, office.at(20)).shown == 29  # 20 for the industry, 15 for the budget, 6 off for silence
    assert workspace.ranking(office.at(20)).row(0).shown == 29
    assert workspace.ranking(office.at(55)).row(0).shown == 14
    assert [card.shown for card in workspace.cards((ines,), office.at(20))] == [29]
    assert office.score(ines) == 45


def test_leads_that_change_while_all_are_being_read_are_not_lost(office, monkeypatch):
    ines, rafael = office.lead(industry="logistics"), office.lead("Rafael Ibarra")
    store = office.workspace.store
    read = store.columns

    def read_slowly(facts, progress=None):
        columns = read(facts, progress)
        office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
        office.do(c.DeleteLeads((rafael,)))
        office.lead("New Comer", industry="logistics")
        return columns

    monkeypatch.setattr(store, "columns", read_slowly)
    office.workspace.load()
    assert office.names() == ["Ines Carvalho", "New Comer"]
    assert office.score(ines) == 45


def test_only_scores_that_changed_are_written_again(office, monkeypatch):
    for number in range(5):
        office.lead(f"Lead {number}", industry="logistics")
    office.workspace.close()
    office.workspace = office._opened()
    written = []
    monkeypatch.setattr(office.workspace.store, "save_scores", lambda rows, cause: written.extend(rows))
    office.workspace.load()
    assert office.workspace.keep_scores().value == 0
    assert written == []


def test_a_snapshot_brings_everything_back_at_the_next_start(office):
    ines = office.lead(industry="logistics", custom={"fleet": "12"})
    office.happened(ines, "demo_requested", 0, "From the price page")
    before = office.workspace.query(Query()).row(0)
    office.open_again()
    office.open_again()
    assert office.workspace.query(Query()).row(0) == before


def test_other_rules_at_the_next_start_score_by_them(tmp_path):
    office = Office(tmp_path)
    ines = office.lead(industry="logistics")
    office.desk.save(replace(some_rules(a_matrix(a_criterion("x", 9, when=is_("industry", "logistics")))), version="2"))
    office.open_again()
    assert office.score(ines) == 9
    office.workspace.close()
