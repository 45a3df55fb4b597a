"""The desk at which rules are edited: drafts are opened here, published, compared with the file, and taken back.

Whatever happens in between, a file is either the old or the new one, whole: what is about to be written is noted
first (the intent), and the next start finishes or forgets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.rule_editing.drafts import DraftState, MatrixDraft, RuleFileDraft
from leadqual_gui.services.rule_editing.outside import Outside, look_outside, settle_outside
from leadqual_gui.services.rule_editing.ports import (
    MATRIX,
    Plain,
    RulesArchive,
    RuleTexts,
    RuleValue,
    RuleVersion,
    Texts,
)
from leadqual_gui.services.rule_editing.publishing import Intent
from leadqual_gui.services.rule_editing.versions import Versions
from leadqual_gui.services.safekeeping import Occasion

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

_Kept: TypeAlias = tuple[RuleVersion, Said]
LONGEST_NOTE = 200


class RuleDesk:
    """Edits the rules of one workspace.

    Storage lane: `publish`, `roll_back`, `settle`, `put_back`, `turn`, `notice` (they write files or score all leads).
    """

    def __init__(self, workspace: Workspace, texts: RuleTexts, archive: RulesArchive, user: str) -> None:
        self._workspace = workspace
        self._texts = texts
        self._archive = archive
        self._user = user
        self._versions = Versions(texts, archive, lambda: workspace.now)
        self._drafts: dict[str, RuleFileDraft[Any]] = {}
        self._lock = RLock()

    # --- drafts ----------------------------------------------------------------------------------------------------
    @property
    def matrix_draft(self) -> MatrixDraft:
        """The draft of the matrix: reopened as it was left, else begun from the file. Raises LeadQualError."""
        return cast("MatrixDraft", self.file_draft(MATRIX))

    def file_draft(self, name: str) -> RuleFileDraft[Any]:
        """The draft of another rule file: its value is a Funnel, Playbook, Profiles, Framework, kinds of
        activity or fields; where there is no such file yet, it is empty, and publishing makes one."""
        with self._lock:
            if name not in self._drafts:
                self.notice()
                form = MatrixDraft if name == MATRIX else RuleFileDraft
                self._drafts[name] = form(name, self._texts, self._archive, self._texts.read, lambda: self._begin(name))
            return self._drafts[name]

    # --- publishing ------------------------------------------------------------------------------------------------
    @property
    def author(self) -> str:
        """Who publishes rules and corrects scores: the user of this computer."""
        return self._user

    def publish(self, draft: RuleFileDraft[Any], note: str) -> Outcome[RuleVersion] | Refusal:
        """Write what the draft says into its file, keep the version, score all leads by it.

        `outcome.value.effect` says what it did; `Undo(outcome.operation)` takes it back. Raises LeadQualError, with
        the old file in place and the draft kept, if it cannot be written.
        """
        note = " ".join(note.split())
        if not note:
            return refusal("note_needed", "note")
        if len(note) > LONGEST_NOTE:
            return refusal("text_too_long", "note", field="note", longest=LONGEST_NOTE)
        with self._lock, draft.held:
            kept = self._publish(draft, note)
        return kept if isinstance(kept, Refusal) else self._adopt(*kept)

    def roll_back(self, number: int, note: str) -> Outcome[RuleVersion] | Refusal:
        """Publish the texts of an earlier version again. What it did not have yet stays."""
        note = " ".join(note.split())
        if not note:
            return refusal("note_needed", "note")
        with self._lock:
            texts = self._archive.texts(number)
            if texts is None:
                return refusal("no_such_version", number=number)
            on_disk = self._texts.read()
            changed = {name: text for name, text in texts.items() if on_disk.get(name) != text}
            if not changed:
                return refusal("nothing_to_publish")
            kept = self._put(changed, "rules_rolled_back", note, to=number)
            self._follow()
        return kept if isinstance(kept, Refusal) else self._adopt(*kept)

    def turn(self, operation: int, back: bool) -> Outcome[object] | Refusal | None:
        """Take a published version back, or publish it again; None if the step is none of ours. `Workspace.execute`
        asks this for Undo and Redo."""
        if all(one.operation != operation for one in self._archive.versions()):
            return None
        with self._lock:
            found = next(one for one in self._archive.versions() if one.operation == operation)
            no = self._in_the_way(found, back)
            if no is not None:
                return no
            code = "rules_taken_back" if back else "rules_published_again"
            said = Said(code, {"number": found.number, "before": found.replaced})
            intent = self._turned(found, back)
            self._workspace.expect_rules(self._version_after(intent), said)
            self._versions.publisher.write(intent)
            self._follow()
        self._workspace.adopt_rules(said)
        return Outcome(None, Changes.RULES | Changes.SCORES, said, operation)

    # --- versions --------------------------------------------------------------------------------------------------
    @property
    def history(self) -> Sequence[RuleVersion]:
        """All versions, newest first; those taken back are marked."""
        self.notice()
        return self._versions.all

    @property
    def current(self) -> RuleVersion:
        """The version that is in the files now, or was when they were last sound."""
        return self.notice()

    def notice(self) -> RuleVersion:
        """The version in force; a change made outside is noted down as a version of its own."""
        with self._lock:
            return self._versions.notice()

    def texts_of(self, number: int) -> Texts:
        """All rule files of a version. Raises LeadQualError if there is none of that number."""
        return self._versions.texts_of(number)

    def value_of(self, number: int, name: str = MATRIX) -> RuleValue:
        """What a file said in a version. Raises LeadQualError."""
        return self._versions.value_of(number, name)

    def data_of(self, number: int, name: str) -> Plain:
        """What a file said in a version, as plain data; None if it was not there. Raises LeadQualError."""
        there = name in self.texts_of(number)
        return self._texts.data(name, self._versions.value_of(number, name)) if there else None

    def matrix_of(self, number: int) -> Matrix:
        """The matrix of a version, for comparing it or for taking it into the draft with `put`."""
        return self._versions.matrix_of(number)

    # --- changed outside -------------------------------------------------------------------------------------------
    def outside(self, draft: RuleFileDraft[Any]) -> Outside | None:
        """What another program did to the file of a draft; None if nothing, or if the draft could simply follow.

        With a `merge` that has no open conflicts, `settle` takes both changes; else somebody chooses first.
        """
        with self._lock:
            return look_outside(draft, self._texts)

    def settle(self, draft: RuleFileDraft[Any], outside: Outside) -> Refusal | None:
        """Go on from the file as it is now, with what the merge says; one step of the draft. Theirs is kept beside if
        anything of it was not taken. Nothing is published yet."""
        with self._lock:
            return settle_outside(draft, outside, self._texts, self._workspace.now)

    def put_back(self, draft: RuleFileDraft[Any]) -> None:
        """Write the text from which the draft departs again, where the file was deleted or broken outside; what
        stands there is kept beside. Raises LeadQualError."""
        with self._lock:
            there = self._texts.read().get(draft.name)
            if there is not None:
                self._texts.keep_copy(draft.name, there, self._workspace.now)
            self._texts.save(draft.name, draft.base_text, there)

    def render(self, data: Any) -> str:
        """One side of a conflict as YAML, for people."""
        return self._texts.render(data)

    # --- inside ----------------------------------------------------------------------------------------------------
    def _begin(self, name: str) -> DraftState[Any]:
        """The file as it is; if it cannot be read, as it was in the newest version."""
        texts: Mapping[str, str] = self._texts.read()
        try:
            value = self._texts.value(name, texts)
        except LeadQualError:
            kept = self._archive.texts(self.notice().number) or {}
            if kept.get(name) in (None, texts.get(name)):
                raise
            texts, value = kept, self._texts.value(name, kept)
        return DraftState(texts.get(name, ""), value, value)

    def _publish(self, draft: RuleFileDraft[Any], note: str) -> _Kept | Refusal:
        if not draft.dirty:
            return refusal("nothing_to_publish")
        on_disk = self._texts.read()
        if draft.name not in on_disk and draft.base_text:
            raise _gone(draft.name)
        if on_disk.get(draft.name, "") != draft.base_text:
            return refusal("rules_changed_outside", file=draft.name)
        code = "matrix_published" if draft.name == MATRIX else "rules_published"
        kept = self._put({draft.name: draft.text()}, code, note, draft=draft.name)
        if not isinstance(kept, Refusal):
            draft.begin_again()
        return kept

    def _put(self, changed: Mapping[str, str], code: str, note: str, to: int = 0, draft: str = "") -> _Kept | Refusal:
        """Write files and archive; the version as it is kept, and its name."""
        on_disk = self._texts.read()
        after = {**on_disk, **changed}
        errors = self._texts.check(after).errors
        if errors:
            return refusal("draft_broken", count=len(errors), first=str(errors[0]))
        before = self.notice()
        self._versions.keep_unknown(on_disk, changed, before)
        version = RuleVersion(
            number=self._versions.next_number(),
            version=self._texts.version(after),
            at=self._workspace.now,
            author=self.author,
            note=note,
            origin="rolled_back" if to else "published",
            replaced=before.number,
            to=to,
            files=tuple(sorted(changed)),
        )
        said = {"number": version.number, "before": before.number, "to": to, "note": note}
        label = Said(code, said | {"file": ", ".join(version.files)})
        there = {name: on_disk.get(name) for name in changed}
        self._workspace.keep_safe(Occasion.PUBLISH)
        self._workspace.expect_rules(version.version, label)
        return self._versions.publisher.write(Intent(changed, there, label, draft, version)), label

    def _adopt(self, version: RuleVersion, label: Said) -> Outcome[RuleVersion]:
        """Score all leads by a version that was just written."""
        effect = self._workspace.adopt_rules(label)
        if effect is not None:
            self._archive.put_effect(version.number, effect)
            version = replace(version, effect=effect)
        return Outcome(version, Changes.RULES | Changes.SCORES, label, version.operation)

    def _in_the_way(self, found: RuleVersion, back: bool) -> Refusal | None:
        if found.taken_back is back:
            return refusal("nothing_to_undo" if back else "nothing_to_redo")
        on_disk = self._texts.read()
        stands = found.number if back else found.replaced
        texts = self._archive.texts(stands) or {}
        for name in found.files:
            if on_disk.get(name) != texts.get(name):
                current = self.notice()
                if current.number > found.number and current.origin != "outside":
                    return refusal("later_rules_stand", number=found.number, later=current.number)
                return refusal("rules_changed_since", file=name, number=found.number)
        return None

    def _turned(self, found: RuleVersion, back: bool) -> Intent:
        old, new = (found.number, found.replaced) if back else (found.replaced, found.number)
        before, after = (self.texts_of(number) for number in (old, new))
        return Intent(
            {name: after.get(name) for name in found.files},
            {name: before.get(name) for name in found.files},
            Said(""),
            turned=found.operation,
            back=back,
        )

    def _version_after(self, intent: Intent) -> str:
        texts: dict[str, str | None] = {**self._texts.read(), **intent.after}
        return self._texts.version({name: text for name, text in texts.items() if text is not None})

    def _follow(self) -> None:
        """Drafts in which nothing was changed depart from the files as they are now."""
        for draft in self._drafts.values():
            if not draft.dirty:
                self.outside(draft)


def _gone(name: str) -> LeadQualError:
    return LeadQualError(
        f"{name} was deleted while it was being edited",
        "Put it back (the draft keeps its text), then publish again",
        name,
    )
