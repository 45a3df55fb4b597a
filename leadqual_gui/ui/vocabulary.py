"""What the rules call things: stages, tiers, fields of one's own, kinds of activity, in the user's language.

It can be kept as text, so that the window can open with the right words before the rules have been read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadqual_gui.ui.widgets.scores import TierScale

if TYPE_CHECKING:
    from leadqual_gui.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels by id. `scale` is what scores are read on; `matrix` is the name and version of the rules in force.

    `numbers`: which fields of one's own are numbers (keys of facts).
    """

    stages: dict[str, str] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    scale: TierScale = field(default_factory=TierScale)
    kinds: dict[str, str] = field(default_factory=dict)
    matrix: str = ""
    version: str = ""
    numbers: frozenset[str] = frozenset()

    @property
    def tiers(self) -> dict[str, str]:
        """Labels of tiers by id."""
        return dict(zip(self.scale.names, self.scale.labels, strict=True))

    @property
    def hottest(self) -> str:
        """The id of the highest tier."""
        return self.scale.names[-1]

    def labels(self, dimension: str) -> dict[str, str]:
        """Labels of a dimension's values; most are their own labels."""
        if dimension in ("quality", "issues"):
            from leadqual_gui.ui.data.wording import band_labels, issue_labels  # the window opens without it

            return band_labels() if dimension == "quality" else issue_labels()
        return {"stage": self.stages, "tier": self.tiers}.get(dimension, {})

    def as_text(self) -> str:
        """To be kept in the settings."""
        scale = self.scale
        return json.dumps(
            {
                "stages": self.stages,
                "custom": self.custom,
                "scale": [scale.names, scale.labels, scale.edges, scale.low, scale.high],
                "matrix": self.matrix,
                "version": self.version,
                "numbers": sorted(self.numbers),
            },
            ensure_ascii=False,
        )


def vocabulary_of(rules: Rules, language: str, version: str = "") -> Vocabulary:
    """What these rules call things. `version`: the number under which they are kept, if they are."""
    from leadqual_gui.domain.facts import FactType  # the window opens without it

    matrix = rules.matrix
    scale = TierScale(
        tuple(tier.id for tier in matrix.tiers),
        tuple(tier.label.of(language) or tier.id.capitalize() for tier in matrix.tiers),
        tuple(tier.lower_edge for tier in matrix.tiers),
        matrix.minimum // 10,
        matrix.maximum // 10,
    )
    return Vocabulary(
        {stage.id: stage.label.of(language) or stage.id for stage in rules.funnel.stages},
        {custom.key: custom.label.of(language) or custom.key for custom in rules.fields},
        scale,
        {kind.id: kind.label.of(language) for kind in rules.activity_kinds},
        matrix.name.of(language),
        version or rules.version[:7],
        frozenset(f"custom.{custom.key}" for custom in rules.fields if custom.type is FactType.NUMBER),
    )


def vocabulary_from_text(text: str | None) -> Vocabulary:
    """What was kept; the usual words if it cannot be read."""
    try:
        stored = json.loads(text or "{}")
        names, labels, edges, low, high = stored["scale"]
        scale = TierScale(tuple(names), tuple(labels), tuple(edges), low, high)
        numbers, rules = frozenset(stored.get("numbers", ())), {key: stored[key] for key in ("matrix", "version")}
        return Vocabulary(stored["stages"], stored["custom"], scale, numbers=numbers, **rules)
    except (ValueError, KeyError, TypeError):
        return Vocabulary()
