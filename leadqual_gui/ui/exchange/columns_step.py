"""The columns of a table and what they become, with everything that the file leaves open."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.importing import ImportPlan, Question
from leadqual_gui.ui.exchange.about import needs_a_look
from leadqual_gui.ui.exchange.column_rows import ColumnRows
from leadqual_gui.ui.exchange.session import ImportSession
from leadqual_gui.ui.exchange.targets import Names
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.notices import RefusalBar
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, margins


class ColumnsStep(Surface):
    """Columns, what the rows are, and what is remembered. What is chosen goes to the session at once.

    `remember_chosen(bool)`: whether these columns are kept for the next file.
    """

    remember_chosen = Signal(bool)

    def __init__(self, theme: Theme, session: ImportSession, names: Names) -> None:
        super().__init__(theme, "base")
        self.theme, self._session = theme, session
        self.summary = Label(theme, face="body_strong")
        self.doubts = ElidedLabel(theme, "", "body", "text2")
        self.kind, self.keep = QComboBox(), QCheckBox(self.tr("Keep unknown columns as fields of your own"))
        self.remember = QCheckBox(self.tr("Remember these columns"))
        self.again = Button(theme, self.tr("Propose anew"), Kind.QUIET, "history", height=Height.SMALL)
        self.columns = ColumnRows(theme, names)
        self.refusal = RefusalBar(theme)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._reveal)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        self.kind.addItem(self.tr("Leads"), ImportKind.LEADS.value)
        self.kind.addItem(self.tr("Activities"), ImportKind.ACTIVITIES.value)
        self.kind.addItem(self.tr("Answers"), ImportKind.ANSWERS.value)
        self.kind.setAccessibleName(self.tr("What the rows are"))
        self.kind.setToolTip(self.tr("What the rows are"))
        self.remember.setChecked(True)
        self.remember.setToolTip(self.tr("The next file with these headers is imported without a question"))
        self.again.setToolTip(self.tr("Forget what was chosen for an earlier file with these headers"))
        first = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        first.addWidget(self.summary)
        first.addWidget(self.doubts, 1)
        first.addWidget(self.again)
        first.addWidget(self.remember)
        second, rows_are = QWidget(), QWidget()
        named = margins(QHBoxLayout(rows_are), 0, 0, 0, 0, s.m)
        named.addWidget(Label(self.theme, self.tr("The rows are"), colour="text2"))
        named.addWidget(self.kind)
        named.addSpacing(s.m)
        flow = Flow(second, s.m)
        self.keep.setMinimumHeight(self.kind.sizeHint().height())
        for part in (rows_are, self.keep):
            flow.addWidget(part)
        head = margins(QVBoxLayout(), s.xl - s.xs, s.s, s.xl - s.xs, s.s, s.s)
        head.addLayout(first)
        head.addWidget(second)
        head.addWidget(self.refusal)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        ground = Surface(self.theme, "base")
        margins(QVBoxLayout(ground), 0, 0, 0, 0, 0).addWidget(self.columns)
        self.area.setWidget(ground)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(Line(self.theme))
        column.addWidget(self.area, 1)

    def _connect(self) -> None:
        session = self._session
        self.columns.target_chosen.connect(session.choose_target)
        self.columns.answered.connect(self._on_answered)
        self.kind.activated.connect(lambda _at: session.choose_kind(ImportKind(self.kind.currentData())))
        self.keep.clicked.connect(session.keep_unknown)
        self.remember.toggled.connect(self.remember_chosen)
        self.again.clicked.connect(lambda _on=False: session.forget())

    def _on_answered(self, question: Question, answer: object) -> None:
        session = self._session
        match question.code:
            case "date_order":
                session.choose_order(DateOrder(str(answer)))
            case "decimal_mark":
                session.choose_mark(question.target, str(answer))
            case "word":
                session.choose_word(question.target, question.example, str(answer))
            case "year":
                session.choose_year(int(str(answer)))
            case "when":
                session.choose_day(answer)  # type: ignore[arg-type]

    def show_plan(self, plan: ImportPlan, known: bool) -> None:
        """Show these columns. `known`: as for an earlier file."""
        self.refusal.clear()
        self.kind.setCurrentIndex(self.kind.findData(plan.mapping.kind.value))
        self.keep.setVisible(plan.mapping.kind is ImportKind.LEADS)
        self.again.setVisible(known)
        doubtful = len(needs_a_look(plan))
        count = len(plan.mapping.columns)
        self.summary.setText(self.tr("%Ln column(s)", "", count))
        last = [self.tr("as last time")] if known else []
        fine = self.tr("%Ln need(s|) nothing from you", "", count - doubtful)
        look = self.tr("%Ln need(s|) a look", "", doubtful)
        nothing = self.tr("none of them is known by its name: choose what they are")
        self.doubts.set_words(
            ", ".join([*last, fine, look] if doubtful else [*last, fine]) if plan.mapping.used else nothing
        )
        self.columns.show_plan(plan, list(self._session.asked.values()), self._session.options)

    def start_at(self) -> QWidget:
        """Where the keyboard begins: at the first doubt."""
        self._soon.start()
        return self.columns.first_doubt() or self.kind

    def _reveal(self) -> None:
        """Scroll to where the keyboard is, once rows have their places."""
        focus = QApplication.focusWidget()
        if focus is not None and self.columns.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus)
