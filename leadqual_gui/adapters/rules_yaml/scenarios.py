"""Checks the scenarios of a matrix: does each example reach the tier that it must?"""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.nodes import START, Mapping, Node, Sequence
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.domain.rules import Rules


def check_scenarios(rules: Rules, tree: Node | None, problems: Problems) -> None:
    """Warn of each scenario that does not meet its `expect`, where it stands."""
    if not rules.matrix.scenarios:
        return
    from leadqual_gui.domain.scenarios import check_scenario  # NumPy, which reading alone does not need

    for index, scenario in enumerate(rules.matrix.scenarios):
        reached, card = check_scenario(scenario, rules)
        if not reached:
            message = (
                f"scenario '{scenario.name}' should be {scenario.expect}, but is {card.tier} with {card.shown} points"
            )
            problems.warn(_expectation(tree, index), message, "change points or tiers, or what is expected")


def _expectation(tree: Node | None, index: int) -> Node:
    scenarios = tree.get("scenarios") if isinstance(tree, Mapping) else None
    item = scenarios.items[index] if isinstance(scenarios, Sequence) and index < len(scenarios.items) else None
    expected = item.get("expect") if isinstance(item, Mapping) else None
    return expected or item or Mapping(START, 0, (), False)
