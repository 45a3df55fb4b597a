"""Whatever stands in a field: looking at it never fails, and a lead is always its own double."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.duplicates_finding import Finder
from leadqual_gui.domain.duplicates_phones import e164, region_of, same_number, tail
from leadqual_gui.domain.quality import BEST, Contact, inspect, issues_of, quality_of
from leadqual_gui.domain.quality_contact import mail_problem, proposed_mail, proposed_name, shown_phone

TEXTS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="+0123456789 ()/-ext.٠١٢", max_size=25),
    st.text(alphabet="ab.@+-,;<> \"'üß", max_size=25),
    st.sampled_from(["Müller", "Юлия", "محمد", "王小明", "ines@acme.de", "DE", "x" * 300]),
)
FIELDS = st.fixed_dictionaries(
    dict.fromkeys(
        ("full_name", "first_name", "last_name", "company", "job_title", "email", "phone", "mobile", "country"), TEXTS
    )
)


@given(FIELDS, TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_two_leads_can_be_compared(fields, website, city):
    told = Identity(1, **fields, website=website, city=city)
    pairs = Finder.of([told, replace(told, id=2), replace(told, id=3, email=None)]).pairs(least=0.0)
    assert all(0 <= pair.score <= 1 and pair.lead_id < pair.other_id for pair in pairs)


@given(FIELDS)
@settings(max_examples=150, deadline=None)
def test_any_data_have_a_quality_that_is_what_their_deductions_leave(fields):
    contact = Contact(1, **fields)
    quality = quality_of(contact, 500)
    assert quality.points == max(0, BEST - sum(deduction.points for deduction in quality.deductions))
    assert issues_of(contact) == sum(deduction.issue.bit for deduction in inspect(contact))


@given(st.text(max_size=60), st.sampled_from(["", "DE", "US", "RU"]))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read_as_an_address_a_number_or_a_name(text, region):
    assert tail(text) == "" or len(tail(text)) == 7
    assert same_number(text, region, text, region)
    assert isinstance(shown_phone(text, region), str)
    assert region_of(text) == "" or len(region_of(text)) == 2
    proposal = proposed_mail(text)
    assert proposal == "" or mail_problem(proposal) == ""
    assert proposed_name(text) != text or text == ""
    assert e164(text, region) is not None
