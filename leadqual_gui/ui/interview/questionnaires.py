"""Answers without a call: a questionnaire goes out as a file; what comes back is pasted, looked at and filed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.half_typed import PASTED, TypingPlace
from leadqual_gui.services.operations import Changes, Outcome, Refusal
from leadqual_gui.services.questionnaire import (
    Filed,
    FilledIn,
    Problem,
    Questionnaire,
    QuestionnaireWords,
    file_answers,
    lead_of,
    review,
)
from leadqual_gui.ui.exchange.choose import choose_new_file
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.half_typed import KeptText
from leadqual_gui.ui.interview.wording import words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind, primary_button
from leadqual_gui.ui.widgets.sideways import write_from_the_start
from leadqual_gui.ui.widgets.themed import Label, Surface, margins
from leadqual_gui.ui.words import say

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.main_window import MainWindow

Read = Callable[[str], FilledIn | Problem]
SIZE = (560, 420)
PROBLEMS: dict[str, Any] = {
    "empty": QT_TRANSLATE_NOOP("Call", "Paste the whole text that came back, or choose its file"),
    "too_large": QT_TRANSLATE_NOOP("Call", "This is larger than a filled-in questionnaire can be"),
    "no_block": QT_TRANSLATE_NOOP(
        "Call", "There are no answers in this text. Paste all of it, from the line with BEGIN to the line with END"
    ),
    "not_json": QT_TRANSLATE_NOOP("Call", "The answers cannot be read. Ask for the file, or for the text once more"),
    "checksum": QT_TRANSLATE_NOOP("Call", "The answers were changed or cut off on the way. Ask for them once more"),
    "not_answers": QT_TRANSLATE_NOOP("Call", "This file holds something else than answers"),
    "format": QT_TRANSLATE_NOOP("Call", "The answers are of a newer version ({format}) than this program knows"),
    "key_unknown": QT_TRANSLATE_NOOP("Call", "The answers hold “{key}”, which a questionnaire does not"),
    "wrong": QT_TRANSLATE_NOOP("Call", "“{key}” is not as a questionnaire writes it"),
    "too_many": QT_TRANSLATE_NOOP("Call", "There are more answers than questions"),
    "twice": QT_TRANSLATE_NOOP("Call", "“{element}” is answered twice"),
    "no_framework": QT_TRANSLATE_NOOP("Call", "There is no framework “{framework}” in the rules any more"),
    "no_element": QT_TRANSLATE_NOOP("Call", "“{element}” is not in the rules any more; it becomes a note"),
    "no_level": QT_TRANSLATE_NOOP("Call", "The answer to “{element}” is not in the rules any more; it becomes a note"),
    "changed": QT_TRANSLATE_NOOP("Call", "The questions were changed since this questionnaire went out"),
    "other_lead": QT_TRANSLATE_NOOP("Call", "These answers are from {key}, not from this lead"),
    "in_future": QT_TRANSLATE_NOOP("Call", "The answers say they were given in the future; they count as given now"),
}


def problem_words(problem: Problem) -> str:
    """What is wrong with what came back, in the user's language."""
    return words(PROBLEMS.get(problem.code, problem.code)).format(**dict(problem.params))


def page_words(language: str) -> QuestionnaireWords:
    """What the page says around the questions; the user's words stand for the customer's language."""
    rtl = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return QuestionnaireWords(
        language=language,
        title=words("A few questions"),
        intro=words(
            "It takes about three minutes. Nothing is sent anywhere: at the end you get a text to send back to us."
        ),
        not_sure=words("I am not sure yet"),
        remark=words("Anything to add? (optional)"),
        name=words("Your name"),
        finish=words("Finish"),
        copy=words("Copy the answers"),
        save=words("Save as a file"),
        copied=words("Copied. Paste it into an e-mail to us."),
        done=words("Thank you. Send us the text below, or the file."),
        privacy=words("This page works without the internet and sends nothing."),
        right_to_left=rtl,
    )


def make_questionnaire(window: MainWindow, lead_id: int, framework_id: str = "") -> QFileDialog | None:
    """Ask where to, and write the page with the questions of a framework for a lead."""
    workspace = window.workspace
    lead = workspace.store.lead(lead_id) if workspace is not None else None
    if workspace is None or lead is None:
        return None
    rules = workspace.rules
    framework = rules.framework(framework_id or workspace.setting("call.framework") or "bant")
    framework = framework or next(iter(rules.frameworks), None)
    if framework is None:
        return None
    asked = Questionnaire(framework, lead.key, words=page_words(window.tongue.code))
    plain = re.sub(r"[^\w]+", "-", lead.name).strip("-").lower() or str(lead.id)
    filters = [words("Web page (*.html)")]

    def write(path: Path) -> None:
        task = window.runner.start(lambda _control: window.surroundings.write_questionnaire(path, asked))
        told = words("Written to {file}. Send it to {name}; what comes back is pasted here").format(
            file=path.name, name=lead.name
        )
        task.finished.connect(lambda _nothing: window.announcements.say(told))
        if window.bridge is not None:
            task.failed.connect(window.bridge.report_failure)

    return choose_new_file(window, words("Make a questionnaire"), f"questions-{plain}.html", filters, write)


class PasteAnswers(Surface):
    """Takes what the lead `lead_id` sent back. `filed(Filed)` once it is with the lead; the window then closes.

    What is pasted is kept on disk until it is filed or left: with the lead whose answers it holds, once that can be
    read, so that it goes when they are deleted for good.
    """

    filed = Signal(object)

    def __init__(
        self, theme: Theme, bridge: Bridge, read: Read, read_file: Callable[[Path], FilledIn | Problem], lead_id: int
    ) -> None:
        super().__init__(theme, "base")
        self.setWindowFlag(Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("Paste answers"))
        self._bridge, self._read, self._read_file, self.lead_id = bridge, read, read_file, lead_id
        self._found: FilledIn | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(words("What came back"))
        self.text.setPlaceholderText(words("Paste the e-mail or the text of the questionnaire here"))
        self.text.setTabChangesFocus(True)
        write_from_the_start(self.text)
        self.told = Label(theme, face="body_medium", wrap=True)
        self.doubts = Label(theme, face="secondary", colour="warm.text", wrap=True)
        self.choose = Button(theme, words("Choose a file"), icon="folder-open")
        self.choose.setToolTip(words("Choose the file that came back (Alt+F)"))
        self.choose.setShortcut("Alt+F")
        self.leave = Button(theme, words("Leave it"), Kind.QUIET, key="Esc")
        self.take = primary_button(theme, words("File the answers"), key="Ctrl Enter")
        self.take.setToolTip(words("File the answers (Ctrl+Enter); they can be taken back"))
        self._lay_out(theme)
        self.text.textChanged.connect(self._on_text_changed)
        self._kept = KeptText(bridge.typed, self.text)
        bridge.typed.forgotten.connect(self._on_forgotten)
        self.choose.clicked.connect(self.choose_file)
        self.leave.clicked.connect(self.give_up)
        self.take.clicked.connect(self.file)
        self._show(Problem("empty"))
        if not self._kept.turn_to(TypingPlace(PASTED, lead_id)):
            pasted = QGuiApplication.clipboard().text()
            if isinstance(read(pasted), FilledIn):
                self.text.setPlainText(pasted)

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.l, s.l, s.l, s.s)
        column.addWidget(Label(theme, words("Answers that came back"), "title"))
        column.addWidget(self.text, 1)
        column.addWidget(self.told)
        column.addWidget(self.doubts)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.take)
        column.addLayout(row)
        self.resize(round(SIZE[0] * theme.zoom), round(SIZE[1] * theme.zoom))

    def choose_file(self) -> QFileDialog:
        """Take the file that came back instead of its text."""
        dialog = QFileDialog(self, words("Choose a file"))
        dialog.setNameFilters([words("Answers (*.json *.txt *.eml)"), words("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._show(self._read_file(Path(path))))
        dialog.open()
        return dialog

    def _on_text_changed(self) -> None:
        found = self._read(self.text.toPlainText())
        if isinstance(found, FilledIn):
            self._kept.move_to(TypingPlace(PASTED, self._target(found)))
        else:
            self._kept.move_to(None if found.code == "too_large" else TypingPlace(PASTED, self.lead_id))
        self._show(found)

    def _on_forgotten(self, lead_id: int) -> None:
        """Nothing can be filed any more for somebody who was deleted for good."""
        if lead_id == self.lead_id:
            self._kept.turn_to(None)
            self.close()

    def _show(self, found: FilledIn | Problem) -> None:
        """Say what is in it before it is filed."""
        workspace = self._bridge.workspace
        if isinstance(found, Problem):
            self._found = None
            self.told.set_colour("text1" if found.code == "empty" else "hot.text")
            self.told.setText(problem_words(found))
            self.doubts.hide()
            self.take.setEnabled(False)
            return
        self._found = found
        self.told.set_colour("text1")
        lead = workspace.store.lead(self._target(found))
        framework = workspace.rules.framework(found.framework)
        told = words("%Ln answer(s) to {framework} for {lead}, filled in by {name} on {day}", len(found.answers))
        self.told.setText(
            told.format(
                framework=str(framework.name) if framework else found.framework,
                lead=lead.name if lead else "?",
                name=found.name or words("somebody"),
                day=short_day(found.filled_at, workspace.now),
            )
        )
        problems = review(found, workspace, self._target(found))
        self.doubts.setText("\n".join(problem_words(problem) for problem in problems))
        self.doubts.setVisible(bool(problems))
        self.take.setEnabled(framework is not None and lead is not None)

    def _target(self, found: FilledIn) -> int:
        """Whose answers they are: by the key that went out, else the lead that is open."""
        return lead_of(found, self._bridge.workspace) or self.lead_id

    def file(self) -> None:
        """The answers go to the lead, each a step that can be taken back."""
        found = self._found
        if found is None or not self.take.isEnabled():
            return
        try:
            done = file_answers(found, self._bridge.workspace, self._target(found))
        except LeadQualError as error:
            self._bridge.report_failure(error)  # the window says why; what was pasted stays
            return
        if isinstance(done, Refusal):
            self.told.set_colour("hot.text")
            self.told.setText(say(done.reason))
            return
        self._kept.finish()
        self._accept(done)
        self.filed.emit(done)
        self.close()

    def give_up(self) -> None:
        """Throw away what is in the window."""
        self._kept.finish()
        self.close()

    def _accept(self, done: Filed) -> None:
        """The window learns of each step, so that it can be taken back by name."""
        steps = {step.operation: step.label for step in self._bridge.workspace.steps(len(done.operations) + 10)}
        changes = Changes.ANSWER | Changes.ACTIVITY | Changes.SCORES
        for operation in done.operations:
            if operation in steps:
                self._bridge.accept(Outcome(None, changes, steps[operation], operation, (done.lead_id,)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _files(event):
            event.accept()  # else the window behind would take it for its own
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif _files(event):
            self.file()
        else:
            super().keyPressEvent(event)


def _files(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def paste_answers(window: MainWindow, lead_id: int) -> PasteAnswers | None:
    """Take answers that came back for a lead; what was begun for it comes to the front again."""
    if window.bridge is None:
        return None
    for begun in window.findChildren(PasteAnswers):
        if begun.lead_id == lead_id and begun.isVisible():
            begun.activateWindow()
            begun.raise_()
            begun.text.setFocus()
            return begun
    around = window.surroundings
    asked = PasteAnswers(window.theme, window.bridge, around.read_answers, around.read_answer_file, lead_id)
    asked.setParent(window, asked.windowFlags())

    def tell(done: Filed) -> None:
        window.announcements.say(words("%Ln answer(s) filed", done.answers), done.operations)
        window.leads.choose_quietly(done.lead_id)

    asked.filed.connect(tell)
    asked.show()
    asked.text.setFocus()
    return asked
