"""How a lead of the call list was ranked: each part of the sum on a line, in a sheet beside its row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from leadqual_gui.services.today_values import TodayRow
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.widgets.themed import Label


class RankSheet(Popup):
    """Shows it; Esc or a click elsewhere goes back to the list. A screen reader hears all of it at once."""

    def __init__(self, theme: Theme, row: TodayRow, parent: QWidget) -> None:
        title = self.tr("How {name} was ranked").format(name=row.row.name)
        super().__init__(theme, title, parent)
        self.setAccessibleDescription(wording.rank_words(row))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.addWidget(Label(theme, title, "body_strong", wrap=True))
        self.column.addWidget(Label(theme, wording.rank_rule(), "secondary", "text2", wrap=True))
        lines, grid = wording.rank_lines(row), QGridLayout()
        grid.setHorizontalSpacing(theme.look.s.l)
        grid.setVerticalSpacing(theme.look.s.xs)
        for at, (what, sum_up) in enumerate(lines):
            sum_label = Label(theme, sum_up, "body_strong" if at == len(lines) - 1 else "body")
            sum_label.put_at_end()
            grid.addWidget(Label(theme, what, colour="text2"), at, 0)
            grid.addWidget(sum_label, at, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.setMinimumWidth(theme.look.s.search_field)
