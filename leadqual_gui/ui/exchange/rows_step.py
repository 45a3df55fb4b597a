"""What would happen to each row, before anything is written: chips choose a sort of rows, a field searches in them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.services.importing import Fate
from leadqual_gui.ui.exchange.about import Foretold
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.fates import FateSource, NameOf, chosen_rows, fate_words, list_of
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Chip, Height, Kind
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, margins

ORDER = (Fate.NEW, Fate.UPDATES, Fate.DUPLICATE, Fate.UNCHANGED, Fate.REJECTED)
SOON_MS = 150


class RowsStep(Surface):
    """All rows with their fates. `columns_asked()` by the link to what was left out."""

    columns_asked = Signal()

    def __init__(self, theme: Theme, name_of: NameOf, custom: dict[str, str]) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self._name_of, self._custom = name_of, custom
        self._told: Foretold | None = None
        self._wanted: tuple[Fate, ...] = ()
        self.chips: dict[Fate | None, Chip] = {}
        self.alike = Chip(theme, "")
        self.alike.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a row by name, number or reason"))
        self.search.setAccessibleName(self.tr("Find a row by name, number or reason"))
        self.search.setClearButtonEnabled(True)
        self.list = list_of(theme)
        self.nothing = Label(theme, "", "body", "text2", wrap=True)
        self.left_out = ElidedLabel(theme, "", "secondary", "text2")
        self.look = Button(theme, self.tr("Look at the columns"), Kind.QUIET, height=Height.SMALL)
        self.look.clicked.connect(self.columns_asked)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self._lay_out()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        group = QButtonGroup(self)
        holder = QWidget()
        flow = Flow(holder, s.s)
        for fate in (None, *ORDER):
            chip = Chip(self.theme, words("All") if fate is None else fate_words(fate), on=fate is None)
            chip.clicked.connect(lambda _on=False, f=fate: self.show_only(f))
            group.addButton(chip)
            self.chips[fate] = chip
            flow.addWidget(chip)
        self.alike.clicked.connect(lambda _on=False: self._filter())
        group.addButton(self.alike)
        flow.addWidget(self.alike)
        head = margins(QHBoxLayout(), s.xl - s.xs, s.s, s.xl - s.xs, s.s, s.m)
        head.addWidget(holder, 1)
        head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.search.setFixedWidth(s.search_field - s.xl)
        self._left = QWidget()
        left = margins(QHBoxLayout(self._left), s.xl - s.xs, 0, s.xl - s.xs, s.xs, s.m)
        left.addWidget(self.left_out, 1)
        left.addWidget(self.look)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._left)
        column.addWidget(Line(self.theme))
        self.nothing.setContentsMargins(s.xl - s.xs, s.l, s.xl - s.xs, s.l)
        self._room = QWidget()
        margins(QVBoxLayout(self._room), 0, 0, 0, 0, 0).addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._room, 1)
        column.addWidget(self.list, 1)

    def wait(self) -> None:
        """Nothing is known yet."""
        self._told = None
        self.nothing.setText(self.tr("What becomes of each row is being worked out. Nothing is written meanwhile."))
        self._room.show()
        self.list.hide()

    def say_left_out(self, headers: tuple[str, ...]) -> None:
        """Name the columns that are not imported."""
        count = self.tr("%Ln column(s) left out", "", len(headers))
        self.left_out.set_words(f"{count}: {', '.join(headers)}" if headers else "")
        self._left.setVisible(bool(headers))

    def show_fates(self, told: Foretold) -> None:
        """Show what would become of each row."""
        self._told = told
        self.alike.hide()
        counts = told.fates.counts
        for fate, chip in self.chips.items():
            count = told.read if fate is None else counts[fate]
            name = words("All") if fate is None else fate_words(fate)
            chip.setText(f"{name} {number(count)}")
            chip.setAccessibleName(chip.text())
            chip.setEnabled(count > 0 or fate is None)
            chip.updateGeometry()
        if self._wanted and not any(counts[fate] for fate in self._wanted):
            self.show_only(None)
        else:
            self._filter()

    def show_only(self, fate: Fate | None) -> None:
        """Show rows of one fate only (None: all)."""
        self._wanted = () if fate is None else (fate,)
        self.chips[fate].setChecked(True)
        self._filter()

    def show_alike(self, count: int) -> None:
        """So many new rows are probably leads that are there."""
        self.alike.setText(self.tr("Probably there {count}").format(count=number(count)))
        self.alike.setAccessibleName(self.alike.text())
        self.alike.setToolTip(self.tr("They are imported as new leads. Merge them afterwards under Data"))
        self.alike.updateGeometry()
        self.alike.show()
        self._filter()

    def _filter(self) -> None:
        told = self._told
        if told is None:
            return
        chosen = self._wanted or tuple(Fate)
        rows = chosen_rows(told.fates, chosen, self.search.text(), self.alike.isChecked())
        self.list.show_rows(FateSource(told.fates, rows, self._name_of, self._custom))
        self.list.setVisible(bool(len(rows)))
        self._room.setVisible(not len(rows))
        if not told.read:
            self.nothing.setText(self.tr("The file has no row below its headers. Is the header right?"))
        elif not len(rows):
            self.nothing.setText(self.tr("No row is like this. Choose “All”, or search for something else."))
