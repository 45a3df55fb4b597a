"""The criterion that a sheet edits: what it is by now, tried at once, and kept on disk until the draft takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from leadqual_gui.domain.conditions import All, Condition
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule
from leadqual_gui.domain.matrix_edits import ReplaceCriterion
from leadqual_gui.domain.text import Text
from leadqual_gui.services.half_typed import CONDITION, YAML, TypingPlace
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.ports import CheckedCriterion
from leadqual_gui.ui.half_typed import KeptSheet
from leadqual_gui.ui.matrix.builder.half_built import HalfBuilt, Texts
from leadqual_gui.ui.matrix.session import MatrixSession

_CRITERIA = "matrix.yaml:criteria"


class CriterionInHand:
    """Each change is tried, so that its effect is seen; what was built and not kept goes on where it was left.

    `read` gives what stands in the sheet's fields just now, right or not; the sheet calls `kept.keep` at each key.
    """

    def __init__(
        self, session: MatrixSession, criterion: Criterion, level: int, read: Callable[[], Texts], sheet: QObject
    ) -> None:
        self._session, self._read = session, read
        self.before = self.criterion = criterion
        self.level = max(0, level)
        self._typed = ("", criterion)
        self._shown: Texts = ()
        self.kept = KeptSheet(session.bridge.typed, self._written, sheet)
        self.text_place = TypingPlace(f"{YAML} {_CRITERIA} {criterion.id}")

    # --- what it is by now -------------------------------------------------------------------------------------------
    @property
    def condition(self) -> Condition:
        """Of its level, if it has levels."""
        if self.criterion.levels:
            return self.criterion.levels[self.level].when
        return self.criterion.when if self.criterion.when is not None else All(())

    @property
    def is_as_kept(self) -> bool:
        """Whether the draft says the same."""
        draft = self._session.draft
        return draft is not None and any(
            one.id == self.before.id and one == self.criterion for one in draft.matrix.criteria
        )

    def call_level(self, label: str) -> None:
        """Give its level another name."""
        levels = list(self.criterion.levels)
        levels[self.level] = replace(levels[self.level], label=Text(label))
        self._try(replace(self.criterion, levels=tuple(levels)))

    def ask(self, condition: Condition) -> None:
        """Another condition, of its level if it has levels."""
        if not self.criterion.levels:
            self._try(replace(self.criterion, when=condition))
            return
        levels = list(self.criterion.levels)
        levels[self.level] = replace(levels[self.level], when=condition)
        self._try(replace(self.criterion, levels=tuple(levels)))

    def count(self, rule: ActivityRule | InactiveRule) -> None:
        """Another rule on activities, or on their absence."""
        if isinstance(rule, ActivityRule):
            self._try(replace(self.criterion, activity=rule))
        else:
            self._try(replace(self.criterion, inactive=rule))

    def take_text(self, text: str) -> CheckedCriterion:
        """Take over what was written as YAML, if it is a criterion."""
        assert self._session.draft is not None
        checked = self._session.draft.criterion_of(text)
        if checked.criterion is not None:
            self._typed = (text, checked.criterion)
            self._try(checked.criterion)
        return checked

    def _try(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self._session.try_(ReplaceCriterion(self.before.id, criterion))

    # --- on disk -----------------------------------------------------------------------------------------------------
    def go_on(self) -> Texts | None:
        """Try what was built earlier, and keep what is built now; what stood in the fields, None if nothing waits."""
        typed, known = self._session.bridge.typed, [one.id for one in self._session.matrix.criteria]
        for what in (CONDITION, YAML):
            typed.tidy(f"{what} {_CRITERIA} ", [f"{what} {_CRITERIA} {one}" for one in known])
        found = HalfBuilt.of(self.kept.turn_to(TypingPlace(f"{CONDITION} {_CRITERIA} {self.before.id}")))
        if found is None:
            return None
        built = found.over(self.before)
        self._typed = (found.yaml, built)
        self.level = found.level
        self._try(built)
        return found.texts

    def note_shown(self) -> None:
        """The fields say what the criterion says: as long as they say just this, nothing is half written in them."""
        self._shown = self._read()

    def _written(self) -> str:
        """All that is built; "" if it says what the draft says."""
        yaml, typed = self._typed
        yaml = yaml if typed == self.criterion else ""
        if self.criterion == self.before and self._read() == self._shown and not yaml:
            return ""
        return HalfBuilt(self.criterion, self.level, yaml, self._read()).text()

    # --- in the draft ------------------------------------------------------------------------------------------------
    def apply(self, said: Said) -> bool:
        """Make it one step of the draft, if it is another than before; False if the draft did not take it."""
        text = self._typed_file()
        if self.criterion == self.before and not text:
            return True
        return self._session.apply(ReplaceCriterion(self.before.id, self.criterion), said, text)

    def _typed_file(self) -> str:
        """The whole file with the criterion just as it was typed; "" if it was not, or was changed by hand after."""
        draft, (text, criterion) = self._session.draft, self._typed
        if draft is None or not text or criterion != self.criterion:
            return ""
        index = next(at for at, one in enumerate(draft.matrix.criteria) if one.id == self.before.id)
        return draft.with_item(("criteria", index), text).text
