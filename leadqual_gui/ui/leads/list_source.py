"""Where the list of leads comes from: the workspace, which reads what nobody asked for yet in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadqual_gui.ui.leads import views

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount, ViewCounts
    from leadqual_gui.services.lists import LeadList, Query
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.data.quality_watch import QualityWatch
    from leadqual_gui.ui.leads.field_watch import FieldWatch
    from leadqual_gui.ui.leads.list_state import ListState


def _shows_quality(query: Query) -> bool:
    """Whether a list cannot be shown without it."""
    return bool(query.filter.quality or query.filter.issues or "quality" in (query.sort.column, *query.extra))


class ListSource(QObject):
    """Asks the workspace what the list shows. `came()` when more is known than before: ask again.

    Without a workspace, before it is loaded and once it is about to be closed, nothing is known.
    """

    came = Signal()

    def __init__(self, state: ListState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._bridge: Bridge | None = None
        self._fields: FieldWatch | None = None
        self._quality: QualityWatch | None = None

    def attach(self, bridge: Bridge) -> None:
        """A workspace is loaded."""
        from leadqual_gui.ui.leads.field_watch import FieldWatch  # the first picture does without it

        self._bridge, self._fields = bridge, FieldWatch.of(bridge)
        self._fields.came.connect(self.came)

    def detach(self) -> None:
        """The workspace is about to be closed."""
        self._bridge = self._fields = None

    @property
    def is_open(self) -> bool:
        """Whether there is a workspace to ask."""
        return self._bridge is not None

    def lacking(self, query: Query) -> tuple[str, ...]:
        """The fields that are being read before this list can be shown; none: it can be shown at once."""
        if _shows_quality(query):
            self._watched_quality().want()
        assert self._fields is not None
        return self._fields.waits_for(query)

    def find(self, query: Query) -> LeadList:
        """The leads that were asked for."""
        assert self._bridge is not None
        return self._bridge.workspace.query(query)

    def read_ahead(self, fields: Sequence[str]) -> None:
        """These fields are going to be shown."""
        wanted = tuple(field for field in fields if field not in views.MADE)
        if wanted and self._fields is not None:
            self._fields.waits_for(wanted)

    def counts(self) -> ViewCounts:
        """How many leads each view holds, whatever is searched for."""
        assert self._bridge is not None
        return self._bridge.workspace.counts(replace(self._state.filter, text=""))

    def values(self, dimension: str) -> Sequence[ValueCount] | None:
        """The values to filter by, each with how many leads have it; None while they are being read."""
        if self._bridge is None or self._fields is None:
            return ()
        if dimension in views.MADE:
            self._watched_quality().want()
        if self._fields.waits_for((dimension,)):
            return None
        return self._bridge.workspace.values(dimension, self._state.chosen_filter(dimension))

    def phone(self, number: str, country: str | None) -> str:
        """A telephone number as its country writes it."""
        if self._bridge is None or not self._watched_quality().warm():
            return number
        return self._bridge.workspace.quality.phone(number, country)

    def _watched_quality(self) -> QualityWatch:
        from leadqual_gui.ui.data.quality_watch import QualityWatch  # hardly anybody needs it at the start

        assert self._bridge is not None
        if self._quality is None:
            self._quality = QualityWatch.of(self._bridge)
            self._quality.prepared.connect(self.came)
            self._quality.warmed.connect(self.came)
        return self._quality
