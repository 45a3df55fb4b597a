"""A file that changes outside while a draft is open: both changes are taken, or somebody chooses; nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    MoveCriterion,
    RemoveCriterion,
    SetCap,
    SetLabel,
    SetName,
    SetPoints,
    SetTierEdge,
)
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.merging import Merge
from tests.drafts.workshop import EDIT, Workshop, refused
from tests.rules.builders import MATRIX

LARGE = Test("employees", Operator.AT_LEAST, 500.0)
THEIRS = MATRIX.replace("points: -6", "points: -8   # Ana").replace("name: Bakery", "# ours\nname: Bakery")


def test_changes_in_different_places_are_both_taken_and_both_published(workshop):
    workshop.draft.apply([SetPoints("webinar", 80), SetName(Text("Bakeries"))], EDIT)
    workshop.write(THEIRS)
    assert refused(workshop.desk.publish(workshop.draft, "Why")) == "rules_changed_outside"

    outside = workshop.desk.outside(workshop.draft)
    assert outside.merge.conflicts == ()
    assert workshop.desk.settle(workshop.draft, outside) is None

    assert workshop.matrix_text == THEIRS, "nothing is published yet"
    workshop.publish()
    assert workshop.matrix_text == THEIRS.replace("points: 5", "points: 8").replace(
        "name: Bakery supplies", "name: Bakeries"
    )
    assert [one.origin for one in workshop.desk.history] == ["published", "outside", "seeded"]


def test_different_fields_of_one_criterion_are_merged_too(workshop):
    workshop.draft.apply(SetLabel("webinar", Text("Webinar")), EDIT)
    workshop.write(MATRIX.replace("points: 5", "points: 9"))
    outside = workshop.desk.outside(workshop.draft)
    assert outside.merge.conflicts == ()
    workshop.desk.settle(workshop.draft, outside)
    workshop.publish()
    assert "label: Webinar\n" in workshop.matrix_text
    assert "points: 9\n" in workshop.matrix_text


def conflicting(workshop: Workshop):
    workshop.draft.apply([SetPoints("webinar", 80), SetName(Text("Bakeries"))], EDIT)
    workshop.write(THEIRS.replace("points: 5", "points: 9   # May"))
    return workshop.desk.outside(workshop.draft)


@pytest.mark.parametrize(("side", "points"), [("mine", "points: 8   # May"), ("theirs", "points: 9   # May")])
def test_a_conflict_stands_side_by_side_until_somebody_chooses(workshop, side, points):
    outside = conflicting(workshop)
    (conflict,) = outside.merge.conflicts
    assert conflict.path == ("criteria", "webinar", "points")
    assert (conflict.base, conflict.mine, conflict.theirs) == (5, 8, 9)
    assert refused(workshop.desk.settle(workshop.draft, outside)) == "conflicts_open"

    chosen = outside.choose(conflict.path, side)
    assert workshop.desk.settle(workshop.draft, chosen) is None
    workshop.publish()

    assert points in workshop.matrix_text
    assert "points: -8   # Ana" in workshop.matrix_text
    assert "name: Bakeries" in workshop.matrix_text
    kept = [path.read_text() for path in workshop.kept.glob("*")] if workshop.kept.is_dir() else []
    assert kept == ([outside.text] if side == "mine" else [])


def test_the_side_that_lost_is_one_undo_away(workshop):
    outside = conflicting(workshop)
    workshop.desk.settle(workshop.draft, outside.choose_all("theirs"))
    workshop.open_again()
    assert workshop.draft.undo().code == "draft_merged"
    assert {row.id: row.tenths for row in workshop.draft.matrix.criteria}["webinar"] == 80
    assert workshop.desk.outside(workshop.draft).merge.conflicts, "and the change outside is seen again"


def test_a_criterion_deleted_there_and_changed_here_is_a_conflict_of_the_whole(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    start, end = MATRIX.index("  - id: webinar"), MATRIX.index("  - id: silent")
    workshop.write(MATRIX[:start] + MATRIX[end:])
    outside = workshop.desk.outside(workshop.draft)
    (conflict,) = outside.merge.conflicts
    assert (conflict.path, conflict.theirs) == (("criteria", "webinar"), None)
    assert "points: 8" in workshop.desk.render(conflict.mine)
    workshop.desk.settle(workshop.draft, outside.choose_all("mine"))
    assert [row.id for row in workshop.draft.matrix.criteria] == ["company_size", "webinar", "silent"]


def test_edges_that_would_pass_one_another_are_one_conflict(workshop):
    workshop.draft.apply(SetTierEdge("warm", 65), EDIT)
    workshop.write(MATRIX.replace("hot: 70", "hot: 60"))
    (conflict,) = workshop.desk.outside(workshop.draft).merge.conflicts
    assert conflict.path == ("tiers",)


def test_a_group_deleted_there_and_used_here_is_settled_as_a_whole(workshop):
    new = Criterion("new", "explicit", Text("New"), "company", when=LARGE, tenths=10)
    workshop.draft.apply(AddCriterion(new), EDIT)
    theirs = MATRIX.replace("  company: {label: Company, axis: fit, max: 35}\n", "").replace("    group: company\n", "")
    workshop.write(theirs)
    outside = workshop.desk.outside(workshop.draft)
    assert [conflict.path for conflict in outside.merge.conflicts] == [()]
    assert workshop.desk.settle(workshop.draft, outside.choose_all("theirs")) is None
    assert not workshop.draft.dirty


def test_order_and_new_rows_of_both_sides_come_together(workshop):
    new = Criterion("new", "implicit", Text("New"), when=LARGE, tenths=10)
    workshop.draft.apply([MoveCriterion("silent", 0), SetCap("webinar", 90, None)], EDIT)
    workshop.write(MATRIX + "  - {id: oven, kind: explicit, label: Oven, when: {custom.oven: deck}, points: 2}\n")
    outside = workshop.desk.outside(workshop.draft)
    assert outside.merge.conflicts == ()
    workshop.desk.settle(workshop.draft, outside)
    assert [row.id for row in workshop.draft.matrix.criteria] == ["silent", "company_size", "webinar", "oven"]
    workshop.draft.apply([AddCriterion(new, 0), RemoveCriterion("oven")], EDIT)
    workshop.publish()


def test_a_draft_without_edits_follows_the_file(workshop):
    assert not workshop.draft.dirty
    workshop.write(THEIRS)
    assert workshop.desk.outside(workshop.draft) is None
    assert workshop.draft.base_text == THEIRS
    assert workshop.draft.names == ((), 0)


def test_what_was_discarded_can_still_be_taken_back_after_the_file_changed(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    workshop.draft.discard()
    workshop.write(THEIRS)
    assert workshop.desk.outside(workshop.draft) is None
    assert workshop.draft.base_text == THEIRS
    workshop.draft.undo()
    workshop.draft.undo()
    assert {row.id: row.tenths for row in workshop.draft.matrix.criteria}["webinar"] == 80


def test_a_file_broken_outside_is_said_and_can_be_put_back_without_losing_it(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    broken = THEIRS.replace("points: 5", "points: ten")
    workshop.write(broken)
    outside = workshop.desk.outside(workshop.draft)
    assert outside.merge is None
    assert "points must be a number" in outside.problems[0].message
    assert refused(workshop.desk.settle(workshop.draft, outside)) == "rules_changed_outside"
    workshop.desk.put_back(workshop.draft)
    assert workshop.matrix_text == MATRIX
    assert [path.read_text() for path in workshop.kept.iterdir()] == [broken]
    workshop.publish()


def test_a_file_that_changes_again_while_somebody_chooses_is_looked_at_again(workshop):
    outside = conflicting(workshop)
    chosen = outside.choose_all("mine")
    workshop.write(THEIRS)
    assert refused(workshop.desk.settle(workshop.draft, chosen)) == "rules_changed_outside"


def test_publishing_elsewhere_after_undo_leads_to_a_merge_not_to_a_loss(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    operation = workshop.publish().operation
    workshop.draft.apply(SetName(Text("Bakeries")), Said("named"))
    workshop.done(workshop.undo(operation))
    outside = workshop.desk.outside(workshop.draft)
    assert outside.merge.conflicts == ()
    workshop.desk.settle(workshop.draft, outside)
    workshop.publish()
    assert workshop.matrix_text == MATRIX.replace("name: Bakery supplies", "name: Bakeries")


plain = st.recursive(
    st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
        | st.lists(
            st.builds(lambda name, value: {"id": name, "v": value}, st.sampled_from("xyz"), inner),
            max_size=3,
            unique_by=lambda item: item["id"],
        )
    ),
    max_leaves=8,
)


@given(plain, plain, plain)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_a_merge_takes_what_only_one_side_changed_and_asks_about_the_rest(base, mine, theirs):
    assert Merge(base, mine, base).data() == mine
    assert Merge(base, base, theirs).data() == theirs
    assert Merge(base, mine, mine).data() == mine
    merge = Merge(base, mine, theirs)
    for conflict in merge.conflicts:
        assert conflict.mine != conflict.theirs
    assert merge.choose_all("mine").open == ()
    assert len({conflict.path for conflict in merge.conflicts}) == len(merge.conflicts)
