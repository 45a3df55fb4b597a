"""The command palette of the window: what it finds there, and what happens when something is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from leadqual_gui.ui.help.everyday import EverydayWords
from leadqual_gui.ui.palette import SETTINGS, PaletteProvider
from leadqual_gui.ui.settings.ways import show_part, ways
from leadqual_gui.ui.theme.resources import resources_folder
from leadqual_gui.ui.widgets.command_palette import CommandPalette
from leadqual_gui.ui.widgets.palette_rows import PaletteItem

if TYPE_CHECKING:
    from leadqual_gui.services.lists import LeadRow
    from leadqual_gui.ui.main_window import MainWindow

_NOT_SHOWN = ("find",)
_MENU, _LEAD = "what can be done with the lead", "lead"


def make_palette(window: MainWindow) -> CommandPalette:
    """The palette over the window."""
    provider = PaletteProvider(
        lambda: window.workspace,
        lambda: chosen_row(window),
        lambda lead: lead_actions(window, lead),
        lambda: window_actions(window),
        ways(),
        EverydayWords(resources_folder() / "help", window.tongue.code),
    )
    ground = window.centralWidget()
    assert ground is not None
    palette = CommandPalette(window.theme, provider, ground, scale=window.words.scale)
    palette.chosen.connect(lambda item: carry_out(window, item))
    return palette


def chosen_row(window: MainWindow) -> LeadRow | None:
    """The lead that is open."""
    lead = window.chosen_lead()
    return window.workspace.row(lead) if window.workspace is not None and lead else None


def window_actions(window: MainWindow) -> Sequence[tuple[QAction, str]]:
    """Actions of the window and its screens, with the names of their icons."""
    icons = window.actions_
    return [(action, icons.icon_name(key)) for key, action in icons.all().items() if key not in _NOT_SHOWN]


def lead_actions(window: MainWindow, lead: int) -> Sequence[tuple[QAction, str]]:
    """What can be done with a lead: the entries of its menu. It becomes the chosen one (0: the one that is open)."""
    lead = lead or window.chosen_lead()
    if lead != window.leads.panel.lead_id:
        window.leads.choose_quietly(lead)
    before = window.findChild(QMenu, _MENU)
    if before is not None:
        before.setObjectName("")
        before.deleteLater()
    menu = window.leads.lead_menu(alone=True)
    menu.setObjectName(_MENU)
    menu.setProperty(_LEAD, lead)
    first = (
        "phone-call",
        "eye",
        "pencil",
        "message-square",
        "calendar-clock",
        "pencil",
        "arrow-down-right",
        "arrow-up-right",
        "git-compare",
    )
    last = ("download", "trash-2", "trash-2")
    icons = (*first, "circle-check", "ban", "download", "calendar", "grid-3x3", "file-text", "copy", *last)
    entries = [action for action in menu.actions() if action.text() and action.menu() is None]
    return list(zip(entries, icons, strict=True))


def carry_out(window: MainWindow, item: PaletteItem) -> None:
    """What was chosen happens."""
    if isinstance(item.key, QAction):
        menu = window.findChild(QMenu, _MENU)
        if menu is not None and item.key in menu.actions():
            window.show_screen("leads")
            window.leads.act_on(int(menu.property(_LEAD)), item.key)
        else:
            item.key.trigger()
        return
    assert isinstance(item.key, tuple)
    what, value = item.key
    if what == SETTINGS:
        show_part(window, value)
        return
    window.show_screen("leads")
    if what == "lead":
        window.leads.show_lead(value)
    else:
        window.leads.list.search.setText(value)
        window.leads.list.focus_search()
