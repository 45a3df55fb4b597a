"""A tab of pictures: which time is looked at above, the pictures below one another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.insights.values import InsightsReport
from leadqual_gui.ui.exchange.choose import choose_new_file
from leadqual_gui.ui.insights.calibration.header import CalibrationHeader, ShareBar
from leadqual_gui.ui.insights.page import InsightsPage
from leadqual_gui.ui.insights.plots.card import PlotCard
from leadqual_gui.ui.insights.plots.of_report import PLOTS
from leadqual_gui.ui.insights.plots.saving import file_name, save_picture
from leadqual_gui.ui.insights.plots.told import Told
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import vocabulary_of
from leadqual_gui.ui.widgets.themed import Line, Surface, margins

SAVE = "Ctrl+S"
BACK_AGAIN = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class PlotPage(InsightsPage):
    """Shows the plots of one key of PLOTS. Ctrl+S saves the picture that has the keyboard, else the first."""

    def __init__(self, theme: Theme, session: InsightsSession, key: str) -> None:
        super().__init__(theme, session)
        self.key = key
        self.cards: list[PlotCard] = []
        self.header = CalibrationHeader(theme, session)
        self.share = ShareBar(theme)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        for part in (self.header, self.share, self.area):
            column.addWidget(part)
        save = QShortcut(QKeySequence(SAVE), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save_current)
        session.asked.connect(lambda: self._on_progressed(0.0))
        session.progressed.connect(self._on_progressed)
        session.stopped.connect(self._settle)
        session.stale_changed.connect(self.header.settle)
        self._start()

    def _start(self) -> None:
        if self.session.working:
            self.header.say_working(0.0)
        else:
            self.header.settle()

    # --- what is shown -----------------------------------------------------------------------------------------------
    def show_report(self, report: InsightsReport) -> None:
        """Show an answer."""
        self.header.show_report(report)
        self.share.set_share(0.0)
        names = vocabulary_of(self.session.workspace.rules, self.session.language)
        self.cards = [PlotCard(self.theme, plot) for plot in PLOTS[self.key](Told(report, names))]
        self.area.setWidget(self._board())
        if self.isVisible() and self.focusWidget() is None:
            self.focus_first().setFocus()

    def _board(self) -> Surface:
        s = self.theme.look.s
        board = Surface(self.theme, "base")
        column = margins(QVBoxLayout(board), s.l, s.m, s.l, s.l, s.m)
        for card in self.cards:
            if card is not self.cards[0]:
                column.addWidget(Line(self.theme))
            column.addWidget(card)
            card.save_asked.connect(lambda suffix, one=card: self.ask_and_save(one, suffix))
            card.lead_asked.connect(self.lead_asked)
            if card.chart is not None:
                card.chart.installEventFilter(self)
                card.chart.stepped.connect(lambda at, one=card: self._show_place(one, at))
        column.addStretch(1)
        return board

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Whatever gets the keyboard comes into sight; not what had it when another window was in front."""
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() not in BACK_AGAIN:
            card = next((one for one in self.cards if one.chart is watched), None)
            if card is not None:
                QTimer.singleShot(0, card, lambda: self._bring(card))
        return False

    def _bring(self, card: PlotCard) -> None:
        """All of a picture, or its beginning: a title is worth more than the foot."""
        if card.height() <= self.area.viewport().height():
            self.area.ensureWidgetVisible(card, 0, self.theme.look.s.m)
        else:
            self.area.verticalScrollBar().setValue(card.y() - self.theme.look.s.m)

    def _show_place(self, card: PlotCard, at: QPoint) -> None:
        """What the arrow keys point at stays in sight, with what is next to it."""
        chart, board = card.chart, self.area.widget()
        assert chart is not None
        assert board is not None
        place = chart.mapTo(board, at)
        self.area.ensureVisible(place.x(), place.y(), 0, 2 * self.theme.look.s.row)

    def focus_first(self) -> QWidget:
        charts = [card.chart for card in self.cards if card.chart is not None]
        return charts[0] if charts else self.header.period

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.session.working:
            self.session.cancel()
            return
        super().keyPressEvent(event)

    def _on_progressed(self, share: float) -> None:
        self.header.say_working(share)
        self.share.set_share(share)

    def _settle(self) -> None:
        self.share.set_share(0.0)
        self.header.settle()

    # --- files -------------------------------------------------------------------------------------------------------
    def save_current(self) -> None:
        """Ask where to save the picture that has the keyboard, else the first."""
        shown = [card for card in self.cards if card.chart is not None]
        if shown:
            card = next((card for card in shown if card.chart is not None and card.chart.hasFocus()), shown[0])
            self.ask_and_save(card, ".png")

    def ask_and_save(self, card: PlotCard, suffix: str) -> QFileDialog:
        """Ask where to, then save."""
        kinds = [tr("Picture (*.png)"), tr("Drawing (*.svg)")]
        kinds = kinds if suffix == ".png" else kinds[::-1]
        name = file_name(card.plot.title, suffix)
        title = card.plot.title
        return choose_new_file(self, tr("Save the picture"), name, kinds, lambda path: self._save_titled(title, path))

    def _save_titled(self, title: str, path: Path) -> None:
        """An answer may have come while the file was asked for: its picture is the one that is looked at now."""
        card = next((one for one in self.cards if one.plot.title == title), None)
        if card is not None:
            self.save(card, path)

    def save(self, card: PlotCard, path: Path) -> None:
        """Save a picture, and say so."""
        if card.chart is None:
            return
        try:
            save_picture(card.chart, path)
        except LeadQualError as error:
            self.session.refused.emit(f"{error.message}. {error.hint}")
            return
        self.session.said.emit(tr("Saved: {file}").format(file=str(path)))
