"""Settings, applied at once: theme, text size, language, the workspace, and the rules with what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.ui.i18n import languages
from leadqual_gui.ui.settings.backups_part import BackupsPart
from leadqual_gui.ui.settings.parts import setting_row, small_button
from leadqual_gui.ui.settings.protection_part import ProtectionPart
from leadqual_gui.ui.theme.theme import ZOOMS, Scheme
from leadqual_gui.ui.today.notifying import SETTING, desktop_takes_messages
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.controls import Button, Height, Switch
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, bring_keyboard_to, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow

DEVELOPER = "LEADQUAL_DEVELOPER"
COLUMN = 720


def open_in_editor(path: Path) -> None:
    """Open a file or folder with what the desktop opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class SettingsScreen(Surface):
    """The settings of the window and of this workspace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.theme, "base")
        self._window, self.theme = window, window.theme
        self.scheme, self.zoom, self.language = QComboBox(), QComboBox(), QComboBox()
        self.problems = QVBoxLayout()
        self._heads: dict[str, Label] = {}
        self._page = page = Surface(self.theme, "base")
        s = self.theme.look.s
        self._column = margins(QVBoxLayout(page), s.xl, s.xl, s.xl, s.xl, s.m)
        self._add_look()
        self._add_notices()
        self._add_workspace()
        self._add_backups()
        self._add_protection()
        self._add_rules()
        self._column.addStretch(1)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(area)
        self.setFocusProxy(area)
        workspace = window.workspace
        self.show_problems(workspace.problems if workspace else ())

    def _add_look(self) -> None:
        self._head("look", self.tr("How it looks"))
        schemes = (
            (Scheme.SYSTEM, self.tr("As the system")),
            (Scheme.LIGHT, self.tr("Light")),
            (Scheme.DARK, self.tr("Dark")),
        )
        for scheme, label in schemes:
            self.scheme.addItem(label, scheme.value)
        self.scheme.activated.connect(self._on_scheme_chosen)
        self._row(self.tr("Theme"), self.scheme, self.tr("Ctrl+Shift+D changes between light and dark"))
        for zoom in ZOOMS:
            self.zoom.addItem(numerals.percent(round(zoom * 100)), zoom)
        self.zoom.activated.connect(self._on_zoom_chosen)
        keys = self.tr("Everything grows with it. Ctrl++ and Ctrl+- change it, Ctrl+0 makes it 100 %")
        self._row(self.tr("Text size"), self.zoom, keys)
        self._show_look()
        self.theme.changed.connect(self._show_look)
        for language in languages(with_pseudo=bool(os.environ.get(DEVELOPER))):
            self.language.addItem(language.name, language.code)
        self.language.setCurrentIndex(max(0, self.language.findData(self._window.tongue.code)))
        self.language.activated.connect(self._on_language_chosen)
        self._row(self.tr("Language"), self.language, self.tr("The window comes back in the language chosen"))

    def _add_notices(self) -> None:
        self._head("notices", self.tr("Notices"))
        self.notify = Switch(self.theme, self.tr("Tell me on the desktop"))
        self.notify.setChecked(self._window.remembered.get(SETTING) == "on")
        self.notify.toggled.connect(lambda on: self._window.remembered.put(SETTING, "on" if on else ""))
        about = self.tr("A message outside of the window when somebody crosses a threshold, goes silent or is due")
        self._row(self.tr("Tell me on the desktop"), self.notify, about)
        never = self.tr("Never during a call: what comes then is told when it is over.")
        self._column.addWidget(Label(self.theme, never, "secondary", "text2", wrap=True))
        deaf = self.tr("This desktop takes no messages, so nothing can be told here. Today shows all alerts.")
        self.deaf = Label(self.theme, deaf, "secondary", "warm.text", wrap=True)
        self.deaf.setVisible(not desktop_takes_messages())
        self._column.addWidget(self.deaf)

    def _add_workspace(self) -> None:
        self._head("workspace", self.tr("Workspace"))
        folder = self._window.surroundings.folder
        show = small_button(
            self.theme, self.tr("Show the folder"), "folder-open", lambda: open_in_editor(folder), "Ctrl+Shift+W"
        )
        other = Button(self.theme, self.tr("Open another"), height=Height.SMALL)
        other.follow_action(self._window.actions_.get("open"))
        self._row(self.tr("Folder"), self._side_by_side(show, other), str(folder))
        about = self.tr(
            "Leads, rules and backups are in this folder, and nowhere else. To move to another computer, close the "
            "program and copy the whole folder."
        )
        self._column.addWidget(Label(self.theme, about, "secondary", "text2", wrap=True))

    def _add_backups(self) -> None:
        self._head("backups", self.tr("Backups"))
        self.backups = BackupsPart(self._window)
        self._column.addWidget(self.backups)

    def _add_protection(self) -> None:
        self._head("passphrase", self.tr("Passphrase"))
        self.protection = ProtectionPart(self._window)
        self._column.addWidget(self.protection)

    def _add_rules(self) -> None:
        self._head("rules", self.tr("Rules"))
        folder = self._window.surroundings.rules_folder
        show = small_button(
            self.theme, self.tr("Show the files"), "file-code", lambda: open_in_editor(folder), "Ctrl+Shift+R"
        )
        again = Button(self.theme, "", height=Height.SMALL)
        again.follow_action(self._window.actions_.get("reload_rules"))
        self._row(self.tr("Files"), self._side_by_side(show, again), str(folder))
        self._column.addLayout(self.problems)

    def go_to(self, part: str) -> None:
        """Show a part from its heading on, the keyboard on the first thing that can be chosen there, if any."""
        top = self._heads[part].y()
        end = min((head.y() for head in self._heads.values() if head.y() > top), default=self._page.height())
        self._area.verticalScrollBar().setValue(top - self.theme.look.s.m)
        here = [one for one in self._page.findChildren(QWidget) if top < self._top(one) < end and self._takes_keys(one)]
        bring_keyboard_to(min(here, key=self._top, default=self._area))

    def _top(self, control: QWidget) -> int:
        return control.mapTo(self._page, QPoint()).y()

    def _takes_keys(self, control: QWidget) -> bool:
        stop = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return stop and control.isEnabled() and control.isVisibleTo(self._page)

    def show_problems(self, problems: Sequence[RuleProblem]) -> None:
        """Say what is wrong with the rule files, each with its place and what to write instead."""
        while item := self.problems.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if not problems:
            self.problems.addWidget(Label(self.theme, self.tr("The rules are in order."), "secondary", "positive_text"))
        for problem in problems:
            self.problems.addWidget(self._problem(problem))

    def _problem(self, problem: RuleProblem) -> QWidget:
        whole, s = QWidget(), self.theme.look.s
        row = margins(QHBoxLayout(whole), 0, s.xs, 0, s.xs, s.m)
        words = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        colour = "hot.text" if problem.severity == "error" else "warm.text"
        where = Label(self.theme, problem.place, "secondary", colour, wrap=True)
        for label in (where, Label(self.theme, problem.message, wrap=True)):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        if problem.hint:
            words.addWidget(Label(self.theme, problem.hint, "secondary", "text2", wrap=True))
        row.addLayout(words, 1)
        path = self._window.surroundings.rules_folder / problem.file
        row.addWidget(small_button(self.theme, self.tr("Open file"), "file-code", lambda: open_in_editor(path)))
        return whole

    # --- what the user chooses ---------------------------------------------------------------------------------------
    def _show_look(self) -> None:
        """Show what is on, also when a key changed it."""
        self.scheme.setCurrentIndex(self.scheme.findData(self.theme.scheme.value))
        self.zoom.setCurrentIndex(self.zoom.findData(self.theme.zoom))
        self._page.setMaximumWidth(round(COLUMN * self.theme.zoom))

    def _on_scheme_chosen(self) -> None:
        self._window.choose_scheme(Scheme(self.scheme.currentData()))

    def _on_zoom_chosen(self) -> None:
        self._window.choose_zoom(self.zoom.currentData())

    def _on_language_chosen(self) -> None:
        self._window.choose_language(str(self.language.currentData()))

    # --- parts -------------------------------------------------------------------------------------------------------
    def _head(self, part: str, words: str) -> None:
        if self._column.count():
            self._column.addSpacing(self.theme.look.s.s)
            self._column.addWidget(Line(self.theme))
        self._heads[part] = Label(self.theme, words, "title")
        self._column.addWidget(self._heads[part])

    def _row(self, name: str, control: QWidget, about: str) -> None:
        control.setAccessibleName(name)
        if isinstance(control, QComboBox):
            control.setToolTip(about)
            control.setMinimumWidth(self.theme.look.s.gap_bar + self.theme.look.s.xl)
        self._column.addLayout(setting_row(self.theme, name, about, control))

    def _side_by_side(self, *buttons: QWidget) -> QWidget:
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, self.theme.look.s.s)
        for button in buttons:
            row.addWidget(button)
            if isinstance(button, Button):
                button.setAutoDefault(True)
        return whole
