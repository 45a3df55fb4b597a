"""What happened with one lead, newest first, with what each is worth: worked out when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import overload

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.activity_worth import Worth, activity_worth
from leadqual_gui.services.details import ActivityLine


class TimeLine(Sequence[ActivityLine]):
    """Activities of a lead as lines. A lead with thousands of them is opened without reading and weighing each.

    `count`: how many there are, as far as is known before they are read with `load`.
    """

    def __init__(self, rules: Rules, load: Callable[[], Sequence[Activity]], as_of: datetime, count: int) -> None:
        self._rules, self._as_of = rules, as_of
        self._load, self._count = load, count
        self._kinds = {kind.id: kind for kind in rules.activity_kinds}
        self._found: Sequence[Activity] | None = None
        self._worth: list[Worth] | None = None

    def __len__(self) -> int:
        return self._count if self._found is None else len(self._found)

    @overload
    def __getitem__(self, index: int) -> ActivityLine: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ActivityLine]: ...
    def __getitem__(self, index: int | slice) -> ActivityLine | Sequence[ActivityLine]:
        self._activities()
        if isinstance(index, slice):
            return tuple(self._line(at) for at in range(*index.indices(len(self))))
        return self._line(range(len(self))[index])

    def _line(self, at: int) -> ActivityLine:
        activities = self._activities()
        if self._worth is None:
            self._worth = activity_worth(self._rules.matrix, activities, self._as_of)
        activity, given = activities[at], self._worth[at]
        return ActivityLine(activity, self._kinds.get(activity.kind), given.tenths, given.criteria)

    def _activities(self) -> Sequence[Activity]:
        if self._found is None:
            self._found = sorted(self._load(), key=lambda one: (one.occurred_at, one.id), reverse=True)
        return self._found

    def of_each_kind(self) -> Sequence[ActivityLine]:
        """The newest line of each kind of activity."""
        newest: dict[str, int] = {}
        for at, activity in enumerate(self._activities()):
            newest.setdefault(activity.kind, at)
        return tuple(self._line(at) for at in newest.values())
