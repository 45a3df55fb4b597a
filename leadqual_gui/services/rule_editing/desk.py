"""The desk at which rules are edited: drafts are opened here, published, compared with the file, and taken back.

Whatever happens in between, a file is either the old or the new one, whole: what is about to be written is noted
first (the intent), and the next start finishes or forgets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.rule_editing.drafts import DraftState, MatrixDraft, RuleFileDraft
from leadqual_gui.services.rule_editing.merging import Merge
from leadqual_gui.services.rule_editing.ports import (
    MATRIX,
    RulesArchive,
    RuleTexts,
    RuleValue,
    RuleVersion,
    Texts,
)
from leadqual_gui.services.rule_editing.publishing import Intent, Publisher

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

AUTHOR = "author"
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that changed outside while a draft departs from another text of it.

    `text` None: it was deleted. `problems`: it cannot be read; then there is no `merge`, and `put_back` helps.
    """

    text: str | None
    problems: tuple[RuleProblem, ...] = ()
    merge: Merge | None = None


class RuleDesk:
    """Edits the rules of one workspace.

    Storage lane: `publish`, `roll_back`, `settle`, `put_back`, `turn`, `notice` (they write files or score all leads).
    """

    def __init__(self, workspace: Workspace, texts: RuleTexts, archive: RulesArchive, user: str) -> None:
        self._workspace = workspace
        self._texts = texts
        self._archive = archive
        self._user = user
        self._publisher = Publisher(texts, archive)
        self._drafts: dict[str, RuleFileDraft[Any]] = {}
        self._lock = RLock()

    # --- drafts ----------------------------------------------------------------------------------------------------
    @property
    def matrix_draft(self) -> MatrixDraft:
        """The draft of the matrix: reopened as it was left, else begun from the file. Raises LeadQualError."""
        return cast("MatrixDraft", self.file_draft(MATRIX))

    def file_draft(self, name: str) -> RuleFileDraft[Any]:
        """The draft of another rule file: its value is a Funnel, Playbook, Profiles, Framework or kinds of activity."""
        with self._lock:
            if name not in self._drafts:
                self.notice()
                form = MatrixDraft if name == MATRIX else RuleFileDraft
                self._drafts[name] = form(name, self._texts, self._archive, self._texts.read, lambda: self._begin(name))
            return self._drafts[name]

    @property
    def unpublished(self) -> tuple[str, ...]:
        """Files whose draft says something else than the file."""
        return tuple(name for name in self._archive.drafts() if self.file_draft(name).dirty)

    # --- publishing ------------------------------------------------------------------------------------------------
    @property
    def author(self) -> str:
        """Who publishes: as set for this workspace, else the user of this computer."""
        return self._workspace.setting(AUTHOR) or self._user

    def set_author(self, name: str) -> None:
        """Publish under another name from now on."""
        self._workspace.put_setting(AUTHOR, " ".join(name.split()))

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
        with self._lock:
            if not draft.dirty:
                return refusal("nothing_to_publish")
            on_disk = self._texts.read()
            if draft.name not in on_disk:
                raise _gone(draft.name)
            if on_disk[draft.name] != draft.base_text:
                return refusal("rules_changed_outside", file=draft.name)
            code = "matrix_published" if draft.name == MATRIX else "rules_published"
            done = self._put({draft.name: draft.text()}, code, note, draft=draft.name)
            if isinstance(done, Outcome):
                draft.begin_again()
            return done

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
            done = self._put(changed, "rules_rolled_back", note, to=number)
            self._follow()
            return done

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
            self._publisher.write(self._turned(found, back))
            code = "rules_taken_back" if back else "rules_published_again"
            said = Said(code, {"number": found.number, "before": found.replaced})
            self._workspace.adopt_rules(said)
            self._follow()
            return Outcome(None, Changes.RULES | Changes.SCORES, said, operation)

    # --- versions --------------------------------------------------------------------------------------------------
    @property
    def history(self) -> Sequence[RuleVersion]:
        """All versions, newest first; those taken back are marked."""
        self.notice()
        return self._archive.versions()

    @property
    def current(self) -> RuleVersion:
        """The version that is in the files now, or was when they were last sound."""
        return self.notice()

    def texts_of(self, number: int) -> Texts:
        """All rule files of a version. Raises LeadQualError if its text was never kept."""
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

    def notice(self) -> RuleVersion:
        """Finish what a crash interrupted, and note down a change that was made outside as a version of its own."""
        with self._lock:
            texts = self._publisher.recover() or self._texts.read()
            versions = self._archive.versions()
            current = next((one for one in versions if not one.taken_back), None)
            version = self._texts.version(texts)
            if current is not None and (current.version == version or self._texts.check(texts).errors):
                return current
            before = {} if current is None else self._archive.texts(current.number) or {}
            changed = tuple(sorted(name for name in {*texts, *before} if texts.get(name) != before.get(name)))
            new = RuleVersion(
                number=versions[0].number + 1 if versions else 1,
                version=version,
                at=self._workspace.now,
                author="",
                note="",
                origin="outside" if current else "seeded",
                replaced=current.number if current else 0,
                files=changed if current else (),
            )
            return self._archive.put_version(new, texts, None)

    # --- changed outside -------------------------------------------------------------------------------------------
    def outside(self, draft: RuleFileDraft[Any]) -> Outside | None:
        """What another program did to the file of a draft; None if nothing, or if the draft could simply follow.

        With a `merge` that has no open conflicts, `settle` takes both changes; else somebody chooses first.
        """
        with self._lock:
            texts = self._texts.read()
            text = texts.get(draft.name)
            if text is None:
                return Outside(None)
            if text == draft.base_text:
                return None
            try:
                theirs = self._texts.value(draft.name, texts)
            except LeadQualError:
                found = self._texts.check(texts).errors
                return Outside(text, tuple(problem for problem in found if problem.file == draft.name))
            if not draft.dirty:
                self._depart_from(draft, text, theirs, theirs)
                return None
            return Outside(text, (), self._sound_merge(draft, theirs, texts))

    def settle(self, draft: RuleFileDraft[Any], outside: Outside) -> Refusal | None:
        """Go on from the file as it is now, with what the merge says; one step of the draft. Theirs is kept beside if
        anything of it was not taken. Nothing is published yet."""
        with self._lock:
            texts = self._texts.read()
            if outside.merge is None or outside.text is None or texts.get(draft.name) != outside.text:
                return refusal("rules_changed_outside", file=draft.name)
            if outside.merge.open:
                return refusal("conflicts_open", count=len(outside.merge.open))
            theirs = self._texts.value(draft.name, texts)
            merged = self._texts.value_of(draft.name, outside.merge.data(), texts)
            if "mine" in outside.merge.choices.values():
                self._texts.keep_copy(draft.name, outside.text, self._workspace.now)
            draft.rebase(outside.text, theirs, merged, Said("draft_merged", {"file": draft.name}))
            return None

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
        return DraftState(texts[name], value, value)

    def _put(
        self, changed: Mapping[str, str], code: str, note: str, to: int = 0, draft: str = ""
    ) -> Outcome[RuleVersion] | Refusal:
        on_disk = self._texts.read()
        after = {**on_disk, **changed}
        errors = self._texts.check(after).errors
        if errors:
            return refusal("draft_broken", count=len(errors), first=str(errors[0]))
        before = self.notice()
        self._keep_unknown(on_disk, changed, before)
        version = RuleVersion(
            number=self._archive.versions()[0].number + 1,
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
        kept = self._publisher.write(
            Intent(changed, {name: on_disk.get(name) for name in changed}, label, draft, version=version)
        )
        effect = self._workspace.adopt_rules(label)
        if effect is not None:
            self._archive.put_effect(kept.number, effect)
            kept = replace(kept, effect=effect)
        return Outcome(kept, Changes.RULES | Changes.SCORES, label, kept.operation)

    def _keep_unknown(self, on_disk: Texts, changed: Texts, current: RuleVersion) -> None:
        """Keep what is about to be overwritten and stands in no version: a file that was broken outside."""
        known = self._archive.texts(current.number) or {}
        for name in changed:
            if name in on_disk and on_disk[name] != known.get(name):
                self._texts.keep_copy(name, on_disk[name], self._workspace.now)

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

    def _sound_merge(self, draft: RuleFileDraft[Any], theirs: RuleValue, texts: Texts) -> Merge:
        """The finest merge whose outcome is a sound file, whichever side is chosen."""
        base, mine, other = (self._texts.data(draft.name, one) for one in (draft.base, draft.value, theirs))
        fine = Merge(base, mine, other)
        for merge in (fine, replace(fine, fine=False)):
            if all(self._is_sound(merge.choose_all(side), draft.name, texts) for side in ("mine", "theirs")):
                return merge
        return replace(fine, whole=True)

    def _is_sound(self, merge: Merge, name: str, texts: Texts) -> bool:
        try:
            self._texts.value_of(name, merge.data(), texts)
        except LeadQualError:
            return False
        return True

    def _depart_from(self, draft: RuleFileDraft[Any], text: str, base: RuleValue, value: RuleValue) -> None:
        if draft.names[0]:
            draft.rebase(text, base, value, Said("draft_follows", {"file": draft.name}))
        else:
            draft.begin_again()

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
