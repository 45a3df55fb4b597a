"""A group's cap under the mouse: dragged sideways like points; one step when it is let go."""

from __future__ import annotations

from dataclasses import replace

from leadqual_gui.domain.matrix import Group
from leadqual_gui.domain.matrix_edits import PutGroup
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.points import MOST
from leadqual_gui.ui.matrix.session import MatrixSession


class CapDrag:
    """Drags the cap of one group: the most, or the least where only that is capped."""

    def __init__(self, session: MatrixSession) -> None:
        self._session = session
        self._group: Group | None = None
        self._made: Group | None = None

    @property
    def busy(self) -> bool:
        """Whether a hand is at it."""
        return self._group is not None

    def begin(self, group_id: str) -> bool:
        """A hand takes hold of a cap; False if the group has none to drag."""
        group = self._session.matrix.group(group_id)
        capped = group is not None and (group.maximum is not None or group.minimum is not None)
        self._group = group if capped and self._session.ready else None
        self._made = None
        return self._group is not None

    def shift_to(self, tenths: int) -> None:
        """The cap is so far from where it was."""
        group = self._group
        if group is None:
            return
        if group.maximum is not None:
            floor = -MOST if group.minimum is None else group.minimum
            made = replace(group, maximum=max(floor, min(MOST, group.maximum + tenths)))
        else:
            made = replace(group, minimum=max(-MOST, min(MOST, (group.minimum or 0) + tenths)))
        if made != self._made:
            self._made = made
            self._session.try_(PutGroup(made))

    def commit(self) -> None:
        """Keep it, as one step."""
        group, made = self._group, self._made
        self._group = self._made = None
        if made is not None and made != group:
            name = self._session.terms.text(made.label)
            self._session.apply(PutGroup(made), Said("matrix_cap", {"name": name}))
        else:
            self._session.drop_tried()

    def cancel(self) -> None:
        """Let it be as it was."""
        if self._group is not None:
            self._group = self._made = None
            self._session.drop_tried()
