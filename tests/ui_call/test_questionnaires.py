"""Answers without a call: a page goes out, and what comes back is filed as said by the lead."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from leadqual_gui.services.questionnaire import PROBLEMS as PLAIN
from leadqual_gui.ui.interview.questionnaires import PROBLEMS, make_questionnaire, paste_answers
from leadqual_gui.ui.main_window import MainWindow
from tests.interview.test_questionnaire import as_mail, body_of, sent_back
from tests.ui.conftest import choose


def test_the_page_is_written_where_asked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    lead = choose(window, "Ines Carvalho")
    dialog = make_questionnaire(window, lead, "champ")
    assert isinstance(dialog, QFileDialog)
    page = tmp_path / "questions.html"
    dialog.fileSelected.emit(str(page))
    dialog.close()
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert "ines@norbrook.example" in page.read_text("utf-8")
    assert "questions.html" in window.announcements.area.bars()[-1].notice.message


def test_what_came_back_is_looked_at_then_filed_and_taken_back(window: MainWindow) -> None:
    lead = choose(window, "Stefan Roth")
    before = window.workspace.card(lead).exact
    asked = paste_answers(window, lead)
    asked.text.setPlainText(as_mail(sent_back(body_of(window.workspace.rules.framework("bant")))))
    assert asked.told.text() == "2 answers to BANT for Stefan Roth, filled in by Ines Carvalho on 18 Nov"
    QTest.keyClick(asked, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    heard = {a.element: (a.level, a.said_by) for a in window.workspace.store.answers(lead)}
    assert heard == {"budget": (2, "Ines Carvalho"), "timeline": (None, "Ines Carvalho")}
    assert window.workspace.card(lead).exact != before
    for _step in range(4):
        window.bridge.undo_stack.undo()
    assert window.workspace.card(lead).exact == before


@pytest.mark.parametrize("text", ["", "Dear Ana, see you on Monday", '{"leadqual_answers": "{}", "checksum": "0"}'])
def test_what_is_no_answer_says_what_to_do_and_files_nothing(window: MainWindow, text: str) -> None:
    asked = paste_answers(window, choose(window, "Stefan Roth"))
    asked.text.setPlainText(text)
    assert asked.told.text()
    assert ("BEGIN" in asked.told.text()) == text.startswith("Dear")
    assert (asked.told.palette().windowText().color() == window.theme.look.c.hot.text) == bool(text)
    assert not asked.take.isEnabled()
    asked.file()
    asked.close()


def test_asked_again_for_a_lead_what_was_begun_comes_to_the_front(window: MainWindow) -> None:
    begun = paste_answers(window, choose(window, "Stefan Roth"))
    begun.text.setPlainText("Dear Ana")
    of_another = paste_answers(window, choose(window, "Ines Carvalho"))
    assert of_another is not begun
    again = paste_answers(window, choose(window, "Stefan Roth"))
    assert again is begun
    assert again.text.toPlainText() == "Dear Ana"
    begun.close()
    of_another.close()


def test_each_problem_has_words_in_the_window_too() -> None:
    assert PROBLEMS.keys() == PLAIN.keys()
