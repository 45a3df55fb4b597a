"""The account of a score in words: what is shown adds up, and the evidence reads like a sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from leadqual_gui.domain.ledger import Evidence, Line, LineKind, NextChange, ScoreCard
from leadqual_gui.domain.matrix import Criterion, Group, Matrix, Tier
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.leads.panel.account import evidence_words, ledger_rows, next_change_words, score_value
from leadqual_gui.ui.start.example import example_rows, example_score
from leadqual_gui.ui.widgets.ledger import RowKind
from leadqual_gui.ui.widgets.scores import TierScale
from tests.ui_kit.read_back import adds_up

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
MATRIX = Matrix(
    Text("B2B"),
    (Tier("cold", 0), Tier("warm", 40), Tier("hot", 70)),
    (
        Criterion("size", "explicit", Text("Employees", {"de": "Mitarbeiter"}), "company"),
        Criterion("webinar", "implicit", Text("Attended a webinar"), "content"),
    ),
    (Group("company", Text("Company")), Group("content", Text("Content"))),
)


def a_card() -> ScoreCard:
    """Employees, webinars, a cap on one group, five points by hand."""
    lines = (
        Line("size", LineKind.CRITERION, "Employees", 100, fit=100, group="company"),
        Line("webinar", LineKind.CRITERION, "Attended a webinar", 84, engagement=84, group="content"),
        Line("content", LineKind.CAP, "Content: at most 5", -34, engagement=-34, group="content"),
        Line("", LineKind.ADJUSTMENT, "Met at the fair", 50, fit=50),
    )
    change = NextChange(NOW + timedelta(days=6), "cold")
    return ScoreCard(1, NOW, 200, 20, 150, 50, "cold", "B3", 125, 454, True, lines, next_change=change)


def test_the_ledger_adds_up_group_by_group_and_in_all() -> None:
    rows = ledger_rows(a_card(), Rules(MATRIX), "en")
    assert adds_up(rows)
    assert [row.label for row in rows if row.kind is RowKind.GROUP] == ["Company", "Content", "Other"]
    assert rows[-1].points == "+20.0"


def test_criteria_are_named_in_the_users_language() -> None:
    rows = ledger_rows(a_card(), Rules(MATRIX), "de")
    assert rows[1].label == "Mitarbeiter"


def test_the_range_is_shown_in_whole_points() -> None:
    value = score_value(a_card())
    assert (value.score, value.least, value.greatest) == (20, 13, 45)


def test_the_next_change_is_said_with_its_day() -> None:
    assert next_change_words(a_card(), TierScale()) == "If nothing happens: cold on 24 Nov"


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (Evidence(count=3, newest=NOW - timedelta(days=10)), "3, newest 10 days ago"),
        (Evidence(count=1, newest=NOW - timedelta(days=1)), "yesterday"),
        (Evidence(fact="employees", value="120", level="50 to 250"), "120, so 50 to 250"),
        (Evidence(fact="answer.bant.budget", value="2", level="Range"), "Range"),
        (Evidence(silent_days=31.4), "31 days"),
        (Evidence(fact="stakeholders.champion", value="1"), "1 person"),
        (Evidence(fact="stakeholders.champion", value="0"), ""),
    ],
)
def test_evidence_reads_like_a_sentence(tongue: Tongue, evidence: Evidence, said: str) -> None:
    assert evidence_words(evidence, NOW) == said


def test_the_example_of_the_first_start_is_true() -> None:
    rows = example_rows()
    assert adds_up(rows)
    assert round(rows[-1].tenths / 10) == example_score().score
