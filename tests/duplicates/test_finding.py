"""Who is the same person twice, and who only looks like it."""

import pytest

from leadqual_gui.domain.duplicates import LIKELY, SURE, Identity, Pair, groups_of
from leadqual_gui.domain.duplicates_finding import Finder
from leadqual_gui.domain.duplicates_letters import light
from leadqual_gui.domain.duplicates_phones import e164, region_of, same_number, tail
from tests.bench.duplicates_truth import Town


def score_of(ours: Identity, theirs: Identity) -> float:
    pairs = Finder.of([one_of(1, ours), one_of(2, theirs)], country="DE").pairs(least=0.0)
    return pairs[0].score if pairs else 0.0


def one_of(number: int, told: Identity) -> Identity:
    from dataclasses import replace

    return replace(told, id=number)


def a_person(name: str = "Ines Keller", company: str | None = "Acme Pumps GmbH", **more: str) -> Identity:
    return Identity(full_name=name, company=company, **more)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (a_person(), a_person("Keller, Ines", "ACME PUMPS")),
        (a_person("Jürgen Müller"), a_person("Juergen Mueller")),
        (a_person("Юлия Щербакова", "ООО Ромашка"), a_person("Yulia Shcherbakova", "Romashka LLC")),
        (a_person("محمد الحسن"), a_person("Mohammed Al-Hassan")),
        (a_person("Γιώργος Παπαδόπουλος"), a_person("Giorgos Papadopoulos")),
        (a_person("Ines Kellerman"), a_person("Ines Kelelrman")),
        (a_person("Dr. Ines Keller"), a_person(company="Acme Pmups")),
        (
            a_person(company=None, email="ines.keller@gmail.com"),
            a_person(company=None, email="ineskeller+x@GOOGLEMAIL.com"),
        ),
        (a_person(company=None, phone="+49 (0)30 123456-78"), a_person(company=None, phone="030/12 34 56 78 ext. 5")),
        (a_person(email="ines.keller@acme.example"), a_person(company=None, email="ines.keler@acme.example")),
    ],
)
def test_one_person_written_twice_is_found(ours, theirs):
    assert score_of(ours, theirs) >= LIKELY


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (a_person(), a_person(company="Beta Foods AG")),
        (a_person("Ana Silva"), a_person("Rui Silva")),
        (a_person("Ana Silva", phone="030 12345678"), a_person("Omar Said", phone="030 12345678")),
        (a_person("Ana Silva", email="info@acme.example"), a_person("Omar Said", email="info@acme.example")),
        (a_person(company=None), a_person(company=None)),
        (a_person("Ana Silva", email="ana.silva@acme.example"), a_person("Rui Silva", email="rui.silva@acme.example")),
    ],
)
def test_colleagues_namesakes_and_shared_mailboxes_stay_two(ours, theirs):
    assert score_of(ours, theirs) < LIKELY


def test_reasons_say_why_the_weightiest_first():
    ours = a_person(email="ines@acme.example", phone="+49 30 1234567")
    theirs = a_person("KELLER Ines", "Acme Pumps", email="INES@acme.example", phone="+49 40 7654321")
    (pair,) = Finder.of([one_of(4, ours), one_of(9, theirs)]).pairs()
    assert pair.ids == (4, 9)
    assert pair.score >= SURE
    assert [reason.code for reason in pair.why] == ["email_same", "name_spelling", "company_same", "phone_differs"]
    assert (pair.why[3].ours, pair.why[3].theirs) == ("+49 30 1234567", "+49 40 7654321")


def test_a_row_that_is_to_come_is_held_against_all_leads():
    finder = Finder.of([one_of(1, a_person("Omar Said")), one_of(2, a_person()), one_of(3, a_person("Lena Ost"))])
    found = finder.like(a_person("Keller Ines", "ACME Pumps"))
    assert [(pair.lead_id, pair.other_id) for pair in found] == [(0, 2)]
    assert finder.like(a_person("Nobody Here", "Nowhere")) == []


def test_names_that_differ_in_a_letter_are_two_where_both_are_common():
    many = [
        a_person(f"{first} {last}")
        for first in ("Petra", "Peter")
        for last in ("Ost", "Nord", "Sund", "Wes", "Alt", "Ney")
    ]
    finder = Finder.of([one_of(number, each) for number, each in enumerate(many, 1)])
    assert finder.pairs() == []


def test_a_row_of_values_tells_who_it_is():
    told = {"full_name": "Ines Keller", "employees": 12.0, "email": None, "custom.fleet": "9", "id": "7"}
    assert Identity.of(told) == Identity(full_name="Ines Keller")


def test_groups_hang_together_by_pairs():
    pairs = [Pair(1, 2, 0.9), Pair(5, 6, 0.8), Pair(2, 3, 0.8)]
    assert groups_of(pairs) == [(1, 2, 3), (5, 6)]


def test_somebody_who_has_enough_of_it_stops_the_search():
    told = Town(3).truth(5000).identities
    assert len(Finder.of(told, len(told), progress=lambda _: False)) == 0
    finder = Finder.of(told)
    assert not finder.pairs(progress=lambda _: False)
    assert not finder.pairs(progress=lambda share: share < 0.5)


def test_generated_truth_is_found_and_hardly_anything_else():
    truth = Town(20261122).truth(6000)
    found = {pair.ids for pair in Finder.of(truth.identities).pairs()}
    hits = len(found & truth.pairs)
    assert hits / len(truth.pairs) >= 0.97
    assert hits / len(found) >= 0.97


@pytest.mark.parametrize(
    "spellings",
    ["Müller Mueller Muller Мюллер", "Алексей Aleksey Alexei Alexey", "Юлия Yulia Julia Yuliya", "Łukasz Lukasz"],
)
def test_spellings_of_one_name_read_the_same(spellings):
    assert len({light(word) for word in spellings.split()}) == 1


def test_numbers_are_one_in_whatever_form():
    forms = ["+49 (0)30 1234567", "0049 30 1234567", "030/123 45 67", "٠٣٠ ١٢٣٤٥٦٧", "030 1234567 ext. 12"]
    assert {e164(form, "DE") for form in forms} == {"+49301234567"}
    assert {tail(form) for form in forms} == {"1234567"}
    assert same_number("0301234567", "", "+49 30 1234567", "")
    assert not same_number("+44 30 1234567", "", "+49 30 1234567", "")


def test_countries_are_known_by_many_names():
    assert [region_of(n) for n in ("Germany", "Deutschland", "de", "UK", "Россия", "Mars", None)] == [
        *("DE", "DE", "DE", "GB", "RU"),
        *("", ""),
    ]
