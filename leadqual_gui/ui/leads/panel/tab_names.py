"""What stands on the tabs of the panel: a word for each, and how much there is behind it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leadqual_gui.services.details import LeadDetails
from leadqual_gui.ui.leads.panel.pages import TABS
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.tabs import Tab


def words(text: str) -> str:
    """The words in the user's language."""
    return QCoreApplication.translate("LeadPanel", text)


def tabs_of(details: LeadDetails) -> tuple[Tab, ...]:
    """The tabs of a lead, in their order."""
    counts = {
        "activity": str(len(details.activities) or ""),
        "answers": _answered(details),
        "people": str(len(details.stakeholders) or ""),
    }
    names = {
        "score": words("Score"),
        "activity": words("Activity"),
        "answers": words("Answers"),
        "people": words("People"),
        "details": words("Details"),
        "history": words("History"),
    }
    return tuple(Tab(key, names[key], numerals.digits(counts.get(key, ""))) for key in TABS)


def _answered(details: LeadDetails) -> str:
    """How far the interview is that was asked most of."""
    fullest = max(details.coverage, key=lambda one: one.answered, default=None)
    return f"{fullest.answered}/{len(fullest.elements)}" if fullest and fullest.answered else ""
