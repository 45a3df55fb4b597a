"""The small sheet for a group: its name and between which points its criteria may add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from leadqual_gui.domain.matrix import Group
from leadqual_gui.domain.matrix_edits import MatrixEdit, MoveCriterion, PutGroup
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.clipboard import plain_points
from leadqual_gui.ui.matrix.grid.points import POINT, tenths_of
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import IconButton, primary_button
from leadqual_gui.ui.widgets.themed import Label, margins

FIRST_CAP = 20 * POINT


class CapLine(QWidget):
    """A cap to type into or to step with the mouse; empty is no cap. `edited()`; `begins` is where the first step
    from no cap leads."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str, tenths: int | None, begins: int) -> None:
        super().__init__()
        self._begins = begins
        self.line = QLineEdit("" if tenths is None else plain_points(tenths))
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(tr("no cap"))
        self.line.textEdited.connect(self.edited)
        self.less = IconButton(theme, "minus", tr("{name}: one point less").format(name=name))
        self.more = IconButton(theme, "plus", tr("{name}: one point more").format(name=name))
        self.none = IconButton(theme, "x", tr("{name}: no cap").format(name=name))
        self.less.clicked.connect(lambda: self.step(-POINT))
        self.more.clicked.connect(lambda: self.step(POINT))
        self.none.clicked.connect(lambda: self._write(""))
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, theme.look.s.xs)
        row.addWidget(self.line, 1)
        for button in (self.less, self.more, self.none):
            button.setAutoRepeat(button is not self.none)
            row.addWidget(button)

    def step(self, tenths: int) -> None:
        """So many tenths further."""
        now = tenths_of(self.line.text())
        self._write(plain_points(self._begins if now is None else now + tenths))

    def _write(self, text: str) -> None:
        self.line.setText(text)
        self.edited.emit()

    def text(self) -> str:
        """What is typed."""
        return self.line.text().strip()


class GroupCap(Popup):
    """ "Keep" or Enter keeps it, Esc leaves it; what is typed or stepped is tried at once.

    `members`: criteria that are not in a group yet and are to be put into this one, which is new then.
    """

    def __init__(
        self, theme: Theme, group: Group, session: MatrixSession, parent: QWidget, members: Sequence[str] = ()
    ) -> None:
        super().__init__(theme, tr("Group {name}").format(name=session.terms.text(group.label)), parent)
        self._group, self._session, self._members, self._kept = group, session, tuple(members), False
        self.setFixedWidth(theme.look.s.search_field)
        self.name = QLineEdit(session.terms.text(group.label))
        self.name.setAccessibleName(tr("Name"))
        self.name.textEdited.connect(self._try)
        self.most_line = CapLine(theme, tr("At most"), group.maximum, FIRST_CAP)
        self.least_line = CapLine(theme, tr("At least"), group.minimum, -FIRST_CAP)
        self.most, self.least = self.most_line.line, self.least_line.line
        form = QFormLayout()
        form.addRow(Label(theme, tr("Name"), "body", "text2"), self.name)
        for part in (self.most_line, self.least_line):
            part.edited.connect(self._try)
            form.addRow(Label(theme, part.line.accessibleName(), "body", "text2"), part)
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        if members:
            self.column.addWidget(Label(theme, tr("Put these criteria into a group"), "body_strong"))
        self.column.addLayout(form)
        self.column.addWidget(self.trouble)
        self.column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = margins(QHBoxLayout(), 0, 0, 0, 0, self.theme.look.s.s)
        row.addWidget(Label(self.theme, tr("Esc leaves it"), "secondary", "text3"), 1)
        self.keep_button = primary_button(self.theme, tr("Keep"))
        self.keep_button.setToolTip(tr("Keep (Enter)"))
        self.keep_button.clicked.connect(self.keep)
        row.addWidget(self.keep_button)
        return row

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        first = self.name if self._members else self.most
        first.setFocus()
        first.selectAll()

    def _made(self) -> Group | str:
        """The group as it is typed, or what is wrong with it."""
        found: list[int | None] = []
        for line in (self.most, self.least):
            tenths = tenths_of(line.text()) if line.text().strip() else None
            if line.text().strip() and tenths is None:
                return tr("Points are a number such as 12 or −4.5, and “{text}” is none").format(text=line.text())
            found.append(tenths)
        most, least = found
        if most is not None and least is not None and least > most:
            return tr("The least is more than the most. Exchange them")
        name = self.name.text().strip()
        if not name:
            return tr("A group needs a name")
        label = self._group.label if name == self._session.terms.text(self._group.label) else Text(name)
        return replace(self._group, label=label, maximum=most, minimum=least)

    def _edits(self, group: Group) -> list[MatrixEdit]:
        places = {criterion.id: at for at, criterion in enumerate(self._session.matrix.criteria)}
        return [PutGroup(group), *(MoveCriterion(name, places[name], group.id) for name in self._members)]

    def _try(self) -> None:
        made = self._made()
        self.trouble.setVisible(isinstance(made, str))
        if isinstance(made, str):
            self.trouble.setText(made)
        else:
            self._session.try_(self._edits(made))

    def keep(self) -> None:
        """Make it one step, unless something is wrong."""
        made = self._made()
        if isinstance(made, str):
            self.trouble.setText(made)
            self.trouble.show()
            return
        self._kept = True
        name = self._session.terms.text(made.label)
        self._session.apply(self._edits(made), Said("matrix_cap", {"name": name}))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        if not self._kept:
            self._session.drop_tried()
        super().closeEvent(event)  # type: ignore[arg-type]
