"""A condition as nested rows: comparisons, and groups of which all, one or none must hold."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.conditions import All, Condition, Not, Test
from leadqual_gui.domain.conditions import Any as AnyOf
from leadqual_gui.domain.sentences import Path, joined, part_at, with_part, without_part
from leadqual_gui.ui.matrix.builder.half_built import Texts
from leadqual_gui.ui.matrix.builder.test_row import Ask, Facts, TestRow
from leadqual_gui.ui.matrix.builder.values import usual_test
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton, Kind
from leadqual_gui.ui.widgets.themed import Label, margins

INDENT = 18


class ConditionTree(QWidget):
    """Shows a condition and lets it be changed. `changed(Condition)`; `written()` at each key and after each change."""

    changed = Signal(object)
    written = Signal()

    def __init__(self, theme: Theme, facts: Facts, ask: Ask) -> None:
        super().__init__()
        self._theme, self._facts, self._ask = theme, facts, ask
        self._condition: Condition = All(())
        self.rows: list[TestRow] = []
        self._inside: QWidget | None = None
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 4)

    @property
    def condition(self) -> Condition:
        """What it says."""
        return self._condition

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with what is typed."""
        return all(row.sound for row in self.rows)

    @property
    def texts(self) -> Texts:
        """What is written in its rows, whether that makes sense or not."""
        return tuple(row.texts for row in self.rows)

    def write(self, texts: Texts) -> None:
        """Write this into its rows, as if it were typed."""
        if len(texts) == len(self.rows):
            for row, written in zip(self.rows, texts, strict=True):
                row.write(written)

    def show_condition(self, condition: Condition) -> None:
        """Show another condition, from the ground up."""
        self._condition, self.rows = condition, []
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        column = margins(QVBoxLayout(self._inside), 0, 0, 0, 0, 4)
        self._add(column, condition, (), 0)
        column.addLayout(self._buttons(()))
        self._column.addWidget(self._inside)

    # --- building ----------------------------------------------------------------------------------------------------
    def _add(self, column: QVBoxLayout, condition: Condition, path: Path, depth: int) -> None:
        if isinstance(condition, Test):
            row = TestRow(self._theme, condition, self._facts, self._ask)
            row.changed.connect(lambda test: self._replace(path, test))
            row.written.connect(self.written)
            row.remove_asked.connect(lambda: self._remove(path))
            self.rows.append(row)
            column.addLayout(_indented(row, depth))
            return
        column.addLayout(self._head(condition, path, depth))
        parts = (condition.part,) if isinstance(condition, Not) else condition.parts
        for at, part in enumerate(parts):
            self._add(column, part, (*path, at), depth + 1)

    def _head(self, condition: Condition, path: Path, depth: int) -> QLayout:
        """Of a group: whether all, one or none must hold."""
        box = QComboBox()
        box.setAccessibleName(tr("How many must hold"))
        for words, key in ((tr("all of"), "all"), (tr("one of"), "any"), (tr("none of"), "not")):
            box.addItem(words, key)
        box.setCurrentIndex(box.findData({All: "all", AnyOf: "any"}.get(type(condition), "not")))
        box.activated.connect(lambda _at: self._turn(path, box.currentData()))
        more = IconButton(self._theme, "plus", tr("Add a condition here"))
        more.clicked.connect(lambda: self._join(path, type(condition)))
        remove = IconButton(self._theme, "x", tr("Remove this group"))
        remove.clicked.connect(lambda: self._remove(path))
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 4)
        row.addWidget(box)
        row.addWidget(more)
        row.addStretch(1)
        row.addWidget(remove)
        holder = QWidget()
        holder.setLayout(row)
        return _indented(holder, depth)

    def _buttons(self, path: Path) -> QHBoxLayout:
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 4)
        for words, how in ((tr("and"), All), (tr("or"), AnyOf)):
            button = Button(self._theme, words, Kind.QUIET, "plus", height=Height.SMALL)
            button.setToolTip(tr("Add one more condition"))
            button.clicked.connect(lambda _on=False, h=how: self._join(path, h))
            row.addWidget(button)
        turn = Button(self._theme, tr("not"), Kind.QUIET, height=Height.SMALL)
        turn.setToolTip(tr("Turn the whole condition round"))
        turn.clicked.connect(self._invert)
        row.addWidget(turn)
        row.addStretch(1)
        return row

    # --- changing ----------------------------------------------------------------------------------------------------
    def _replace(self, path: Path, test: Test) -> None:
        self._condition = with_part(self._condition, path, test)
        self.changed.emit(self._condition)
        self.written.emit()

    def _rebuild(self, condition: Condition) -> None:
        """Show another structure, after the button that asked for it has had its say."""
        self._condition = condition
        QTimer.singleShot(0, self, self._show_rebuilt)
        self.changed.emit(condition)

    def _show_rebuilt(self) -> None:
        self.show_condition(self._condition)
        self.written.emit()

    def _remove(self, path: Path) -> None:
        left = without_part(self._condition, path)
        first = self._facts[0] if self._facts else ("company", "", None)
        self._rebuild(left if left is not None else usual_test("company", first[2]) if first[2] else All(()))

    def _join(self, path: Path, how: type) -> None:
        near = part_at(self._condition, path)
        tests = near if isinstance(near, Test) else next((r._test for r in self.rows), None)
        fact = tests.fact if isinstance(tests, Test) else "company"
        kind = next((kind for key, _, kind in self._facts if key == fact), self._facts[0][2])
        new = usual_test(fact, kind)
        if how is Not:
            inner = part_at(self._condition, (*path, 0))
            self._rebuild(with_part(self._condition, path, Not(AnyOf((*_any_parts(inner), new)))))
            return
        self._rebuild(joined(self._condition, path, new, how))

    def _turn(self, path: Path, key: str) -> None:
        part = part_at(self._condition, path)
        parts = _any_parts(part.part) if isinstance(part, Not) else getattr(part, "parts", (part,))
        inner = parts[0] if len(parts) == 1 else AnyOf(parts)
        turned: Condition = All(parts) if key == "all" else AnyOf(parts) if key == "any" else Not(inner)
        self._rebuild(with_part(self._condition, path, turned))

    def _invert(self) -> None:
        condition = self._condition
        self._rebuild(condition.part if isinstance(condition, Not) else Not(condition))


def _any_parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AnyOf) else (condition,)


def _indented(widget: QWidget, depth: int) -> QHBoxLayout:
    row = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
    row.addSpacing(INDENT * depth)
    row.addWidget(widget, 1)
    return row


def heading(theme: Theme, words: str) -> Label:
    """A small heading in the sheet."""
    label = Label(theme, words, "secondary_strong", "text2")
    label.setAlignment(Qt.AlignmentFlag.AlignBottom)
    return label
