"""The sample workspace is plainly invented, plausible, and the same every time."""

import re
from collections import Counter
from statistics import median

from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.app.bootstrap import shipped_rules
from leadqual_gui.services.lists import Query
from leadqual_gui.services.sample.making import make_sample
from tests.services.office import Office

INVENTED = re.compile(r".+@\w+\.example|\w{1,5}@gmail\.com|.+@mailinator\.com")


def an_office_with_samples(folder) -> Office:
    """The sample leads under the shipped rules."""
    office = Office(folder, RulesFolder(shipped_rules()).load().rules)
    make_sample(office.workspace, office.clock.now())
    return office


def everybody(office: Office) -> list[object]:
    """All rows, best first."""
    found = office.workspace.query(Query())
    return [found.row(n) for n in range(len(found))]


def test_the_sample_is_plausible_and_plainly_invented(tmp_path):
    office = an_office_with_samples(tmp_path)
    rows = everybody(office)
    tiers = Counter(row.tier for row in rows)
    assert 400 <= len(rows) <= 460
    assert 0.05 <= tiers["hot"] / len(rows) <= 0.15
    assert 0.22 <= tiers["warm"] / len(rows) <= 0.4
    leads = office.workspace.store.leads([row.id for row in rows])
    assert [lead.email for lead in leads if not INVENTED.fullmatch(lead.email)] == []
    assert [lead.phone for lead in leads if lead.phone and " 555 " not in lead.phone] == []
    assert len({lead.country for lead in leads}) > 15
    outcomes = Counter(lead.outcome for lead in leads)
    assert outcomes["won"] > 12
    assert outcomes["lost"] > 20
    assert sum(row.disqualified for row in rows) > 8
    assert all(lead.created_at <= office.clock.now() for lead in leads)
    assert office.workspace.counts().to_verify > 5
    assert office.workspace.steps()[0].label.code == "sample_made"
    office.workspace.close()


def test_every_lead_of_the_sample_has_a_ledger_that_adds_up_and_some_have_a_past(tmp_path):
    office = an_office_with_samples(tmp_path)
    rows = everybody(office)
    cards = list(office.workspace.cards([row.id for row in rows]))
    assert [card.shown for card in cards] == [row.shown for row in rows]
    assert all(sum(line.tenths for line in card.lines) == card.exact for card in cards)
    trends = [office.workspace.lead_details(row.id).trend for row in rows[:40]]
    assert sum(bool(trend) for trend in trends) > 20
    office.workspace.close()


def test_a_morning_in_the_sample_has_calls_promises_and_news(tmp_path):
    office = an_office_with_samples(tmp_path)
    funnel = office.workspace.funnel
    funnel.zone = office.clock.now().astimezone().tzinfo
    report = funnel.open_day().value
    today, promised = funnel.today(), funnel.follow_ups(7)
    assert 8 <= today.due.count_of("call", "ask") <= 15
    assert [row.late_days for row in promised].count(0) == 10
    assert max(row.late_days for row in promised) in (1, 2)
    kinds = Counter(row.alert.kind for row in funnel.alerts())
    assert 20 >= report.alerts >= sum(kinds.values()) >= 8
    assert kinds.keys() >= {"crossed_up", "silent", "overdue", "stale"}
    assert "hot" in {row.alert.tier_after for row in funnel.alerts()}
    office.workspace.close()


def test_leads_of_the_sample_came_through_the_funnel_at_their_own_pace(tmp_path):
    office = an_office_with_samples(tmp_path)
    columns = {column.stage_id: column for column in office.workspace.funnel.board().columns}
    flows = {stage: columns[stage].flow for stage in ("new", "engaged", "mql", "pql", "sql", "opportunity")}
    assert all(flow.left >= 5 and flow.median_days > 1 for flow in flows.values())
    assert all(0.4 < flow.share < 1 for flow in flows.values())
    leads = office.workspace.store.leads([row.id for row in everybody(office)])
    assert all(lead.created_at <= lead.stage_since <= office.clock.now() for lead in leads)
    assert all(abs((lead.stage_since - lead.closed_at).total_seconds()) < 86_400 for lead in leads if lead.outcome)
    office.workspace.close()


def test_deals_of_the_sample_that_were_won_had_mostly_scored_higher_when_they_were_closed(tmp_path):
    office = an_office_with_samples(tmp_path)
    leads = office.workspace.store.leads([row.id for row in everybody(office)])
    closed = [(lead.outcome, office.workspace.card(lead.id, lead.closed_at, whole=False).shown) for lead in leads]
    won, lost = ([shown for outcome, shown in closed if outcome == wanted] for wanted in ("won", "lost"))
    assert median(won) > median(lost) + 15
    assert max(lost) > min(won)
    office.workspace.close()


def test_the_sample_is_the_same_every_time(tmp_path):
    one, other = an_office_with_samples(tmp_path / "one"), an_office_with_samples(tmp_path / "other")
    assert everybody(one) == everybody(other)
    one.workspace.close()
    other.workspace.close()
