"""Lists show the right leads, in the right order, and say how many there are."""

import pytest

from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.services import commands as c
from leadqual_gui.services.lists import Filter, Query, Sort
from leadqual_gui.services.workspace import Workspace
from tests.services.office import Office


@pytest.fixture
def crowd(office: Office) -> Office:
    """Five leads: hot, warm and cold ones; one was called, one is a student, one is silent."""
    priya = office.lead(
        "Priya Raghunathan", company="Kestrel Freight", industry="logistics", employees=160, owner="Ana"
    )
    office.happened(priya, "demo_requested", 1)
    for ago in (2, 3, 4):
        office.happened(priya, "webinar_attended", ago)
    bruno = office.lead("bruno salgado", company="Frigo Aveiro", industry="logistics", employees=60, owner="Ben")
    office.happened(bruno, "webinar_attended", 5)
    office.happened(bruno, "call_attempted", 0.5)
    office.lead("Élodie Lemoine", company="Lemoine", industry="logistics", email="elodie@mailinator.com", owner="Ana")
    student = office.lead("林美華", company="太平洋包裝", job_title="Student", source="Website", stage="mql")
    office.do(c.EditLeads((student,), {"outcome": "lost"}))
    office.lead("Zoe Abel", created_at=office.at(200), tags="fair; spring", verified="yes")
    return office


def names(office: Office, **chosen: object) -> set[str]:
    """The first words of the names that a filter lets through."""
    return {name.split()[0] for name in office.names(Filter(**chosen))}  # type: ignore[arg-type]


def test_the_best_lead_comes_first(crowd):
    assert crowd.names()[:2] == ["Priya Raghunathan", "bruno salgado"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"tiers": ("hot",)}, {"Priya"}),
        ({"tiers": ("hot", "warm")}, {"Priya", "bruno"}),
        ({"stages": ("mql",)}, {"林美華"}),
        ({"owners": ("Ana",), "tiers": ("cold",)}, {"Élodie"}),
        ({"owners": ("",)}, {"林美華", "Zoe"}),
        ({"sources": ("Website", "Referral")}, {"林美華"}),
        ({"fields": (("industry", ("logistics",)), ("employees", ("60",)))}, {"bruno"}),
        ({"fields": (("company", ("",)),)}, {"Zoe"}),
        ({"fields": (("tags", ("spring",)),)}, {"Zoe"}),
        ({"fields": (("city", ("Porto",)),)}, set()),
        ({"disqualified": True}, {"林美華"}),
        ({"closed": True}, {"林美華"}),
        ({"closed": False, "owners": ("",)}, {"Zoe"}),
        ({"verified": True}, {"Zoe"}),
        ({"silent_for": 30.0}, {"Zoe"}),
        ({"never_called": True, "owners": ("Ana", "Ben")}, {"Priya", "Élodie"}),
        ({"text": "fri"}, {"bruno"}),
        ({"text": "美華"}, {"林美華"}),
        ({"text": "nobody at all"}, set()),
        ({"grades": ("A1",)}, {"Priya"}),
    ],
)
def test_a_filter_lets_the_right_leads_through(crowd, chosen, expected):
    assert names(crowd, **chosen) == expected


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        ("name", ["bruno", "Élodie", "Priya", "Zoe", "林美華"]),
        ("company", ["bruno", "Priya", "Élodie", "林美華", "Zoe"]),
        ("owner", ["Priya", "Élodie", "bruno", "林美華", "Zoe"]),
        ("employees", ["bruno", "Priya", "Élodie", "林美華", "Zoe"]),
    ],
)
def test_lists_sort_without_regard_to_case_and_accents_and_what_is_not_known_comes_last(crowd, column, ascending):
    assert [name.split()[0] for name in crowd.names(sort=Sort(column, False))] == ascending


def test_the_last_sign_sorts_by_time_and_never_comes_last(crowd):
    assert [name.split()[0] for name in crowd.names(sort=Sort("last_sign", True))][:2] == ["Priya", "bruno"]
    assert crowd.workspace.query(Query(sort=Sort("last_sign", True))).row(4).last_sign is None


def test_stages_sort_as_the_funnel_has_them(crowd):
    assert crowd.names(sort=Sort("stage", False))[-1] == "林美華"


def test_a_list_knows_where_a_lead_stands(crowd):
    found = crowd.workspace.query(Query(Filter(owners=("Ana",))))
    ids = found.ids()
    assert [found.index_of(lead) for lead in ids] == [0, 1]
    assert found.index_of(crowd.workspace.find("elodie@mailinator.com")) == 1
    assert found.index_of(999) is None


def test_a_list_stays_as_it_was_while_new_leads_come(crowd):
    before = crowd.workspace.query(Query())
    newcomer = crowd.lead("New Comer", industry="logistics", employees=500)
    assert len(before) == 5
    assert before.index_of(newcomer) is None
    assert crowd.workspace.query(Query()).index_of(newcomer) is not None


def test_a_row_shows_what_was_asked_for_also_of_fields_that_are_not_in_memory(crowd):
    found = crowd.workspace.query(Query(Filter(text="elodie"), extra=("website", "industry", "created_at", "fit")))
    crowd.do(c.EditLeads((found.row(0).id,), {"website": "https://lemoine.example"}))
    again = crowd.workspace.query(Query(Filter(text="elodie"), extra=("website", "industry", "created_at", "fit")))
    assert dict(again.row(0).extra) == {
        "website": "https://lemoine.example",
        "industry": "logistics",
        "created_at": "2026-11-18",
        "fit": "20.0",
    }


def test_the_views_count_their_leads(crowd):
    counts = crowd.workspace.counts()
    assert (counts.all, counts.hot, counts.never_called, counts.to_verify, counts.silent) == (5, 1, 4, 2, 1)
    assert dict(counts.tiers) == {"cold": 3, "warm": 1, "hot": 1}
    assert crowd.workspace.counts(Filter(owners=("Ana",))).all == 2


def test_the_values_of_a_field_come_with_their_numbers(crowd):
    values = {value.value: value.count for value in crowd.workspace.values("owner")}
    assert values == {"Ana": 2, "": 2, "Ben": 1}
    assert {value.value: value.count for value in crowd.workspace.values("tags")} == {"": 4, "fair": 1, "spring": 1}
    assert {value.value: value.count for value in crowd.workspace.values("tier")} == {"cold": 3, "warm": 1, "hot": 1}
    assert [value.value for value in crowd.workspace.values("email_kind", Filter(text="elodie"))] == ["disposable"]


def test_before_anything_is_loaded_lists_are_empty_and_cards_are_there(tmp_path):
    office = Office(tmp_path)
    ines = office.lead(industry="logistics")
    office.workspace.close()
    workspace = Workspace(open_store(tmp_path, office.clock), office.desk, office.clock)
    assert (workspace.ready, len(workspace.query(Query())), workspace.counts().all) == (False, 0, 1)
    assert workspace.card(ines).shown == 20
    workspace.execute(c.AddActivity(ines, "demo_requested", office.at(0)))
    assert workspace.card(ines).shown == 45
    workspace.load()
    assert workspace.row(ines).shown == 45
    workspace.close()
