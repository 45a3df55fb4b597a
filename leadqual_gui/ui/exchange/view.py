"""What is seen of an import: its parts, where they lie, and the step in front. What is done stands in `screen`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.about import Origin, needs_a_look
from leadqual_gui.ui.exchange.columns_step import ColumnsStep
from leadqual_gui.ui.exchange.fates import lead_names
from leadqual_gui.ui.exchange.file_step import FileStep
from leadqual_gui.ui.exchange.finish_step import FinishStep
from leadqual_gui.ui.exchange.foot import Foot
from leadqual_gui.ui.exchange.outcome_part import OutcomePart
from leadqual_gui.ui.exchange.rows_step import RowsStep
from leadqual_gui.ui.exchange.session import ImportSession
from leadqual_gui.ui.exchange.steps import StepBar
from leadqual_gui.ui.exchange.wording import import_words, names_of
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import vocabulary_of
from leadqual_gui.ui.widgets.notices import RefusalBar
from leadqual_gui.ui.widgets.room import Stage
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, Surface, margins

FILE, COLUMNS, ROWS, FINISH = range(4)
MOST_BESIDE = 0.3
"""Of the window, for what happens beside the steps: large text must not push their numbers out of it."""


class ImportView(Surface):
    """The parts of an import: four steps, what came of it beside them, and the buttons at the foot."""

    def __init__(
        self, theme: Theme, bridge: Bridge, around: Surroundings, origin: Origin | Path, language: str = "en"
    ) -> None:
        super().__init__(theme, "base")
        self.theme, self._bridge = theme, bridge
        self.origin = Origin.file(origin) if isinstance(origin, Path) else origin
        names = self._names = names_of(bridge.workspace.rules, language)
        name_of = lead_names(bridge.workspace.row)
        self.session = ImportSession(bridge, around, self.origin, self)
        self.steps = StepBar(theme, (self.tr("File"), self.tr("Columns"), self.tr("What happens"), self.tr("Result")))
        self.facts = ElidedLabel(theme, self.tr("Reading the file…"), "secondary", "text2")
        self.trouble = RefusalBar(theme)
        self.file = FileStep(theme)
        self.columns_step = ColumnsStep(theme, self.session, names)
        self.rows_step = RowsStep(theme, name_of, names.custom)
        self.finish = FinishStep(theme)
        scale = vocabulary_of(bridge.workspace.rules, language).scale
        self.outcome = OutcomePart(theme, name_of, names.custom, scale)
        self.stack = Stage()
        self.foot = Foot(theme)
        self.start, self.back, self.cancel = self.foot.start, self.foot.back, self.foot.cancel
        self.step, self._reached = FILE, FILE
        self._begun = self._running = self._finished = self._failed = False
        self._lay_out()
        theme.changed.connect(self._share_room)

    # --- building ----------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        s = self.theme.look.s
        head = margins(QHBoxLayout(), s.xl - s.xs, s.s, s.xl - s.xs, s.s, s.l)
        head.addWidget(self.steps)
        head.addWidget(self.facts, 1)
        self.facts.put_at_end()
        trouble = margins(QVBoxLayout(), s.xl - s.xs, 0, s.xl - s.xs, 0, 0)
        trouble.addWidget(self.trouble)
        for page in (self.file, self.columns_step, self.rows_step, self.finish):
            self.stack.addWidget(page)
        left = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        left.addLayout(head)
        left.addWidget(Line(self.theme))
        left.addLayout(trouble)
        left.addWidget(self.stack, 1)
        left.addWidget(self.foot)
        whole = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        whole.addLayout(left, 1)
        whole.addWidget(Line(self.theme, upright=True))
        whole.addWidget(self.outcome)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_room()
        super().resizeEvent(event)

    def _share_room(self) -> None:
        """The window counts, not this screen: where it scrolls, the screen is as wide as its parts want it."""
        self.outcome.setMinimumWidth(min(self.theme.look.s.inspector_least, int(MOST_BESIDE * self.window().width())))

    @property
    def is_running(self) -> bool:
        """Whether rows are being written."""
        return self._running

    # --- steps -------------------------------------------------------------------------------------------------------
    def go_to(self, step: int) -> None:
        """Show a step. The keyboard goes where something is to be done there."""
        if step < FILE or self._running:
            return
        self.step = step
        self._reached = max(self._reached, step)
        self.stack.setCurrentIndex(step)
        self.steps.show_step(step, self._reached, closed=self._finished or self._running)
        self.outcome.show_rows_beside(step == COLUMNS)
        self._show_foot()
        if self.isVisible() or step != FILE:
            self._place_focus()

    def _place_focus(self) -> None:
        where: QWidget = self.start
        refused = not self.columns_step.refusal.isHidden()
        if self.step == COLUMNS and self.session.plan is not None and (refused or needs_a_look(self.session.plan)):
            where = self.columns_step.start_at()
        elif self.step == ROWS:
            where = self.rows_step.list if self.rows_step.list.isVisible() else self.rows_step.search
        elif self.step == FILE:
            where = self.file.encoding if self.file.encoding.isVisible() else self.file.header
        where = where if where.isEnabled() else self  # a button that waits takes no keyboard: a step would keep it
        where.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_foot(self) -> None:
        told, finished = self.session.told, self._finished
        self.foot.show_state(self._running, finished, self.step in (COLUMNS, ROWS))
        can, text, why = True, self.tr("Next: columns"), ""
        if finished:
            text = self.tr("See the leads")
        elif self._failed:
            can, text = True, self.tr("Choose another file")
        elif self.session.bundle is not None:
            text = self.tr("Import all of it")
        elif self.step == FILE:
            can = self.session.plan is not None
        elif self.step == COLUMNS:
            can, text = told is not None, self.tr("Next: what happens")
            why = "" if can else self._missing()
        else:
            can, text = bool(told and told.useful), import_words(told, self.session.plan)
        self.foot.offer(text, can, why)

    def _missing(self) -> str:
        bars = (self.trouble, self.columns_step.refusal)
        return next((bar.reason() for bar in bars if not bar.isHidden()), "")

    def _show_only(self, what: str, hint: str) -> None:
        """Nothing can be read at all: what is wrong, and what to do."""
        self._failed = True
        self.outcome.hide()
        self.steps.hide()
        self.facts.hide()
        self.stack.setCurrentIndex(FINISH)
        self.finish.show_ready(what, hint)
        self.start.setFocus(Qt.FocusReason.TabFocusReason)
