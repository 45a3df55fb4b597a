"""Somebody changes matrix.yaml in another program while the owner edits it: both sides are shown, neither is lost."""

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.widgets.notices import NoticeBar
from leadqual_gui.ui.widgets.themed import Label

Key = Qt.Key


POINTS = Said("matrix_points", {"name": "Company", "before": "1", "after": "3"})


def publish(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.ask_why()
    ask = next(one for one in screen.findChildren(Ask) if one.isVisible())
    ask.line.setText("It pays")
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)


def edit_both(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path) -> None:
    """Ten points become 14 here, and 7 in the file; there the matrix also gets another name."""
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "14")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    path = folder / "rules" / "matrix.yaml"
    head, found, tail = path.read_text(encoding="utf-8").partition("id: company_size")
    tail = tail.replace("points: 10", "points: 7", 1)
    path.write_text(head.replace("name: B2B services", "name: Other services") + found + tail, encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.session.settling.outside is not None and not window.runner.busy, timeout=10_000)


def press(qtbot: QtBot, screen: MatrixScreen, words: str) -> None:
    """Press a button of the notice, by what it says."""

    def found() -> list[QPushButton]:
        return [b for b in screen.outside.findChildren(QPushButton) if b.text() == words and b.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def points(screen: MatrixScreen) -> int:
    """What the draft gives for the first level."""
    return screen.session.criterion("company_size").levels[0].tenths


def test_a_conflict_stands_side_by_side_until_somebody_chooses(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    edit_both(qtbot, window, screen, folder)
    assert screen.outside.isVisible()
    assert points(screen) == 140
    press(qtbot, screen, "7")
    press(qtbot, screen, "Go on with what was chosen")
    qtbot.waitUntil(lambda: screen.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert points(screen) == 70
    assert str(screen.session.matrix.name) == "Other services"
    window.actions_.get("undo").trigger()
    assert points(screen) == 140


def test_mine_can_be_kept_and_theirs_stays_in_a_copy(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    edit_both(qtbot, window, screen, folder)
    press(qtbot, screen, "All mine")
    qtbot.waitUntil(lambda: screen.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert points(screen) == 140
    assert str(screen.session.matrix.name) == "Other services"
    copies = [path.read_text(encoding="utf-8") for path in (folder / "backups").rglob("*matrix*")]
    assert any("points: 7" in copy for copy in copies)


def test_a_deleted_file_is_put_back(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "14")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    path = folder / "rules" / "matrix.yaml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.outside.isVisible(), timeout=10_000)
    press(qtbot, screen, "Put the file back")
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert path.read_text(encoding="utf-8") == text
    assert points(screen) == 140
    path.unlink()
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.outside.isVisible(), timeout=10_000)
    path.write_text(text, encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: not screen.outside.isVisible(), timeout=10_000)


def test_files_are_switched_by_arrow_keys(qtbot: QtBot, screen: MatrixScreen) -> None:
    tabs = screen.files.tabs
    tabs.setFocus()
    qtbot.keyClick(tabs, Key.Key_Right)
    qtbot.waitUntil(lambda: screen.files.page is not None and bool(screen.files.page.blocks), timeout=10_000)
    assert screen.files.page.session.name == "funnel.yaml"
    qtbot.keyClick(tabs, Key.Key_Left)
    assert screen.files.page is None


def test_a_read_only_file_is_said_and_the_draft_can_be_published_later(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    path = folder / "rules" / "matrix.yaml"
    screen.session.apply(
        SetPoints("company_named", 30), Said("matrix_points", {"name": "Company", "before": "1", "after": "3"})
    )
    path.chmod(0o400)
    qtbot.mouseClick(screen.header.publish, Qt.MouseButton.LeftButton)
    ask = next(child for child in screen.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, "More for a name")
    qtbot.keyClick(ask.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy and screen.header.publish.isEnabled(), timeout=10_000)
    assert any("read-only" in bar.accessibleName() for bar in window.findChildren(NoticeBar))
    assert screen.session.draft.dirty
    path.chmod(0o600)


def test_a_negative_criterion_gives_nothing_by_hand_or_key(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    negative = next(c for c in screen.session.matrix.criteria if c.kind == "negative" and not c.levels)
    screen.rows.go_to(negative.id)
    screen.grid.points.begin_drag(screen.grid.targets())
    screen.grid.points.shift_to(500)
    screen.grid.points.commit()
    assert screen.session.criterion(negative.id).tenths == 0
    qtbot.keyClicks(screen.grid, "7")
    qtbot.keyClick(screen.grid, Qt.Key.Key_Return)
    assert screen.session.criterion(negative.id).tenths == 0
    assert "costs points" in screen.hint.label.words()


def test_a_full_disk_is_said_and_file_and_draft_stay_whole(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "rules" / "matrix.yaml"
    text = path.read_text(encoding="utf-8")
    screen.session.apply(SetPoints("company_named", 30), POINTS)

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        publish(qtbot, window, screen)
    said = [bar.accessibleName() for bar in window.findChildren(NoticeBar)]
    assert any("No space left on device" in words and "as it was" in words for words in said)
    assert path.read_text(encoding="utf-8") == text
    assert sorted(one.name for one in path.parent.glob("*matrix*")) == ["matrix.yaml"]
    assert screen.session.change_count == 1
    publish(qtbot, window, screen)
    assert screen.session.change_count == 0
    assert "points: 3" in path.read_text(encoding="utf-8")


def test_publishing_over_a_conflict_says_why_not_and_goes_on_saying_it(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    edit_both(qtbot, window, screen, folder)
    publish(qtbot, window, screen)
    assert "matrix.yaml" in screen.hint.label.words()
    assert "outside" in screen.hint.label.words()
    assert points(screen) == 140
    press(qtbot, screen, "All mine")
    qtbot.waitUntil(lambda: screen.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert "outside" not in screen.hint.label.words()


def test_a_group_deleted_outside_while_criteria_are_in_it_is_said_with_its_line(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    path = folder / "rules" / "matrix.yaml"
    screen.session.apply(SetPoints("company_named", 30), POINTS)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "company: {label: Company," not in line), encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.outside.isVisible() and not window.runner.busy, timeout=10_000)
    said = screen.outside.findChildren(Label)[0].text()
    assert "matrix.yaml:" in said
    assert "company" in said
    assert "Your draft is kept" in said
    assert screen.session.matrix.group("company") is not None
    assert screen.session.change_count == 1
    press(qtbot, screen, "Put the file back")
    qtbot.waitUntil(lambda: not screen.outside.isVisible() and not window.runner.busy, timeout=10_000)
    assert path.read_text(encoding="utf-8").splitlines(keepends=True) == lines
