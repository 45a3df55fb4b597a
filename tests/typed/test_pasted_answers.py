"""Answers that are pasted for a lead: kept until they are filed or left, and with the lead who gave them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.services.commands import AddLead
from leadqual_gui.services.questionnaire import Problem
from leadqual_gui.ui.interview import questionnaires
from leadqual_gui.ui.interview.questionnaires import PasteAnswers, paste_answers
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.privacy.acts import forget
from tests.interview.test_questionnaire import as_mail, body_of, sent_back
from tests.typed.typing_in import HALF, INES, full_disk, kept, pasting
from tests.ui.conftest import choose, names

Key, Held = Qt.Key, Qt.KeyboardModifier


def answers(window: MainWindow, **about: object) -> str:
    """What somebody sent back."""
    return as_mail(sent_back(body_of(window.workspace.rules.framework("bant"), **about)))


def test_half_an_answer_is_there_when_the_window_is_opened_again(window: MainWindow) -> None:
    asked, ines = pasting(window), choose(window, INES)
    QTest.keyClicks(asked.text, HALF)
    asked.close()
    assert kept(window) == [f"typed.pasted answers.{ines}"]
    QGuiApplication.clipboard().setText(answers(window))
    again = pasting(window)
    assert again.text.toPlainText() == HALF
    again.close()
    QGuiApplication.clipboard().clear()
    of_another = paste_answers(window, choose(window, "Stefan Roth"))
    assert of_another.text.toPlainText() == ""
    of_another.close()
    assert kept(window) == [f"typed.pasted answers.{ines}"]


def test_what_was_filed_is_not_offered_again(window: MainWindow) -> None:
    asked = pasting(window)
    asked.text.setPlainText(answers(window))
    assert len(kept(window)) == 1
    QTest.keyClick(asked.text, Key.Key_Return, Held.ControlModifier)
    assert len(window.workspace.store.answers(choose(window, INES))) == 3
    assert kept(window) == []


@pytest.mark.parametrize("how", ["Esc", "the button"])
def test_what_was_left_is_not_offered_again(window: MainWindow, how: str) -> None:
    asked = pasting(window)
    QTest.keyClicks(asked.text, HALF)
    assert len(kept(window)) == 1
    if how == "Esc":
        QTest.keyClick(asked.text, Key.Key_Escape)
    else:
        asked.leave.click()
    assert not asked.isVisible()
    assert kept(window) == []


def test_a_full_disk_leaves_them_in_the_window(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[object]()
    window.bridge.failed.connect(told.append)
    asked = pasting(window)
    asked.text.setPlainText(answers(window))

    with monkeypatch.context() as disk:
        disk.setattr(questionnaires, "file_answers", full_disk)
        asked.file()
    assert asked.isVisible()
    assert len(told) == len(kept(window)) == 1
    asked.file()
    assert kept(window) == []


def test_answers_of_somebody_else_are_kept_with_them(window: MainWindow) -> None:
    stefan, ines = choose(window, "Stefan Roth"), choose(window, INES)
    asked = pasting(window)
    QTest.keyClicks(asked.text, HALF)
    assert kept(window) == [f"typed.pasted answers.{ines}"]
    key = window.workspace.store.lead(stefan).key
    asked.text.setPlainText(answers(window, lead=key))
    assert kept(window) == [f"typed.pasted answers.{stefan}"]
    asked.close()
    assert pasting(window).text.toPlainText() == ""
    theirs = paste_answers(window, stefan)
    assert "Stefan Roth" in theirs.told.text()
    theirs.give_up()
    assert kept(window) == []


def test_what_was_begun_for_that_other_lead_is_not_overwritten(window: MainWindow) -> None:
    stefan = choose(window, "Stefan Roth")
    theirs = paste_answers(window, stefan)
    QTest.keyClicks(theirs.text, HALF)
    theirs.close()
    asked = pasting(window)
    asked.text.setPlainText(answers(window, lead=window.workspace.store.lead(stefan).key))
    assert kept(window) == [f"typed.pasted answers.{stefan}"]
    asked.file()
    again = paste_answers(window, stefan)
    assert again.text.toPlainText() == HALF
    again.give_up()


def test_of_somebody_deleted_for_good_nothing_stays_nor_is_shown_to_the_next_of_that_number(
    qtbot: QtBot, window: MainWindow
) -> None:
    nina = window.bridge.execute(AddLead({"full_name": "Nina Kurz"})).value.id
    qtbot.waitUntil(lambda: "Nina Kurz" in names(window))
    asked = paste_answers(window, nina)
    QTest.keyClicks(asked.text, HALF)
    with qtbot.waitSignal(forget(window, nina, "Nina Kurz", "Nina Kurz").ended, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: not [one for one in window.findChildren(PasteAnswers) if one.isVisible()])
    assert kept(window) == []
    assert window.bridge.execute(AddLead({"full_name": "Olaf Lind"})).value.id == nina
    theirs = paste_answers(window, nina)
    assert theirs.text.toPlainText() == ""
    theirs.close()


def test_what_is_far_too_large_is_not_written_to_disk(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pasting(window)
    with monkeypatch.context() as much:
        much.setattr(asked, "_read", lambda _text: Problem("too_large"))
        QTest.keyClicks(asked.text, "a film")
    assert kept(window) == []
    asked.text.setPlainText(HALF)
    assert len(kept(window)) == 1
    asked.give_up()
