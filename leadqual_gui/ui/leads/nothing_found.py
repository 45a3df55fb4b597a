"""What the list says when it holds no lead: why, and what brings them back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.themed import Label, margins


class NothingFound(QWidget):
    """An empty list. `clear_asked()` when search and filters shall go."""

    clear_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Label(theme, face="title")
        self._reason = Label(theme, colour="text2", wrap=True)
        self._reason.put_in_middle()
        self.clear = Button(theme, self.tr("Show all leads"))
        self.clear.setToolTip(self.tr("Take search and filters away (Esc in the search field clears the search)"))
        self.clear.clicked.connect(self.clear_asked)
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.xl, s.xl, s.xl, s.xl, s.s)
        column.addStretch(2)
        column.addWidget(self._head, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._reason)
        column.addSpacing(s.s)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def wait_for(self, words: str) -> None:
        """Say what is on its way."""
        self._head.setText(words)
        self._reason.clear()
        self.clear.hide()

    def explain(self, sought: str, filtered: bool) -> None:
        """Say why nothing is here."""
        self.clear.show()
        if sought:
            self._head.setText(self.tr("No lead matches “{text}”").format(text=sought))
            reason = self.tr("Words are found from their beginning, in names, companies, e-mail, phone and notes.")
            more = self.tr("Filters are on as well.") if filtered else ""
            self._reason.setText(f"{reason} {more}".strip())
        else:
            self._head.setText(self.tr("No lead is in this view"))
            self._reason.setText(self.tr("Take a filter away, or choose another view above."))
