"""Who takes part, where their needs clash, and where the map shows them."""

import math
from itertools import combinations

import pytest

from leadqual_gui.domain.buying_group import ClashKind, clashes, group_map, size_remark
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES
from tests.builders import a_stakeholder


def person(id, role="user", **more):
    """Somebody of the group."""
    return a_stakeholder(role, f"Person {id}", id=id, **more)


def test_one_for_us_and_one_against_clash():
    (clash,) = clashes([person(1, stance=2), person(2, stance=-1), person(3, stance=0), person(4)])
    assert (clash.one, clash.other, clash.kind) == (1, 2, ClashKind.STANCE)


def test_needs_that_pull_apart_clash_in_the_words_of_those_who_have_them():
    group = [person(1, cares_about=("Low price",)), person(2, cares_about=("Service at night", "Price"))]
    (clash,) = clashes(group)
    assert (clash.kind, clash.over) == (ClashKind.NEEDS, ("Low price", "Service at night"))


def test_whoever_cares_about_the_same_does_not_clash():
    assert clashes([person(1, cares_about=("Price",)), person(2, cares_about=("price",))]) == ()


@pytest.mark.parametrize(
    ("count", "alone", "few"), [(0, True, True), (1, True, True), (2, False, True), (6, False, False)]
)
def test_a_group_of_one_is_said_where_six_to_ten_are_usual(count, alone, few):
    remark = size_remark([person(n) for n in range(count)])
    assert (remark.known, remark.alone, remark.few, remark.least, remark.most) == (count, alone, few, 6, 10)


def test_roles_that_nobody_has_are_named():
    assert size_remark([person(1, "champion")]).missing == ("economic_buyer", "decision_maker", "user")


@pytest.mark.parametrize("count", range(1, 13))
def test_people_stand_apart_and_within_the_map(count):
    group = [person(n, STAKEHOLDER_ROLES[n % 7], influence=n % 4 if n % 3 else None) for n in range(1, count + 1)]
    nodes = group_map(group).nodes
    assert sorted(n.stakeholder.id for n in nodes) == list(range(1, count + 1))
    for node in nodes:
        assert node.radius <= node.x <= 1 - node.radius
        assert node.radius <= node.y <= 1 - node.radius
    for one, other in combinations(nodes, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) > one.radius + other.radius


def test_who_decides_stands_nearer_to_the_middle():
    group = [person(1, "economic_buyer"), person(2, "user"), person(3, "user"), person(4, "gatekeeper", influence=0)]
    far = {n.stakeholder.id: math.dist((n.x, n.y), (0.5, 0.5)) for n in group_map(group).nodes}
    assert far[1] < far[2] < far[4]


def test_lines_join_those_who_know_one_another_and_those_who_clash():
    group = [person(1, stance=2, knows=(2, 9)), person(2, stance=-2, knows=(1,)), person(3, knows=(1,))]
    edges = {(e.one, e.other): (e.acquainted, e.clash is not None) for e in group_map(group).edges}
    assert edges == {(1, 2): (True, True), (1, 3): (True, False)}


def test_the_same_group_in_any_order_gives_the_same_map():
    group = [person(n, influence=n % 4) for n in range(6)]
    assert group_map(group).nodes == group_map(group[::-1]).nodes
