"""One comparison in the builder: fact, operator, value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.builder.values import (
    LISTS,
    OPERATORS_OF,
    argument_of,
    hint_of,
    text_of,
    usual_test,
)
from leadqual_gui.ui.matrix.wording import OPERATORS, tr
from leadqual_gui.ui.tasks import while_there
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import IconButton
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount

Facts = Sequence[tuple[str, str, FactType]]
Ask = Callable[[str, Callable[[Sequence["ValueCount"]], None]], None]


class TestRow(QWidget):
    """Signals: `changed(Test)` when it says something else that is sound; `written()` at each key; `remove_asked()`."""

    __test__ = False
    changed = Signal(object)
    written = Signal()
    remove_asked = Signal()

    def __init__(self, theme: Theme, test: Test, facts: Facts, ask: Ask) -> None:
        super().__init__()
        self._facts, self._ask, self._test = {fact: (label, kind) for fact, label, kind in facts}, ask, test
        self._offered: dict[str, str] = {}
        self._completer: QCompleter | None = None
        self._no_such_fact = False
        self.fact = QComboBox()
        self.operator = QComboBox()
        self.value = QLineEdit()
        self.yes_no = QComboBox()
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.remove = IconButton(theme, "x", tr("Remove this condition"))
        self._build(facts)
        self._show(test)
        self._connect()

    def _build(self, facts: Facts) -> None:
        for fact, label, _kind in facts:
            self.fact.addItem(label, fact)
        self.fact.setEditable(True)
        self.fact.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer, line = self.fact.completer(), self.fact.lineEdit()
        assert completer is not None
        assert line is not None
        line.setAccessibleName(tr("Fact"))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.yes_no.addItem(tr("yes"), True)
        self.yes_no.addItem(tr("no"), False)
        for widget, name in (
            (self.fact, tr("Fact")),
            (self.operator, tr("Comparison")),
            (self.value, tr("Value")),
            (self.yes_no, tr("Value")),
        ):
            widget.setAccessibleName(name)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 4)
        for part, share in ((self.fact, 6), (self.operator, 3), (self.value, 5), (self.yes_no, 5)):
            part.setMinimumWidth(60)
            row.addWidget(part, share)
        row.addWidget(self.remove)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 2)
        column.addLayout(row)
        column.addWidget(self.trouble)
        self.trouble.hide()

    def _connect(self) -> None:
        self.fact.activated.connect(lambda _at: self._on_fact())
        if (line := self.fact.lineEdit()) is not None:
            line.editingFinished.connect(self._on_fact_typed)
            line.textEdited.connect(self.written)
        self.operator.activated.connect(lambda _at: self._on_operator())
        self.value.textEdited.connect(lambda _text: self._on_value())
        self.yes_no.activated.connect(lambda _at: self._tell(Test(self._test.fact, Operator.IS, self._is_yes())))
        self.remove.clicked.connect(self.remove_asked)

    def _is_yes(self) -> bool:
        return bool(self.yes_no.currentData())

    @property
    def kind(self) -> FactType:
        """The type of the fact."""
        found = self._facts.get(self._test.fact)
        return found[1] if found is not None else FactType.TEXT

    # --- showing -----------------------------------------------------------------------------------------------------
    def _show(self, test: Test) -> None:
        self._test = test
        if self.fact.findData(test.fact) < 0:
            self.fact.addItem(test.fact, test.fact)
        self.fact.setCurrentIndex(self.fact.findData(test.fact))
        if (line := self.fact.lineEdit()) is not None:
            line.setCursorPosition(0)
        self.operator.clear()
        allowed = OPERATORS_OF[self.kind]
        for operator in allowed if test.operator in allowed else (*allowed, test.operator):
            self.operator.addItem(tr(OPERATORS[operator]), operator)
        self.operator.setCurrentIndex(self.operator.findData(test.operator))
        self._show_value()
        self._offer()

    def _show_value(self) -> None:
        operator = self._test.operator
        bare = operator in (Operator.KNOWN, Operator.UNKNOWN)
        flag = self.kind is FactType.YES_NO and not bare
        self.value.setVisible(not bare and not flag)
        self.yes_no.setVisible(flag)
        if flag:
            self.yes_no.setCurrentIndex(0 if self._test.argument else 1)
        else:
            self.value.setText(text_of(operator, self._test.argument))
            self.value.setCursorPosition(0)
            self.value.setPlaceholderText(hint_of(operator, self.kind))
            self.value.setToolTip(hint_of(operator, self.kind))

    def _offer(self) -> None:
        """Offer what leads really have: "Software, 412 leads"."""
        fact, self._offered, self._completer = self._test.fact, {}, None
        if self.kind in (FactType.DATE, FactType.YES_NO):
            return
        self._ask(fact, while_there(self, lambda values: self._take_offers(fact, values)))

    def _take_offers(self, fact: str, values: Sequence[ValueCount]) -> None:
        if fact != self._test.fact:
            return
        told = ((value.value, tr("%n lead(s)", value.count)) for value in values if value.value)
        self._offered = {f"{value}, {count.replace('%n', '')}": value for value, count in told}
        completer = QCompleter(self)
        completer.setModel(QStringListModel(list(self._offered), completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        completer.setWidget(self.value)
        completer.activated.connect(self._on_offer)
        self._completer = completer

    def _complete(self) -> None:
        completer = self._completer
        if completer is None:
            return
        last = self.value.text().rpartition(";")[2].strip()
        completer.setCompletionPrefix(last)
        if completer.completionCount() and self.value.hasFocus():
            completer.complete()

    def _on_offer(self, words: str) -> None:
        value = self._offered.get(words, words)
        before = self.value.text().rpartition(";")[0]
        several = self._test.operator in LISTS
        self.value.setText(f"{before}; {value}" if before and several else value)
        self._on_value()

    # --- changing ----------------------------------------------------------------------------------------------------
    def _on_fact(self) -> None:
        fact = str(self.fact.currentData())
        self._no_such_fact = False
        if fact == self._test.fact:
            self._say("")
        else:
            self._show(usual_test(fact, self._facts[fact][1] if fact in self._facts else FactType.TEXT))
            self._say("")
            self.changed.emit(self._test)

    def _on_fact_typed(self) -> None:
        """A fact was written instead of chosen: by its name on the screen or in the files, else say what is near."""
        text = self.fact.currentText().strip()
        if text == self.fact.itemText(self.fact.currentIndex()):
            self._say("" if self._no_such_fact else self.trouble.text())
            self._no_such_fact = False
            return
        names = {label.casefold(): fact for fact, (label, _kind) in self._facts.items()}
        names |= {fact.casefold(): fact for fact in self._facts}
        found = names.get(text.casefold())
        self._no_such_fact = found is None
        if found is not None:
            self.fact.setCurrentIndex(self.fact.findData(found))
            self._on_fact()
            return
        close = get_close_matches(text.casefold(), names, 1, 0.5)
        words = tr("There is no fact “{text}”").format(text=text)
        if close:
            words += ". " + tr("Did you mean “{fact}”?").format(fact=self._facts[names[close[0]]][0])
        self._say(words)

    def _on_operator(self) -> None:
        operator = self.operator.currentData()
        argument = argument_of(operator, self.kind, self.value.text())
        self._test = Test(self._test.fact, operator, self._test.argument)
        self._show_value_for(operator)
        if isinstance(argument, str) and argument.startswith("!"):
            self._say("" if not self.value.text().strip() else argument[1:])
            self.value.setFocus()
            self.written.emit()
            return
        if self.kind is FactType.YES_NO and operator is Operator.IS:
            argument = self._is_yes()
        self._tell(Test(self._test.fact, operator, argument))

    def _show_value_for(self, operator: Operator) -> None:
        bare = operator in (Operator.KNOWN, Operator.UNKNOWN)
        flag = self.kind is FactType.YES_NO and not bare
        if isinstance(self._test.argument, bool) and not flag:
            self.value.clear()
        self.value.setVisible(not bare and not flag)
        self.yes_no.setVisible(flag)
        self.value.setPlaceholderText(hint_of(operator, self.kind))
        self.value.setToolTip(hint_of(operator, self.kind))

    def _on_value(self) -> None:
        operator = self.operator.currentData()
        argument = argument_of(operator, self.kind, self.value.text())
        if isinstance(argument, str) and argument.startswith("!"):
            self._say(argument[1:])
        else:
            self._tell(Test(self._test.fact, operator, argument))
        self.written.emit()
        self._complete()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written in its fields, whether that makes sense or not."""
        operator: Operator = self.operator.currentData()
        return self.fact.currentText(), operator.value, self.value.text()

    def write(self, texts: Sequence[str]) -> None:
        """Write this into its fields, as if it were typed."""
        fact, operator, value = texts
        if fact != self.fact.currentText():
            self.fact.setEditText(fact)
            self._on_fact_typed()
        at = next((at for at in range(self.operator.count()) if self.operator.itemData(at).value == operator), -1)
        if at >= 0 and at != self.operator.currentIndex():
            self.operator.setCurrentIndex(at)
            self._on_operator()
        if value != self.value.text():
            self.value.setText(value)
            self._on_value()

    def _tell(self, test: Test) -> None:
        self._test = test
        self._say("")
        self.changed.emit(test)

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with what is typed."""
        if self.trouble.text():
            return False
        argument = argument_of(self.operator.currentData(), self.kind, self.value.text())
        return self.kind is FactType.YES_NO or not (isinstance(argument, str) and argument.startswith("!"))


def counted(count: int) -> str:
    """So many leads."""
    return number(count)
