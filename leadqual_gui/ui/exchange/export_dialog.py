"""What is exported, asked in one small window: whose leads, as what file, with which columns; then written and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.lists import Query
from leadqual_gui.ui.exchange.choose import choose_new_file, words
from leadqual_gui.ui.exchange.export import export, file_name, filters, with_ending
from leadqual_gui.ui.exchange.export_choice import (
    ExportChoice,
    Form,
    Scope,
    all_columns,
    as_text,
    recalled,
)
from leadqual_gui.ui.exchange.export_columns import ColumnsPart
from leadqual_gui.ui.exchange.reasons import capital, reason_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.notices import RefusalBar
from leadqual_gui.ui.widgets.room import fit_on_screen, give_room
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, margins, paint_ground

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.surroundings import Surroundings
    from leadqual_gui.ui.tasks import Task

SETTING = "export.columns"


def form_words(form: Form) -> tuple[str, str]:
    """What a sort of file is called, and what it is for."""
    return {
        Form.CSV: (words("CSV"), words("a table that every program reads")),
        Form.XLSX: (words("Excel workbook"), words("numbers and dates as such")),
        Form.JSON: (words("JSON"), words("for programs")),
        Form.VCARD: (words("Contact cards"), words("for address books and telephones")),
        Form.CALENDAR: (words("Calendar"), words("open follow-ups of all leads")),
        Form.EVERYTHING: (words("Everything, for moving"), words("with activities, answers and people")),
    }[form]


def ask_for_export(window: MainWindow, leads: Sequence[int]) -> ExportDialog:
    """Ask what is written of these leads, or of more."""
    assert window.bridge is not None
    listed, chosen = tuple(window.leads.list.model.list.ids()), window.leads.chosen()
    of = {Scope.CHOSEN: chosen, Scope.LISTED: listed, Scope.ALL: tuple(window.bridge.workspace.query(Query()).ids())}
    scope = Scope.CHOSEN if leads and tuple(leads) != listed else Scope.LISTED if listed else Scope.ALL
    dialog = ExportDialog(window.theme, window.bridge, window.surroundings, of, scope, window)
    dialog.finished.connect(lambda _code: window.remembered.put(SETTING, as_text(dialog.choice.columns)))
    dialog.open()
    return dialog


class ExportDialog(QDialog):
    """One export. It stays until the file is written, and then says where it is."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        around: Surroundings,
        leads: Mapping[Scope, tuple[int, ...]],
        scope: Scope,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self._bridge, self._around = theme, bridge, around
        self._leads = leads
        rules = bridge.workspace.rules
        columns = recalled(bridge.workspace.store.setting(SETTING) or "", all_columns(rules.fields))
        self.choice = ExportChoice(scope, columns=columns)
        self._task: Task | None = None
        self.written: Path | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export leads"))
        self.scopes: dict[Scope, QRadioButton] = {}
        self.forms: dict[Form, QRadioButton] = {}
        self.columns = ColumnsPart(theme, {one.key: str(one.label) for one in rules.fields})
        self.told = Label(theme, "", "secondary", "text2", wrap=True)
        self.refusal = RefusalBar(theme)
        self.progress = QProgressBar()
        self.save = Button(theme, self.tr("Export…"), Kind.PRIMARY, key="Enter")
        self.leave = Button(theme, self.tr("Cancel"), key="Esc")
        self._lay_out()
        self._connect()
        self._show()
        self.forms[Form.CSV].setFocus()

    # --- building ----------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        s = self.theme.look.s
        paint_ground(self, self.theme.look.c.base)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(s.xs)
        self.progress.setAccessibleName(self.tr("How far the export is"))
        self.progress.hide()
        left = margins(QVBoxLayout(), 0, 0, 0, 0, s.xs)
        left.addWidget(Label(self.theme, self.tr("Which leads"), "body_strong"))
        self._add_scopes(left)
        left.addSpacing(s.m)
        left.addWidget(Label(self.theme, self.tr("As"), "body_strong"))
        self._add_forms(left)
        left.addStretch(1)
        sides = margins(QHBoxLayout(), 0, 0, 0, 0, s.xl)
        sides.addLayout(left, 1)
        sides.addWidget(Line(self.theme, upright=True))
        sides.addWidget(self.columns, 1)
        foot = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.save)
        whole = margins(QVBoxLayout(self), s.xl, s.l, s.xl, s.l, s.m)
        whole.addWidget(Label(self.theme, self.tr("Export leads"), "title"))
        whole.addLayout(sides, 1)
        whole.addWidget(self.told)
        whole.addWidget(self.refusal)
        whole.addWidget(self.progress)
        whole.addLayout(foot)
        give_room(self)
        least = QSize(s.palette + s.xl, s.dialog)
        fit_on_screen(self, least + QSize(2 * s.xl, 4 * s.xl), least)

    def _add_scopes(self, column: QVBoxLayout) -> None:
        names = {
            Scope.CHOSEN: self.tr("The chosen ones: %Ln lead(s)", "", len(self._leads[Scope.CHOSEN])),
            Scope.LISTED: self.tr("The list as it is filtered: %Ln lead(s)", "", len(self._leads[Scope.LISTED])),
            Scope.ALL: self.tr("All: %Ln lead(s)", "", len(self._leads[Scope.ALL])),
        }
        group = QButtonGroup(self)
        for scope, name in names.items():
            radio = self.scopes[scope] = QRadioButton(name)
            radio.setVisible(scope is Scope.ALL or bool(self._leads[scope]))
            radio.clicked.connect(lambda _on=False, one=scope: self._take(self.choice.with_scope(one)))
            group.addButton(radio)
            column.addWidget(radio)

    def _add_forms(self, column: QVBoxLayout) -> None:
        group = QButtonGroup(self)
        for form in Form:
            name, about = form_words(form)
            radio = self.forms[form] = QRadioButton(name)
            radio.setAccessibleDescription(about)
            radio.clicked.connect(lambda _on=False, one=form: self._take(self.choice.with_form(one)))
            group.addButton(radio)
            row = margins(QHBoxLayout(), 0, 0, 0, 0, self.theme.look.s.s)
            row.addWidget(radio)
            row.addWidget(ElidedLabel(self.theme, about, "secondary", "text3"), 1)
            column.addLayout(row)

    def _connect(self) -> None:
        self.columns.chosen.connect(self._take)
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self._on_leave)
        for key, slot in (("Return", self._on_enter), ("Enter", self._on_enter), ("Esc", self._on_leave)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(slot)

    # --- choosing ----------------------------------------------------------------------------------------------------
    def _take(self, choice: ExportChoice) -> None:
        self.choice = choice
        self._show()

    def _show(self) -> None:
        choice = self.choice
        self.scopes[choice.scope].setChecked(True)
        self.forms[choice.form].setChecked(True)
        self.columns.show_choice(choice)
        for radio in self.scopes.values():
            radio.setEnabled(choice.form is not Form.CALENDAR)
        self.told.setText(" ".join(self._notes()))
        self.save.setEnabled(not choice.is_empty and bool(self.leads()) and self._task is None)

    def _notes(self) -> list[str]:
        """What is worth knowing before the file is there."""
        choice = self.choice
        notes = []
        if choice.is_empty:
            notes.append(self.tr("Tick at least one column."))
        if choice.is_neutralised:
            notes.append(
                self.tr(
                    "Texts that begin with = + - or @ get an apostrophe in front, so that no spreadsheet takes them for"
                    " a formula; an import takes it away again."
                )
            )
        if choice.form is Form.EVERYTHING:
            notes.append(self.tr("Imported into an empty workspace, this file gives the same leads and scores."))
        notes.append(self.tr("Only you can read the file: it holds people's data."))
        return notes

    def leads(self) -> tuple[int, ...]:
        """Whose data are written."""
        return self._leads[self.choice.scope]

    # --- writing -----------------------------------------------------------------------------------------------------
    def _on_enter(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, Button) and focus is not self.save:
            focus.click()
        elif isinstance(focus, QAbstractButton) or self.save.isEnabled():
            self.save.click()

    def _on_save(self) -> None:
        if self.written is not None:
            self.accept()
            return
        form, name = self.choice.form, file_name(self.choice)
        choose_new_file(self, self.tr("Export leads"), name, filters(form), self.write)

    def write(self, path: Path) -> None:
        """Write the file."""
        from leadqual_gui.ui.tasks import while_there

        path = with_ending(path, self.choice.form)
        self.refusal.clear()
        self.progress.setValue(0)
        self.progress.show()
        task = self._task = export(self._bridge, self._around, self.choice, self.leads(), path)
        task.progressed.connect(while_there(self, lambda share: self.progress.setValue(round(float(share) * 1000))))
        task.finished.connect(while_there(self, lambda count: self._on_written(int(count), path)))
        task.failed.connect(self._on_failed)
        self.leave.setText(self.tr("Stop"))
        self._show()

    def _on_written(self, count: int, path: Path) -> None:
        self._rest()
        if not count:
            nothing = self.tr("Nothing is promised, so there is nothing for a calendar yet.")
            stopped = self.tr("Nothing was written.")
            calendar = self.choice.form is Form.CALENDAR
            self.refusal.refuse(self.tr("No file"), nothing if calendar else stopped)
            return
        self.written = path
        said = self.tr("%Ln follow-up(s) written to {file}", "", count)
        if self.choice.form is not Form.CALENDAR:
            said = self.tr("%Ln lead(s) written to {file}", "", count)
        self.told.setText(said.format(file=str(path)))
        self.told.set_colour("positive_text")
        self.leave.hide()
        self.save.setText(self.tr("Close"))
        self.save.updateGeometry()
        self.save.setEnabled(True)
        self.save.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._rest()
        if not isinstance(error, LeadQualError):
            raise error
        place = f"{error.place}: " if error.place else ""
        self.refusal.refuse(f"{place}{capital(reason_words(error.message))}", capital(reason_words(error.hint)))

    def _rest(self) -> None:
        self._task = None
        self.progress.hide()
        self.leave.setText(self.tr("Cancel"))
        self._show()

    def _on_leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)
