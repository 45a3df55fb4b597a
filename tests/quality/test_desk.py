"""Quality in lists, and what to mend first."""

import pytest

from leadqual_gui.domain.quality import Issue
from leadqual_gui.services import commands as c
from leadqual_gui.services.lists import Filter, Query, Sort

WHOLE = {"company": "Acme Pumps", "job_title": "Buyer", "phone": "+49 30 1234567", "country": "Germany"}


@pytest.fixture
def three(office):
    """A lead with good data, one with fair and one with poor ones."""
    good = office.lead("Ines Keller", email="ines@acme-pumps.de", **WHOLE)
    fair = office.lead("Omar Said", email="omar@gmial.com", **WHOLE)
    poor = office.lead("test test", email="nobody@mailinator.com")
    return good, fair, poor


def quality_column(office, *names, **chosen):
    found = office.workspace.query(Query(Filter(**chosen), Sort("quality"), ("quality",)))
    return [(found.row(at).name, found.row(at).extra[0][1]) for at in range(len(found))]


def test_before_anybody_looked_there_is_nothing_to_filter_by(office, three):
    assert not office.workspace.quality.ready
    assert {text for _, text in quality_column(office, quality=("good",))} == {""}
    assert office.workspace.quality.mend_first() == ()
    assert office.workspace.quality.average() is None


def test_lists_are_sorted_and_filtered_by_quality(office, three):
    assert office.workspace.quality.prepare()
    everybody = quality_column(office)
    assert [name for name, _ in everybody] == ["Ines Keller", "Omar Said", "test test"]
    assert [int(text) for _, text in everybody] == [100, 70, 28]
    assert [name for name, _ in quality_column(office, quality=("poor", "good"))] == ["Ines Keller", "test test"]
    assert [name for name, _ in quality_column(office, issues=("email_invalid",))] == ["Omar Said"]
    counts = {count.value: count.count for count in office.workspace.values("quality")}
    assert counts == {"good": 1, "fair": 1, "poor": 1}
    assert "phone_missing" in {count.value for count in office.workspace.values("issues")}


def test_the_column_says_what_the_lead_says(office, three):
    office.workspace.quality.prepare()
    for lead_id, (_, text) in zip(three, quality_column(office), strict=True):
        assert office.workspace.quality.of_lead(lead_id).points == int(text)


def test_an_edit_its_undo_and_a_new_lead_are_followed(office, three):
    _, fair, _ = three
    office.workspace.quality.prepare()
    mended = office.do(c.EditLeads((fair,), {"email": "omar@acme-pumps.de"}))
    assert dict(quality_column(office))["Omar Said"] == "100"
    office.do(c.Undo(mended.operation))
    assert dict(quality_column(office))["Omar Said"] == "70"
    office.lead("Lena Ost", **WHOLE)
    assert dict(quality_column(office))["Lena Ost"] == "80"


def test_verifying_somebody_lifts_the_marks(office, three):
    poor = three[2]
    office.workspace.quality.prepare()
    office.do(c.EditLeads((poor,), {"verified": True}))
    assert dict(quality_column(office))["test test"] == "73"


def test_the_cheapest_fix_of_the_best_tier_comes_first(office, three):
    _, fair, poor = three
    hot = office.lead("lena ost", employees=120, **WHOLE)
    office.do(c.AdjustScore(hot, 900, "fit", "met at the fair", "Ines"))
    office.do(c.EditLeads((office.lead("no calls"),), {"do_not_contact": True}))
    office.workspace.quality.prepare()
    first, *rest = office.workspace.quality.mend_first()
    assert (first.lead_id, first.deduction.issue, first.deduction.proposal) == (hot, Issue.NAME_AUTOMATIC, "Lena Ost")
    assert first.tier_rank == max(mend.tier_rank for mend in rest)
    cold = [mend for mend in rest if mend.lead_id in (fair, poor)]
    assert (cold[0].lead_id, cold[0].deduction.proposal) == (fair, "omar@gmail.com")
    assert "no calls" not in {mend.name for mend in rest}
    office.do(c.EditLeads((hot,), {first.deduction.issue.field: first.deduction.proposal}))
    assert office.workspace.quality.mend_first()[0].deduction.issue is not Issue.NAME_AUTOMATIC


def test_somebody_who_has_enough_of_it_stops_the_looking(office, three):
    assert not office.workspace.quality.prepare(lambda _: False)
    assert not office.workspace.quality.ready


def test_numbers_are_shown_as_in_their_country(office):
    office.workspace.duplicates.put_country("Germany")
    assert office.workspace.quality.phone("+493012345678", None) == "030 12345678"
    assert office.workspace.quality.phone("+33142345678", "France") == "+33 1 42 34 56 78"
