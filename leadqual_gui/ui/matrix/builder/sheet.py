"""The sheet in which a criterion's condition is edited: as rows, as a form, or as its YAML text.

What is changed is tried at once, so that the effect is seen beside it; "Keep" makes it one step of the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule
from leadqual_gui.domain.rules import fact_types
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.leads.panel.doings import reason_against
from leadqual_gui.ui.matrix.builder.activity_form import ActivityForm
from leadqual_gui.ui.matrix.builder.half_built import Texts
from leadqual_gui.ui.matrix.builder.in_hand import CriterionInHand
from leadqual_gui.ui.matrix.builder.tree import ConditionTree
from leadqual_gui.ui.matrix.other.yaml_sheet import going_on
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import condition_sentence, criterion_sentence, plain, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind, primary_button
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Surface, margins, paint_ground

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount


FEWEST_ROWS, MOST_ROWS = 10, 17


class ConditionSheet(Popup):
    """Edits one criterion; `level` is the level to begin with, -1 the first."""

    def __init__(self, theme: Theme, session: MatrixSession, criterion: Criterion, level: int, parent: QWidget) -> None:
        name = session.terms.text(criterion.label) or criterion.id
        super().__init__(theme, tr("Condition of {name}").format(name=name), parent)
        self._session, self._name, self._is_kept = session, name, False
        self._alive = [True]
        self._hand = CriterionInHand(session, criterion, level, self._texts, self)
        self.tree: ConditionTree | None = None
        self.form: ActivityForm | None = None
        self.levels = QComboBox()
        self.levels.setAccessibleName(tr("Level"))
        self.label = QLineEdit()
        self.label.setAccessibleName(tr("Name of the level"))
        self.yaml = QPlainTextEdit()
        self.yaml.setAccessibleName(tr("YAML text of this criterion"))
        self.yaml.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.preview = Label(theme, face="body_medium", wrap=True)
        self.reach = ElidedLabel(theme, face="secondary", colour="text2")
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self._build()
        self._show_criterion()
        self.trouble.hide()
        self._go_on()
        if session.draft is not None and session.bridge.typed.text(self._hand.text_place):
            self.as_yaml.setChecked(True)

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        s = self.theme.look.s
        head = margins(QHBoxLayout(), 0, 0, 0, 0, 8)
        head.addWidget(Label(self.theme, self._name, "body_strong"), 1)
        self.as_yaml = Button(self.theme, tr("Edit as YAML"), Kind.QUIET, "file-code")
        self.as_yaml.setCheckable(True)
        self.as_yaml.toggled.connect(self._on_yaml)
        head.addWidget(self.as_yaml)
        self._level_row = QWidget()
        row = margins(QHBoxLayout(self._level_row), 0, 0, 0, 0, 4)
        row.addWidget(self.levels, 1)
        row.addWidget(self.label, 1)
        self.levels.activated.connect(self._on_level)
        self.label.textEdited.connect(self._on_label)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        paint_ground(self._area.viewport(), self.theme.look.c.raised)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addLayout(head)
        self.column.addWidget(self._level_row)
        self.column.addWidget(self._area, 1)
        self.column.addWidget(self.yaml, 1)
        for part in (self.trouble, self.preview, self.reach):
            self.column.addWidget(part)
        self.column.addLayout(self._buttons())
        self.yaml.hide()
        self.setFixedWidth(s.dialog + 2 * s.xl)

    def _fit(self) -> None:
        """As high as what is in it asks for: a few rows, or all of a form, a curve or a text."""
        rows = MOST_ROWS if self.tree is None or self.as_yaml.isChecked() else FEWEST_ROWS + len(self.tree.rows)
        self.setFixedHeight(min(MOST_ROWS, rows) * self.theme.look.s.button)

    def _buttons(self) -> QHBoxLayout:
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 8)
        row.addWidget(Label(self.theme, tr("Ctrl+Enter keeps it, Esc leaves it"), "secondary", "text3"), 1)
        keep = primary_button(self.theme, tr("Keep"))
        keep.clicked.connect(self.keep)
        row.addWidget(keep)
        return row

    def _show_criterion(self) -> None:
        hand, terms = self._hand, self._session.terms
        criterion = hand.criterion
        self._level_row.setVisible(bool(criterion.levels))
        self.levels.clear()
        for at, level in enumerate(criterion.levels):
            self.levels.addItem(f"{at + 1}: {terms.text(level.label)}", at)
        hand.level = min(hand.level, max(0, len(criterion.levels) - 1))
        self.levels.setCurrentIndex(hand.level)
        if criterion.levels:
            self.label.setText(terms.text(criterion.levels[hand.level].label))
        self.tree = self.form = None
        rule = criterion.activity or criterion.inactive
        inside = Surface(self.theme, "raised")
        column = margins(QVBoxLayout(inside), 0, 0, self.theme.look.s.s, 0, 4)
        if rule is not None:
            self.form = ActivityForm(self.theme, rule, list(terms.kinds.items()), criterion.tenths)
            self.form.changed.connect(self._on_rule)
            self.form.written.connect(hand.kept.keep)
            column.addWidget(self.form)
        else:
            self.tree = ConditionTree(self.theme, self._facts(), self._ask_values)
            self.tree.show_condition(hand.condition)
            self.tree.changed.connect(self._on_condition)
            self.tree.written.connect(hand.kept.keep)
            column.addWidget(self.tree)
        column.addStretch(1)
        self._area.setWidget(inside)
        hand.note_shown()
        self._fit()
        self._show_preview()

    def _facts(self) -> list[tuple[str, str, FactType]]:
        rules = self._session.workspace.rules
        types = fact_types(rules.fields, rules.frameworks)
        told = [(fact, self._session.terms.fact(fact), kind) for fact, kind in types.items()]
        return sorted(told, key=lambda one: one[1].casefold())

    def _ask_values(self, fact: str, then: Callable[[Sequence[ValueCount]], None]) -> None:
        """What leads have in a field; asked in the lane, since the field may have to be brought into memory."""
        if fact.startswith(("answer.", "stakeholders.")) or "days_since" in fact:
            return
        workspace = self._session.workspace
        alive = self._alive

        def take(found: object) -> None:
            if alive:
                then(found)  # type: ignore[arg-type]

        self._session.bridge.run(lambda: workspace.values(fact), take)

    # --- changing ----------------------------------------------------------------------------------------------------
    def _on_level(self) -> None:
        self._hand.level = max(0, self.levels.currentIndex())
        self._show_criterion()

    def _on_label(self, text: str) -> None:
        hand = self._hand
        self.levels.setItemText(hand.level, f"{hand.level + 1}: {text.strip()}")
        hand.call_level(text.strip())
        self._show_preview()
        hand.kept.keep()

    def _on_condition(self, condition: Condition) -> None:
        self._hand.ask(condition)
        self._show_preview()

    def _on_rule(self, rule: ActivityRule | InactiveRule) -> None:
        self._hand.count(rule)
        self._show_preview()

    def _show_preview(self) -> None:
        terms, criterion = self._session.terms, self._hand.criterion
        if criterion.levels:
            words = plain(condition_sentence(criterion.levels[self._hand.level].when, terms))
        else:
            words = plain(criterion_sentence(criterion, terms))
        self.preview.setText(words[:1].upper() + words[1:])
        self.reach.set_words(self._reach_words())

    def _reach_words(self) -> str:
        """For how many leads it holds; of a level those that no earlier level takes, since the first one counts."""
        reached = self._session.foresight.reached(self._hand.criterion)
        if reached is None:
            return ""
        leads = reached.levels[self._hand.level].leads if reached.levels else reached.leads
        told = [tr("holds for %n lead(s)", leads).replace(str(leads), number(leads))]
        if len(reached.levels) > 1:
            told[0] = tr("this level holds for %n lead(s)", leads).replace(str(leads), number(leads))
            told.append(tr("all {levels} for {count}").format(levels=len(reached.levels), count=number(reached.leads)))
        if reached.unknown:
            told.append(tr("not known of {count}").format(count=number(reached.unknown)))
        return ", ".join(told)

    # --- what is built and not kept yet ------------------------------------------------------------------------------
    def _go_on(self) -> None:
        """Show what was built earlier and was not kept."""
        texts = self._hand.go_on()
        if texts is None:
            return
        self._show_criterion()
        if (part := self.tree or self.form) is not None:
            part.write(texts)
        self._say(going_on())

    def _texts(self) -> Texts:
        part = self.tree or self.form
        return part.texts if part is not None else ()

    def finish(self) -> None:
        """What was written here was taken, or given up."""
        super().finish()
        self._hand.kept.finish()

    # --- YAML --------------------------------------------------------------------------------------------------------
    def _on_yaml(self, on: bool) -> None:
        draft = self._session.draft
        if draft is None:
            return
        if on:
            self.yaml.setPlainText(draft.criterion_text(self._hand.before.id))
            if self.keep_text(self._session.bridge.typed, self.yaml, self._hand.text_place):
                self._say(going_on())
            elif not self._hand.is_as_kept:
                self._say(tr("The text shows the criterion as it was kept last; what was changed here is not in it"))
        elif self._take_yaml():
            super().finish()  # from now on it is kept as what is built
            self._hand.kept.keep()
        else:
            self.as_yaml.setChecked(True)
            return
        self.yaml.setVisible(on)
        self._area.setVisible(not on)
        self._level_row.setVisible(not on and bool(self._hand.criterion.levels))
        self._fit()
        (self.yaml if on else self._area).setFocus()

    def _take_yaml(self) -> bool:
        """Take over what was written; False, with the reason shown, if it is no criterion."""
        assert self._session.draft is not None
        text = self.yaml.toPlainText()
        if text == self._session.draft.criterion_text(self._hand.before.id):
            self._say("")
            return True
        checked = self._hand.take_text(text)
        if checked.criterion is None:
            self._say("\n".join(str(problem) for problem in checked.problems[:3]))
            return False
        self._say("")
        self._show_criterion()
        return True

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    # --- ending ------------------------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Make it one step, unless something is wrong."""
        if self.as_yaml.isChecked() and not self._take_yaml():
            return
        if (self.tree is not None and not self.tree.sound) or (self.form is not None and not self.form.sound):
            self._say(tr("Something is not right yet: look at what is written in red"))
            return
        if not self._hand.apply(Said("matrix_condition", {"name": self._name})):
            self._say(reason_against(None))
            return
        self._is_kept = True
        self.finish()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._alive.clear()
        if not self._is_kept:
            self._session.drop_tried()
        super().closeEvent(event)
