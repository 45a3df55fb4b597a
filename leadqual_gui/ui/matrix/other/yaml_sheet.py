"""The sheet in which one item of a rule file is edited as its YAML text: for what has no cell and no row of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.services.half_typed import YAML, TypingPlace
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.ports import ItemPath
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.themed import Label, margins

_MOST_TOLD = 3


class ItemYamlSheet(Popup):
    """ "Keep" or Ctrl+Enter makes it one step of the draft, if it is sound; Esc leaves everything as it was.

    `known`: the id of the item; its copy has the same name.
    """

    def __init__(
        self, theme: Theme, session: FileSession, name: str, known: str, path: ItemPath, parent: QWidget
    ) -> None:
        super().__init__(theme, tr("YAML text of {name}").format(name=name), parent)
        assert session.draft is not None
        self._session, self._name, self._path, self._draft = session, name, path, session.draft
        self._before = self._draft.item_text(path)
        self.yaml = QPlainTextEdit(self._before)
        self.yaml.setAccessibleName(tr("YAML text"))
        self.yaml.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.yaml.setTabChangesFocus(True)
        self.yaml.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        keep = primary_button(theme, tr("Keep"))
        keep.clicked.connect(self.keep)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, theme.look.s.s)
        row.addWidget(Label(theme, tr("Ctrl+Enter keeps it, Esc leaves it"), "secondary", "text3"), 1)
        row.addWidget(keep)
        self.column.addWidget(Label(theme, tr("{name}, as it stands in the file").format(name=name), "body_strong"))
        self.column.addWidget(self.yaml, 1)
        self.column.addWidget(self.trouble)
        self.column.addLayout(row)
        s = theme.look.s
        self.setFixedSize(QSize(s.dialog + 2 * s.xl, 14 * s.button))
        part = ":".join(str(step) for step in path if isinstance(step, str))
        if self.keep_text(session.bridge.typed, self.yaml, TypingPlace(f"{YAML} {session.name}:{part} {known}")):
            self.trouble.setText(going_on())
            self.trouble.show()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.yaml.setFocus()

    def keep(self) -> None:
        """Make it one step, or say what is wrong with the text, and where."""
        text = self.yaml.toPlainText()
        if text == self._before.removesuffix("\n") or text == self._before:
            self.finish()
            self.close()
            return
        checked = self._draft.with_item(self._path, text)
        if checked.value is None:
            told = [_in_words(problem) for problem in checked.problems[:_MOST_TOLD]]
            self.trouble.setText("\n".join(told))
            self.trouble.show()
            return
        said = Said("rules_edited", {"name": self._name, "file": self._session.name})
        if self._session.put(checked.value, said, checked.text):
            self.finish()
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            return
        super().keyPressEvent(event)


def going_on() -> str:
    """What is said where a text goes on that was typed earlier."""
    return tr("Typed earlier and not kept yet; Esc throws it away")


def _in_words(problem: RuleProblem) -> str:
    """Where it is in the text that is shown (nowhere, if it is about the whole of it), what, and what to write."""
    where = f"{problem.line}:{problem.column}: " if problem.line else ""
    return f"{where}{problem.message}; {problem.hint}".removesuffix("; ")
