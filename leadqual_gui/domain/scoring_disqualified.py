"""Which leads are disqualified, and why: the first disqualifier that holds, or an answer that disqualifies."""

from __future__ import annotations

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.conditions import Condition, Operator, Test, facts_of
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.truth import TRUE


class Disqualifications:
    """All that disqualifies, in order: what profiles.yaml says, then answers."""

    def __init__(self, rules: Rules) -> None:
        found: list[tuple[Condition, str]] = [(d.when, str(d.reason)) for d in rules.profiles.disqualifiers]
        for framework in rules.frameworks:
            for element in framework.elements:
                fact = f"answer.{framework.id}.{element.id}"
                for level in element.levels:
                    if level.disqualifies:
                        found.append((Test(fact, Operator.IS, float(level.level)), str(level.disqualifies)))
        self._conditions = tuple(condition for condition, _ in found)
        self.reasons = tuple(reason for _, reason in found)
        self.facts: frozenset[str] = frozenset().union(*map(facts_of, self._conditions))
        """What the conditions look at."""

    def of(self, rows: Rows) -> Array:
        """The index of the first reason that is known to hold for each row, or -1."""
        result = np.full(len(rows), -1, np.int16)
        for index in reversed(range(len(self.reasons))):
            result[judge(self._conditions[index], rows) == TRUE] = index
        return result


def can_disqualify(rules: Rules) -> frozenset[str]:
    """The facts of answers that can disqualify a lead."""
    return frozenset(
        f"answer.{framework.id}.{element.id}"
        for framework in rules.frameworks
        for element in framework.elements
        if any(level.disqualifies for level in element.levels)
    )
