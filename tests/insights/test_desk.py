"""From what closed leads say to a published matrix and back, in a workspace on a real disk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from leadqual_gui.domain.calibration.periods import ALL_TIME, between, last_quarter
from leadqual_gui.domain.calibration.results import Method, Verdict
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.commands import EditLeads, GiveVerdict, Undo
from leadqual_gui.services.insights.notes import verdict_code
from leadqual_gui.services.insights.plain import plain
from leadqual_gui.services.insights.values import EDGE_CHANGE, PROFILE_CHANGE, Ended, Question, new_change
from leadqual_gui.services.operations import Outcome, Refusal
from tests.builders import NOW
from tests.insights.market import HEADER, Market


@pytest.fixture(scope="module")
def trading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market with 400 closed leads; nobody changes it."""
    made = Market(tmp_path_factory.mktemp("market"))
    made.trade()
    yield made
    made.workspace.close()


@pytest.fixture(scope="module")
def report(trading: Market):
    """What its closed leads say."""
    return trading.workspace.insights.ask(Question(calls_a_week=5))


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market for one test."""
    made = Market(tmp_path)
    yield made
    made.workspace.close()


def test_the_last_quarter_is_asked_by_itself(report):
    assert report.period == last_quarter(NOW)
    assert not report.widened
    assert report.counts.leads == report.counts.closed > 300
    assert report.control == report.closed_control


def test_who_asks_for_a_demo_deserves_more_and_who_visits_less(report):
    rows = {row.criterion: row for row in report.rows}
    assert report.proposal.verdict is Verdict.PROPOSED
    assert rows["demo"].proposed > rows["demo"].today
    assert rows["demo"].why == "above"
    assert rows["demo"].on_hundred == round(100 * rows["demo"].rate.rate)
    assert rows["visit"].proposed < rows["visit"].today
    assert rows["visit"].on_hundred in (0, round(100 * rows["visit"].rate.rate))


def test_it_would_have_worked_on_leads_that_were_not_asked(report):
    split = report.comparison.at_random
    assert split.proposed.auc.value > split.today.auc.value + 0.05
    assert not split.difference.within_chance
    assert report.comparison.by_date is not None


def test_machines_are_missing_in_the_matrix_and_gender_stays_out(report):
    new = {one.criterion.id: one for one in report.new_criteria}
    assert "machines" in new
    assert new["machines"].alone > 0.55
    assert "gender" not in new
    assert any(note.code == "protected" for note in report.notes)


def test_every_plot_has_something_to_show(report):
    assert sum(band.closed.leads + band.open for band in report.today.bands) == report.counts.leads
    assert sum(one.won + one.lost + one.open for one in report.proposed.bins) == report.counts.leads
    assert report.cohorts
    assert {source.source for source in report.sources} == {"fair", "web", "referral"}
    assert report.today.thresholds.advised is not None
    assert plain(report)["criteria"][0]["criterion"] == "demo"


def test_demo_and_quote_that_overlap_are_said_once_the_matrix_asks_for_both(report):
    assert report.overlaps == ()  # the quote is not in the matrix
    assert any(one.fact == "activities.quote_requested" and one.lift > 1.5 for one in report.values)


def test_all_goes_into_the_draft_as_one_step_and_nothing_is_live_until_published(market):
    market.trade()
    workspace = market.workspace
    report = workspace.insights.ask()
    before = (market.folder / "rules" / "matrix.yaml").read_text("utf-8")
    chosen = (*report.changes, *(new_change(one.criterion.id) for one in report.new_criteria))
    taken = workspace.insights.put_into_draft(report, chosen)
    assert isinstance(taken, Outcome)
    assert taken.value.changes == len(chosen)
    draft = workspace.desk.matrix_draft
    assert len(draft.names[0]) == 1
    assert draft.checked().errors == ()
    assert (market.folder / "rules" / "matrix.yaml").read_text("utf-8") == before
    published = workspace.insights.publish("As the closed leads say")
    assert isinstance(published, Outcome)
    after = (market.folder / "rules" / "matrix.yaml").read_text("utf-8")
    assert after != before
    assert after.startswith("# The owner's own words")
    points = {c.id: c.tenths for c in workspace.rules.matrix.criteria}
    assert points["demo"] == next(row.proposed for row in report.rows if row.criterion == "demo")
    assert isinstance(workspace.execute(Undo(published.operation)), Outcome)
    assert (market.folder / "rules" / "matrix.yaml").read_text("utf-8") == before


def test_one_change_alone_can_be_taken_and_undone_in_the_draft(market):
    market.trade()
    workspace = market.workspace
    report = workspace.insights.ask(Question(calls_a_week=8))
    row = next(row for row in report.rows if row.criterion == "demo")
    assert isinstance(workspace.insights.put_into_draft(report, [row.change, EDGE_CHANGE]), Outcome)
    draft = workspace.desk.matrix_draft
    changed = {c.id: c.tenths for c in draft.matrix.criteria}
    assert (changed["demo"], changed["visit"]) == (row.proposed, 90)
    assert draft.matrix.tiers[-1].lower_edge == report.today.thresholds.advised
    draft.undo()
    assert not draft.dirty


def test_the_ideal_profile_goes_into_a_draft_of_its_own(market):
    market.trade(leads=800)
    workspace = market.workspace
    report = workspace.insights.ask()
    assert report.ideal is not None
    assert {fact.fact for fact in report.ideal.facts} == {"custom.machines"}
    taken = workspace.insights.put_into_draft(report, [PROFILE_CHANGE])
    assert isinstance(taken, Outcome)
    assert taken.value.profile
    assert workspace.desk.file_draft("profiles.yaml").dirty
    assert not workspace.desk.matrix_draft.dirty
    assert workspace.desk.file_draft("profiles.yaml").value.ideal.when == report.ideal.profile.when


def test_the_ideal_profile_is_published_and_taken_back(market):
    market.trade(leads=800)
    workspace = market.workspace
    file = market.folder / "rules" / "profiles.yaml"
    before = file.read_text("utf-8") if file.exists() else None
    report = workspace.insights.ask()
    workspace.insights.put_into_draft(report, [PROFILE_CHANGE])
    published = workspace.desk.publish(workspace.desk.file_draft("profiles.yaml"), "Who buys from us")
    assert isinstance(published, Outcome), published
    assert workspace.rules.profiles.ideal.when == report.ideal.profile.when
    assert "machines" in file.read_text("utf-8")
    assert isinstance(workspace.execute(Undo(published.operation)), Outcome)
    assert workspace.rules.profiles.ideal is None
    assert before is None or file.read_text("utf-8") == before


def test_a_line_can_get_the_points_of_another_method(market):
    market.trade()
    workspace = market.workspace
    report = workspace.insights.ask()
    demo, visit = (next(row for row in report.rows if row.criterion == name) for name in ("demo", "visit"))
    other = next(
        m for m in (Method.ARTICLE, Method.LIFT, Method.FITTED) if demo.points_by(m) not in (demo.proposed, demo.today)
    )
    taken = workspace.insights.put_into_draft(report, [demo.id, visit.id], {demo.id: other, visit.id: Method.TODAY})
    assert isinstance(taken, Outcome)
    points = {c.id: c.tenths for c in workspace.desk.matrix_draft.matrix.criteria}
    assert (points["demo"], points["visit"]) == (demo.points_by(other), visit.today)
    assert taken.value.changes == 1


def test_what_is_gone_from_the_draft_is_left_out_and_said(market):
    market.trade()
    from leadqual_gui.domain.matrix_edits import RemoveCriterion
    from leadqual_gui.services.operations import Said

    workspace = market.workspace
    report = workspace.insights.ask()
    workspace.desk.matrix_draft.apply(RemoveCriterion("demo"), Said("matrix_removed", {"name": "demo"}))
    taken = workspace.insights.put_into_draft(report)
    assert isinstance(taken, Outcome)
    assert taken.value.gone == ("points:demo:0",)
    nothing = workspace.insights.put_into_draft(report, [])
    assert isinstance(nothing, Refusal)


def test_a_shuffled_outcome_proposes_nothing(market):
    market.trade(shuffled=True)
    report = market.workspace.insights.ask()
    assert report.proposal.verdict in (Verdict.CHANCE, Verdict.NO_BETTER)
    assert report.changes == []
    assert report.new_criteria == ()


def test_a_stopped_question_has_no_answer(trading):
    shares = []

    def stop_half_way(share: float) -> bool:
        shares.append(share)
        return share < 0.3

    assert trading.workspace.insights.ask(progress=stop_half_way) is None
    assert shares == sorted(shares)


def test_a_question_can_be_stopped_in_the_midst_of_a_fit(trading):
    shares: list[float] = []

    def told(share: float) -> bool:
        shares.append(share)
        return shares.count(share) < 5  # five times told at one place: within one step

    assert trading.workspace.insights.ask(progress=told) is None
    assert 0.2 <= shares[-1] < 0.5
    assert shares.count(shares[-1]) == 5


def test_another_period_is_another_answer(trading):
    month = trading.workspace.insights.ask(Question(between(NOW.replace(month=8, day=1), NOW.replace(month=8, day=31))))
    everything = trading.workspace.insights.ask(Question(ALL_TIME))
    assert 0 < month.counts.closed < everything.counts.closed == 400


def judge(market: Market, judgement: Judgement, *names: str) -> None:
    """Somebody says so of these leads, now."""
    for name in names:
        given = market.workspace.execute(GiveVerdict(market.workspace.find(name), judgement, "Only a student"))
        assert isinstance(given, Outcome), given


def end(market: Market, later: timedelta, **ends: str) -> None:
    """These leads are won or lost, so much later."""
    market.clock.moment += later
    for name, outcome in ends.items():
        done = market.workspace.execute(EditLeads((market.workspace.find(name),), {"outcome": outcome}))
        assert isinstance(done, Outcome), done


def test_verdicts_stand_beside_what_became_of_the_lead(market):
    market.bring("open.csv", HEADER, ["L0,Lead 0,web,5,f,new,2026-11-01,,", "L1,Lead 1,web,5,f,new,2026-11-01,,"])
    judge(market, Judgement.TOO_HIGH, "L0", "L1")
    end(market, timedelta(days=3), L0="lost")
    report = market.workspace.insights.ask()
    rows = {row.name: row for row in report.verdicts}
    assert (rows["Lead 0"].reason, rows["Lead 0"].judgement) == ("Only a student", Judgement.TOO_HIGH)
    assert [(row.outcome, row.ended) for row in (rows["Lead 0"], rows["Lead 1"])] == [
        ("lost", Ended.AFTER),
        ("", Ended.OPEN),
    ]
    high, low = report.verdict_counts
    assert (high.verdicts, high.closed, high.before, high.undated) == (2, CloseRate(0, 1), 0, 0)
    assert (low.verdicts, low.closed) == (0, CloseRate(0, 0))


def test_a_verdict_on_a_lead_that_is_won_or_lost_already_is_no_success_and_no_failure(market):
    """Who calls a lost lead's score too high has seen the outcome; of one without a closing date nobody can tell."""
    rows = ["W,Won before,web,5,f,new,2026-10-01,won,2026-10-20", "U,Undated,web,5,f,new,2026-10-01,lost,"]
    market.bring("ended.csv", HEADER, [*rows, "O,Open,web,5,f,new,2026-11-01,,"])
    judge(market, Judgement.TOO_HIGH, "W", "U", "O")
    end(market, timedelta(days=2), O="lost")
    judge(market, Judgement.TOO_HIGH, "O")  # once more, when it is lost: it was foretold, and counts once
    report = market.workspace.insights.ask()
    high = report.verdict_counts[0]
    assert (high.judgement, high.verdicts) == (Judgement.TOO_HIGH, 4)
    assert (high.closed, high.before, high.undated) == (CloseRate(0, 1), 1, 1)
    told = {(row.name, row.ended) for row in report.verdicts}
    assert {("Won before", Ended.BEFORE), ("Undated", Ended.UNDATED), ("Open", Ended.AFTER)} < told
    said, _ = plain(report)["verdicts"]
    assert (said["verdicts"], said["ended_before"], said["undated"]) == (4, 1, 1)


def test_sources_name_the_currency_and_add_up_one_only(market):
    header = f"{HEADER},expected_value,currency"
    rows = [
        f"L{n},Lead {n},{source},5,f,new,2026-08-01,won,2026-08-20,100,{currency}"
        for n, (source, currency) in enumerate((("web", "EUR"), ("web", "EUR"), ("fair", "EUR"), ("fair", "USD")))
    ]
    market.bring("valued.csv", header, rows)
    sources = {one.source: (one.expected_value, one.currency) for one in market.workspace.insights.ask().sources}
    assert sources == {"web": (200.0, "EUR"), "fair": (None, None)}


def test_rates_count_all_verdicts_not_only_the_newest_that_are_listed(market, monkeypatch):
    monkeypatch.setattr("leadqual_gui.services.insights.verdicts.MOST", 2)
    market.bring("open.csv", HEADER, [f"L{n},Lead {n},web,5,f,new,2026-11-01,," for n in range(5)])
    judge(market, Judgement.TOO_LOW, *(f"L{n}" for n in range(5)))
    end(market, timedelta(days=3), L0="won")
    report = market.workspace.insights.ask()
    assert len(report.verdicts) == 2
    assert (report.verdict_counts[1].verdicts, report.verdict_counts[1].closed) == (5, CloseRate(1, 0))


def test_a_world_that_has_turned_chooses_nothing_and_says_why(market):
    """Who asked for a demo bought until the autumn; since then only the others do."""
    random, rows, acts = np.random.default_rng(8), [], []
    for n in range(1_500):
        demo, visit, late = bool(random.random() < 0.5), bool(random.random() < 0.5), n >= 1_200
        won = random.random() < (0.1 if demo is late else 0.6)
        day = NOW - timedelta(days=89 - n // 17)
        came = (day - timedelta(days=5)).date()
        rows.append(f"L{n},Lead {n},web,5,f,new,{came},{'won' if won else 'lost'},{day.date()}")
        did = (("demo_requested", demo), ("website_visit", visit))
        acts += [f"L{n},{kind},{(day - timedelta(days=2)).date()}" for kind, done in did if done]
    market.bring("leads.csv", HEADER, rows)
    market.bring("acts.csv", "lead,kind,occurred_at", acts)
    report = market.workspace.insights.ask(Question(ALL_TIME))
    assert report.proposes
    assert report.comparison.by_date.difference.high < 0
    assert report.worse_later
    assert report.supported == []
    assert verdict_code(report) == "worse_later"
    assert isinstance(market.workspace.insights.put_into_draft(report), Refusal)
    assert isinstance(market.workspace.insights.put_into_draft(report, report.changes), Outcome)
