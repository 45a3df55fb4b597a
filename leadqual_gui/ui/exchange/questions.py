"""What a file leaves open, asked beside its column with an example: the day or the month first, what a word means.

An answer can be changed for as long as the import has not begun: what was asked stays on the screen with its answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDateEdit, QHBoxLayout, QWidget

from leadqual_gui.domain.parsing import read_number
from leadqual_gui.services.importing import ImportOptions, Question
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.whole_numbers import WholeBox
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.themed import ElidedLabel, margins

FIRST_YEAR, LAST_YEAR = 1990, 2100
NOT_ANSWERED = "?"


class QuietCombo(QComboBox):
    """A choice that the wheel passes over on its way down the page, unless the keyboard is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class QuestionLine(QWidget):
    """One question and ways to answer it. `answered(Question, answer)`: the answer's text, a year, or a moment."""

    answered = Signal(object, object)

    def __init__(self, theme: Theme, question: Question, options: ImportOptions, stages: dict[str, str]) -> None:
        super().__init__()
        self.theme, self.question = theme, question
        self._options, self._stages = options, stages
        self.buttons: list[Button] = []
        self.field: QWidget | None = None
        self._row = margins(QHBoxLayout(self), 0, 0, 0, 0, theme.look.s.xs)
        self.setAccessibleName(question_words(question))
        self._row.addWidget(ElidedLabel(theme, question_words(question), "secondary", "text1"), 1)
        self._ask()

    def _ask(self) -> None:
        question = self.question
        match question.code:
            case "date_order":
                chosen = self._options.date_order.value if self._options.date_order else ""
                self._offer(date_readings(question.example), chosen)
            case "decimal_mark":
                self._offer(number_readings(question.example), self._options.marks.get(question.target, ""))
            case "word":
                self._choose_meaning()
            case "year":
                self._ask_year()
            case "when":
                self._ask_day()

    def _offer(self, readings: list[tuple[str, str]], chosen: str) -> None:
        """Two ways to read an example, as two buttons side by side. An answer can be changed, but not taken away."""
        self._group = QButtonGroup(self)
        for value, spoken in readings:
            button = Button(self.theme, spoken, height=Height.SMALL)
            button.setCheckable(True)
            button.setChecked(value == chosen)
            button.setAccessibleName(f"{question_words(self.question)} {spoken}")
            button.clicked.connect(lambda _on=False, v=value: self.answered.emit(self.question, v))
            self.buttons.append(button)
            self._group.addButton(button)
            self._row.addWidget(button)

    def _choose_meaning(self) -> None:
        """What a word means: one of the values of its field."""
        combo = QuietCombo()
        combo.setAccessibleName(question_words(self.question))
        combo.addItem(words("Choose…"), NOT_ANSWERED)
        for value in self.question.choices:
            combo.addItem(meaning_words(self.question.target, value, self._stages), value)
        said = self._options.words.get(self.question.target, {})
        word = self.question.example.strip().casefold()
        combo.setCurrentIndex(max(0, combo.findData(said.get(word, NOT_ANSWERED))))
        combo.activated.connect(lambda _at: self._on_meaning(combo.currentData()))
        self.field = combo
        self._row.addWidget(combo)

    def _on_meaning(self, value: str) -> None:
        if value != NOT_ANSWERED:
            self.answered.emit(self.question, value)

    def _ask_year(self) -> None:
        field = WholeBox()
        field.setRange(FIRST_YEAR, LAST_YEAR)
        field.setGroupSeparatorShown(False)
        field.setValue(self._options.year or datetime.now(tz=UTC).year)
        self._take(field, lambda: field.value(), bool(self._options.year))

    def _ask_day(self) -> None:
        field = QDateEdit(QDate.currentDate())
        field.setCalendarPopup(True)
        field.setMaximumDate(QDate.currentDate())
        if self._options.when:
            day = self._options.when
            field.setDate(QDate(day.year, day.month, day.day))
        self._take(field, lambda: _moment(field.date()), bool(self._options.when))

    def _take(self, field: QWidget, value: Callable[[], object], said: bool) -> None:
        """A field to write in, and a button that takes what stands there."""
        field.setAccessibleName(question_words(self.question))
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.field = field
        take = Button(self.theme, words("Taken") if said else words("Take it"), height=Height.SMALL)
        take.setCheckable(True)
        take.setChecked(said)
        take.clicked.connect(lambda _on=False: self.answered.emit(self.question, value()))
        self.buttons.append(take)
        self._row.addWidget(field)
        self._row.addWidget(take)


def question_words(question: Question) -> str:
    """What is asked."""
    example = question.example
    match question.code:
        case "date_order":
            return words("{example} is").format(example=example)
        case "decimal_mark":
            return words("{example} is").format(example=example)
        case "word":
            return words("“{example}” means").format(example=example)
        case "year":
            return words("“{example}”: of which year?").format(example=example)
    return words("Of which day are these numbers ({example})?").format(example=example)


def meaning_words(target: str, value: str, stages: dict[str, str]) -> str:
    """A value that a word may mean."""
    fixed = {"won": words("Won"), "lost": words("Lost"), "yes": words("Yes"), "no": words("No")}
    if not value:
        return words("not known")
    return stages.get(value, value) if target == "stage" else fixed.get(value, value)


def date_readings(example: str) -> list[tuple[str, str]]:
    """What an ambiguous date may mean: (order, "3 April")."""
    plain = example.replace(".", "/").replace("-", "/").replace(" ", "/")
    parts = [part for part in plain.split("/") if part.isdigit()]
    if len(parts) < 2 or not all(1 <= int(part) <= 12 for part in parts[:2]):
        return [("dmy", words("day first")), ("mdy", words("month first"))]
    first, second = int(parts[0]), int(parts[1])
    month = QLocale().monthName
    return [("dmy", f"{first} {month(second)}"), ("mdy", f"{second} {month(first)}")]


def number_readings(example: str) -> list[tuple[str, str]]:
    """What an ambiguous number may be: (decimal mark, "1,234" or "1.234" as the user writes numbers)."""
    return [(mark, _number(read_number(example, mark), mark)) for mark in (".", ",")]


def _number(value: object, mark: str) -> str:
    if not isinstance(value, float):
        return mark
    return QLocale().toString(int(value)) if value.is_integer() else QLocale().toString(value, "f", 3)


def _moment(day: QDate) -> datetime:
    return datetime(day.year(), day.month(), day.day(), tzinfo=UTC)
