"""Below the call list: alerts and promises side by side, a few rows of each, the others by scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.services.today_values import AlertRow, FollowUpRow
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.today.lists import AlertList, AlertSource, MakeGround, PromiseList, PromiseSource, WorkList
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.themed import Label, Line, margins

MOST_ROWS = 3
"""So many alerts and promises are seen at once; the others by scrolling."""


class BelowTheList(QWidget):
    """What changed, and what was promised; each says so where there is nothing."""

    def __init__(self, theme: Theme, ground: MakeGround) -> None:
        super().__init__()
        self._theme, self._ground = theme, ground
        self._sections: list[QWidget] = []
        self.alert_head = SectionHead(theme, self.tr("Alerts"))
        self.alerts = AlertList(theme, self.tr("Alerts"), ground)
        self.promise_head = SectionHead(theme, self.tr("Follow-ups due"))
        self.promises = PromiseList(theme, self.tr("Follow-ups due"), ground)
        self.no_alerts = Label(
            theme, self.tr("Nothing has changed that you should know."), "secondary", "text3", wrap=True
        )
        self.no_promises = Label(theme, self.tr("Nothing is promised for today."), "secondary", "text3", wrap=True)
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        row.addWidget(self._section(self.alert_head, self.alerts, self.no_alerts), 54)
        row.addWidget(Line(theme, upright=True))
        row.addWidget(self._section(self.promise_head, self.promises, self.no_promises), 46)

    def _section(self, head: SectionHead, shown: WorkList, nothing: Label) -> QWidget:
        s = self._theme.look.s
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = margins(QVBoxLayout(holder), 0, 0, 0, 0, 0)
        for part in (head, Line(self._theme), shown):
            column.addWidget(part)
        around = margins(QVBoxLayout(), s.l, s.m, s.l, s.m, 0)
        around.addWidget(nothing, 0, Qt.AlignmentFlag.AlignTop)
        around.addStretch(1)
        column.addLayout(around)
        self._sections.append(holder)
        return holder

    def fit(self) -> None:
        """Be as high as its rows in this size of text."""
        height = MOST_ROWS * self.alerts.row_height()
        self.alerts.setFixedHeight(height)
        self.promises.setFixedHeight(height)
        for section in self._sections:
            section.setFixedHeight(height + self.alert_head.sizeHint().height() + 1)

    def show_alerts(self, found: Sequence[AlertRow]) -> None:
        """Show these alerts."""
        self.alerts.show_rows(AlertSource(found, self._ground))
        self.alerts.setVisible(bool(found))
        self.no_alerts.setVisible(not found)
        self.alert_head.set_words(self.tr("Alerts"), wording.alerts_fact(found))

    def show_promises(self, found: Sequence[FollowUpRow]) -> None:
        """Show these promises."""
        self.promises.show_rows(PromiseSource(found, self._ground))
        self.promises.setVisible(bool(found))
        self.no_promises.setVisible(not found)
        late = sum(row.late_days > 0 for row in found)
        fact = number(len(found)) if found else ""
        if late:
            fact = self.tr("{count}, {late} late").format(count=fact, late=number(late))
        self.promise_head.set_words(self.tr("Follow-ups due"), fact)
