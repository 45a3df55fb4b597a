"""The Today screen: the list to work down, alerts and promises below it, the chosen lead on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.services.today_values import Today
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.today.below import BelowTheList
from leadqual_gui.ui.today.lists import CallHead, CallList, TodaySource
from leadqual_gui.ui.today.rows import Ground
from leadqual_gui.ui.today.work import DayWork
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton
from leadqual_gui.ui.widgets.side_by_side import SideBySide
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins


class TodayScreen(QWidget):
    """Today.

    Signals: `settings_changed(key, text)` is to be remembered; `call_asked(lead)`; `lead_asked(lead)`: open it in
    Leads; `card_asked(lead)`: show it in Pipeline; `compare_asked()` of the chosen leads; `calendar_asked(lead)`;
    `refused(Refusal)`; `subtitle_changed(words)`; `counted(calls)`; `import_asked()`, `matrix_asked()`: where to begin.
    """

    settings_changed = Signal(str, str)
    call_asked = Signal(int)
    lead_asked = Signal(int)
    card_asked = Signal(int)
    compare_asked = Signal()
    calendar_asked = Signal(int)
    refused = Signal(object)
    subtitle_changed = Signal(str)
    counted = Signal(int)
    import_asked = Signal()
    matrix_asked = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, words: Vocabulary, language: str, explained: bool) -> None:
        super().__init__()
        self.theme, self._bridge, self._words, self._language = theme, bridge, words, language
        self.today: Today | None = None
        self._later_open = False
        self._stale = True
        self.head = SectionHead(theme, self.tr("Call list"))
        self.calls = CallList(theme, self.tr("Call list"), self._ground)
        self.list_head = CallHead(theme, self.calls)
        self.below = BelowTheList(theme, self._ground)
        self.alerts, self.promises = self.below.alerts, self.below.promises
        self.no_calls = Label(theme, "", "body", "text2", wrap=True)
        self.bring = Button(theme, self.tr("Import a file"), icon="file-up", key="Ctrl I")
        self.bring.setToolTip(self.tr("Import a file (Ctrl+I)"))
        self.begin = Button(theme, self.tr("Open the matrix"), icon="grid-3x3", key="Ctrl 4")
        self.begin.setToolTip(self.tr("Open the matrix (Ctrl+4)"))
        self.first_words = self._made_first_words()
        self._explained = explained
        self.first_words.hide()
        self.panel = LeadPanel(theme)
        self.panel.choose_tab("score")
        self.later = Button(theme, self.tr("Later"), key="L", height=Height.PANEL)
        self.note = Button(theme, self.tr("Note"), key="N", height=Height.PANEL)
        self.done = Button(theme, self.tr("Done"), key="D", height=Height.PANEL)
        self.work = DayWork(theme, bridge, self.calls, self.alerts, self.promises, self.panel, self)
        self._lay_out()
        self._connect()
        self.panel.attach(bridge, words, language)

    # --- building ------------------------------------------------------------------------------------------------
    def _made_first_words(self) -> QWidget:
        s = self.theme.look.s
        holder = Surface(self.theme, "selected")
        row = margins(QHBoxLayout(holder), s.l, s.s, s.s, s.s, s.s)
        told = self.tr(
            "The list is made anew from your rules: whom to act on first, why, and what to do. "
            "Enter calls, L puts off, N notes, D is done. W, or the pointer resting on a row, says how it was ranked."
        )
        row.addWidget(Label(self.theme, told, wrap=True), 1)
        self.understood = IconButton(self.theme, "x", self.tr("Understood"))
        self.understood.clicked.connect(self._on_understood)
        row.addWidget(self.understood, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _lay_out(self) -> None:
        s = self.theme.look.s
        left = Surface(self.theme, "base")
        column = margins(QVBoxLayout(left), 0, 0, 0, 0, 0)
        column.addWidget(self.first_words)
        for part in (self.head, Line(self.theme), self.list_head):
            column.addWidget(part)
        column.addWidget(self.calls, 1)
        empty = margins(QVBoxLayout(), s.l, s.xl, s.l, s.xl, s.m)
        empty.addWidget(self.no_calls)
        for button in (self.bring, self.begin):
            empty.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        empty.addStretch(1)
        self._empty = QWidget()
        self._empty.setLayout(empty)
        self._empty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column.addWidget(self._empty, 1)
        column.addWidget(Line(self.theme))
        column.addWidget(self.below)
        self.beside = SideBySide(self.theme, left, self._right())
        self.beside.drawn.connect(lambda width: self.settings_changed.emit("today.panel", str(width)))
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.beside)
        self._fit()
        self.theme.changed.connect(self._fit)

    def _right(self) -> QWidget:
        s = self.theme.look.s
        holder = Surface(self.theme, "base")
        column = margins(QVBoxLayout(holder), 0, 0, 0, 0, 0)
        column.addWidget(self.panel, 1)
        row = margins(QHBoxLayout(), s.l, 0, s.l, s.m, s.s)
        for button in (self.later, self.note, self.done):
            row.addWidget(button, 1)
        column.addLayout(row)
        return holder

    def _fit(self) -> None:
        self.beside.limit()
        self.below.fit()

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.bring.clicked.connect(self.import_asked)
        self.begin.clicked.connect(self.matrix_asked)
        self.calls.later_toggled.connect(self._on_later_toggled)
        self.panel.call_asked.connect(self.call_asked)
        self.panel.menu_asked.connect(lambda: self.work.ask_menu(self.panel.mapToGlobal(QPoint(0, 48))))
        work = self.work
        work.call_asked.connect(self.call_asked)
        work.lead_asked.connect(self.lead_asked)
        work.card_asked.connect(self.card_asked)
        work.compare_asked.connect(self.compare_asked)
        work.calendar_asked.connect(self.calendar_asked)
        work.refused.connect(self.refused)
        self.later.clicked.connect(lambda: self._about_shown(work.put_off))
        self.note.clicked.connect(lambda: self._about_shown(work.write_note))
        self.done.clicked.connect(lambda: self._about_shown(work.finish))

    def _about_shown(self, do: Callable[[int], None]) -> None:
        """Do something with the lead that the panel shows."""
        if self.panel.lead_id:
            do(self.panel.lead_id)

    def _ground(self) -> Ground:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return Ground(self.theme.look, self._words, self._language, self._bridge.workspace.now, rtl)

    # --- showing -------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_room()
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.beside.is_drawn:
            self._share_room()

    def _share_room(self) -> None:
        s = self.theme.look.s
        usual = s.inspector_today if self.width() >= 1300 * self.theme.zoom else s.inspector_least
        self.beside.share(self.width(), usual)

    def refresh(self) -> None:
        """Ask for the work of the day again."""
        self._stale = False
        funnel = self._bridge.workspace.funnel
        self.today = funnel.today()
        row = self.calls.currentIndex().row()
        self.calls.show_rows(TodaySource(self.today, self._later_open, self._ground))
        if not self.calls.chosen_key and len(self.calls.rows.source):
            self.calls.choose_row(max(0, row))
        self.below.show_alerts(funnel.alerts())
        self.below.show_promises(funnel.follow_ups())
        self._say_counts()
        empty = not len(self.calls.rows.source)
        self.first_words.setVisible(not self._explained and not empty)  # it speaks of rows
        self.list_head.setVisible(not empty)
        had_keyboard = self.window().focusWidget() is self.calls
        self.calls.setVisible(not empty)
        self._empty.setVisible(empty)
        if empty and had_keyboard:
            self._empty.setFocus()
        if empty:
            self._say_why_empty()
        self.panel.show_lead(self.calls.chosen_key if self.calls.chosen_key > 0 else self.panel.lead_id)
        self.panel.refresh()
        for button in (self.later, self.note, self.done):
            button.setVisible(self.panel.lead_id > 0)

    def _say_counts(self) -> None:
        assert self.today is not None
        self.head.set_words(self.tr("Call list"), wording.list_fact(self.today))
        self.subtitle_changed.emit(self.subtitle())
        self.counted.emit(self.today.due.count_of("call", "ask"))

    def subtitle(self) -> str:
        """The day."""
        return wording.day_title(self._bridge.workspace.now)

    def _say_why_empty(self) -> None:
        """Why there is nobody to call, and the way to the first step."""
        workspace = self._bridge.workspace
        self.no_calls.setText(self._empty_words())
        self.bring.setVisible(not workspace.counts().all)
        self.begin.setVisible(bool(workspace.counts().all) and not workspace.rules.playbook.plays)

    def _empty_words(self) -> str:
        if not self._bridge.workspace.counts().all:
            return self.tr("No leads yet. Import a file or add one, and the list makes itself.")
        if not self._bridge.workspace.rules.playbook.plays:
            return self.tr(
                "These rules have no playbook, so nothing says whom to call; promises that fall due come up here. "
                "Begin one under Matrix, Playbook."
            )
        return self.tr(
            "Nothing is due. Everybody whom your rules would have you call has been called, or rests. "
            "New signs bring leads back here by themselves."
        )

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other stages, tiers, actions."""
        self._words, self._language = words, language
        self.panel.retitle(words, language)

    def detach(self) -> None:
        """The workspace is about to be closed."""
        self.panel.detach()

    def _on_changed(self, _changes: object, _leads: Sequence[int], _initiator: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _on_understood(self) -> None:
        self._explained = True
        self.first_words.hide()
        self.settings_changed.emit("today.explained", "yes")
        self.calls.setFocus()

    # --- the chosen lead -----------------------------------------------------------------------------------------
    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        self.calls.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen_lead(self) -> int:
        """The lead that the panel shows."""
        return self.panel.lead_id

    def chosen(self) -> tuple[int, ...]:
        """The leads chosen in the list, or else the one that the panel shows."""
        found = self.calls.chosen_ids()
        shown = self.panel.lead_id
        return found if len(found) > 1 else (shown,) if shown else ()

    def _on_later_toggled(self) -> None:
        self._later_open = not self._later_open
        self.refresh()
