"""Scores that hold already and wait to be kept beside the leads: after a load, or when rules changed.

They go into the file a part at a time, so that whatever else waits for the storage lane comes between. A step that
comes between writes newer scores of its leads, and these are not overwritten with older ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock

from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.score_rows import differing
from leadqual_gui.services.score_saving import Unsaved, forget, rows_at
from leadqual_gui.services.step_watch import StepWatch


class UnsavedScores:
    """What waits to be kept, if anything does. The lock guards what is resident."""

    def __init__(self, store: Store, lock: RLock, watch: StepWatch) -> None:
        self._store = store
        self._lock = lock
        self._watch = watch
        self._unsaved: Unsaved | None = None

    def __bool__(self) -> bool:
        return self._unsaved is not None

    def put(self, resident: Resident, cause: Said) -> None:
        """These scores are to be kept, instead of any that waited."""
        self._unsaved = Unsaved(resident, cause)

    def keep(self, resident: Callable[[], Resident | None], progress: Progress | None = None) -> int:
        """Keep those that changed; how many. If `progress` says to stop, the next call goes on.

        `resident` tells whose scores hold: others may come meanwhile.
        """
        unsaved, kept = self._unsaved, 0
        if unsaved is None:
            return 0
        if unsaved.positions is None:
            stored = list(self._store.scores())
            with self._lock:
                unsaved.positions = differing(unsaved.resident, stored)
        while part := unsaved.next():
            self._keep_some(unsaved, part, resident)
            unsaved.done, kept = unsaved.done + len(part), kept + len(part)
            if progress is not None and not progress(unsaved.share) and unsaved.next():
                return kept
        if self._unsaved is unsaved:
            self._unsaved = None
            forget(self._store)
        return kept

    def _keep_some(self, unsaved: Unsaved, positions: Sequence[int], resident: Callable[[], Resident | None]) -> None:
        """Keep these scores. A step that came between looking at them and writing them wrote newer ones: once more."""
        with self._watch.watching() as touched:
            while positions:
                with self._lock:
                    touched.clear()
                    rows = rows_at(unsaved.resident, positions)
                self._store.save_scores(rows, unsaved.cause)
                with self._lock:
                    again = touched if resident() is unsaved.resident else ()
                    positions = unsaved.resident.positions(list(again))
