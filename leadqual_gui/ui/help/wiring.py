"""The help in the program: which topics there are, what the rules add to them, and at which one it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leadqual_gui.ui.help.keys import key_groups, keys_as_markdown
from leadqual_gui.ui.help.topics import OF_SCREEN, Topic, load_topics
from leadqual_gui.ui.help.window import HelpWindow
from leadqual_gui.ui.theme.resources import resources_folder

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def show_help(window: MainWindow, topic: str = "") -> HelpWindow:
    """Open the help at the topic of the screen in front, or at another."""
    help_window = window.findChild(HelpWindow)
    if help_window is None:
        help_window = HelpWindow(window.theme, help_topics(window), window)
    else:
        help_window.put_topics(help_topics(window))
    help_window.search.clear()
    help_window.show_topic(topic or OF_SCREEN.get(window.current_screen(), "first_steps"))
    help_window.show()
    help_window.raise_()
    help_window.activateWindow()
    help_window.search.setFocus()
    return help_window


def help_topics(window: MainWindow) -> tuple[Topic, ...]:
    """All topics, with the keys of this window and the interviews of its rules."""
    places = {
        "keys": lambda: keys_as_markdown(key_groups(window.actions_.all())),
        "frameworks": lambda: frameworks_as_markdown(window),
    }
    return load_topics(resources_folder() / "help", places, window.tongue.code)


def frameworks_as_markdown(window: MainWindow) -> str:
    """When to use each interview of the rules, and when not, as its file says it."""
    if window.workspace is None:
        return tr("The interviews of your workspace stand here once it is open.")
    code = window.tongue.code
    parts = []
    for framework in window.workspace.rules.frameworks:
        lines = [f"## {framework.name.of(code)}", "", framework.summary.of(code), ""]
        lines += [f"- **{tr('Use it for')}**: {framework.when_to_use.of(code) or tr('its file does not say')}"]
        lines += [f"- **{tr('Not for')}**: {framework.when_not.of(code) or tr('its file does not say')}"]
        asked = ", ".join(element.label.of(code) for element in framework.elements)
        parts.append("\n".join((*lines, f"- **{tr('It asks about')}**: {asked}")))
    return "\n\n".join(parts)


def tr(text: str) -> str:
    """A text that the program adds to the help, in the user's language."""
    return QCoreApplication.translate("Help", text)
