"""The panel beside a lead: what each activity is worth, how far the interview got, what to ask next."""

from dataclasses import replace

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.framework import Element, Framework, Inference
from leadqual_gui.domain.ledger import Gap
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.text import Text
from leadqual_gui.services import commands as c
from leadqual_gui.services.lead_inquiry import next_question
from tests.builders import NOW, ActivityRule, a_criterion, a_matrix, a_record, bant, some_rules
from tests.services.office import Office


def details(office: Office, lead_id: int):
    """Everything about a lead."""
    found = office.workspace.lead_details(lead_id)
    assert found is not None
    return found


def answered(office: Office, lead_id: int, element: str, level: int | None, ago: float = 1) -> None:
    """A BANT answer."""
    state = AnswerState.LEVEL if level is not None else AnswerState.REFUSED
    office.do(c.RecordAnswer(lead_id, "bant", element, state, level, office.at(ago)))


def test_the_time_line_says_what_each_activity_is_worth_today(office):
    ines = office.lead()
    office.happened(ines, "webinar_attended", 60)
    office.happened(ines, "demo_requested", 2)
    office.happened(ines, "demo_requested", 4)
    office.happened(ines, "website_visit", 1)
    worth = [(line.activity.kind, line.tenths) for line in details(office, ines).activities]
    assert worth == [
        ("website_visit", None),
        ("demo_requested", 250),
        ("demo_requested", None),
        ("webinar_attended", 60),
    ]


def test_what_the_activities_are_worth_is_what_their_criteria_give(tmp_path):
    criteria = (
        a_criterion(
            "long", 10, activity=ActivityRule(("webinar_attended",), at_most=2, linear=1.0, per=100.0, grace=5.0)
        ),
        a_criterion("twice", 8, activity=ActivityRule(("website_visit",), at_least=2)),
        a_criterion("prices", 6, activity=ActivityRule(("website_visit",), topics=("price",), half_life=30.0)),
        a_criterion("angry", -7, activity=ActivityRule(("call_answered",), half_life=10.0)),
    )
    office = Office(tmp_path, some_rules(a_matrix(*criteria, minimum=-1000)))
    ines = office.lead()
    for kind, ago, topic in (
        ("webinar_attended", 15, None),
        ("webinar_attended", 40, None),
        ("webinar_attended", 2, None),
        ("website_visit", 3, "/Prices"),
        ("website_visit", 9, "/blog"),
        ("call_answered", 3, None),
    ):
        office.happened(ines, kind, ago, topic)
    found = details(office, ines)
    assert abs(sum(line.tenths or 0 for line in found.activities) - found.card.exact) <= len(criteria)
    office.workspace.close()


def test_an_interview_shows_how_far_it_got(office):
    ines = office.lead()
    answered(office, ines, "budget", 1, ago=30)
    answered(office, ines, "budget", 3, ago=2)
    answered(office, ines, "authority", None)
    answered(office, ines, "need", 2, ago=200)
    (coverage,) = details(office, ines).coverage
    budget, authority, need = coverage.elements
    assert (coverage.answered, round(coverage.share, 2)) == (1, 0.33)
    assert (budget.known, budget.answer.level, [a.level for a in budget.earlier]) == (True, 3, [1])
    assert (authority.known, authority.answer.state) == (False, AnswerState.REFUSED)
    assert (need.known, need.stale) == (False, True)


def test_an_answer_that_the_data_suggests_is_proposed_until_somebody_asks(tmp_path):
    infer = Inference(Test("job_title", Operator.CONTAINS, ("owner",)), 3, Text("Owns the company"))
    framework = bant()
    elements = tuple(_with(element, infer if element.id == "authority" else None) for element in framework.elements)
    office = Office(tmp_path, some_rules(frameworks=(_framework(framework, elements),)))
    ines = office.lead(job_title="Owner")
    state = details(office, ines).coverage[0].elements[1]
    assert (state.proposal.level, state.proposal.because.default, state.known) == (3, "Owns the company", False)
    answered(office, ines, "authority", 1)
    assert details(office, ines).coverage[0].elements[1].proposal is None
    office.workspace.close()


def _with(element: Element, infer: Inference | None) -> Element:
    return replace(element, infer=(infer,) if infer else ())


def _framework(framework: Framework, elements: tuple[Element, ...]) -> Framework:
    return replace(framework, elements=elements)


def test_the_next_question_is_the_one_that_could_move_the_score_most(office):
    ines = office.lead()
    question = details(office, ines).question
    assert (question.element.id, question.gap.greatest) == ("budget", 150)
    answered(office, ines, "budget", 3)
    assert details(office, ines).question is None


def test_a_question_that_several_criteria_look_at_moves_the_score_by_all_of_them():
    signs, refuses = (("signs", 0, 80), ("refuses", -80, 0))
    fact = ("answer.bant.authority",)
    gaps = tuple(Gap(name, name, least, most, fact, "bant", "authority") for name, least, most in (signs, refuses))
    budget = Gap("budget", "budget", -50, 100, ("answer.bant.budget",), "bant", "budget")
    rules = some_rules(a_matrix(), frameworks=(bant(),))
    question = next_question(rules, replace(score_one(a_record(), rules, NOW), gaps=(budget, *gaps)))
    assert (question.element.id, question.gap.least, question.gap.greatest) == ("authority", -80, 80)


def test_the_trend_compares_with_a_week_ago(office):
    ines = office.lead(industry="logistics")
    assert details(office, ines).trend is None
    office.clock.pass_days(8)
    office.workspace.rescore()
    office.happened(ines, "demo_requested", 0)
    assert details(office, ines).trend == 250


def test_the_change_log_names_each_step(office):
    ines = office.lead(company="Norbrook")
    office.do(c.EditLeads((ines,), {"company": "Kestrel"}))
    change = next(change for change in details(office, ines).changes if change.field == "company")
    assert (change.before, change.after, change.label.code) == ("Norbrook", "Kestrel", "lead_edited")


def test_nobody_has_no_details(office):
    assert office.workspace.lead_details(404) is None


def test_of_equal_questions_one_of_an_interview_that_was_begun_comes_first():
    gaps = tuple(Gap(name, name, 0, 50, (f"answer.{name}.budget",), name, "budget") for name in ("champ", "bant"))
    rules = some_rules(a_matrix(), frameworks=(replace(bant(), id="champ"), bant()))
    card = replace(score_one(a_record(), rules, NOW), gaps=gaps)
    assert next_question(rules, card).framework.id == "champ"
    assert next_question(rules, card, frozenset({"bant"})).framework.id == "bant"
