"""A published matrix gives everybody a new score at once; the file gets them in the background, whatever happens."""

from leadqual_gui.services import score_saving
from tests.drafts.test_publishing import published


def many(workshop, count=5):
    return [workshop.lead(f"Lead {n}", webinars=3) for n in range(count)]


def a_little(_share):
    """Stop after the first slice."""
    return False


def test_publishing_does_not_wait_for_scores_to_be_saved(workshop):
    leads = many(workshop)
    published(workshop)
    assert [workshop.tier(lead) for lead in leads] == ["hot"] * 5
    assert workshop.workspace.scores_unsaved
    assert {workshop.kept_history(lead)[0] for lead in leads} == {"Attended a webinar"}
    assert workshop.workspace.keep_scores().value == 5
    assert not workshop.workspace.scores_unsaved
    assert {workshop.kept_history(lead)[0] for lead in leads} == {"matrix 2 replaced 1"}


def test_after_a_kill_the_next_start_saves_the_rest_and_says_why(workshop, tmp_path, monkeypatch):
    monkeypatch.setattr(score_saving, "AT_ONCE", 2)
    leads = many(workshop)
    published(workshop)
    workshop.workspace.keep_scores(a_little)
    told = [workshop.kept_history(lead)[0] for lead in leads]
    assert told == ["matrix 2 replaced 1"] * 2 + ["Attended a webinar"] * 3

    later = workshop.after_a_crash(tmp_path / "later")

    assert [later.kept_history(lead)[0] for lead in leads] == ["matrix 2 replaced 1"] * 5
    assert [later.kept_history(lead).count("matrix 2 replaced 1") for lead in leads] == [1] * 5
    later.workspace.close()


def test_saving_goes_on_where_it_stopped(workshop, monkeypatch):
    monkeypatch.setattr(score_saving, "AT_ONCE", 2)
    many(workshop)
    published(workshop)
    assert [workshop.workspace.keep_scores(a_little).value for _ in range(4)] == [2, 2, 1, 0]


def test_what_was_taken_back_before_it_was_saved_leaves_no_trace_of_it(workshop, tmp_path):
    lead = workshop.lead(webinars=3)
    workshop.undo(published(workshop).operation)
    later = workshop.after_a_crash(tmp_path / "later")
    assert later.tier(lead) == "cold"
    assert later.kept_history(lead) == workshop.kept_history(lead)
    later.workspace.close()


def test_a_kill_while_taking_back_is_repaired_with_its_reason(workshop, tmp_path):
    lead = workshop.lead(webinars=3)
    operation = published(workshop).operation
    assert workshop.history(lead)[0] == "matrix 2 replaced 1"
    workshop.undo(operation)
    later = workshop.after_a_crash(tmp_path / "later")
    assert later.kept_history(lead)[0] == "rules 1 are back in place of 2"
    later.workspace.close()


def test_once_saved_the_next_start_blames_nobody(workshop):
    """A score that changes later, because time passes, is not put down to the matrix."""
    lead = workshop.lead(webinars=3)
    published(workshop)
    workshop.workspace.keep_scores()
    assert not workshop.workspace.setting(score_saving.NOTE)
    workshop.clock.pass_days(200)
    workshop.open_again()
    assert workshop.kept_history(lead)[0] != "matrix 2 replaced 1"


def test_a_lead_that_is_worked_on_meanwhile_keeps_both_reasons_apart(workshop):
    busy, other = workshop.lead(webinars=2), workshop.lead("Omar Haddad", webinars=2)
    published(workshop)
    workshop.lead_attends(busy)
    assert workshop.history(busy)[0] == "Attended a webinar"
    assert workshop.history(other)[0] == "matrix 2 replaced 1"
    assert workshop.workspace.card(busy).exact == workshop.workspace.store.snapshots(busy)[0].exact
