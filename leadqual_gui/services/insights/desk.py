"""The desk for what closed leads say: ask, look, put what was chosen into a draft.

Got by `Workspace.insights`. `ask` takes seconds (free lane: it only reads, and can be stopped). `put_into_draft` is
quick: nothing is live until the draft is published at the rule desk, and one undo there takes everything back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from leadqual_gui.domain.calibration.results import Method, StoppedError
from leadqual_gui.services.insights.drafting import NO_METHODS, Taken, edits_for
from leadqual_gui.services.insights.values import PROFILE_CHANGE, InsightsReport, Question
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.progress import Progress

if TYPE_CHECKING:
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.services.workspace import Workspace

PROFILES = "profiles.yaml"


class InsightsDesk:
    """What can be asked about closed leads, and the way into a draft."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ask(self, question: Question | None = None, progress: Progress | None = None) -> InsightsReport | None:
        """The whole answer; None if `progress` asked to stop."""
        from leadqual_gui.services.insights.asking import answer  # learning is loaded when somebody asks

        here = self._workspace
        try:
            return answer(here.store, here.rules, here.now, question or Question(), progress)
        except StoppedError:
            return None

    def put_into_draft(
        self,
        report: InsightsReport,
        chosen: Collection[str] | None = None,
        methods: Mapping[str, Method] = NO_METHODS,
    ) -> Outcome[Taken] | Refusal:
        """Put these changes (ids; None: points that rest on evidence) into the draft of the matrix, as one step.

        `methods` chooses, by the id of a line (`Row.id`), whose points it gets: those that the article's rule, or any
        other method, gives, instead of the proposed. `PROFILE_CHANGE` puts the ideal buyer profile into the draft of
        its own file.
        """
        wanted = report.supported if chosen is None else chosen
        if not wanted:
            return refusal("insights_nothing_chosen")
        draft = self._workspace.desk.matrix_draft
        said = Said("insights_taken", {"count": 0, "closed": report.counts.closed})
        with draft.held:
            edits, gone, count = edits_for(report, draft.matrix, wanted, methods)
            said = Said(said.code, {**said.params, "count": count})
            if edits:
                draft.apply(edits, said)
        profile = PROFILE_CHANGE in wanted and self._draft_profile(report)
        if not edits and not profile:
            return refusal("insights_nothing_left")
        return Outcome(Taken(count, gone, profile), Changes.NOTHING, said)

    def publish(self, note: str) -> Outcome[RuleVersion] | Refusal:
        """Put the draft of the matrix in force (storage lane); `Undo(outcome.operation)` takes it back."""
        return self._workspace.desk.publish(self._workspace.desk.matrix_draft, note)

    def _draft_profile(self, report: InsightsReport) -> bool:
        if report.ideal is None:
            return False
        draft = self._workspace.desk.file_draft(PROFILES)
        draft.put(report.ideal.within(draft.value), Said("insights_profile_taken", {"closed": report.counts.closed}))
        return True
