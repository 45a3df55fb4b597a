"""What a lead answered."""

from __future__ import annotations

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.framework import Element
from leadqual_gui.services.commands import RecordAnswer
from leadqual_gui.services.handlers.checks import checked_moment
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal

HIGHEST_LEVEL = 3


def record_answer(command: RecordAnswer, situation: Situation) -> Planned:
    """File an answer; what was answered before stays as history."""
    framework = situation.rules.framework(command.framework)
    element = framework.element(command.element) if framework else None
    if framework is None or element is None:
        return refusal("no_such_element", "element", framework=command.framework, element=command.element)
    answer = _checked(command, situation)
    if isinstance(answer, Refusal):
        return answer
    name = situation.name_of(command.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    said = _params(element, answer)
    label = Said("answer_recorded", {"name": name, **said})
    return Plan(
        label,
        Changes.ANSWER,
        (command.lead_id,),
        lambda unit: unit.add_answer(answer),
        cause=Said("answer_recorded", said),
    )


def _checked(command: RecordAnswer, situation: Situation) -> Answer | Refusal:
    level = command.level if command.state is AnswerState.LEVEL else None
    if command.state is AnswerState.LEVEL and (level is None or not 0 <= level <= HIGHEST_LEVEL):
        return refusal("level_out_of_range", "level", level=command.level)
    moment = checked_moment(command.heard_at, situation.now)
    if isinstance(moment, Refusal):
        return moment
    return Answer(
        0,
        command.lead_id,
        command.framework,
        command.element,
        command.state,
        level,
        moment,
        (command.said_by or "").strip() or None,
        (command.evidence or "").strip() or None,
        command.confirmed,
    )


def _params(element: Element, answer: Answer) -> dict[str, object]:
    level = next((lv for lv in element.levels if lv.level == answer.level), None)
    meaning = (level.short.default or level.sentence.default) if level else answer.state.value
    return {
        "framework": answer.framework,
        "element": answer.element,
        "label": element.label.default,
        "level": answer.level,
        "answer": meaning,
    }
