"""The import of a table, step by step: how it is read, what each column becomes, what will happen, and what did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLineEdit

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing import Fate, ImportPlan, ImportResult
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.about import Foretold, Origin, is_plain
from leadqual_gui.ui.exchange.choose import choose_new_file, words
from leadqual_gui.ui.exchange.reasons import capital, reason_words
from leadqual_gui.ui.exchange.view import COLUMNS, FILE, FINISH, ROWS, ImportView
from leadqual_gui.ui.exchange.wording import facts_words, obstacle_words, refusal_words
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.sideways import back_and_on

if TYPE_CHECKING:
    from leadqual_gui.services.bundles import BundleSource
    from leadqual_gui.services.operations import Changes


class ImportScreen(ImportView):
    """One table on its way in.

    `closed()` when the user is done with it; `leads_asked(ids)` to see what was imported; `another_asked()`.
    """

    closed = Signal()
    leads_asked = Signal(object)
    another_asked = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, around: Surroundings, origin: Origin | Path, language: str = "en"
    ) -> None:
        super().__init__(theme, bridge, around, origin, language)
        self._connect()
        self.go_to(FILE)
        self.session.begin()

    def _connect(self) -> None:
        session = self.session
        session.planned.connect(self._on_planned)
        session.refused.connect(self._on_refused)
        session.foretold.connect(self._on_foretold)
        session.progressed.connect(self._on_progressed)
        session.bundle_found.connect(self._on_bundle_found)
        session.imported.connect(self._on_imported)
        session.cancelled.connect(self._on_cancelled)
        session.failed.connect(self._on_failed)
        session.rejects_saved.connect(self._on_rejects_saved)
        session.ahead.alike_found.connect(self.rows_step.show_alike)
        session.asked_more.connect(self._on_asked_more)
        session.ahead.forecast.connect(self.outcome.after.show_forecast)
        self.steps.step_chosen.connect(self.go_to)
        self.file.read_otherwise.connect(session.read_as)
        self.columns_step.remember_chosen.connect(self._on_remember_chosen)
        self.rows_step.columns_asked.connect(lambda: self.go_to(COLUMNS))
        self.outcome.rows_asked.connect(self._on_rows_asked)
        self.outcome.rejects_asked.connect(self._ask_for_rejects)
        self.finish.rejects_asked.connect(self._ask_for_rejects)
        self.finish.undo_asked.connect(self._on_undo_asked)
        self.finish.another_asked.connect(self.another_asked)
        self.start.clicked.connect(self._on_start)
        self.back.clicked.connect(lambda _on=False: self.go_to(self.step - 1))
        self.cancel.clicked.connect(self._on_cancel)
        self._bridge.changed.connect(self._on_changed)
        self._shortcut("Return", self._on_enter)
        self._shortcut("Enter", self._on_enter)
        self._shortcut("Esc", self.cancel.click)
        back_and_on(self, self.back.click)

    def _shortcut(self, key: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # --- keys and buttons --------------------------------------------------------------------------------------------
    def _on_enter(self) -> None:
        """A button that has the keyboard is meant, unless it is an answer that was given; a field goes on to the next;
        else the one filled button."""
        focus = QApplication.focusWidget()
        given = isinstance(focus, Button) and focus.isCheckable() and focus.isChecked()
        if given and self.start.isVisible():
            self.start.click()
        elif isinstance(focus, QAbstractButton) and focus is not self.start and self.isAncestorOf(focus):
            focus.click()
        elif isinstance(focus, QLineEdit | QAbstractSpinBox) and self.isAncestorOf(focus):
            focus.focusNextChild()
        elif self.start.isVisible():
            self.start.click()

    def _on_start(self) -> None:
        if self._finished:
            self.leads_asked.emit(self.session.leads)
        elif self._failed:
            self.another_asked.emit()
        elif self.step == ROWS or self.session.bundle is not None:
            self._run()
        else:
            self.go_to(self.step + 1)

    def _run(self) -> None:
        self.go_to(FINISH)
        self._running = True
        self.foot.progress.hide()
        self.finish.show_running()
        self.steps.show_step(FINISH, FINISH, closed=True)
        self._show_foot()
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        self.session.run()

    def _on_cancel(self) -> None:
        if self._running:
            self.session.cancel()
        else:
            self.session.leave()
            self.closed.emit()

    def _on_rows_asked(self, fate: Fate) -> None:
        if not self._finished and not self._running and self.session.told is not None:
            self.rows_step.show_only(fate)
            self.go_to(ROWS)

    def _on_remember_chosen(self, on: bool) -> None:
        self.session.remember = on

    def _ask_for_rejects(self) -> None:
        name = f"{self.origin.stem}-{self.tr('rejected')}.csv"
        title, filters = self.tr("Save the rejected rows"), [words("CSV (*.csv)")]
        choose_new_file(self, title, name, filters, self.session.save_rejects)

    def _on_rejects_saved(self, path: Path) -> None:
        said = self.tr("The rejected rows are in {file}. Mend them there and import that file.")
        self.outcome.file.setText(said.format(file=str(path)))
        self.outcome.file.show()

    # --- what comes of it --------------------------------------------------------------------------------------------
    def _on_planned(self, plan: ImportPlan) -> None:
        self._failed = False
        self.trouble.clear()
        self.outcome.show_nothing()
        self.rows_step.wait()
        self.facts.set_words(facts_words(plan))
        self.file.show_plan(plan, self.session.table)
        self.columns_step.show_plan(plan, self.session.known)
        sample = plan.preview.sample
        left = tuple(c.header for c in plan.mapping.columns if not c.target and any(sample[c.index]))
        self.rows_step.say_left_out(left)
        if not self._begun:
            self._begun = True
            self._reached = ROWS
            sure = all(choice.sure for choice in plan.preview.choices)
            self.go_to(ROWS if is_plain(plan, self.session.known) else COLUMNS if sure else FILE)
        self._show_foot()

    def _on_refused(self, refusal: Refusal) -> None:
        self._running = False
        self.outcome.show_open()
        self.foot.progress.hide()
        bar = self.columns_step.refusal if self.step != FINISH else self.trouble
        bar.refuse(self.tr("Something is still open"), refusal_words(refusal, self._names))
        if self.step == ROWS:
            self.go_to(COLUMNS)
        self._show_foot()
        if self.step == COLUMNS and self.window().focusWidget() is self:  # also while a file dialog closes
            self._place_focus()

    def _on_progressed(self, share: float) -> None:
        if self._running:
            self.finish.show_share(share)
        elif self.session.told is None:
            self.foot.show_share(share)
            self.outcome.show_share(share)

    def _on_foretold(self, told: Foretold) -> None:
        self.foot.progress.hide()
        self.outcome.show_fates(told)
        self.rows_step.show_fates(told)
        if self.session.plan is not None:
            self.facts.set_words(facts_words(self.session.plan, told.read))
        self._show_foot()
        if self.hasFocus() or (self.step == ROWS and self.rows_step.search.hasFocus()):
            self._place_focus()

    def _on_asked_more(self, plan: ImportPlan) -> None:
        """Rows further down hold words without a meaning: ask, as for those of the first rows."""
        self.columns_step.show_plan(plan, self.session.known)
        if self.step == ROWS:
            self.go_to(COLUMNS)

    def _on_bundle_found(self, bundle: BundleSource) -> None:
        self._failed = False
        self.facts.set_words(bundle.name)
        self.outcome.hide()
        self.steps.hide()
        about = self.tr(
            "This file holds whole leads with their activities, answers, people, promises and verdicts, as a full"
            " export writes them. Leads that are here already are completed, nothing comes twice. How scores and"
            " stages came about is not in it: that is in backups."
        )
        self.stack.setCurrentIndex(FINISH)
        self.finish.show_ready(self.tr("A full export: {name}").format(name=bundle.name), about)
        self._show_foot()
        self.start.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_imported(self, result: ImportResult) -> None:
        self._running, self._finished = False, True
        self.finish.show_result(result)
        self.finish.rejects.setVisible(bool(result.rejected) and self.session.bundle is None)
        self.outcome.show()
        saved = str(self.session.rejects) if self.session.bundle is None else ""
        self.outcome.show_result(result, self.session.reasons, saved)
        for line in self.outcome.lines.values():
            line.setEnabled(False)
        self.steps.show_step(FINISH, FINISH, closed=True)
        self._show_foot()
        self.start.setEnabled(bool(self.session.leads))
        (self.start if self.session.leads else self.finish.another).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_undo_asked(self) -> None:
        """Take the import back; moves that rules made upon it go first, anything else is named."""
        if said := obstacle_words(self._bridge, self.session.operation):
            self.trouble.refuse(self.tr("Not taken back"), said)
            return
        self.trouble.clear()
        self.finish.undo.setEnabled(False)
        self._bridge.turn(self.session.operation, back=True)

    def _on_changed(self, _changes: Changes, _leads: object, _initiator: object) -> None:
        """Whether the import was taken back meanwhile, by its button or by Ctrl+Z."""
        if not self._finished or not self.session.operation:
            return
        steps = self._bridge.workspace.steps()
        if any(step.operation == self.session.operation and step.undone for step in steps):
            self.session.operation = 0
            self.finish.show_taken_back()
            self.outcome.show_taken_back()
            self.start.setEnabled(False)
            self.finish.another.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_cancelled(self) -> None:
        self._running = False
        self.finish.show_stopped()
        self._show_foot()
        if self.session.bundle is None:
            self.go_to(ROWS)
            self.trouble.refuse(self.tr("Stopped"), self.tr("The import was taken back wholly. Nothing was changed."))

    def _on_failed(self, error: BaseException) -> None:
        self._running = False
        if not isinstance(error, LeadQualError):
            raise error
        self.foot.progress.hide()
        self.facts.set_words(self.origin.name)
        place = f"{error.place}: " if error.place else ""
        what, hint = f"{place}{capital(reason_words(error.message))}", capital(reason_words(error.hint))
        if self.session.plan is None:
            self._show_only(what, hint)
        elif self.step == FINISH:
            self.finish.show_stopped()
            self.go_to(ROWS)
            self.trouble.refuse(what, hint)
        else:
            self.trouble.refuse(what, hint)
        self._show_foot()
