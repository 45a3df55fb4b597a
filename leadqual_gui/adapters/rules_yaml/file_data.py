"""Values of every rules file as the plain data that stand in it: the way back from what `kinds/` reads.

What has its usual value is left out, as a person would. `writer` does the same for the matrix.
"""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.kinds.playbook import ALWAYS
from leadqual_gui.adapters.rules_yaml.render import Data
from leadqual_gui.adapters.rules_yaml.writer import (
    condition_data,
    duration_data,
    matrix_data,
    number_data,
    text_data,
)
from leadqual_gui.domain.activities import ActivityKind, Sign
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework, Inference, Objection
from leadqual_gui.domain.funnel import Funnel, Gate, Stage
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.playbook import Play, Playbook, Ranking
from leadqual_gui.domain.profiles import Disqualifier, Profile, Profiles
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.text import Text

FileValue = Matrix | Funnel | Playbook | Profiles | Framework | tuple[ActivityKind, ...] | tuple[CustomField, ...]
FIELDS_FILE = "fields.yaml"


def file_data(value: FileValue, name: str = "") -> dict[str, Data]:
    """The whole file that says this; the name tells an empty list of fields from one of activities."""
    match value:
        case Matrix():
            return matrix_data(value)
        case Funnel():
            return {"format": 1, "stages": [_stage(one) for one in value.stages]}
        case Playbook():
            return _given({"format": 1, "plays": [_play(one) for one in value.plays], "ranking": _ranking(value)})
        case Profiles():
            return _profiles(value)
        case Framework():
            return _framework(value)
    kinds = [one for one in value if isinstance(one, ActivityKind)]
    if name == FIELDS_FILE or len(kinds) < len(value):
        return {"format": 1, "fields": [_field(one) for one in value if isinstance(one, CustomField)]}
    return {"format": 1, "kinds": [_kind(one) for one in kinds]}


def _stage(stage: Stage) -> Data:
    return _given(
        {
            "id": stage.id,
            "label": text_data(stage.label),
            "level": stage.level if stage.level != "tofu" else None,
            "qualification": stage.qualification or None,
            "mode": stage.mode if stage.mode != "by_hand" else None,
            "entry": _condition(stage.entry),
            "gates": [_gate(one) for one in stage.gates] or None,
            "overdue_after": _duration(stage.overdue_after),
            "exit": stage.exit or None,
            "reasons": _texts(stage.reasons),
            "probability": _number(stage.probability),
        }
    )


def _gate(gate: Gate) -> Data:
    return {"when": condition_data(gate.when), "message": text_data(gate.message)}


def _play(play: Play) -> Data:
    return _given(
        {
            "id": play.id,
            "when": None if play.when == ALWAYS else condition_data(play.when),
            "action": play.action,
            "label": text_data(play.label),
            "reason": text_data(play.reason),
            "due_in": duration_data(play.due_in) if play.due_in else None,
            "priority": number_data(play.priority) if play.priority else None,
            "follow_up_by": play.follow_up_by or None,
        }
    )


def _ranking(playbook: Playbook) -> Data:
    ranking, usual = playbook.ranking, Ranking()
    weights: dict[str, Data] = {name: number_data(points) for name, points in ranking.weights}
    cooling = None if ranking.cooling_days == usual.cooling_days else number_data(ranking.cooling_days)
    return _given({"weights": weights or None, "cooling_days": cooling}) or None


def _profiles(profiles: Profiles) -> dict[str, Data]:
    ideal = profiles.ideal
    return _given(
        {
            "format": 1,
            "ideal": None if ideal is None else _profile(ideal, "" if ideal.id == "ideal" else ideal.id),
            "personas": [_profile(one, one.id) for one in profiles.personas] or None,
            "disqualifiers": [_disqualifier(one) for one in profiles.disqualifiers] or None,
        }
    )


def _profile(profile: Profile, name: str) -> Data:
    return _given(
        {
            "id": name or None,
            "label": text_data(profile.label),
            "when": condition_data(profile.when),
            "cares_about": _texts(profile.cares_about),
            "approach": _text(profile.approach),
        }
    )


def _disqualifier(one: Disqualifier) -> Data:
    return {"id": one.id, "when": condition_data(one.when), "reason": text_data(one.reason)}


def _kind(kind: ActivityKind) -> Data:
    return _given(
        {
            "id": kind.id,
            "label": text_data(kind.label),
            "sign": None if kind.sign is Sign.NONE else kind.sign.value,
            "level": kind.level or None,
            "channel": kind.channel if kind.channel != "other" else None,
            "by_lead": None if kind.by_lead else False,
            "icon": kind.icon or None,
        }
    )


def _field(one: CustomField) -> Data:
    choices: list[Data] = list(one.choices)
    return _given({"key": one.key, "label": text_data(one.label), "type": one.type.value, "choices": choices or None})


def _framework(framework: Framework) -> dict[str, Data]:
    return _given(
        {
            "format": 1,
            "id": framework.id,
            "name": text_data(framework.name),
            "summary": text_data(framework.summary),
            "when_to_use": _text(framework.when_to_use),
            "when_not": _text(framework.when_not),
            "elements": [_element(one) for one in framework.elements],
            "objections": [_objection(one) for one in framework.objections] or None,
        }
    )


def _element(element: Element) -> Data:
    return _given(
        {
            "id": element.id,
            "letter": element.letter,
            "label": text_data(element.label),
            "goal": text_data(element.goal),
            "questions": _texts(element.questions),
            "follow_ups": _texts(element.follow_ups),
            "why": _text(element.why),
            "customer": _text(element.customer),
            "valid_for": _duration(element.valid_for),
            "ask_if": _condition(element.ask_if),
            "weight": None if element.weight == 1 else number_data(element.weight),
            "levels": [_answer_level(one) for one in element.levels],
            "infer": [_inference(one) for one in element.infer] or None,
        }
    )


def _answer_level(level: AnswerLevel) -> Data:
    return _given(
        {
            "level": level.level,
            "short": _text(level.short),
            "sentence": text_data(level.sentence),
            "disqualifies": _text(level.disqualifies),
            "customer": _text(level.customer),
        }
    )


def _inference(one: Inference) -> Data:
    return {"when": condition_data(one.when), "level": one.level, "because": text_data(one.because)}


def _objection(one: Objection) -> Data:
    return {"label": text_data(one.label), "reply": text_data(one.reply)}


def _condition(condition: Condition | None) -> Data:
    return None if condition is None else condition_data(condition)


def _texts(texts: tuple[Text, ...]) -> Data:
    return [text_data(one) for one in texts] or None


def _text(text: Text) -> Data:
    return text_data(text) if text else None


def _duration(days: float | None) -> Data:
    return None if days is None else duration_data(days)


def _number(number: float | None) -> Data:
    return None if number is None else number_data(number)


def _given(data: dict[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in data.items() if value is not None}
