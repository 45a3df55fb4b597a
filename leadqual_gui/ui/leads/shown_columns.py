"""The columns of the list as the user arranged them: which, in what order, how wide, and all of it as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from leadqual_gui.ui.leads import columns
from leadqual_gui.ui.leads.columns import DEFAULT
from leadqual_gui.ui.leads.header import LeadHeader
from leadqual_gui.ui.leads.model import LeadModel


class ShownColumns:
    """Arranges the columns of a model under a header. `remember(key, text)` is told how they stand."""

    def __init__(self, model: LeadModel, header: LeadHeader, remember: Callable[[str, str], object]) -> None:
        self._model, self._header, self._remember = model, header, remember

    def recall(self, text: str | None) -> None:
        """As the last run left them."""
        order, self._header.wanted = columns_from_text(text)
        self._model.set_columns(columns.columns(order))
        self._header.fit()

    def order(self) -> list[str]:
        """The keys of the columns as they stand."""
        return self._header.order()

    def choose(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.recall(columns_as_text(keys, self._header.wanted))
        self.remember()

    def remember(self) -> None:
        """The user moved one, or made it wider."""
        self._remember("leads.columns", columns_as_text(self.order(), self._header.wanted))

    def extra(self) -> tuple[str, ...]:
        """The fields that rows need for them beside those that every row has."""
        extra = tuple(column.key for column in self._model.columns[1:] if column.key not in DEFAULT)
        if ("phone" in extra or "mobile" in extra) and "country" not in extra:
            extra = (*extra, "country")  # a number is written as its country writes it
        return extra


def columns_as_text(keys: Sequence[str], widths: Mapping[str, int]) -> str:
    """Columns in their order, with the widths that the user gave them."""
    return json.dumps({"order": list(keys), "widths": dict(widths)})


def columns_from_text(text: str | None) -> tuple[list[str], dict[str, int]]:
    """Read back what `columns_as_text` wrote; the usual columns if that is not possible."""
    try:
        stored = json.loads(text or "{}")
        order = [str(key) for key in stored.get("order", DEFAULT) if key != columns.CHECK]
        widths = {str(key): int(width) for key, width in stored.get("widths", {}).items()}
    except (ValueError, AttributeError, TypeError):
        return list(DEFAULT), {}
    return (order or list(DEFAULT)), widths
