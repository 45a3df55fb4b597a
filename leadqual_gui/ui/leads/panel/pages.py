"""The pages behind the tabs of a lead's panel: each made when it is first wanted, and shown what it is about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.services.commands import FinishFollowUp, PutFollowUp, RemoveFollowUp
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.themed import Surface, margins

if TYPE_CHECKING:
    from leadqual_gui.domain.follow_ups import FollowUp
    from leadqual_gui.domain.stakeholders import Stakeholder
    from leadqual_gui.services.details import LeadDetails
    from leadqual_gui.services.moving_values import Ahead
    from leadqual_gui.services.operations import Outcome, Refusal
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.leads.panel.activity_tab import ActivityTab
    from leadqual_gui.ui.leads.panel.details_tab import DetailsTab
    from leadqual_gui.ui.leads.panel.doings import LeadDoings
    from leadqual_gui.ui.leads.panel.history_tab import HistoryTab
    from leadqual_gui.ui.leads.panel.promises import Promises
    from leadqual_gui.ui.leads.panel.quality_part import QualityPart

TABS = ("score", "activity", "answers", "people", "details", "history")


class LeadPages(QStackedWidget):
    """Pages by the keys of `TABS`.

    Signals: `questionnaire_asked(framework)`, `paste_asked()` by the answers; `promise_asked(FollowUp or None)`,
    `adjust_asked()`: to be asked beside the panel.
    """

    questionnaire_asked = Signal(str)
    paste_asked = Signal()
    promise_asked = Signal(object)
    adjust_asked = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, doings: LeadDoings, words: Vocabulary, language: str) -> None:
        super().__init__()
        self.theme, self._bridge, self._doings = theme, bridge, doings
        self._words, self._language = words, language
        self.made: dict[str, QWidget] = {}
        self._told: LeadDetails | None = None
        self.setMinimumHeight(theme.look.s.xl)  # a line at least: in large text the question and the note need the room
        for _key in TABS:
            self.addWidget(self._scrolling())

    def _scrolling(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # --- making ------------------------------------------------------------------------------------------------------
    def page(self, key: str) -> QWidget:
        """A page, made if it is the first time."""
        if key not in self.made:
            page = self._make(key)
            self.made[key] = page
            area = self.widget(TABS.index(key))
            assert isinstance(area, QScrollArea)
            surface = Surface(self.theme, "base")
            column = margins(QVBoxLayout(surface), 0, 0, 0, 0, 0)
            if key == "activity":
                column.addWidget(self._make_promises())
            elif key == "details":
                column.addWidget(self._make_quality())
            column.addWidget(page, 1)
            area.setWidget(surface)
        return self.made[key]

    def _make(self, key: str) -> QWidget:
        from leadqual_gui.ui.leads.panel import answers_tab, details_tab, people_tab, score_tab

        doings = self._doings
        match key:
            case "score":
                return score_tab.ScoreTab(self.theme)
            case "activity":
                return self._make_activity()
            case "answers":
                answers = answers_tab.AnswersTab(self.theme)
                answers.answered.connect(doings.answer)
                answers.questionnaire_asked.connect(self.questionnaire_asked)
                answers.paste_asked.connect(self.paste_asked)
                return answers
            case "people":
                people = people_tab.PeopleTab(self.theme)
                people.form.keep(self._bridge.typed)
                people.put.connect(self._on_person_put)
                people.removed.connect(doings.remove_person)
                return people
            case "details":
                rules = self._bridge.workspace.rules
                page = details_tab.DetailsTab(self.theme, doings.set_field, rules, self._language)
                page.keep_notes(self._bridge.typed)
                return page
            case _:
                return self._make_history()

    def _make_activity(self) -> ActivityTab:
        from leadqual_gui.ui.leads.panel.activity_tab import ActivityTab

        tab = ActivityTab(self.theme)
        tab.form.keep(self._bridge.typed)
        tab.added.connect(self._on_activity_added)
        tab.corrected.connect(self._on_activity_corrected)
        tab.removed.connect(self._doings.remove_activity)
        return tab

    def _make_promises(self) -> Promises:
        from leadqual_gui.ui.leads.panel.promises import Promises

        self.promises = Promises(self.theme)
        self.promises.add_asked.connect(lambda: self.promise_asked.emit(None))
        self.promises.change_asked.connect(self.promise_asked)
        self.promises.later_asked.connect(self._on_later_asked)
        self.promises.done_asked.connect(lambda key: self._bridge.execute(FinishFollowUp(key)))
        self.promises.off_asked.connect(lambda key: self._bridge.execute(RemoveFollowUp(key)))
        return self.promises

    def _make_quality(self) -> QualityPart:
        from leadqual_gui.ui.leads.panel.quality_part import QualityPart

        self.quality = QualityPart(self.theme)
        self.quality.mend_asked.connect(self._on_mend_asked)
        self.quality.verify_asked.connect(lambda: self._doings.set_field("verified", True))
        return self.quality

    def _show_quality(self, page: DetailsTab) -> None:
        """Once what knows numbers is loaded: then the page is shown again by itself."""
        from leadqual_gui.ui.data.quality_watch import QualityWatch

        watch, details = QualityWatch.of(self._bridge), self._told
        if not watch.warm():
            self.quality.show_quality(None, False)
            watch.warmed.connect(self._on_warmed, Qt.ConnectionType.UniqueConnection)
            return
        if details is not None:
            desk, lead = self._bridge.workspace.quality, details.lead
            self.quality.show_quality(desk.of_lead(lead.id), lead.verified_at is not None)
            page.show_phones(lambda number: desk.phone(number, lead.country))

    def _on_warmed(self) -> None:
        if self._told is not None and self.currentIndex() == TABS.index("details"):
            self.show_page("details", self._told)

    def _on_mend_asked(self, field: str, proposal: str) -> None:
        """Take what is proposed, or put the keyboard where it is to be written."""
        page = self.made["details"]
        if not (proposal and not self._doings.set_field(field, proposal)):
            line = page.fields[field]  # type: ignore[attr-defined]
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(line, QLineEdit):
                line.selectAll()

    def _make_history(self) -> HistoryTab:
        from leadqual_gui.ui.leads.panel.history_tab import HistoryTab

        tab = HistoryTab(self.theme)
        tab.adjust_asked.connect(self.adjust_asked)
        tab.turn_asked.connect(self._bridge.turn)
        return tab

    # --- showing -----------------------------------------------------------------------------------------------------
    def show_page(self, key: str, details: LeadDetails) -> None:
        """Bring a page to the front, with this lead on it."""
        page, rules = self.page(key), self._bridge.workspace.rules
        self.setCurrentIndex(TABS.index(key))
        match key:
            case "score":
                page.show_details(details, rules, self._language)  # type: ignore[attr-defined]
            case "activity":
                page.show_details(details, rules, self._language)  # type: ignore[attr-defined]
                found = self._bridge.workspace.store.follow_ups(details.lead.id)
                self.promises.show_promises(found, self._bridge.workspace.now)
            case "answers":
                page.show_details(details, self._language)  # type: ignore[attr-defined]
            case "people":
                page.show_details(details)  # type: ignore[attr-defined]
            case "details":
                self._told = details
                self._show_quality(page)  # type: ignore[arg-type]
                page.show_lead(details.lead)  # type: ignore[attr-defined]
            case _:
                page.show_details(details, self._words)  # type: ignore[attr-defined]
                self._tell_story(page, details)  # type: ignore[arg-type]

    def _tell_story(self, page: HistoryTab, details: LeadDetails) -> None:
        from leadqual_gui.ui.leads.panel.story import next_step_words

        history = self._bridge.workspace.funnel.history(details.lead.id)
        step = history.next_step if history is not None else None
        said = next_step_words(step, details.card, None, self._bridge.workspace.rules, self._language)
        page.show_story(history, said, self._words, details.card.as_of)
        if step is not None:
            self._told = details
            QTimer.singleShot(0, page, lambda: self._tell_cause(page, details, step))

    def _tell_cause(self, page: HistoryTab, details: LeadDetails, step: Ahead) -> None:
        """Which line will count less: found once the rest is on the screen, since the lead is scored for it again."""
        from leadqual_gui.ui.leads.panel.story import next_step_words

        if self._told is details and self.isVisible():
            workspace = self._bridge.workspace
            then = workspace.card(details.lead.id, step.at, whole=False)
            page.next.setText(next_step_words(step, details.card, then, workspace.rules, self._language))

    # --- what the user does ------------------------------------------------------------------------------------------
    def _on_later_asked(self, promise: FollowUp) -> None:
        from dataclasses import replace

        from leadqual_gui.ui.today.later import later_menu, place_for

        def put_off(moment: datetime) -> Outcome[object] | Refusal | None:
            return self._bridge.execute(PutFollowUp(replace(promise, due_at=moment)))

        place = self.promises.lines.visualRect(self.promises.lines.currentIndex())
        place.moveTopLeft(self.promises.lines.viewport().mapToGlobal(place.topLeft()))
        menu = later_menu(self.theme, self, self._bridge.workspace.now, put_off, place)
        menu.popup(place_for(place, self.isRightToLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _on_activity_added(self, kind: str, moment: datetime, topic: str) -> None:
        self._refuse_form(self._doings.add_activity(kind, moment, topic))

    def _on_activity_corrected(self, activity_id: int, kind: str, moment: datetime, topic: str) -> None:
        self._refuse_form(self._doings.edit_activity(activity_id, kind, moment, topic))

    def _on_person_put(self, person: Stakeholder) -> None:
        """What could not be stored stays in the form; the window says why."""
        form = self.made["people"].form  # type: ignore[attr-defined]
        if self._doings.put_person(person):
            form.finish()
        else:
            form.show()

    def _refuse_form(self, reason: str) -> None:
        form = self.made["activity"].form  # type: ignore[attr-defined]
        if reason:
            form.show()
            form.refuse(reason)
        else:
            form.finish()
