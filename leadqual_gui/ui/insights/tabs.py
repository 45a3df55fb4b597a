"""The tabs of the Insights screen, in order. To add one, add a line; its module is loaded when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from leadqual_gui.ui.insights.page import InsightsPage, TabKind

if TYPE_CHECKING:
    from leadqual_gui.ui.insights.session import InsightsSession
    from leadqual_gui.ui.theme.theme import Theme

_CONTEXT = "InsightsTabs"


def _calibration(theme: Theme, session: InsightsSession) -> InsightsPage:
    from leadqual_gui.ui.insights.calibration.page import CalibrationPage

    return CalibrationPage(theme, session)


def _plots(key: str) -> Callable[[Theme, InsightsSession], InsightsPage]:
    """What makes a tab of pictures."""

    def make(theme: Theme, session: InsightsSession) -> InsightsPage:
        from leadqual_gui.ui.insights.plots.page import PlotPage

        return PlotPage(theme, session, key)

    return make


TABS = (
    TabKind("calibration", str(QT_TRANSLATE_NOOP("InsightsTabs", "Calibration")), _calibration),
    TabKind("tiers", str(QT_TRANSLATE_NOOP("InsightsTabs", "Tiers over time")), _plots("tiers")),
    TabKind("scores", str(QT_TRANSLATE_NOOP("InsightsTabs", "Scores")), _plots("scores")),
    TabKind("funnel", str(QT_TRANSLATE_NOOP("InsightsTabs", "Funnel")), _plots("funnel")),
    TabKind("cohorts", str(QT_TRANSLATE_NOOP("InsightsTabs", "Months")), _plots("cohorts")),
    TabKind("sources", str(QT_TRANSLATE_NOOP("InsightsTabs", "Sources")), _plots("sources")),
    TabKind("reasons", str(QT_TRANSLATE_NOOP("InsightsTabs", "Reasons lost")), _plots("reasons")),
    TabKind("verdicts", str(QT_TRANSLATE_NOOP("InsightsTabs", "Verdicts")), _plots("verdicts")),
)


def tab_words(kind: TabKind) -> str:
    """A tab's name, in the user's language."""
    return QCoreApplication.translate(_CONTEXT, kind.name)
