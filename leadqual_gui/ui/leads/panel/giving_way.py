"""In a low panel, as with large text on a laptop, the next question gives way: what the tabs show needs some lines.

The question is not lost: a call begins with it, and the tab Score says what is not known.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from leadqual_gui.ui.leads.panel.pages import LeadPages
from leadqual_gui.ui.widgets.notices import QuestionBlock

LINES = 3


class QuestionGivesWay(QObject):
    """Leaves the question out while the pages would have fewer lines than `LINES` beside it."""

    def __init__(self, question: QuestionBlock, pages: LeadPages) -> None:
        super().__init__(pages)
        self._question, self._pages = question, pages
        pages.resized.connect(self._look)

    def _look(self) -> None:
        question, s = self._question, self._question.look.s
        if not question.question():
            return
        beside = self._pages.height()
        if question.left_out:
            beside -= question.wanted_height(self._pages.width() - 2 * s.l) + s.s
        question.leave_out(beside < LINES * s.row_ledger)
