"""The import of a file: how it was read, what each column becomes, what will happen, and then what did."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.importing import ImportPlan, ImportResult
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.column_rows import ColumnRows, level_of
from leadqual_gui.ui.exchange.outcome_part import OutcomePart
from leadqual_gui.ui.exchange.session import ImportSession
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.notices import RefusalBar
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, margins
from leadqual_gui.ui.words import say


class ImportScreen(Surface):
    """One file. `closed()` when the user is done with it."""

    closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, around: Surroundings, path: Path) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        rules = bridge.workspace.rules
        self._custom = {field.key: str(field.label) for field in rules.fields}
        self.session = ImportSession(bridge, around, path, self)
        self.file = ElidedLabel(theme, self.tr("Reading the file…"), colour="text2")
        self.summary = Label(theme, face="body_medium")
        self.kind, self.keep = QComboBox(), QCheckBox(self.tr("Keep unknown columns as fields of your own"))
        self.columns = ColumnRows(theme)
        self.refusal = RefusalBar(theme)
        self.outcome = OutcomePart(theme)
        self.progress = QProgressBar()
        self.start = Button(theme, self.tr("Import"), Kind.PRIMARY, key="Enter")
        self.cancel = Button(theme, self.tr("Cancel"), key="Esc")
        self._running = self._finished = False
        self._lay_out()
        self._connect()
        self.session.begin()

    def _lay_out(self) -> None:
        left = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        left.addLayout(self._make_head())
        left.addWidget(Line(self.theme))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        ground = Surface(self.theme, "base")
        margins(QVBoxLayout(ground), 0, 0, 0, 0, 0).addWidget(self.columns)
        area.setWidget(ground)
        left.addWidget(area, 1)
        left.addWidget(Line(self.theme))
        left.addLayout(self._make_foot())
        whole = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        whole.addLayout(left, 1)
        whole.addWidget(Line(self.theme, upright=True))
        whole.addWidget(self.outcome)

    def _make_head(self) -> QVBoxLayout:
        s = self.theme.look.s
        self.kind.addItem(self.tr("Leads"), ImportKind.LEADS.value)
        self.kind.addItem(self.tr("Activities"), ImportKind.ACTIVITIES.value)
        self.kind.addItem(self.tr("Answers"), ImportKind.ANSWERS.value)
        self.kind.setAccessibleName(self.tr("What the rows are"))
        self.kind.setToolTip(self.tr("What the rows are"))
        first = margins(QHBoxLayout(), 0, 0, 0, 0, s.m)
        first.addWidget(self.summary)
        first.addWidget(self.file, 1)
        second = margins(QHBoxLayout(), 0, 0, 0, 0, s.m)
        second.addWidget(Label(self.theme, self.tr("The rows are"), colour="text2"))
        second.addWidget(self.kind)
        second.addSpacing(s.m)
        second.addWidget(self.keep)
        second.addStretch(1)
        head = margins(QVBoxLayout(), s.xl - s.xs, s.m, s.xl - s.xs, s.m, s.s)
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self.refusal)
        return head

    def _make_foot(self) -> QHBoxLayout:
        s = self.theme.look.s
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(s.xs)
        self.progress.setAccessibleName(self.tr("How far the import is"))
        self.progress.hide()
        hint = self.tr("The whole import is one step: Ctrl Z takes it back, also tomorrow")
        foot = margins(QHBoxLayout(), s.xl - s.xs, s.m, s.xl - s.xs, s.m, s.s)
        foot.addWidget(ElidedLabel(self.theme, hint, "secondary", "text2"), 1)
        foot.addWidget(self.progress, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        self.start.setEnabled(False)
        return foot

    def _connect(self) -> None:
        session = self.session
        session.planned.connect(self._on_planned)
        session.refused.connect(self._on_refused)
        session.rehearsed.connect(self._on_rehearsed)
        session.progressed.connect(lambda share: self.progress.setValue(round(share * 1000)))
        session.imported.connect(self._on_imported)
        session.cancelled.connect(self._on_cancelled)
        session.failed.connect(self._on_failed)
        self.columns.target_chosen.connect(session.choose_target)
        self.columns.order_chosen.connect(lambda order: session.choose_order(DateOrder(order)))
        self.kind.activated.connect(lambda _at: session.choose_kind(ImportKind(self.kind.currentData())))
        self.keep.clicked.connect(session.keep_unknown)
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self._on_cancel)
        for key, button in (("Return", self.start), ("Enter", self.start), ("Esc", self.cancel)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self.start.setToolTip(self.tr("Import these rows (Enter)"))
        self.cancel.setToolTip(self.tr("Import nothing (Esc)"))

    # --- what comes of it --------------------------------------------------------------------------------------------
    def _on_planned(self, plan: ImportPlan) -> None:
        self.refusal.clear()
        self.outcome.show_nothing()
        facts = [plan.preview.name]
        facts += [choice.value for choice in plan.choices if choice.what in ("encoding", "delimiter")]
        header = plan.preview.header_line
        facts.append(self.tr("header in line {line}").format(line=header) if header else self.tr("no header"))
        self.file.set_words(", ".join(facts))
        self.file.setToolTip("\n".join(f"{c.what}: {c.value} ({c.reason})" for c in plan.choices))
        self.kind.setCurrentIndex(self.kind.findData(plan.mapping.kind.value))
        self.keep.setVisible(plan.mapping.kind is ImportKind.LEADS)
        doubtful = sum(level_of(column) == 1 for column in plan.mapping.columns) + len(plan.questions)
        columns = self.tr("%Ln column(s)", "", len(plan.mapping.columns))
        look = self.tr("%Ln need(s|) a look", "", doubtful) if doubtful else self.tr("nothing needs a look")
        self.summary.setText(f"{columns}, {look}")
        self.columns.show_plan(plan, self._custom)
        self.start.setEnabled(False)

    def _on_refused(self, refusal: Refusal) -> None:
        self._run(False)
        self.refusal.refuse(self.tr("Something is still open"), say(refusal.reason))
        self.start.setEnabled(False)

    def _on_rehearsed(self, result: ImportResult) -> None:
        self.outcome.show_result(result)
        useful = result.new + result.updated
        self.start.setEnabled(useful > 0)
        words = {
            ImportKind.LEADS: self.tr("Import %Ln lead(s)", "", useful),
            ImportKind.ACTIVITIES: self.tr("Import %Ln activit(y|ies)", "", useful),
            ImportKind.ANSWERS: self.tr("Import %Ln answer(s)", "", useful),
        }
        self.start.setText(words[result.kind] if useful else self.tr("Nothing to import"))
        self.start.updateGeometry()
        self.start.setFocus()

    def _on_start(self) -> None:
        if self._finished:
            self.closed.emit()
            return
        self._run(True)
        self.session.run()

    def _run(self, on: bool) -> None:
        self._running = on
        self.progress.setValue(0)
        self.progress.setVisible(on)
        self.start.setEnabled(False)
        self.columns.setEnabled(not on)

    def _on_imported(self, result: ImportResult) -> None:
        self._run(False)
        self._finished = True
        self.outcome.show_result(result, self.session.rejects)
        self.start.setText(self.tr("See the leads"))
        self.start.setEnabled(True)
        self.start.setFocus()
        self.cancel.hide()
        self.columns.setEnabled(False)
        self.kind.setEnabled(False)
        self.keep.setEnabled(False)

    def _on_cancelled(self) -> None:
        self._run(False)
        self.start.setEnabled(True)
        self.refusal.refuse(self.tr("Stopped"), self.tr("The import was taken back wholly. Nothing was changed."))

    def _on_failed(self, error: BaseException) -> None:
        self._run(False)
        if not isinstance(error, LeadQualError):
            raise error
        self.file.set_words(self.session.path.name)
        place = f"{error.place}: " if error.place else ""
        self.refusal.refuse(f"{place}{error.message}", error.hint)

    def _on_cancel(self) -> None:
        if self._running:
            self.session.cancel()
            return
        self.session.cancel()
        self.closed.emit()
