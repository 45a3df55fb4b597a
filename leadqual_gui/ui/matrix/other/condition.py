"""The sheet in which a condition of a rule file is edited: the same rows as in the matrix, with a sentence below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.conditions import All, Condition
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.rules import fact_types, status_fact_types
from leadqual_gui.ui.matrix.builder.tree import ConditionTree
from leadqual_gui.ui.matrix.builder.values import usual_test
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.wording import condition_sentence, plain, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind, primary_button
from leadqual_gui.ui.widgets.themed import Label, Surface, margins, paint_ground

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount

Kept = Callable[[Condition | None], None]


class FileConditionSheet(Popup):
    """`kept` is called with the condition (None: there is none) on "Keep" or Ctrl+Enter; Esc leaves all as it was.

    Signal: `text_asked()` when the item is rather to be edited as its YAML text.
    """

    text_asked = Signal()

    def __init__(
        self, theme: Theme, session: FileSession, title: str, condition: Condition | None, optional: bool, kept: Kept,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(theme, title, parent)
        self._session, self._optional, self._kept = session, optional, kept
        self._alive = [True]
        first = condition if condition is not None and condition != All(()) else None
        self.tree = ConditionTree(theme, self._facts(), self._ask_values)
        self.tree.show_condition(first or usual_test("company", FactType.TEXT))
        self.preview = Label(theme, face="body_medium", wrap=True)
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        self._build(title)
        self.tree.changed.connect(lambda _condition: self._show_preview())
        self._show_preview()

    def _build(self, title: str) -> None:
        s = self.theme.look.s
        inside = Surface(self.theme, "raised")
        column = margins(QVBoxLayout(inside), 0, 0, s.s, 0, s.xs)
        column.addWidget(self.tree)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paint_ground(area.viewport(), self.theme.look.c.raised)
        area.setWidget(inside)
        head = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        head.addWidget(Label(self.theme, title, "body_strong"), 1)
        self.as_yaml = Button(self.theme, tr("Edit as YAML"), Kind.QUIET, "file-code")
        self.as_yaml.clicked.connect(self._ask_text)
        head.addWidget(self.as_yaml)
        self.column.addLayout(head)
        self.column.addWidget(area, 1)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.preview)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(Label(self.theme, tr("Ctrl+Enter keeps it, Esc leaves it"), "secondary", "text3"), 1)
        if self._optional:
            none = Button(self.theme, tr("No condition"))
            none.clicked.connect(lambda: self._end(None))
            row.addWidget(none)
        keep = primary_button(self.theme, tr("Keep"))
        keep.clicked.connect(self.keep)
        row.addWidget(keep)
        self.column.addLayout(row)
        self.setFixedSize(QSize(s.dialog + 2 * s.xl, 11 * s.button + s.xl))

    def _facts(self) -> list[tuple[str, str, FactType]]:
        rules = self._session.workspace.rules
        types = dict(fact_types(rules.fields, rules.frameworks))
        if self._session.name != "profiles.yaml":
            types |= status_fact_types(rules.activity_kinds, rules.frameworks)
        told = [(fact, self._session.terms.fact(fact), kind) for fact, kind in types.items()]
        return sorted(told, key=lambda one: one[1].casefold())

    def _ask_values(self, fact: str, then: Callable[[Sequence[ValueCount]], None]) -> None:
        """What leads have in a field; asked in the lane, since the field may have to be brought into memory."""
        if "." in fact and not fact.startswith("custom."):
            return
        if fact.startswith("days_") or fact in ("score", "fit", "engagement", "open_follow_up"):
            return
        workspace, alive = self._session.workspace, self._alive

        def take(found: object) -> None:
            if alive:
                then(found)  # type: ignore[arg-type]

        self._session.bridge.run(lambda: workspace.values(fact), take)

    def _show_preview(self) -> None:
        words = plain(condition_sentence(self.tree.condition, self._session.terms))
        self.preview.setText(words[:1].upper() + words[1:])

    def keep(self) -> None:
        """Keep it, unless something is wrong."""
        if not self.tree.sound:
            self.trouble.setText(tr("Something is not right yet: look at what is written in red"))
            self.trouble.show()
            return
        self._end(self.tree.condition)

    def _ask_text(self) -> None:
        self.close()
        self.text_asked.emit()

    def _end(self, condition: Condition | None) -> None:
        self._kept(condition)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._alive.clear()
        super().closeEvent(event)
