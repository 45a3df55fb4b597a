"""The report for the meeting without a window: Qt is loaded only when one is asked for, and needs no screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.insights.values import InsightsReport


def write_meeting_report(report: InsightsReport, rules: Rules, path: Path) -> None:
    """Write a report to a .pdf or .html file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from leadqual_gui.app.window import application
    from leadqual_gui.ui.i18n import ENGLISH, Tongue
    from leadqual_gui.ui.insights.plots.told import Told
    from leadqual_gui.ui.insights.report.writing import write_report
    from leadqual_gui.ui.theme.theme import Scheme, Theme
    from leadqual_gui.ui.vocabulary import vocabulary_of

    app = application()
    tongue = Tongue(app)  # speaks as long as it is there
    tongue.speak(ENGLISH)
    write_report(Theme(app, Scheme.LIGHT), Told(report, vocabulary_of(rules, ENGLISH)), rules, path)
