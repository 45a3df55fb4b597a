"""A rule file that another program changes while a draft of it is open: seen, merged, or put side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.services.operations import Refusal, Said
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.rule_editing.drafts import RuleFileDraft
from leadqual_gui.services.rule_editing.merging import ItemPath, Merge, Side
from leadqual_gui.services.rule_editing.ports import RuleTexts, RuleValue, Texts


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that changed outside while a draft departs from another text of it.

    `text` None: it was deleted. `problems`: it cannot be read; then there is no `merge`, and `put_back` helps.
    """

    text: str | None
    problems: tuple[RuleProblem, ...] = ()
    merge: Merge | None = None

    def choose(self, path: ItemPath, side: Side) -> Outside:
        """The same, with one conflict settled for a side."""
        return self if self.merge is None else replace(self, merge=self.merge.choose(path, side))

    def choose_all(self, side: Side) -> Outside:
        """The same, with all open conflicts settled for a side."""
        return self if self.merge is None else replace(self, merge=self.merge.choose_all(side))


def look_outside(draft: RuleFileDraft[Any], port: RuleTexts) -> Outside | None:
    """What another program did to the file of a draft; None if nothing, or if the draft could simply follow."""
    texts = port.read()
    text = texts.get(draft.name)
    if text is None:
        return Outside(None) if draft.base_text else None
    if text == draft.base_text:
        return None
    try:
        theirs = port.value(draft.name, texts)
    except LeadQualError:
        found = port.check(texts).errors
        return Outside(text, tuple(problem for problem in found if problem.file == draft.name))
    if draft.dirty:
        return Outside(text, (), _sound_merge(draft, theirs, texts, port))
    if draft.names[0]:
        draft.rebase(text, theirs, theirs, Said("draft_follows", {"file": draft.name}))
    else:
        draft.begin_again()
    return None


def with_choices(now: Outside | None, before: Outside | None) -> Outside | None:
    """The same, with what was chosen before, if it is still about the same two sides."""
    if now is None or before is None or now.merge is None or before.merge is None:
        return now
    sides = [(one.text, one.merge.base, one.merge.mine, one.merge.theirs) for one in (now, before) if one.merge]
    return before if sides[0] == sides[1] else now


def settle_outside(draft: RuleFileDraft[Any], outside: Outside, port: RuleTexts, now: datetime) -> Refusal | None:
    """Let the draft go on from the file as it is now, with what the merge says."""
    texts = port.read()
    if outside.merge is None or outside.text is None or texts.get(draft.name) != outside.text:
        return refusal("rules_changed_outside", file=draft.name)
    if outside.merge.open:
        return refusal("conflicts_open", count=len(outside.merge.open))
    theirs = port.value(draft.name, texts)
    merged = port.value_of(draft.name, outside.merge.data(), texts)
    if "mine" in outside.merge.choices.values():
        port.keep_copy(draft.name, outside.text, now)
    draft.rebase(outside.text, theirs, merged, Said("draft_merged", {"file": draft.name}))
    return None


def _sound_merge(draft: RuleFileDraft[Any], theirs: RuleValue, texts: Texts, port: RuleTexts) -> Merge:
    """The finest merge whose outcome is a sound file, whichever side is chosen."""
    base, mine, other = (port.data(draft.name, one) for one in (draft.base, draft.value, theirs))
    fine = Merge(base, mine, other)
    for merge in (fine, replace(fine, fine=False)):
        if all(_is_sound(merge.choose_all(side), draft.name, texts, port) for side in ("mine", "theirs")):
            return merge
    return replace(fine, whole=True)


def _is_sound(merge: Merge, name: str, texts: Texts, port: RuleTexts) -> bool:
    try:
        port.value_of(name, merge.data(), texts)
    except LeadQualError:
        return False
    return True
