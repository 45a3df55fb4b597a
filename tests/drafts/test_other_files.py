"""Funnel, playbook, profiles, kinds of activity and frameworks are edited like the matrix: by value."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml.texts import RuleTextsFolder
from leadqual_gui.domain.activities import ActivityKind, Sign
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.funnel import Gate, Stage
from leadqual_gui.domain.playbook import Play
from leadqual_gui.domain.profiles import Disqualifier, Profile
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from tests.drafts.workshop import EDIT, Workshop
from tests.rules.builders import SHIPPED

LARGE = Test("employees", Operator.AT_LEAST, 500.0)
HOT = Test("tier", Operator.IS, "hot")
SETS = [SHIPPED, *sorted(path for path in (SHIPPED / "templates").iterdir() if path.is_dir())]
FOLDERS = {folder.name: RuleTextsFolder(folder, folder / "never") for folder in SETS}
TEXTS = {name: port.read() for name, port in FOLDERS.items()}
FILES = [(name, file) for name, texts in TEXTS.items() for file in texts if file not in ("fields.yaml", "matrix.yaml")]
WORDS = st.sampled_from(["Ask first", "a: b", "NO", "it's", "# sharp", "Größe", "12"]).map(Text)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [one[2:] for one in lines if one.startswith("- ")], [one[2:] for one in lines if one.startswith("+ ")]


def edited(file: str, change, texts: dict[str, str] | None = None) -> tuple[list[str], list[str]]:
    """The lines that a change of a shipped file takes out and puts in; read again, it says what was meant."""
    port, texts = FOLDERS["rules"], texts or TEXTS["rules"]
    before = port.value(file, texts)
    after = change(before)
    text = port.rewrite(file, texts, before, after)
    assert port.value(file, {**texts, file: text}) == after
    return changed_lines(texts[file], text)


def with_item(items: tuple, place: int, **changed) -> tuple:
    return (*items[:place], replace(items[place], **changed), *items[place + 1 :])


@pytest.mark.parametrize(("name", "file"), FILES, ids=lambda value: value)
def test_every_shipped_file_is_written_as_it_is_read(name, file):
    port, texts = FOLDERS[name], TEXTS[name]
    value = port.value(file, texts)
    assert port.value_of(file, port.data(file, value), texts) == value
    assert port.rewrite(file, texts, value, value) == texts[file]


def test_a_stage_that_is_renamed_changes_one_line():
    gone, come = edited("funnel.yaml", lambda f: replace(f, stages=with_item(f.stages, 0, label=Text("Fresh"))))
    assert (gone, come) == (["    label: New"], ["    label: Fresh"])


def test_a_gate_gets_another_condition_in_its_own_line():
    def change(funnel):
        place = next(i for i, stage in enumerate(funnel.stages) if stage.id == "mql")
        gates = with_item(funnel.stages[place].gates, 0, when=LARGE)
        return replace(funnel, stages=with_item(funnel.stages, place, gates=gates))

    gone, come = edited("funnel.yaml", change)
    assert (gone, come) == (
        ["      - when: {fit: {at_least: 10}}"],
        ["      - when: {employees: {at_least: 500}}"],
    )


def test_a_new_gate_and_a_stage_that_goes_leave_the_others_as_they_are():
    def change(funnel):
        stages = with_item(funnel.stages, 0, gates=(Gate(HOT, Text("Only hot ones")),))
        return replace(funnel, stages=tuple(stage for stage in stages if stage.id != "pql"))

    texts = {name: text for name, text in TEXTS["rules"].items() if name != "playbook.yaml"}
    gone, come = edited("funnel.yaml", change, texts)
    assert [line for line in come if line.strip()] == [
        "    gates:",
        "      - when: {tier: hot}",
        "        message: Only hot ones",
    ]
    assert "  - id: pql" in gone
    assert not any("sql" in line and "pql" not in line for line in gone)


def test_a_play_moves_with_its_lines():
    gone, come = edited("playbook.yaml", lambda p: replace(p, plays=(p.plays[1], p.plays[0], *p.plays[2:])))
    assert sorted(gone) == sorted(come)
    assert len(gone) <= 7


def test_a_play_becomes_urgent():
    gone, come = edited("playbook.yaml", lambda p: replace(p, plays=with_item(p.plays, 2, priority=60.0)))
    assert (gone, come) == (["    priority: 40"], ["    priority: 60"])


def test_a_persona_and_a_disqualifier_come_and_go():
    def change(profiles):
        buyer = Profile("buyer", Text("Purchasing"), LARGE, (Text("Price"),))
        return replace(
            profiles,
            personas=(buyer, *profiles.personas),
            disqualifiers=(*profiles.disqualifiers[1:], Disqualifier("far", LARGE, Text("Too far away"))),
        )

    gone, come = edited("profiles.yaml", change)
    assert gone[0].strip() == "- id: competitor"
    assert len(gone) == 3
    assert "  - id: buyer" in come
    assert "  - id: far" in come


def test_a_kind_of_activity_becomes_intent_in_its_line():
    gone, come = edited("activities.yaml", lambda kinds: with_item(kinds, 0, sign=Sign.INTENT))
    assert len(gone) == len(come) == 1
    assert come[0] == gone[0].replace("interest", "intent")


def test_a_new_kind_of_activity_is_one_line():
    gone, come = edited("activities.yaml", lambda kinds: (*kinds, ActivityKind("visit_paid", Text("We went there"))))
    assert (gone, come) == ([], ["  - {id: visit_paid, label: We went there}"])


def test_a_level_and_a_weight_of_a_framework_change_their_lines():
    def change(framework):
        levels = with_item(framework.elements[0].levels, 3, sentence=Text("The money is there."))
        return replace(framework, elements=with_item(framework.elements, 0, levels=levels, weight=2.0))

    gone, come = edited("frameworks/bant.yaml", change)
    assert len(gone) == 1
    customer = "The money is granted, and I can name who answers for it."
    assert come == [
        f'      - {{level: 3, short: Granted, sentence: "The money is there.", customer: "{customer}"}}',
        "    weight: 2",
    ]


def test_levels_that_stand_in_another_order_stay_in_it():
    text = TEXTS["rules"]["frameworks/bant.yaml"]
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if "{level: 0" in line)
    lines[first], lines[first + 3] = lines[first + 3], lines[first]
    texts = {**TEXTS["rules"], "frameworks/bant.yaml": "\n".join(lines)}

    def change(framework):
        levels = with_item(framework.elements[0].levels, 0, short=Text("Nothing"))
        return replace(framework, elements=with_item(framework.elements, 0, levels=levels))

    gone, come = edited("frameworks/bant.yaml", change, texts)
    assert len(gone) == len(come) == 1
    assert "level: 0, short: Nothing" in come[0]


def test_one_question_written_without_a_list_becomes_two():
    texts = {**TEXTS["rules"]}
    bant = texts["frameworks/bant.yaml"]
    start, end = bant.index("    questions:"), bant.index("    follow_ups:")
    texts["frameworks/bant.yaml"] = bant[:start] + "    questions: Why?   # short\n" + bant[end:]

    def change(framework):
        return replace(framework, elements=with_item(framework.elements, 0, questions=(Text("Why?"), Text("When?"))))

    gone, come = edited("frameworks/bant.yaml", change, texts)
    assert (gone, come) == (["    questions: Why?   # short"], ['    questions: ["Why?", "When?"]   # short'])


def test_a_change_that_the_grammar_cannot_say_is_refused():
    with pytest.raises(LeadQualError, match="at least 2 needed"):
        edited("funnel.yaml", lambda funnel: replace(funnel, stages=funnel.stages[:1]))


@st.composite
def changes(draw: st.DrawFn, value):
    """Another value of the same file: items moved, taken out, renamed, added."""
    kind = type(value).__name__
    field = {"Funnel": "stages", "Playbook": "plays", "Profiles": "personas", "Framework": "elements"}.get(kind, "")
    items = list(getattr(value, field) if field else value)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(items) - 1))
        match draw(st.sampled_from(["move", "remove", "name", "add"])):
            case "move" if kind != "Playbook":
                items.insert(draw(st.integers(0, len(items) - 1)), items.pop(place))
            case "remove" if len(items) > 2 and kind in ("Profiles", "Playbook"):
                items.pop(place)
            case "name":
                items[place] = replace(items[place], label=draw(WORDS))
            case "add" if all(item.id != "fresh" for item in items):
                fresh = {
                    "Funnel": Stage("fresh", draw(WORDS), "mofu", overdue_after=3.5),
                    "Playbook": Play("fresh", HOT, "call", draw(WORDS), draw(WORDS), 0.5, -2.0),
                    "Profiles": Profile("fresh", draw(WORDS), LARGE),
                    "tuple": ActivityKind("fresh", draw(WORDS), by_lead=False),
                }
                if kind in fresh:
                    items.insert(0 if kind == "Playbook" else place, fresh[kind])
    return replace(value, **{field: tuple(items)}) if field else tuple(items)


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_change_reads_back_and_keeps_every_comment(place, data):
    name, file = place
    port, texts = FOLDERS[name], TEXTS[name]
    before = port.value(file, texts)
    after = data.draw(changes(before))
    if file == "funnel.yaml" and after.stages[0].exit:
        return
    text = port.rewrite(file, texts, before, after)
    assert port.value(file, {**texts, file: text}) == after
    whole_lines = [line for line in texts[file].splitlines() if line.lstrip().startswith("#")]
    kept = text.splitlines()
    assert [line for line in whole_lines if line not in kept] == []


def test_playbook_and_funnel_are_published_with_a_history_of_their_own(workshop):
    funnel = workshop.desk.file_draft("funnel.yaml")
    stages = with_item(funnel.value.stages, 1, gates=(Gate(LARGE, Text("Only large bakeries")),))
    funnel.put(replace(funnel.value, stages=stages), Said("gate_changed"))
    outcome = workshop.done(workshop.desk.publish(funnel, "Small ones never sign"))
    assert outcome.label.code == "rules_published"
    assert workshop.workspace.rules.funnel == replace(workshop.workspace.rules.funnel, stages=stages)
    assert workshop.desk.history[0].files == ("funnel.yaml",)
    workshop.done(workshop.undo(outcome.operation))
    assert "Ask first." in (workshop.rules / "funnel.yaml").read_text()


def test_typed_words_stay_while_other_things_change_and_go_with_undo(workshop: Workshop):
    workshop.write(TEXTS["rules"]["activities.yaml"], "activities.yaml")
    draft = workshop.desk.file_draft("activities.yaml")
    text = draft.item_text(("kinds", 0)) + "# as agreed in May\n"
    text = text.replace("\n", "   # agreed\n", 1)
    checked = draft.with_item(("kinds", 0), text)
    draft.put(checked.value, EDIT, checked.text)
    assert draft.value == draft.base
    assert draft.dirty
    first, second, *rest = draft.value
    draft.put((first, replace(second, label=Text("Rang back")), *rest), EDIT)
    assert "# agreed" in draft.text()
    assert "Rang back" in draft.text()
    workshop.open_again()
    again = workshop.desk.file_draft("activities.yaml")
    assert again.text() == draft.text()
    again.undo()
    again.undo()
    assert (again.text(), again.dirty) == (again.base_text, False)
    again.redo()
    assert "# as agreed in May" in again.text()
    again.discard()
    assert not again.dirty
    again.undo()
    assert "# as agreed in May" in again.text()
