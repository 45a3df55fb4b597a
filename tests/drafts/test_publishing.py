"""Publishing: a reason, a number, one text or the other on the disk, new scores that say why, and one way back."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.migrate import migrate
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix_edits import SetLabel, SetPoints, SetTierEdge
from leadqual_gui.domain.text import Text
from leadqual_gui.services.commands import Undo
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.rule_editing import publishing
from leadqual_gui.services.wording import cause_words, refusal_words, step_words
from tests.drafts.workshop import EDIT, Workshop, refused
from tests.rules.builders import MATRIX

PUBLISHED = MATRIX.replace("points: 5\n", "points: 30\n")


def published(workshop: Workshop, points: int = 300, note: str = "Webinars bring customers"):
    workshop.draft.apply(SetPoints("webinar", points), EDIT)
    return workshop.publish(note)


def test_a_published_draft_is_the_file_the_scores_and_the_history(workshop):
    lead = workshop.lead(webinars=3)
    workshop.lead("Omar Haddad")
    assert workshop.tier(lead) == "cold"

    outcome = published(workshop)

    assert workshop.matrix_text == PUBLISHED
    assert workshop.tier(lead) == "hot"
    version = outcome.value
    assert (version.number, version.replaced, version.author, version.origin) == (2, 1, "ana", "published")
    assert version.note == "Webinars bring customers"
    assert version.effect.leads == 2
    assert (version.effect.moved, version.effect.up, version.effect.down) == (1, 1, 0)
    assert version.effect.before == {"cold": 2, "warm": 0, "hot": 0}
    assert version.effect.after == {"cold": 1, "warm": 0, "hot": 1}
    assert outcome.changes == Changes.RULES | Changes.SCORES
    assert workshop.history(lead)[0] == "matrix 2 replaced 1"
    newest = workshop.workspace.store.snapshots(lead)[0]
    assert newest.rules_version == version.version == workshop.workspace.rules.version
    assert step_words(outcome.label) == "Matrix 2 published: Webinars bring customers"
    assert not workshop.draft.dirty


def test_one_undo_takes_it_back_and_redo_publishes_it_again_also_after_a_restart(workshop):
    lead = workshop.lead(webinars=3)
    operation = published(workshop).operation
    workshop.open_again()
    assert workshop.workspace.is_long(Undo(operation))

    workshop.done(workshop.undo(operation))
    assert workshop.matrix_text == MATRIX
    assert workshop.tier(lead) == "cold"
    assert workshop.desk.current.number == 1
    assert [(one.number, one.taken_back) for one in workshop.desk.history] == [(2, True), (1, False)]
    assert workshop.history(lead)[0] == "rules 1 are back in place of 2"
    assert refused(workshop.undo(operation)) == "nothing_to_undo"

    workshop.open_again()
    workshop.done(workshop.redo(operation))
    assert workshop.matrix_text == PUBLISHED
    assert workshop.tier(lead) == "hot"
    assert workshop.desk.current.number == 2
    assert refused(workshop.redo(operation)) == "nothing_to_redo"


def test_the_step_stands_in_the_log_by_name(workshop):
    operation = published(workshop).operation
    step = workshop.workspace.steps()[0]
    assert (step.operation, step.label.code, step.undone) == (operation, "matrix_published", False)
    workshop.undo(operation)
    assert workshop.workspace.steps()[0].undone


def test_versions_are_taken_back_newest_first(workshop):
    first = published(workshop).operation
    second = published(workshop, 80, "Less again").operation
    answer = workshop.undo(first)
    assert refused(answer) == "later_rules_stand"
    assert "3" in refusal_words(answer.reason)
    workshop.done(workshop.undo(second))
    workshop.done(workshop.undo(first))
    assert workshop.matrix_text == MATRIX


def test_a_number_is_never_given_twice(workshop):
    workshop.undo(published(workshop).operation)
    assert published(workshop, 80).value.number == 3
    assert workshop.desk.current.replaced == 1


def test_undo_is_refused_when_the_file_was_changed_outside_since(workshop):
    operation = published(workshop).operation
    theirs = PUBLISHED.replace("points: -6", "points: -8")
    workshop.write(theirs)
    answer = workshop.undo(operation)
    assert refused(answer) == "rules_changed_since"
    assert "matrix.yaml" in refusal_words(answer.reason)
    assert workshop.matrix_text == theirs
    assert workshop.workspace.steps()[0].undone is False


def test_any_version_can_be_rolled_back_to_and_that_too_is_a_version(workshop):
    lead = workshop.lead(webinars=3)
    published(workshop)
    published(workshop, 80, "Less again")
    assert workshop.history(lead)[0] == "matrix 3 replaced 2"
    outcome = workshop.done(workshop.desk.roll_back(1, "It was better before"))
    assert workshop.matrix_text == MATRIX
    assert (outcome.value.number, outcome.value.to, outcome.value.origin) == (4, 1, "rolled_back")
    assert workshop.history(lead)[0] == "rules 4, as 1, replaced 3"
    workshop.done(workshop.undo(outcome.operation))
    assert "points: 8\n" in workshop.matrix_text
    assert refused(workshop.desk.roll_back(9, "Why not")) == "no_such_version"
    assert refused(workshop.desk.roll_back(3, "Same")) == "nothing_to_publish"


def test_any_two_versions_can_be_loaded_for_comparing(workshop):
    published(workshop)
    before, after = workshop.desk.matrix_of(1), workshop.desk.matrix_of(2)
    assert [row.id for row, other in zip(before.criteria, after.criteria, strict=True) if row != other] == ["webinar"]
    with pytest.raises(LeadQualError, match="version 7"):
        workshop.desk.matrix_of(7)


def test_a_change_made_outside_is_a_version_too(workshop):
    lead = workshop.lead(webinars=3)
    workshop.write(PUBLISHED)
    workshop.workspace.reload_rules()
    cause = workshop.workspace.store.snapshots(lead)[0].cause
    assert cause_words(cause) == "rules 2 replaced 1, changed outside"
    newest = workshop.desk.history[0]
    assert (newest.number, newest.origin, newest.files, newest.operation) == (2, "outside", ("matrix.yaml",), 0)
    assert workshop.desk.texts_of(1)["matrix.yaml"] == MATRIX


def test_a_broken_file_is_no_version(workshop):
    workshop.write(MATRIX.replace("points: 5", "points: ten"))
    workshop.workspace.reload_rules()
    assert [one.number for one in workshop.desk.history] == [1]


def test_a_roll_back_over_a_broken_file_keeps_it_beside(workshop):
    published(workshop)
    broken = PUBLISHED.replace("points: -6", "points: six")
    workshop.write(broken)
    workshop.done(workshop.desk.roll_back(1, "Begin again"))
    assert workshop.matrix_text == MATRIX
    assert [path.read_text() for path in workshop.kept.iterdir()] == [broken]


def test_line_ends_and_byte_order_mark_stay(tmp_path):
    text = "\ufeff" + MATRIX.replace("\n", "\r\n")
    workshop = Workshop(tmp_path / "w", matrix=text)
    operation = published(workshop).operation
    assert (workshop.rules / "matrix.yaml").read_bytes() == text.replace("points: 5", "points: 30").encode()
    workshop.undo(operation)
    assert (workshop.rules / "matrix.yaml").read_bytes() == text.encode()
    workshop.workspace.close()


def test_a_workspace_of_before_has_room_for_drafts_once_it_is_opened(tmp_path):
    with closing(sqlite3.connect(tmp_path / "leadqual.db", isolation_level=None)) as older:
        migrate(older, "0001")
        older.execute("PRAGMA user_version = 1")
    workshop = Workshop(tmp_path)
    assert [one.number for one in workshop.desk.history] == [1]
    assert published(workshop).value.number == 2
    workshop.workspace.close()


@pytest.mark.parametrize(("note", "code"), [("  ", "note_needed"), ("x" * 201, "text_too_long")])
def test_publishing_asks_for_one_line_of_why(workshop, note, code):
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    assert refused(workshop.desk.publish(workshop.draft, note)) == code
    assert workshop.matrix_text == MATRIX


def test_nothing_new_is_not_published(workshop):
    assert refused(workshop.desk.publish(workshop.draft, "Why not")) == "nothing_to_publish"


def test_a_draft_with_a_mistake_is_not_published(workshop):
    funnel = workshop.desk.file_draft("funnel.yaml")
    funnel.put(type(funnel.value)(funnel.value.stages[:1]), Said("stage_removed"))
    with pytest.raises(LeadQualError, match="at least 2 needed"):
        workshop.desk.publish(funnel, "Shorter")
    assert funnel.dirty
    assert funnel.problems()


def test_labels_that_matter_to_nobody_move_nobody(workshop):
    workshop.lead(webinars=3)
    workshop.draft.apply(SetLabel("webinar", Text("Came to a webinar")), EDIT)
    assert workshop.publish().value.effect.moved == 0


def test_published_before_leads_are_loaded_says_no_effect(tmp_path):
    workshop = Workshop(tmp_path / "w")
    workshop.workspace._keeper.resident = None
    assert published(workshop).value.effect is None
    workshop.workspace.close()


# --- the world misbehaves ------------------------------------------------------------------------------------------
def test_a_read_only_file_is_said_and_the_draft_kept(workshop):
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    (workshop.rules / "matrix.yaml").chmod(0o444)
    with pytest.raises(LeadQualError, match="read-only") as caught:
        workshop.desk.publish(workshop.draft, "Why")
    assert "publish again" in caught.value.hint
    assert workshop.matrix_text == MATRIX
    assert workshop.draft.dirty
    (workshop.rules / "matrix.yaml").chmod(0o600)
    assert workshop.publish().value.number == 2


def test_a_file_deleted_in_mid_edit_is_said_put_back_and_published(workshop):
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    (workshop.rules / "matrix.yaml").unlink()
    with pytest.raises(LeadQualError, match="was deleted"):
        workshop.desk.publish(workshop.draft, "Why")
    assert workshop.desk.outside(workshop.draft).text is None
    workshop.desk.put_back(workshop.draft)
    assert workshop.matrix_text == MATRIX
    workshop.publish()
    assert workshop.matrix_text == PUBLISHED


def test_a_file_that_changes_in_the_last_moment_is_not_overwritten(workshop):
    theirs = MATRIX.replace("points: -6", "points: -8")
    workshop.write(theirs)
    for expected in (MATRIX, None):
        with pytest.raises(LeadQualError, match="changed outside"):
            workshop.texts.save("matrix.yaml", PUBLISHED, expected)
    assert workshop.matrix_text == theirs


class DiskFullError(OSError):
    """What a full disk says."""

    def __init__(self) -> None:
        super().__init__(28, "No space left on device")


def test_a_full_disk_leaves_the_old_file_whole_and_keeps_the_draft(workshop, monkeypatch):
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)

    def full(_descriptor: int) -> None:
        raise DiskFullError

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(LeadQualError, match="No space left"):
            workshop.desk.publish(workshop.draft, "Why")
    assert workshop.matrix_text == MATRIX
    assert sorted(path.name for path in workshop.rules.iterdir() if path.name.startswith(".")) == []
    assert workshop.desk.current.number == 1
    workshop.open_again()
    assert workshop.draft.dirty
    assert workshop.publish().value.number == 2


def test_a_version_that_cannot_be_kept_puts_the_old_file_back(workshop, monkeypatch):
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    archive = type(workshop.workspace.store.rules_archive)

    def full(*_: object) -> None:
        raise LeadQualError("The disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(archive, "put_version", full)
        with pytest.raises(LeadQualError, match="disk is full"):
            workshop.desk.publish(workshop.draft, "Why")
    assert workshop.matrix_text == MATRIX
    assert workshop.draft.dirty
    assert workshop.publish().value.number == 2


class PowerCutError(BaseException):
    """The lights go out."""


@pytest.mark.parametrize("moment", ["intent", "saved", "archived"])
def test_a_crash_while_publishing_leaves_all_of_it_or_nothing(workshop, tmp_path, monkeypatch, moment):
    lead = workshop.lead(webinars=3)
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    real_save, real_finish = publishing.Publisher._save, publishing.Publisher._finish

    def crash(self: publishing.Publisher, *given: object) -> object:
        if moment == "saved":
            real_save(self, *given)
        elif moment == "archived":
            real_finish(self, *given)
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(publishing.Publisher, "_finish" if moment == "archived" else "_save", crash)
        with pytest.raises(PowerCutError):
            workshop.desk.publish(workshop.draft, "Webinars bring customers")

    later = workshop.after_a_crash(tmp_path / "later")
    if moment == "intent":
        assert later.matrix_text == MATRIX
        assert later.desk.current.number == 1
        assert later.draft.dirty
        assert later.kept_history(lead)[0] == "Attended a webinar"
    else:
        assert later.matrix_text == PUBLISHED
        newest = later.desk.history[0]
        assert (newest.number, newest.origin, newest.note) == (2, "published", "Webinars bring customers")
        assert not later.draft.dirty
        assert later.tier(lead) == "hot"
        assert later.kept_history(lead)[0] == "matrix 2 replaced 1"
        later.done(later.undo(newest.operation))
        assert later.matrix_text == MATRIX
    assert later.workspace.store.rules_archive.draft_lines(publishing.INTENT) == []
    later.workspace.close()


@pytest.mark.parametrize("saved", [False, True])
def test_a_crash_while_taking_back_leaves_all_of_it_or_nothing(workshop, tmp_path, monkeypatch, saved):
    operation = published(workshop).operation
    real_save = publishing.Publisher._save

    def crash(self: publishing.Publisher, *given: object) -> None:
        if saved:
            real_save(self, *given)
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(publishing.Publisher, "_save", crash)
        with pytest.raises(PowerCutError):
            workshop.undo(operation)

    later = workshop.after_a_crash(tmp_path / "later")
    assert later.matrix_text == (MATRIX if saved else PUBLISHED)
    assert later.desk.current.number == (1 if saved else 2)
    assert later.workspace.steps()[0].undone is saved
    later.workspace.close()


def test_a_roll_back_of_several_files_is_finished_after_a_crash(workshop, tmp_path, monkeypatch):
    published(workshop)
    funnel = workshop.desk.file_draft("funnel.yaml")
    stages = funnel.value.stages
    funnel.put(type(funnel.value)((type(stages[0])("new", Text("Fresh")), *stages[1:])), Said("stage_renamed"))
    workshop.done(workshop.desk.publish(funnel, "Words"))
    real_save, calls = type(workshop.texts).save, []

    def once(self: object, name: str, text: str | None, expected: str | None) -> None:
        if calls:
            raise PowerCutError
        calls.append(name)
        real_save(self, name, text, expected)

    with monkeypatch.context() as patched:
        patched.setattr(type(workshop.texts), "save", once)
        with pytest.raises(PowerCutError):
            workshop.desk.roll_back(1, "All of it")
    later = workshop.after_a_crash(tmp_path / "later")
    assert later.matrix_text == MATRIX
    assert "label: New" in (Path(later.rules) / "funnel.yaml").read_text()
    assert (later.desk.current.number, later.desk.current.to) == (4, 1)
    later.workspace.close()


def test_the_edge_of_a_tier_moves_leads(workshop):
    lead = workshop.lead(webinars=3)
    workshop.draft.apply(SetTierEdge("warm", 10), EDIT)
    assert workshop.publish("Call more").value.effect.up == 1
    assert workshop.tier(lead) == "warm"


def test_an_edit_made_while_the_draft_is_being_published_comes_after_it(workshop, monkeypatch):
    """The hand does not wait for the disk: what it does meanwhile is the first step of the next draft."""
    workshop.draft.apply(SetPoints("webinar", 300), EDIT)
    real_finish, hands = publishing.Publisher._finish, []

    def finish(self: publishing.Publisher, intent: publishing.Intent) -> object:
        hand = threading.Thread(target=workshop.draft.apply, args=(SetTierEdge("hot", 60), EDIT))
        hand.start()
        hands.append(hand)
        return real_finish(self, intent)

    monkeypatch.setattr(publishing.Publisher, "_finish", finish)
    workshop.publish()
    hands[0].join(5)
    monkeypatch.undo()

    assert workshop.draft.base_text == workshop.matrix_text == PUBLISHED
    assert workshop.draft.dirty
    workshop.open_again()
    assert workshop.draft.matrix.tiers[-1].lower_edge == 60
    assert workshop.publish("Next").value.number == 3
