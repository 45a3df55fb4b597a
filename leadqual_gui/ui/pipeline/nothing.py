"""What the board says when there is nothing to work with: why, and what to do."""

from __future__ import annotations

from leadqual_gui.services.moving_values import Board, BoardQuery
from leadqual_gui.ui.leads import views
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Label


class NothingToMove(Label):
    """A line over an empty board; hidden where somebody stands on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "body", "text2", wrap=True)
        self.hide()

    def explain(self, board: Board, query: BoardQuery, has_stages: bool) -> None:
        """Say why nobody is here, if nobody is."""
        words = self._words(board, query, has_stages)
        self.setText(words)
        self.setVisible(bool(words))

    def _words(self, board: Board, query: BoardQuery, has_stages: bool) -> str:
        if not has_stages:
            return self.tr(
                "These rules have no funnel, so there are no stages to move leads through. "
                "Begin one under Matrix, Funnel."
            )
        if any(column.count for column in board.columns):
            return ""
        if query.filter.text or views.in_use(query.filter) or query.older_than:
            return self.tr("No lead fits this search and filter. Take a filter away above.")
        return self.tr("No leads yet. Import a file or add one: it will stand in the first column.")
