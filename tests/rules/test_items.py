"""One item of a rule file as text; fields of one's own; files that are not there yet."""

from dataclasses import replace
from pathlib import Path

import pytest

from leadqual_gui.adapters.rules_yaml.texts import RuleTextsFolder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.text import Text
from tests.drafts.workshop import EDIT, Workshop
from tests.rules.builders import SHIPPED
from tests.rules.test_edit import a_source as source
from tests.rules.test_edit import changed_lines

PORT = RuleTextsFolder(SHIPPED, SHIPPED / "never")
TEXTS = PORT.read()
FIELDS = PORT.value("fields.yaml", TEXTS)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("funnel.yaml", ("stages", 1)),
        ("playbook.yaml", ("plays", 3)),
        ("profiles.yaml", ("ideal",)),
        ("profiles.yaml", ("disqualifiers", 0)),
        ("activities.yaml", ("kinds", 0)),
        ("fields.yaml", ("fields", 0)),
        ("frameworks/bant.yaml", ("elements", 1)),
        ("frameworks/bant.yaml", ("objections", 0)),
    ],
)
def test_the_text_of_an_item_says_the_item(name, path):
    value = PORT.value(name, TEXTS)
    text = PORT.item_text(name, TEXTS, value, path)
    checked = PORT.with_item(name, TEXTS, value, path, text)
    assert (checked.value, checked.problems) == (value, ())


def test_the_text_of_an_item_has_the_users_comments_until_it_says_something_else():
    text = TEXTS["playbook.yaml"].replace("    action: verify\n", "    action: verify   # by phone\n", 1)
    texts = {**TEXTS, "playbook.yaml": text}
    value = PORT.value("playbook.yaml", texts)
    at = next(n for n, play in enumerate(value.plays) if play.action == "verify")
    assert "action: verify   # by phone" in PORT.item_text("playbook.yaml", texts, value, ("plays", at))
    plays = (*value.plays[:at], replace(value.plays[at], priority=12.0), *value.plays[at + 1 :])
    changed = PORT.item_text("playbook.yaml", texts, replace(value, plays=plays), ("plays", at))
    assert "priority: 12" in changed
    assert "by phone" not in changed


def test_a_wrong_text_of_an_item_says_where_and_changes_nothing():
    value = PORT.value("playbook.yaml", TEXTS)
    text = PORT.item_text("playbook.yaml", TEXTS, value, ("plays", 0)) + "prioritty: 3\n"
    checked = PORT.with_item("playbook.yaml", TEXTS, value, ("plays", 0), text)
    assert checked.value is None
    assert "prioritty" in str(checked.problems[0])
    assert "priority" in checked.problems[0].hint


def test_two_items_of_one_id_are_refused():
    value = PORT.value("playbook.yaml", TEXTS)
    text = PORT.item_text("playbook.yaml", TEXTS, value, ("plays", 1))
    checked = PORT.with_item("playbook.yaml", TEXTS, value, ("plays", 0), text)
    assert checked.value is None
    assert "is there already" in checked.problems[0].message


def rewritten(fields: tuple[CustomField, ...]) -> tuple[list[str], list[str]]:
    text = PORT.rewrite("fields.yaml", TEXTS, FIELDS, fields)
    assert PORT.value("fields.yaml", {**TEXTS, "fields.yaml": text}) == fields
    return changed_lines(source(TEXTS["fields.yaml"]), source(text))


def test_a_field_gets_another_key_type_and_words_in_its_own_lines():
    line = "  - {key: occupation, label: Occupation, type: text}"
    at = next(n for n, field in enumerate(FIELDS) if field.key == "occupation")

    def changed(**given: object) -> list[str]:
        gone, come = rewritten((*FIELDS[:at], replace(FIELDS[at], **given), *FIELDS[at + 1 :]))
        assert gone == [line]
        return come

    assert changed(key="job") == ["  - {key: job, label: Occupation, type: text}"]
    choice = ["  - {key: occupation, label: Occupation, type: choice, choices: [baker, other]}"]
    assert changed(type=FactType.CHOICE, choices=("baker", "other")) == choice


def test_a_field_is_added_and_all_can_go():
    new = CustomField("ovens", Text("Ovens"), FactType.NUMBER)
    assert rewritten((*FIELDS, new)) == ([], ["  - {key: ovens, label: Ovens, type: number}"])
    assert rewritten(()) != ([], [])


def test_a_file_that_is_not_there_begins_empty_and_is_made_by_publishing(tmp_path: Path):
    workshop = Workshop(tmp_path, **{"fields": None})
    path = workshop.rules / "fields.yaml"
    path.unlink(missing_ok=True)
    draft = workshop.desk.file_draft("fields.yaml")
    assert (draft.value, draft.dirty) == ((), False)
    assert workshop.desk.outside(draft) is None
    draft.put((CustomField("ovens", Text("Ovens"), FactType.NUMBER),), EDIT)
    outcome = workshop.done(workshop.desk.publish(draft, "We count ovens"))
    assert path.read_text() == "format: 1\nfields:\n  - {key: ovens, label: Ovens, type: number}\n"
    assert [field.key for field in workshop.workspace.rules.fields] == ["ovens"]
    workshop.done(workshop.undo(outcome.operation))
    assert not path.exists()
    assert PORT.value("funnel.yaml", {}) == Funnel()
    workshop.workspace.close()


def test_what_the_grammar_cannot_say_is_refused_in_its_own_words():
    matrix = PORT.value("matrix.yaml", TEXTS)
    at = next(n for n, one in enumerate(matrix.criteria) if one.kind == "negative" and not one.levels)
    wrong = replace(matrix.criteria[at], tenths=50)
    after = replace(matrix, criteria=(*matrix.criteria[:at], wrong, *matrix.criteria[at + 1 :]))
    with pytest.raises(LeadQualError, match="a negative criterion gives points"):
        PORT.rewrite("matrix.yaml", TEXTS, matrix, after)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("dash", ["", "- "])
def test_an_item_stands_in_the_file_as_it_was_typed(line_break, dash):
    texts = {**TEXTS, "playbook.yaml": TEXTS["playbook.yaml"].replace("\n", line_break)}
    value = PORT.value("playbook.yaml", texts)
    plays = value.plays
    lines = PORT.item_text("playbook.yaml", texts, value, ("plays", 2)).splitlines()
    typed = [f"{lines[0]}   # the oldest one", "# and why", *lines[1:]]
    text = "\n".join([dash + typed[0], *(f"{' ' * len(dash)}{line}" for line in typed[1:])]) + "\n"
    checked = PORT.with_item("playbook.yaml", texts, value, ("plays", 2), text)
    assert checked.value.plays == plays
    before, after = texts["playbook.yaml"].splitlines(keepends=True), checked.text.splitlines(keepends=True)
    come = [line for line in after if line not in before]
    assert [line.strip() for line in come] == [f"- {lines[0]}   # the oldest one", "# and why"]
    assert all(line.endswith(line_break) for line in after)
    assert len(after) == len(before) + 1
