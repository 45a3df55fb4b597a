"""Versions on the left, what is different between two of them on the right; and the way back to one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.half_typed import ROLLED_BACK, TypingPlace
from leadqual_gui.ui.matrix.history.comparing import Compared, compare
from leadqual_gui.ui.matrix.history.differences import DifferenceModel, differences, plain_differences
from leadqual_gui.ui.matrix.history.versions import DRAFT, VersionRow, VersionRows, version_rows
from leadqual_gui.ui.matrix.publishing import Reason
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.tasks import Lane, while_there
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.services.rule_editing.ports import RuleVersion


class RoomyRows(QStyledItemDelegate):
    """Rows with air around their words, and a line below each."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, self._theme.look.s.m)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.look.c.line)


class HistoryPane(Surface):
    """Takes the place of the grid. `closed()` when the user goes back to it."""

    closed = Signal()

    def __init__(self, theme: Theme, session: MatrixSession) -> None:
        super().__init__(theme, "base")
        self._theme, self._session = theme, session
        self._history: tuple[RuleVersion, ...] = ()
        self._wanted, self._reason = (0, 0), Reason()
        self.versions = VersionRows(theme)
        self.against = QComboBox()
        self.against.setAccessibleName(tr("Compare with"))
        self._beside = Label(theme, tr("compared with"), "secondary", "text2")
        self.only = Label(theme, face="secondary", colour="text2", wrap=True)
        self.only.setText(
            tr("There is one version so far. Each time you publish, one is added: to compare, or to go back.")
        )
        self.table = QTableView()
        self.model = DifferenceModel(self)
        self.title = Label(theme, face="body_strong")
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        self.back = Button(theme, tr("Back to the grid"), Kind.QUIET, "arrow-left")
        self.roll = Button(theme, tr("Go back to this version"), icon="history")
        self._build()
        self._connect()

    def _build(self) -> None:
        s = self._theme.look.s
        head = margins(QHBoxLayout(), s.s, s.s, s.l, s.s, s.s)
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.roll)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        list_side = Surface(self._theme, "base")
        column = margins(QVBoxLayout(list_side), 0, 0, 0, 0, 0)
        column.addWidget(self.versions)
        column.addStretch(1)
        area.setWidget(list_side)
        area.setFixedWidth(s.inspector_least)
        right = margins(QVBoxLayout(), s.l, s.s, s.l, s.s, s.s)
        choose = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        choose.addWidget(self.title, 1)
        choose.addWidget(self._beside)
        choose.addWidget(self.against)
        right.addLayout(choose)
        right.addWidget(self.trouble)
        right.addWidget(self.only)
        right.addWidget(self.table, 1)
        right.addStretch()
        both = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        both.addWidget(area)
        both.addWidget(Line(self._theme, upright=True))
        both.addLayout(right, 1)
        outer = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        outer.addLayout(head)
        outer.addWidget(Line(self._theme))
        outer.addLayout(both, 1)
        self._dress_table()

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(RoomyRows(self._theme, table))
        table.setAccessibleName(tr("Differences"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setMinimumSectionSize(self._theme.look.s.table_head)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.versions.selectionModel().currentChanged.connect(lambda *_: self._on_version())
        self.against.activated.connect(lambda _at: self._compare())
        self.roll.clicked.connect(self.ask_why)
        self._session.steps_changed.connect(self._on_steps)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still being read is not wanted any more."""
        self._wanted, self._reason = (0, 0), Reason()
        super().hideEvent(event)

    def _on_steps(self) -> None:
        if self.isVisible():
            self.load()

    # --- showing -----------------------------------------------------------------------------------------------------
    def load(self) -> None:
        """Bring the versions, in the lane."""
        desk = self._session.desk
        self._session.bridge.run(lambda: tuple(desk.history), self._on_history)

    def _on_history(self, found: object) -> None:
        self._history = cast("tuple[RuleVersion, ...]", found)
        session = self._session
        live = next((v.number for v in self._history if not v.taken_back), 0)
        at = max(0, self.versions.currentIndex().row())
        rows = version_rows(self._history, live, session.workspace.now, session.change_count)
        self.versions.set_rows(rows)
        self.versions.setFixedHeight(self.versions.sizeHint().height())
        if rows:
            self.versions.setCurrentIndex(self.versions.model().index(min(at, len(rows) - 1), 0))
        self._on_version()

    def _on_version(self) -> None:
        row = self.versions.current_row()
        if row is None:
            return
        self.title.setText(row.label)
        self.roll.setEnabled(row.number != DRAFT and not row.current)
        others = [one for one in self.versions.rows if one.number != row.number]
        for part in (self._beside, self.against, self.table):
            part.setVisible(bool(others))
        self.only.setVisible(not others)
        self.against.clear()
        for one in others:
            self.against.addItem(one.label, one.number)
        self.against.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        at = next((at for at, one in enumerate(others) if self._older(one, row)), 0)
        self.against.setCurrentIndex(at)
        self._compare()

    def _older(self, one: VersionRow, row: VersionRow) -> bool:
        if row.number == DRAFT:
            return one.current
        return one.number != DRAFT and one.number < row.number

    def _compare(self) -> None:
        row, other = self.versions.current_row(), self.against.currentData()
        if row is None or other is None:
            self.model.show(())
            return
        old, new = sorted((row.number, other), key=lambda number: number or 10**9)
        session, wanted = self._session, (old, new)
        draft, live = session.matrix, next((v.number for v in self._history if not v.taken_back), 0)

        def told(found: object) -> None:
            if self._wanted == wanted:
                self._show_compared(cast("Compared", found))

        self._wanted = wanted
        task = session.bridge.runner.start(lambda _control: compare(session.desk, wanted, draft, live), Lane.FREE)
        task.finished.connect(while_there(self, told))
        task.failed.connect(self._on_not_compared)

    def _on_not_compared(self, error: BaseException) -> None:
        if not isinstance(error, LeadQualError):
            raise error
        self.trouble.setText(f"{error.message}. {error.hint}")
        self.trouble.show()
        self.model.show(())

    def _show_compared(self, found: Compared) -> None:
        rows = differences(*found.matrices, self._session.terms)
        for name, before, after in found.files:
            rows += plain_differences(name, before, after)
        self.model.show(rows)
        self.trouble.setText("" if rows else tr("They say the same"))
        self.trouble.setVisible(not rows)

    # --- going back --------------------------------------------------------------------------------------------------
    def ask_why(self) -> None:
        """Ask for a line of why, then publish the earlier version again."""
        row = self.versions.current_row()
        if row is None or row.number == DRAFT or row.current:
            return
        number = row.number

        def answered(note: str) -> str | None:
            if lacking := self._reason.taken(note):
                return lacking
            self._session.roll_back(number, note, partial(self._on_rolled, number))
            return None

        question, offered, act = tr("Why? One line for the history"), self._reason.or_else(""), self.roll.text()
        ask = Ask(self._theme, question, answered, parent=self, offered=offered, act=act)
        ask.keep(self._session.bridge.typed, TypingPlace(ROLLED_BACK, among=str(number)), till_taken=False)
        ask.show_at(self.roll)

    def _on_rolled(self, number: int, refused: str | None) -> None:
        self._reason.answered(refused)
        if refused == "":
            self._session.bridge.typed.finish(TypingPlace(ROLLED_BACK, among=str(number)))
        self.trouble.setText(refused or "")
        self.trouble.setVisible(bool(refused))
        self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
