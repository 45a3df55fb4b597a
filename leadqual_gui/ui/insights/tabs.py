"""The tabs of the Insights screen, in order. To add one, add a line; its module is loaded when it is first shown."""

from __future__ import annotations

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


TABS = (TabKind("calibration", str(QT_TRANSLATE_NOOP("InsightsTabs", "Calibration")), _calibration),)


def tab_words(kind: TabKind) -> str:
    """A tab's name, in the user's language."""
    return QCoreApplication.translate(_CONTEXT, kind.name)
