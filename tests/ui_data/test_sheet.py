"""A lead on one page of paper, to take along."""

import stat
from pathlib import Path

from PySide6.QtGui import QPageSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.leads.panel.account import ledger_rows
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.sheet.contents import Told, cut, cut_ledger, sheet_of
from leadqual_gui.ui.sheet.page import caps_to_try, pdf_of
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from tests.ui.conftest import choose
from tests.ui_data.conftest import lead_named
from tests.ui_kit.read_back import adds_up


def many_lines(count: int) -> tuple[LedgerRow, ...]:
    """A ledger of one group with so many lines."""
    lines = [LedgerRow(f"Criterion {at}", at) for at in range(1, count + 1)]
    total = sum(line.tenths for line in lines)
    return (LedgerRow("Company", total, kind=RowKind.GROUP), *lines, LedgerRow("Score", total, kind=RowKind.SUM))


def test_a_sheet_says_what_a_meeting_needs(window: MainWindow) -> None:
    sheet = sheet_of(window.workspace, lead_named(window, "Ines Carvalho"), window.words, "en")
    assert sheet.name == "Ines Carvalho"
    assert [told.label for told in sheet.answers] == ["Budget"]
    assert any(
        "Rana Haddad, champion" in told.label.replace("\u2068", "").replace("\u2069", "") for told in sheet.people
    )
    assert sheet.questions
    assert sheet.next_steps
    card = window.workspace.card(lead_named(window, "Ines Carvalho"))
    assert sheet.ledger == ledger_rows(card, window.workspace.rules, "en")


def test_a_long_ledger_is_cut_and_still_adds_up() -> None:
    rows = cut_ledger(many_lines(20), 6)
    assert adds_up(rows)
    assert [row.label for row in rows if row.counts] == [f"Criterion {at}" for at in range(15, 21)] + ["and 14 more"]
    assert cut_ledger(many_lines(5), 6) == many_lines(5)


def test_what_is_cut_is_counted() -> None:
    told = [Told(f"Question {at}") for at in range(5)]
    assert [one.label for one in cut(told, 3)] == ["Question 0", "Question 1", "Question 2", "and 2 more"]


def test_it_is_one_page_with_its_fonts_whatever_there_is_to_say(window: MainWindow) -> None:
    from dataclasses import replace

    sheet = sheet_of(window.workspace, lead_named(window, "Ines Carvalho"), window.words, "en")
    long = "A long answer that goes on and on about budgets and who signs them. " * 4
    full = replace(
        sheet,
        name="أحمد حداد",
        ledger=many_lines(60),
        questions=tuple(Told(f"Question {at}", long) for at in range(12)),
        answers=tuple(Told(f"Answer {at}", long) for at in range(20)),
        people=tuple(Told(f"Person {at}", long) for at in range(15)),
    )
    for page in (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter):
        for rtl in (False, True):
            made = pdf_of(full, page, rtl)
            assert made.startswith(b"%PDF")
            assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") == 1
            assert b"/FontFile2" in made
    assert len(list(caps_to_try(full))) == 40


def test_it_is_written_from_the_key_for_its_owner_only(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    from PySide6.QtCore import Qt

    choose(window, "Ines Carvalho")
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Ines-Carvalho.pdf")
    target = tmp_path / "ines.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(lambda: target.exists() and not window.runner.busy)
    assert target.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
