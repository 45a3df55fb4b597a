"""Every criterion that the field names is there to be taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leadqual_gui.adapters.rules_yaml.folder import load_rules
from leadqual_gui.domain.gallery import blank, gallery, missing_fields, missing_kinds, taken
from leadqual_gui.domain.lint_structure import structural
from leadqual_gui.domain.lint_values import Severity
from leadqual_gui.domain.matrix import Tier
from leadqual_gui.domain.matrix_editing import apply
from leadqual_gui.domain.matrix_edits import AddCriterion
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from tests.builders import a_group, a_matrix, some_rules

RULES = Path(__file__).resolve().parents[2] / "rules"
NAMED = """
company_named location industry revenue company_size lead_source job_title responsibility purchasing_authority
past_purchases age_group occupation employment education income marital_status household_location
visits pricing_page product_pages visit_frequency visit_length referrer called_us conversations articles white_papers
videos podcasts newsletter webinar_registered webinar webinar_topic demo_requested contact_form surveys trade_shows
email_opened email_clicked social_likes social_shares social_clicks
no_response unsubscribed do_not_call no_authority silent careers_page automatic_name private_address disposable_address
"""


def shipped() -> Rules:
    rules = load_rules(RULES, scenarios=False).rules
    assert rules is not None
    return rules


def test_all_criteria_that_the_field_names_are_there() -> None:
    there = [item.criterion.id for item in gallery()]
    assert set(NAMED.split()) <= set(there)
    assert len(set(there)) == len(there)


def test_every_one_can_be_used_with_the_rules_that_are_shipped() -> None:
    rules = shipped()
    for item in gallery():
        assert missing_fields(item.criterion, rules) == ()
        assert missing_kinds(item.criterion, rules) == ()


def test_none_is_doubtful_but_those_on_protected_attributes() -> None:
    items = gallery()
    matrix = a_matrix(*(item.criterion for item in items), tiers=(Tier("cold", 0),))
    doubts = list(structural(replace(shipped(), matrix=matrix)))
    assert {f.place.name for f in doubts if f.code == "protected"} == {i.criterion.id for i in items if i.protected}
    assert [f for f in doubts if f.code != "protected" and f.severity is not Severity.REMARK] == []
    assert {i.criterion.id for i in items if i.protected} == {"age_group", "marital_status"}


def test_negative_ones_take_points_and_have_an_axis() -> None:
    for item in gallery():
        if item.kind == "negative":
            assert item.criterion.tenths < 0
            assert item.criterion.axis


def test_one_that_is_taken_twice_gets_an_id_of_its_own() -> None:
    item = gallery()[0]
    matrix = apply(a_matrix(groups=(a_group("company", axis="fit"),)), AddCriterion(taken(item, a_matrix())))
    second = taken(item, matrix, "company")
    assert (second.id, second.group) == (f"{item.criterion.id}_2", "company")
    assert taken(item, matrix, "elsewhere").group == ""


def test_a_workspace_without_the_field_is_told_which_one_is_missing() -> None:
    income = next(item.criterion for item in gallery() if item.criterion.id == "income")
    (field,) = missing_fields(income, some_rules())
    assert field.key == "household_income"
    podcast = next(item.criterion for item in gallery() if item.criterion.id == "podcasts")
    assert missing_kinds(podcast, some_rules()) == ("podcast_played",)


def test_a_blank_one_has_every_form_and_no_points() -> None:
    for form in ("when", "levels", "activity", "inactive"):
        row = blank(a_matrix(), "negative" if form == "inactive" else "explicit", Text("New"), form)
        assert bool(getattr(row, form))
        assert not row.tenths
