"""Makes copies of the database by itself, in a thread of its own (a services.safekeeping.Safekeeper)."""

from __future__ import annotations

import logging
import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from leadqual_gui.adapters.db.backup import back_up, backups, made_at
from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.held_moment import HeldMoment, give_way
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.ports import Clock
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.safekeeping import Occasion

A_DAY = timedelta(hours=20)
"""Who starts every morning, sometimes a little earlier, gets a copy every morning."""
BETWEEN_MERGES = timedelta(minutes=10)
"""Pairs are merged one after the other: a copy before each would be the same copy many times."""
_ROOM = 64 << 20
"""Bytes that stay free at least, beside the copy."""
_log = logging.getLogger("leadqual_gui.safekeeping")


class BackgroundCopies:
    """One copy at a time; who comes while one is made has just been copied."""

    def __init__(self, database: Path, folder: Path, clock: Clock, key: WorkspaceKey | None = None) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._key = key
        self._thread: Thread | None = None
        self._copied_version: int | None = None
        self._merged_at: datetime | None = None
        self._trouble: LeadQualError | None = None

    @property
    def trouble(self) -> LeadQualError | None:
        """Why the newest copy could not be made."""
        return self._trouble

    def before(self, what: Occasion) -> None:
        """A copy of this moment, unless the newest one says the same."""
        now = self._clock.now()
        if what is Occasion.MERGE:
            if self._merged_at is not None and now - self._merged_at < BETWEEN_MERGES:
                return
            self._merged_at = now
        self._begin(what, now)

    def daily(self) -> None:
        """A copy, if the newest is a day old."""
        now = self._clock.now()
        newest = max((moment for file in backups(self._folder) if (moment := made_at(file))), default=None)
        if newest is None or now - newest >= A_DAY or newest > now:
            self._begin(Occasion.DAILY, now)

    def close(self) -> None:
        """Wait for the copy under way."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begin(self, occasion: Occasion, now: datetime) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self.close()
        try:
            moment = HeldMoment(self._database, self._key)
        except LeadQualError as error:
            self._failed(error)
            return
        if moment.version in (0, self._copied_version):
            moment.close()
            return
        self._thread = Thread(target=self._copy, args=(moment, occasion, now), name="leadqual-copy")
        self._thread.start()

    def _copy(self, moment: HeldMoment, occasion: Occasion, now: datetime) -> None:
        """In the thread."""
        give_way()
        try:
            with moment:
                if not self._is_copied(moment.version):
                    self._refuse_without_room()
                    back_up(moment, self._folder, now, occasion)
            self._copied_version = moment.version
            self._trouble = None
        except LeadQualError as error:
            self._failed(error)

    def _is_copied(self, version: int) -> bool:
        """Whether the newest copy says all that this moment says: asked once, afterwards it is remembered."""
        newest = next(iter(backups(self._folder)), None)
        if newest is None or self._copied_version is not None:
            return False
        try:
            with closing(connect(f"{newest.absolute().as_uri()}?mode=ro", self._key, uri=True)) as connection:
                found = connection.execute("SELECT coalesce(max(version), 0) FROM operation").fetchone()
        except database_errors():
            return False
        return bool(found[0] == version)

    def _refuse_without_room(self) -> None:
        with spoken(self._database):
            free, wanted = shutil.disk_usage(self._folder.parent).free, self._database.stat().st_size
        if free < wanted + _ROOM:
            raise LeadQualError(
                "there is no room for a copy of the leads",
                "Free some space: without copies nothing protects against a failing disk",
                str(self._folder),
            )

    def _failed(self, error: LeadQualError) -> None:
        self._trouble = error
        _log.warning("no copy was made: %s", error.message)
