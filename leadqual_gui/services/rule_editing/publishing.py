"""Writes rule files and the archive so that both say the same, whatever happens in between.

The intent is noted first, then the files are written, then the archive takes the version in and forgets the intent,
in one moment. A crash leaves the intent: the next start finishes it if a file was written already, else forgets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.codec import NotReadableError, dumped, loaded
from leadqual_gui.services.rule_editing.ports import RulesArchive, RuleTexts, RuleVersion

INTENT = "#intent"
"""Where the intent stands among the drafts."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be written: files after and before (None: not there), and what then goes into the archive.

    Either a new `version` with its `label`, or a step that is `turned` (back, or forth again). `draft` ends with it.
    """

    after: Mapping[str, str | None]
    before: Mapping[str, str | None]
    label: Said
    draft: str = ""
    version: RuleVersion | None = None
    turned: int = 0
    back: bool = True


class Publisher:
    """Carries intents out."""

    def __init__(self, texts: RuleTexts, archive: RulesArchive) -> None:
        self._texts = texts
        self._archive = archive

    def write(self, intent: Intent) -> RuleVersion:
        """Write files and archive. Raises LeadQualError, with the files as they were."""
        self._archive.clear_draft(INTENT)
        self._archive.add_draft_lines(INTENT, (_line(intent),))
        try:
            self._save(intent.after, intent.before)
            return self._finish(intent)
        except LeadQualError:
            if self._is_in_archive(intent):
                return self._finished(intent)
            with suppress(LeadQualError):
                self._put_back(intent)
                self._archive.clear_draft(INTENT)
            raise

    def recover(self) -> dict[str, str] | None:
        """After a crash: finish what was begun, or forget it. The files as they are then; None if there was nothing."""
        lines = self._archive.draft_lines(INTENT)
        if not lines:
            return None
        on_disk = self._texts.read()
        try:
            intent = _intent(lines[-1])
        except (NotReadableError, KeyError, TypeError):
            intent = None
        if intent is not None and not self._is_in_archive(intent) and _is_under_way(intent, on_disk):
            now = {name: on_disk.get(name) for name in intent.after}
            self._save({name: text for name, text in intent.after.items() if now[name] != text}, now)
            self._finish(intent)
        self._archive.clear_draft(INTENT)
        return self._texts.read()

    def _save(self, after: Mapping[str, str | None], before: Mapping[str, str | None]) -> None:
        for name, text in after.items():
            self._texts.save(name, text, before[name])

    def _put_back(self, intent: Intent) -> None:
        on_disk = self._texts.read()
        for name, text in intent.after.items():
            if on_disk.get(name) == text and text != intent.before[name]:
                self._texts.save(name, intent.before[name], text)

    def _finish(self, intent: Intent) -> RuleVersion:
        if intent.version is None:
            self._archive.turn(intent.turned, intent.back, INTENT)
            return self._finished(intent)
        return self._archive.put_version(intent.version, self._texts.read(), intent.label, INTENT, intent.draft)

    def _is_in_archive(self, intent: Intent) -> bool:
        try:
            self._finished(intent)
        except LookupError:
            return False
        return True

    def _finished(self, intent: Intent) -> RuleVersion:
        """The version in the archive to which the intent has led. Raises LookupError."""
        for one in self._archive.versions():
            wanted = intent.version
            if wanted is None and one.operation == intent.turned and one.taken_back is intent.back:
                return one
            if wanted is not None and (one.number, one.version) == (wanted.number, wanted.version):
                return one
        raise LookupError(intent.turned)


def _is_under_way(intent: Intent, on_disk: Mapping[str, str]) -> bool:
    """Whether a file was written already, and none was changed by somebody else since."""
    now = {name: on_disk.get(name) for name in intent.after}
    ours = all(text in (intent.after[name], intent.before[name]) for name, text in now.items())
    return ours and any(text == intent.after[name] for name, text in now.items())


def _line(intent: Intent) -> str:
    packed: dict[str, Any] = {
        "after": dict(intent.after),
        "before": dict(intent.before),
        "label": [intent.label.code, dict(intent.label.params)],
        "draft": intent.draft,
        "turned": intent.turned,
        "back": intent.back,
        "version": intent.version,
    }
    return dumped(packed)


def _intent(line: str) -> Intent:
    given = loaded(line)
    code, params = given["label"]
    version = given["version"]
    if version is not None:
        version = replace(version, files=tuple(version.files))
    return Intent(
        given["after"],
        given["before"],
        Said(code, dict(params)),
        given["draft"],
        version,
        given["turned"],
        given["back"],
    )
