"""How good a lead's data are, why, and what would mend them."""

import pytest

from leadqual_gui.domain.quality import (
    BEST,
    COSTS,
    LIFTED,
    MOST_BY_AGE,
    Contact,
    Issue,
    ageing,
    inspect,
    issues_of,
    quality_of,
)
from leadqual_gui.domain.quality_contact import mail_problem, phone_problem, proposed_mail, proposed_name, shown_phone


def a_contact(**fields) -> Contact:
    """Somebody whose data leave nothing to be wished for, but for `fields`."""
    told = {
        "id": 1,
        "full_name": "Ines Keller",
        "company": "Acme Pumps",
        "job_title": "Buyer",
        "email": "ines@acme-pumps.de",
        "phone": "+49 30 1234567",
        "country": "Germany",
    }
    return Contact(**{**told, **fields})


def found(contact: Contact) -> list[Issue]:
    return [deduction.issue for deduction in inspect(contact)]


def test_whole_and_fresh_data_are_worth_a_hundred():
    assert quality_of(a_contact(), days_old=0).points == BEST
    assert quality_of(a_contact(), days_old=None).deductions == ()


@pytest.mark.parametrize(
    ("fields", "issue"),
    [
        ({"email": "ines@acme"}, Issue.EMAIL_INVALID),
        ({"email": "ines@mailinator.com"}, Issue.EMAIL_DISPOSABLE),
        ({"email": "ines@gmail.com"}, Issue.EMAIL_FREE),
        ({"email": None}, Issue.EMAIL_MISSING),
        ({"phone": "12345"}, Issue.PHONE_INVALID),
        ({"phone": None}, Issue.PHONE_MISSING),
        ({"full_name": "asdf"}, Issue.NAME_AUTOMATIC),
        ({"full_name": None}, Issue.NAME_MISSING),
        ({"company": None}, Issue.COMPANY_MISSING),
        ({"job_title": None}, Issue.JOB_TITLE_MISSING),
        ({"country": None}, Issue.COUNTRY_MISSING),
    ],
)
def test_each_issue_costs_what_it_costs_and_nothing_else(fields, issue):
    contact = a_contact(**fields)
    assert found(contact) == [issue]
    assert issues_of(contact) == issue.bit
    assert quality_of(contact, None).points == BEST - COSTS[issue]


@pytest.mark.parametrize("name", ["test test", "qwerty", "aaaa", "ines keller", "Ines123", "xkcdpq", "Aaaaaa Bbbbb"])
def test_names_typed_by_nobody_are_told(name):
    assert Issue.NAME_AUTOMATIC in found(a_contact(full_name=name))


@pytest.mark.parametrize("name", ["Ines Keller", "王小明", "محمد الحسن", "Ng Thanh", "Øystein Å", "Aaron Lee"])
def test_names_of_people_are_left_alone(name):
    assert found(a_contact(full_name=name)) == []


def test_somebody_verified_is_not_marked_down_for_looking_made_up():
    doubtful = a_contact(full_name="ines keller", email="ines@mailinator.com")
    assert {Issue.NAME_AUTOMATIC, Issue.EMAIL_DISPOSABLE} == set(found(doubtful)) <= LIFTED
    assert found(a_contact(full_name="ines keller", email="ines@mailinator.com", verified=True)) == []
    assert found(a_contact(email="ines@acme", verified=True)) == [Issue.EMAIL_INVALID]


def test_data_go_stale_with_the_years_and_never_below_zero():
    assert [ageing(days) for days in (None, 0, 365.25, 2 * 365.25)] == [0, 0, 11, 19]
    assert ageing(100_000) == MOST_BY_AGE
    assert quality_of(Contact(full_name="test"), 5000).points == 0


@pytest.mark.parametrize(
    ("address", "problem", "proposal"),
    [
        ("ines@acme.example", "", ""),
        ("o'neil@acme.de", "", ""),
        ("ines.acme.de", "no_at", ""),
        ("ines@", "no_domain", ""),
        ("ines@acme", "no_ending", ""),
        ("ines@acme,com", "no_ending", "ines@acme.com"),
        ("ines..k@acme.com", "dots", "ines.k@acme.com"),
        ("ines keller@acme.com", "bad_characters", ""),
        ("ines@@acme.com", "bad_characters", ""),
        ("ines@gmial.com", "typo", "ines@gmail.com"),
        ("ines@gmail.con", "typo", "ines@gmail.com"),
        ("ines@hotmial.com", "typo", "ines@hotmail.com"),
        ("ines@mail.com", "", ""),
        ("ines@fmail.com", "", ""),
    ],
)
def test_what_is_wrong_with_an_address_and_what_was_meant(address, problem, proposal):
    assert mail_problem(address) == problem
    assert proposed_mail(address) == proposal


@pytest.mark.parametrize(
    ("number", "region", "problem"),
    [
        ("+49 30 1234567", "", ""),
        ("030 1234567", "DE", ""),
        ("030 1234567", "", ""),
        ("call me", "DE", "no_number"),
        ("+999 1234567", "", "no_country"),
        ("+49 30 12345678901234", "", "too_long"),
    ],
)
def test_what_is_wrong_with_a_number(number, region, problem):
    assert phone_problem(number, region) == problem


def test_numbers_are_shown_in_their_countrys_form():
    assert shown_phone("+493012345678", "", "DE") == "030 12345678"
    assert shown_phone("+493012345678", "", "FR") == "+49 30 12345678"
    assert shown_phone("call me", "DE") == "call me"


def test_names_in_one_case_are_proposed_as_people_write_them():
    assert proposed_name("ines keller-ost") == "Ines Keller-Ost"
    assert proposed_name("Ines Keller") == proposed_name("asdf") == ""
