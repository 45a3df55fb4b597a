"""The keyboard map: what each key does, from the window's own actions and the keys of each screen.

The actions of the window are asked at the moment. Keys that a screen handles itself are told here, in the order in
which they are learned; a test holds them against the screens' real shortcuts, menus and key tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QGuiApplication

from leadqual_gui.ui.widgets.key_names import key_words
from leadqual_gui.ui.widgets.sideways import as_one_reads


class KeyLine(NamedTuple):
    """Keys that do one thing, as QKeySequence reads them ("Ctrl+J"), or in words where no sequence says it."""

    keys: tuple[str, ...]
    words: str


class KeyGroup(NamedTuple):
    """Keys that work in one place."""

    key: str
    title: str
    lines: tuple[KeyLine, ...]


def key_groups(actions: Mapping[str, QAction]) -> tuple[KeyGroup, ...]:
    """The whole map: the window's actions, then screen by screen."""
    everywhere = tuple(
        KeyLine(tuple(one.toString() for one in action.shortcuts()), _plain(action))
        for action in actions.values()
        if action.shortcuts()
    )
    return (
        KeyGroup("window", tr("Everywhere"), everywhere),
        KeyGroup("lists", tr("In every list"), _lines(_in_lists())),
        KeyGroup("find", tr("Finding a lead or an action"), _lines(_find())),
        KeyGroup("today", tr("Today"), _lines(_today())),
        KeyGroup("leads", tr("Leads"), _lines(_leads())),
        KeyGroup("panel", tr("The panel of a lead"), _lines(_panel())),
        KeyGroup("compare", tr("Leads side by side"), _lines(_compare())),
        KeyGroup("pipeline", tr("Pipeline"), _lines(_pipeline())),
        KeyGroup("call", tr("In a call"), _lines(_call())),
        KeyGroup("call_over", tr("After a call"), _lines(_call_over())),
        KeyGroup("matrix", tr("Matrix"), _lines(_matrix())),
        KeyGroup("insights", tr("Insights"), _lines(_insights())),
        KeyGroup("clean_up", tr("Clean up"), _lines(_clean_up())),
        KeyGroup("import", tr("Import"), _lines(_import())),
        KeyGroup("export", tr("Export"), _lines(_export())),
        KeyGroup("settings", tr("Settings"), _lines(_settings())),
        KeyGroup("help", tr("Help"), _lines(_help())),
    )


def keys_as_markdown(groups: Sequence[KeyGroup]) -> str:
    """The map as tables."""
    parts = []
    for group in groups:
        rows = [f"| {_caps(line.keys)} | {line.words} |" for line in group.lines]
        parts.append(
            "\n".join((f"## {group.title}", "", f"| {tr('key')} | {tr('what it does')} |", "|---|---|", *rows))
        )
    return "\n\n".join(parts)


def tr(text: str) -> str:
    """A text of the map in the user's language."""
    return QCoreApplication.translate("KeyMap", text)


def _plain(action: QAction) -> str:
    """What an action is called, whatever it would take back just now."""
    words = {"undo": tr("Take back the last step"), "redo": tr("Do again what was taken back")}
    return words.get(action.objectName()) or action.text().replace("&", "")


def _caps(keys: Sequence[str]) -> str:
    return ", ".join(f"`{_shown(key)}`" for key in keys)


def _shown(key: str) -> str:
    """A sequence as menus write it; words stay words."""
    return (key_words(key) or key).replace("|", "\\|")


def _lines(told: Sequence[tuple[str, str]]) -> tuple[KeyLine, ...]:
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return tuple(KeyLine(tuple(as_one_reads(key, rtl) for key in keys.split(" ")), words) for keys, words in told)


def _in_lists() -> Sequence[tuple[str, str]]:
    return (
        ("Up Down PgUp PgDown Home End", tr("Move")),
        ("Return", tr("Do what the line is for: call, open, take")),
        ("Menu Shift+F10", tr("What can be done with the line")),
        ("Tab Shift+Tab", tr("To the next part of the screen, and back")),
        ("Esc", tr("Leave what is open: a question, a search, a choice")),
    )


def _find() -> Sequence[tuple[str, str]]:
    return (
        (">", tr("Only actions, when typed first")),
        ("@", tr("Only leads, when typed first")),
        ("Tab", tr("What can be done with the lead")),
    )


def _today() -> Sequence[tuple[str, str]]:
    return (
        ("Return", tr("Call")),
        ("D", tr("Done; of an alert: dealt with")),
        ("L", tr("Later")),
        ("N", tr("Note what happened")),
        ("W", tr("How the lead was ranked")),
        ("F4", tr("Open in Leads")),
        ("Ctrl+J", tr("Write a note on the chosen lead")),
        ("Ctrl+M", tr("More with this lead")),
    )


def _leads() -> Sequence[tuple[str, str]]:
    return (
        ("Return", tr("Call")),
        ("F2", tr("Edit in place")),
        ("F4", tr("Open the details on the right")),
        ("Space", tr("Tick, or take the tick away")),
        ("Shift+Down Shift+Up", tr("Tick along")),
        ("Ctrl+A", tr("Tick all leads of the list")),
        ("Del", tr("Delete")),
        ("Ctrl+F", tr("Search")),
        ("Ctrl+Shift+F", tr("Add a filter")),
        ("Ctrl+Shift+S", tr("Keep filter and order as a view")),
        ("Ctrl+E", tr("Export the ticked leads")),
        ("Ctrl+V", tr("Paste a list from the clipboard")),
        ("Ctrl+Shift+O", tr("Owner of the ticked leads")),
        ("Ctrl+Shift+G", tr("Stage of the ticked leads")),
        ("Ctrl+Shift+T", tr("Tags of the ticked leads")),
        ("Ctrl+Del", tr("Delete the ticked leads")),
    )


def _panel() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+J", tr("Write a note")),
        ("Ctrl+M", tr("More with this lead")),
        ("Ctrl+Shift+A", tr("Add an activity (tab Activity)")),
        ("Ctrl+Shift+P", tr("Add a person (tab People)")),
        ("Alt+V", tr("Mark the contact data as verified (tab Details)")),
        ("D", tr("A promise: it is done")),
        ("L", tr("A promise: later")),
        ("Del", tr("Call a promise off; take an activity or a change away")),
    )


def _compare() -> Sequence[tuple[str, str]]:
    return (
        ("D", tr("Order by what differs most")),
        ("Ctrl+C", tr("Copy the comparison")),
        ("Esc", tr("Back to the list")),
    )


def _pipeline() -> Sequence[tuple[str, str]]:
    return (
        ("Left Right", tr("To the stage beside")),
        ("Ctrl+Right Ctrl+Left", tr("Move the card on a stage, or back")),
        ("M", tr("Choose the stage from a list")),
        ("A", tr("Take the move that a rule suggests")),
        ("Return", tr("Call")),
        ("F4", tr("Open on the right")),
        ("Ctrl+F", tr("Search the board")),
        ("Ctrl+Shift+F", tr("Add a filter")),
    )


def _call() -> Sequence[tuple[str, str]]:
    return (
        ("0 1 2 3", tr("The level that was heard, while the note line is empty; with Alt at any time")),
        ("U", tr("Asked, but they do not know")),
        ("R", tr("Asked, but they would not say")),
        ("Y", tr("Yes, what was inferred is right")),
        ("W", tr("Other words for the question")),
        ("PgDown Alt+Right", tr("The next question")),
        ("PgUp Alt+Left", tr("The question before")),
        (tr("Alt+letter"), tr("To the question with that letter; with Shift too, where the letter answers")),
        ("Return", tr("Keep the note")),
        ("F1 F2 F3", tr("An objection: what can be said")),
        ("F4", tr("Who takes part in the purchase")),
        ("F5", tr("Reached")),
        ("F6", tr("Not interested")),
        ("F7", tr("Disqualified")),
        ("F8", tr("Nobody answered")),
        ("F9", tr("Other outcomes")),
        ("Ctrl+1 Ctrl+3 Ctrl+7", tr("Follow up in so many days")),
        ("Ctrl+0", tr("Follow up on a day of your choice")),
        ("Ctrl+G", tr("Another interview")),
        ("Ctrl+B", tr("Who said it")),
        ("Ctrl+D", tr("Never call again")),
        ("Ctrl+T", tr("Keep the call window on top")),
        ("Ctrl+Z", tr("Take back")),
        ("Ctrl+Y Ctrl+Shift+Z", tr("Do again")),
        ("Ctrl+Return", tr("End the call")),
        ("Ctrl+W", tr("Leave the call, to go on later")),
    )


def _call_over() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+C Ctrl+M", tr("Copy what was heard, as text or as Markdown")),
        ("M", tr("Move the lead on")),
        ("H L", tr("The score is too high, or too low")),
        ("Ctrl+Z", tr("Take the ending back")),
        ("Return", tr("Close the window")),
    )


def _matrix() -> Sequence[tuple[str, str]]:
    return (
        (tr("digits, - and +"), tr("Set the points of the cell; Enter keeps them, Esc leaves them")),
        ("Space", tr("Switch the criterion off or on")),
        ("F2", tr("Edit the condition")),
        ("Ins", tr("Add a criterion")),
        ("Ctrl+L", tr("Add a level")),
        ("Ctrl+D", tr("Duplicate the criterion")),
        ("Del", tr("Delete the level, or the criterion")),
        ("Alt+Up Alt+Down", tr("Move the criterion")),
        ("Alt+Left Alt+Right", tr("Move the level")),
        ("Ctrl+A", tr("Choose all criteria")),
        ("Ctrl+C Ctrl+V", tr("Copy and paste points")),
        ("Shift+F1", tr("What is doubtful about the criterion")),
        ("Ctrl+F", tr("Find a criterion")),
        ("Ctrl+Shift+H", tr("All versions")),
        ("Ctrl+Return", tr("Publish")),
    )


def _insights() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+PgDown Ctrl+PgUp", tr("To the next tab, and back")),
        ("Alt+Down", tr("Which time is looked at")),
        ("F5", tr("Look again")),
        ("Space", tr("Tick a proposal, or take the tick away")),
        ("S", tr("Sort by the next column")),
        ("Ctrl+Return", tr("Put what is ticked into the draft")),
        ("Ctrl+S", tr("Save a picture")),
        ("Ctrl+Alt+P", tr("Write a report as PDF or web page")),
    )


def _clean_up() -> Sequence[tuple[str, str]]:
    return (
        ("F5", tr("Search for duplicates; look again at what to mend")),
        ("Ctrl+PgDown Ctrl+PgUp", tr("To the next tab, and back")),
        ("M", tr("Merge")),
        ("D", tr("They are two people: remember that")),
        ("Left Right", tr("Which value is kept, in the table side by side")),
        ("V", tr("Mark as verified (data quality)")),
        ("F4", tr("Open in Leads (data quality)")),
        ("Del", tr("Delete for good (privacy)")),
    )


def _import() -> Sequence[tuple[str, str]]:
    return (
        ("Return", tr("On to the next step")),
        ("Alt+Left", tr("The step before")),
        ("Esc", tr("Leave the import")),
    )


def _settings() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+Shift+W", tr("Show the folder of the workspace")),
        ("Ctrl+Shift+R", tr("Show the rule files")),
        ("Ctrl+P Ctrl+S", tr("Print or save the recovery sheet, while it is shown")),
    )


def _export() -> Sequence[tuple[str, str]]:
    return (
        ("Space", tr("Tick a column, or take the tick away")),
        ("Alt+Up Alt+Down", tr("Move the column")),
        ("Return", tr("Choose where the file goes")),
    )


def _help() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+F", tr("Search the help")),
        ("Alt+Left Alt+Right", tr("To the page before, and on again")),
        ("Esc", tr("Clear the search; close the help")),
    )
