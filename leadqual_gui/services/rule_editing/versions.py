"""The versions of the rules: numbered from 1, with their texts, whoever made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import RLock
from typing import cast

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.services.rule_editing.ports import MATRIX, RulesArchive, RuleTexts, RuleValue, RuleVersion, Texts
from leadqual_gui.services.rule_editing.publishing import Publisher


class Versions:
    """What was in force, and what is."""

    def __init__(self, texts: RuleTexts, archive: RulesArchive, now: Callable[[], datetime]) -> None:
        self._texts = texts
        self._archive = archive
        self._now = now
        self._lock = RLock()
        self.publisher = Publisher(texts, archive)

    @property
    def all(self) -> Sequence[RuleVersion]:
        """All versions, newest first."""
        return self._archive.versions()

    def notice(self) -> RuleVersion:
        """The version in force, after finishing what a crash interrupted, and after noting down a change that was
        made outside as a version of its own."""
        with self._lock:
            texts = self.publisher.recover() or self._texts.read()
            versions = self._archive.versions()
            current = next((one for one in versions if not one.taken_back), None)
            version = self._texts.version(texts)
            if current is not None and (current.version == version or self._texts.check(texts).errors):
                return current
            before = {} if current is None else self._archive.texts(current.number) or {}
            changed = tuple(sorted(name for name in {*texts, *before} if texts.get(name) != before.get(name)))
            new = RuleVersion(
                number=self.next_number(),
                version=version,
                at=self._now(),
                author="",
                note="",
                origin="outside" if current else "seeded",
                replaced=current.number if current else 0,
                files=changed if current else (),
            )
            return self._archive.put_version(new, texts, None)

    def next_number(self) -> int:
        """A number that no version has had."""
        versions = self._archive.versions()
        return versions[0].number + 1 if versions else 1

    def texts_of(self, number: int) -> Texts:
        """All rule files of a version. Raises LeadQualError if there is none of that number."""
        texts = self._archive.texts(number)
        if texts is None:
            raise LeadQualError(f"The text of version {number} was not kept", "Choose another version")
        return texts

    def value_of(self, number: int, name: str = MATRIX) -> RuleValue:
        """What a file said in a version. Raises LeadQualError."""
        texts = self.texts_of(number)
        if name not in texts:
            raise LeadQualError(f"Version {number} has no {name}", "Choose another version")
        return self._texts.value(name, texts)

    def matrix_of(self, number: int) -> Matrix:
        """The matrix of a version, for comparing it or for taking it into the draft with `put`."""
        return cast("Matrix", self.value_of(number))

    def keep_unknown(self, on_disk: Texts, changed: Texts, current: RuleVersion) -> None:
        """Keep what is about to be overwritten and stands in no version: a file that was broken outside."""
        known = self._archive.texts(current.number) or {}
        for name in changed:
            if name in on_disk and on_disk[name] != known.get(name):
                self._texts.keep_copy(name, on_disk[name], self._now())
