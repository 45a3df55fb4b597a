"""The sheet in which one example is edited: name, expected tier, facts, answers, what happened, who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.facts import STAKEHOLDER_ROLES, FactType
from leadqual_gui.domain.matrix import Scenario, ScenarioActivity
from leadqual_gui.domain.matrix_edits import AddScenario, MatrixEdit, RemoveScenario, ReplaceScenario
from leadqual_gui.domain.rules import fact_types
from leadqual_gui.domain.text import Text
from leadqual_gui.services.half_typed import SCENARIO, TypingPlace
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.half_typed import KeptSheet
from leadqual_gui.ui.leads.panel.doings import reason_against
from leadqual_gui.ui.matrix.other.yaml_sheet import going_on
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import Terms, scalar, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_numbers import as_typed, typed_number
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton, Kind, primary_button
from leadqual_gui.ui.widgets.themed import Label, Surface, margins, paint_ground

MOST_DAYS, MOST_PEOPLE = 36_500, 1000
NEW = Scenario(Text(""), "")


class PairRow(QWidget):
    """A choice, a text, and a cross: one fact, answer or activity."""

    def __init__(self, theme: Theme, choices: Sequence[tuple[str, str]], chosen: str, text: str, hint: str) -> None:
        super().__init__()
        self.key = QComboBox()
        self.key.setAccessibleName(tr("What"))
        self.key.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.key.setMinimumContentsLength(8)
        for value, label in choices:
            self.key.addItem(label, value)
        if chosen and self.key.findData(chosen) < 0:
            self.key.addItem(chosen, chosen)
        self.key.setCurrentIndex(max(0, self.key.findData(chosen)))
        self.text = QLineEdit(text)
        self.text.setAccessibleName(hint)
        self.text.setPlaceholderText(hint)
        self.remove = IconButton(theme, "x", tr("Remove"))
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 4)
        row.addWidget(self.key, 3)
        row.addWidget(self.text, 2)
        row.addWidget(self.remove)

    def pair(self) -> tuple[str, str]:
        """What is chosen, and what is written beside it."""
        return str(self.key.currentData()), self.text.text().strip()


class Pairs(QWidget):
    """Rows of pairs under a heading, with a button for one more. `changed()` when something else is written."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str, choices: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__()
        self._theme, self._choices, self._hint = theme, choices, hint
        self.rows: list[PairRow] = []
        self.more = Button(theme, tr("Add"), Kind.QUIET, "plus", height=Height.SMALL)
        self.more.setAccessibleName(f"{tr('Add')}: {title}")
        self.more.clicked.connect(lambda: self.add("", ""))
        head = margins(QHBoxLayout(), 0, 0, 0, 0, 4)
        head.addWidget(Label(theme, title, "secondary_strong", "text2"), 1)
        head.addWidget(self.more)
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 4)
        self._column.addLayout(head)

    def add(self, chosen: str, text: str) -> PairRow:
        """One more row."""
        row = PairRow(self._theme, self._choices, chosen, text, self._hint)
        row.remove.clicked.connect(lambda: self._drop(row))
        row.key.currentIndexChanged.connect(self.changed)
        row.text.textChanged.connect(self.changed)
        self.rows.append(row)
        self._column.addWidget(row)
        self.changed.emit()
        return row

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these instead."""
        for row in tuple(self.rows):
            self._drop(row)
        for chosen, text in pairs:
            self.add(chosen, text)

    def _drop(self, row: PairRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.changed.emit()

    def pairs(self) -> list[tuple[str, str]]:
        """What is written."""
        return [row.pair() for row in self.rows]


class ScenarioSheet(Popup):
    """ "Keep" or Ctrl+Enter makes it one step of the draft; Esc leaves everything as it was.

    What is written is kept on disk until then, with the example of that name.
    """

    def __init__(self, theme: Theme, session: MatrixSession, index: int, parent: QWidget) -> None:
        super().__init__(theme, tr("Scenario"), parent)
        self._session, self._index = session, index
        self._scenario = session.matrix.scenarios[index] if index >= 0 else NEW
        self._types = fact_types(session.workspace.rules.fields)
        self.name = QLineEdit(session.terms.text(self._scenario.name))
        self.name.setAccessibleName(tr("Name"))
        self.expect = QComboBox()
        self.expect.setAccessibleName(tr("Expected tier"))
        for tier in session.matrix.tiers:
            self.expect.addItem(tier.label.of(session.language) or tier.id.capitalize(), tier.id)
        self.expect.setCurrentIndex(max(0, self.expect.findData(self._scenario.expect)))
        self.facts = Pairs(theme, tr("What is known"), self._fact_choices(), tr("value"))
        self.answers = Pairs(theme, tr("Answers"), self._answer_choices(), tr("level 0 to 3"))
        self.happened = Pairs(theme, tr("What happened"), self._kind_choices(), tr("days ago"))
        self.people = Pairs(theme, tr("Who takes part"), self._role_choices(), tr("how many"))
        self.created = QLineEdit(as_typed(self._scenario.created_days_ago))
        self.created.setAccessibleName(tr("Known for, days"))
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        self._fill()
        self._build()
        self._kept = KeptSheet(session.bridge.typed, self._written, self)
        self._go_on()

    def _fact_choices(self) -> list[tuple[str, str]]:
        terms = self._session.terms
        asked = [fact for fact in self._types if not fact.startswith(("answer.", "stakeholders."))]
        return sorted(((fact, terms.fact(fact)) for fact in asked), key=lambda pair: pair[1].casefold())

    def _answer_choices(self) -> list[tuple[str, str]]:
        terms = self._session.terms
        return [(key, terms.fact(f"answer.{key}")) for key in terms.elements]

    def _kind_choices(self) -> list[tuple[str, str]]:
        return list(self._session.terms.kinds.items())

    def _role_choices(self) -> list[tuple[str, str]]:
        terms = self._session.terms
        return [(role, terms.fact(f"stakeholders.{role}")) for role in STAKEHOLDER_ROLES]

    def _fill(self) -> None:
        scenario = self._scenario
        for fact, value in scenario.facts.items():
            self.facts.add(fact, scalar(value) if not isinstance(value, tuple | list) else ", ".join(map(str, value)))
        for key, level in scenario.answers.items():
            self.answers.add(key, str(level))
        for activity in scenario.activities:
            for _ in range(activity.count):
                self.happened.add(activity.kind, as_typed(activity.days_ago))
        for role, count in scenario.stakeholders.items():
            self.people.add(role, str(count))

    def _build(self) -> None:
        s = self.theme.look.s
        form = QFormLayout()
        form.addRow(Label(self.theme, tr("Name"), colour="text2"), self.name)
        form.addRow(Label(self.theme, tr("Expected"), colour="text2"), self.expect)
        form.addRow(Label(self.theme, tr("Known for, days"), colour="text2"), self.created)
        inside = Surface(self.theme, "raised")
        inner = margins(QVBoxLayout(inside), 0, 0, s.s, 0, s.s)
        for part in (self.facts, self.answers, self.happened, self.people):
            inner.addWidget(part)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        paint_ground(area.viewport(), self.theme.look.c.raised)
        area.setWidget(inside)
        self.column.addLayout(form)
        self.column.addWidget(area, 1)
        self.column.addWidget(self.trouble)
        self.column.addLayout(self._buttons())
        self.setFixedSize(s.inspector_matrix + s.xl, 18 * s.button)

    def _buttons(self) -> QHBoxLayout:
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 8)
        if self._index >= 0:
            delete = Button(self.theme, tr("Delete"), icon="trash-2")
            delete.clicked.connect(self._delete)
            row.addWidget(delete)
        row.addStretch(1)
        keep = primary_button(self.theme, tr("Keep"))
        keep.setToolTip(tr("Keep (Ctrl+Enter)"))
        keep.clicked.connect(self.keep)
        row.addWidget(keep)
        return row

    # --- what is typed and not kept yet ------------------------------------------------------------------------------
    def _parts(self) -> dict[str, Pairs]:
        return {"facts": self.facts, "answers": self.answers, "happened": self.happened, "people": self.people}

    def _go_on(self) -> None:
        """Fill in what was typed earlier, and keep what is typed now."""
        typed, places = self._session.bridge.typed, _places(self._session.matrix.scenarios, self._session.terms)
        typed.tidy(places[-1], places)
        if found := self._kept.turn_to(TypingPlace(places[self._index])):
            self._fill_in(found)
            self.trouble.setText(going_on())
            self.trouble.show()
        for line in (self.name, self.created):
            line.textChanged.connect(self._kept.keep)
        self.expect.currentIndexChanged.connect(self._kept.keep)
        for pairs in self._parts().values():
            pairs.changed.connect(self._kept.keep)

    def _written(self) -> str:
        """Everything in the sheet, a line each."""
        told = [f"name: {self.name.text()}", f"created: {self.created.text()}", f"expect: {self.expect.currentData()}"]
        for part, pairs in self._parts().items():
            told += [f"{part}: {key}: {text}" for key, text in (row.pair() for row in pairs.rows)]
        return "\n".join(" ".join(line.splitlines()) for line in told)

    def _fill_in(self, written: str) -> None:
        found: dict[str, list[str]] = {}
        for line in written.split("\n"):
            what, _, text = line.partition(": ")
            found.setdefault(what, []).append(text)
        self.name.setText(found.get("name", [""])[0])
        self.created.setText(found.get("created", [""])[0])
        self.expect.setCurrentIndex(max(0, self.expect.findData(found.get("expect", [""])[0])))
        for part, pairs in self._parts().items():
            told = (line.partition(": ") for line in found.get(part, ()))
            pairs.show_pairs([(key, text) for key, _, text in told])

    # --- keeping -----------------------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Make it a step, or say what is wrong."""
        made = self._made()
        if isinstance(made, str):
            self.trouble.setText(made)
            self.trouble.show()
            return
        edit: MatrixEdit = ReplaceScenario(self._index, made) if self._index >= 0 else AddScenario(made)
        if self._session.apply(edit, Said("matrix_scenario", {"name": str(made.name)})):
            self.finish()
            self.close()
        else:
            self.trouble.setText(reason_against(None))
            self.trouble.show()

    def finish(self) -> None:
        """What is written was taken, or given up."""
        self._kept.finish()

    def _delete(self) -> None:
        said = Said("matrix_scenario_removed", {"name": self._session.terms.text(self._scenario.name)})
        self._session.apply(RemoveScenario(self._index), said)
        self.finish()
        self.close()

    def _made(self) -> Scenario | str:
        name = self.name.text().strip()
        if not name:
            return tr("A scenario needs a name")
        facts = {}
        for fact, text in self.facts.pairs():
            value = self._value(fact, text)
            if value is None:
                return tr("“{text}” is no value of {fact}").format(text=text, fact=self._session.terms.fact(fact))
            facts[fact] = value
        answers = {}
        for key, text in self.answers.pairs():
            if text not in ("0", "1", "2", "3"):
                return tr("A level is 0, 1, 2 or 3, and “{text}” is none of them").format(text=text)
            answers[key] = int(text)
        activities, people, created = self._activities(), self._people(), _days(self.created.text())
        if isinstance(activities, str):
            return activities
        if isinstance(people, str):
            return people
        if created is None:
            return no_days(self.created.text())
        old = self._scenario
        label = old.name if self._session.terms.text(old.name) == name else Text(name)
        return Scenario(
            label, str(self.expect.currentData()), MappingProxyType(facts), MappingProxyType(answers), activities,
            MappingProxyType(people), created,
        )  # fmt: skip

    def _activities(self) -> tuple[ScenarioActivity, ...] | str:
        topics = {(a.kind, as_typed(a.days_ago)): a.topic for a in self._scenario.activities}
        found: dict[tuple[str, str], int] = {}
        for kind, text in self.happened.pairs():
            days = _days(text)
            if days is None:
                return no_days(text)
            one = kind, as_typed(days)
            found[one] = found.get(one, 0) + 1
        return tuple(
            ScenarioActivity(kind, float(days), topics.get((kind, days)), count)
            for (kind, days), count in found.items()
        )

    def _people(self) -> dict[str, int] | str:
        found: dict[str, int] = {}
        for role, text in self.people.pairs():
            if not (text.isdecimal() and int(text) <= MOST_PEOPLE):
                return tr("“{text}” is no number of people. Write it like 2").format(text=text)
            found[role] = found.get(role, 0) + int(text)
        return found

    def _value(self, fact: str, text: str) -> object | None:
        old = self._scenario.facts.get(fact)
        if old is not None and not isinstance(old, tuple | list) and scalar(old) == text:
            return old
        match self._types.get(fact):
            case FactType.NUMBER:
                try:
                    value = typed_number(text)
                except ValueError:
                    return None
                return int(value) if value.is_integer() else value
            case FactType.YES_NO:
                words = {"yes": True, "no": False, tr("yes"): True, tr("no"): False}
                return words.get(text.casefold())
            case FactType.TAGS:
                return tuple(part.strip() for part in text.split(",") if part.strip()) or None
        return text or None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.name.hasFocus()):
            self.keep()
            return
        super().keyPressEvent(event)


def _places(scenarios: Sequence[Scenario], terms: Terms) -> tuple[str, ...]:
    """What the sheets of these are called where half-typed texts are kept, and last that of a new one.

    They go by name, since others move up when one is deleted; of those of one name, by their order.
    """
    names = [terms.text(one.name) for one in scenarios]
    told = (f"{name} ({names[:at].count(name) + 1})" for at, name in enumerate(names))
    return (*(f"{SCENARIO} matrix.yaml:{name}" for name in told), f"{SCENARIO} matrix.yaml:")


def _days(text: str) -> float | None:
    """A typed number of days; None if it is none."""
    try:
        days = typed_number(text)
    except ValueError:
        return None
    return days if 0 <= days <= MOST_DAYS else None


def no_days(text: str) -> str:
    """Why a text is no number of days."""
    return tr("“{text}” is no number of days. Write it like 14").format(text=text)
