"""The rules in force as one window shows them: what they call things, their version, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.rules_watch import RulesWatch
    from leadqual_gui.ui.settings.screen import SettingsScreen


class WindowRules(QObject):
    """Keeps the window's words and its status bar with the rules; begins once there is a workspace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watch: RulesWatch | None = None

    def begin(self) -> None:
        """Look at the files from now on."""
        from leadqual_gui.ui.rules_watch import RulesWatch

        window = self._window
        assert window.bridge is not None
        self._watch = RulesWatch(window.bridge, window)
        self._watch.looked.connect(self.say_problems)

    def stop(self) -> None:
        """The window is being closed."""
        if self._watch is not None:
            self._watch.stop()
            self._watch.deleteLater()
            self._watch = None

    def read_again(self) -> None:
        """Read the files now."""
        if self._watch is not None:
            self._watch.read_again()

    def changed(self) -> None:
        """Other rules are in force: every screen calls things as they do."""
        window = self._window
        self.take_words()
        window.leads.retitle(window.words, window.tongue.code)
        for screen in window.screens.of_the_day():
            screen.retitle(window.words, window.tongue.code)
        window.leads.list.refresh()
        self.say_problems()

    def take_words(self) -> None:
        """Take over what the rules call things, also for the next start."""
        from leadqual_gui.ui.vocabulary import vocabulary_of

        window = self._window
        assert window.workspace is not None
        window.call_things(vocabulary_of(window.workspace.rules, window.tongue.code, self._version()))
        self.say_matrix()
        window.remembered.put("window.vocabulary", window.words.as_text())

    def _version(self) -> str:
        """The number of the rules in force, "" where rules cannot be edited."""
        from leadqual_gui.domain.errors import LeadQualError

        assert self._window.workspace is not None
        try:
            return str(self._window.workspace.desk.current.number)
        except LeadQualError:
            return ""

    def say_matrix(self) -> None:
        """Which matrix is in force, in the status bar."""
        words = self._window.words
        said = self.tr("Matrix: {name}, version {version}").format(name=words.matrix, version=words.version)
        self._window.status.set_fact("matrix", said if words.matrix else "", at_end=True)

    def say_problems(self) -> None:
        """What is wrong with the files: counted in the status bar, told on top, listed in Settings."""
        window = self._window
        assert window.workspace is not None
        problems = window.workspace.problems
        errors = [problem for problem in problems if problem.severity == "error"]
        words = self.tr("%Ln problem(s) in the rules", "", len(errors)) if errors else ""
        window.status.set_fact("problems", words, "triangle-alert")
        window.announcements.rules_broken(errors)
        settings: SettingsScreen | None = window.screens.made.get("settings")  # type: ignore[assignment]
        if settings is not None:
            settings.show_problems(problems)
