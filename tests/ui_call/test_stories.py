"""Calls from the first word to the last, by keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.interview_states import Known
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.commands import DeleteLeads
from leadqual_gui.services.workspace import Workspace
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.interview.wording import heard_words
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.popover import Ask
from tests.builders import NOW
from tests.ui.conftest import Opener, choose
from tests.ui_call.conftest import at, begin_call, popup, press, shown_score, write

Key, Held = Qt.Key, Qt.KeyboardModifier
FRAMEWORKS = ("bant", "champ", "gpctba_ci", "meddic")


def workspace_of(call: CallWindow) -> Workspace:
    """Where the call is kept."""
    return call.session.bridge.workspace


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_an_interview_runs_from_the_first_question_to_the_last(call: CallWindow, framework: str) -> None:
    call.session.switch(framework)
    workspace, lead = workspace_of(call), call.session.call.lead_id
    levels, asked = (2, 3, 1, 2, 0, 3, 2, 1), []
    for level in levels[: len(call.session.interview.framework.elements)]:
        if not call.session.interview.open:
            break
        asked.append((at(call), level))
        press(call, (Key.Key_0, Key.Key_1, Key.Key_2, Key.Key_3)[level])
        assert shown_score(call) == workspace.card(lead).shown
    assert call.session.interview.done
    heard = {
        a.element: a.level for a in workspace.store.answers(lead) if a.framework == framework and a.heard_at == NOW
    }
    assert heard == dict(asked)
    assert "All is asked" in call.ask_next.known.words()


def test_the_next_question_is_the_one_that_tells_most(call: CallWindow) -> None:
    rows = call.ask_next.list.rows
    press(call, Key.Key_PageDown)
    while at(call) == rows[0].key:
        press(call, Key.Key_PageDown)
    press(call, Key.Key_U)
    assert at(call) == rows[0].key


def test_a_call_begins_with_the_question_that_tells_most(call: CallWindow) -> None:
    assert at(call) == call.ask_next.list.rows[0].key
    call.session.switch("meddic")
    assert at(call) == call.ask_next.list.rows[0].key


def test_the_effect_of_an_answer_is_seen_before_its_key_is_pressed(call: CallWindow) -> None:
    promised = call.answers.rows[3].view
    press(call, Key.Key_3)
    assert shown_score(call) == promised.shown


def test_whoever_does_not_know_or_would_not_say_costs_no_points(call: CallWindow) -> None:
    before, element = shown_score(call), at(call)
    press(call, Key.Key_U)
    other = at(call)
    press(call, Key.Key_R)
    assert shown_score(call) == before
    states = call.session.interview
    assert states.of(element).answer.state is AnswerState.UNKNOWN
    assert states.of(other).known is Known.REFUSED


def test_what_the_data_say_counts_only_after_one_key(call: CallWindow) -> None:
    for state in call.session.interview.states:
        if state.proposal is not None:
            call.session.go_to(state.element.id)
            break
    element, level = at(call), call.session.interview.state.proposal.level
    assert call.question.proposal.isVisible()
    press(call, Key.Key_U)
    call.session.go_to(element)
    told = heard_words(call.session.interview.of(element), "en", "Ines")
    assert told.endswith("does not know yet"), "what they said, not what the data propose"
    assert not call.session.interview.of(element).answered
    press(call, Key.Key_Y)
    answer = call.session.interview.of(element).answer
    assert (answer.level, answer.confirmed) == (level, True)
    assert not call.session.interview.of(element).proposal


def test_w_asks_in_other_words_and_comes_round(call: CallWindow) -> None:
    first = call.question.question.text()
    seen = set()
    for _ in call.session.interview.element.questions:
        seen.add(call.question.question.text())
        press(call, Key.Key_W)
    assert len(seen) == len(call.session.interview.element.questions)
    assert call.question.question.text() == first


def test_letters_jump_and_page_up_goes_back(call: CallWindow) -> None:
    press(call, Key.Key_T, Held.AltModifier)
    assert at(call) == "timeline"
    press(call, Key.Key_B, Held.AltModifier)
    assert at(call) == "budget"
    press(call, Key.Key_PageUp)
    assert at(call) == "timeline"
    call.session.switch("meddic")
    press(call, Key.Key_D, Held.AltModifier)
    first = at(call)
    press(call, Key.Key_D, Held.AltModifier)
    assert {first, at(call)} == {"decision_criteria", "decision_process"}


def test_an_answer_can_be_changed_and_the_old_one_stays_as_history(call: CallWindow) -> None:
    press(call, Key.Key_T, Held.AltModifier)
    press(call, Key.Key_1)
    press(call, Key.Key_T, Held.AltModifier)
    press(call, Key.Key_3)
    state = call.session.interview.of("timeline")
    assert (state.level, [a.level for a in state.earlier]) == (3, [1])


def test_while_a_note_is_written_digits_are_letters_and_alt_answers(call: CallWindow) -> None:
    press(call, Key.Key_T, Held.AltModifier)
    QTest.keyClicks(call.notes.edit, "In 2 or 3 weeks")
    assert call.notes.take_text() == "In 2 or 3 weeks"
    assert not call.session.interview.of("timeline").answered
    press(call, Key.Key_3, Held.AltModifier)
    assert call.session.interview.of("timeline").level == 3
    assert call.notes.take_text() == "In 2 or 3 weeks"


def test_a_note_is_on_the_time_line_with_its_element(call: CallWindow) -> None:
    write(call, "Two cold rooms went warm in August")
    write(call, "#b About 10 to 12 k")
    assert call.notes.take_text() == ""
    assert [(row.label, row.letter) for row in call.notes.lines.rows] == [
        ("Two cold rooms went warm in August", ""),
        ("About 10 to 12 k", "B"),
    ]
    topics = [a.topic for a in workspace_of(call).store.activities(call.session.call.lead_id) if a.kind == "note"]
    assert "Two cold rooms went warm in August" in topics
    assert "Budget: About 10 to 12 k" in topics


def test_an_unfinished_line_survives_a_closed_window_and_a_new_start(
    qtbot: QtBot, opened: Opener, folder: Path
) -> None:
    first = opened(folder)
    call = begin_call(qtbot, first)
    press(call, Key.Key_2)
    write(call, "Prefers the afternoon")
    QTest.keyClicks(call.notes.edit, "and her director is Ru")
    first.close()
    second = opened(folder)
    bars = second.announcements.area.bars()
    assert ["A call with Ines Carvalho of" in bar.notice.message for bar in bars] == [True]
    assert "her director is Ru" in bars[0].notice.hint
    bars[0].acted.emit()
    again = second.errands.calls.windows[0]
    assert again.notes.take_text() == "and her director is Ru"
    assert [row.label for row in again.notes.lines.rows] == ["Prefers the afternoon"]
    assert [row.label for row in again.changes.rows.rows] == [row.label for row in call.changes.rows.rows]


def test_a_call_that_cannot_be_read_is_told_once_with_its_place(opened: Opener, folder: Path) -> None:
    opened(folder).close()
    file = folder / "calls" / "000007-abcd1234.call"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"half of a disk")
    second = opened(folder)
    (bar,) = second.announcements.area.bars()
    assert bar.notice.message == "1 unfinished call cannot be read"
    assert str(file) in bar.notice.hint
    assert "delete it" in bar.notice.hint
    second.close()
    assert opened(folder).announcements.area.bars() == []
    assert file.read_bytes() == b"half of a disk"


def test_a_call_in_which_nothing_was_said_leaves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    call = begin_call(qtbot, window)
    call.close()
    assert window.errands.calls.unfinished() == ()


def test_the_ending_goes_on_the_time_line_with_a_follow_up(call: CallWindow, window: MainWindow) -> None:
    lead = call.session.call.lead_id
    press(call, Key.Key_2)
    press(call, Key.Key_F5)
    press(call, Key.Key_3, Held.ControlModifier)
    press(call, Key.Key_Return, Held.ControlModifier)
    store = workspace_of(call).store
    newest = max(store.activities(lead), key=lambda a: a.id)
    assert (newest.kind, newest.topic) == ("call_reached", "Interested (BANT, 00:00)")
    assert [(f.action, (f.due_at - NOW).days) for f in store.follow_ups(lead)] == [("call", 3)]
    assert call.card is not None
    assert window.actions_.get("undo").text() == "Take back: call with Ines Carvalho: Interested"
    window.actions_.get("undo").trigger()
    assert window.status.fact("saved") == "Taken back: call with Ines Carvalho: Interested"


def test_an_ending_is_taken_back_by_name_and_the_answers_stay(call: CallWindow, window: MainWindow) -> None:
    lead, element = call.session.call.lead_id, at(call)
    press(call, Key.Key_2)
    press(call, Key.Key_F8)
    press(call, Key.Key_Return, Held.ControlModifier)
    QTest.keyClick(call.card, Key.Key_Z, Held.ControlModifier)
    store = window.workspace.store
    assert not [a for a in store.activities(lead) if a.kind == "call_no_answer"]
    assert [a.element for a in store.answers(lead) if a.heard_at == NOW] == [element]
    assert window.errands.calls.windows == ()


def test_taking_an_ending_back_leaves_what_was_done_elsewhere_since(call: CallWindow, window: MainWindow) -> None:
    lead = call.session.call.lead_id
    press(call, Key.Key_F8)
    press(call, Key.Key_Return, Held.ControlModifier)
    stefan = choose(window, "Stefan Roth")
    window.leads.set_field("owner", "Clara")
    QTest.keyClick(call.card, Key.Key_Z, Held.ControlModifier)
    assert not [a for a in window.workspace.store.activities(lead) if a.kind == "call_no_answer"]
    assert window.workspace.row(stefan).owner == "Clara"


def test_an_answer_is_taken_back_within_the_call(call: CallWindow) -> None:
    before, element = shown_score(call), at(call)
    press(call, Key.Key_3)
    press(call, Key.Key_Z, Held.ControlModifier)
    assert shown_score(call) == before
    assert not call.session.interview.of(element).asked
    assert call.changes.head.text() == "Before the first word"


def test_not_now_asks_for_the_reason(call: CallWindow) -> None:
    press(call, Key.Key_F6)
    ask = popup()
    assert isinstance(ask, Ask)
    QTest.keyClick(ask.line, Key.Key_Return)
    assert ask.refusal.isVisible()
    QTest.keyClicks(ask.line, "Budget frozen until March")
    QTest.keyClick(ask.line, Key.Key_Return)
    press(call, Key.Key_Return, Held.ControlModifier)
    assert call.card.wrap.reason == "Budget frozen until March"
    lead = workspace_of(call).store.lead(call.session.call.lead_id)
    assert workspace_of(call).rules.funnel.stage(lead.stage).exit == "nurture"


def test_without_an_outcome_the_call_does_not_end_and_says_how(call: CallWindow) -> None:
    press(call, Key.Key_Return, Held.ControlModifier)
    assert call.card is None
    assert "F5 to F8" in call.told.text()


def test_the_follow_up_can_be_any_day(call: CallWindow) -> None:
    press(call, Key.Key_0, Held.ControlModifier)
    ask = popup()
    QTest.keyClicks(ask.line, "2026-12-01")
    QTest.keyClick(ask.line, Key.Key_Return)
    assert call.session.follow_up_at.date().isoformat() == "2026-12-01"


def test_the_summary_is_copied_as_text_and_as_markdown(call: CallWindow) -> None:
    press(call, Key.Key_2)
    write(call, "Wants *two* rooms")
    press(call, Key.Key_F5)
    press(call, Key.Key_Return, Held.ControlModifier)
    QTest.keyClick(call.card, Key.Key_C, Held.ControlModifier)
    assert "Wants *two* rooms" in QGuiApplication.clipboard().text()
    QTest.keyClick(call.card, Key.Key_M, Held.ControlModifier)
    assert "Wants \\*two\\* rooms" in QGuiApplication.clipboard().text()
    assert QGuiApplication.clipboard().text().startswith("# Call with Ines Carvalho")


def test_do_not_call_again_cannot_be_missed(call: CallWindow) -> None:
    assert call.head.allowed.told == "May be called"
    press(call, Key.Key_D, Held.ControlModifier)
    assert call.head.allowed.told == "Do not call"
    assert workspace_of(call).store.lead(call.session.call.lead_id).do_not_contact


def test_a_stakeholder_is_added_by_keyboard_and_counts(call: CallWindow) -> None:
    press(call, Key.Key_F4)
    press(call, Key.Key_F4)
    form = call.page.form
    QTest.keyClicks(form.name, "Rui Prata")
    form.role.setCurrentIndex(form.role.findData("economic_buyer"))
    QTest.keyClick(form.name, Key.Key_Return)
    assert [p.name for p in call.session.call.stakeholders] == ["Rana Haddad", "Rui Prata"]
    assert "Rui Prata" in call.page.map.accessibleDescription()
    QTest.keyClick(call, Key.Key_Escape)
    assert call.notes.edit.hasFocus()


def test_objections_are_answered_by_key(call: CallWindow) -> None:
    press(call, Key.Key_F1)
    row = call.objections.rows[0]
    assert row.isChecked()
    assert str(call.session.interview.framework.objections[0].reply) in row.accessibleName()


def test_enter_again_brings_the_same_call_to_the_front(qtbot: QtBot, call: CallWindow, window: MainWindow) -> None:
    assert begin_call(qtbot, window) is call
    assert len(window.errands.calls.windows) == 1
    choose(window, "Stefan Roth")
    window.actions_.get("call").trigger()
    assert len(window.errands.calls.windows) == 2


def test_a_lead_deleted_during_its_call_loses_no_note(call: CallWindow, window: MainWindow) -> None:
    window.bridge.execute(DeleteLeads((call.session.call.lead_id,)))
    assert "Ines Carvalho" in call.told.text()
    write(call, "She still wants the offer")
    assert [row.label for row in call.notes.lines.rows] == ["She still wants the offer"]
    assert "kept aside" in call.head.saved.label.text()


def test_the_list_behind_shows_the_new_score(qtbot: QtBot, call: CallWindow, window: MainWindow) -> None:
    press(call, Key.Key_3)
    lead = call.session.call.lead_id
    qtbot.waitUntil(
        lambda: window.leads.list.model.row_at(window.leads.list.model.row_of(lead)).shown == shown_score(call)
    )


def test_a_framework_deleted_during_the_call_is_said_and_answers_are_kept(
    qtbot: QtBot, call: CallWindow, window: MainWindow, folder: Path
) -> None:
    call.session.switch("spiced")
    (folder / "rules" / "frameworks" / "spiced.yaml").unlink()
    window.reload_rules()
    qtbot.waitUntil(lambda: window.workspace.rules.framework("spiced") is None)
    qtbot.waitUntil(lambda: "SPICED" in call.told.text())
    element = at(call)
    press(call, Key.Key_2)
    notes = [a.topic for a in workspace_of(call).store.activities(call.session.call.lead_id) if a.kind == "note"]
    assert [element in note.lower() or "2" in note for note in notes] == [True]


def test_a_full_disk_leaves_the_note_on_the_screen_and_says_so(
    call: CallWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> object:
        raise LeadQualError("The disk is full", "Make room")

    monkeypatch.setattr(workspace_of(call), "execute", full)
    write(call, "She signs on Friday")
    press(call, Key.Key_2)
    assert [(row.label, row.kept) for row in call.notes.lines.rows] == [("She signs on Friday", False)]
    assert call.head.saved.label.text() == "2 kept aside, tried again"
    assert call.told.text()
    monkeypatch.undo()
    call.session._on_tick()
    assert call.head.saved.label.text() == "All saved"
    call.session.changed.emit()
    assert [row.kept for row in call.notes.lines.rows] == [True]


def test_after_the_call_one_key_says_that_the_score_is_too_low(
    qtbot: QtBot, window: MainWindow, call: CallWindow
) -> None:
    call.session.answer(1)
    press(call, Key.Key_F5)
    press(call, Key.Key_Return, Held.ControlModifier)
    card = call.card
    assert card is not None
    QTest.keyClick(card, Key.Key_L)
    ask = popup()
    assert isinstance(ask, Ask)
    QTest.keyClicks(ask.line, "They asked for a contract")
    QTest.keyClick(ask.line, Key.Key_Return)
    assert window.workspace is not None
    (verdict,) = window.workspace.store.all_verdicts()
    assert (verdict.judgement, verdict.reason) == (Judgement.TOO_LOW, "They asked for a contract")
    assert verdict.tenths == card.wrap.after.exact
    assert not card.too_low.isEnabled()
    card.grab()
