"""The chosen lead beside a list: head, score, and tabs with everything that is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.services.half_typed import NOTE, TypingPlace
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.services.details import LeadDetails
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.half_typed import KeptText
    from leadqual_gui.ui.leads.panel.doings import LeadDoings
    from leadqual_gui.ui.leads.panel.pages import LeadPages


class LeadPanel(Surface):
    """Everything about one lead.

    Signals: `menu_asked()` by the dots; `tab_changed(key)`; `call_asked(lead id)`; `questionnaire_asked(framework)`,
    `paste_asked()` by the tab of answers.
    """

    menu_asked = Signal()
    questionnaire_asked = Signal(str)
    paste_asked = Signal()
    call_asked = Signal(int)
    tab_changed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self._bridge: Bridge | None = None
        self.doings: LeadDoings | None = None
        self._words, self._language = Vocabulary(), ""
        self._wanted = self._shown = 0
        self._kept_note: KeptText | None = None
        self._was_writing = False
        self._wanted_tab = "score"
        self.details: LeadDetails | None = None
        self._pages: LeadPages | None = None
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        self.nothing = Label(theme, self.tr("Choose a lead to see why it has its score"), colour="text3", wrap=True)
        self.nothing.setMargin(theme.look.s.l)
        self.nothing.put_in_middle()
        self._column.addWidget(self.nothing, 1)
        self._body: QWidget | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._load)

    def attach(self, bridge: Bridge, words: Vocabulary, language: str) -> None:
        """The workspace is there: leads can be shown."""
        from leadqual_gui.ui.leads.panel.doings import LeadDoings

        self._bridge, self._words, self._language = bridge, words, language
        self.doings = LeadDoings(bridge, lambda: self._shown or self._wanted, self)
        if self._wanted:
            self._soon.start()

    def detach(self) -> None:
        """The workspace is about to be closed."""
        self._soon.stop()
        if self._bridge is not None:
            self._bridge.typed.close()
        self._bridge = None

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: forms are made anew."""
        self._words, self._language = words, language
        if self._body is not None:
            self._drop_body()
        if self._wanted:
            self._soon.start()

    @property
    def lead_id(self) -> int:
        """The lead that is shown or about to be; 0 if none."""
        return self._wanted

    def show_lead(self, lead_id: int) -> None:
        """Show a lead as soon as the hand rests: holding an arrow key down passes over leads."""
        if lead_id != self._wanted:
            self._wanted = lead_id
            self._soon.start()

    def refresh(self) -> None:
        """Read the lead again."""
        if self._wanted:
            self._soon.start()

    def choose_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self._wanted_tab = key
        if self._body is not None:
            self.tab_bar.set_current(key)

    def focus_details(self) -> None:
        """Put the keyboard into the panel."""
        self._load()
        if self._body is not None:
            self.tab_bar.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _load(self) -> None:
        self._soon.stop()
        if self._bridge is None:
            return
        details = self._bridge.workspace.lead_details(self._wanted) if self._wanted else None
        self.details = details
        if details is None:
            self.nothing.show()
            if self._body is not None:
                self._body.hide()
            return
        body = self._body or self._build()
        self.nothing.hide()
        body.show()
        self._show(details)
        if self._shown != details.lead.id:
            self._turn_to(details.lead.id)

    def _turn_to(self, lead_id: int) -> None:
        """What is done from now on is done to this lead; a note that was half written stays with its own."""
        self._shown = lead_id
        if self._kept_note is not None:
            self._kept_note.turn_to(TypingPlace(NOTE, lead_id))
        if self._was_writing:
            self._was_writing = False
            self.note.setFocus()

    # --- building, when the first lead is shown ----------------------------------------------------------------------
    def _build(self) -> QWidget:
        from leadqual_gui.ui.half_typed import KeptText
        from leadqual_gui.ui.leads.panel.giving_way import QuestionGivesWay
        from leadqual_gui.ui.leads.panel.head import LeadHead, ScorePart
        from leadqual_gui.ui.leads.panel.note_box import NoteBox
        from leadqual_gui.ui.widgets.notices import QuestionBlock
        from leadqual_gui.ui.widgets.tabs import Tabs

        body = self._body = QWidget()
        column = margins(QVBoxLayout(body), 0, 0, 0, 0, 0)
        self.head, self.score = LeadHead(self.theme), ScorePart(self.theme)
        self.head.menu_asked.connect(self.menu_asked)
        self.head.call_asked.connect(lambda: self.call_asked.emit(self._wanted))
        self.tab_bar = Tabs(self.theme, self.tr("About this lead"))
        pages = self._pages = self._make_pages()
        self.question, self.note = QuestionBlock(self.theme), NoteBox(self.theme)
        QuestionGivesWay(self.question, pages)
        self.note.filed.connect(self._on_note_filed)
        assert self._bridge is not None
        self._kept_note = KeptText(self._bridge.typed, self.note)
        s = self.theme.look.s
        foot = margins(QVBoxLayout(), s.l, s.s, s.l, s.m, s.s)
        foot.addWidget(self.question)
        foot.addWidget(self.note)
        tab_row = margins(QVBoxLayout(), s.s, 0, 0, 0, 0)
        tab_row.addWidget(self.tab_bar)
        for part in (self.head, Line(self.theme), self.score, Line(self.theme)):
            column.addWidget(part)
        column.addLayout(tab_row)
        column.addWidget(Line(self.theme))
        column.addWidget(pages, 1)
        column.addLayout(foot)
        self._column.addWidget(self._body, 1)
        self.tab_bar.currentChanged.connect(self._on_tab_changed)
        QShortcut(QKeySequence("Ctrl+J"), body).activated.connect(self.note.setFocus)
        return body

    def _make_pages(self) -> LeadPages:
        from leadqual_gui.ui.leads.panel.pages import LeadPages

        assert self._bridge is not None
        assert self.doings is not None
        pages = LeadPages(self.theme, self._bridge, self.doings, self._words, self._language)
        pages.questionnaire_asked.connect(self.questionnaire_asked)
        pages.paste_asked.connect(self.paste_asked)
        pages.promise_asked.connect(self.ask_promise)
        pages.adjust_asked.connect(self.ask_adjustment)
        return pages

    @property
    def tabs(self) -> dict[str, QWidget]:
        """The pages that were made, by the keys of their tabs."""
        return self._pages.made if self._pages is not None else {}

    @property
    def pages(self) -> LeadPages:
        """What is behind the tabs, once a lead is shown."""
        assert self._pages is not None
        return self._pages

    def _drop_body(self) -> None:
        assert self._body is not None
        self._wanted_tab = self.tab_bar.current_key()
        self._was_writing = self.note.hasFocus()
        self._column.removeWidget(self._body)
        self._body.hide()
        self._shown = 0
        self._body.deleteLater()
        self._body = self._pages = self._kept_note = None

    # --- showing -----------------------------------------------------------------------------------------------------
    def _show(self, details: LeadDetails) -> None:
        from leadqual_gui.ui.leads.panel.account import question_words

        self.head.show_details(details)
        self.score.show_details(details, self._words)
        self.question.set_question(*question_words(details.question, self._language))
        self._name_tabs(details)
        self._show_tab(self.tab_bar.current_key() or "score")

    def _name_tabs(self, details: LeadDetails) -> None:
        from leadqual_gui.ui.leads.panel.tab_names import tabs_of

        first, wanted = not self.tab_bar.count(), self._wanted_tab
        self.tab_bar.set_tabs(tabs_of(details))
        if first:
            self.tab_bar.set_current(wanted)

    def _on_tab_changed(self, _at: int) -> None:
        key = self.tab_bar.current_key()
        if self.details is not None and key:
            self._wanted_tab = key
            self._show_tab(key)
            self.tab_changed.emit(key)

    def _show_tab(self, key: str) -> None:
        assert self.details is not None
        assert self._pages is not None
        self._pages.show_page(key, self.details)

    # --- what the user does ------------------------------------------------------------------------------------------
    def _on_note_filed(self, text: str) -> None:
        if self.doings is not None and self.doings.add_note(text) and self._kept_note is not None:
            self._kept_note.finish()
            self.note.clear()

    def forget(self, lead_id: int) -> None:
        """Somebody was deleted for good: nothing half written stays, which the next lead of that number would show.

        Forms behind other tabs may be about them, too: all are made anew.
        """
        if self._bridge is not None:
            self._bridge.typed.forget(lead_id)
        if self._body is not None and self._kept_note is not None:
            self._kept_note.turn_to(None)
            self._drop_body()
            self._was_writing = False
            self.refresh()

    def ask_promise(self, promise: object = None) -> None:
        """Ask what is promised to this lead, and for when; or change what was promised."""
        from leadqual_gui.ui.leads.panel.asking import ask_promise

        if self._bridge is not None and self._wanted:
            ask_promise(self.theme, self._bridge, self, self._wanted, promise)  # type: ignore[arg-type]

    def ask_adjustment(self) -> None:
        """Ask for points by hand for this lead."""
        from leadqual_gui.ui.leads.panel.asking import ask_adjustment

        if self._bridge is not None and self._wanted:
            ask_adjustment(self.theme, self._bridge, self, self._wanted)
