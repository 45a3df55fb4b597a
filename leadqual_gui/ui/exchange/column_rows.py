"""Which column becomes which field: one row a column, with examples, a choice, and how sure the proposal is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind, targets
from leadqual_gui.services.importing import ImportPlan, Question
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, Surface, Themed, margins

EXAMPLES = 3
SURE, LIKELY = 0.9, 0.6
NAME_SHARE, SAMPLE_SHARE, CHOICE_SHARE, WHY_SHARE = 3, 4, 4, 6


def target_words(kind: ImportKind, target: str, custom: dict[str, str]) -> str:
    """What a field is called in the list of choices."""
    parts = {
        "lead": words("Lead (e-mail or id)"),
        "kind": words("What happened"),
        "occurred_at": words("When"),
        "month": words("Month"),
        "count": words("How many"),
        "topic": words("About what"),
        "framework": words("Interview"),
        "element": words("Question"),
        "level": words("Answer"),
        "heard_at": words("When heard"),
        "said_by": words("Said by"),
        "evidence": words("Evidence"),
    }
    if kind is not ImportKind.LEADS and target in parts:
        return parts[target]
    return field_label(target, custom)


def reason_words(column: ColumnMatch) -> str:
    """Why a column is taken for what it is."""
    if column.basis is Basis.NAME and column.target and column.reason == f"the header says {column.target}":
        return words("the header says so")
    if column.basis is Basis.CHOSEN:
        return words("chosen by you")
    return column.reason


def level_of(column: ColumnMatch) -> int:
    """How sure the proposal is: 3 sure, 2 likely, 1 a guess, 0 left out."""
    if column.target is None:
        return 0
    return 3 if column.confidence >= SURE else 2 if column.confidence >= LIKELY else 1


def sure_words(level: int) -> str:
    """How sure, in a word."""
    return (words("none"), words("guess"), words("likely"), words("sure"))[level]


class Confidence(Themed, QWidget):
    """Three blocks and a word."""

    def __init__(self, theme: Theme, level: int) -> None:
        super().__init__()
        self._level = level
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(sure_words(level))
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.xl + self.look.f.secondary_strong.width("likely") + self.look.s.m, self.look.s.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl, rect = self.look, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            blocks = draw.mirrored(QRect(0, 0, 20, rect.height()), rect, rtl)
            marks.paint_confidence(painter, look, blocks, self._level, rtl)
            word = draw.mirrored(rect.adjusted(look.s.xl + 2, 0, 0, 0), rect, rtl)
            guess = self._level == 1
            face = look.f.secondary_strong if guess else look.f.secondary
            colour = look.c.warm.text if guess else look.c.text2
            draw.text(painter, face, colour, word, sure_words(self._level), draw.start(rtl))
        painter.end()


class ColumnRow(Surface):
    """One column. `target_chosen(index, field or None)`; `order_chosen(order)` where dates are ambiguous."""

    target_chosen = Signal(int, object)
    order_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        kind: ImportKind,
        column: ColumnMatch,
        sample: Sequence[str],
        custom: dict[str, str],
        question: Question | None = None,
    ) -> None:
        level = 1 if question else level_of(column)
        doubtful = level == 1
        super().__init__(theme, "warm.tint" if doubtful else "base")
        self.theme, self.column = theme, column
        left_out = column.target is None
        name = ElidedLabel(theme, column.header, "body_medium", "text3" if left_out else "text1")
        cells = ", ".join(dict.fromkeys(cell for cell in sample if cell))
        shown = ElidedLabel(theme, cells or words("(empty)"), "secondary", "text2")
        self.choice = self._make_choice(kind, custom)
        self._why = margins(QHBoxLayout(), 0, 0, 0, 0, theme.look.s.s)
        self._why.addWidget(Confidence(theme, level))
        self._reason = ElidedLabel(theme, reason_words(column), "secondary", "text2")
        self._why.addWidget(self._reason, 1)
        s = theme.look.s
        row = margins(QHBoxLayout(), s.xl - s.xs, s.xs, s.xl - s.xs, s.xs, s.m)
        row.addWidget(name, NAME_SHARE)
        row.addWidget(shown, SAMPLE_SHARE)
        row.addWidget(self.choice, CHOICE_SHARE)
        row.addLayout(self._why, WHY_SHARE)
        whole = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        whole.addLayout(row)
        whole.addWidget(Line(theme))
        if question is not None:
            self._ask(question)

    def _make_choice(self, kind: ImportKind, custom: dict) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(words("Becomes") + f": {self.column.header}")
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.addItem(words("Leave out"), None)
        keys = [*targets(kind)]
        if kind is ImportKind.LEADS:
            keys += [f"custom.{key}" for key in custom]
        if self.column.target and self.column.target not in keys:
            keys.append(self.column.target)
        for key in keys:
            choice.addItem(target_words(kind, key, custom), key)
        choice.setCurrentIndex(max(0, choice.findData(self.column.target)))
        choice.activated.connect(lambda _at: self.target_chosen.emit(self.column.index, choice.currentData()))
        return choice

    def _ask(self, question: Question) -> None:
        """Ask which of the two the month is, with an example from the file."""
        self._reason.set_words(words("{example} is").format(example=question.example))
        for order, spoken in date_readings(question.example):
            button = Button(self.theme, spoken, height=Height.SMALL)
            button.setToolTip(spoken)
            button.clicked.connect(lambda _on=False, o=order: self.order_chosen.emit(o))
            self._why.addWidget(button)


def date_readings(example: str) -> list[tuple[str, str]]:
    """What an ambiguous date may mean: (order, "3 April")."""
    from PySide6.QtCore import QLocale

    parts = [
        part for part in example.replace(".", "/").replace("-", "/").replace(" ", "/").split("/") if part.isdigit()
    ]
    if len(parts) < 2 or not all(1 <= int(part) <= 12 for part in parts[:2]):
        return [("dmy", words("day first")), ("mdy", words("month first"))]
    first, second = int(parts[0]), int(parts[1])
    month = QLocale().monthName
    return [("dmy", f"{first} {month(second)}"), ("mdy", f"{second} {month(first)}")]


class ColumnRows(QWidget):
    """All columns of a plan. `target_chosen(index, field or None)`, `order_chosen(order)`."""

    target_chosen = Signal(int, object)
    order_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[ColumnRow] = []
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        self._column.addWidget(self._make_head())
        self._column.addStretch(1)

    def _make_head(self) -> QWidget:
        head, s = QWidget(), self._theme.look.s
        row = margins(QHBoxLayout(head), s.xl - s.xs, s.xs, s.xl - s.xs, s.xs, s.m)
        names = (words("Column in the file"), words("Sample values"), words("Becomes"), words("How sure, and why"))
        for name, share in zip(names, (NAME_SHARE, SAMPLE_SHARE, CHOICE_SHARE, WHY_SHARE), strict=True):
            label = ElidedLabel(self._theme, name, "secondary_medium", "text3")
            row.addWidget(label, share)
        return head

    def show_plan(self, plan: ImportPlan, custom: dict[str, str]) -> None:
        """Show these columns."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        sample = plan.preview.sample
        kind = plan.mapping.kind
        asked = {question.column: question for question in plan.questions if question.code == "date_order"}
        self.rows = [
            ColumnRow(self._theme, kind, column, sample[column.index][:EXAMPLES], custom, asked.get(column.header))
            for column in plan.mapping.columns
        ]
        for at, row in enumerate(self.rows):
            row.target_chosen.connect(self.target_chosen)
            row.order_chosen.connect(self.order_chosen)
            self._column.insertWidget(at + 1, row)
