"""Names are words, whatever stands in them: no label, tool tip or message takes them for HTML and fetches a picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.logs import stop_logging
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.app.window import made_window
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import AddLead, AddNote, PutStakeholder
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.today.notifying import as_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
HTML = '<img src="http://evil.example/seen.png"><b>Bold</b>'
FIELDS = ("full_name", "company", "job_title", "city", "source", "owner", "industry", "tags", "notes", "phone")
SCREENS = ("leads", "today", "pipeline", "matrix", "insights", "settings")


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on leads whose every field is a piece of HTML."""
    folder = WorkspaceFolder(tmp_path / "office")
    workspace = open_workspace(folder)
    workspace.load()
    for number in range(3):
        lead = workspace.execute(AddLead({**dict.fromkeys(FIELDS, HTML), "email": f"x{number}@acme.example"})).value.id
        workspace.execute(AddNote(lead, HTML))
        workspace.execute(PutStakeholder(Stakeholder(0, lead, HTML, "champion")))
    workspace.close()
    made = made_window(qapp, FirstSight(total=3), AppSurroundings(folder, False, lambda *_: None))
    made.theme.install()
    made.show()
    with qtbot.waitSignal(made.loaded, timeout=20_000):
        made.begin()
    yield made
    made.close()
    made.deleteLater()
    stop_logging()


def taken_for_html(root: QWidget) -> list[str]:
    """Labels and text boxes that would show markup as what it stands for."""
    wrong = []
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QLabel) and "<" in widget.text() and widget.textFormat() != Qt.TextFormat.PlainText:
            wrong.append(f"{type(widget).__name__}: {widget.text()}")
        if isinstance(widget, QTextEdit) and (widget.acceptRichText() or "evil" in widget.toHtml()):
            wrong.append(f"{type(widget).__name__} takes rich text")
    return wrong


def test_no_screen_takes_a_name_for_html(window: MainWindow, qtbot: QtBot):
    seen = 0
    for screen in SCREENS:
        window.show_screen(screen)
        window.leads.choose_quietly(1)
        qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
        for tab in ("activity", "answers", "people", "details", "history", "score") if screen == "leads" else ():
            window.leads.panel.choose_tab(tab)
            assert taken_for_html(window) == []
        assert taken_for_html(window) == []
        seen += sum(HTML in label.text() for label in window.findChildren(QLabel))
    assert seen > 3, "the names were not shown at all"
    window.open_palette("Bold")
    assert taken_for_html(window) == []


def test_a_tool_tip_is_plain_text(window: MainWindow, qtbot: QtBot):
    QToolTip.showText(window.mapToGlobal(QPoint(40, 40)), HTML, window)
    tips = [w for w in QApplication.topLevelWidgets() if w.metaObject().className() == "QTipLabel"]
    assert [(tip.textFormat(), tip.text()) for tip in tips] == [(Qt.TextFormat.PlainText, HTML)]
    assert tips[0].sizeHint() != QSize()
    QToolTip.hideText()


def test_a_message_of_the_desktop_holds_no_markup():
    assert "<" not in as_words(HTML)
    assert as_words("Pacific Tray & Box") == "Pacific Tray & Box"
