"""Each mistake in a rules file is explained: where it is, what is wrong, what to write instead; all at once."""

from datetime import UTC, datetime

import pytest

from leadqual_gui.domain.conditions import All, Any, Not, Operator, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import ActivityRule, Grades, InactiveRule
from tests.rules.builders import (
    ACTIVITIES,
    BANT,
    FIELDS,
    FUNNEL,
    MATRIX,
    a_folder,
    loaded,
    problems_of,
    said,
    with_criterion,
    with_when,
)


def test_sound_rules_become_values(tmp_path):
    rules = loaded(tmp_path).rules
    assert rules is not None
    size, webinar, silent = rules.matrix.criteria
    assert [level.tenths for level in size.levels] == [100, 40]
    assert size.levels[0].when == Test("employees", Operator.BETWEEN, (50.0, 250.0))
    assert webinar.activity == ActivityRule(("webinar_attended",), within=180, at_most=3, half_life=60, floor=0.2)
    assert (silent.inactive, silent.tenths, rules.matrix.axis_of(silent)) == (InactiveRule(30.0), -60, "engagement")
    assert [(tier.id, tier.lower_edge) for tier in rules.matrix.tiers] == [("cold", 0), ("warm", 40), ("hot", 70)]
    assert rules.matrix.grades == Grades((("A", 300), ("B", 150), ("C", 0)), (("1", 250), ("2", 100), ("3", 0)))
    assert [field.type for field in rules.fields] == [FactType.CHOICE, FactType.DATE, FactType.NUMBER]
    assert rules.funnel.first == "new"


def test_every_mistake_of_every_file_is_said_at_once(tmp_path):
    problems = problems_of(
        tmp_path,
        matrix=MATRIX.replace("points: 10", "points: ten").replace("within: 180d", "wihtin: 180d"),
        activities=ACTIVITIES.replace("sign: intent", "sign: intend"),
        funnel=FUNNEL.replace("tier: hot", "tier: boiling"),
        frameworks__bant="a: [",
    )
    assert [str(problem) for problem in problems] == [
        "activities.yaml:4:57: sign must be one of interest, intent, none; found 'intend'; did you mean 'intent'?",
        "frameworks/bant.yaml:1:5: a value is missing before this; write the value, or delete the key or the ','",
        "funnel.yaml:8:19: tier is never 'boiling'; known: cold, hot, warm",
        "matrix.yaml:16:77: points must be a number; found 'ten'; write digits, such as 8 or 2.5",
        "matrix.yaml:21:43: unknown key 'wihtin' in an activity rule; did you mean 'within'?",
    ]


KEYS_AND_VALUES = {
    "a missing format": ("format: 1\n", "", "1:1: a matrix file lacks 'format'; add format: a whole number"),
    "a format of the future": ("format: 1", "format: 2", "1:9: 2 is out of range; write a number from 1 to 1"),
    "a misspelt key": ("    points: 5", "    pionts: 5", "unknown key 'pionts' in a criterion; did you mean 'points'?"),
    "no points": ("    points: 5\n", "", "18:5: the criterion lacks 'points'; add points: 5"),
    "text for points": ("points: 5", "points: five", "22:13: points must be a number; found 'five'"),
    "points in quotes": ("points: 5", "points: '5'", "points must be a number; found '5'; write it without quotes"),
    "a decimal comma": ("points: 5", "points: 2,5", "found '2,5'; write a point, not a comma: 2.5"),
    "two decimals": ("points: 5", "points: 2.55", "2.55 has too many decimals; write at most 1 decimal"),
    "points without end": ("points: 5", "points: 5000", "5000 is out of range; write a number from -1000 to 1000"),
    "a number of a gigabyte": ("points: 5", "points: 1e999999999", "the number 1e999999999 is too large"),
    "a leading zero": (
        "at_most: 3",
        "at_most: 03",
        "at_most must be a whole number; found '03'; write it without the zero: 3",
    ),
    "half an activity": ("at_most: 3", "at_most: 2.5", "2.5 has too many decimals; write a whole number"),
    "a yes for a label": (
        "label: Attended a webinar",
        "label: true",
        "label must be text, or a text for each language; found 'true'; put it in quotes: \"true\"",
    ),
    "an empty label": (
        "label: Attended a webinar",
        "label:",
        "20:11: label must be text, or a text for each language; found nothing",
    ),
    "a label in no language": ("label: Attended a webinar", "label: {English: Webinar}", "'English' is not a language"),
    "an id with capitals": ("- id: webinar", "- id: My Webinar", "write it like this: my_webinar"),
    "an id twice": ("- id: webinar", "- id: silent", "23:9: the criterion 'silent' is there already, in line 18"),
    "a kind of criterion that is none": ("kind: implicit", "kind: implicite", "did you mean 'implicit'?"),
    "a group that is none": ("group: checks", "group: cheks", "there is no group 'cheks'; did you mean 'checks'?"),
    "no axis for a negative": (
        "    axis: engagement\n",
        "",
        "a negative criterion needs an axis, and its group has none",
    ),
    "points for a negative": (
        "points: -6",
        "points: 6",
        "29:13: a negative criterion gives points; write points below zero",
    ),
    "a duration without unit": (
        "within: 180d",
        "within: 180",
        "within must be a duration such as 30d, 12w, 6m or 1y; found '180'; write the unit: 180d",
    ),
    "a duration in words": ("within: 180d", "within: 180 days", "write the unit: 180d"),
    "a duration of ages": (
        "within: 180d",
        "within: 999999999y",
        "999999999y is longer than a century; write at most 100y",
    ),
    "a floor above one": ("floor: 0.2", "floor: 20", "20 is out of range; write a number from 0 to 1"),
    "a floor without decay": ("half_life: 60d, ", "", "'floor' means nothing without a decay; add half_life or linear"),
    "two decays": (
        "half_life: 60d",
        "half_life: 60d, linear: 0.1, per: 30d",
        "'half_life' and 'linear' exclude each other; delete half_life or linear",
    ),
    "linear without per": ("half_life: 60d", "linear: 0.1", "'linear' needs 'per'; add per, or delete linear"),
    "at_least and at_most": (
        "at_most: 3, half_life: 60d, floor: 0.2",
        "at_most: 3, at_least: 2",
        "'at_least' and 'at_most' exclude each other",
    ),
    "an unknown kind of activity": (
        "kinds: [webinar_attended]",
        "kinds: [webinar_atended]",
        "there is no activity kind 'webinar_atended'; did you mean 'webinar_attended'?",
    ),
    "two rules in a criterion": (
        "    inactive:",
        "    when: {employees: 5}\n    inactive:",
        "'when' and 'inactive' exclude each other; keep one of when, inactive",
    ),
    "no rule in a criterion": (
        "    inactive: {for: 30d}\n",
        "",
        "a criterion needs one of: levels, when, activity, inactive",
    ),
    "points beside levels": (
        "    levels:\n",
        "    points: 3\n    levels:\n",
        "'points' beside 'levels'; delete it: each level has its own points",
    ),
    "a group's limits the wrong way round": ("max: 35", "max: 35, min: 40", "8:45: max is below min; swap them"),
    "tiers in disorder": (
        "warm: 40, hot: 70",
        "warm: 70, hot: 40",
        "3:33: 'hot' begins at 40, which is not above 'warm' (70)",
    ),
    "tiers that begin too high": (
        "cold: 0",
        "cold: 10",
        "the lowest tier begins at 10, and scores begin at 0; write cold: 0",
    ),
    "a tier out of reach": ("hot: 70", "hot: 170", "no score reaches 'hot' (170): scores end at 100"),
    "grades in disorder": ("A: 30, B: 15", "A: 15, B: 30", "5:19: grade 'B' does not begin below grade 'A'"),
    "a list where a mapping belongs": (
        "inactive: {for: 30d}",
        "inactive: [30d]",
        "inactive must be a silence rule (key: value); found a list; its keys: for",
    ),
    "a mapping where a list belongs": ("kinds: [webinar_attended]", "kinds: {a: 1}", "kinds must be"),
}


@pytest.mark.parametrize(("right", "wrong", "expected"), KEYS_AND_VALUES.values(), ids=KEYS_AND_VALUES)
def test_a_wrong_key_or_value_is_explained(tmp_path, right, wrong, expected):
    assert right in MATRIX
    problems = problems_of(tmp_path, matrix=MATRIX.replace(right, wrong, 1))
    assert expected in "\n".join(map(str, problems))
    assert all(
        problem.file == "matrix.yaml" and problem.line and problem.column and problem.hint for problem in problems
    )
    assert len(problems) <= 2


CONDITIONS = {
    "a fact that is none": ("{emploees: 5}", "there is no fact 'emploees'; did you mean 'employees'?"),
    "a custom field without its prefix": ("{oven: deck}", "there is no fact 'oven'; did you mean 'custom.oven'?"),
    "a custom field that is none": (
        "{custom.ofen: deck}",
        "there is no fact 'custom.ofen'; did you mean 'custom.oven'?",
    ),
    "a field that nobody defined": ("{favourite_colour: red}", "define it in fields.yaml as custom.favourite_colour"),
    "a fact that comes from the score": (
        "{score: {at_least: 5}}",
        "there is no fact 'score' here (only in funnel, playbook and infer)",
    ),
    "an element that is none": ("{answer.bant.money: 2}", "there is no fact 'answer.bant.money'"),
    "a role that is none": ("{stakeholders.boss: 2}", "known: stakeholders.blocker, stakeholders.champion"),
    "an operator before the fact": ("{at_least: {employees: 5}}", "an operator stands behind a fact"),
    "an operator that is none": (
        "{employees: {at_lest: 5}}",
        "there is no operator 'at_lest'; did you mean 'at_least'?",
    ),
    "an operator of another language": ("{employees: {'>=': 5}}", "there is no operator '>='; write at_least"),
    "an operator for text on a number": (
        "{employees: {contains: 5}}",
        "'contains' does not fit employees, which is a number; known: is, is_not",
    ),
    "an operator for numbers on a text": (
        "{country: {at_least: 5}}",
        "'at_least' does not fit country, which is a text",
    ),
    "a text for a number": ("{employees: many}", "31:23: the value for employees must be a number; found 'many'"),
    "a number in quotes": (
        "{employees: {at_least: '10'}}",
        "the value for employees must be a number; found '10'; write it without quotes",
    ),
    "between with one limit": (
        "{employees: {between: [5]}}",
        "'between' must be two numbers; found a list; write between: [10, 49]",
    ),
    "between the wrong way round": (
        "{employees: {between: [49, 10]}}",
        "the limits of 'between' are the wrong way round: 49 is more than 10; write between: [10, 49]",
    ),
    "an empty list": ("{country: {in: []}}", "'in' has an empty list: nothing is in it; add a value"),
    "one value for in": (
        "{country: {in: Norway}}",
        "the argument of 'in' must be a list; found 'Norway'; write in: [a, b], or is: a",
    ),
    "a list without in": (
        "{country: [Norway, Sweden]}",
        "a list cannot be compared with country; write country: {in: [...]}",
    ),
    "nothing to compare with": ("{country: null}", "country is compared with nothing; write country: {unknown: true}"),
    "known: false": (
        "{country: {known: false}}",
        "'known' must be true; found 'false'; write known: true, or unknown: true",
    ),
    "a date that is none": (
        "{created_at: {before: 2026-02-30}}",
        "must be a date such as 2026-03-31; found '2026-02-30'; there is no such day",
    ),
    "a date in another order": (
        "{created_at: {before: 31.3.2026}}",
        "must be a date such as 2026-03-31; found '31.3.2026'; write year-month-day",
    ),
    "a date without operator": (
        "{created_at: 2026-03-31}",
        "created_at is a date: it needs an operator; known: before, after, between",
    ),
    "an age without unit": (
        "{created_at: {within: 30}}",
        "must be a duration such as 30d, 12w, 6m or 1y; found '30'; write the unit: 30d",
    ),
    "a choice that is none": ("{custom.oven: rock}", "custom.oven is never 'rock'; did you mean 'rack'?"),
    "an outcome that is none": ("{outcome: {in: [won, losst]}}", "outcome is never 'losst'; did you mean 'lost'?"),
    "an answer above 3": ("{answer.bant.budget: {at_least: 4}}", "4 is out of range; write a number from 0 to 3"),
    "on for a yes/no fact": ("{verified: on}", "the value for verified must be true or false; found 'on'; write true"),
    "an empty condition": ("{}", "an empty condition; write {fact: value}"),
    "an empty all": ("{all: []}", "'all' has no conditions; add one, or delete it"),
    "all without a list": ("{all: {country: Norway}}", "'all' must be a list of conditions"),
    "a list as a condition": ("[{country: Norway}]", "a list needs 'all:' or 'any:' before it"),
    "a word as a condition": ("always", "when must be a condition"),
    "an operator without a fact": ("{employees: {}}", "employees has no operator"),
}


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_wrong_condition_is_explained(tmp_path, condition, expected):
    message = said(tmp_path, matrix=with_when(condition))
    assert message.startswith("matrix.yaml:31:")
    assert expected in message


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{country: Norway}", Test("country", Operator.IS, "Norway")),
        ("{country: 'NO'}", Test("country", Operator.IS, "NO")),
        ("{postal_code: {starts_with: ['01', 2]}}", Test("postal_code", Operator.STARTS_WITH, ("01", "2"))),
        ("{job_title: {contains: head}}", Test("job_title", Operator.CONTAINS, ("head",))),
        ("{employees: {in: [1, 2]}}", Test("employees", Operator.IN, (1.0, 2.0))),
        ("{verified: yes}", Test("verified", Operator.IS, True)),
        ("{custom.oven: Deck}", Test("custom.oven", Operator.IS, "Deck")),
        ("{created_at: {after: 2026-03-31}}", Test("created_at", Operator.AFTER, datetime(2026, 3, 31, tzinfo=UTC))),
        (
            "{created_at: {after: '2026-03-31T09:00+02:00'}}",
            Test("created_at", Operator.AFTER, datetime(2026, 3, 31, 7, tzinfo=UTC)),
        ),
        ("{custom.opened_on: {older_than: 1y}}", Test("custom.opened_on", Operator.OLDER_THAN, 365.0)),
        (
            "{created_at: {between: [2026-01-01, 2026-03-31]}}",
            Test("created_at", Operator.BETWEEN, (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))),
        ),
        ("{country: {unknown: true}}", Test("country", Operator.UNKNOWN, True)),
        ("{not: {tags: {contains: [vip, press]}}}", Not(Test("tags", Operator.CONTAINS, ("vip", "press")))),
        (
            "{employees: {at_least: 5, at_most: 9}}",
            All((Test("employees", Operator.AT_LEAST, 5.0), Test("employees", Operator.AT_MOST, 9.0))),
        ),
        (
            "{city: Oslo, any: [{employees: 1}, {employees: 2}]}",
            All(
                (
                    Test("city", Operator.IS, "Oslo"),
                    Any((Test("employees", Operator.IS, 1.0), Test("employees", Operator.IS, 2.0))),
                )
            ),
        ),
    ],
)
def test_conditions_become_values(tmp_path, condition, expected):
    rules = loaded(tmp_path, matrix=with_when(condition)).rules
    assert rules is not None
    assert rules.matrix.criteria[-1].when == expected


def test_labels_speak_several_languages(tmp_path):
    rules = loaded(
        tmp_path, matrix=MATRIX.replace("name: Bakery supplies", "name: {de: Bäcker, en: Baker, pt-BR: P}")
    ).rules
    assert rules is not None
    name = rules.matrix.name
    assert [name.of(language) for language in ("en", "de_AT", "pt_BR", "fr")] == ["Baker", "Bäcker", "P", "Baker"]


def test_unquoted_norway_is_text_and_worth_a_warning(tmp_path):
    result = loaded(tmp_path, matrix=with_when("{country: NO}"))
    assert result.rules is not None
    assert result.rules.matrix.criteria[-1].when == Test("country", Operator.IS, "NO")
    assert [str(problem) for problem in result.problems] == [
        'matrix.yaml:31:21: NO is text here, but other programs read it as false; put it in quotes: "NO"'
    ]
    assert result.problems[0].severity == "warning"


def test_scoring_on_a_protected_attribute_is_allowed_and_never_unnoticed(tmp_path):
    result = loaded(tmp_path, matrix=with_when("{custom.age: {at_least: 40}}"))
    assert result.rules is not None
    assert "custom.age is a protected attribute (age)" in str(result.problems[0])
    switched_off = with_when("{custom.age: {at_least: 40}}").replace("points: 1,", "points: 1, enabled: false,")
    assert problems_of(tmp_path, matrix=switched_off) == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("facts: {emploees: 5}", "'emploees' is not a lead field; did you mean 'employees'?"),
        ("facts: {days_since_last_activity: 3}", "it follows from activities: give those"),
        ("facts: {answer.bant.budget: 3}", "write it under answers: {bant.budget: 2}"),
        ("facts: {employees: many}", "must be a number; found 'many'"),
        ("answers: {bant.budgt: 2}", "no framework asks for 'bant.budgt'; did you mean 'bant.budget'?"),
        ("answers: {bant.budget: 4}", "4 is out of range; write a number from 0 to 3"),
        ("activities: [{kind: demo_requested}]", "an activity of a scenario lacks 'days_ago'"),
        ("activities: [{kind: demo, days_ago: 1}]", "there is no activity kind 'demo'; did you mean 'demo_requested'?"),
        ("stakeholders: {boss: 1}", "must be one of economic_buyer"),
        ("expect: tepid", "there is no tier 'tepid'; known: cold, hot, warm"),
    ],
)
def test_a_wrong_scenario_is_explained(tmp_path, line, expected):
    scenario = (
        "scenarios:\n  - name: Busy baker\n    " + line + ("" if "expect" in line else "\n    expect: cold") + "\n"
    )
    assert expected in said(tmp_path, matrix=MATRIX + scenario)


PERSONAS = """\
format: 1
personas:
  - {id: baker, label: Baker, when: {job_title: baker}}
  - {id: baker, label: Another, when: {city: Oslo}}
"""
PLAYS = """\
format: 1
plays:
  - {id: last, action: wait, label: Wait, reason: Nothing to do.}
  - {id: call, when: {tier: hot}, action: phone, label: Call, reason: Hot.}
"""


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("profiles", PERSONAS, "4:10: the persona 'baker' is there already, in line 3"),
        ("playbook", PLAYS, "4:43: action must be one of call, email, nurture"),
        (
            "playbook",
            PLAYS.replace("phone", "call"),
            "'last' always holds, so 'call' and those after it are never reached",
        ),
        (
            "fields",
            FIELDS.replace(", choices: [deck, rack]", ""),
            "3:44: a choice needs its choices; add choices: [a, b]",
        ),
        ("fields", FIELDS.replace("type: choice", "type: text"), "only a field of type choice has choices"),
        ("frameworks__bant", BANT.replace("      - {level: 2, sentence: A range.}\n", ""), "level 2 is missing"),
        ("frameworks__bant", BANT.replace("level: 2", "level: 1"), "the level '1' is there already, in line 13"),
        ("funnel", FUNNEL.replace("    entry: {tier: hot}\n", ""), "mode 'suggested' needs 'entry'"),
        ("funnel", FUNNEL.replace("interview.bant", "interview.banter"), "did you mean 'interview.bant'?"),
        (
            "activities",
            ACTIVITIES.replace("kinds:", "kind:"),
            "unknown key 'kind' in an activities file; did you mean 'kinds'?",
        ),
        ("playbook", "format: 1\nplays: []\nranking: {cooling: 4d}\n", "did you mean 'cooling_days'?"),
    ],
)
def test_the_other_kinds_of_files_are_checked_too(tmp_path, kind, content, expected):
    assert expected in said(tmp_path, **{kind: content})


PLAYS_FIRST = """\
format: 1
plays:
  - {id: call, when: {tier: hot}, action: call, label: Call, reason: Hot.}
"""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("activities.demo: {at_least: 1}", "it never happens; did you mean 'activities.demo_requested'?"),
        ("custom.ofen: deck", "it is never known; did you mean 'custom.oven'?"),
        ("custom.seats: {at_least: 12}", "there is no fact 'custom.seats': it is never known; "),
        ("custom.seats: {between: [12, 20]}", "it is never known"),
        ("custom.seats: {in: [12, 20]}", "it is never known"),
        ("custom.renewed: {is: true}", "it is never known"),
        ("custom.renewed_on: {older_than: 1y}", "it is never known"),
        ("custom.renewed_on: {between: [2026-01-01, 2026-03-31]}", "it is never known"),
        ("custom.motto: {contains: bread}", "it is never known"),
    ],
)
@pytest.mark.parametrize("kind", ["funnel", "playbook"])
def test_what_a_replaced_file_no_longer_defines_is_a_warning_and_the_rules_hold(tmp_path, kind, when, expected):
    content = FUNNEL.replace("tier: hot", when) if kind == "funnel" else PLAYS_FIRST.replace("tier: hot", when)
    result = loaded(tmp_path, **{kind: content})
    assert [problem.severity for problem in result.problems] == ["warning"], result.problems
    assert expected in str(result.problems[0])
    assert result.rules is not None


def test_in_the_matrix_and_the_profiles_what_is_not_defined_is_an_error(tmp_path):
    assert "there is no fact 'custom.seats'" in said(tmp_path, matrix=with_when("{custom.seats: 12}"))
    result = loaded(
        tmp_path,
        profiles=PERSONAS.replace("city: Oslo", "custom.seats: 12").replace("baker, label: An", "second, label: An"),
    )
    assert result.rules is None
    assert [problem.severity for problem in result.problems] == ["error"]


def test_one_framework_may_not_hide_another(tmp_path):
    assert "the framework 'bant' is already in frameworks/bant.yaml" in said(tmp_path, frameworks__bant2=BANT)


def test_a_broken_file_does_not_make_every_reference_to_it_wrong(tmp_path):
    """The parsing error of fields.yaml and bant.yaml is said, not that custom.oven and its answers do not exist."""
    matrix = with_when("{custom.oven: deck, answer.bant.budget: 2}")
    problems = problems_of(tmp_path, matrix=matrix, fields="a: [", frameworks__bant="a: [", activities="a: [")
    assert sorted({problem.file for problem in problems}) == ["activities.yaml", "fields.yaml", "frameworks/bant.yaml"]


def test_a_folder_without_a_matrix_says_so(tmp_path):
    assert "there is no matrix.yaml in" in said(tmp_path, matrix=None)


def test_files_that_are_never_read_are_named(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "matirx.yaml").write_text("format: 1\n")
    (folder / "fields.yml").write_text("format: 1\n")
    assert [str(problem) for problem in problems_of(folder)] == [
        "fields.yml: no rules are read from this file; rename it to end in .yaml",
        "matirx.yaml: no rules are read from this file; did you mean 'matrix.yaml'?",
    ]


def test_the_version_names_the_bytes(tmp_path):
    first, again = loaded(tmp_path), loaded(tmp_path)
    commented = loaded(tmp_path, matrix=MATRIX + "# a comment\n")
    assert first.rules is not None
    assert first.rules.version == first.version == again.version != commented.version


def test_optional_files_may_be_absent(tmp_path):
    matrix = with_criterion("id: budget\nkind: explicit\nlabel: Budget\nwhen: {employees: {known: true}}\npoints: 1")
    result = loaded(tmp_path, matrix=matrix, activities=None, fields=None, funnel=None, frameworks__bant=None)
    assert result.problems == ()
    assert result.rules is not None
    assert result.rules.funnel.stages == ()
