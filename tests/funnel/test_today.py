"""The work of the day, the board, one lead over time, leads side by side, and promises for a calendar."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange.icalendar import calendar_text
from leadqual_gui.adapters.rules_yaml.folder import check_rules
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.pipeline_circles import circles
from leadqual_gui.services import commands as c
from leadqual_gui.services.follow_ups import CalendarEvent, calendar_events
from leadqual_gui.services.lists import Filter, Sort
from leadqual_gui.services.moving_values import BoardQuery
from tests.builders import NOW, at_least, is_
from tests.funnel.desk import FunnelOffice, a_funnel, a_stage

ROOT = Path(__file__).resolve().parents[2]


def names(office: FunnelOffice) -> list[str]:
    found = office.funnel.today().due
    return [found.row(index).row.name for index in range(len(found))]


def promise(office: FunnelOffice, lead_id: int, ahead: timedelta, note: str = "Call back") -> FollowUp:
    value = office.do(c.PutFollowUp(FollowUp(0, lead_id, "call", office.clock.now() + ahead, note))).value
    assert isinstance(value, FollowUp)
    return value


def test_a_promise_goes_before_intent_and_peace_is_kept(office: FunnelOffice):
    keen, promised, left = office.lead("Keen Kay"), office.lead("Promised Pia"), office.lead("Left Lou")
    office.happened(keen, "demo_requested", 0.1)
    promise(office, promised, timedelta(hours=2))
    office.happened(left, "demo_requested", 0)
    office.do(c.EditLeads((left,), {"do_not_contact": True}))
    assert names(office) == ["Promised Pia", "Keen Kay"]
    row = office.funnel.today().due.row(0)
    assert row.follow_up is not None
    assert row.action.due == row.follow_up.due_at
    assert office.funnel.today().due.count_of("call") == 2


def test_a_promise_for_next_week_is_not_todays_work(office: FunnelOffice):
    ines = office.lead()
    promise(office, ines, timedelta(days=3))
    today = office.funnel.today()
    assert (len(today.due), today.later.ids()) == (0, (ines,))


def test_fresh_intent_goes_before_intent_that_cooled_and_the_parts_add_up(office: FunnelOffice):
    cooled, fresh = office.lead("Cooled Carl", employees=60), office.lead("Fresh Fay", employees=60)
    office.happened(cooled, "demo_requested", 8)
    office.happened(fresh, "demo_requested", 0.5)
    assert names(office) == ["Fresh Fay", "Cooled Carl"]
    row = office.funnel.today().due.row(0)
    assert row.worth == pytest.approx(sum(part.points for part in row.parts))
    parts = {part.name: part for part in row.parts}
    assert parts["intent_fresh"].points == pytest.approx(20 * 0.5 ** (0.5 / 4))
    assert parts["score"].points == row.row.shown
    assert parts["expected_value"].amount is None, "not known is not zero"


def test_a_lead_rests_once_it_was_called_and_comes_back_when_it_would_have_cooled(office: FunnelOffice):
    ines = office.lead()
    office.happened(ines, "demo_requested", 1)
    assert names(office) == ["Ines Carvalho"]
    office.happened(ines, "call_no_answer", 0)
    assert names(office) == []
    office.next_day(4)
    assert names(office) == ["Ines Carvalho"]
    done = office.do(c.FinishToday(ines, "call"))
    assert names(office) == []
    office.do(c.Undo(done.operation))
    assert names(office) == ["Ines Carvalho"]


def test_what_one_click_shows_is_what_a_fresh_start_shows(office: FunnelOffice):
    for number, kind in enumerate(["demo_requested", "webinar_attended", "webinar_attended"]):
        lead_id = office.lead(f"Lead {number}", employees=60, expected_value=1000.0 * number)
        _ = office.funnel.board(), office.funnel.today()
        office.happened(lead_id, kind, number)
        promise(office, lead_id, timedelta(hours=number))
        office.do(c.MoveLeads((lead_id,), "engaged" if number else "won"))
    seen = _seen(office)
    office.open_again()
    office.open_day()
    assert _seen(office) == seen


def _seen(office: FunnelOffice) -> object:
    board, today = office.funnel.board(), office.funnel.today()
    columns = [(col.stage_id, col.cards.ids(), col.money, col.flow, col.suggested) for col in board.columns]
    cards = [office.funnel.card(i) for col in board.columns for i in col.cards.ids()]
    told = [(card.action, card.suggestion, card.overdue, card.value, card.since) for card in cards]
    return columns, told, today.due.ids(), today.later.ids()


def test_the_board_counts_sums_and_tells_how_leads_flow(office: FunnelOffice):
    first = office.lead("Ana", expected_value=1000, currency="EUR", owner="Rui")
    second = office.lead("Bo", expected_value=500, currency="EUR")
    third = office.lead("Cy")
    office.clock.pass_days(4)
    office.move(first, "engaged")
    office.clock.pass_days(2)
    office.move(third, "lost", reason="Price")
    office.open_day()
    board = office.funnel.board(BoardQuery(group="owner"))
    new, engaged = board.column("new"), board.column("engaged")
    assert (new.count, engaged.count) == (1, 1)
    assert [(m.currency, m.amount, m.leads) for m in engaged.money] == [("EUR", 1000.0, 1)]
    assert (new.flow.left, new.flow.went_on, new.flow.median_days) == (2, 1, 5.0)
    assert [group.key for group in engaged.groups] == ["Rui"]
    assert list(new.cards.ids()) == [second]
    assert [column.band for column in board.columns][-3:] == ["stopped", "stopped", "stopped"]
    assert office.funnel.board(BoardQuery(Filter(owners=("Rui",)))).column("new").count == 0
    assert office.funnel.board(BoardQuery(older_than=5)).column("engaged").count == 0


def test_a_column_is_sorted_as_in_leads(office: FunnelOffice):
    low, high = office.lead("Ana"), office.lead("Bo", employees=60)
    by_score = office.funnel.board(BoardQuery(sort=Sort("score"))).column("new")
    by_name = office.funnel.board(BoardQuery(sort=Sort("name", descending=False))).column("new")
    assert (list(by_score.cards.ids()), list(by_name.cards.ids())) == ([high, low], [low, high])


def test_a_lead_tells_its_history_and_what_lies_ahead(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    history = office.funnel.history(ines)
    assert [point.shown for point in history.points] == [30, 75]
    assert history.points[-1].cause.code == "activity_added"
    assert [(move.target, move.by_hand) for move in history.moves] == [("mql", False)]
    assert history.next_step is not None
    assert history.next_step.shown < 75
    assert history.next_step.at == datetime(2026, 11, 19, tzinfo=UTC)
    office.clock.moment = history.next_step.at
    office.workspace.rescore()
    assert office.score(ines) == history.next_step.shown


def test_side_by_side_the_differences_add_up(office: FunnelOffice):
    ines, rana = office.lead(employees=60), office.lead("Rana Haddad")
    office.happened(ines, "demo_requested", 2)
    office.happened(rana, "webinar_attended", 2)
    found = office.funnel.compare((rana, ines))
    why = found.why(0, 1)
    assert (why.above, why.below) == (ines, rana)
    assert sum(points for _, points in why.lines) == why.difference == found.cards[1].exact - found.cards[0].exact
    assert why.lines[0][0].criterion == "demo"
    assert office.funnel.compare((ines,)).reason.code == "compare_two_to_four"
    assert office.funnel.compare((ines, ines)).reason.code == "compare_two_to_four"


def test_automatic_rules_in_a_circle_are_found():
    assert circles(a_funnel()) == ()
    looped = Funnel(
        (
            a_stage("new"),
            a_stage("engaged", mode="automatic", entry=is_("stage", "mql")),
            a_stage("mql", mode="automatic", entry=at_least("score", 40)),
        )
    )
    assert circles(looped) == (("engaged", "mql", "engaged"),)


def test_a_promise_keeps_its_name_in_the_calendar(office: FunnelOffice):
    ines = office.lead()
    made = promise(office, ines, timedelta(hours=5), "Ask; who signs, and\nwhen")
    (before,) = calendar_events(office.workspace.store)
    office.do(c.PutFollowUp(FollowUp(made.id, ines, "call", NOW + timedelta(days=2), made.note)))
    (after,) = calendar_events(office.workspace.store)
    assert before.uid == after.uid
    assert after.starts == NOW + timedelta(days=2)
    lines = calendar_text([after], NOW).split("\r\n")
    assert r"DESCRIPTION:Ask\; who signs\, and\nwhen" in lines
    assert "SUMMARY:Call: Ines Carvalho" in lines
    assert "DTSTART:20261120T090000Z" in lines
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


@given(st.text(max_size=200), st.text(min_size=1, max_size=120))
def test_whatever_is_noted_reads_back_in_folded_lines(note: str, name: str):
    event = CalendarEvent("follow-up-1@x.leadqual", NOW, "call", name, None, note or None)
    text = calendar_text([event], NOW)
    assert all(len(line.encode(errors="surrogatepass")) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == 1
    assert "\n" not in unfolded.replace("\r\n", "")


def test_a_promise_in_the_past_is_refused(office: FunnelOffice):
    late = FollowUp(0, office.lead(), "call", office.at(1))
    assert office.refusal(c.PutFollowUp(late)) == "follow_up_in_past"


def test_check_finds_automatic_rules_in_a_circle(tmp_path: Path):
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    funnel = tmp_path / "rules" / "funnel.yaml"
    text = funnel.read_text(encoding="utf-8")
    entry = "entry: {activities.interest: {at_least: 2}}"
    assert entry in text
    funnel.write_text(text.replace(entry, "entry: {stage: mql}"), encoding="utf-8")
    (problem,) = check_rules(tmp_path / "rules")
    assert "in a circle: engaged > mql > engaged" in problem.message
