"""Who reads from right to left begins to write at the right, also in an empty field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.interview.notes import NoteEdit
from leadqual_gui.ui.leads.panel.details_tab import NotesField
from leadqual_gui.ui.leads.panel.note_box import NoteBox
from leadqual_gui.ui.theme.theme import Theme


def cursor_at(field: QPlainTextEdit, qtbot: QtBot) -> float:
    """Where the cursor stands in a field: 0 at its left edge, 1 at its right one."""
    qtbot.addWidget(field)
    field.resize(400, 80)
    field.show()
    QApplication.processEvents()
    return field.cursorRect().x() / field.viewport().width()


FIELDS = (NoteBox, NoteEdit, lambda _theme: NotesField())


@pytest.mark.parametrize("make", FIELDS, ids=("note", "note of a call", "notes"))
def test_an_empty_note_begins_where_one_reads(
    qtbot: QtBot, qapp: QApplication, theme: Theme, tongue: Tongue, make: type[NoteBox]
) -> None:
    assert cursor_at(make(theme), qtbot) < 0.1
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = make(theme)
    assert cursor_at(mirrored, qtbot) > 0.9
    mirrored.setPlainText("Rana Haddad")
    assert cursor_at(mirrored, qtbot) > 0.7, "a Latin name stays at the Arabic start"
