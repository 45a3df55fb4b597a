"""What is doubtful about one criterion, sentence by sentence, with what would mend it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, Pill
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.themed import Label


class Warnings(Popup):
    """Shown beside the row."""

    def __init__(self, theme: Theme, row: CriterionRow, session: MatrixSession, parent: QWidget) -> None:
        super().__init__(theme, tr("Warnings of {name}").format(name=row.label), parent)
        self._row, self._session = row, session
        self.setFixedWidth(theme.look.s.inspector_matrix)
        for pill in row.insight.pills:
            self.column.addWidget(Label(theme, pill.words, "body_strong", "hot.text" if pill.grave else "warm.text"))
            self.column.addWidget(Label(theme, pill.about, "body", "text2", wrap=True))
            if pill.fix:
                self.column.addWidget(self._button(pill))

    def _button(self, pill: Pill) -> Button:
        button = Button(self.theme, tr("Mend it"), icon="check")
        button.clicked.connect(lambda: self._mend(pill))
        return button

    def _mend(self, pill: Pill) -> None:
        self.close()
        if pill.fix:
            self._session.apply(pill.fix, Said("matrix_fixed", {"name": self._row.label}))
