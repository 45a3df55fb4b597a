"""What all parts of the workspace stand on: store, rules, resident leads, and the desks where special work is done.

A desk is made when it is first asked for, since each brings modules along that the first paint does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.operations import Changes, Outcome, Said, ScoreMove
from leadqual_gui.services.plans import Plan
from leadqual_gui.services.ports import Clock, RulesSource, Store
from leadqual_gui.services.score_accounts import ScoreAccounts
from leadqual_gui.services.scorekeeper import FEW, ScoreKeeper

if TYPE_CHECKING:
    from leadqual_gui.services.calling.ports import CallFiles
    from leadqual_gui.services.duplicates import DuplicatesDesk
    from leadqual_gui.services.half_typed import HalfTyped
    from leadqual_gui.services.moving_desk import FunnelDesk
    from leadqual_gui.services.privacy import PrivacyDesk
    from leadqual_gui.services.quality import QualityDesk
    from leadqual_gui.services.resident import Resident
    from leadqual_gui.services.rule_editing.desk import RuleDesk
    from leadqual_gui.services.safekeeping import Occasion, Safekeeper


class WorkspaceDesks:
    """State and desks of a workspace."""

    def __init__(self, store: Store, rules_source: RulesSource, clock: Clock) -> None:
        self._store = store
        self._source = rules_source
        self._clock = clock
        self._keeper = ScoreKeeper(store)
        self._accounts = ScoreAccounts(store, self._keeper)
        self._desk: RuleDesk | None = None
        self._funnel: FunnelDesk | None = None
        self._duplicates: DuplicatesDesk | None = None
        self._privacy: PrivacyDesk | None = None
        self._quality: QualityDesk | None = None
        self._safekeeper: Safekeeper | None = None
        self._call_files: Callable[[], CallFiles | None] = lambda: None
        loaded = rules_source.load()
        self._rules, self._problems = loaded.rules, loaded.problems

    def put_safekeeper(self, safekeeper: Safekeeper) -> None:
        """Let copies be made, by this, before anything large is done."""
        self._safekeeper = safekeeper

    @property
    def safekeeper(self) -> Safekeeper | None:
        """What makes copies by itself; None where nobody provided for it."""
        return self._safekeeper

    def keep_safe(self, what: Occasion) -> None:
        """Something large is about to be done: a copy of this moment is made beside it."""
        if self._safekeeper is not None:
            self._safekeeper.before(what)

    @property
    def ready(self) -> bool:
        """Whether leads are resident and scored (after `load`)."""
        return self._keeper.resident is not None

    @property
    def rules(self) -> Rules:
        """The rules in force: the last good ones."""
        return self._rules

    @property
    def problems(self) -> tuple[RuleProblem, ...]:
        """What is wrong with the rule files now (empty: nothing)."""
        return self._problems

    @property
    def now(self) -> datetime:
        """The present moment, by the workspace's clock."""
        return self._clock.now()

    @property
    def as_of(self) -> datetime:
        """The moment for which the resident scores hold."""
        resident = self._keeper.resident
        return self._clock.now() if resident is None else resident.as_of

    @property
    def store(self) -> Store:
        """The store beneath, for what only moves data (imports, exports)."""
        return self._store

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held while what is resident is read or changed; for milliseconds."""
        return self._keeper.lock

    def put_desk(self, desk: RuleDesk) -> None:
        """Let the rules be edited at this desk; it is asked when a step is taken back."""
        self._desk = desk

    @property
    def desk(self) -> RuleDesk:
        """Where the rules are edited. Raises LeadQualError if they cannot be, here."""
        if self._desk is None:
            raise LeadQualError("The rules of this workspace cannot be edited", "Open the workspace in its own window")
        return self._desk

    def put_call_files(self, call_files: Callable[[], CallFiles | None]) -> None:
        """Say where calls under way are kept: their notes are data about people too."""
        self._call_files = call_files

    @property
    def half_typed(self) -> HalfTyped:
        """What somebody is typing and has not finished."""
        return self._store.half_typed

    def setting(self, key: str) -> str | None:
        """A remembered setting of this workspace (layout, views)."""
        return self._store.setting(key)

    def put_setting(self, key: str, value: str) -> None:
        """Remember a setting."""
        self._store.put_setting(key, value)

    # --- desks -----------------------------------------------------------------------------------------------------
    @property
    def funnel(self) -> FunnelDesk:
        """The work of the day: board, gates, Today, alerts, promises, history."""
        if self._funnel is None:
            from leadqual_gui.services.moving_desk import FunnelDesk  # not before the first paint

            self._funnel = FunnelDesk(self._keeper, self._store, self._clock, self._carry_out)
        self._rated()
        return self._funnel

    @property
    def duplicates(self) -> DuplicatesDesk:
        """Where leads that stand twice are found and looked at side by side."""
        if self._duplicates is None:
            from leadqual_gui.services.duplicates import DuplicatesDesk  # not before the first paint

            self._duplicates = DuplicatesDesk(self._store, lambda: self._rules, self._is_there)
        return self._duplicates

    @property
    def quality(self) -> QualityDesk:
        """Where it is known how good the data are, and what to mend first."""
        if self._quality is None:
            from leadqual_gui.services.quality import QualityDesk  # not before the first paint

            self._quality = QualityDesk(self._store, lambda: self._keeper.resident, lambda: self._keeper.lock)
        return self._quality

    @property
    def privacy(self) -> PrivacyDesk:
        """Where a person's data is deleted for good or handed out."""
        if self._privacy is None:
            from leadqual_gui.services.privacy import PrivacyDesk  # hardly ever needed

            self._privacy = PrivacyDesk(self._store, self._card_now, self._read_again)
            self._privacy.calls = self._call_files()
        return self._privacy

    # --- what they share -------------------------------------------------------------------------------------------
    def _rated(self) -> Resident | None:
        """The resident leads, with the quality of their data if that was looked at."""
        resident = self._keeper.resident
        if resident is not None and self._quality is not None:
            with self._keeper.lock:
                resident.quality = self._quality.table(resident)
        return resident

    def _noticed(self, done: Outcome[object]) -> Outcome[object]:
        """A step was done: whoever keeps something in mind about leads hears of it."""
        if self._quality is not None:
            self._quality.notice(done)
        return done

    def _forget_quality(self) -> None:
        """Many leads changed at once."""
        if self._quality is not None:
            self._quality.ready = False

    def _read_again(self, _: Sequence[int]) -> None:
        """Leads were taken out for good: what is resident holds their texts still."""
        said = Said("loaded")
        if self.ready:
            self._keeper.load(self._rules, self._clock.now(), said)
            self._keeper.keep_scores()
            self._forget_quality()
        if self._funnel is not None:
            self._funnel.after(Outcome(None, Changes.MEMBERSHIP, said), said)

    def _carry_out(self, plan: Plan) -> Outcome[object]:
        now = self._clock.now()
        cause = plan.cause or plan.label
        leads, moves = plan.leads, tuple[ScoreMove, ...]()
        try:
            with self._store.unit(plan.label) as unit:
                value = plan.do(unit)
                leads = plan.leads or tuple(filter(None, (getattr(value, "id", None),)))
                if len(leads) <= FEW:
                    happened = plan.moves(value)
                    moves = self._keeper.score_in(
                        unit, leads, plan.changes, happened, self._rules, now, cause, plan.facts
                    )
                    if self._funnel is not None:
                        self._funnel.ring(unit, moves, cause)
                unit.commit()
                operation = unit.operation
        except BaseException:
            if self._funnel is not None:
                self._funnel.doubt()
            self._keeper.recover(leads)
            raise
        if len(leads) > FEW:
            self._keeper.follow(leads, plan.changes, now, cause)
        changes = plan.changes | (Changes.SCORES if moves or len(leads) > FEW else Changes.NOTHING)
        return Outcome(value, changes if operation else Changes.NOTHING, plan.label, operation, leads, moves)

    def _is_there(self, lead_id: int) -> bool:
        resident = self._keeper.resident
        if resident is None:
            return self._store.lead(lead_id) is not None
        return resident.position(lead_id) is not None

    def _card_now(self, lead_id: int) -> ScoreCard | None:
        return self._accounts.card(lead_id, self._rules, self._clock.now())
