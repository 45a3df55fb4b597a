"""The small sheet for a group: its name and between which points its criteria may add up."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from leadqual_gui.domain.matrix import Group
from leadqual_gui.domain.matrix_edits import PutGroup
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.clipboard import plain_points
from leadqual_gui.ui.matrix.grid.points import tenths_of
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Label


class GroupCap(Popup):
    """Enter keeps it, Esc leaves it; what is typed is tried at once."""

    def __init__(self, theme: Theme, group: Group, session: MatrixSession, parent: QWidget) -> None:
        super().__init__(theme, tr("Group {name}").format(name=session.terms.text(group.label)), parent)
        self._group, self._session, self._kept = group, session, False
        self.setFixedWidth(theme.look.s.search_field)
        self.name = self._line(tr("Name"), session.terms.text(group.label))
        self.most = self._line(tr("At most"), "" if group.maximum is None else plain_points(group.maximum))
        self.least = self._line(tr("At least"), "" if group.minimum is None else plain_points(group.minimum))
        form = QFormLayout()
        for line in (self.name, self.most, self.least):
            form.addRow(Label(theme, line.accessibleName(), "body", "text2"), line)
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        self.column.addLayout(form)
        self.column.addWidget(self.trouble)
        self.column.addWidget(Label(theme, tr("Empty: no cap. Enter keeps it, Esc leaves it"), "secondary", "text3"))

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.textEdited.connect(self._try)
        return line

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.most.setFocus()
        self.most.selectAll()

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
        label = self._group.label if name == self._session.terms.text(self._group.label) else Text(name)
        return replace(self._group, label=label, maximum=most, minimum=least)

    def _try(self) -> None:
        made = self._made()
        self.trouble.setVisible(isinstance(made, str))
        if isinstance(made, str):
            self.trouble.setText(made)
        else:
            self._session.try_(PutGroup(made))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        made = self._made()
        if isinstance(made, Group):
            self._kept = True
            self._session.apply(PutGroup(made), Said("matrix_cap", {"name": self._session.terms.text(made.label)}))
            self.close()

    def closeEvent(self, event: object) -> None:
        if not self._kept:
            self._session.drop_tried()
        super().closeEvent(event)  # type: ignore[arg-type]
