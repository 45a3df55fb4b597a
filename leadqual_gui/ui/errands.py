"""What the user sends the window to do outside of its screens: files to bring in or write, another workspace, calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.interview.opening import CallWindows
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.theme.theme import Theme


class Errands:
    """Done for one window; what is needed for them is imported when they are first run."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._calls: CallWindows | None = None

    # --- calls -------------------------------------------------------------------------------------------------------
    @property
    def calls(self) -> CallWindows:
        """Where calls are begun; made for the first one."""
        if self._calls is None:
            from leadqual_gui.ui.interview.opening import calls_of

            self._calls = calls_of(self._window)
        return self._calls

    def call(self, lead_id: int = 0) -> None:
        """Call a lead: the one given, or the one that is open."""
        self._window.when_loaded(lambda: self._begin_call(lead_id or self._window.chosen_lead()))

    def _begin_call(self, lead_id: int) -> None:
        if lead_id:
            self.calls.open(lead_id)

    def offer_unfinished_calls(self) -> None:
        """At the start: calls that were never ended, because the program was killed or its window closed."""
        if self._window.surroundings.call_files().names():
            self.calls.offer_unfinished()

    @property
    def is_calling(self) -> bool:
        """Whether a call is under way in a window of its own."""
        return self._calls is not None and bool(self._calls.windows)

    def close_calls(self) -> None:
        """The program closes: calls under way are left, to be taken up again."""
        if self._calls is not None:
            self._calls.close_all()

    def make_questionnaire(self, framework: str = "") -> None:
        """Questions for the lead that is open, as a page that it fills in."""
        from leadqual_gui.ui.interview.questionnaires import make_questionnaire

        make_questionnaire(self._window, self._window.chosen_lead(), framework)

    def paste_answers(self) -> None:
        """What a lead sent back."""
        from leadqual_gui.ui.interview.questionnaires import paste_answers

        paste_answers(self._window, self._window.chosen_lead())

    # --- help --------------------------------------------------------------------------------------------------------
    def help(self, topic: str = "") -> None:
        """Open the help, at the topic of the screen in front unless another is named."""
        from leadqual_gui.ui.help.wiring import show_help

        show_help(self._window, topic)

    def tour(self) -> None:
        """Begin the tour, or bring the keyboard back to it."""
        from leadqual_gui.ui.help.tour import show_tour

        self._window.when_loaded(lambda: show_tour(self._window))

    # --- the work of the day -----------------------------------------------------------------------------------------
    def compare(self) -> None:
        """Put the chosen leads side by side."""
        from leadqual_gui.ui.compare.wiring import compare_chosen

        self._window.when_loaded(lambda: compare_chosen(self._window))

    def promise(self, lead_id: int = 0) -> None:
        """Ask what is promised to a lead, and when: to the one given, or the one that is open."""
        from leadqual_gui.ui.leads.panel.asking import ask_promise

        self._about(lead_id, ask_promise)

    def adjust(self, lead_id: int = 0) -> None:
        """Ask for points by hand, for the lead given or the one that is open."""
        from leadqual_gui.ui.leads.panel.asking import ask_adjustment

        self._about(lead_id, ask_adjustment)

    def judge(self, too_high: bool, lead_id: int = 0) -> None:
        """Ask why the score of a lead is too high or too low: of the one given, or the one that is open."""
        from leadqual_gui.domain.verdicts import Judgement
        from leadqual_gui.ui.leads.panel.asking import ask_verdict

        judgement = Judgement.TOO_HIGH if too_high else Judgement.TOO_LOW
        self._about(lead_id, lambda theme, bridge, window, lead: ask_verdict(theme, bridge, window, lead, judgement))

    def _about(self, lead_id: int, ask: Callable[[Theme, Bridge, QWidget, int], object]) -> None:
        window = self._window

        def begin() -> None:
            lead = lead_id or window.chosen_lead()
            if lead and window.bridge is not None:
                ask(window.theme, window.bridge, window, lead)

        window.when_loaded(begin)

    def calendar(self, lead_id: int = 0) -> None:
        """Ask where to, and write open follow-ups as a calendar: of a lead, or all."""
        from leadqual_gui.ui.exchange.calendar import ask_and_write

        self._window.when_loaded(lambda: ask_and_write(self._window, lead_id))

    # --- clean data, people's data, paper ----------------------------------------------------------------------------
    def clean_up(self, tab: str = "duplicates") -> None:
        """Show duplicates, what to mend, or the privacy log."""
        from leadqual_gui.ui.data.wiring import show_clean_up

        self._window.when_loaded(lambda: show_clean_up(self._window, tab))

    def forget(self, lead_id: int = 0) -> None:
        """Ask whether to delete a person for good: the one given, or the one that is open."""
        from leadqual_gui.ui.privacy.acts import ask_to_forget

        self._window.when_loaded(lambda: ask_to_forget(self._window, lead_id or self._window.chosen_lead()))

    def hand_out(self, lead_id: int = 0) -> None:
        """Ask where to, and write all that is held about a person."""
        from leadqual_gui.ui.privacy.acts import ask_and_hand_out

        self._window.when_loaded(lambda: ask_and_hand_out(self._window, lead_id or self._window.chosen_lead()))

    def lead_sheet(self, lead_id: int = 0) -> None:
        """Ask where to, and write one page about a lead."""
        from leadqual_gui.ui.sheet.wiring import ask_and_write

        self._window.when_loaded(lambda: ask_and_write(self._window, lead_id or self._window.chosen_lead()))

    # --- files -------------------------------------------------------------------------------------------------------
    def choose_import(self) -> None:
        """Ask for a file to import; while one is being written, show how far it is."""
        from leadqual_gui.ui.exchange.choose import choose_file
        from leadqual_gui.ui.exchange.opening import KEY, import_of

        running = import_of(self._window)
        if running is not None and running.is_running:
            self._window.show_screen(KEY)
            return
        choose_file(self._window, self.import_file)

    def import_file(self, path: Path) -> None:
        """Show a file before it is imported."""
        self._window.when_loaded(lambda: self._show_file(path))

    def paste_import(self) -> None:
        """Show a table of the clipboard before it is imported."""
        from leadqual_gui.ui.exchange.opening import paste_table

        self._window.when_loaded(lambda: paste_table(self._window))

    def _show_file(self, path: Path) -> None:
        from leadqual_gui.ui.exchange.about import Origin
        from leadqual_gui.ui.exchange.opening import show_import

        show_import(self._window, Origin.file(path))

    def choose_workspace(self) -> None:
        """Ask for the folder of another workspace."""
        from leadqual_gui.ui.exchange.choose import choose_folder

        choose_folder(self._window, self._window.surroundings.switch_to)

    def export_all(self) -> None:
        """Ask what is written of the leads of the present list."""
        self.export([int(lead) for lead in self._window.leads.list.model.list.ids()])

    def export(self, lead_ids: Sequence[int]) -> None:
        """Ask what of these leads is written, as what and where to."""
        from leadqual_gui.ui.exchange.export_dialog import ask_for_export

        self._window.when_loaded(lambda: ask_for_export(self._window, lead_ids))

    def make_scenario(self, lead_id: int) -> None:
        """Make a lead an example that the matrix must get right."""
        from leadqual_gui.ui.matrix.wiring import make_scenario

        if self._window.bridge is not None:
            make_scenario(self._window, lead_id)

    # --- one lead ----------------------------------------------------------------------------------------------------
    def open_lead(self, lead_id: int) -> None:
        """Show a lead in Leads, wherever it was met."""
        self._window.show_screen("leads")
        self._window.leads.show_lead(lead_id)

    def new_lead(self) -> None:
        """Ask for what is known of a new lead; the rest is edited at the right."""
        self._window.when_loaded(self._ask_for_lead)

    def _ask_for_lead(self) -> None:
        from leadqual_gui.ui.leads.new_lead import NewLead

        window = self._window
        assert window.bridge is not None
        NewLead(window.theme, window.bridge, self._on_lead_made, window).show_at(window.new_button)

    def _on_lead_made(self, lead_id: int) -> None:
        self.open_lead(lead_id)
        self._window.leads.panel.choose_tab("details")
