"""What can be done in the window: every action with its name, key and icon, found in the palette by them.

To add one, add a line. What a key means on one screen only is said there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leadqual_gui.ui.places import PLACES

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def words(text: str) -> str:
    """The name of an action in the user's language."""
    return QCoreApplication.translate("MainWindow", text)


def make_actions(window: MainWindow) -> None:
    """Make them, and let their keys work wherever in the window one is."""
    errands = window.errands
    make = window.actions_.make
    make("new_lead", words("New lead"), errands.new_lead, "Ctrl+N", "plus")
    make("call", words("Start call"), errands.call, "Ctrl+Return", "phone-call")
    make("questionnaire", words("Make a questionnaire"), errands.make_questionnaire, "Ctrl+Shift+Q", "mail")
    make("paste_answers", words("Paste answers"), errands.paste_answers, "Ctrl+Shift+V", "file-text")
    make("compare", words("Compare the chosen leads"), errands.compare, "Ctrl+Shift+K", "git-compare")
    make("promise", words("Promise a follow-up"), errands.promise, "Ctrl+Shift+L", "calendar-clock")
    make("adjust", words("Points by hand"), errands.adjust, "Ctrl+Shift+B", "pencil")
    judge = errands.judge
    make("too_high", words("Score is too high"), lambda: judge(True), "Ctrl+Shift+Down", "arrow-down-right")
    make("too_low", words("Score is too low"), lambda: judge(False), "Ctrl+Shift+Up", "arrow-up-right")
    make("calendar", words("All follow-ups to a calendar"), errands.calendar, "Ctrl+Shift+I", "calendar")
    make("find", words("Find a lead or an action"), lambda: window.open_palette(), "Ctrl+K", "search")
    make("undo", words("Take back"), window.steps.undo, "Ctrl+Z", "undo-2").setEnabled(False)
    make("redo", words("Do again"), window.steps.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2").setEnabled(False)
    for one in PLACES:
        make(one.key, one.words(), partial(window.show_screen, one.key), one.shortcut, one.icon)
    make("import", words("Import a list"), errands.choose_import, "Ctrl+I", "file-up")
    make("paste_list", words("Paste a list"), errands.paste_import, "Ctrl+V", "copy", everywhere=False)
    make("export", words("Export leads"), errands.export_all, "Ctrl+Shift+E", "download")
    make("open", words("Open a workspace"), errands.choose_workspace, "Ctrl+O", "folder-open")
    make("sample", words("Try sample data"), window.surroundings.switch_to_sample, "Ctrl+T", "play")
    make("dark", words("Light or dark"), window.toggle_dark, "Ctrl+Shift+D", "sun")
    make("larger", words("Larger text"), lambda: window.step_zoom(1), ("Ctrl++", "Ctrl+="), "plus")
    make("smaller", words("Smaller text"), lambda: window.step_zoom(-1), "Ctrl+-", "minus")
    make("usual_size", words("Text at 100 %"), lambda: window.step_zoom(0), "Ctrl+0", "monitor")
    make("reload_rules", words("Read the rules again"), window.reload_rules, "Ctrl+R", "file-code")
    make("clean_up", words("Find duplicates"), errands.clean_up, "Ctrl+6", "copy")
    make("quality", words("Mend data"), lambda: errands.clean_up("quality"), "Ctrl+7", "circle-check")
    make("privacy", words("Privacy log"), lambda: errands.clean_up("privacy"), "Ctrl+8", "lock")
    make("sheet", words("Lead sheet as PDF"), errands.lead_sheet, "Ctrl+P", "file-text")
    make("help", words("Help"), errands.help, "F1", "circle-question-mark")
    make("tour", words("A tour of five minutes"), errands.tour, "Ctrl+F1", "mouse-pointer-click")
    make("quit", words("Close"), window.close, "Ctrl+Q", "x")
    paste = window.actions_.get("paste_list")
    window.addActions([action for action in window.actions_.all().values() if action is not paste])
