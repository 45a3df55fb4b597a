"""What people think of scores, given with one key."""

from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Changes
from leadqual_gui.services.wording import step_words


def test_a_verdict_remembers_the_score_that_was_shown_and_the_rules(office):
    ines = office.lead(employees=120)
    given = office.do(c.GiveVerdict(ines, Judgement.TOO_HIGH, " a student "))
    verdict = given.value
    card = office.workspace.card(ines)
    assert (verdict.tenths, verdict.rules_version) == (card.exact, office.workspace.rules.version)
    assert (verdict.judgement, verdict.reason, verdict.at) == (Judgement.TOO_HIGH, "a student", office.clock.now())
    assert given.changes is Changes.VERDICT
    assert office.workspace.store.verdicts(ines) == [verdict]


def test_a_verdict_on_a_score_that_was_on_the_screen_names_that_score(office):
    ines = office.lead()
    given = office.do(c.GiveVerdict(ines, Judgement.TOO_LOW, tenths=725))
    assert given.value.tenths == 725
    assert step_words(given.label) == "Ines Carvalho: score 72.5 judged too low"


def test_verdicts_are_taken_back_by_name_and_survive_a_restart(office):
    ines, omar = office.lead(), office.lead("Omar Said")
    first = office.do(c.GiveVerdict(ines, Judgement.TOO_HIGH))
    office.do(c.GiveVerdict(omar, Judgement.TOO_LOW))
    office.do(c.Undo(first.operation))
    office.open_again()
    assert [v.lead_id for v in office.workspace.store.all_verdicts()] == [omar]
    office.do(c.Redo(first.operation))
    assert {v.lead_id for v in office.workspace.store.all_verdicts()} == {ines, omar}


def test_verdicts_on_deleted_leads_do_not_count(office):
    ines = office.lead()
    office.do(c.GiveVerdict(ines, Judgement.TOO_HIGH))
    office.do(c.DeleteLeads((ines,)))
    assert office.workspace.store.all_verdicts() == []
    assert office.refusal(c.GiveVerdict(ines, Judgement.TOO_HIGH)) == "lead_gone"
