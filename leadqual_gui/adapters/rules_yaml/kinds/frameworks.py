"""frameworks/*.yaml: one interview framework a file."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.conditions import ConditionShape
from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Duration, Identifier, Label, Number, Reading, Whole, Words
from leadqual_gui.domain.framework import AnswerLevel, Element, Framework, Inference, Objection

LEVEL_NUMBER = Whole(0, 3)


def _level(values: Values, reading: Reading) -> AnswerLevel:
    return AnswerLevel(**values.given(("level", "sentence", "short", "disqualifies", "customer")))


def _check_levels(values: Values, reading: Reading) -> None:
    levels: tuple[AnswerLevel, ...] | None = values.get("levels")
    if levels is None:
        return
    missing = sorted({0, 1, 2, 3} - {one.level for one in levels})
    if missing and len(levels) + len(missing) <= 4:
        hint = f"add {{level: {missing[0]}, sentence: ...}}"
        reading.problems.error(values.place("levels"), f"level {missing[0]} is missing", hint)


def _inference(values: Values, reading: Reading) -> Inference:
    return Inference(values["when"], values["level"], values["because"])


def _element(values: Values, reading: Reading) -> Element:
    levels = tuple(sorted(values["levels"], key=lambda one: one.level))
    given = values.given(
        (
            "id", "letter", "label", "goal", "questions", "follow_ups", "why", "infer", "valid_for",
            "ask_if", "customer", "weight",
        )
    )  # fmt: skip
    return Element(levels=levels, **given)


def _objection(values: Values, reading: Reading) -> Objection:
    return Objection(values["label"], values["reply"])


def _framework(values: Values, reading: Reading) -> Framework:
    return Framework(**values.given(("id", "name", "summary", "elements", "when_to_use", "when_not", "objections")))


LEVEL = Record(
    "level of an answer",
    "What one level means.",
    (
        Field("level", LEVEL_NUMBER, "0 (worst) to 3 (best).", required=True),
        Field("sentence", Label(), "The answer as a whole sentence.", required=True),
        Field("short", Label(), "The same in a word or two, for narrow places."),
        Field("disqualifies", Label(), "A reason: this answer disqualifies the lead."),
        Field("customer", Label(), "The answer as a customer would say it, for a questionnaire."),
    ),
    _level,
)

INFERENCE = Record(
    "inference",
    "Proposes an answer from what is known already.",
    (
        Field("when", ConditionShape(with_status=True), "When it holds ...", required=True),
        Field("level", LEVEL_NUMBER, "... propose this level, 0 to 3 ...", required=True),
        Field("because", Label(), "... and say from what.", required=True),
    ),
    _inference,
)

ELEMENT = Record(
    "element",
    "One thing to find out.",
    (
        Field("id", Identifier(), "Its name in answer.<framework>.<element>.", required=True),
        Field("letter", Words(), "Its letter in the framework's name, such as B.", required=True),
        LABEL,
        Field("goal", Label(), "What we want to know, in a sentence.", required=True),
        Field("questions", ListOf(Label(), fewest=1, or_one=True), "The question, then other wordings.", required=True),
        Field("levels", ListOf(LEVEL), "What the four levels mean.", required=True),
        Field("follow_ups", ListOf(Label(), or_one=True), "Questions to go deeper."),
        Field("why", Label(), "Why we ask."),
        Field("infer", ListOf(INFERENCE), "Answers proposed from data; the first that holds."),
        Field("valid_for", Duration(), "After which time an answer is stale; never if left out."),
        Field("ask_if", ConditionShape(), "Skip the element unless this holds."),
        Field("customer", Label(), "The question in the customer's words, for a questionnaire."),
        Field("weight", Number(0, 100), "Its share in how complete an interview is; 1 if left out."),
    ),
    _element,
    checks=(unique("levels", "level", "level"), _check_levels),
)

OBJECTION = Record(
    "objection",
    "What customers say against it, and what to answer.",
    (
        Field("label", Label(), "What they say.", required=True),
        Field("reply", Label(), "What to answer.", required=True),
    ),
    _objection,
)

FRAMEWORK = Record(
    "framework file",
    "An interview framework.",
    (
        FORMAT,
        Field("id", Identifier(), "Its name in answer.<framework>.<element>.", required=True),
        Field("name", Label(), "What people call it.", required=True),
        Field("summary", Label(), "What it is, in a sentence or two.", required=True),
        Field(
            "elements", ListOf(ELEMENT, fewest=1), "What to find out, in the order in which it is asked.", required=True
        ),
        Field("when_to_use", Label(), "Where it fits."),
        Field("when_not", Label(), "Where it does not."),
        Field("objections", ListOf(OBJECTION), "What customers say against it, and what to answer."),
    ),
    _framework,
    checks=(unique("elements", "id", "element"),),
)
