"""Every field of the chosen lead, edited where it stands: saved when it is left, Esc brings the old value back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from leadqual_gui.domain.facts import FIELD_BY_KEY, FactType
from leadqual_gui.services.half_typed import NOTES, TypingPlace
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.half_typed import HalfTypedKeeper, KeptText
from leadqual_gui.ui.leads.panel.account import words
from leadqual_gui.ui.leads.panel.note_box import leaves_undo_to_window
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_numbers import as_typed
from leadqual_gui.ui.widgets.sideways import write_from_the_start
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.domain.leads import Lead
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.commands import FieldValue

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Person", ("full_name", "first_name", "last_name", "job_title", "department", "linkedin")),
    ("Company", ("company", "industry", "employees", "annual_revenue", "website")),
    ("How to reach them", ("email", "email_2", "phone", "mobile", "verified", "do_not_contact", "unsubscribed")),
    ("Where", ("street", "city", "region", "postal_code", "country")),
    ("Sales", ("stage", "owner", "source", "expected_value", "currency", "past_purchases", "tags", "outcome",
               "closed_at", "lost_reason")),
    ("Else", ("notes", "created_at", "external_id")),
)  # fmt: skip
Judge = Callable[[str, "FieldValue"], str]


def section_words(name: str) -> str:
    """What a part of the form is called."""
    return {
        "Person": words("Person"),
        "Company": words("Company"),
        "How to reach them": words("How to reach them"),
        "Where": words("Where"),
        "Sales": words("Sales"),
        "Else": words("Else"),
        "Own": words("Fields of your own"),
    }[name]


def value_as_text(lead: Lead, key: str) -> str:
    """A field as it is written in its line."""
    if key.startswith("custom."):
        return _written(lead.custom.get(key.removeprefix("custom.")))
    if key == "verified":
        return "yes" if lead.verified_at else ""
    return _written(getattr(lead, key))


def _written(value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, datetime):
        local = value.astimezone()
        return value.strftime("%Y-%m-%d") if (value.hour, value.minute) == (0, 0) else local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return as_typed(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


class FieldLine(QLineEdit):
    """A line that is saved when it is left. `left(text)`; Esc brings the old text back."""

    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.read_as: Callable[[str], str] = str
        """How the text is shown while nobody edits it; editing begins with what was typed."""

    def event(self, event: QEvent) -> bool:
        if leaves_undo_to_window(event, self.isModified()):
            return False
        return super().event(event)

    def show_value(self, text: str) -> None:
        """Show what is stored; what is being typed is not disturbed."""
        if self.hasFocus() and self.isModified():
            return
        self._before = text
        self.setText(text if self.hasFocus() or not text else self.read_as(text))
        self.setCursorPosition(0)

    def take(self) -> None:
        """Save what was typed, if it is something else than before."""
        text = self.text().strip()
        if text not in (self._before, self.read_as(self._before) if self._before else ""):
            self.left.emit(text)

    def accepted(self, text: str) -> None:
        """It is stored."""
        self._before = text
        self.setModified(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._before:
            self.setText(self._before)
            self.left.emit(self._before)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._before and self.text() == self.read_as(self._before) != self._before:
            self.setText(self._before)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.take()
            if self._before and self.text() == self._before:
                self.setText(self.read_as(self._before))


class NotesField(QPlainTextEdit):
    """The notes of a lead, over several lines; saved when they are left."""

    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.kept: KeptText | None = None
        self.setTabChangesFocus(True)
        write_from_the_start(self)
        self.setFixedHeight(88)

    def show_value(self, text: str, lead_id: int) -> None:
        """Show what is stored, or what was typed over it and not finished; what is being typed is not disturbed."""
        if self.hasFocus() and self.document().isModified():
            return
        self._before = text
        if self.kept is None:
            self.setPlainText(text)
        else:
            self.kept.turn_to(TypingPlace(NOTES, lead_id), text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._before)
            return
        super().keyPressEvent(event)

    def take(self) -> None:
        """Save what was written, if it is something else than before. Spaces at its ends are nothing to keep."""
        text = self.toPlainText()
        if text.strip() != self._before.strip():
            self.left.emit(text.strip())
        elif text != self._before and self.kept is not None:
            self.kept.finish()

    def accepted(self, text: str) -> None:
        """It is stored."""
        self._before = text
        if self.kept is not None:
            self.kept.finish(text)

    def setModified(self, modified: bool) -> None:
        """Say whether somebody is writing here, as of a line."""
        self.document().setModified(modified)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.take()


class DetailsTab(QWidget):
    """All fields in sections. `judge(field, value)` saves a value and gives back "" or why not."""

    def __init__(self, theme: Theme, judge: Judge, rules: Rules, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._judge = theme, judge
        self._lead: Lead | None = None
        self.fields: dict[str, QWidget] = {}
        self.refusals: dict[str, Label] = {}
        self._labels = {f.key: f.label.of(language) for f in rules.fields}
        self._types = {f"custom.{f.key}": f.type for f in rules.fields}
        self._choices = {f"custom.{f.key}": f.choices for f in rules.fields if f.choices}
        self._choices["outcome"] = ("won", "lost")
        self._stages = {stage.id: stage.label.of(language) for stage in rules.funnel.stages}
        self._column = margins(QVBoxLayout(self), theme.look.s.l, theme.look.s.m, theme.look.s.l, theme.look.s.m, 4)
        own = tuple(f"custom.{f.key}" for f in rules.fields)
        for name, keys in (*SECTIONS, *((("Own", own),) if own else ())):
            self._add_section(name, keys)
        self._column.addStretch(1)

    def _add_section(self, name: str, keys: tuple[str, ...]) -> None:
        s = self._theme.look.s
        self._column.addWidget(Label(self._theme, section_words(name), "body_strong"))
        grid = margins(QGridLayout(), 0, 0, 0, s.m, s.xs)
        for at, key in enumerate(keys):
            label = Label(self._theme, field_label(key, self._labels), "secondary", "text3")
            field = self._field(key)
            field.setAccessibleName(field_label(key, self._labels))
            label.setBuddy(field)
            label.setMinimumWidth(s.gap_bar - s.xl)
            refusal = Label(self._theme, face="secondary", colour="hot.text", wrap=True)
            refusal.hide()
            self.fields[key], self.refusals[key] = field, refusal
            grid.addWidget(
                label, 2 * at, 0, Qt.AlignmentFlag.AlignTop if key == "notes" else Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(field, 2 * at, 1)
            grid.addWidget(refusal, 2 * at + 1, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)

    def _field(self, key: str) -> QWidget:
        kind = self._types.get(key) or (FIELD_BY_KEY[key].type if key in FIELD_BY_KEY else FactType.TEXT)
        if key == "notes":
            notes = NotesField()
            notes.left.connect(lambda text: self._save_notes(key, notes, text))
            return notes
        if kind is FactType.YES_NO:
            box = QCheckBox()
            box.clicked.connect(lambda on: self._save(key, on))
            return box
        if key == "stage" or key in self._choices:
            return self._combo(key)
        line = FieldLine()
        line.left.connect(lambda text: self._save_line(key, line, text))
        if kind is FactType.DATE:
            line.setPlaceholderText(self.tr("like 2026-11-21"))
        elif kind is FactType.TAGS:
            line.setPlaceholderText(self.tr("with commas between them"))
        return line

    def _combo(self, key: str) -> QComboBox:
        combo = QComboBox()
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if key == "stage":
            items = list(self._stages.items())
        else:
            labels = {"won": self.tr("won"), "lost": self.tr("lost")}
            items = [("", self.tr("not known")), *((c, labels.get(c, c)) for c in self._choices[key])]
        for value, label in items:
            combo.addItem(label, value)
        combo.activated.connect(lambda _at: self._save(key, combo.currentData()))
        return combo

    def show_phones(self, read_as: Callable[[str], str]) -> None:
        """Say how telephone numbers are written while nobody edits them."""
        for key in ("phone", "mobile"):
            line = self.fields[key]
            if isinstance(line, FieldLine):
                line.read_as = read_as

    def show_lead(self, lead: Lead) -> None:
        """Show a lead's fields."""
        other = self._lead is None or self._lead.id != lead.id
        if other:
            self._leave()
        self._lead = lead
        for key, field in self.fields.items():
            text = value_as_text(lead, key)
            if isinstance(field, NotesField):
                field.show_value(text, lead.id)
            elif isinstance(field, FieldLine):
                field.show_value(text)
            elif isinstance(field, QCheckBox):
                field.setChecked(text == "yes")
            elif isinstance(field, QComboBox):
                if field.findData(text) < 0 and text:
                    field.addItem(text, text)
                field.setCurrentIndex(field.findData(text))
            if other:
                self._say(key, "")

    def _leave(self) -> None:
        """Another lead is about to be shown: what was typed is saved on the one before."""
        focused = self.focusWidget()
        if isinstance(focused, FieldLine | NotesField) and self._lead is not None:
            focused.take()
            focused.setModified(False)

    def keep_notes(self, keeper: HalfTypedKeeper) -> None:
        """Keep on disk what is typed into the notes, until it is saved."""
        notes = self.fields["notes"]
        assert isinstance(notes, NotesField)
        notes.kept = KeptText(keeper, notes)

    def _save_notes(self, key: str, notes: NotesField, text: str) -> None:
        if self._save(key, text):
            notes.accepted(text)

    def _save_line(self, key: str, line: FieldLine, text: str) -> None:
        if self._save(key, text):
            line.accepted(text)

    def _save(self, key: str, value: FieldValue) -> bool:
        if self._lead is None or value == value_as_text(self._lead, key):
            self._say(key, "")
            return True
        reason = self._judge(key, value)
        self._say(key, reason)
        return not reason

    def _say(self, key: str, reason: str) -> None:
        self.refusals[key].setText(reason)
        self.refusals[key].setVisible(bool(reason))
