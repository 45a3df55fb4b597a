"""A draft keeps every completed edit, whatever happens, and forgets nothing that was taken back."""

import pytest

from leadqual_gui.domain.matrix_editing import EditError
from leadqual_gui.domain.matrix_edits import (
    RemoveCriterion,
    ReplaceCriterion,
    SetGrades,
    SetLabel,
    SetPoints,
    SetTierEdge,
)
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing import codec
from leadqual_gui.services.rule_editing.codec import NotReadableError, dumped, loaded
from tests.drafts.workshop import EDIT, Workshop
from tests.rules.builders import BANT, FUNNEL

HOTTER = SetTierEdge("hot", 60)
EDGE = Said("edge_set", {"tier": "hot"})


def points(workshop: Workshop, criterion: str = "webinar") -> int:
    return next(row.tenths for row in workshop.draft.matrix.criteria if row.id == criterion)


def test_a_draft_begins_as_the_file_is(workshop):
    assert workshop.draft.matrix == workshop.workspace.rules.matrix
    assert not workshop.draft.dirty
    assert workshop.draft.text() == workshop.matrix_text


def test_edits_survive_a_crash_with_their_names_and_can_be_taken_back_after_it(workshop, tmp_path):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    workshop.draft.apply(HOTTER, EDGE)
    workshop.draft.undo()

    later = workshop.after_a_crash(tmp_path / "later")

    assert points(later) == 80
    assert later.draft.undo_name == EDIT
    assert later.draft.redo_name == EDGE
    assert later.desk.matrix_draft.dirty
    later.draft.redo()
    assert later.draft.matrix.tiers[-1].lower_edge == 60
    later.draft.undo()
    later.draft.undo()
    assert later.draft.undo() is None
    assert later.draft.matrix == later.workspace.rules.matrix
    later.workspace.close()


def test_the_file_and_the_scores_stay_as_they_are_until_the_draft_is_published(workshop):
    lead, before = workshop.lead(webinars=3), workshop.matrix_text
    score = workshop.workspace.card(lead).shown
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    assert workshop.matrix_text == before
    assert workshop.workspace.card(lead).shown == score
    assert "points: 30\n" in workshop.draft.text()


def test_what_is_only_dragged_is_not_kept(workshop, tmp_path):
    assert workshop.draft.tried(SetPoints("webinar", 90)) != workshop.draft.matrix
    later = workshop.after_a_crash(tmp_path / "later")
    assert not later.draft.dirty
    later.workspace.close()


def test_discarding_is_a_step_that_can_be_taken_back_also_after_a_restart(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    workshop.draft.discard()
    assert not workshop.draft.dirty

    workshop.open_again()

    assert workshop.draft.undo_name.code == "draft_discarded"
    workshop.draft.undo()
    assert points(workshop) == 80


def test_a_new_edit_after_undo_ends_what_could_be_done_again(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    workshop.draft.undo()
    workshop.draft.apply(HOTTER, EDGE)
    workshop.open_again()
    assert workshop.draft.redo_name is None
    assert workshop.draft.names == ((EDGE,), 1)
    assert points(workshop) == 50


def test_a_hundred_steps_go_back_one_by_one(workshop):
    for number in range(1, 101):
        workshop.draft.apply(SetPoints("webinar", 50 + number), Said("step", {"number": number}))
    workshop.open_again()
    for number in range(100, 0, -1):
        assert workshop.draft.undo() == Said("step", {"number": number})
        assert points(workshop) == 49 + number


def test_a_step_keeps_only_what_it_changed(workshop):
    before = workshop.draft.matrix
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    after = workshop.draft.matrix
    changed = [old.id for old, new in zip(before.criteria, after.criteria, strict=True) if new is not old]
    assert changed == ["webinar"]
    assert all(getattr(after, name) is getattr(before, name) for name in ("tiers", "groups", "grades", "scenarios"))


def test_an_edit_that_makes_no_sense_leaves_no_trace(workshop):
    with pytest.raises(EditError):
        workshop.draft.apply([SetPoints("webinar", 80), RemoveCriterion("nobody")], EDIT)
    workshop.draft.apply(SetPoints("webinar", 50), EDIT)
    assert workshop.draft.names == ((), 0)


def test_problems_of_a_draft_name_what_it_would_break(workshop):
    matrix = workshop.draft.matrix
    tiers = tuple(tier for tier in matrix.tiers if tier.id != "hot")
    workshop.draft.put(type(matrix)(**{n: getattr(matrix, n) for n in matrix.__slots__} | {"tiers": tiers}), EDIT)
    problems = workshop.draft.problems()
    assert [problem.file for problem in problems if problem.severity == "error"] == ["funnel.yaml"]
    assert "hot" in problems[0].message


def test_lines_of_another_program_version_are_kept_beside_and_the_rest_goes_on(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    archive = workshop.workspace.store.rules_archive
    archive.add_draft_lines("matrix.yaml", ['{"label":["x",{}],"edits":[{"=":"SetMood","mood":1}]}', "{cut sho"])

    workshop.open_again()

    assert points(workshop) == 80
    assert workshop.draft.lost == 2
    workshop.draft.apply(HOTTER, EDGE)
    workshop.open_again()
    assert workshop.draft.matrix.tiers[-1].lower_edge == 60
    assert workshop.draft.lost == 0
    assert len(workshop.workspace.store.rules_archive.draft_lines("#unreadable matrix.yaml")) == 2


def test_a_draft_is_found_again_though_the_file_was_broken_meanwhile(workshop):
    workshop.draft.apply(SetPoints("webinar", 80), EDIT)
    workshop.write(workshop.matrix_text.replace("points: 5", "points: ten"))
    assert points(workshop) == 80
    assert workshop.draft.base_text != workshop.matrix_text
    workshop.write(workshop.draft.base_text)


def test_one_criterion_as_text_keeps_its_comments_and_comes_back_checked(workshop):
    commented = workshop.matrix_text.replace("    points: 5\n", "    # doubled in May\n    points: 5   # ask Ana\n")
    workshop.write(commented)
    workshop.workspace.reload_rules()
    text = workshop.draft.criterion_text("webinar")
    assert text.splitlines()[0] == "id: webinar"
    assert "# doubled in May\npoints: 5   # ask Ana\n" in text

    wrong = workshop.draft.criterion_of(text.replace("points: 5", "points: ten"))
    assert wrong.criterion is None
    assert (wrong.problems[0].line, wrong.problems[0].message[:23]) == (6, "points must be a number")

    right = workshop.draft.criterion_of(text.replace("points: 5", "points: 7"))
    workshop.draft.apply(ReplaceCriterion("webinar", right.criterion), EDIT)
    assert workshop.draft.text() == commented.replace("points: 5", "points: 7")
    assert "points: 7   # ask Ana" in workshop.draft.criterion_text("webinar")


def test_other_files_have_drafts_of_their_own(workshop):
    funnel = workshop.desk.file_draft("funnel.yaml")
    stage = funnel.value.stages[0]
    changed = type(funnel.value)((type(stage)(stage.id, Text("Fresh")), *funnel.value.stages[1:]))
    funnel.put(changed, Said("stage_renamed"))
    workshop.open_again()
    funnel = workshop.desk.file_draft("funnel.yaml")
    assert funnel.text() == FUNNEL.replace("label: New", "label: Fresh")
    funnel.undo()
    assert not funnel.dirty
    assert workshop.desk.file_draft("frameworks/bant.yaml").text() == BANT


def test_only_known_values_come_out_of_a_line():
    assert loaded(dumped(SetLabel("a", Text("A", {"de": "B"})))) == SetLabel("a", Text("A", {"de": "B"}))
    for line in ('{"=":"Path","x":1}', '{"=":"SetGrades"}', '{"enum":["Operator","has"]}', "[", "null]"):
        with pytest.raises(NotReadableError):
            loaded(line)
    assert SetGrades.__name__ in codec._CLASSES
