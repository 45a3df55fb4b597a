"""Whatever a person remembers of a lead finds it: a beginning of a word, digits of the number, any script."""

import pytest

from leadqual_gui.adapters.db.store import SqliteStore
from tests.store.builders import a_lead, a_score, an_activity, edit, put, step


def found(store: SqliteStore, text: str) -> list[str]:
    """The names of the leads that are found, in order."""
    return [lead.full_name for lead in store.leads(store.search(text))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kell", "Ines Keller"),
        ("kel ACM", "Ines Keller"),
        ("ines.k@ac", "Ines Keller"),
        ("keller, ines", "Ines Keller"),
        ("munchen", "Jürgen Groß"),
        ("JURGEN", "Jürgen Groß"),
        ("gross", "Jürgen Groß"),
        ("1234", "Ines Keller"),
        ("30 123-45", "Ines Keller"),
        ("+4930", "Ines Keller"),
        ("345678", "Ines Keller"),
        ("петр", "Пётр Ильин"),
        ("ильи", "Пётр Ильин"),
        ("احمد", "أحمد علي"),
        ("مؤسسه", "أحمد علي"),
        ("قاهرة", "أحمد علي"),
        ("田", "田中太郎"),
        ("中太", "田中太郎"),
        ("太郎", "田中太郎"),
        ("电子商务", "王小明"),
        ("商务", "王小明"),
        ("สมชาย", "นายสมชาย ใจดี"),
        ("ใจดี", "นายสมชาย ใจดี"),
        ("호", "박지호 호텔"),
    ],
)
def test_a_lead_is_found(store: SqliteStore, typed: str, name: str):
    put(
        store,
        a_lead(company="Acme Pumps", email="ines.k@acme.example", phone="+49 (30) 12345-678"),
        a_lead(full_name="Jürgen Groß", company="München Möbel"),
        a_lead(full_name="Пётр Ильин", company="Насосы"),
        a_lead(full_name="أحمد علي", company="مؤسسة القاهرة"),
        a_lead(full_name="田中太郎", company="山田製作所"),
        a_lead(full_name="王小明", company="北京电子商务有限公司"),
        a_lead(full_name="นายสมชาย ใจดี", company="ร้านกาแฟ"),
        a_lead(full_name="박지호 호텔", company="서울"),
    )
    assert found(store, typed) == [name]


@pytest.mark.parametrize(
    "typed", ["eller", "keller omar", "商电", "", "  ", '"', "*", "AND", "99", "'; --", "(", "-", "a" * 5000]
)
def test_what_does_not_match_finds_nothing_and_is_no_error(store: SqliteStore, typed: str):
    put(store, a_lead(), a_lead(full_name="王小明", company="商务 电子"))
    assert found(store, typed) == []


def test_pairs_that_do_not_stand_together_do_not_match(store: SqliteStore):
    put(store, a_lead(full_name="甲乙丙"), a_lead(full_name="甲乙 乙丙"))
    assert found(store, "甲乙丙") == ["甲乙丙"]


def test_the_best_score_comes_first_and_a_limit_keeps_the_best(store: SqliteStore):
    leads = put(store, *[a_lead(full_name=f"Ines {n}") for n in range(40)])
    store.save_scores([a_score(lead.id, exact=10 * n) for n, lead in enumerate(leads)], step("loaded"))
    assert found(store, "ines")[:3] == ["Ines 39", "Ines 38", "Ines 37"]
    assert [lead.full_name for lead in store.leads(store.search("ines", limit=2))] == ["Ines 39", "Ines 38"]
    store.save_scores([a_score(leads[0].id, exact=900)], step("activity"))
    assert found(store, "ines")[0] == "Ines 0"


def test_edits_and_notes_are_found_at_once_and_what_they_replaced_no_longer(store: SqliteStore):
    lead = put(store, a_lead(phone="030 55555"))[0]
    assert list(store.search("5555")) == [lead.id]
    edit(store, [lead.id], full_name="Ines Sommer", notes="likes sailing", phone="030 77777")
    with store.unit(step()) as unit:
        unit.add_activity(an_activity(lead.id, "note", topic="asked for a rebate"))
        unit.commit()
    for typed in ("sommer", "sail", "rebat", "7777", "777"):
        assert list(store.search(typed)) == [lead.id], typed
    for typed in ("keller", "5555"):
        assert list(store.search(typed)) == [], typed
