"""Which column becomes which field: one row a column, with examples, a choice, and how sure the proposal is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.mapping import ColumnMatch
from leadqual_gui.services.importing import ImportOptions, ImportPlan, Question
from leadqual_gui.ui.exchange.about import level_of
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.questions import QuestionLine, QuietCombo
from leadqual_gui.ui.exchange.targets import KEY, Names, choices, why
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, Surface, Themed, margins

EXAMPLES = 3
NAME_SHARE, SAMPLE_SHARE, CHOICE_SHARE, WHY_SHARE = 3, 4, 4, 7
CHOICE_LEAST = 5
"""A choice is that many large distances wide at least, so that large text leaves its words whole."""

Asked = tuple[tuple[Question, bool], ...]
"""Questions about a column, and whether each is still open."""


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
        face = self.look.f.secondary_strong
        width = max(face.width(sure_words(level)) for level in range(4))
        return QSize(self.look.s.xl + width + self.look.s.s, self.look.s.button)

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
    """One column. `target_chosen(index, field or None)`; `answered(Question, answer)`."""

    target_chosen = Signal(int, object)
    answered = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        plan: ImportPlan,
        column: ColumnMatch,
        targets: QStandardItemModel,
        names: Names,
        asked: Asked = (),
        options: ImportOptions | None = None,
    ) -> None:
        level = 1 if any(open_ for _question, open_ in asked) else level_of(column)
        super().__init__(theme, "warm.tint" if level == 1 else "base")
        self.theme, self.column = theme, column
        self.choice = self._make_choice(targets)
        self.questions = [QuestionLine(theme, one, options or ImportOptions(), names.stages) for one, _ in asked]
        for line in self.questions:
            line.answered.connect(self.answered)
        sample = plan.preview.sample[column.index]
        cells = ", ".join(list(dict.fromkeys(" ".join(cell.split()) for cell in sample if cell))[:EXAMPLES])
        self._lay_out(level, cells, why(column, plan.mapping.kind, names))

    def _lay_out(self, level: int, cells: str, reason: str) -> None:
        theme, s, left_out = self.theme, self.theme.look.s, self.column.target is None
        name = ElidedLabel(theme, self.column.header, "body_medium", "text3" if left_out else "text1")
        shown = ElidedLabel(theme, cells or words("(empty)"), "secondary", "text2")
        becomes = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        becomes.addWidget(Arrow(theme))
        becomes.addWidget(self.choice, 1)
        sure = margins(QHBoxLayout(), 0, 0, 0, 0, s.xs)
        sure.addWidget(Confidence(theme, level))
        short = len(self.questions) == 1 and self.questions[0].question.code not in ("year", "when")
        only = self.questions[0] if short else None
        sure.addWidget(only or ElidedLabel(theme, reason, "secondary", "text2"), 1)
        row = margins(QHBoxLayout(), s.xl - s.xs, s.xs, s.xl - s.xs, s.xs, s.m)
        row.addWidget(name, NAME_SHARE)
        row.addWidget(shown, SAMPLE_SHARE)
        row.addLayout(becomes, CHOICE_SHARE)
        row.addLayout(sure, WHY_SHARE)
        whole = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        whole.addLayout(row)
        if only is None:
            for line in self.questions:
                below = margins(QHBoxLayout(), s.xl - s.xs, 0, s.xl - s.xs, s.xs, s.m)
                below.addStretch(NAME_SHARE + SAMPLE_SHARE)
                below.addWidget(line, CHOICE_SHARE + WHY_SHARE)
                whole.addLayout(below)
        whole.addWidget(Line(theme))

    def controls(self) -> list[QWidget]:
        """What the keyboard stops at, in order."""
        asked = [part for line in self.questions for part in (line.field, *line.buttons) if part is not None]
        return [self.choice, *asked]

    def _make_choice(self, targets: QStandardItemModel) -> QComboBox:
        choice = QuietCombo()
        choice.setAccessibleName(words("Becomes") + f": {self.column.header}")
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.setMinimumWidth(CHOICE_LEAST * self.theme.look.s.xl)
        choice.setMaxVisibleItems(20)
        choice.setModel(targets)
        choice.setCurrentIndex(max(0, choice.findData(self.column.target, KEY)) if self.column.target else 0)
        choice.setToolTip(choice.currentText())
        choice.activated.connect(lambda _at: self.target_chosen.emit(self.column.index, choice.currentData(KEY)))
        return choice


class Arrow(Themed, QWidget):
    """From the column to its field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(theme.look.s.icon)
        self._follow(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            draw.icon(painter, look, "arrow-right", look.c.text3, self.rect(), self.rtl(), look.s.icon_small)
        painter.end()


class ColumnRows(QWidget):
    """All columns of a plan. `target_chosen(index, field or None)`, `answered(Question, answer)`."""

    target_chosen = Signal(int, object)
    answered = Signal(object, object)

    def __init__(self, theme: Theme, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._names = theme, names
        self.rows: list[ColumnRow] = []
        self._shown: list[object] = []
        self._targets: QStandardItemModel | None = None
        self._offered: tuple[object, ...] = ()
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        self._column.addWidget(self._make_head())
        self._column.addStretch(1)

    def _make_head(self) -> QWidget:
        head, s = QWidget(), self._theme.look.s
        row = margins(QHBoxLayout(head), s.xl - s.xs, s.xs, s.xl - s.xs, s.xs, s.m)
        names = (words("Column in the file"), words("Sample values"), words("Becomes"), words("How sure, and why"))
        leasts = (0, 0, s.icon + s.s + CHOICE_LEAST * s.xl, 0)
        shares = (NAME_SHARE, SAMPLE_SHARE, CHOICE_SHARE, WHY_SHARE)
        for name, share, least in zip(names, shares, leasts, strict=True):
            label = ElidedLabel(self._theme, name, "secondary_medium", "text3")
            label.setMinimumWidth(least)
            row.addWidget(label, share)
        return head

    def show_plan(self, plan: ImportPlan, asked: Sequence[Question], options: ImportOptions) -> None:
        """Show these columns; rows that say the same as before stay, with the keyboard where it was."""
        targets = self._targets_for(plan)
        open_ = set(plan.questions)
        by_column: dict[str, list[tuple[Question, bool]]] = {}
        for question in asked:
            by_column.setdefault(question.column, []).append((question, question in open_))
        wanted = []
        for column in plan.mapping.columns:
            mine = tuple(pair for pair in by_column.get(column.header, ()) if _concerns(pair[0], column))
            answers = tuple(_answer(question, options) for question, _open in mine)
            wanted.append((column, mine, answers, plan.preview.sample[column.index][:EXAMPLES], id(targets)))
        if len(wanted) != len(self._shown):
            self._clear()
        for at, signature in enumerate(wanted):
            if at >= len(self.rows) or self._shown[at] != signature:
                self._put(at, ColumnRow(self._theme, plan, signature[0], targets, self._names, signature[1], options))
        self._shown = list(wanted)
        self._chain()

    def _chain(self) -> None:
        """Tab goes from row to row, also through rows that were made later."""
        controls = [control for row in self.rows for control in row.controls()]
        for one, other in pairwise(controls):
            QWidget.setTabOrder(one, other)

    def _targets_for(self, plan: ImportPlan) -> QStandardItemModel:
        offered = (plan.mapping.kind, frozenset(c.target for c in plan.mapping.columns))
        if self._targets is None or self._offered[0] is not offered[0] or self._strange(plan):
            self._clear()
            self._targets = choices(plan, self._names, self)
        self._offered = offered
        return self._targets

    def _strange(self, plan: ImportPlan) -> bool:
        """Whether a column has a field that is not offered yet."""
        model = self._targets
        assert model is not None
        known = {model.item(row).data(KEY) for row in range(model.rowCount())}
        return any(column.target not in known for column in plan.mapping.columns)

    def _put(self, at: int, row: ColumnRow) -> None:
        row.target_chosen.connect(self.target_chosen)
        row.answered.connect(self.answered)
        self._column.insertWidget(at + 1, row)
        if at < len(self.rows):
            before = self.rows[at]
            if before.choice.hasFocus():
                row.choice.setFocus(Qt.FocusReason.TabFocusReason)
            elif before.isAncestorOf(self.focusWidget() or self):
                _focus_on(row)
            self._drop(before)
            self.rows[at] = row
        else:
            self.rows.append(row)

    def _clear(self) -> None:
        for row in self.rows:
            self._drop(row)
        self.rows, self._shown = [], []

    def _drop(self, row: ColumnRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def first_doubt(self) -> QWidget | None:
        """Where to look first: the control of the first open question or guess."""
        for row in self.rows:
            if row.questions:
                line = row.questions[0]
                return line.field or (line.buttons[0] if line.buttons else row.choice)
        for row in self.rows:
            if level_of(row.column) == 1:
                return row.choice
        return self.rows[0].choice if self.rows else None


def _focus_on(row: ColumnRow) -> None:
    line = row.questions[0] if row.questions else None
    wanted = (line.field or (line.buttons[0] if line.buttons else None)) if line else None
    (wanted or row.choice).setFocus(Qt.FocusReason.TabFocusReason)


def _concerns(question: Question, column: ColumnMatch) -> bool:
    """Whether a question that was asked still makes sense for what the column is now."""
    return column.target is not None and (not question.target or question.target in (column.target, "occurred_at"))


def _answer(question: Question, options: ImportOptions) -> object:
    match question.code:
        case "date_order":
            return options.date_order
        case "year":
            return options.year
        case "when":
            return options.when
        case "decimal_mark":
            return options.marks.get(question.target)
    return options.words.get(question.target, {}).get(question.example.strip().casefold())
