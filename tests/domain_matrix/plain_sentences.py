"""Phrases of criteria read aloud in plain English, so that tests can say what they mean."""

from __future__ import annotations

from datetime import datetime

from leadqual_gui.domain.conditions import All, Operator
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_evidence import fact_label, value_text
from leadqual_gui.domain.sentences import Phrase, Value, phrase_of, phrase_of_activity, phrase_of_inactive

_WORDS = {
    Operator.IS: "is {0}",
    Operator.IS_NOT: "is not {0}",
    Operator.IN: "is {or}",
    Operator.NOT_IN: "is none of {or}",
    Operator.CONTAINS: "contains {or}",
    Operator.STARTS_WITH: "starts with {or}",
    Operator.ENDS_WITH: "ends with {or}",
    Operator.AT_LEAST: "is at least {0}",
    Operator.AT_MOST: "is at most {0}",
    Operator.BETWEEN: "is between {0} and {1}",
    Operator.BEFORE: "is before {0}",
    Operator.AFTER: "is after {0}",
    Operator.WITHIN: "was within the last {0}",
    Operator.OLDER_THAN: "was more than {0} ago",
    Operator.KNOWN: "is known",
    Operator.UNKNOWN: "is not known",
}


def sentences(criterion: Criterion, rules: Rules) -> tuple[str, ...]:
    """What a criterion asks for: one sentence a level, or one in all."""
    return tuple(plain(phrase, rules) for phrase in _phrases_of(criterion))


def _phrases_of(criterion: Criterion) -> tuple[Phrase, ...]:
    if criterion.levels:
        return tuple(phrase_of(level.when) for level in criterion.levels)
    if criterion.activity is not None:
        return (phrase_of_activity(criterion.activity),)
    if criterion.inactive is not None:
        return (phrase_of_inactive(criterion.inactive),)
    return (phrase_of(criterion.when or All(())),)


def plain(phrase: Phrase, rules: Rules) -> str:
    """One phrase in English."""
    text = _said(phrase, rules)
    return text[:1].upper() + text[1:]


def _said(phrase: Phrase, rules: Rules) -> str:
    match phrase.kind:
        case "test":
            return f"{fact_label(rules, phrase.fact)} {_compared(phrase, rules)}"
        case "not":
            return f"not ({_said(phrase.parts[0], rules)})"
        case "all":
            return _joined(phrase, " and ", rules) or "always"
        case "any":
            return _joined(phrase, " or ", rules) or "never"
        case "inactive":
            return _silence(phrase, rules)
    return _activities(phrase, rules)


def _joined(phrase: Phrase, word: str, rules: Rules) -> str:
    parts = [(p, _said(p, rules)) for p in phrase.parts]
    return word.join(f"({said})" if p.kind in ("all", "any") and len(p.parts) > 1 else said for p, said in parts)


def _compared(phrase: Phrase, rules: Rules) -> str:
    operator = phrase.operator
    assert operator is not None
    if operator in (Operator.KNOWN, Operator.UNKNOWN) and phrase.values:
        operator = Operator.UNKNOWN if operator is Operator.KNOWN else Operator.KNOWN
    values = [_value(phrase.fact, value, rules) for value in phrase.values]
    return _WORDS[operator].format(*values, **{"or": " or ".join(values)})


def _value(fact: str, value: Value, rules: Rules) -> str:
    if value.kind == "days":
        return days(float(value.value))  # type: ignore[arg-type]
    if fact.startswith("answer.") and isinstance(value.value, int | float):
        return _level(fact, float(value.value), rules)
    scalar = value.value
    return value_text(scalar if isinstance(scalar, str | bool | datetime) else float(scalar))


def _level(fact: str, level: float, rules: Rules) -> str:
    _, framework_id, element_id = fact.split(".", 2)
    framework = rules.framework(framework_id)
    element = framework.element(element_id) if framework else None
    short = next((str(lv.short) for lv in element.levels if lv.level == level), "") if element else ""
    return f"{level:g} ({short})" if short else f"{level:g}"


def _activities(phrase: Phrase, rules: Rules) -> str:
    given = {value.key: float(value.value) for value in phrase.values if value.kind not in ("activity", "topic")}  # type: ignore[arg-type]
    text = " or ".join(_kinds(phrase, rules))
    if topics := phrase.of("topics"):
        text += f" about {' or '.join(str(t.value) for t in topics)}"
    if "at_least" in given:
        text += f", at least {_times(given['at_least'])}"
    if "within" in given:
        text += f", in the last {days(given['within'])}"
    if "at_most" in given:
        text += f", counted at most {_times(given['at_most'])}"
    return text + _fading(given)


def _fading(given: dict[str, float]) -> str:
    if "half_life" in given:
        text = f", half its weight after {days(given['half_life'])}"
    elif "linear" in given:
        text = f", losing {given['linear']:.0%} in {days(given.get('per', 1.0))}"
    else:
        return ""
    if "grace" in given:
        text += f" (from {days(given['grace'])} on)"
    return text + (f", never below {given['floor']:.0%}" if "floor" in given else "")


def _silence(phrase: Phrase, rules: Rules) -> str:
    length = days(float(phrase.of("days")[0].value))  # type: ignore[arg-type]
    kinds = _kinds(phrase, rules)
    return f"no {' or '.join(kinds)} for {length}" if kinds else f"silent for {length}"


def _kinds(phrase: Phrase, rules: Rules) -> list[str]:
    known = {kind.id: str(kind.label) for kind in rules.activity_kinds}
    return [known.get(str(v.value), str(v.value).replace("_", " ")) for v in phrase.of("kinds")]


def _times(count: float) -> str:
    return "once" if count == 1 else f"{count:g} times"


def days(length: float) -> str:
    """A length of time as people say it."""
    for size, word in ((365.0, "year"), (30.0, "month"), (7.0, "week")):
        if length >= size and length % size == 0 and not (word == "week" and length > 56):
            return _many(length / size, word)
    return _many(length, "day")


def _many(count: float, word: str) -> str:
    return f"1 {word}" if count == 1 else f"{count:g} {word}s"
