"""Where calls begin, and where unfinished ones are taken up again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, cast

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.interview import begin
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.items import ANSWER, item_of
from leadqual_gui.services.calling.ports import CallFile, CallFiles
from leadqual_gui.services.calling.shown import Accept
from leadqual_gui.services.calling.values import NoteLine, Saved, ScoreSeen, Unfinished, Unreadable
from leadqual_gui.services.calling.wrapping import seen_in
from leadqual_gui.services.handlers.activities import NOTE
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.workspace import Workspace

_NOT_OURS = (LookupError, TypeError, ValueError, AttributeError, OverflowError)
"""What comes of lines that are whole, but say what no call of ours ever wrote."""


class CallDesk:
    """Begins calls, one at a time for each lead, and offers those that were never ended."""

    def __init__(self, workspace: Workspace, files: CallFiles, accept: Accept | None = None) -> None:
        self._workspace = workspace
        self._files = files
        self._accept = accept
        self._calls: dict[str, Call] = {}

    def call_with(self, lead_id: int) -> Call | None:
        """The call under way with a lead, to be brought to the front."""
        return next((call for call in self._calls.values() if call.lead_id == lead_id), None)

    def begin(self, lead_id: int, framework_id: str = "") -> Call | Refusal:
        """Begin a call by a framework (the first, if none is named).

        Refused: `lead_gone`; `framework_gone`; `no_frameworks`; `call_running` (see `call_with`); `call_unfinished`
        with the `key` to `resume`. Raises LeadQualError if not even the call's file can be made.
        """
        rules = self._workspace.rules
        framework = rules.framework(framework_id) if framework_id else next(iter(rules.frameworks), None)
        record = self._workspace.store.record(lead_id)
        if record is None:
            return refusal("lead_gone", missing=1)
        if framework is None:
            return refusal("framework_gone", framework=framework_id) if framework_id else refusal("no_frameworks")
        if self.call_with(lead_id) is not None:
            return refusal("call_running", name=record.lead.name)
        left = next((u for u in self.unfinished() if u.lead_id == lead_id), None)
        if left is not None:
            when = left.started_at.isoformat()
            return refusal("call_unfinished", name=record.lead.name, key=left.key, at=when)
        now = self._workspace.now
        interview = begin(framework, record, Plan.of(rules), now, now.replace(microsecond=0))
        file, before = self._files.new(), seen_in(interview)
        file.write(
            {
                "kind": "begun",
                "lead": lead_id,
                "name": record.lead.name,
                "framework": framework.id,
                "at": interview.since.isoformat(),
                "score": [before.exact, before.shown, before.tier],
            },
            durable=True,
        )
        return self._keep(Call(self._workspace, file, interview, self._accept, self._gone))

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Calls that were never ended (those under way now left out), oldest first."""
        return tuple(left for left in self._left() if isinstance(left, Unfinished))

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Calls that were never ended and cannot be offered: their files are damaged, or sealed with another key."""
        return tuple(left for left in self._left() if isinstance(left, Unreadable))

    def _left(self) -> Iterator[Unfinished | Unreadable]:
        left: Unfinished | Unreadable | None
        for key in self._files.names():
            if key not in self._calls:
                try:
                    left = self._read(key)
                except LeadQualError as error:  # the file stays where it is; the other calls are offered
                    left = Unreadable(key, self._files.place(key), error.message)
                except _NOT_OURS:
                    left = Unreadable(key, self._files.place(key))
                if left is not None:
                    yield left

    def _read(self, key: str) -> Unfinished | Unreadable | None:
        """What a call left; None if that is nothing."""
        file = self._files.open(key)
        if file is None:
            return None
        with closing(file):
            left = _unfinished(file, self._workspace)
            return left or (None if file.is_blank() else Unreadable(key, self._files.place(key)))

    def resume(self, key: str) -> Call | Refusal:
        """Go on with a call that was never ended, where it was."""
        if key in self._calls:
            return self._calls[key]
        file = self._files.open(key)
        begun = _begun(file) if file else None
        if file is None or begun is None:
            return refusal("call_gone")
        try:
            return self._taken_up(file, begun)
        except _NOT_OURS:
            self._calls.pop(key, None)
            file.close()
            return refusal("call_gone")

    def _taken_up(self, file: CallFile, begun: Mapping[str, Any]) -> Call | Refusal:
        record = self._workspace.store.record(int(begun["lead"]))
        if record is None:
            file.close()
            return refusal("lead_gone", missing=1)
        framework_id, at = _last(file, "framework", str(begun["framework"])), _last(file, "at", "")
        rules = self._workspace.rules
        framework = rules.framework(framework_id) or next(iter(rules.frameworks), None)
        if framework is None:
            file.close()
            return refusal("no_frameworks")
        since = datetime.fromisoformat(begun["at"])
        interview = begin(framework, record, Plan.of(rules), self._workspace.now, since)
        call = Call(self._workspace, file, interview, self._accept, self._gone)
        call.take_up(ScoreSeen(*begun["score"]), at)
        return self._keep(call)

    def let_go(self, key: str) -> Refusal | None:
        """An unfinished call is not to be taken up: what is in its file goes to the time line first.

        Refused (`call_not_empty`) if the store cannot take that now: then the file stays.
        """
        call = self.resume(key)
        if isinstance(call, Refusal):
            return call
        if call.draft.strip():
            call.add_note(call.draft)
        if call.unsaved:
            call.leave()
            return refusal("call_not_empty", count=call.unsaved)
        call.put_away()
        return None

    def throw_away(self, key: str) -> None:
        """Delete what an unfinished call left (its lead is gone for good, and the text was seen)."""
        file = None if key in self._calls else self._files.open(key)
        if file is not None:
            file.remove()

    def _keep(self, call: Call) -> Call:
        self._calls[call.key] = call
        return call

    def _gone(self, call: Call) -> None:
        self._calls.pop(call.key, None)


def _begun(file: CallFile) -> Mapping[str, Any] | None:
    first = next(iter(file.entries()), None)
    return cast("Mapping[str, Any]", first) if first and first.get("kind") == "begun" else None


def _last(file: CallFile, kind: str, default: str) -> str:
    return next((str(e["id"]) for e in reversed(file.entries()) if e.get("kind") == kind), default)


def _unfinished(file: CallFile, workspace: Workspace) -> Unfinished | None:
    begun = _begun(file)
    if begun is None:
        return None
    items = {e["n"]: item_of(e) for e in file.entries() if e.get("kind") == "item"}
    settled = {e["n"] for e in file.entries() if e.get("kind") in ("done", "off")}
    off = {e["n"] for e in file.entries() if e.get("kind") == "off"}
    notes = tuple(
        NoteLine(i.at, i.text, i.framework, i.element, Saved.DATABASE if n in settled else Saved.FILE)
        for n, i in items.items()
        if i.kind == NOTE and n not in off
    )
    lead_id = int(begun["lead"])
    return Unfinished(
        file.key,
        lead_id,
        str(begun["name"]),
        _last(file, "framework", str(begun["framework"])),
        datetime.fromisoformat(begun["at"]).astimezone(UTC),
        notes,
        file.drafted(),
        sum(i.kind == ANSWER for i in items.values()),
        workspace.store.lead(lead_id) is not None,
        len(items.keys() - settled),
    )
