"""The Leads screen in the window: the first that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadqual_gui.ui.leads.screen import LeadsScreen

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


def make_leads(window: MainWindow) -> LeadsScreen:
    """The screen; the workspace is attached once it is loaded."""
    leads, errands = LeadsScreen(window.theme), window.errands
    leads.settings_changed.connect(window.remembered.put)
    leads.export_asked.connect(errands.export)
    leads.scenario_asked.connect(errands.make_scenario)
    leads.call_asked.connect(errands.call)
    leads.compare_asked.connect(errands.compare)
    leads.verdict_asked.connect(errands.judge)
    leads.calendar_asked.connect(errands.calendar)
    leads.sheet_asked.connect(errands.lead_sheet)
    leads.clean_up_asked.connect(errands.clean_up)
    leads.hand_out_asked.connect(errands.hand_out)
    leads.forget_asked.connect(errands.forget)
    leads.panel.questionnaire_asked.connect(errands.make_questionnaire)
    leads.panel.paste_asked.connect(errands.paste_answers)
    leads.addAction(window.actions_.get("paste_list"))
    leads.setFocusProxy(leads.list.table)
    return leads
