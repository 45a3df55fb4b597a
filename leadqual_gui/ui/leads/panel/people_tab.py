"""The buying group: who takes part, what each cares about, who is for it and who against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.domain.facts import STAKEHOLDER_ROLES
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.half_typed import PERSON, TypingPlace
from leadqual_gui.ui.half_typed import HalfTypedKeeper, KeptForm
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.activity_tab import EditableTimeLine
from leadqual_gui.ui.leads.panel.entry_form import EntryForm
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.themed import Label, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow

if TYPE_CHECKING:
    from leadqual_gui.services.details import LeadDetails


def role_words(role: str) -> str:
    """What a role is called."""
    return {
        "economic_buyer": words("Economic buyer"),
        "decision_maker": words("Decision maker"),
        "champion": words("Champion"),
        "influencer": words("Influencer"),
        "user": words("User"),
        "blocker": words("Blocker"),
        "gatekeeper": words("Gatekeeper"),
    }.get(role, role)


def stance_words(stance: int | None) -> str:
    """How somebody stands to it."""
    if stance is None:
        return words("stance not known")
    return (words("against"), words("rather against"), words("neutral"), words("rather for"), words("for"))[stance + 2]


def influence_words(influence: int | None) -> str:
    """How much somebody decides."""
    if influence is None:
        return words("influence not known")
    return (words("no influence"), words("little influence"), words("much influence"), words("decides"))[influence]


def person_row(person: Stakeholder) -> TimeLineRow:
    """A person as the list shows them."""
    about = ", ".join(part for part in (person.job_title or "", influence_words(person.influence)) if part)
    cares = words("cares about %1").replace("%1", ", ".join(person.cares_about)) if person.cares_about else ""
    icon = {"blocker": "ban", "champion": "star"}.get(person.role, "user")
    return TimeLineRow(
        f"{person.name}, {role_words(person.role).lower()}",
        ", ".join(part for part in (about, cares) if part),
        icon,
        worth=stance_words(person.stance),
        key=str(person.id),
    )


class PeopleTab(QWidget):
    """Stakeholders. `put(Stakeholder)` adds or changes one; `removed(stakeholder id)`."""

    put = Signal(object)
    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Stakeholder, ...] = ()
        self._lead_id = 0
        self.view = EditableTimeLine(theme)
        self.view.setAccessibleName(self.tr("Stakeholders"))
        self.view.opened.connect(self._on_opened)
        self.view.remove_asked.connect(lambda row: self.removed.emit(int(row.key)))
        nobody = self.tr("Nobody is noted yet. Six to ten people take part in a typical purchase: who are they?")
        self.empty = Label(theme, nobody, colour="text2", wrap=True)
        self.form = PersonForm(theme)
        self.form.filed.connect(self.put)
        self.add = Button(theme, self.tr("Add a person"), Kind.PLAIN, "user-plus", height=Height.SMALL)
        self.add.setShortcut(QKeySequence("Ctrl+Shift+P"))
        self.add.setToolTip(self.tr("Add a person (Ctrl+Shift+P). Enter changes, Delete removes the one chosen"))
        self.add.clicked.connect(lambda: self.form.begin(Stakeholder(0, self._lead_id, "", "user")))
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        column.addWidget(self.empty)
        column.addWidget(self.view)
        column.addWidget(self.form)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_details(self, details: LeadDetails) -> None:
        """Show the people around a lead."""
        if self._lead_id != details.lead.id:
            self.form.hide()
        self._people, self._lead_id = details.stakeholders, details.lead.id
        self.view.set_rows([person_row(person) for person in self._people])
        self.empty.setVisible(not self._people)

    def _on_opened(self, row: TimeLineRow) -> None:
        person = next((p for p in self._people if str(p.id) == row.key), None)
        if person is not None:
            self.form.begin(person)


class PersonForm(EntryForm):
    """One person. `filed(Stakeholder)` on Enter."""

    filed = Signal(object)

    kept: KeptForm | None = None

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._person = Stakeholder(0, 0, "", "user")
        self.name, self.job_title, self.cares = QLineEdit(), QLineEdit(), QLineEdit()
        self.role = _combo([(role, role_words(role)) for role in STAKEHOLDER_ROLES])
        self.influence = _combo([(None, words("not known")), *((n, influence_words(n)) for n in range(4))])
        self.stance = _combo([(None, words("not known")), *((n, stance_words(n)) for n in range(-2, 3))])
        self.file = Button(theme, self.tr("Keep"), key="Enter", height=Height.SMALL)
        self.cancel = Button(theme, self.tr("Leave it"), Kind.QUIET, key="Esc", height=Height.SMALL)
        self._lay_out()
        for line in (self.name, self.job_title, self.cares):
            line.returnPressed.connect(self._on_filed)
        self.file.clicked.connect(self._on_filed)
        self.cancel.clicked.connect(self.leave)
        self.hide()

    def _lay_out(self) -> None:
        s = self._theme.look.s
        grid = margins(QGridLayout(self), 0, s.s, 0, s.s, s.s)
        fields: Sequence[tuple[str, QWidget]] = (
            (self.tr("Name"), self.name),
            (self.tr("Job title"), self.job_title),
            (self.tr("Role"), self.role),
            (self.tr("Influence"), self.influence),
            (self.tr("Stance"), self.stance),
            (self.tr("Cares about"), self.cares),
        )
        for at, (label, field) in enumerate(fields):
            field.setAccessibleName(label)
            grid.addWidget(Label(self._theme, label, "secondary", "text3"), at, 0)
            grid.addWidget(field, at, 1)
        buttons = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.file)
        grid.addLayout(buttons, len(fields), 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def begin(self, person: Stakeholder) -> None:
        """Ask about a person, new or known."""
        self._person = person
        if self.kept is not None:
            self.kept.turn_to(None)
        self.name.setText(person.name)
        self.job_title.setText(person.job_title or "")
        self.cares.setText(", ".join(person.cares_about))
        for combo, value in (
            (self.role, person.role),
            (self.influence, person.influence),
            (self.stance, person.stance),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        if self.kept is not None:
            self.kept.turn_to(TypingPlace(f"{PERSON} {person.id}", person.lead_id))
        self.show()
        self.name.setFocus()

    def _on_filed(self) -> None:
        cares = tuple(part.strip() for part in self.cares.text().split(",") if part.strip())
        person = replace(
            self._person,
            name=self.name.text().strip(),
            job_title=self.job_title.text().strip() or None,
            role=str(self.role.currentData()),
            influence=self.influence.currentData(),
            stance=self.stance.currentData(),
            cares_about=cares,
        )
        self.hide()
        self.filed.emit(person)

    def keep(self, keeper: HalfTypedKeeper) -> None:
        """Keep on disk what is written, until it is stored (`finish`) or left with Esc."""
        self.kept = KeptForm(keeper, {"name": self.name, "title": self.job_title, "cares": self.cares}, self)


def _combo(items: Sequence[tuple[object, str]]) -> QComboBox:
    combo = QComboBox()
    for value, label in items:
        combo.addItem(label, value)
    return combo
