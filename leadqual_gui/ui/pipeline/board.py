"""The board: bands side by side, each with the columns of its stages; ways out as strips until they are opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.services.moving_values import Board, BoardColumn
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.cards import CardStyle
from leadqual_gui.ui.pipeline.column import ColumnWidget, Strip, Target
from leadqual_gui.ui.pipeline.fitting import FittingLabel
from leadqual_gui.ui.pipeline.view import CardView, Tip
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Label, Surface, margins

LEAST_COLUMN, MOST_COLUMN = 140, 420
BANDS = ("removed", "tofu", "mofu", "bofu", "stopped")


class BandHead(Surface):
    """The name of a band, what it asks, and what is in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "sunken")
        self.name = Label(theme, face="secondary_strong", colour="text2")
        self.about = FittingLabel(theme, face="secondary", colour="text3")
        self.sums = Label(theme, face="secondary", colour="text2")
        s = theme.look.s
        row = margins(QHBoxLayout(self), s.s, s.xs, s.s, s.xs, s.s)
        row.addWidget(self.name)
        row.addWidget(self.about, 1)
        row.addWidget(self.sums)

    def say(self, band: str, columns: Sequence[BoardColumn], narrow: bool) -> None:
        """Name the band and sum it up; all bands are equally high, whatever signs their sums need."""
        look = self._theme.look
        self.setFixedHeight(look.f.secondary.leading + 2 * look.s.xs)
        name, about = wording.band_words(band)
        self.name.setText(name)
        self.about.say("" if narrow else about, "")
        count = sum(column.count for column in columns)
        sums = wording.leads_words(count, wording.added(columns))
        self.sums.setText("" if narrow else sums)
        self.setAccessibleName(f"{name}, {sums}")
        self.setToolTip(f"{name}: {sums}")


class BoardArea(QScrollArea):
    """All columns.

    Signals: `chosen(lead)`; `hovered(stage, ids)`, `left(stage)`, `dropped(stage, ids)` of cards that are dragged;
    `column_made(ColumnWidget)` so that its own signals can be listened to; `opened_changed()`.
    """

    chosen = Signal(int)
    hovered = Signal(str, object)
    left = Signal(str)
    dropped = Signal(str, object)
    column_made = Signal(object)
    opened_changed = Signal()

    def __init__(self, theme: Theme, style: CardStyle) -> None:
        super().__init__()
        self.theme, self.style_ = theme, style
        self.open_exits: frozenset[str] = frozenset()
        self._shape: tuple[tuple[str, str, bool], ...] = ()
        self._columns: dict[str, ColumnWidget] = {}
        self._strips: dict[str, Strip] = {}
        self._bands: dict[str, BandHead] = {}
        self._front = ""
        self._carrying = False
        self._waiting: Callable[[], None] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = Surface(theme, "base")
        self._row = margins(QHBoxLayout(self._ground), 0, 0, 0, 0, theme.look.s.s)
        self.setWidget(self._ground)

    def show_column(self, column: QWidget) -> None:
        """Bring a column into sight, sideways only: the heads of the bands stay."""
        self.ensureWidgetVisible(column, 0, 0)
        self.verticalScrollBar().setValue(0)

    # --- what is shown -------------------------------------------------------------------------------------------
    def show_board(self, board: Board, style: CardStyle, tip: Tip, group: str) -> None:
        """Show a board: columns stay where they are as long as the stages do, and as long as a card is carried."""
        self.style_ = style
        shape = tuple((c.stage_id, c.band, self._is_open(c)) for c in board.columns if self._is_shown(c))
        if self._carrying and shape != self._shape:
            self._waiting = partial(self.show_board, board, style, tip, group)
            return
        front = self.front_view()
        lost = front.chosen_key if front is not None and shape != self._shape else 0
        if shape != self._shape:
            self._rebuild(board, shape)
        for column in board.columns:
            label = self.label_of(column)
            if column.stage_id in self._columns:
                widget = self._columns[column.stage_id]
                widget.show_column(column, label, style, tip, group, board.window_days)
            elif column.stage_id in self._strips:
                self._strips[column.stage_id].show_column(column, label)
        for band, head in self._bands.items():
            columns = [c for c in board.columns if c.band == band]
            head.say(band, columns, narrow=not any(self._is_open(c) for c in columns))
        if lost:
            self.choose(lost)

    def _on_drag_began(self, _ids: object) -> None:
        """Qt holds on to the view that a card is dragged from until it is let go of: no column may go meanwhile."""
        self._carrying = True

    def _on_drag_ended(self) -> None:
        self._carrying = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def label_of(self, column: BoardColumn) -> str:
        """What a stage is called."""
        return self.style_.vocabulary.stages.get(column.stage_id, column.stage_id)

    def _is_open(self, column: BoardColumn) -> bool:
        return column.band != "stopped" or column.stage_id in self.open_exits

    def _is_shown(self, column: BoardColumn) -> bool:
        return column.stage is not None or column.count > 0

    def _rebuild(self, board: Board, shape: tuple[tuple[str, str, bool], ...]) -> None:
        self._shape = shape
        while item := self._row.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._columns, self._strips, self._bands = {}, {}, {}
        s = self.theme.look.s
        for band in BANDS:
            columns = [c for c in board.columns if c.band == band and self._is_shown(c)]
            if not columns:
                continue
            holder = QWidget()
            down = margins(QVBoxLayout(holder), 0, 0, 0, 0, s.s)
            head = self._bands[band] = BandHead(self.theme)
            down.addWidget(head)
            across = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
            for column in columns:
                across.addWidget(self._made(column), 1 if self._is_open(column) else 0)
            down.addLayout(across, 1)
            open_ones = sum(self._is_open(c) for c in columns)
            if open_ones == len(columns):
                holder.setMaximumWidth(round(open_ones * MOST_COLUMN * self.theme.zoom))
            self._row.addWidget(holder, open_ones)
        self._row.addStretch(0)  # where few stages do not fill the screen, they stand at its start

    def _made(self, column: BoardColumn) -> Target:
        if not self._is_open(column):
            strip = Strip(self.theme, column.stage_id)
            strip.open_asked.connect(self.open_exit)
            self._strips[column.stage_id] = strip
            self._listen(strip)
            return strip
        widget = ColumnWidget(self.theme, column, self.style_)
        widget.setMinimumWidth(round(LEAST_COLUMN * self.theme.zoom))
        widget.collapse_asked.connect(self.close_exit)
        widget.view.chosen.connect(lambda lead, stage=column.stage_id: self._on_chosen(stage, lead))
        widget.view.drag_began.connect(self._on_drag_began)
        widget.view.drag_ended.connect(self._on_drag_ended)
        widget.view.side_asked.connect(lambda step, stage=column.stage_id: self.step(stage, step))
        self._columns[column.stage_id] = widget
        self._listen(widget)
        self.column_made.emit(widget)
        return widget

    def _listen(self, target: Target) -> None:
        target.hovered.connect(self.hovered)
        target.left.connect(self.left)
        target.dropped.connect(self.dropped)

    def open_exit(self, stage: str) -> None:
        """Make a way out a column."""
        self.open_exits |= {stage}
        self.opened_changed.emit()
        if stage in self._columns:
            self._columns[stage].view.setFocus()

    def close_exit(self, stage: str) -> None:
        """Make it narrow again."""
        self.open_exits -= {stage}
        self.opened_changed.emit()
        if stage in self._strips:
            self._strips[stage].button.setFocus()

    # --- the chosen card -----------------------------------------------------------------------------------------
    @property
    def columns(self) -> dict[str, ColumnWidget]:
        """The open columns by stage."""
        return self._columns

    def target(self, stage: str) -> Target | None:
        """The column or strip of a stage."""
        return self._columns.get(stage) or self._strips.get(stage)

    def front_view(self) -> CardView | None:
        """The cards among which the chosen one is."""
        widget = self._columns.get(self._front)
        return widget.view if widget is not None else None

    @property
    def front_stage(self) -> str:
        """The stage in which the chosen card stands."""
        return self._front

    def _on_chosen(self, stage: str, lead: int) -> None:
        self._front = stage
        for one, widget in self._columns.items():
            widget.view.set_front(one == stage)
        self.chosen.emit(lead)

    def choose(self, lead: int) -> bool:
        """Make a lead's card the chosen one, wherever it stands."""
        for stage, widget in self._columns.items():
            if widget.view.choose(lead):
                self._on_chosen(stage, lead)
                self.ensureWidgetVisible(widget, 0, 0)
                return True
        return False

    def step(self, stage: str, step: int) -> None:
        """Choose in the next column on that side that has cards, as high up as now."""
        stages = [s for s, w in self._columns.items() if w.column.count or s == stage]
        at = stages.index(stage) + step
        if not 0 <= at < len(stages):
            return
        before, widget = self._columns[stage].view, self._columns[stages[at]]
        y = before.visualRect(before.currentIndex()).center().y()
        view = widget.view
        row = view.rowAt(min(max(y, 0), view.viewport().height() - 1))
        source = view.rows.source
        row = row if row >= 0 else len(source) - 1
        while row < len(source) and not source.key(row):
            row += 1
        view.setFocus(Qt.FocusReason.TabFocusReason)
        view.choose_row(row)
        self._on_chosen(stages[at], view.chosen_key)
        self.ensureWidgetVisible(widget, 0, 0)

    def place_of(self, stage: str) -> QPoint:
        """Where a question about a stage is asked: under the head of its column."""
        target = self.target(stage)
        if target is None:
            return self.mapToGlobal(QPoint(0, 0))
        below = self.theme.look.s.xl * 2
        return target.mapToGlobal(QPoint(target.width() - 1 if self.isRightToLeft() else 0, below))
