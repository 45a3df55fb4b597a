"""What all kinds of rules files have in common."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.nodes import Mapping, Scalar, Sequence
from leadqual_gui.adapters.rules_yaml.record import Check, Field, Values
from leadqual_gui.adapters.rules_yaml.shapes import Label, Reading, Reference, Whole

FORMAT = Field("format", Whole(1, 1), "The version of this grammar: 1.", required=True)
LABEL = Field("label", Label(), "What people see.", required=True)


def unique(list_key: str, id_key: str, what: str) -> Check:
    """A check that no two items of a list have the same id."""

    def check(values: Values, reading: Reading) -> None:
        node = values.child(list_key)
        seen: dict[str, Scalar] = {}
        for item in node.items if isinstance(node, Sequence) else ():
            identifier = item.get(id_key) if isinstance(item, Mapping) else None
            if not isinstance(identifier, Scalar):
                continue
            if first := seen.get(identifier.text):
                message = f"the {what} '{identifier.text}' is there already, in line {first.place.line}"
                reading.problems.error(identifier, message, f"give this one another {id_key}, or delete one of them")
            else:
                seen[identifier.text] = identifier

    return check


ACTIVITY_KIND = Reference("activity kind", lambda world: world.activity_kinds)
TIER = Reference("tier", lambda world: world.tiers)
GROUP = Reference("group", lambda world: world.groups)
