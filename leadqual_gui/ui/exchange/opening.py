"""Imports in the window: where a table comes from, and where the user goes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from leadqual_gui.ui.exchange.about import Origin
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.screen import ImportScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadqual_gui.ui.main_window import MainWindow

KEY = "import_file"
MOST_CHARACTERS = 200_000_000


def show_import(window: MainWindow, origin: Origin) -> ImportScreen:
    """Show a table before it is imported; while another one is being written, that one."""
    assert window.bridge is not None
    before = import_of(window)
    if before is not None and before.is_running:
        window.announcements.say_what_lacks(words("An import is under way. Wait for its end, or stop it first"))
        window.show_screen(KEY)
        return before
    if before is not None:
        before.session.leave()
    screen = ImportScreen(window.theme, window.bridge, window.surroundings, origin, window.tongue.code)
    screen.closed.connect(lambda: _leave(window))
    screen.leads_asked.connect(lambda leads: _show_leads(window, leads))
    screen.another_asked.connect(window.errands.choose_import)
    window.put_screen(KEY, screen)
    window.show_screen(KEY)
    window.top.set_title(window.tr("Import"), origin.name)
    return screen


def paste_table(window: MainWindow) -> ImportScreen | None:
    """Import the table that the clipboard holds; say what to do if it holds none."""
    text = table_in(QGuiApplication.clipboard().mimeData())
    if not text:
        said = words("The clipboard holds no table. Copy rows of a spreadsheet, headers included, and paste again")
        window.announcements.say_what_lacks(said)
        return None
    return show_import(window, Origin(words("Pasted rows"), text=text))


def table_in(data: QMimeData) -> str:
    """The text of a clipboard, if it is a table or a contact card: several lines, or cells side by side."""
    text = data.text() if data.hasText() else ""
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    return text if len(lines) > 1 and len(text) <= MOST_CHARACTERS else ""


def import_of(window: MainWindow) -> ImportScreen | None:
    """The wizard that was opened last, if there is one."""
    found = [window.stack.widget(at) for at in range(window.stack.count())]
    return next((one for one in found if isinstance(one, ImportScreen)), None)


def _leave(window: MainWindow) -> None:
    window.show_screen("leads")


def _show_leads(window: MainWindow, leads: Sequence[int]) -> None:
    """The list, with none but these leads."""
    window.show_screen("leads")
    if leads:
        window.leads.show_only(leads)
