"""The criteria that the field knows, ready to be taken into a matrix: explicit, implicit and negative ones.

Points and decay are sensible beginnings by category, to be dragged from there. Some look at custom fields or kinds of
activity that a workspace may not have: `missing_fields` and `missing_kinds` tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from leadqual_gui.domain.conditions import All as Every
from leadqual_gui.domain.conditions import Any, Condition, Operator, Test, facts_of
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.gallery_activities import IMPLICIT, NEGATIVE_ACTIVITIES
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule, Level, Matrix
from leadqual_gui.domain.matrix_editing import free_id
from leadqual_gui.domain.protected import protected_attribute
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class GalleryItem:
    """One ready criterion. `topic` groups items below their kind: company, person, interview, consumer, visits ..."""

    topic: str
    criterion: Criterion

    @property
    def kind(self) -> str:
        """explicit, implicit or negative."""
        return self.criterion.kind

    @property
    def protected(self) -> str | None:
        """The protected attribute that it would score people on, if it would."""
        return next((found for fact in _facts(self.criterion) if (found := protected_attribute(fact))), None)


def gallery() -> tuple[GalleryItem, ...]:
    """All of them, in the order of the field's own lists."""
    explicit = (GalleryItem(topic, c) for topic, criteria in _EXPLICIT.items() for c in criteria)
    implicit = (GalleryItem(topic, c) for topic, criteria in IMPLICIT.items() for c in criteria)
    negative = (GalleryItem(topic, c) for topic, criteria in _NEGATIVE.items() for c in criteria)
    return (*explicit, *implicit, *negative)


def taken(item: GalleryItem, matrix: Matrix, group: str = "") -> Criterion:
    """The criterion as this matrix can take it: under a free id, in a group that there is."""
    there = matrix.group(group)
    axis = "" if there is not None and there.axis else item.criterion.axis
    new = free_id(matrix, item.criterion.id)
    return replace(item.criterion, id=new, group=group if there else "", axis=axis)


def blank(matrix: Matrix, kind: str, label: Text, form: str = "when") -> Criterion:
    """A criterion to begin with, without points. `form`: when, levels, activity or inactive."""
    base = Criterion(free_id(matrix, f"{kind}_criterion"), kind, label, axis="engagement" if kind == "negative" else "")
    known = Test("company", Operator.KNOWN, True)
    match form:
        case "levels":
            return replace(base, levels=(Level(Text("1"), known, 0),))
        case "activity":
            return replace(base, activity=ActivityRule(("page_viewed",), within=90.0, at_most=3, half_life=30.0))
        case "inactive":
            return replace(base, inactive=InactiveRule(30.0))
    return replace(base, when=known)


def missing_fields(criterion: Criterion, rules: Rules) -> tuple[CustomField, ...]:
    """The custom fields that a criterion of the gallery asks for and that the workspace does not have."""
    there = {f"custom.{field.key}" for field in rules.fields}
    return tuple(_FIELDS[fact] for fact in sorted(_facts(criterion)) if fact in _FIELDS and fact not in there)


def missing_kinds(criterion: Criterion, rules: Rules) -> tuple[str, ...]:
    """The kinds of activity that a criterion looks at and that the workspace does not have."""
    rule = criterion.activity or criterion.inactive
    return tuple(kind for kind in rule.kinds if rules.kind(kind) is None) if rule else ()


def _facts(criterion: Criterion) -> frozenset[str]:
    whens = [level.when for level in criterion.levels] + ([criterion.when] if criterion.when is not None else [])
    return frozenset().union(*map(facts_of, whens))


def _choice(key: str, label: str, *choices: str) -> CustomField:
    return CustomField(key, Text(label), FactType.CHOICE, choices)


_FIELDS = {
    f"custom.{field.key}": field
    for field in (
        _choice(
            "responsibility",
            "Level of responsibility",
            "executive",
            "head of department",
            "team lead",
            "specialist",
            "student or intern",
        ),
        _choice("purchasing_authority", "Purchasing authority", "signs alone", "signs with others", "advises", "none"),
        CustomField("occupation", Text("Occupation"), FactType.TEXT),
        _choice("employment", "Employment", "employed", "self-employed", "in training", "retired", "none"),
        _choice("education", "Education", "school", "vocational", "university"),
        CustomField("household_income", Text("Household income a year"), FactType.NUMBER),
        _choice("household_location", "Household location", "city", "suburb", "country"),
        _choice("age_group", "Age group", "under 25", "25 to 39", "40 to 59", "60 and more"),
        _choice("marital_status", "Marital status", "single", "couple"),
    )
}


def _is(fact: str, *values: str | float | bool) -> Test:
    return Test(fact, Operator.IS, values[0]) if len(values) == 1 else Test(fact, Operator.IN, values)


def _has(fact: str, *words: str) -> Test:
    return Test(fact, Operator.CONTAINS, words)


def _from(fact: str, low: float) -> Test:
    return Test(fact, Operator.AT_LEAST, low)


def _between(fact: str, low: float, high: float) -> Test:
    return Test(fact, Operator.BETWEEN, (low, high))


def _known(fact: str) -> Test:
    return Test(fact, Operator.KNOWN, True)


def _when(name: str, label: str, points: float, when: Condition, axis: str = "", why: str = "") -> Criterion:
    kind = "negative" if points < 0 else "explicit"
    return Criterion(name, kind, Text(label), axis=axis, when=when, tenths=round(points * 10), why=Text(why))


def _levels(name: str, label: str, *levels: tuple[str, Condition, float]) -> Criterion:
    rows = tuple(Level(Text(text), when, round(points * 10)) for text, when, points in levels)
    return Criterion(name, "explicit", Text(label), levels=rows)


def _answer(name: str, label: str, *levels: tuple[float, str, float]) -> Criterion:
    fact = f"answer.bant.{name}"
    return _levels(name, label, *((text, _is(fact, level), points) for level, text, points in levels))


_EXPLICIT: dict[str, tuple[Criterion, ...]] = {
    "company": (
        _when("company_named", "Company is known", 1, _known("company")),
        _when("location", "Location", 3, _is("country", "Germany", "Austria", "Switzerland")),
        _levels(
            "industry",
            "Industry",
            ("core", _is("industry", "logistics", "manufacturing"), 8),
            ("served", _is("industry", "retail", "software"), 5),
            ("other", _known("industry"), 1),
        ),
        _levels(
            "revenue",
            "Annual revenue",
            ("5 million and more", _from("annual_revenue", 5e6), 5),
            ("1 million and more", _from("annual_revenue", 1e6), 3),
        ),
        _levels(
            "company_size",
            "Number of employees",
            ("50 to 250", _between("employees", 50, 250), 10),
            ("10 to 49", _between("employees", 10, 49), 6),
            ("more", _from("employees", 251), 4),
        ),
        _when("past_purchases", "Has bought before", 6, _from("past_purchases", 1)),
    ),
    "person": (
        _levels(
            "lead_source",
            "Lead source",
            ("referral", _has("source", "referral", "partner"), 6),
            ("came by itself", _has("source", "website", "search", "inbound"), 3),
            ("bought list", _has("source", "list", "purchased"), -3),
        ),
        _levels(
            "job_title",
            "Job title and role",
            ("leads the firm", _has("job_title", "owner", "founder", "ceo", "managing director"), 8),
            ("leads a department", _has("job_title", "head of", "director", "chief"), 6),
            ("manager or buyer", _has("job_title", "manager", "buyer", "purchasing"), 3),
        ),
        _levels(
            "responsibility",
            "Level of responsibility",
            ("executive", _is("custom.responsibility", "executive"), 5),
            ("department", _is("custom.responsibility", "head of department"), 4),
            ("team", _is("custom.responsibility", "team lead"), 2),
        ),
        _levels(
            "purchasing_authority",
            "Purchasing authority",
            ("alone", _is("custom.purchasing_authority", "signs alone"), 6),
            ("with others", _is("custom.purchasing_authority", "signs with others"), 4),
            ("advises", _is("custom.purchasing_authority", "advises"), 2),
        ),
        _when("verified_person", "Verified as a real person", 2, _is("verified", True)),
    ),
    "interview": (
        _answer("budget", "Budget", (0.0, "none", -5), (1.0, "vague", 2), (2.0, "a range", 7), (3.0, "granted", 10)),
        _answer("authority", "Authority", (1.0, "uses", 2), (2.0, "advises", 5), (3.0, "signs", 8)),
        _answer("need", "Need", (0.0, "none", -8), (1.0, "possible", 3), (2.0, "clear", 6), (3.0, "counted", 8)),
        _answer("timeline", "Timeline", (1.0, "over a year", 2), (2.0, "within a year", 6), (3.0, "has a date", 10)),
        _when(
            "buying_group",
            "Decision maker is known",
            3,
            Any((_from("stakeholders.decision_maker", 1), _from("stakeholders.economic_buyer", 1))),
        ),
        _when("champion", "Has a champion inside", 4, _from("stakeholders.champion", 1)),
    ),
    "consumer": (
        _when("age_group", "Age group", 2, _is("custom.age_group", "25 to 39", "40 to 59")),
        _when("occupation", "Occupation", 2, _known("custom.occupation")),
        _when("employment", "Employment", 4, _is("custom.employment", "employed", "self-employed")),
        _when("education", "Education", 2, _is("custom.education", "vocational", "university")),
        _when("income", "Household income", 5, _from("custom.household_income", 40_000)),
        _when("marital_status", "Marital status", 1, _is("custom.marital_status", "couple")),
        _when("household_location", "Household location", 2, _is("custom.household_location", "city", "suburb")),
    ),
}

_NOT_VERIFIED = _is("verified", False)


def _doubtful(name: str, label: str, points: float, sign: Condition) -> Criterion:
    why = "Forms let bots through. Once a person has been reached and is verified, the points come back."
    return _when(name, label, points, Every((sign, _NOT_VERIFIED)), "fit", why)


def _silent(name: str, label: str, days: float, points: float) -> Criterion:
    tenths = round(points * 10)
    return Criterion(name, "negative", Text(label), axis="engagement", inactive=InactiveRule(days), tenths=tenths)


_NEGATIVE: dict[str, tuple[Criterion, ...]] = {
    "messages": (
        *NEGATIVE_ACTIVITIES,
        _when("unsubscribed", "Unsubscribed", -8, _is("unsubscribed", True), "engagement"),
        _when("do_not_call", "Asked not to be called", -10, _is("do_not_contact", True), "engagement"),
    ),
    "silence": (
        _silent("silent", "Silent for a month", 30.0, -6),
        _silent("silent_long", "Silent for half a year", 180.0, -6),
    ),
    "authority": (
        _when(
            "no_authority",
            "No authority to decide",
            -8,
            Any((_is("answer.bant.authority", 0.0), _is("custom.purchasing_authority", "none"))),
            "fit",
        ),
    ),
    "validity": (
        _doubtful("private_address", "Private address, not verified", -4, _is("email_kind", "free")),
        _doubtful(
            "disposable_address",
            "Disposable or invalid address, not verified",
            -8,
            _is("email_kind", "disposable", "invalid"),
        ),
        _doubtful("automatic_name", "Name looks automatic, not verified", -5, _is("name_looks_automatic", True)),
        _when("stale_contact", "Not checked for a year", -2, _from("days_since_verified", 365), "fit"),
    ),
}
